"""Runs of a paragraph: neighbours with the same properties joined; emphasis of all removed."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.importing.found import Paragraph, Run


def merged(runs: Iterable[Run]) -> list[Run]:
    """Return runs with neighbours of one look joined."""
    out: list[Run] = []
    for run in runs:
        last = out[-1] if out else None
        if (
            last is not None
            and not (run.withheld or run.note)
            and not (last.withheld or last.note)
            and _look(last) == _look(run)
        ):
            last.text += run.text
        elif last is not None and run.withheld and last.withheld == run.withheld:
            last.words += run.words
        else:
            out.append(run)
    return out


def _look(run: Run) -> tuple[bool, bool, str, str, str]:
    return run.bold, run.italic, run.href, run.lang, run.place


def plain_if_all(paragraph: Paragraph) -> None:
    """Take away what emphasises nothing, because all words of the paragraph have it."""
    worded = [run for run in paragraph.runs if run.text.strip() and not run.withheld]
    for name in ("bold", "italic"):
        if worded and all(getattr(run, name) for run in worded):
            for run in paragraph.runs:
                setattr(run, name, False)
