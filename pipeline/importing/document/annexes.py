"""Headings of annexes, recognised: the word of the language, a number, a title."""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.content import numerals
from pipeline.importing.document.text_nodes import Node
from pipeline.importing.found import Run
from pipeline.importing.found_document import Passage

_LONGEST = 250
_SEPARATED = r"(?:[ \t\u00a0]*(?:[:.]|[ \t\u00a0][\u2013\u2014-])(?=\s)\s*|[ \t]*\n\s*)"


class AnnexHeadings:
    """Finds the headings of annexes, whose numbers count through all files.

    Attributes:
        lies: the pages at hand lie on their side.
    """

    def __init__(self, word: str) -> None:
        self.lies = False
        self._order = numerals.Sequence()
        self._has_unnumbered = False
        self._pattern = re.compile(
            rf"\s*(?P<word>{re.escape(word)})(?:[ \t\u00a0]+(?P<number>[IVXLC]{{1,7}}|\d{{1,2}}))?"
            rf"(?:{_SEPARATED}(?P<title>\S.*?))?[ \t\u00a0]*[:.]?\s*",
            re.DOTALL | re.IGNORECASE,
        )
        self._word = word

    def node(self, block: Passage, *, is_new: bool) -> Node | None:
        """Return the heading of an annex; None if a paragraph is none.

        Args:
            block: the paragraph.
            is_new: it stands at the top of a page.
        """
        text = "".join(run.text for run in block.runs)
        looks_so = block.heading or block.is_bold or block.is_centred or is_new
        found = self._pattern.fullmatch(text)
        if found is None or not looks_so or len(text) > _LONGEST or block.label:
            return None
        if found["word"] != self._word and not (block.heading == 1 or is_new):
            return None
        number = (found["number"] or "").upper()
        if self._has_unnumbered or (not number and self._order.style):
            return None
        trial = replace(self._order)
        if number and trial.take(f"{number}."):
            return None
        self._order, self._has_unnumbered = trial, not number
        node = Node("annex", block, number=number, landscape=self.lies)
        node.printed = f"{self._word} {number}".rstrip()
        node.runs = _behind(block.runs, found.start("title")) if found["title"] else []
        if found["word"] != self._word:
            node.told.append(("annex", "the word is printed in capitals"))
        return node


def _behind(runs: list[Run], start: int) -> list[Run]:
    out: list[Run] = []
    for run in runs:
        cut = min(start, len(run.text))
        start -= cut
        if run.withheld or run.note or len(run.text) > cut:
            out.append(replace(run, text=run.text[cut:]))
    return out
