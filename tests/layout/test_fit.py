from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.audit import checks
from pipeline.compose import compose
from pipeline.content.load import load
from pipeline.content.secret import Secret
from pipeline.core.errors import RenderError, Where
from pipeline.design import theme
from pipeline.edition import table_of_contents
from pipeline.edition.blocks import Block, BulletList, Card, Cards, Cell, Item, Paragraph, Table
from pipeline.edition.edition import view_for
from pipeline.edition.formats import FORMATS
from pipeline.edition.runs import MarkerRun, TextRun
from pipeline.edition.slide import Frame, Layout, Slide
from pipeline.layout import fit
from pipeline.layout.block_heights import Ruler
from pipeline.layout.text_metrics import advance, line_count
from pipeline.workflow import publish
from tests.conftest import GALLERY, MINI, ready
from tests.support.brand_files import deck_look

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
def test_table_columns_keep_to_the_width_whatever_they_hold(columns: int) -> None:
    for text in ("x", "Donaudampfschifffahrtsgesellschaft" * 2, "a b c d e f g h", "word " * 300):
        row = tuple(Cell(runs=words(text)) for _ in range(columns))
        found = Ruler(theme.load(), 3).columns(Table(alt="t", rows=(row, row)), 852)
        assert sum(found) <= 852.1
        assert min(found) > 0
        if text.startswith("word"):  # it takes all that there is
            assert sum(found) == pytest.approx(852, abs=0.1)


def short_words_are_whole(rows: list[list[str]]) -> Frame:
    """Fit a table and assert that none of its short words is wider than its column."""
    look = theme.load()
    table = Table(alt="t", rows=tuple(tuple(Cell(runs=words(t)) for t in row) for row in rows))
    slide = Slide(number=1, layout="table", title=words("T"), blocks=(table,))
    (fitted, *_), problems = fit.fit_slide(slide, look, Where("x"))
    assert problems == ()
    (frame,) = fitted.frames
    size = look.table_size(frame.step)
    for row in rows:
        for text, width in zip(row, frame.columns, strict=True):
            for word in text.split():
                if len(word) <= 20:
                    room = width - 2 * look.cell_padding
                    assert advance(word, FAMILY) * size <= room, word
    return frame


@pytest.mark.parametrize(
    "long",
    ["ab" * 100, "https://eur-lex.europa.eu/legal-content/EN/TXT/HTML/?uri=CELEX:32001R1049"],
)
def test_a_long_word_in_a_table_yields_to_the_short_ones(long: str) -> None:
    frame = short_words_are_whole([["No", "Instrument", "Size", "D"], ["1", long, "2001", "d"]])
    assert frame.columns[1] > 3 * frame.columns[2]


def test_a_compound_stays_whole_where_there_is_room() -> None:
    word = "Geschwindigkeitsbegrenzungsverordnungen"
    frame = short_words_are_whole([["No", "Word", "Date"], ["1", word, "2001"]])
    look = theme.load()
    width = advance(word, FAMILY) * look.table_size(frame.step)
    assert width <= frame.columns[1] - 2 * look.cell_padding


@pytest.mark.parametrize("columns", [9, 12, 16])
def test_a_table_with_many_columns_is_set_smaller_down_to_twelve_points(columns: int) -> None:
    rows = [[f"No {n}" for n in range(columns)], ["1000.5"] * columns]
    frame = short_words_are_whole(rows)
    assert 12 <= theme.load().table_size(frame.step) <= 20


def test_a_text_beside_a_table_of_many_columns_keeps_the_steps_of_texts() -> None:
    rows = tuple(tuple(Cell(runs=words("1000.5")) for _ in range(16)) for _ in range(2))
    blocks = (Paragraph(runs=words("A text that is read")), Table(alt="t", rows=rows))
    slide = Slide(number=1, layout="text", title=words("T"), blocks=blocks)
    (fitted, *_), problems = fit.fit_slide(slide, theme.load(), Where("x"))
    assert problems == ()
    text, table = fitted.frames
    assert text.step < theme.STEPS <= table.step


def test_what_stands_below_one_point_continues_and_the_point_is_repeated() -> None:
    below = tuple(Item(runs=words(f"Place {n}")) for n in range(40))
    block = BulletList(
        items=(Item(runs=words("Posted to:"), items=below), Item(runs=words("Last")))
    )
    slide = Slide(number=1, layout="text", title=words("T"), blocks=(block,))
    parts, problems = fit.fit_slide(slide, theme.load(), Where("x"))
    assert problems == ()
    assert [part.part for part in parts] == list(range(1, len(parts) + 1))
    lists = [part.blocks[-1] for part in parts]
    assert all(isinstance(one, BulletList) for one in lists)
    heads = [one.items[0] for one in lists if isinstance(one, BulletList)]
    assert [one.runs for one in heads] == [words("Posted to:")] * len(parts)
    assert tuple(item for one in heads for item in one.items) == below


def test_a_point_with_a_marker_is_not_repeated_so_its_list_is_too_full() -> None:
    marker = MarkerRun(text="[X]", spoken="x", number=1, grounds=())
    below = tuple(Item(runs=words(f"Place {n}")) for n in range(40))
    block = BulletList(items=(Item(runs=(marker,), items=below),))
    slide = Slide(number=1, layout="text", title=words("T"), blocks=(block,))
    _, problems = fit.fit_slide(slide, theme.load(), Where("x"))
    assert [row.code for row in problems] == ["slide-overflow"]


def test_the_contents_list_a_slide_once_where_it_begins() -> None:
    drawn = ready(GALLERY, "public").model_copy(update={"contents_title": "Contents"})
    titles = [entry.title for entry in table_of_contents.entries(drawn)]
    assert titles.count("A list that continues") == 1
    assert not any("(1/2)" in title or "(2/2)" in title for title in titles)


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
        checks.audit(publish.render(drawn, fmt, theme.load()), drawn, fmt, "x")


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


@pytest.mark.parametrize(
    ("words", "code"), [("sehr " * 900, "slide-overflow"), ("你好", "missing-glyph")]
)
def test_g23_what_is_said_of_withheld_words_tells_nothing_of_them(words: str, code: str) -> None:
    source = load(MINI)
    vault = {slot: Secret("geheim") for slot in source.redactions.slots if "whole" not in slot}
    said: list[str] = []
    for value in (words, words + words):
        held = compose(source, "full", vault | {"contract-price": Secret(value)})
        with pytest.raises(RenderError) as caught:
            fit.fit(held, theme.load())
        assert {row.code for row in caught.value.problems} == {code}
        said.append(str(caught.value))
    assert said[0] == said[1]
    assert "U+" not in said[0]


def test_g23_a_marked_character_is_not_told_before_it_is_sealed(
    project: Callable[[Path], Path],
) -> None:
    copy = project(MINI)
    deck = copy / "presentation.yaml"
    text = deck.read_text("utf-8")
    deck.write_text(text.replace("Vielen Dank", "'[[defence: 你好]]'"), "utf-8")
    (problem,) = load(copy).not_buildable()
    assert "a withheld text has a character" in problem.message
    assert "U+" not in str(problem)


def _too_full(layout: Layout, *blocks: Block, title: str = "A title") -> str:
    slide = Slide(number=1, layout=layout, title=words(title), blocks=blocks)
    _, problems = fit.fit_slide(slide, theme.load(), Where("here"))
    (problem,) = problems
    return problem.message


def _kept(message: str, text: str) -> tuple[str, int]:
    """Return a text without the words that a message tells are too many, and how many it has."""
    found = re.search(r"about (\d+) of (?:its|the longest part's) (\d+) words", message)
    assert found is not None, message
    return " ".join(text.split()[: -int(found[1])]), int(found[2])


@pytest.mark.parametrize("count", [140, 200, 500])
def test_a_text_without_the_words_that_are_too_many_fits_or_nearly_so(count: int) -> None:
    text = " ".join(["several"] * count)
    body = _too_full("quote", Paragraph(style="quote", runs=words(text)))
    shorter, told = _kept(body, text)
    assert told == count
    slide = Slide(
        number=1,
        layout="quote",
        title=words("A title"),
        blocks=(Paragraph(style="quote", runs=words(" ".join(shorter.split()[:-10]))),),
    )
    assert fit.fit_slide(slide, theme.load(), Where("here"))[1] == ()


def test_a_title_s_words_are_counted_by_themselves() -> None:
    title = " ".join(["several"] * 90)
    shorter, told = _kept(_too_full("text", title=title), title)
    assert told == 90
    assert 10 < len(shorter.split()) < 60


def test_of_cards_the_longest_counts() -> None:
    long = Card(heading=words("One"), text=words("several " * 199 + "several"), number="")
    short = Card(heading=words("Two"), text=words("a few"), number="")
    message = _too_full("cards-2", Cards(columns=2, cards=(long, short)))
    assert "of the longest part's 200 words" in message.replace("201", "200")


def test_a_room_of_a_house_is_told_with_its_size_and_what_is_needed() -> None:
    look = deck_look().theme
    text = " ".join(["several"] * 400)
    slide = Slide(
        number=1,
        layout="quote",
        title=words("A title"),
        blocks=(Paragraph(style="quote", runs=words(text)),),
    )
    (problem,) = fit.fit_slide(slide, look, Where("here"))[1]
    box = look.region_box("quote", "body")
    room = f"the template's room for 'Quote' is {box.width:.0f} x {box.height:.0f} points"
    assert room in problem.message
    needed = re.search(r"needs (\d+) in height", problem.message)
    assert needed is not None
    assert int(needed[1]) > box.height
    assert "map 'quote' to a layout" in problem.hint


def test_g23_neither_words_nor_room_are_told_of_withheld_words() -> None:
    secret = (TextRun(text="several " * 600, withheld=True),)
    slide = Slide(
        number=1, layout="quote", title=words("A"), blocks=(Paragraph(style="quote", runs=secret),)
    )
    edition = ready(MINI, "public").model_copy(update={"slides": (slide,)})
    for look in (theme.load(), deck_look().theme):
        with pytest.raises(RenderError) as caught:
            fit.fit(edition, look)
        (problem,) = caught.value.problems
        bare = re.sub(r"\d+ x \d+ points", "", problem.message)
        assert not re.search(r"\d", bare), bare
        assert "not told" in bare
