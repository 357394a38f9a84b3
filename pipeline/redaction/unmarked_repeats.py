"""Withheld words that stand unmarked in a dossier or beside it; places where they may stand.

All texts, chosen keys and comments of the content files are searched, the names of files, the
phrases that the program prints, and dossiers of the same number beside this one (other languages).
A finding names the slot and the place, never the words.

A repeat is allowed place by place: ``repeats_allowed`` of the slot, each with its reason.

Guarantee: G26.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from pathlib import Path

from pipeline.content import yaml_positions
from pipeline.content.load import Source
from pipeline.content.model.redactions_yaml import UNPLACED
from pipeline.content.secret import Vault
from pipeline.content.yaml_letters import NotEditableError
from pipeline.core.errors import ContentError, Problem, Where
from pipeline.core.matching import Needle
from pipeline.edition.edition import Edition
from pipeline.edition.texts import strings
from pipeline.redaction import withheld_needles
from pipeline.redaction.word_search import Hit, Search
from pipeline.redaction.yaml_edit import edited_files
from pipeline.resources import labels

_MARK = "mark them too"


def repeats(source: Source, folder: Path, vault: Vault, public: Edition) -> tuple[Problem, ...]:
    """Return a problem for each place where a withheld value stands unmarked.

    A place that is allowed, and no longer holds the words, is a problem as well.

    Args:
        source: the dossier as loaded.
        folder: of the dossier; the names of its media files are searched.
        vault: the values.
        public: the composed public edition, whose fixed phrases are searched.
    """
    looked_for = withheld_needles.needles(vault, source)
    searches = [Search(edited_files.read(folder)), *_beside(source, folder)]
    phrases = labels.load(source.dossier.language, source.dossier.labels)
    allowed = {
        slot: {row.place for row in declaration.repeats_allowed}
        for slot, declaration in source.redactions.slots.items()
    }
    used: set[tuple[str, str]] = set()
    found: list[Problem] = []
    for slot, rows in groupby(looked_for, attrgetter("slot")):
        needles = tuple(rows)
        hits = {hit for search in searches for hit in search.hits(needles)}
        for needle in needles:
            hits |= set(_file_names(folder, needle))
            hits |= set(_phrases(public, phrases, needle, searches, source))
        for hit in sorted(hits):
            used.add((slot, hit.place))
            if not hit.place or hit.place not in allowed.get(slot, ()):
                found.append(_problem(hit, slot))
    found += _without_words(source, vault, used)
    found += _of_earlier_form(source, found)
    return tuple(dict.fromkeys(found))


def require_places(source: Source, folder: Path, *, keyed: bool = False) -> None:
    """Refuse allowed places that no file has, and reasons without a place; needs no vault.

    Args:
        source: the dossier as loaded.
        folder: of the dossier.
        keyed: the search follows, which answers reasons without a place with the list to paste.

    Raises:
        ContentError: unknown-place or repeats-without-place.
    """
    named = [
        (slot, index, row.place)
        for slot, declaration in source.redactions.slots.items()
        for index, row in enumerate(declaration.repeats_allowed)
    ]
    if not named:
        return
    searches = [Search(edited_files.read(folder)), *_beside(source, folder)]
    known = {place for search in searches for place in search.places}
    document = source.documents["redactions.yaml"]
    problems = [] if keyed else list(_of_earlier_form(source, ()))
    problems += [
        Problem(
            document.where(("slots", slot, "repeats_allowed", index, "in")),
            "unknown-place",
            "there is no such text in the dossier's files",
            "name a file and a path in it, places in lists counted from 1: "
            "presentation.yaml slides/3/points/2",
        )
        for slot, index, place in named
        if place != UNPLACED and place not in known and not place.startswith(f"{_PHRASE} ")
    ]
    if problems:
        raise ContentError(*problems)


def _beside(source: Source, folder: Path) -> Iterator[Search]:
    """Yield the dossiers of the same number beside this one: the same document, other languages."""
    number = _number(folder)
    year = number and re.search(r"\d{2,4}(?=\D*$)", number.partition(" INIT")[0])
    for path in sorted(folder.resolve().parent.glob("*/dossier.yaml")):
        other = path.parent
        if other == folder.resolve() or number is None:
            continue
        if year and year[0].encode() not in (_data(path) or b""):  # most are of no use
            continue
        if _number(other) != number:
            continue
        try:
            yield Search(edited_files.read(other), f"../{other.name}/")
        except (ContentError, NotEditableError):
            where = source.documents["dossier.yaml"].where(("number",))
            message = (
                f"dossier {other.name} beside this one has the same number, and cannot be read"
            )
            hint = "mend it first: withheld words are looked for in it, too"
            raise ContentError(Problem(where, "unreadable-beside", message, hint)) from None


def _number(folder: Path) -> str | None:
    """Return a dossier's number as it is printed; None if that cannot be read."""
    path = folder / "dossier.yaml"
    if (data := _data(path)) is None:
        return None
    tree = yaml_positions.read(data.decode("utf-8-sig", "replace"), str(path)).tree
    number = tree.get("number") if isinstance(tree, dict) else None
    return " ".join(number.split()) if isinstance(number, str) else None


def _data(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _file_names(folder: Path, needle: Needle) -> Iterator[Hit]:
    for path in (folder.resolve(), *sorted((folder / "media").rglob("*"))):
        if needle.matcher.is_wordy and needle.matcher.is_in(path.stem):
            yield Hit(Where(f"a file name in {folder.name}"))


#: Stands before the key of a phrase in the name of its place.
_PHRASE = "labels"


def _phrases(
    public: Edition,
    phrases: labels.Labels,
    needle: Needle,
    searches: Sequence[Search],
    source: Source,
) -> Iterator[Hit]:
    """Yield the printed texts that come from no content file and hold a value.

    Numbers and short words are not looked for here: pages, dates and axes hold them by chance.
    """
    matcher = needle.matcher
    if not matcher.is_wordy or not any(matcher.is_in(text) for text in strings(public)):
        return
    for text in strings(public):
        if matcher.is_in(text) and not any(row.explains(needle, text) for row in searches):
            keys = [key for key, phrase in phrases.phrases.items() if matcher.is_in(phrase)]
            key = keys[0] if keys else "date"
            yield Hit(Where(f"a fixed phrase of {source.id}"), f"{_PHRASE} {key}")


def _problem(hit: Hit, slot: str) -> Problem:
    hint = f"{_MARK}, or take them away"
    if hit.place:
        hint = (
            f"{_MARK}, or allow this place under slot '{slot}' in redactions.yaml: "
            f"repeats_allowed: [{{in: {hit.place}, reason: …}}]"
        )
    return Problem(
        hit.where, "unmarked-repeat", f"the words of slot '{slot}' stand here unmarked", hint
    )


def _without_words(source: Source, vault: Vault, used: set[tuple[str, str]]) -> Iterator[Problem]:
    """Yield the allowed places that do not hold the words of their slot."""
    document = source.documents["redactions.yaml"]
    for slot, declaration in source.redactions.slots.items():
        for index, row in enumerate(declaration.repeats_allowed):
            if slot in vault and row.place != UNPLACED and (slot, row.place) not in used:
                yield Problem(
                    document.where(("slots", slot, "repeats_allowed", index)),
                    "repeat-not-there",
                    f"the words of slot '{slot}' do not stand at this place",
                    "remove the entry, or name the place where they stand now",
                )


def _of_earlier_form(source: Source, found: Sequence[Problem]) -> Iterator[Problem]:
    """Yield the reasons that name no place; with the places that were found, as text to paste."""
    document = source.documents["redactions.yaml"]
    for slot, declaration in source.redactions.slots.items():
        if [row.place for row in declaration.repeats_allowed] != [UNPLACED]:
            continue
        rows = [_pasted(row.hint) for row in found if f"'{slot}'" in row.message]
        listed = "\n".join(["write instead:", "      repeats_allowed:", *filter(None, rows)])
        yield Problem(
            document.where(("slots", slot, "repeats_allowed")),
            "repeats-without-place",
            "a repeat is allowed place by place",
            listed if any(rows) else "build with --key: the answer has the list to paste here",
        )


def _pasted(hint: str) -> str:
    place = re.search(r"\{in: (.+), reason: …\}", hint)
    return f"        - {{in: {place[1]}, reason: …}}" if place else ""
