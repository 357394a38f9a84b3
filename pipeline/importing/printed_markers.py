"""Printed markers in a text ([REDACTED], "Text removed", black signs), marked as withheld."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from pipeline.importing.found import Run

#: In brackets, whatever the case.
_BRACKETED = (
    r"redacted|deleted|withheld|removed|text\s+(?:removed|deleted|withheld)|omissis"
    r"|not\s+accessible[^\[\]]{0,80}|occulté|supprimé|passage\s+supprimé|gelöscht|geschwärzt"
    r"|suprimido|oculto|eliminato|oscurato|verwijderd|usunięto"
)
_MARKER = re.compile(
    rf"(?i:\[[\s.…_*-]*(?:{_BRACKETED})(?P<said>\s*[:=–—-][^\[\]]{{1,400}})?[\s.…_*-]*\])"
    r"|(?i:\(\s*(?:redacted|text\s+removed)(?P<told>\s*[:=–—-][^()]{1,400})?\s*\))"
    r"|\bNOT ACCESSIBLE TO THE PUBLIC\b(?:\s*\([^()]{0,40}\))?"
    r"|(?<![\w-])(?:REDACTED|DELETED)(?![\w-])"
    r"|(?<!\w)Text removed(?!\w)"
    r"|[\u2588\u2587\u25a0\u2593]{2,}(?:[ \u00a0]?[\u2588\u2587\u25a0\u2593]{2,})*"
)
_WORD = re.compile(r"\w[\w'\u2019.-]*")


def count(text: str) -> int:
    """Return the number of words of a text."""
    return len(_WORD.findall(text))


def marked(runs: Iterable[Run]) -> list[Run]:
    """Return runs with those parts that are printed markers marked as withheld."""
    rows = list(runs)
    text = "".join(run.text for run in rows)
    matches = [match for match in _MARKER.finditer(text) if not _is_heading(match, text)]
    spans = [(*match.span(), _marker(match)) for match in matches]
    if not spans:
        return rows
    out: list[Run] = []
    at = 0
    for run in rows:
        out += _cut(run, at, spans)
        at += len(run.text)
    return out


def _marker(match: re.Match[str]) -> Run:
    """Return what stands in a marker's place; the words that it bears are counted alone."""
    said = match["said"] or match["told"] or ""
    if words := count(said):
        return Run("", withheld="marker", words=words)
    return Run(match.group(), withheld="marker")


def _is_heading(match: re.Match[str], text: str) -> bool:
    """Tell a word of a line in capitals from a marker: DELETED FILES, and not 'by DELETED'."""
    around = text[: match.start()] + text[match.end() :]
    return match.group().isalpha() and around.isupper() and count(around) > 0


def _cut(run: Run, at: int, spans: list[tuple[int, int, Run]]) -> list[Run]:
    """Divide a run at the markers that it holds; what a marker goes on with is left out."""
    out: list[Run] = []
    done = 0
    for start, end, marker in spans:
        first, last = max(start - at, 0), min(end - at, len(run.text))
        if first >= last:
            continue
        if first > done:
            out.append(_part(run, done, first))
        if start >= at:  # a marker that began in the run before stands there
            out.append(Run(marker.text, lang=run.lang, withheld=marker.withheld,
                           words=marker.words))  # fmt: skip
        done = last
    if done < len(run.text) or not run.text:
        out.append(_part(run, done, len(run.text)))
    return out


def _part(run: Run, start: int, end: int) -> Run:
    return replace(run, text=run.text[start:end])
