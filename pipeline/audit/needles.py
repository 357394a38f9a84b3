"""What a keyed audit looks for: withheld values, which nothing but a search may touch."""

from __future__ import annotations

from dataclasses import dataclass


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
