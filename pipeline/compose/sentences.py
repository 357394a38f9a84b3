"""Sentences in which marked and withheld words stand, for the reviewer who may read them.

Nothing of this is part of an edition: it goes to the reviewer's panel, and there alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipeline.folding import fold
from pipeline.source import editing, markup, places, positions
from pipeline.source.editing import DECK, Content
from pipeline.source.places import Place
from pipeline.source.scalars import Letter, NotEditableError, Scalar
from pipeline.source.withheld import Vault
from pipeline.source.withholding import Marked, Spot

#: Letters that are shown on each side of the words, and of the words themselves.
_AROUND, _MOST = 90, 300
#: Stands for words that the reviewer has no key to.
HIDDEN = "[withheld]"
#: Signs of the inline syntax that can stand within a word of a file.
_SIGNS = str.maketrans("", "", "*\\")

Texts = dict[tuple[str, positions.Path], markup.Rich]


@dataclass(frozen=True)
class Sentence:
    """Words with what stands before and behind them; no words if nobody may read them here."""

    before: str
    words: str
    after: str


class Sentences:
    """Reads sentences out of a dossier's files."""

    def __init__(self, content: Content, values: Vault | None) -> None:
        """Take a dossier.

        Args:
            content: its files.
            values: what the reviewer may read; None without the key.
        """
        self._content = content
        self._values = values or {}
        self._texts: Texts = {(name, path): text for name, path, text in content.rich()}

    def of_mark(self, row: Marked) -> Sentence:
        """Return the sentence of words that are marked, or the texts of a part that is."""
        if row.whole:
            tree = editing.at(self._content.source.documents[DECK].tree, row.path)
            keys = tree.items() if isinstance(tree, dict) else ()
            return _part(positions.leaves({key: one for key, one in keys if key != "withhold"}))
        return self._of(self._texts[_file(row.path), row.path], row.part)

    def of_place(self, slot: str, place: Place) -> Sentence:
        """Return the sentence of a slot's value, or the texts of the part that it withholds."""
        if place.part >= 0:
            return self._of(self._texts[place.file, place.path], place.part)
        return self.of_value(slot)

    def of_value(self, slot: str) -> Sentence:
        """Return the texts of a part that a slot withholds."""
        secret = self._values.get(slot)
        if secret is None:
            return Sentence("", "", "")
        tree = positions.read(secret.reveal(), slot).tree
        return _part(positions.leaves(tree))

    def of_spot(self, spot: Spot, words: str) -> Sentence:
        """Return the sentence of words that are to be marked."""
        part = spot.text[spot.part]
        text = part.text if isinstance(part, markup.Words) else ""
        before = self._plain(spot.text[: spot.part]) + text[: spot.offset]
        behind = text[spot.offset + len(words) :] + self._plain(spot.text[spot.part + 1 :])
        return _shortened(before, words, behind)

    def of_text(self, text: markup.Rich) -> str:
        """Return a text as it will be published, shortened."""
        return _cut(self._plain(text, published=True), _MOST)

    def _of(self, text: markup.Rich, index: int) -> Sentence:
        part = text[index]
        before, behind = self._plain(text[:index]), self._plain(text[index + 1 :])
        if isinstance(part, markup.Words):  # the target of a link
            return _shortened(f"{before}{part.text} → ", self._value(part.href_slot), behind)
        return _shortened(before, self._words(part), behind)

    def _words(self, part: markup.Inline) -> str:
        match part:
            case markup.Words(text):
                return text
            case markup.Slot(slot):
                return self._value(slot)
            case markup.Unsealed(_, secret):
                return secret.reveal()
            case markup.Note():
                return ""

    def _value(self, slot: str | None) -> str:
        secret = self._values.get(slot) if slot else None
        return secret.reveal() if secret else ""

    def _plain(self, text: Iterable[markup.Inline], *, published: bool = False) -> str:
        return "".join(
            HIDDEN
            if published and isinstance(part, markup.Slot | markup.Unsealed)
            else self._words(part) or (HIDDEN if isinstance(part, markup.Slot) else "")
            for part in text
        )


def _file(path: positions.Path) -> str:
    return DECK if path[:1] == ("slides",) else editing.COVER


def _part(texts: Iterable[str]) -> Sentence:
    return Sentence("", _cut(" · ".join(" ".join(text.split()) for text in texts), _MOST), "")


def _shortened(before: str, words: str, behind: str) -> Sentence:
    start = before if len(before) <= _AROUND else f"…{before[-_AROUND:]}"
    return Sentence(start, _cut(words, _MOST), _cut(behind, _AROUND))


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[:most].rstrip()}…"


@dataclass(frozen=True)
class Repeated:
    """Words in a file that are withheld elsewhere.

    Attributes:
        slide: on which they stand; 0 for the cover, and for what is on no page.
        what: the text that they stand in, as a reader calls it.
        words: as typed.
    """

    slide: int
    what: str
    words: str


def repeated(content: Content, name: str, index: int, values: Iterable[str]) -> Repeated:
    """Return the words that begin at a character of a file and are one of some values.

    Where none of them fits, as for words that are spelt in another way, it is the one word.
    """
    layout = content.layouts[name]
    document = content.source.documents[name]
    for path, scalar in layout.values.items():
        if scalar.start <= index < scalar.start + len(scalar.raw):
            end = _end(scalar, index, values)
            slide = int(path[1]) + 1 if path[:1] == ("slides",) else 0
            raw = layout.text[index:end].translate(_SIGNS)
            what = places.named(document.resolve(path)) if len(path) > 1 else str(path[0])
            return Repeated(slide, what, " ".join(raw.split()))
    return Repeated(0, "a key or a comment of the file", "")


def _end(scalar: Scalar, index: int, values: Iterable[str]) -> int:
    """Return where the words that begin at a character end: those of a value, or the word."""
    try:
        letters = [letter for letter in scalar.letters() if letter.start >= index]
    except NotEditableError:
        return index
    ends = [end for value in values if (end := _match(letters, fold(value.translate(_SIGNS))))]
    return max(ends, default=0) or _word_end(letters, index)


def _match(letters: list[Letter], wanted: str) -> int:
    """Return where the letters have made up some folded words; 0 if they do not begin so."""
    found = ""
    for letter in letters:
        found += fold(letter.text.translate(_SIGNS))
        if not wanted.startswith(found):
            return 0
        if found == wanted:
            return letter.end
    return 0


def _word_end(letters: list[Letter], index: int) -> int:
    end = index
    for letter in letters:
        if not letter.text.isalnum() or (end > index and letter.start != end):
            break
        end = letter.end
    return end


def values_of(values: Vault, slot: str) -> Iterator[str]:
    """Yield the words of a slot, or each text of the part that it withholds."""
    secret = values.get(slot)
    if secret is not None:
        value = secret.reveal()
        yield value
        yield from positions.leaves(positions.read(value, slot).tree)
