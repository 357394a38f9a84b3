"""List of changes for people and machines; it never quotes what is withheld, and counts its words.

It stands in the dossier's folder, in which others than those who hold the key may read.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import Any, Literal

from pipeline.importing import report_web_page
from pipeline.importing.version import change_words
from pipeline.importing.version.change import Change, Spans
from pipeline.importing.version.pieces import Piece
from pipeline.importing.version.wording import Token

FILE, PAGE = "import-changes.json", "import-changes.html"
SCHEMA = 1
#: Words from which on those that stand there many times are no landmarks: time would be squared.
_LONG = 1_000
#: Words that stand together in a text that is shown: what is counted is one.
_OPEN, _SPACE = "[withheld: ", "\u00a0"


@dataclass(frozen=True)
class Shown:
    """A change as it is shown.

    Attributes:
        line: of the part, where it begins; 0 for what is not there yet.
        before: the text as it stands, with what is marked counted.
        after: as it would be, or as the new file has it, with what is withheld counted.
        counts: words that the new file has at each place of what is withheld.
    """

    change: Change
    line: int
    before: str
    after: str
    counts: tuple[int, ...] = ()

    @property
    def steps(self) -> list[tuple[Literal["same", "gone", "come"], str]]:
        """Return what became of its words, in reading order."""
        return _steps(self.before.split(" "), self.after.split(" "))


def shown(changes: Sequence[Change], fallback: Mapping[Change, int]) -> list[Shown]:
    """Return changes as they are shown.

    Args:
        changes: in order.
        fallback: line of the piece before a change that has no place in the text.
    """
    found: list[Shown] = []
    for change in changes:
        line = change.ours[0].line if change.ours else fallback.get(change, 0)
        before = "\n".join(_own(piece) for piece in change.ours)
        if change.taken and None not in change.spans:
            after = "\n".join(_own(piece) for piece in change.taken)
        else:
            pairs = zip(change.theirs, change.spans, strict=True)
            after = "\n".join(_theirs(piece, spans) for piece, spans in pairs)
        found.append(Shown(change, line, before, after, _counts(change)))
    return found


def _counts(change: Change) -> tuple[int, ...]:
    """Return how many words the new file has at each place of what is withheld."""
    pairs = zip(change.theirs, change.spans, strict=True)
    return tuple(
        sum(token.is_word for token in piece.wording.tokens[first:behind])
        for piece, spans in pairs
        for first, behind in spans or ()
    )


def _own(piece: Piece) -> str:
    """Return a piece of the text, with marked words counted; slots are named."""
    if piece.is_marked:
        return _counted(piece.prefix, piece.wording.tokens)
    text, wording = piece.wording.raw, piece.wording
    for row in reversed(wording.hidden):
        if row.ground:
            words = _counted("", wording.tokens[row.first : row.behind])
            text = f"{text[: row.start]}{words}{text[row.end :]}"
    return f"{piece.prefix}{text}"


def _theirs(piece: Piece, spans: Spans | None) -> str:
    """Return a piece of the new file, with words counted that stand where something is withheld."""
    tokens = piece.wording.tokens
    if spans is None:
        return _counted(piece.prefix, tokens)
    text = piece.wording.raw
    for first, behind in reversed(spans):
        words = _counted("", tokens[first:behind])
        text = f"{text[: tokens[first].start]}{words}{text[tokens[behind - 1].end :]}"
    return f"{piece.prefix}{text}"


def _counted(prefix: str, tokens: Sequence[Token]) -> str:
    count = sum(token.is_word for token in tokens)
    words = f"{_OPEN}{count} {'word' if count == 1 else 'words'}]"
    return f"{prefix}{words.replace(' ', _SPACE)}"


def _steps(
    before: list[str], after: list[str]
) -> list[tuple[Literal["same", "gone", "come"], str]]:
    rows: list[tuple[Literal["same", "gone", "come"], str]] = []
    matcher = SequenceMatcher(None, before, after, autojunk=len(after) > _LONG)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            rows.append(("same", " ".join(after[j1:j2])))
            continue
        rows.append(("gone", " ".join(before[i1:i2])))
        rows.append(("come", " ".join(after[j1:j2])))
    return [row for row in rows if row[1]]


def as_json(rows: Sequence[Shown], about: Mapping[str, object]) -> bytes:
    """Return the list for machines.

    Args:
        rows: the changes.
        about: the files that were compared.
    """
    data: dict[str, Any] = {"schema": SCHEMA, **about, "changes": [_plain(row) for row in rows]}
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def _plain(row: Shown) -> dict[str, Any]:
    change = row.change
    return {
        "number": change.number or None,
        "line": row.line or None,
        "kind": change.kind,
        "why": change.why,
        "choice": change.is_choice,
        "cannot_be_taken": change.refusal or None,
        "decision": change.decision or None,
        "lost_slots": list(change.lost),
        "words_at_withheld_places": list(row.counts),
        "before": row.before or None,
        "after": row.after or None,
    }


def as_html(rows: Sequence[Shown], about: Mapping[str, object]) -> bytes:
    """Return the list for people, as a page without scripts."""
    groups = {key: list(group) for key, group in groupby(sorted(rows, key=_group), key=_group)}
    return report_web_page.written(
        "changes", about=about, groups=groups, kinds=change_words.KINDS, why=change_words.WHY,
        refusals=change_words.REFUSALS,
    )  # fmt: skip


def _group(row: Shown) -> int:
    """Return where a change stands in the page: open, decided, taken unasked, not compared."""
    change = row.change
    if not change.is_compared:
        return 3
    if change.is_choice:
        return 1 if change.decision else 0
    return 2
