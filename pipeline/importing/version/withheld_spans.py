"""Places of slots and marks of one wording in another, found by the words around them.

A slot's place is certain where the words before it and behind it stand once each in the other
wording, with words between them. All that stands between them is what is withheld there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.importing.version import alignment
from pipeline.importing.version.wording import Hidden, Wording

#: Words and signs beside a slot that tell its place, at least and at most.
_LEAST, _MOST = 3, 12


@dataclass(frozen=True)
class Group:
    """Slots and marks that stand so near to each other that they are placed as one."""

    rows: tuple[Hidden, ...]

    @property
    def first(self) -> int:
        """Return its first token."""
        return self.rows[0].first

    @property
    def behind(self) -> int:
        """Return the token behind it."""
        return self.rows[-1].behind

    @property
    def ground(self) -> str:
        """Return the ground, if it is one mark and nothing else."""
        return self.rows[0].ground if len(self.rows) == 1 else ""


def groups(wording: Wording) -> list[Group]:
    """Return slots and marks, joined where fewer than three words or signs stand between them."""
    found: list[list[Hidden]] = []
    for row in wording.hidden:
        if found and row.first - found[-1][-1].behind < _LEAST:
            found[-1].append(row)
        else:
            found.append([row])
    return [Group(tuple(rows)) for rows in found]


def places(left: Wording, right: Wording) -> dict[Group, tuple[int, int]] | None:
    """Return where each group of slots and marks stands in another wording, as its tokens.

    Returns:
        None if the place of any of them is not certain.
    """
    found = groups(left)
    exact = alignment.slot_spans(left, right)
    if exact is not None and not any(row.ground for row in left.hidden):
        slots = dict(zip(left.hidden, exact, strict=True))
        return {group: (slots[group.rows[0]][0], slots[group.rows[-1]][1]) for group in found}
    out: dict[Group, tuple[int, int]] = {}
    reached = 0
    for number, group in enumerate(found):
        begin = found[number - 1].behind if number else 0
        end = found[number + 1].first if number + 1 < len(found) else len(left.keys)
        start = _behind(left.keys[begin : group.first], right.keys, is_edge=not number)
        stop = _before(left.keys[group.behind : end], right.keys, is_edge=number + 1 == len(found))
        if start is None or stop is None or not reached <= start < stop:
            return None
        out[group] = (start, stop)
        reached = stop
    return out


def _behind(words: Sequence[str], keys: Sequence[str], *, is_edge: bool) -> int | None:
    """Return the token behind the words that stand before a slot; None if that is not certain."""
    for size in range(_LEAST, min(_MOST, len(words)) + 1):
        places_ = all_places(keys, words[-size:])
        if len(places_) == 1:
            return places_[0] + size
        if not places_:
            break
    if is_edge and tuple(keys[: len(words)]) == tuple(words):
        return len(words)
    return None


def _before(words: Sequence[str], keys: Sequence[str], *, is_edge: bool) -> int | None:
    """Return the first of the words that stand behind a slot; None if that is not certain."""
    for size in range(_LEAST, min(_MOST, len(words)) + 1):
        places_ = all_places(keys, words[:size])
        if len(places_) == 1:
            return places_[0]
        if not places_:
            break
    if is_edge and tuple(keys[len(keys) - len(words) :]) == tuple(words):
        return len(keys) - len(words)
    return None


def all_places(keys: Sequence[str], words: Sequence[str]) -> list[int]:
    """Return where words stand among others."""
    size = len(words)
    return [at for at in range(len(keys) - size + 1) if tuple(keys[at : at + size]) == tuple(words)]


def carried(left: Wording, right: Wording, found: dict[Group, tuple[int, int]]) -> str:
    """Return the right's words with the left's slots and marks in their places.

    What stands at a slot's place goes; what stands at a mark's place is marked.
    """
    out = right.raw
    for group, (first, behind) in reversed(list(found.items())):
        start, end = right.tokens[first].start, right.tokens[behind - 1].end
        if group.ground:
            words = f"[[{group.ground}: {right.raw[start:end]}]]"
        else:
            words = re.sub(r"\s*\n\s*", " ", left.raw[group.rows[0].start : group.rows[-1].end])
        out = f"{out[:start]}{words}{out[end:]}"
    return out
