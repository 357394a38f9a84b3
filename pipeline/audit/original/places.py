"""Places of the content that an import's report names, checked: each text holds its items."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from pipeline.audit.original.plain_content import PlainContent, Said, said
from pipeline.audit.original.told_items import Item


@dataclass
class Places:
    """Texts of the content, and the items of the report that should stand in them."""

    content: PlainContent
    claims: dict[str, list[tuple[str, Item]]] = field(default_factory=dict)

    def claim(self, item: Item, at: str) -> None:
        """Note that an item should stand at its place.

        Args:
            item: of the report.
            at: where it stands in the original, for messages.
        """
        self.claims.setdefault(item.where, []).append((at, item))

    def text(self, place: str) -> Said | None:
        """Return the text of a place, or of the point that stands there."""
        found = self.content.at(place)
        if isinstance(found, dict):
            found = cast("dict[str, Any]", found).get("text")
        return said(found) if isinstance(found, str) else None

    def rank(self, place: str) -> int | None:
        """Return which of the texts of the slides a place is, in their order."""
        ranks = self.content.leaves
        return ranks.get(place, ranks.get(f"{place}/text"))

    def findings(self) -> Iterator[tuple[str, str]]:
        """Yield what does not stand where the report says, each text's items in their order."""
        for place, rows in self.claims.items():
            found = self.text(place)
            if found is None:
                for at, _ in rows:
                    yield "not-imported", f"{at}: its place in the content has no text"
                continue
            start = 0
            for at, item in rows:
                words = (item.text or "").split()
                end = _ending(found.words, words, start)
                if end < 0 and item.fate == "changed":
                    end = start if self._is_changed(item, words, found) else -1
                if end < 0:
                    yield "not-imported", f"{at}: its words do not stand in their place"
                else:
                    start = end

    def _is_changed(self, item: Item, words: Sequence[str], found: Said) -> bool:
        """Tell whether words that were changed are there: divided, or without some signs."""
        if item.why == "no-glyph":
            letters = iter("".join(words))
            kept = "".join(found.words)
            return len(kept) >= len("".join(words)) - _number(item.words) and all(
                letter in letters for letter in kept
            )
        following = self.content.from_place(item.where) or self.content.from_place(
            f"{item.where}/text"
        )
        flow: list[str] = []
        for place in following:
            if len(flow) > 2 * len(words) + len(found.words):
                break
            text = self.text(place)
            flow += text.words if text else ()
        return _ending(flow, words, 0) >= 0


def _number(text: str) -> int:
    first = text.split(" ", maxsplit=1)[0]
    return int(first) if first.isascii() and first.isdigit() else 0


def _ending(flow: Sequence[str], words: Sequence[str], start: int) -> int:
    """Return where some words end that stand together in a flow of words; -1 if they do not."""
    count = len(words)
    for at in range(start, len(flow) - count + 1):
        if list(flow[at : at + count]) == list(words):
            return at + count
    return -1
