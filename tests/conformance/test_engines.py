"""Files in open programs that are not Office: every text and every marker is read back (slow).

LibreOffice alone is kind to its guests. Each of these engines reads formats in its own way, so a
text that all of them find does not hang on the kindness of one.
"""

from __future__ import annotations

import io
import json
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import mammoth
import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph as WordParagraph
from docx2python import docx2python
from pptx import Presentation

from pipeline.edition import spoken_text
from pipeline.edition.blocks import BulletList, Cards, Chart, Item, Paragraph, Table, Timeline
from pipeline.edition.edition import Edition, view_for
from pipeline.edition.runs import Runs
from pipeline.edition.slide import Slide
from pipeline.edition.texts import markers, plain, title_lines
from tests.support.made_files import FILES, Made, edition
from tests.support.validators import engines

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("engines")]

PROJECTS = ("first dossier", "mini dossier", "gallery")
_SPACE = re.compile(r"\s+")


def squashed(text: str) -> str:
    return _SPACE.sub("", text)


def made(project: str, fmt: str) -> Made:
    return next(
        one for one in FILES
        if (one.project, one.fmt, one.audience) == (project, fmt, "public")
    )  # fmt: skip


def shown(project: str, fmt: str) -> Edition:
    found = made(project, fmt)
    return view_for(edition(found.project, found.audience), found.fmt)


def texts(slide: Slide) -> Iterator[Runs]:
    """Yield the texts of a slide that stand in one place of every format."""
    yield from title_lines(slide)
    for block in slide.blocks:
        match block:
            case Paragraph():
                yield block.runs
            case BulletList():
                yield from _items(block.items)
            case Cards():
                yield from (text for card in block.cards for text in (card.heading, card.text))
            case Timeline():
                yield from (text for point in block.points for text in (point.label, point.text))
            case Table():
                yield from (cell.runs for row in block.rows for cell in row)
            case _:
                pass


def _items(items: tuple[Item, ...]) -> Iterator[Runs]:
    for item in items:
        yield item.runs
        yield from _items(item.items)


def missing(said: str, project: str, fmt: str) -> list[str]:
    """Return the texts of an edition, markers in their places, that an engine did not find."""
    found = squashed(said)
    wanted = (
        plain(runs)
        for slide in shown(project, fmt).slides
        for runs in texts(slide)
        if all(run.kind != "note" for run in runs)
    )
    return [text for text in wanted if squashed(text) not in found]


def _python_docx(path: Path) -> str:
    document = Document(str(path))
    rows = document.element.body.iter(qn("w:p"))
    return "\n".join(WordParagraph(row, document).text for row in rows)


def _docx2python(path: Path) -> str:
    with docx2python(path) as read:
        return re.sub(r"<a href=[^>]*>|</a>", "", str(read.text))


def _mammoth(path: Path) -> str:
    return str(mammoth.extract_raw_text(io.BytesIO(path.read_bytes())).value)


def _pandoc(path: Path) -> str:
    command = ["pandoc", str(path), "--to", "json"]
    tree = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    return "".join(_pandoc_words(tree["blocks"]))


def _pandoc_words(part: Any) -> Iterator[str]:
    if isinstance(part, list):
        for one in part:
            yield from _pandoc_words(one)
    elif isinstance(part, dict):
        if part.get("t") == "Str":
            yield part["c"]
        else:
            yield from _pandoc_words(part.get("c", []))


READERS = {
    "python-docx": _python_docx,
    "docx2python": _docx2python,
    "mammoth": _mammoth,
    "pandoc": _pandoc,
}


@cache
def drawn(folder: Path) -> dict[tuple[str, str], Any]:
    """Return what engines in Chromium say of every file: docx-preview, pptx-preview, pdf.js."""
    keys = [(project, fmt) for project in PROJECTS for fmt in ("docx", "pptx", "pdf")]
    paths: list[Path] = []
    for number, (project, fmt) in enumerate(keys):
        paths.append(folder / f"{number}.{fmt}")
        paths[-1].write_bytes(made(project, fmt).data)
    return dict(zip(keys, engines(paths), strict=True))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("engines")


@pytest.mark.parametrize("project", PROJECTS)
@pytest.mark.parametrize("engine", READERS)
def test_a_document_is_read_whole_by(engine: str, project: str, tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(made(project, "docx").data)
    said = READERS[engine](path)
    assert missing(said, project, "docx") == []
    assert "FORMTEXT" not in said


@pytest.mark.parametrize("project", PROJECTS)
@pytest.mark.parametrize("fmt", ["docx", "pptx", "pdf"])
def test_a_file_is_drawn_whole_in_a_browser(fmt: str, project: str, folder: Path) -> None:
    assert missing(drawn(folder)[project, fmt]["text"], project, fmt) == []


@pytest.mark.parametrize("project", PROJECTS)
def test_a_deck_is_read_whole_by_python_pptx(project: str) -> None:
    deck = Presentation(io.BytesIO(made(project, "pptx").data))
    said: list[str] = []
    for slide in deck.slides:
        for shape in slide.shapes:
            if shape.has_text_frame:
                said.append(shape.text_frame.text)
            if shape.has_table:
                said += [cell.text for row in shape.table.rows for cell in row.cells]
    assert missing("\n".join(said), project, "pptx") == []


def _nodes(part: Any, role: str) -> Iterator[Any]:
    if part.get("role") == role:
        yield part
    for kid in part.get("children", ()):
        yield from _nodes(kid, role)


@pytest.mark.parametrize("project", PROJECTS)
def test_a_pdfs_markers_and_charts_are_told_by_a_reader_that_knows_no_expansions(
    project: str, folder: Path
) -> None:
    told = [tree for tree in drawn(folder)[project, "pdf"]["tags"] if tree]
    spans = [node["alt"] for tree in told for node in _nodes(tree, "Span") if node.get("alt")]
    said = shown(project, "pdf")
    assert spans == list(spoken_text.in_pdf(said))
    figures = [node.get("alt") for tree in told for node in _nodes(tree, "Figure")]
    blocks = [block for slide in said.slides for block in slide.blocks]
    assert {spoken_text.in_words(one) for one in blocks if isinstance(one, Chart)} <= set(figures)
    assert bool(spans) == bool(markers(said))
