"""What a keyed audit looks for: withheld values, which nothing but a search may touch."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from pipeline.folding import fold, folded_words

#: Folded characters from which a value is searched as a part of words, too.
WHOLE = 4
#: Folded characters below which a value is not searched at all: it stands in every text.
LEAST = 2
#: Folded characters from which chance does not put a value into random bytes.
SURE = 7


@dataclass(frozen=True, repr=False, eq=False)
class Needle:
    """One withheld value and the slot it belongs to; printing it gives the slot alone.

    Attributes:
        slot: the slot's id, which may be told.
        text: the words, which may not.
    """

    slot: str
    text: str

    def __repr__(self) -> str:
        """Return the slot's id."""
        return f"Needle({self.slot})"


@dataclass(frozen=True, repr=False, eq=False)
class Pattern:
    """A needle made ready for search.

    Attributes:
        slot: the slot's id.
        folded: the value, folded.
    """

    slot: str
    folded: str
    forms: tuple[str, ...] = field(default=())

    @property
    def is_wordy(self) -> bool:
        """Return whether it can be told from numbers and chance: long enough, with letters."""
        return len(self.folded) >= WHOLE and any(c.isalpha() for c in self.folded)

    @cached_property
    def utf8(self) -> bytes:
        """Return the folded value in UTF-8, as haystacks are."""
        return self.folded.encode()

    @cached_property
    def latin(self) -> bytes | None:
        """Return the folded value in Latin-1 if that has its letters, and chance has it not."""
        try:
            return self.folded.encode("latin1") if len(self.folded) >= SURE else None
        except UnicodeEncodeError:
            return None

    @cached_property
    def token(self) -> re.Pattern[str]:
        """Return an expression for the value as whole words of folded words between spaces."""
        words = [word for word in folded_words(self.forms[0]) if word]
        return re.compile(rf"(?<!\S){re.escape(' '.join(words))}(?!\S)")

    @cached_property
    def digests(self) -> tuple[bytes, ...]:
        """Return the value's common digests."""
        made = (hashlib.md5, hashlib.sha1, hashlib.sha256, hashlib.sha512)
        return tuple(
            make(form.encode(), usedforsecurity=False).digest()
            for form in self.forms
            for make in made
        )


def patterns(needles: Iterable[Needle]) -> tuple[Pattern, ...]:
    """Return needles made ready for search; a value that is too short to be told is left out."""
    out: list[Pattern] = []
    for needle in needles:
        folded = fold(needle.text)
        if len(folded) >= LEAST:
            plain = needle.text.strip()
            forms = dict.fromkeys((needle.text, plain, plain.lower(), folded))
            out.append(Pattern(needle.slot, folded, tuple(forms)))
    return tuple(out)
