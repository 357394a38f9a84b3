"""Words of a piece of running text, with the stretches in which something is withheld.

Two wordings are compared word by word and sign by sign; white space does not count, nor the names
of footnotes. A slot is one token that no word equals; marked words are the words they are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from pipeline.content import characters, inline_rules

SLOT, NOTE, PLACE = "\ue000slot", "\ue000note", "\ue000place"
_ID = inline_rules.ID
_TOKEN = re.compile(
    r"\\(?P<sign>[!-/:-@\[-`{-~])"
    rf"|\[\[(?P<slot>{_ID})\]\]"
    rf"|(?<!\w)withheld:[ \t]+(?P<part>{_ID})"
    rf"|\[\^(?P<note>{_ID})\]"
    rf"|\[[^\[\]]*\]\(#(?P<place>{_ID})\)"
    r"|-{2,}|\w+|[^\w\s]"
)
_LETTER = re.compile(r"\w")


@dataclass(frozen=True)
class Token:
    """A word or a sign: what it is compared by, and where it stands."""

    key: str
    start: int
    end: int

    @property
    def is_word(self) -> bool:
        """Tell whether it is a word or a number, and no sign."""
        return self.key[0] != "\ue000" and bool(_LETTER.match(self.key))


@dataclass(frozen=True)
class Hidden:
    """A slot or marked words within a piece.

    Attributes:
        first, behind: its tokens, by index.
        start, end: where it stands, brackets included.
        slot: its id; '' for marked words.
        ground: of marked words; '' for a slot.
    """

    first: int
    behind: int
    start: int
    end: int
    slot: str = ""
    ground: str = ""


@dataclass(frozen=True)
class Wording:
    """Words of a piece as they stand in the file.

    Attributes:
        targets: what references are compared by, by the id they lead to.
    """

    raw: str
    targets: Mapping[str, str]

    @cached_property
    def _read(self) -> tuple[tuple[Token, ...], tuple[Hidden, ...]]:
        marks = [*inline_rules.UNSEALED.finditer(self.raw)]
        tokens: list[Token] = []
        hidden: list[Hidden] = []
        at = 0
        while (found := _TOKEN.search(self.raw, at)) is not None:
            mark = marks[0] if marks and marks[0].start() <= found.start() else None
            if mark is not None:
                del marks[0]
                first = len(tokens)
                tokens += _tokens(self.raw, *mark.span(2), self.targets)
                hidden.append(Hidden(first, len(tokens), *mark.span(), ground=mark[1]))
                at = mark.end()
                continue
            if slot := found["slot"] or found["part"]:
                hidden.append(Hidden(len(tokens), len(tokens) + 1, *found.span(), slot=slot))
            tokens.append(_token(found, self.targets))
            at = found.end()
        return tuple(tokens), tuple(hidden)

    @property
    def tokens(self) -> tuple[Token, ...]:
        """Return its words and signs."""
        return self._read[0]

    @property
    def hidden(self) -> tuple[Hidden, ...]:
        """Return its slots and marks, in order."""
        return self._read[1]

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """Return what it is compared by."""
        return tuple(token.key for token in self.tokens)

    @cached_property
    def concealed(self) -> frozenset[int]:
        """Return the indices of tokens that are withheld."""
        return frozenset(at for row in self.hidden for at in range(row.first, row.behind))

    @cached_property
    def public(self) -> tuple[str, ...]:
        """Return the keys of what is not withheld."""
        return tuple(key for at, key in enumerate(self.keys) if at not in self.concealed)

    @property
    def is_vague(self) -> bool:
        """Tell whether so little stands beside its slots that it could be any piece."""
        slots = {row.first for row in self.hidden if row.slot}
        if not slots:
            return False
        words = [row for at, row in enumerate(self.tokens) if at not in slots and row.is_word]
        return len(words) < 2  # noqa: PLR2004 - one word stands in many places

    @property
    def notes(self) -> tuple[str, ...]:
        """Return the footnotes that it refers to, in order."""
        return tuple(found["note"] for found in _TOKEN.finditer(self.raw) if found["note"])

    @property
    def places(self) -> tuple[str, ...]:
        """Return the places that it refers to, in order."""
        return tuple(found["place"] for found in _TOKEN.finditer(self.raw) if found["place"])

    def renamed(self, notes: Mapping[str, str], places: Mapping[str, str]) -> str:
        """Return it with other names of footnotes, and references as they are to be written."""

        def new(found: re.Match[str]) -> str:
            if note := found["note"]:
                return f"[^{notes.get(note, note)}]"
            return places.get(found["place"], found[0]) if found["place"] else found[0]

        return _TOKEN.sub(new, self.raw)


def _tokens(raw: str, start: int, end: int, targets: Mapping[str, str]) -> list[Token]:
    return [_token(found, targets) for found in _TOKEN.finditer(raw, start, end)]


def _token(found: re.Match[str], targets: Mapping[str, str]) -> Token:
    if found["slot"] or found["part"]:
        key = SLOT
    elif found["note"]:
        key = NOTE
    elif place := found["place"]:
        key = f"{PLACE} {targets.get(place, '')}"
    elif found[0].startswith("--"):
        key = "--"
    else:
        key = characters.folded(found["sign"] or found[0]) or found[0]
    return Token(key, *found.span())
