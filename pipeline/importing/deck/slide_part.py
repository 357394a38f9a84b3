"""The part of a slide that is read: its file, what it inherits, what is told of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.importing.deck.inheritance import Heritage
from pipeline.importing.found import Told
from pipeline.importing.opc import Element, Package, q


@dataclass
class SlidePart:
    """A slide's part.

    Attributes:
        told: what is left out or changed.
    """

    package: Package
    part: str
    heritage: Heritage
    told: list[Told] = field(default_factory=list)

    def address(self, link: Element | None) -> str:
        """Return where a link leads, if it leads outside the file; else ''."""
        key = str(link.get(q("r:id"), "")) if link is not None else ""
        relation = self.package.relations(self.part).get(key)
        return relation.target if relation is not None and relation.external else ""
