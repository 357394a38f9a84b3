"""Slide while it is read: its part of the file, its layout, and the facts for the report."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.importing.deck.inheritance import Heritage
from pipeline.importing.source_part import SourcePart


@dataclass
class SlidePart(SourcePart):
    """A slide's part."""

    heritage: Heritage
