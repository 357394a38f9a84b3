"""Tables of running text that go over pages, in the PDF: their rules reach from edge to edge."""

from __future__ import annotations

import re

import pypdfium2
import pytest

from pipeline.design import theme
from pipeline.edition.blocks import Cell, Table
from pipeline.edition.edition import view_for
from pipeline.edition.runs import TextRun
from pipeline.workflow import publish
from tests.support import running_texts


def grouped(sizes: list[int]) -> Table:
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
    for page in pypdfium2.PdfDocument(data):
        image = page.render(scale=4).to_pil().convert("L").point(lambda grey: 255 * (grey < 245))
        foot = 4 * 80
        lines = (image.crop((0, at, image.width, at + 1)) for at in range(image.height - foot))
        drawn = ("".join("x "[not dot] for dot in line.tobytes()) for line in lines)
        joined = (re.sub(r"(?<=x) {1,2}(?=x)", "xx", line) for line in drawn)  # between two cells
        found.append({len(row) // 4 for line in joined for row in line.split() if len(row) > 120})
    return found


@pytest.mark.parametrize("sizes", [[3, 60, 2, 1, 30], [90]])
def test_no_rule_of_a_table_that_goes_over_pages_ends_within_it(sizes: list[int]) -> None:
    text = running_texts.body().model_copy(update={"blocks": (grouped(sizes),), "footnotes": ()})
    given = running_texts.edition(slides=False, contents=False, texts=(text,))
    _, *pages = rules(publish.render(view_for(given, "pdf"), "pdf", theme.load()))
    assert len(pages) > 1
    assert all(pages), "each has the line below its head"
    lengths = set().union(*pages)
    assert max(lengths) - min(lengths) <= 1
