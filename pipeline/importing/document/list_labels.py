"""Numbers and marks before paragraphs, computed or typed: their parts, and typed ones taken off."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.content import numerals
from pipeline.importing.document.list_counts import BULLET
from pipeline.importing.found import Run

_TYPED = re.compile(
    r"[ \u00a0]{0,8}(?P<label>\d{1,3}[.)]|\((?:\d{1,3}|[a-z]{1,5}|[A-Z])\)|[a-z]\)|[ivx]{1,5}\)"
    r"|[\u2013\u2014\u2022\u25aa\u25cf\u00b7\uf0b7-])"
    r"(?P<gap>[ \u00a0]*\t[ \t\u00a0]*|[ \u00a0]+)(?=\S)"
)
_HEADING = re.compile(
    r"(?P<label>[IVXLC]{1,7}\.|[A-Z]\.|\d{1,2}\.|\d{1,2}(?:\.\d{1,2}){1,3}\.?)[ \t\u00a0]+(?=\S)"
)
_PARTS = re.compile(r"(\(?)([0-9]{1,4}|[a-z]{1,5}|[A-Z]{1,5})([.)]?)")
_DASHES = frozenset(("–", "—", "-", "•", "▪", "●", "·", "\uf0b7"))


@dataclass(frozen=True)
class Label:
    """A number or a mark.

    Attributes:
        text: as it is printed; '' for a dash or a bullet.
        style: of its numeral: ``1``, ``a``, ``A``, ``i``, ``I``; '' for none.
        is_typed: it stands among the words of the file.
        has_tab: a tab stands behind a typed one.
    """

    text: str
    style: str = ""
    count: int = 0
    is_typed: bool = False
    has_tab: bool = False

    @property
    def is_dash(self) -> bool:
        """Tell whether it is a dash or a bullet."""
        return not self.text

    @property
    def mark(self) -> str:
        """Return it as the mark of an entry, ``(a)`` or a dash; '' if it cannot be one."""
        if self.is_dash:
            return "–"
        found = _PARTS.fullmatch(self.text)
        mark = f"({found[2]})" if found and len(found[2]) <= _LONGEST else ""
        return mark if re.fullmatch(numerals.MARK, mark) else ""

    @property
    def is_paragraph(self) -> bool:
        """Tell whether it looks like the number of a paragraph, ``12.``."""
        return bool(re.fullmatch(r"\d{1,4}\.?", self.text))


_LONGEST = 3
#: Stands for what is withheld; no text of a file has it.
_HELD = "\ue000"


def read(text: str, *, is_typed: bool = False, has_tab: bool = False) -> Label:
    """Return a label as it is printed."""
    text = text.strip()
    if text == BULLET or text in _DASHES or not re.search(r"\w", text):
        return Label("", is_typed=is_typed, has_tab=has_tab)
    found = _PARTS.fullmatch(text)
    if found is None:
        return Label(text, is_typed=is_typed, has_tab=has_tab)
    styles = numerals.styles(found[2])
    style = styles[0] if styles else ""
    count = numerals.value(found[2], style) if style else 0
    return Label(text, style, count, is_typed, has_tab)


def typed(runs: Sequence[Run]) -> tuple[Label, list[Run]] | None:
    """Return the label that somebody typed before words, and the words; None for none."""
    words = "".join(_HELD if run.withheld else run.text for run in runs)
    found = _TYPED.match(words)
    if found is None or not _is_before_words(runs, found.end()):
        return None
    label = read(found["label"], is_typed=True, has_tab="\t" in found["gap"])
    return label, _without(runs, found.end())


def typed_heading(text: str) -> str:
    """Return the number that somebody typed before the words of a heading; '' for none."""
    found = _HEADING.match(text)
    return found["label"] if found else ""


def without_label(runs: Sequence[Run], label: str) -> list[Run]:
    """Return words without the number that they begin with."""
    text = "".join(run.text for run in runs)
    end = text.index(label) + len(label)
    return _without(runs, end + len(text[end:]) - len(text[end:].lstrip()))


def _is_before_words(runs: Sequence[Run], end: int) -> bool:
    """Tell whether the first letters of a paragraph stand before anything that is withheld."""
    seen = 0
    for run in runs:
        if run.withheld or run.note or run.place:
            return seen >= end
        seen += len(run.text)
        if seen >= end:
            return True
    return False


def _without(runs: Sequence[Run], count: int) -> list[Run]:
    out: list[Run] = []
    for run in runs:
        cut = min(count, len(run.text))
        count -= cut
        if run.withheld or run.note or len(run.text) > cut:
            out.append(replace(run, text=run.text[cut:]))
    return out
