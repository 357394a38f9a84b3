"""Sentences around marked, withheld and repeated words, for the reviewer's panel.

Nothing of this is part of an edition: it goes to the reviewer's panel, and there alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pipeline.content import markup, yaml_positions
from pipeline.content import texts as content_texts
from pipeline.content.secret import Vault
from pipeline.content.text_draft import TextDocument
from pipeline.content.yaml_letters import NotEditableError, Scalar
from pipeline.core.matching import Needle, Text
from pipeline.core.textfold import canonical
from pipeline.redaction import slot_places, withheld_needles
from pipeline.redaction.slot_places import Place
from pipeline.redaction.withholding import Marked, Spot
from pipeline.redaction.yaml_edit import edited_files
from pipeline.redaction.yaml_edit.edited_files import Content

#: Letters that are shown on each side of the words, and of the words themselves.
_AROUND, _MOST = 90, 300
#: Stands for words that the reviewer has no key to.
HIDDEN = "[withheld]"
#: Signs of the inline syntax that can stand within a word of a file.
_SIGNS = frozenset("*\\")

Texts = dict[tuple[str, yaml_positions.Path], markup.Rich]


@dataclass(frozen=True)
class Sentence:
    """Words with their context before and behind; no words if nobody may read them here."""

    before: str
    words: str
    after: str


class Sentences:
    """Reader of sentences in a dossier's files."""

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
            tree = edited_files.at(self._content.documents[row.file].tree, row.path)
            keys = tree.items() if isinstance(tree, dict) else ()
            return _part(
                _texts({key: value for key, value in keys if key not in {"withhold", "kind"}})
            )
        return self._of(self._texts[row.file, row.path], row.part)

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
        form = withheld_needles.forms(self._content.source, self._values).get(slot, "yaml")
        annex = content_texts.annex_word(self._content.documents[edited_files.COVER])
        return _part(withheld_needles.texts_of(secret.reveal(), form, annex))

    def of_spot(self, spot: Spot, words: str) -> Sentence:
        """Return the sentence of words that are to be marked."""
        part = spot.text[spot.part]
        text = part.text if isinstance(part, markup.Words) else ""
        before = self._plain(spot.text[: spot.part]) + text[: spot.offset]
        behind = text[spot.offset + len(words) :] + self._plain(spot.text[spot.part + 1 :])
        return _shortened(before, words, behind)

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
            case markup.Gap():
                return ""
            case markup.Unsealed(_, secret):
                return secret.reveal()
            case markup.Note():
                return ""
            case markup.Reference(words=words):
                return words

    def _value(self, slot: str | None) -> str:
        secret = self._values.get(slot) if slot else None
        return secret.reveal() if secret else ""

    def _plain(self, text: Iterable[markup.Inline]) -> str:
        return "".join(
            self._words(part) or (HIDDEN if isinstance(part, markup.Slot) else "") for part in text
        )


def _texts(tree: yaml_positions.Tree) -> Iterator[str]:
    if isinstance(tree, str):
        yield tree
    elif isinstance(tree, dict):
        yield from (text for part in tree.values() for text in _texts(part))
    elif isinstance(tree, list):
        yield from (text for part in tree for text in _texts(part))


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


def repeated(content: Content, name: str, index: int, needles: Sequence[Needle]) -> Repeated:
    """Return the words that begin at a character of a file and are what is looked for.

    Where no needle fits from there on, it is the one word.
    """
    layout = content.layouts[name]
    document = content.source.documents[name]
    for path, scalar in layout.values.items():
        if scalar.start <= index < scalar.start + len(scalar.raw):
            slide = int(path[1]) + 1 if path[:1] == ("slides",) else 0
            what = (
                content_texts.place_name(document, document.resolve(path))
                if isinstance(document, TextDocument)
                else slot_places.named(document.resolve(path))
                if len(path) > 1
                else "".join(map(str, path))
            )
            return Repeated(slide, what, _stretch(scalar, index, needles))
    return Repeated(0, "a key or a comment of the file", "")


def _stretch(scalar: Scalar, index: int, needles: Sequence[Needle]) -> str:
    try:
        before = sum(letter.start < index for letter in scalar.letters())
    except NotEditableError:
        return ""
    places_ = [at for at, letter in enumerate(scalar.folded) if letter != " "]
    rest = scalar.folded[places_[before] :] if before < len(places_) else ""
    signs = [
        (sign, at)
        for at, letter in enumerate(rest)
        if letter not in _SIGNS
        for sign in canonical(letter)
    ]
    text = Text("".join(sign for sign, _ in signs))
    spans = [span for needle in needles for span in needle.matcher.find(text)]
    ends = [signs[end - 1][1] + 1 for start, end in spans if start == 0]
    words = rest[: max(ends)] if ends else rest.partition(" ")[0]
    return "".join(letter for letter in words if letter not in _SIGNS)
