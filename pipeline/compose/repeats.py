"""Search the content for withheld words that stand unmarked, before anything is drawn (G26).

All texts, keys and comments of the content files are searched, and the names of files. Case,
accents, white space and hyphens do not count. The names of persons are searched word by word as
well. A finding names the slot and the place, never the words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from pipeline.compose.words import needles
from pipeline.diagnostics import Problem, Where
from pipeline.edition import Edition, to_json
from pipeline.folding import fold
from pipeline.source import editing
from pipeline.source.load import Source
from pipeline.source.repeats import SHORT, Search
from pipeline.source.withheld import Vault

#: Letters from which a word of a person's name is searched by itself.
_NAME_PART = 3
#: Words up to which a text can be a name; in longer ones common words would be found everywhere.
_NAME_WORDS = 6
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
    search = Search(editing.read(folder))
    found: list[Problem] = []
    for slot, words in looked_for:
        places = set(search.places(words))
        if slot in personal and len(words.split()) <= _NAME_WORDS:
            parts = _name_parts(words)
            places |= {place for part in parts for place in search.places(part, alone=True)}
        found += [_problem(place, slot) for place in sorted(places)]
    found += _file_names(folder, looked_for)
    if not found:  # what is left are phrases that stand in no content file
        text = fold(to_json(public).decode())
        found += [
            _problem(Where(f"a fixed phrase of {source.id}"), slot)
            for slot, words in looked_for
            if len(fold(words)) >= SHORT and fold(words) in text
        ]
    return tuple(dict.fromkeys(found))


def _name_parts(words: str) -> Iterator[str]:
    for word in _WORD.findall(words):
        if len(word) >= _NAME_PART and word[0].isupper():
            yield word


def _file_names(folder: Path, looked_for: tuple[tuple[str, str], ...]) -> Iterator[Problem]:
    for path in (folder, *sorted((folder / "media").rglob("*"))):
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
