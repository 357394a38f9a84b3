"""A house's theme file: merged over the project's, each bad value with its place."""

from __future__ import annotations

import pytest

from pipeline.core.errors import TemplateError
from pipeline.design import colours, theme
from pipeline.design.brand import theme_file


def test_what_a_theme_leaves_out_is_the_project_s() -> None:
    made, warnings = theme_file.merged(b'colours: {accent: "#123456"}\ngap: 12\n', "t.yaml")
    ours = theme.load()
    assert (made.colours["accent"], made.gap) == ("#123456", 12)
    assert made.colours["ink"] == ours.colours["ink"]
    assert made.slide == ours.slide
    assert not warnings
    assert theme_file.merged(b"", "t.yaml")[0] == ours


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ('colours:\n  ink: "blue"', "2:8: bad-colour"),
        ("colours:\n  ink: 3", "2:8: bad-value"),
        ("colours: red", "1:10: not-a-mapping"),
        ("gapp: 3", "1:1: unknown-key"),
        ("house: {}", "1:1: unknown-key"),
        ("word_slots: {}", "1:1: unknown-key"),
        ("gap: wide", "1:6: bad-value"),
        ("styles:\n  body: {colour: pink}", "2:18: unknown-colour"),
        ("styles:\n  body: {sizes: [12, 20]}", "2:17: bad-value"),
        ("styles:\n  boddy: {sizes: [12], colour: ink}", "2:3: unknown-key"),
        ("fonts:\n  deck: {family: Comic Sans}", "2:18: unknown-font"),
        ("slide:\n  layouts:\n    text: {title: [900, 0, 100, 20]}", "3:19: outside-slide"),
        ("slide:\n  layouts:\n    best: {name: B, title: [0, 0, 9, 9], regions: {}}",
         "3:5: unknown-layout"),
        ("gap: 1\ngap: 2", "2:1: duplicate-key"),
        ("gap: [", "1:7: bad-yaml"),
        ("- a", "1:1: not-a-mapping"),
        ("a: &b [*b]", "1:4: yaml-alias"),
        ("? [a]\n: b", "1:3: bad-key"),
        ("gap: !!python/object:os.system {}", "1:6: bad-yaml"),
    ],
)  # fmt: skip
def test_each_bad_value_is_named_with_its_place(text: str, wanted: str) -> None:
    with pytest.raises(TemplateError) as caught:
        theme_file.merged(text.encode(), "t.yaml")
    assert caught.value.exit_code == 4
    said = [f"{row.where.line}:{row.where.column}: {row.code}" for row in caught.value.problems]
    assert wanted in said


def test_bytes_that_are_no_text_are_named() -> None:
    for data in (b"gap: \xff", b"a: \x01", b"x" * 1_000_001):
        with pytest.raises(TemplateError):
            theme_file.merged(data, "t.yaml")


def test_all_mistakes_come_at_once() -> None:
    with pytest.raises(TemplateError) as caught:
        theme_file.merged(b"gap: wide\ngapp: 2\ncell_padding: x\n", "t.yaml")
    assert len(caught.value.problems) == 3


def test_pale_text_is_warned_of() -> None:
    _, warnings = theme_file.merged(b'colours: {muted: "#AAAAAA"}', "t.yaml")
    assert [(row.code, str(row.where)) for row in warnings] == [("low-contrast", "t.yaml:1:18")]


def test_a_colour_is_made_legible_in_its_own_hue_or_replaced() -> None:
    assert colours.made_legible("000000", ("FFFFFF",)) == ("000000", 100_000, 0)
    darker, keep, lift = colours.made_legible("4F81BD", ("FFFFFF",))
    assert colours.contrast(darker, "FFFFFF") >= 4.5
    assert (darker, lift) == (colours.shaded("4F81BD", keep, 0), 0)
    lighter, _, lift = colours.made_legible("1F497D", ("000000",))
    assert lift > 0
    assert colours.contrast(lighter, "000000") >= 4.5
    assert colours.made_legible("777777", ("FFFFFF", "777777", "000000"))[0] in {"000000", "FFFFFF"}
