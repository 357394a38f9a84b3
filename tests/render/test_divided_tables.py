"""Tables of running text that go over pages, in the PDF: rules, and the grid of their tags."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

import page
import pypdfium2
import pytest

from pipeline.audit import checks
from pipeline.design import theme
from pipeline.edition.blocks import Cell, Table
from pipeline.edition.edition import view_for
from pipeline.edition.runs import TextRun
from pipeline.workflow import publish
from tests.support import running_texts

#: How many rows each cell of the first column covers.
SIZES = [(3, 60, 2, 1, 30), (90,)]


def grouped(sizes: Sequence[int]) -> Table:
    """Return a table whose first column has cells over several rows."""
    rows = [tuple(Cell(runs=(TextRun(text=name),), header="column") for name in ("A", "B", "C"))]
    for group, size in enumerate(sizes):
        for row in range(size):
            words = (TextRun(text=f"Group {group}"),)
            first = Cell(runs=() if row else words, rows=1 if row else size, covered=row > 0)
            others = (Cell(runs=(TextRun(text=f"{group}-{row}"),)) for _ in range(2))
            rows.append((first, *others))
    return Table(alt="Groups", header_rows=1, rows=tuple(rows))


def rules(data: bytes) -> list[set[int]]:
    """Return how long the lines of the table on each page are, in points; words are shorter."""
    found: list[set[int]] = []
    for sheet in pypdfium2.PdfDocument(data):
        image = sheet.render(scale=4).to_pil().convert("L").point(lambda grey: 255 * (grey < 245))
        foot = 4 * 80
        lines = (image.crop((0, at, image.width, at + 1)) for at in range(image.height - foot))
        drawn = ("".join("x "[not dot] for dot in line.tobytes()) for line in lines)
        joined = (re.sub(r"(?<=x) {1,2}(?=x)", "xx", line) for line in drawn)  # between two cells
        found.append({len(row) // 4 for line in joined for row in line.split() if len(row) > 120})
    return found


@cache
def made(sizes: tuple[int, ...]) -> bytes:
    text = running_texts.body().model_copy(update={"blocks": (grouped(sizes),), "footnotes": ()})
    given = running_texts.edition(slides=False, contents=False, texts=(text,))
    data = publish.render(view_for(given, "pdf"), "pdf", theme.load())
    assert checks.findings(data, "pdf", "x", view_for(given, "pdf")) == ()
    return data


@pytest.mark.parametrize("sizes", SIZES)
def test_no_rule_of_a_table_that_goes_over_pages_ends_within_it(sizes: tuple[int, ...]) -> None:
    _, *pages = rules(made(sizes))
    assert len(pages) > 1
    assert all(pages), "each has the line below its head"
    lengths = set().union(*pages)
    assert max(lengths) - min(lengths) <= 1


@pytest.mark.parametrize("sizes", SIZES)
def test_what_a_page_has_of_a_table_is_a_whole_grid_in_its_tags(sizes: tuple[int, ...]) -> None:
    assert page.validate_pdf_bytes(made(sizes), profile="ua1").is_compliant
    assert page.validate_pdf_bytes(made(sizes), profile="2a").is_compliant
