"""Search the content for withheld words that stand unmarked, before anything is drawn (G26).

Every content file is searched as text, so comments, keys and alt texts are searched too, and the
names of files. Case, accents, white space and hyphens do not count. The names of persons are
searched word by word as well. A finding names the slot and the place, never the words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path

from pipeline.compose.words import needles
from pipeline.diagnostics import Problem, Where
from pipeline.edition import Edition, to_json
from pipeline.folding import fold, folded_words
from pipeline.source.load import Source
from pipeline.source.withheld import Vault

#: Folded letters below which words are searched as whole words only.
SHORT = 4
#: Letters from which a word of a person's name is searched by itself.
_NAME_PART = 3
_PERSONAL = "personal-data"
_WORD = re.compile(r"\w+")


def repeats(source: Source, folder: Path, vault: Vault, public: Edition) -> tuple[Problem, ...]:
    """Return a problem for each place where a withheld value stands unmarked.

    Args:
        source: the dossier as loaded.
        folder: of the dossier; the names of its media files are searched.
        vault: the values.
        public: the composed public edition, whose fixed phrases are searched.
    """
    slots = source.redactions.slots
    looked_for = needles(vault, slots)
    personal = {
        slot
        for slot, declaration in slots.items()
        if any(use.ground == _PERSONAL for use in declaration.grounds)
    }
    found: list[Problem] = []
    for document in source.documents.values():
        text = _Folded(document.text)
        for slot, words in looked_for:
            places = set(text.places(words))
            if slot in personal:
                places |= {place for part in _name_parts(words) for place in text.words(part)}
            found += [_problem(Where(document.file, *place), slot) for place in sorted(places)]
    found += _file_names(folder, looked_for)
    if not found:  # what is left are phrases that stand in no content file
        text = _Folded(to_json(public).decode())
        for slot, words in looked_for:
            if any(text.places(words)):
                found.append(_problem(Where(f"a fixed phrase of {source.id}"), slot))
    return tuple(dict.fromkeys(found))


def _name_parts(words: str) -> Iterator[str]:
    for word in _WORD.findall(words):
        if len(word) >= _NAME_PART and word[0].isupper():
            yield fold(word)


def _file_names(folder: Path, looked_for: tuple[tuple[str, str], ...]) -> Iterator[Problem]:
    names = [folder, *sorted((folder / "media").rglob("*"))]
    for path in names:
        name = fold(path.name)
        for slot, words in looked_for:
            wanted = fold(words)
            if len(wanted) >= SHORT and wanted in name:
                yield _problem(Where(f"a file name in {folder.name}"), slot)


def _problem(where: Where, slot: str) -> Problem:
    return Problem(
        where,
        "unmarked-repeat",
        f"the words of slot '{slot}' stand here unmarked",
        "mark them too, or say under the slot's 'repeats_allowed:' why they may stand here",
    )


class _Folded:
    """A text folded for search, with the place of each folded letter."""

    def __init__(self, text: str) -> None:
        self._lines = text.split("\n")
        letters: list[str] = []
        self._places: list[tuple[int, int]] = []
        self._words: Mapping[str, list[tuple[int, int]]] = {}
        words: dict[str, list[tuple[int, int]]] = {}
        for number, line in enumerate(self._lines, start=1):
            for column, letter in enumerate(line, start=1):
                folded = fold(letter)
                letters.append(folded)
                self._places += [(number, column)] * len(folded)
            composed = unicodedata.normalize("NFC", line)
            for match in _WORD.finditer(composed):
                for word in folded_words(match.group()):
                    words.setdefault(word, []).append((number, match.start() + 1))
        self._text = "".join(letters)
        self._words = words

    def places(self, words: str) -> Iterator[tuple[int, int]]:
        """Yield where some words begin: line and column, from 1."""
        wanted = fold(words)
        if len(wanted) < SHORT:
            yield from self.words(wanted)
            return
        start = self._text.find(wanted)
        while start >= 0:
            yield self._places[start]
            start = self._text.find(wanted, start + 1)

    def words(self, folded: str) -> list[tuple[int, int]]:
        """Return where a folded word stands as a word of its own."""
        return self._words.get(folded, [])
