"""Patterns of one withheld value to search for in bytes: its spellings, encodings and digests."""

from __future__ import annotations

import hashlib
from functools import cached_property

from pipeline.core.matching import Matcher, Needle
from pipeline.core.textfold import fold

#: Folded letters from which chance does not put a value into random bytes.
_SURE = 7


class Pattern:
    """A needle made ready for search in bytes as well as in texts."""

    def __init__(self, needle: Needle) -> None:
        self.slot = needle.slot
        self.matcher: Matcher = needle.matcher
        #: Public text may hold it: it was allowed there, or stands in numbers by chance.
        self.is_excused = needle.is_allowed or not self.matcher.is_wordy
        plain = needle.text.strip()
        folded = fold(needle.text)
        self.forms = tuple(dict.fromkeys((needle.text, plain, plain.lower(), folded)))
        self._folded = folded

    @cached_property
    def latin(self) -> bytes | None:
        """Return the folded value in Latin-1 if that has its letters, and chance has it not."""
        try:
            return self._folded.encode("latin1") if len(self._folded) >= _SURE else None
        except UnicodeEncodeError:
            return None

    @cached_property
    def is_sure(self) -> bool:
        """Return whether chance does not put it into random bytes."""
        return len(self._folded) >= _SURE

    @cached_property
    def is_distinct(self) -> bool:
        """Return whether it is more than one letter again and again, as bytes of tables are."""
        return len(set(self._folded)) > 1

    @cached_property
    def digests(self) -> tuple[bytes, ...]:
        """Return the value's common digests."""
        made = (hashlib.md5, hashlib.sha1, hashlib.sha256, hashlib.sha512)
        return tuple(
            make(form.encode("utf-8", "surrogatepass"), usedforsecurity=False).digest()
            for form in self.forms
            for make in made
        )
