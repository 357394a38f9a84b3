"""Pages that the numbers of long charts take in the Word document: their rows have one height.

A chart of many values keeps its page to itself, and the table of its numbers begins on the next.
"""

from __future__ import annotations

from math import ceil

from pipeline.design.theme import Theme
from pipeline.edition import chart_text
from pipeline.edition.blocks import Chart, Table
from pipeline.edition.slide import Slide, is_grid

#: Rows, the header included, up to which a chart and its numbers share a page.
_MOST_ROWS = 25
#: Points of the page: the least height of a row, which holds one line; what a rule may add to it.
ROW, _RULE = 20.0, 0.5
#: Points at the end of a page that stay free: programs differ.
_RESERVE = 12.0


def is_long(table: Table) -> bool:
    """Say whether the numbers of a chart stand on pages of their own."""
    return len(table.rows) > _MOST_ROWS


def sheets(slide: Slide, theme: Theme) -> int:
    """Return how many pages a slide takes in the document."""
    page = theme.document_slide
    room = page.height - page.margin[0] - page.margin[2] - _RESERVE
    each = int(room / (ROW + _RULE)) - 1  # the header repeats
    tables = (chart_text.as_table(block) for block in slide.blocks if isinstance(block, Chart))
    rows = [len(table.rows) - 1 for table in tables if is_long(table) and not is_grid(slide)]
    return 1 + sum(ceil(count / each) for count in rows)
