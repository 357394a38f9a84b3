"""Interface of the audit of a format, and checks that all share: links, texts, languages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from pipeline.audit import compare, languages
from pipeline.audit.compare import Measure
from pipeline.audit.findings import HINT_UNKNOWN, problem
from pipeline.audit.readers.extract import Reading
from pipeline.core.errors import Problem
from pipeline.core.matching import Needle
from pipeline.design.brand.trusted_parts import TrustedParts
from pipeline.edition.edition import Edition


@dataclass(frozen=True)
class Check:
    """Check of one file: its name, and what it is held against.

    Attributes:
        name: of the file, for messages.
        measure: what the file must say, if that is known.
        needles: withheld values to look for.
        trusted: what the file may have from a brand template.
    """

    name: str
    measure: Measure | None
    needles: Sequence[Needle]
    trusted: TrustedParts

    @property
    def edition(self) -> Edition | None:
        """Return what the file was made from, if that is known."""
        return self.measure.edition if self.measure else None

    @property
    def told(self) -> frozenset[str] | None:
        """Return the edition's texts that names and titles may repeat, if they are known."""
        return self.measure.told if self.measure else None

    def unknown(self, message: str) -> Problem:
        """Return the problem of something that our files do not have."""
        return problem(self.name, "unknown-markup", message, HINT_UNKNOWN)

    def faults(self, code: str, found: Iterator[str] | Sequence[str]) -> Iterator[Problem]:
        """Yield a problem for each of some messages."""
        for message in found:
            yield problem(self.name, code, message)

    def said(
        self, reading: Reading, tongues: tuple[languages.TaggedText, ...]
    ) -> Iterator[Problem]:
        """Check what a file says: where links lead, its texts, and in which languages they are."""
        for link in reading.links:
            if not re.match(r"https?://|mailto:", link):
                message = "a link is neither to the web nor to a mailbox"
                yield problem(self.name, "unknown-link", message)
        if self.measure:
            yield from compare.findings(reading, self.measure, self.name)
            found = languages.faults(tongues, self.measure.edition, self.measure.words)
            for fault in sorted(set(found)):
                yield self.unknown(f"the file has {fault}")


class Reader(Protocol):
    """Contract of a module that reads a format."""

    def read(self, data: bytes, /) -> Reading:
        """Return the texts, links and properties of a file.

        Raises:
            UnreadableError: it cannot be read.
        """
        ...

    def findings(self, data: bytes, check: Check, /) -> Iterator[Problem]:
        """Yield all that is wrong with a file, from its bytes to its words.

        Raises:
            UnreadableError: it cannot be read.
        """
        ...
