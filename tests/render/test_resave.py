"""What a receiver's LibreOffice keeps of deck and document when it opens and saves them again.

LibreOffice 7.4 loses some things of any file, however it was made, so they are not asked for here:
when it saves a deck, the alt texts of all that is no picture and the flag of a header row; when it
opens a deck, the alt text of a group; in a document, the names of tables and the alt texts of
charts and, when it saves one, of groups.
"""

from __future__ import annotations

import re
import subprocess
from collections import Counter
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from lxml import etree
from pptx import Presentation

from pipeline.content.load import load
from pipeline.design import theme
from pipeline.edition.edition import Edition
from pipeline.edition.formats import Format
from pipeline.workflow.publish import render
from tests.conftest import FIRST, GALLERY, MINI, ready, words_vault

pytestmark = pytest.mark.slow

#: Seconds that one conversion may take.
PATIENCE_S = 300


@cache
def edition(name: str) -> Edition:
    if name == "mini, full":
        return ready(MINI, "full", words_vault(load(MINI)))
    return ready({"first": FIRST, "mini": MINI, "gallery": GALLERY}[name], "public")


def saved_again(data: bytes, fmt: Format, folder: Path, to: str = "") -> bytes:
    """Open a file in LibreOffice and save it, in its own format or in another.

    Without LibreOffice the test fails: a promise that nobody checked is not kept.
    """
    source = folder / f"before.{fmt}"
    source.write_bytes(data)
    target = folder / "after"
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            to or fmt,
            "--outdir",
            target,
            source,
        ],
        check=True,
        capture_output=True,
        timeout=PATIENCE_S,
    )
    return (target / source.with_suffix(f".{to or fmt}").name).read_bytes()


@dataclass(frozen=True)
class Kept:
    """What must be the same before and after.

    Attributes:
        headings: titles of slides; headings with their outline level.
        items: text with its list level.
        tables: whether there is a header row, or how many; the rows of cells.
        notes: speaker notes, footnotes.
        alternatives: alt texts, of which a saved file may hold more.
    """

    headings: list[Any]
    items: list[Any]
    tables: list[Any]
    notes: list[str]
    alternatives: Counter[str]


def one_line(text: str) -> str:
    return " ".join(text.split())


# decks


#: What stands in the place of a slide's number, behind the language: LibreOffice writes a sign.
_NUMBER = re.compile(r"(?<=^[A-Z]{2} )(?:\d+|<number>)$")
#: Share of a slide's height below which its foot stands.
_FOOT = 0.93


def deck(data: bytes) -> Kept:
    presentation = Presentation(BytesIO(data))
    slides = list(presentation.slides)
    low = int(presentation.slide_height or 0) * _FOOT

    def placed(shape: Any) -> tuple[bool, int]:
        """Parts of the foot are placeholders and texts, which LibreOffice puts in another order."""
        is_foot = (shape.top or 0) > low
        return is_foot, (shape.left or 0) if is_foot else 0

    shapes = [shape for slide in slides for shape in sorted(every_shape(slide.shapes), key=placed)]
    return Kept(
        headings=[title_of(slide) for slide in slides],
        items=[
            (paragraph.level, _NUMBER.sub("", one_line(paragraph.text)))
            for shape in shapes
            if shape.has_text_frame
            for paragraph in shape.text_frame.paragraphs
            if paragraph.text.strip()
        ],
        tables=[
            (
                has_header_row(shape.table),
                [[one_line(cell.text) for cell in row.cells] for row in shape.table.rows],
            )
            for shape in shapes
            if shape.has_table
        ],
        notes=[
            one_line(slide.notes_slide.notes_text_frame.text)
            for slide in slides
            if slide.has_notes_slide
        ],
        alternatives=Counter(
            text
            for shape in shapes
            if not hasattr(shape, "shapes") and (text := alternative(shape._element))
        ),
    )


def title_of(slide: Any) -> str:
    """Return the text of the title's placeholder, which is known by its type.

    python-pptx goes by the index 0, which LibreOffice gives to others as well.
    """
    for shape in slide.placeholders:
        holder = next(shape._element.iter("{*}ph"))
        if holder.get("type") in {"title", "ctrTitle"}:
            return one_line(shape.text_frame.text)
    return ""


def has_header_row(table: Any) -> bool:
    """Tell whether the first row says that it is a header, or stands out by its rule.

    LibreOffice 7.4 does not write the flag, for any table; it keeps what the flag looks like.
    """
    rules = [_widest(row.cells[0]._tc.findall("{*}tcPr/{*}lnB")) for row in table.rows]
    return table.first_row or rules[0] > max(rules[1:-1], default=0)


def _widest(lines: list[Any]) -> int:
    return max((int(line.get("w", "0")) for line in lines), default=0)


def every_shape(shapes: Any) -> list[Any]:
    found: list[Any] = []
    for shape in shapes:
        found.append(shape)
        if hasattr(shape, "shapes"):
            found += every_shape(shape.shapes)
    return found


def alternative(element: Any) -> str:
    return next((row.get("descr", "") for row in element.iter("{*}cNvPr")), "")


@pytest.mark.parametrize("name", ["first", "mini", "mini, full", "gallery"])
def test_a_deck_that_was_saved_again_has_lost_nothing(name: str, tmp_path: Path) -> None:
    data = render(edition(name), "pptx", theme.load())
    before, after = deck(data), deck(saved_again(data, "pptx", tmp_path))
    assert all(before.headings)
    assert after.headings == before.headings
    assert after.items == before.items
    assert after.tables == before.tables
    assert after.notes == before.notes


@pytest.mark.parametrize("name", ["first", "mini", "mini, full", "gallery"])
def test_the_alt_texts_of_a_deck_are_read(name: str, tmp_path: Path) -> None:
    data = render(edition(name), "pptx", theme.load())
    root = etree.fromstring(saved_again(data, "pptx", tmp_path, "fodp"))
    read = Counter(row.text for row in root.iter("{*}desc"))
    assert not deck(data).alternatives - read


# documents


_PICTURES = "{http://schemas.openxmlformats.org/drawingml/2006/picture}"


def document(data: bytes) -> Kept:
    whole = Document(BytesIO(data))
    body = whole.element.body
    styles = {style.style_id: style for style in whole.styles}
    paragraphs = [row for row in body.iter(qn("w:p")) if text_of(row)]
    return Kept(
        headings=[
            (level, text_of(row))
            for row in paragraphs
            if (level := outline_level(row, styles)) is not None
        ],
        items=[
            (level, text_of(row))
            for row in paragraphs
            if (level := list_level(row, styles)) is not None
        ],
        tables=[table(row) for row in body.iter(qn("w:tbl"))],
        notes=footnotes(whole),
        alternatives=Counter(str(row[0].get("descr")) for row in body.iter(f"{_PICTURES}nvPicPr")),
    )


def text_of(element: Any) -> str:
    """Return the text of an element; a footnote's own mark is a symbol, and a letter once saved."""
    texts = (
        " " if row.tag == qn("w:br")
        else chr(int(row.get(qn("w:char")), 16)) if row.tag == qn("w:sym")
        else row.text or ""
        for row in element.iter(qn("w:t"), qn("w:br"), qn("w:tab"), qn("w:sym"))
    )  # fmt: skip
    return one_line("".join(texts))


def look_up(row: Any, styles: dict[str, Any], path: str) -> str | None:
    """Return a paragraph's property, its own or that of its style or of one it is based on."""
    own = row.find(f"{{*}}pPr/{path}")
    if own is not None:
        return str(own.get(qn("w:val")))
    name = row.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    style = styles.get(name.get(qn("w:val"))) if name is not None else None
    while style is not None:
        found = style.element.find(f"{{*}}pPr/{path}")
        if found is not None:
            return str(found.get(qn("w:val")))
        style = style.base_style
    return None


def outline_level(row: Any, styles: dict[str, Any]) -> str | None:
    level = look_up(row, styles, qn("w:outlineLvl"))
    return None if level == "9" else level


def list_level(row: Any, styles: dict[str, Any]) -> str | None:
    number = look_up(row, styles, f"{qn('w:numPr')}/{qn('w:numId')}")
    if number in {None, "0"}:
        return None
    return look_up(row, styles, f"{qn('w:numPr')}/{qn('w:ilvl')}") or "0"


def table(element: Any) -> tuple[int, list[list[str]]]:
    rows = element.findall(qn("w:tr"))
    headers = sum(row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in rows)
    return headers, [[text_of(cell) for cell in row.findall(qn("w:tc"))] for row in rows]


def footnotes(whole: Any) -> list[str]:
    part = whole.part.part_related_by(RELATIONSHIP_TYPE.FOOTNOTES)
    root = etree.fromstring(part.blob)
    return [text_of(row) for row in root.iter(qn("w:footnote")) if text_of(row)]


@pytest.mark.parametrize("name", ["first", "mini", "mini, full", "gallery"])
def test_a_document_that_was_saved_again_has_lost_nothing(name: str, tmp_path: Path) -> None:
    data = render(edition(name), "docx", theme.load())
    again = saved_again(data, "docx", tmp_path)
    before, after = document(data), document(again)
    assert len(before.headings) == len(edition(name).slides)
    assert after.headings == before.headings
    assert after.items == before.items
    assert after.tables == before.tables
    assert len(after.notes) == len(before.notes)
    # LibreOffice 7.4 puts a mark of our own before the note, which has it already as in Word
    pairs = zip(after.notes, before.notes, strict=True)
    assert all(found.endswith(note) for found, note in pairs)
    assert not before.alternatives - after.alternatives
    assert contents(again) == contents(data)


@pytest.mark.parametrize("name", ["first", "gallery"])
def test_the_alternative_texts_of_maps_are_read_when_a_document_is_opened(
    name: str, tmp_path: Path
) -> None:
    data = render(edition(name), "docx", theme.load())
    root = etree.fromstring(saved_again(data, "docx", tmp_path, "fodt"))
    read = Counter(row.text for row in root.iter("{*}desc"))
    blocks = [block for slide in edition(name).slides for block in slide.blocks]
    maps = Counter(block.alt for block in blocks if block.kind == "map")
    assert maps
    assert not maps - read


def contents(data: bytes) -> list[str]:
    """Return the entries of the table of contents, with their numbers."""
    whole = Document(BytesIO(data))
    links = whole.element.body.iter(qn("w:hyperlink"))
    return [text_of(link) for link in links if link.get(qn("w:anchor"))]
