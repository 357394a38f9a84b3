from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline import build, fit, theme
from pipeline.audit import checks
from pipeline.compose import compose
from pipeline.diagnostics import RenderError
from pipeline.edition import FORMATS, Cell, Slide, Table, TextRun, view_for
from pipeline.fit.ruler import Ruler
from pipeline.measure import advance, line_count
from pipeline.source.load import load
from tests.conftest import MINI, ready

FAMILY = "Carlito"


def words(text: str) -> tuple[TextRun, ...]:
    return (TextRun(text=text),)


def test_width_grows_with_letters_and_bold_is_wider() -> None:
    assert advance("ab", FAMILY) == pytest.approx(advance("a", FAMILY) + advance("b", FAMILY))
    assert advance("Wort", FAMILY, bold=True) > advance("Wort", FAMILY)


def test_lines_break_at_spaces_and_after_hyphens() -> None:
    wide = advance("know-how", FAMILY) * 20
    assert line_count(words("know-how"), 20, wide + 1, FAMILY) == 1
    assert line_count(words("know-how"), 20, wide - 1, FAMILY) == 2
    assert line_count(words("a b c d"), 20, advance("a b", FAMILY) * 20 + 1, FAMILY) == 2


def test_a_word_longer_than_its_line_is_broken_and_a_line_needs_width() -> None:
    assert line_count(words("x" * 100), 20, 100, FAMILY) > 5
    with pytest.raises(ValueError, match="width"):
        line_count(words("x"), 20, 0, FAMILY)


@pytest.mark.parametrize("columns", [1, 2, 5, 8])
def test_table_columns_fill_the_width_whatever_they_hold(columns: int) -> None:
    for text in ("x", "Donaudampfschifffahrtsgesellschaft" * 2, "a b c d e f g h"):
        row = tuple(Cell(runs=words(text)) for _ in range(columns))
        found = Ruler(theme.load(), 3).columns(Table(alt="t", rows=(row, row)), 852)
        assert sum(found) == pytest.approx(852, abs=0.1)
        assert min(found) > 0


def test_long_labelled_markers_in_narrow_cells_are_wrapped(
    project: Callable[[Path], Path],
) -> None:
    """A marker that could not be broken once made the columns wider than the slide, for ever."""
    copy = project(MINI)
    redactions = copy / "redactions.yaml"
    redactions.write_text("marker: labelled\n" + redactions.read_text("utf-8"), "utf-8")
    edition = ready(copy, "public")
    for fmt in FORMATS:
        drawn = view_for(edition, fmt)
        checks.audit(build.render(drawn, fmt, theme.load()), drawn, fmt, "x")


def test_text_steps_down_the_scale_before_it_is_refused(project: Callable[[Path], Path]) -> None:
    copy = project(MINI)
    deck = copy / "presentation.yaml"
    original = deck.read_text("utf-8")
    steps: list[int] = []
    for amount in (1, 25, 60):
        lead = "Viele Wörter " * amount
        deck.write_text(original.replace("lead: Alle Zahlen sind erfunden.", f"lead: {lead}"))
        fitted = fit.fit(compose(load(copy), "public"), theme.load())
        steps.append(fitted.slides[2].frames[0].step)
    assert steps == sorted(steps)
    assert len(set(steps)) > 1
    deck.write_text(original.replace("lead: Alle Zahlen sind erfunden.", f"lead: {lead * 9}"))
    with pytest.raises(RenderError, match="slide-overflow"):
        fit.fit(compose(load(copy), "public"), theme.load())


def test_a_character_without_a_glyph_is_named_by_its_code() -> None:
    slide = Slide(number=1, layout="text", title=words("漢"), blocks=())
    edition = ready(MINI, "public").model_copy(update={"slides": (slide,)})
    with pytest.raises(RenderError, match=r"U\+6F22"):
        fit.fit(edition, theme.load())
