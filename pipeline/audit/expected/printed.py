"""Text that each format must print of an edition, in reading order, for the audit to compare."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import assert_never

from pipeline.audit.expected import read_aloud
from pipeline.edition import chart_text, spoken_text, table_of_contents
from pipeline.edition.blocks import (
    Block,
    BulletList,
    Cards,
    Chart,
    Item,
    Map,
    NoteRun,
    Paragraph,
    Picture,
    Runs,
    Table,
    Timeline,
    Withheld,
)
from pipeline.edition.cover import Cover
from pipeline.edition.edition import Edition
from pipeline.edition.formats import Format
from pipeline.edition.slide import Slide
from pipeline.edition.texts import all_runs, slide_title, title_lines


@dataclass(frozen=True)
class Expected:
    """The texts a file must hold, and all of them; see ``extract.Reading`` for the fields.

    Attributes:
        expansions: spoken text of each marker, where a format keeps it apart.
        names: texts of the edition that a format may repeat to name a table or a link.
        labels: of a PDF's pages; what a web page's charts say in their drawings.
        parts: of the one page of a document: the slide's number, 0 before the first, and its text.
        noted: the slide to which each note belongs, where that is known.
    """

    pages: tuple[str, ...]
    notes: tuple[str, ...]
    furniture: tuple[str, ...]
    alternatives: tuple[str, ...]
    names: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    expansions: tuple[str, ...] = ()
    jumps: tuple[int, ...] = ()
    parts: tuple[tuple[int, str], ...] = ()
    noted: tuple[int, ...] = ()


def printed(runs: Runs) -> str:
    """Return runs as printed, footnote marks included."""
    return "".join(run.mark if isinstance(run, NoteRun) else run.text for run in runs)


def expected(edition: Edition, fmt: Format) -> Expected:
    """Return the texts that a format must have."""
    foot = " | ".join(edition.footer)
    front = "\n".join(_cover(edition.cover))
    if fmt == "html":
        return _web(edition)
    if fmt == "pptx":
        pages = tuple(
            "\n".join([*_slide(slide, fmt), *_footnotes(slide), foot, str(slide.number)])
            for slide in edition.slides
        )
        notes = tuple(_lines(slide.notes) for slide in edition.slides if slide.notes)
        names = tuple(chain.from_iterable(spoken_text.ranges(slide) for slide in edition.slides))
        noted = tuple(slide.number for slide in edition.slides if slide.notes)
        alternatives = tuple(_alternatives(edition, fmt))
        return Expected(pages, notes, (), alternatives, names, noted=noted)
    listed = table_of_contents.pages(edition)
    jumps = tuple(entry.number for entries in listed for entry in entries)
    if fmt == "docx":
        places = {slide.number: place for place, slide in enumerate(edition.slides, start=1)}
        toc = (line for entries in listed for line in _entries(entries))
        head = [edition.contents_title] if listed else []
        written = ((slide.number, "\n".join(_slide(slide, fmt))) for slide in edition.slides)
        parts = ((0, "\n".join([front, *head, *toc])), *written)
        below = [(slide.number, text) for slide in edition.slides for text in _notes(slide)]
        return Expected(
            pages=("\n".join(text for _, text in parts),),
            notes=tuple(text for _, text in below),
            parts=parts,
            noted=tuple(number for number, _ in below),
            furniture=tuple(_feet(edition, foot)),
            alternatives=tuple(_alternatives(edition, fmt)),
            names=tuple(_names(edition)),
            expansions=tuple(spoken_text.in_document(edition)),
            jumps=tuple(places[number] for number in jumps),
        )
    pages = (
        f"{front}\n{foot} {edition.page_word} 1",
        *(_contents_page(edition, number) for number in range(2, 2 + len(listed))),
        *(
            "\n".join([*_slide(slide, fmt), *_footnotes(slide), f"{foot} {_foot(edition, slide)}"])
            for slide in edition.slides
        ),
    )
    titles = tuple(slide_title(slide) for slide in edition.slides)
    marks = (edition.cover.number, *((edition.contents_title,) if listed else ()), *titles)
    numbers = range(1, 2 + len(listed) + len(edition.slides))
    return Expected(
        pages=pages,
        notes=(),
        furniture=marks,
        alternatives=tuple(_alternatives(edition, fmt)),
        names=titles,
        expansions=tuple(spoken_text.in_pdf(edition)),
        labels=tuple(str(number) for number in numbers),
        jumps=jumps,
    )


def _foot(edition: Edition, slide: Slide) -> str:
    return table_of_contents.slide_foot(edition, slide.number)


def _feet(edition: Edition, foot: str) -> Iterator[str]:
    """Yield the lines at foot and head of a document's pages: one foot for each slide."""
    word, front = edition.page_word, table_of_contents.front(edition)
    yield from (f"{foot}{word} 2", f"{foot}{word} 1")
    if edition.slides:
        begins_on = table_of_contents.first_pages(edition)
        for slide in edition.slides:
            said = table_of_contents.slide_words(edition, slide.number)
            yield f"{foot}{said}{word} {begins_on[slide.number]}"
    else:
        yield f"{foot}{word} {front + 1}"
    yield from (edition.reference, "")


def _web(edition: Edition) -> Expected:
    """Return what a web page must say: cover, contents, each slide, and the line at its foot."""
    number = f"{edition.cover.number}\n{edition.title}"
    cover = edition.cover.model_copy(update={"number": number})
    entries = table_of_contents.entries(edition)
    listed = [entry.title for entry in entries]
    slides = (
        "\n".join(
            [
                edition.web.slide.replace("{number}", str(slide.number)),
                *_slide(slide, "html"),
                *_footnotes(slide),
            ]
        )
        for slide in edition.slides
    )
    return Expected(
        pages=(
            "\n".join(_cover(cover)),
            "\n".join([edition.web.contents, *listed]),
            *slides,
            " | ".join(edition.footer),
        ),
        notes=(),
        furniture=tuple(read_aloud.aloud(edition)),
        alternatives=tuple(_alternatives(edition, "html")),
        names=(read_aloud.rows_name(edition),),
        labels=tuple(read_aloud.drawn(edition)),
        jumps=tuple(entry.number for entry in entries),
    )


def _entries(entries: Iterable[table_of_contents.Entry]) -> Iterator[str]:
    """Yield the lines of a page of the contents, which give the numbers of slides."""
    for entry in entries:
        yield f"{entry.title} {entry.number}"


def _contents_page(edition: Edition, number: int) -> str:
    """Return what a page of the contents says in a PDF; pages count from the cover, which is 1."""
    lines = _entries(table_of_contents.pages(edition)[number - 2])
    head = edition.contents_title if number == 2 else ""  # noqa: PLR2004 - after the cover
    foot = " | ".join(edition.footer)
    return "\n".join([head, *lines, edition.reference, f"{foot} {edition.page_word} {number}"])


def _alternatives(edition: Edition, fmt: Format) -> Iterator[str]:
    for slide in edition.slides:
        for block in slide.blocks:
            match block:
                case Table():
                    # tables need no alt text in a PDF: their cells are read
                    if fmt != "pdf":
                        yield spoken_text.alternative(block) if fmt == "pptx" else block.alt
                case Chart():
                    yield spoken_text.alternative(block) if fmt in {"pptx", "pdf"} else block.alt
                case Map() | Picture():
                    yield block.alt
                case _:
                    pass


def _names(edition: Edition) -> Iterator[str]:
    yield edition.cover.number
    yield ", ".join(row.label.rstrip(": ") for row in edition.cover.rows)
    for slide in edition.slides:
        yield slide_title(slide)


def _lines(lines: tuple[Runs, ...]) -> str:
    return "\n".join(printed(line) for line in lines)


def _cover(cover: Cover) -> Iterator[str]:
    yield from (cover.institution, cover.secretariat, cover.place_date, cover.original, cover.stamp)
    yield from (cover.number, cover.file, cover.marking, *cover.codes, cover.disclaimer)
    yield cover.document_type
    for row in cover.rows:
        yield from (row.label, _lines(row.lines))
    yield from (printed(cover.lead_in), printed(cover.enclosure_author))
    yield from (*cover.notices, cover.justifications)


def _footnotes(slide: Slide) -> tuple[str, ...]:
    return tuple(printed(note) for note in slide.footnotes)


def _notes(slide: Slide) -> Iterator[str]:
    """Yield a slide's footnotes in the order in which a document refers to them."""
    order: dict[int, None] = {}
    for runs in (*slide.overline, slide.title, slide.subtitle, *_texts_in_document(slide)):
        order.update((run.index, None) for run in runs if isinstance(run, NoteRun))
    yield from (printed(slide.footnotes[index]) for index in order)


def _texts_in_document(slide: Slide) -> Iterator[Runs]:
    for block in slide.blocks:
        if isinstance(block, Timeline):  # a row of labels above a row of events
            yield from (point.label for point in block.points)
            yield from (point.text for point in block.points)
        else:
            yield from all_runs(block)


def _slide(slide: Slide, fmt: Format) -> Iterator[str]:
    title = (slide.numeral, *map(printed, title_lines(slide)))
    above = (printed(line) for line in slide.overline)
    section = () if fmt == "html" else (slide.kicker.numeral, printed(slide.kicker.section))
    # in a deck the title is read first, wherever it stands
    stamp = slide.stamp if fmt in {"pptx", "pdf"} else ""
    if fmt == "pptx":
        yield from (*title, *section, *above, stamp)
    elif fmt == "pdf":
        yield from (*above, stamp, *title, *section)
    elif fmt == "html":  # a colon parts the lines of a title
        yield from (*above, title[0], f"{title[1]}:" if title[1] else "", title[2])
    else:
        yield from (*above, *section, *title)
    yield slide.withheld_line
    for block in slide.blocks:
        yield from _block(block, fmt)


def _block(block: Block, fmt: Format) -> Iterator[str]:
    match block:
        case Paragraph():
            yield printed(block.runs)
        case BulletList():
            yield from _items(block.items)
        case Cards():
            yield from _cards(block)
        case Timeline():
            pairs = [(printed(point.label), printed(point.text)) for point in block.points]
            # a document has a table: a row of years above a row of events
            rows = zip(*pairs, strict=True) if fmt == "docx" else pairs
            yield from chain.from_iterable(rows)
        case Table():
            yield from (printed(cell.runs) for row in block.rows for cell in row)
        case Map():
            yield from (printed(category.label) for category in block.categories)
        case Chart():
            yield from _chart(block, fmt)
        case Picture():
            yield printed(block.caption)
        case Withheld():
            yield from (block.marker.text, block.line)
        case _:
            assert_never(block)


def _chart(block: Chart, fmt: Format) -> Iterator[str]:
    """Yield what a chart says: native, drawn as on a page, or in the table below its picture."""
    if fmt == "pdf":
        yield from chart_text.texts(block)
        return
    yield printed(block.unit)
    names = [printed(category) for category in block.categories]
    if fmt == "pptx":
        for series in block.series:
            yield printed(series.name)
            if chart_text.is_spelled(block):
                for place, value in enumerate(series.values):
                    if value is not None:
                        yield from chart_text.spelled(block, series, place)
            yield from names
            yield from (str(chart_text.number(v)) for v in series.values if v is not None)
        yield from map(printed, chart_text.beside(block))
        return
    yield from (printed(series.name) for series in block.series)
    for index, name in enumerate(names):
        yield from (name, *(printed(series.shown[index]) for series in block.series))


def _cards(block: Cards) -> Iterator[str]:
    for card in block.cards:
        yield from (card.number, printed(card.heading), printed(card.text))


def _items(items: tuple[Item, ...]) -> Iterator[str]:
    for item in items:
        yield printed(item.runs)
        yield from _items(item.items)
