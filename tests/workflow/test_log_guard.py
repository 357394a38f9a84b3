"""G24: what a keyed build says is searched for values, its logs too."""

from __future__ import annotations

import logging

import pytest

from pipeline.core.errors import LeakError
from pipeline.core.matching import Needle
from pipeline.workflow.log_guard import guarded

NEEDLES = (Needle("price", "Geheime Worte"), Needle("name", "Jane Doe"))


def test_g24_lines_without_a_value_pass() -> None:
    lines: list[str] = []
    with guarded(lines.append, NEEDLES) as say:
        say("dossier public de: pdf")
    assert lines == ["dossier public de: pdf"]


@pytest.mark.parametrize("line", ["x Geheime Worte y", "GEHEIME-WORTE", "geheime\u00adworte"])
def test_g24_a_line_with_a_value_is_refused_and_not_told(line: str) -> None:
    lines: list[str] = []
    with pytest.raises(LeakError) as caught, guarded(lines.append, NEEDLES) as say:
        say(line)
    assert lines == []
    assert [p.code for p in caught.value.problems] == ["value-in-message"]
    assert "price" in str(caught.value)
    assert "eheime" not in str(caught.value)


@pytest.mark.parametrize("name", ["weasyprint", "fontTools.subset", "any.other"])
def test_g24_a_log_record_with_a_value_fails_the_build(name: str) -> None:
    with pytest.raises(LeakError, match="name"), guarded(lambda _: None, NEEDLES):
        logging.getLogger(name).warning("ignored %s", "Jane Doe")
    logging.getLogger(name).warning("after the build nothing is watched: Jane Doe")


def test_without_a_key_nothing_is_watched() -> None:
    lines: list[str] = []
    with guarded(lines.append, ()) as say:
        say("Jane Doe")
    assert lines == ["Jane Doe"]


@pytest.mark.parametrize("value", ["5", "pdf", "2024", "12,5", ""])
def test_g24_a_short_value_or_a_number_does_not_stop_every_build(value: str) -> None:
    """Places, formats and numbers of documents hold such values by chance."""
    lines: list[str] = []
    with guarded(lines.append, (Needle("row", value),)) as say:
        say("wk-4146-2024 public en: pdf, slide 5, 12,5")
    assert len(lines) == 1
