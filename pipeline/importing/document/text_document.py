"""Text document (.docx), read whole: its body in order, its notes, and what stays behind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from pipeline.core.ooxml_names import q
from pipeline.importing.colour_scheme import Colour
from pipeline.importing.document import page_places, paint, passages, unimported_parts
from pipeline.importing.document.body import Body
from pipeline.importing.document.list_counts import BULLET, Numbering
from pipeline.importing.document.passages import Setting, Words, letters_of
from pipeline.importing.document.seen_paragraphs import lines
from pipeline.importing.document.styles import Styles
from pipeline.importing.found import Paragraph, Run, Table, Told
from pipeline.importing.found_document import Block, Document, Note, Passage
from pipeline.importing.office_package import BadFileError, Element, Package, find
from pipeline.importing.picture_reader import Pictures
from pipeline.importing.printed_markers import marked
from pipeline.importing.run_joining import merged
from pipeline.importing.source_part import SourcePart

_KINDS = ("footnote", "endnote")
_APART = frozenset(("separator", "continuationSeparator", "continuationNotice"))


def read(package: Package, main: str, media: Path) -> Document:
    """Read a .docx.

    Args:
        package: the file.
        main: its main part.
        media: gets the pictures.

    Raises:
        BadFileError: it cannot be read.
    """
    root = package.xml(main)
    body = find(root, "w:body")
    if body is None:
        raise BadFileError("damaged-file", "the document has no body")
    theme, settings = (_part(package, main, name) for name in ("theme", "settings"))
    styles = Styles(_part(package, main, "styles"), paint.theme_colours(theme, settings))
    numbering = Numbering(_part(package, main, "numbering"), styles)
    source = SourcePart(package, main)
    setting = Setting(source, styles, behind=_paper(root, styles), page=page_places.largest(body))
    pictures = Pictures(media)
    reader = Body(setting, numbering, pictures)
    reader.read(body)
    notes, of_notes = _notes(package, main, setting, numbering)
    pictures.finish()
    told = [*reader.told, *source.told, *of_notes]
    blocks = [*_readable(reader.blocks, told)]
    if not (blocks or notes):
        message, hint = "the document says nothing", "save it anew from its program"
        raise BadFileError("empty-document", message, hint)
    told += unimported_parts.of_file(package, main, setting)
    return Document(blocks, notes, told, _languages(blocks))


def _part(package: Package, main: str, kind: str) -> Element | None:
    part = package.related(main, kind)
    try:
        return package.xml(part) if part else None
    except BadFileError:
        return None


def _paper(root: Element, styles: Styles) -> Colour | None:
    """Return the colour of the paper."""
    given = find(root, "w:background")
    text = paint.named(given, styles.colours, "color") if given is not None else ""
    return paint.colour(text) or (1.0, 1.0, 1.0)


def _notes(
    package: Package, main: str, setting: Setting, numbering: Numbering
) -> tuple[list[Note], list[Told]]:
    found: list[Note] = []
    told: list[Told] = []
    for kind in _KINDS:
        part = package.related(main, f"{kind}s")
        root = _part(package, main, f"{kind}s")
        own = replace(setting, source=SourcePart(package, part), in_note=True)
        for row in root.findall(q(f"w:{kind}")) if root is not None else ():
            if str(row.get(q("w:type"), "")) in _APART:
                continue
            key = f"{kind}-{row.get(q('w:id'), '')}"
            paragraphs: list[Paragraph] = []
            for number, (element, words) in enumerate(lines(row, own, told), start=1):
                _number(element, words, numbering, setting.styles)
                at = f"{kind} {row.get(q('w:id'), '')}, paragraph {number}"
                told += [replace(fact, at=at) for fact in words.left]
                if words.has_words:
                    paragraphs.append(Paragraph(marked(merged(words.runs)), told=words.told))
            if paragraphs:
                _strip(paragraphs[0])
            found.append(Note(key, paragraphs, kind == "endnote"))
    return found, told


def _number(element: Element, words: Words, numbering: Numbering, styles: Styles) -> None:
    """Put the number of a list in a note before its words."""
    label = numbering.of(find(element, "w:pPr"), passages.style_of(element, styles))
    if label is None or not label.text or not words.has_words:
        return
    words.tell("numbering", "the number of a list in a note stands as words")
    words.runs.insert(0, Run(f"{'–' if label.text == BULLET else label.text} "))


def _strip(paragraph: Paragraph) -> None:
    """Take away the space or tab that stands behind a note's own number."""
    first: Run = paragraph.runs[0]
    first.text = first.text.lstrip(" \t\u00a0")


def _readable(blocks: list[Block], told: list[Told]) -> Iterator[Block]:
    """Yield blocks without pictures whose file could not be saved; what they tell stays."""
    for block in blocks:
        if block.type == "picture" and not block.file and not block.withheld:
            told += block.told
        else:
            yield block


def _languages(blocks: list[Block]) -> dict[str, int]:
    found: dict[str, int] = {}
    for row in _paragraphs(blocks):
        for base, letters in letters_of(row.runs):
            found[base] = found.get(base, 0) + letters
    return found


def _paragraphs(blocks: list[Block]) -> Iterator[Paragraph]:
    for block in blocks:
        if isinstance(block, Passage):
            yield block
        elif isinstance(block, Table):
            yield from (row for line in block.rows for cell in line for row in cell.paragraphs)
