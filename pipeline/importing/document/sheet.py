"""Markdown file that is being written: its lines, and the report's items that stand on each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from pipeline.importing.report_items import Item


@dataclass
class Sheet:
    """A file of running text.

    Attributes:
        name: of the file.
        notes: footnotes that its words refer to, by their key in the original, with their names.
    """

    name: str
    lines: list[str] = field(default_factory=list)
    notes: dict[str, str] = field(default_factory=dict)
    _placed: list[tuple[int, Item]] = field(default_factory=list)

    def gap(self) -> None:
        """Leave a line empty, unless one is."""
        if self.lines and self.lines[-1]:
            self.lines.append("")

    def add(self, line: str, items: Iterable[Item] = ()) -> None:
        """Write a line; items are said to stand on it."""
        self.lines.append(line)
        self._placed += ((len(self.lines), item) for item in items)

    def settle(self) -> None:
        """Write into each item where it stands; its first place counts."""
        for number, item in self._placed:
            if item.where is None and item.fate != "left-out":
                item.where = f"{self.name} line {number}"

    @property
    def text(self) -> str:
        """Return the file."""
        return "\n".join(self.lines).rstrip("\n") + "\n"
