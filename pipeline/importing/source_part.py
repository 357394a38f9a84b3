"""Part of an office file while it is read, and the facts about it for the report."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.core.ooxml_names import q
from pipeline.importing.found import Told
from pipeline.importing.office_package import Element, Package


@dataclass
class SourcePart:
    """A part of a file.

    Attributes:
        told: what is left out or changed.
    """

    package: Package
    part: str
    told: list[Told] = field(default_factory=list, kw_only=True)

    def address(self, link: Element | None) -> str:
        """Return where a link leads, if it leads outside the file; else ''."""
        key = str(link.get(q("r:id"), "")) if link is not None else ""
        relation = self.package.relations(self.part).get(key)
        return relation.target if relation is not None and relation.external else ""
