"""Captions of a document's tables, charts and pictures: the line that stands beside each."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.importing.found import Picture
from pipeline.importing.found_document import Block, Passage

#: How captions begin where their style does not say it.
_BEGINS = re.compile(
    r"(?:Table|Figure|Chart|Graph|Map|Picture|Image|Tabelle|Abbildung|Abb\.|Bild|Tableau|Graphique"
    r"|Tabla|Gráfico|Figura|Tabella|Tabel|Figuur|Diagramm|Diagram)[ \u00a0]+"
    r"(?:[IVXLC]+|[A-Z]?\d+(?:[.-]\d+)*)(?=[.:]|[ \u00a0][\u2013\u2014-]|\s*$)"
)
_LONGEST = 300


class Captions:
    """Pairs captions with figures.

    Attributes:
        used: places of the captions that have a figure.
    """

    def __init__(self, blocks: Sequence[Block]) -> None:
        self.used: set[int] = set()
        self._of: dict[int, Passage] = {}
        for at, block in enumerate(blocks):
            if block.type not in {"table", "chart", "picture"}:
                continue
            sides = (at + 1, at - 1) if isinstance(block, Picture) else (at - 1, at + 1)
            for side in sides:
                row = blocks[side] if 0 <= side < len(blocks) else None
                if isinstance(row, Passage) and side not in self.used and _is_caption(row):
                    self.used.add(side)
                    self._of[at] = row
                    break

    def of(self, at: int) -> Passage | None:
        """Return the caption of the figure at a place."""
        return self._of.get(at)


def _is_caption(row: Passage) -> bool:
    text = "".join(run.text for run in row.runs).strip()
    if row.heading or row.label or not text or len(text) > _LONGEST:
        return False
    return row.role == "caption" or bool(_BEGINS.match(text))
