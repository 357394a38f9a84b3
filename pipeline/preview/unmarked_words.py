"""Warnings of the preview: withheld or marked words that stand unmarked elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from pipeline import compose
from pipeline.content.secret import Vault
from pipeline.core.errors import PipelineError, Problem, Where
from pipeline.core.matching import Needle
from pipeline.preview.session import Session
from pipeline.redaction import sealing, withheld_needles
from pipeline.redaction.sentences import repeated
from pipeline.redaction.unmarked_repeats import repeats
from pipeline.redaction.yaml_edit import edited_files

#: How often the files are read while somebody changes them; then the next change has its turn.
_MOST_READINGS = 3
_SLOT = re.compile(r"slot '([a-z0-9-]+)'")


def unmarked(session: Session) -> list[dict[str, Any]]:
    """Return the places of a dossier as it stands; none while its files have problems."""
    rows: list[dict[str, Any]] = []
    try:
        for _ in range(_MOST_READINGS):
            content = edited_files.read(session.folder)
            rows = list(_marked(content))
            if values := session.values():
                rows += _held(session, content, values)
            # places are those of files that are read again: they must be the same files
            if edited_files.read(session.folder).texts == content.texts:
                break
    except PipelineError:  # told with the pages
        return []
    return list({(row["file"], row["line"], row["column"]): row for row in rows}.values())


def _held(
    session: Session, content: edited_files.Content, values: Vault
) -> Iterator[dict[str, Any]]:
    source = session.source()
    if any(source.unsealed()):
        source = sealing.as_sealed(session.folder, source.media)
    needles = withheld_needles.needles(values, source)
    for row in repeats(source, session.folder, values, compose.compose(source, "public")):
        if row.code != "unmarked-repeat":  # an allowed place that no longer holds the words
            continue
        named = _SLOT.search(row.message)
        slot = named[1] if named else ""
        yield _told(content, row, [needle for needle in needles if needle.slot == slot])


def _marked(content: edited_files.Content) -> Iterator[dict[str, Any]]:
    """Yield the repeats of words that are not sealed yet; nobody needs a key to read them."""
    preview = sealing.previewed(content)
    for row in preview.repeats:
        message = "words that are marked elsewhere stand here unmarked"
        problem = Problem(row.where, "unmarked-repeat", message, "mark them too")
        needles = [needle for needle in preview.needles if needle.slot == row.slot]
        yield _told(preview.content, problem, needles)


def _told(content: edited_files.Content, row: Problem, needles: Sequence[Needle]) -> dict[str, Any]:
    name = Path(row.where.file).name
    found = None
    if row.where.line and name in content.layouts:
        index = _index(content.texts[name], row.where)
        found = repeated(content, name, index, needles)
    return {
        "slide": found.slide if found else 0,
        "what": found.what if found else "",
        "words": found.words if found else "",
        "file": row.where.file,
        "line": row.where.line,
        "column": row.where.column,
        "message": row.message,
        "hint": row.hint,
    }


def _index(text: str, where: Where) -> int:
    """Return the character of a file that stands at a line and column."""
    start = 0
    for _ in range(where.line - 1):
        start = text.index("\n", start) + 1
    return start + where.column - 1
