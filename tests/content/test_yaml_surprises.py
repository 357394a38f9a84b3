"""Texts of which YAML keeps a part: the author is told, with the place; what is meant is not."""

from __future__ import annotations

import pytest

from pipeline.content.load import load
from tests.conftest import Written


def told(folder: object) -> list[tuple[str, str]]:
    source = load(folder)  # type: ignore[arg-type]
    return [(row.code, f"{row.where.line}:{row.where.column}") for row in source.notices]


@pytest.mark.parametrize(
    ("slide", "code", "place"),
    [
        ("- kind: bullets\n  title: Milestones #2\n  points: [a]", "comment", "3:23"),
        ("- kind: bullets\n  title: A\n  points: [Reykjavik (Iceland, Europe), b]", "divided", "4:14"),  # noqa: E501
        ("- kind: bullets\n  title: A\n  lead: |\n    One.\n\n    Two.\n  points: [a]", "lines-joined", "4:11"),  # noqa: E501
        ("- kind: bullets\n  title: A\n  lead: >-\n    One.\n\n    Two.\n  points: [a]", "lines-joined", "4:11"),  # noqa: E501
        ("- kind: bullets\n  title: A\n  lead:\n    One.\n    - Two.\n  points: [a]", "lines-joined", "5:7"),  # noqa: E501
        ("- kind: bullets\n  title: A\n  points: ['so **much to say', '**b** a']", "unclosed-bold", "4:18"),  # noqa: E501
        ("- kind: bullets\n  title: '**A** and **B'\n  points: [a]", "unclosed-bold", "3:23"),
        ("- kind: bullets\n  title: A\n  points: ['see [this](https://e.eu/a b)']", "no-link", "4:19"),  # noqa: E501
        ("- kind: bullets\n  title: A\n  lead: '[m](mailto:a b@e.eu)'\n  points: [a]", "no-link", "4:11"),  # noqa: E501
    ],
)  # fmt: skip
def test_what_yaml_drops_divides_or_joins_is_told(
    slide: str, code: str, place: str, written: Written
) -> None:
    assert told(written(slide)) == [(code, place)]


@pytest.mark.parametrize(
    ("slide", "words"),
    [
        ("points: [Reykjavik (Iceland, Europe), b]", "to its end with the ')'"),
        ("lead: |\n    One.\n\n    Two.\n  points: [a]", "remove the '|' and write each"),
        ('lead: "One.\n\n\n    Two."\n  points: [a]', "divide the quoted text"),
        (
            "points:\n  - |\n    One.\n\n    Two.",
            "in a line that begins with '- ', the first one, too",
        ),
    ],
)
def test_a_notice_says_what_to_type(slide: str, words: str, written: Written) -> None:
    folder = written(f"- kind: bullets\n  title: A\n  {slide}")
    (notice,) = load(folder).notices
    assert words in notice.hint


@pytest.mark.parametrize(
    "slide",
    [
        "- kind: bullets\n  title: 2 * 3 **\n  points: ['\\**a', '**b**', '***c***', '*f']",
        "- kind: bullets\n  title: A  # a comment\n  points: [a]",
        "- kind: bullets\n  title: A\n  points: ['[this](https://e.eu/a%20b) and (a b)']",
        "- kind: bullets\n  title: A\n  points: ['Reykjavik (Iceland, Europe)', 'b (c)', (d)]",
        "- kind: bullets\n  title: A\n  lead: >-\n    One line\n    and its end.\n  points: [a]",
    ],
)
def test_what_is_meant_is_not_told(slide: str, written: Written) -> None:
    assert told(written(slide)) == []


CHART = "- kind: chart\n  title: A\n  chart: {form: column, alt: x, %s categories: [a, b], series: [{name: S, values: ['1.25', '2']}]}"  # fmt: skip  # noqa: E501


def test_fewer_decimals_than_given_are_told_and_by_default_all_are_printed(
    written: Written,
) -> None:
    assert [code for code, _ in told(written(CHART % "decimals: 1,"))] == ["rounded"]
    assert told(written(CHART % "")) == []
