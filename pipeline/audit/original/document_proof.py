"""Proof of an imported document: each paragraph, cell, note and picture is in content or report.

Each paragraph of the original must be an item of the report, word for word, in order; one that is
said to be taken must stand in its line, with its number, on its level, with its notes and links.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote

from pipeline.audit.original.document_facts import Saying, Written
from pipeline.audit.original.document_figures import FigureProof
from pipeline.audit.original.document_numbers import BULLET
from pipeline.audit.original.plain_content import PlainContent, said
from pipeline.audit.original.plain_texts import PlainTexts, TextLine
from pipeline.audit.original.told_items import Item, Report

_COUNT = re.compile(r"(\d+) words?\b|: (\d+)$")
_WORDS = frozenset(
    ("heading", "paragraph", "cell", "caption", "footnote", "cover", "title", "contents", "header",
     "footer")
)  # fmt: skip
#: What an item is about that counts words of paragraphs.
_COUNTED = _WORDS | {"revision", "placeholder", "shape"}
_VALUE = re.compile(r"[A-Za-z0-9]+")
Finding = tuple[str, str]


@dataclass
class DocumentProof:
    """A document, the report on it, and the content."""

    written: Written
    told: Report
    folder: Path
    placed: list[tuple[Saying, Item]] = field(default_factory=list)
    _partly: dict[Saying, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Take the items of all sections in their order."""
        self.texts = PlainTexts(self.folder)
        self.cover = PlainContent(self.folder)
        self.items = [item for section in self.told.sections for item in section.items]
        self.items += self.told.document
        self._by_text: dict[str, list[Item]] = defaultdict(list)
        for item in self.items:
            if item.what in _WORDS and item.text:
                self._by_text[item.text].append(item)

    def findings(self) -> Iterator[Finding]:
        """Yield what of the document is not accounted for."""
        for saying in (*self.written.sayings, *self.written.notes):
            yield from self._saying(saying)
        yield from self._order()
        yield from self._levels()
        yield from self._note_order()
        yield from FigureProof(self.written, self.items, self.placed, self.texts).findings()
        for text in self.written.repeated:
            if text and not self._is_told(text):
                yield "not-imported", "a header or footer that the report does not tell"
        if self.written.has_comments and not any(row.what == "comment" for row in self.items):
            yield "not-imported", "comments that the report does not tell"

    def _is_told(self, text: str) -> bool:
        """Tell whether a head or foot is told: its words, but for some that are counted."""
        rows = [row for row in self.told.document if row.what in {"header", "footer"}]
        unseen = sum(_count(row) for row in rows if row.text is None)
        words = text.split()
        for row in rows:
            kept = (row.text or "").split()
            if _is_within(kept, words) and len(words) - len(kept) <= unseen:
                return True
        return False

    def _saying(self, saying: Saying) -> Iterator[Finding]:
        item = self._item(saying)
        if item is None:
            if saying.text and not self._is_counted(saying):
                yield "not-imported", f"{saying.at}: neither in the content nor the report"
            return
        if not item.is_kept:
            return
        if not item.where:
            yield "bad-report", f"{saying.at}: taken, and to no place"
            return
        self.placed.append((saying, item))
        line = self.texts.line(item.where)
        if item.where.startswith("dossier.yaml"):
            yield from self._on_cover(saying, item)
        elif line is None or not self._stands(item, line):
            yield "not-imported", f"{saying.at}: its words do not stand in their place"
        else:
            yield from self._marks(saying, item, line)
            yield from self._parts(saying, item, line)

    def _item(self, saying: Saying) -> Item | None:
        """Return the item of a paragraph, which is then used."""
        texts = [saying.text]
        if saying.label:
            sign = "\u2013" if saying.label == BULLET else saying.label
            texts.append(f"{sign} {saying.text}")
        for text in texts:
            for item in self._by_text.get(text, ()):
                if not item.is_used:
                    item.is_used = True
                    return item
        return (self._like(saying) if saying.is_loose else None) or self._withheld(saying)

    def _like(self, saying: Saying) -> Item | None:
        """Return the shortest item that has all letters of a paragraph whose signs differ."""
        wanted = _letters(saying.text)
        rows = [item for items in self._by_text.values() for item in items if not item.is_used]
        rows = [item for item in rows if wanted and _is_spelt(wanted, _letters(item.text or ""))]
        found = min(rows, key=lambda item: len(item.text or ""), default=None)
        if found is not None:
            found.is_used = True
        return found

    def _withheld(self, saying: Saying) -> Item | None:
        """Return an item that quotes nothing, whose line holds what is left of a paragraph."""
        for item in self.items:
            if item.is_used or item.fate != "to-withhold" or item.text is not None:
                continue
            line = self.texts.line(item.where)
            if line is None or not line.said.slots:
                continue
            if item.what == "cell" and _count(item):
                if _count(item) == len(saying.text.split()):
                    item.is_used, self._partly[saying] = True, ""
                    return item
                continue
            rest = iter(saying.text.split())
            kept = line.said.words
            if all(any(word == other for other in rest) for word in kept):
                item.is_used = True
                self._partly[saying] = " ".join(kept)
                return item
        return None

    def _is_counted(self, saying: Saying) -> bool:
        """Tell whether what stays behind was counted: words that nobody sees, or part of them."""
        words = saying.text.split()
        kind, _, rest = saying.at.partition(" ")
        is_referred = f"{kind}-{rest.partition(',')[0]}" in self._referred
        for item in self._counted:
            if item.is_used or (is_referred and item.why == "unused"):
                continue
            if saying.table and item.shape != saying.table:
                continue
            is_part = item.what == "paragraph" and (item.shape, item.at) in self._seen_places
            if is_part:  # of what is seen there
                continue
            if _count(item) == len(words):
                item.is_used = True
                self._partly[saying] = ""
                return True
        return self._is_partly_counted(saying, words)

    @cached_property
    def _seen_places(self) -> frozenset[tuple[int | None, str | None]]:
        rows = (row for row in self.items if row.what in _WORDS and row.text and row.at)
        return frozenset((row.shape, row.at) for row in rows)

    @cached_property
    def _referred(self) -> frozenset[str]:
        """Return the keys of the notes to which words refer that are seen."""
        return frozenset(key for saying in self.written.sayings for key in saying.notes)

    @cached_property
    def _counted(self) -> list[Item]:
        """Return the items that tell how many words of a paragraph stay behind."""
        rows = (row for row in self.items if row.fate == "left-out" and row.text is None)
        return [row for row in rows if row.what in _COUNTED and _count(row)]

    def seen(self, saying: Saying) -> str:
        """Return the words of a paragraph that the report does not count as unseen."""
        return self._partly.get(saying, saying.text)

    def _is_partly_counted(self, saying: Saying, words: Sequence[str]) -> bool:
        for text, items in self._by_text.items():
            kept = text.split()
            item = next((row for row in items if not row.is_used), None)
            if item is None or len(kept) >= len(words):
                continue
            rest = iter(words)
            if not all(any(word == other for other in rest) for word in kept):
                continue
            missing = len(words) - len(kept)
            here = [row for row in self._counted if (row.shape, row.at) == (item.shape, item.at)]
            if sum(map(_count, here)) >= missing:
                item.is_used = True
                self._partly[saying] = text
                return True
        return False

    def _on_cover(self, saying: Saying, item: Item) -> Iterator[Finding]:
        found = self.cover.at(item.where)
        texts = found if isinstance(found, list) else [found]
        words = " ".join(" ".join(said(str(text)).words) for text in texts if text is not None)
        if not words:
            yield "not-imported", f"{saying.at}: its place on the cover holds nothing"
            return
        is_text = item.what == "title" or item.where.endswith(("subject", "lead_in"))
        if is_text and item.fate != "to-withhold" and words not in (item.text or ""):
            yield "not-imported", f"{saying.at}: its words do not stand on the cover"

    def _stands(self, item: Item, line: TextLine) -> bool:
        """Tell whether the words of an item stand in a line, together."""
        wanted = (item.text or "").split()
        if any(row.why == "no-glyph" for row in self._same_place(item)):
            letters = iter("".join(wanted))
            return all(any(sign == other for other in letters) for sign in "".join(line.said.words))
        flow = [*line.said.words]
        if _ends(flow, wanted):
            return True
        with_mark = [*line.bare.split()] if line.mark else flow
        plain = [word.strip("*") for word in with_mark]
        if _ends(plain, wanted) or _ends([*_VALUE.findall(line.mark), *flow], _bare_first(wanted)):
            return True
        # a sign of a list, or the colon of a form's label, is printed in another form
        loose = [word.rstrip(":").casefold() for word in flow]
        bare = [word.rstrip(":").casefold() for word in wanted]
        return (
            _ends(loose, bare)
            or _ends(loose, bare[1:] if _is_sign(bare) else bare)
            or (bool(line.said.slots) and _is_within(line.said.words, wanted))
            or _refers(line, wanted)
        )

    def _marks(self, saying: Saying, item: Item, line: TextLine) -> Iterator[Finding]:
        """Yield a number that is not the one that the original prints."""
        label = saying.label
        if saying.table or item.what in {"footnote", "caption"} or item.why == "promoted":
            return
        if label == BULLET:
            if line.mark not in {"\u2013", "-"} and not saying.heading:
                yield "differs", f"{saying.at}: its bullet is lost"
        elif label:
            values = _VALUE.findall(label)
            first = _VALUE.findall(" ".join(line.bare.split()[: len(label.split()) + 1]))
            if values and first[: len(values)] != values:
                yield "differs", f"{saying.at}: another number is printed before it"
        if saying.heading and not line.heading:
            yield "differs", f"{saying.at}: a heading became a paragraph"
        if not saying.heading and line.heading and item.fate == "taken":
            yield "differs", f"{saying.at}: a paragraph became a heading"

    @staticmethod
    def _parts(saying: Saying, item: Item, line: TextLine) -> Iterator[Finding]:
        if line.notes < len(saying.notes) and not saying.table:
            yield "not-imported", f"{saying.at}: a reference to a note is lost"
        if item.why in {"bad-link", "look-lost"}:
            return
        for address in saying.links:
            wanted = unquote(address).rstrip("/")
            if not any(unquote(link).rstrip("/") == wanted for link in line.said.links):
                yield "not-imported", f"{saying.at}: a link is lost"

    def _order(self) -> Iterator[Finding]:
        last = {False: (-1, -1), True: (-1, -1)}
        for saying, item in self.placed:
            rank = self.texts.place(item.where)
            if rank is None or item.what == "footnote":
                continue
            apart = item.what == "caption" or saying.is_caption
            if rank < last[apart]:
                yield "differs", f"{saying.at}: stands before what it followed"
            last[apart] = max(last[apart], rank)

    def _note_order(self) -> Iterator[Finding]:
        """Yield notes that do not stand behind the reference that the original has for them."""
        names: dict[str, str] = {}
        for saying, item in self.placed:
            raw = self.texts.raw(item.where)
            found = re.findall(r"(?<!\\)\[\^([a-z0-9-]+)\](?!:)", raw)
            if len(found) == len(saying.notes):
                file = item.where.partition(" ")[0]
                names |= {
                    f"{file} {key}": name for key, name in zip(saying.notes, found, strict=True)
                }
        for saying, item in self.placed:
            if item.what != "footnote":
                continue
            kind, _, rest = saying.at.partition(" ")
            key = f"{kind}-{rest.partition(',')[0]}"
            wanted = names.get(f"{item.where.partition(' ')[0]} {key}")
            if wanted and not self.texts.raw(item.where).startswith(f"[^{wanted}]:"):
                yield "differs", f"{saying.at}: stands as another note"

    def _levels(self) -> Iterator[Finding]:
        yield from self._heading_levels()
        above: list[tuple[str, int, int]] = []
        for saying, item in self.placed:
            line = self.texts.line(item.where)
            if line is None or saying.table or saying.heading or not saying.label:
                if saying.heading:
                    above = []
                continue
            if not line.mark or any(row.why == "level" for row in self._same_place(item)):
                continue
            same = [row for row in above if row[0] == saying.list_id]
            if same:
                _, level, room = same[-1]
                if (saying.level > level and line.room <= room) or (
                    saying.level <= level and line.room > room
                ):
                    yield "differs", f"{saying.at}: stands on another level of its list"
            above.append((saying.list_id, saying.level, line.room))

    def _same_place(self, item: Item) -> list[Item]:
        return [row for row in self.items if row.at == item.at and row.what == item.what]

    def _heading_levels(self) -> Iterator[Finding]:
        open_: list[tuple[int, int]] = []
        for saying, item in self.placed:
            line = self.texts.line(item.where)
            if not saying.heading or line is None or not line.heading:
                continue
            if self.texts.raw(item.where).startswith("# ") and item.why == "annex":
                open_ = []
                continue
            while open_ and open_[-1][0] >= saying.heading:
                open_.pop()
            if open_ and line.heading <= open_[-1][1] and item.why != "level":
                yield "differs", f"{saying.at}: a heading of another level"
            open_.append((saying.heading, line.heading))


def _count(item: Item) -> int:
    """Return how many words an item tells of; 0 if it tells none."""
    found = _COUNT.search(item.words)
    return int(found[1] or found[2]) if found else 0


#: Signs that a paragraph may have besides its letters: choices of forms, symbols.
_MOST_MORE = 80


def _letters(text: str) -> str:
    return "".join(sign for sign in text if sign.isalnum())


def _is_spelt(wanted: str, given: str) -> bool:
    """Tell whether letters stand among others in their order, and not many others."""
    rest = iter(given)
    return len(given) - len(wanted) <= _MOST_MORE and all(
        any(sign == other for other in rest) for sign in wanted
    )


def _ends(flow: Sequence[str], words: Sequence[str]) -> bool:
    """Tell whether some words stand together in a flow of words."""
    count = len(words)
    return any(list(flow[at : at + count]) == list(words) for at in range(len(flow) - count + 1))


def _bare_first(words: Sequence[str]) -> list[str]:
    """Return words whose first one, a number, has lost its brackets and its full stop."""
    return [*_VALUE.findall(words[0])[:1], *words[1:]] if words else []


def _is_sign(words: Sequence[str]) -> bool:
    return bool(words) and (not _VALUE.search(words[0]) or len(words[0]) <= 4)  # noqa: PLR2004


def _is_within(kept: Sequence[str], words: Sequence[str]) -> bool:
    """Tell whether words stand among others, in their order."""
    rest = iter(words)
    return all(any(word == other or other.startswith(word) for other in rest) for word in kept)


def _refers(line: TextLine, wanted: Sequence[str]) -> bool:
    """Tell whether a line has all words but those that references to its own places print."""
    kept = [word for word in line.but_references if _VALUE.search(word)]
    return bool(line.but_references) and _is_within(kept, wanted)
