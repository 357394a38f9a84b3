"""Validation rules of running texts: numbers in order, levels, footnotes, places and references."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from pydantic import BaseModel

from pipeline.content import markup, numerals
from pipeline.content.model.running_text import (
    Annex,
    Entry,
    GivenBlock,
    Section,
    Text,
    TextParagraph,
    WithheldAnnex,
    WithheldEntry,
    WithheldParagraph,
    WithheldSection,
)
from pipeline.content.model.walk import parts, texts
from pipeline.content.texts import Texts
from pipeline.content.yaml_positions import Document, Path
from pipeline.core.errors import Problem, Where


def problems(given: Texts, documents: Mapping[str, Document]) -> Iterator[Problem]:
    """Yield every broken rule of a dossier's texts."""
    for name, text in given.by_file.items():
        rules = _Rules(text, documents[name])
        yield from rules.scope(text.blocks, ("blocks",))
        for index, annex in enumerate(text.annexes):
            if isinstance(annex, Annex):
                yield from rules.scope(annex.blocks, ("annexes", index, "blocks"))
        yield from _notes(text, documents[name])
    yield from _annexes(given, documents)
    yield from _places(given, documents)


class _Rules:
    """Rules of one file."""

    def __init__(self, text: Text, document: Document) -> None:
        self._typed = text.numbering == "typed"
        self._document = document
        self._paragraphs = 0
        self._is_free = False
        self._last = numerals.Sequence()

    def scope(self, blocks: Sequence[GivenBlock], path: Path) -> Iterator[Problem]:
        """Check the body, or an annex: its numbers count from 1."""
        self._paragraphs, self._is_free = 0, False
        yield from self._blocks(blocks, path, 0)

    def _blocks(self, blocks: Sequence[GivenBlock], path: Path, level: int) -> Iterator[Problem]:
        heading = numerals.Sequence()
        for index, block in enumerate(blocks):
            place = (*path, index)
            match block:
                case Section() | WithheldSection():
                    yield from self._section(block, place, level, heading)
                case TextParagraph() | WithheldParagraph():
                    yield from self._paragraph(block, place)
                case _:
                    pass
            yield from self._lists(block, place)

    def _section(
        self, block: Section | WithheldSection, path: Path, above: int, order: numerals.Sequence
    ) -> Iterator[Problem]:
        where = self._document.where(path)
        self._last = numerals.Sequence()
        if block.level > above + 1:
            message = "a heading of this level has none of the next higher level above it"
            hint = f"begin it with {'#' * (above + 1)} and a space; an annex's title is no level"
            yield Problem(where, "skipped-level", message, hint)
        if not self._typed and block.number:
            message = "this number is typed, and the program counts: both would be printed"
            hint = "take it away, or write 'numbering: typed' in the first lines of the file"
            yield Problem(where, "typed-number", message, hint)
        elif self._typed and block.unnumbered:
            message = "'unnumbered' means nothing where numbers are typed"
            yield Problem(where, "bad-attribute", message, "take it out of the braces")
        elif block.number and (wanted := order.take(block.number)):
            yield self._out_of_order(path, block.number, wanted)
        if isinstance(block, WithheldSection):
            self._is_free = True
        else:
            yield from self._blocks(block.blocks, (*path, "blocks"), block.level)

    def _out_of_order(self, path: Path, typed: str, wanted: str) -> Problem:
        message = "this number is out of order"
        script, other = _script(wanted), _script(typed)
        looks = f", in {script} letters," if script and other and script != other else ""
        sign = "full stop" if typed.endswith(".") else "last sign"
        hint = f"{wanted}{looks} follows here; if it is no number, put a backslash before its "
        return Problem(self._document.where(path), "number-out-of-order", message, hint + sign)

    def _paragraph(self, block: TextParagraph | WithheldParagraph, path: Path) -> Iterator[Problem]:
        if block.number is None or not self._typed:
            return
        self._last = numerals.Sequence()
        number = int(block.number.rstrip("."))
        wanted = self._paragraphs + 1
        if number != wanted and not (self._is_free and number > wanted):
            yield self._out_of_order((*path, "number"), block.number, f"{wanted}.")
        self._paragraphs, self._is_free = number, False

    def _lists(self, block: BaseModel, path: Path) -> Iterator[Problem]:
        """Check the marks of each list within a block that is no section."""
        if isinstance(block, Section) or not self._typed:
            return
        for place, part in parts(block, path):
            if items := getattr(part, "items", ()):
                is_own = place == path
                order = self._order(items[0].mark) if is_own else numerals.Sequence()
                yield from self._marks(items, (*place, "items"), order)
                self._last = order if is_own else self._last

    def _order(self, mark: str) -> numerals.Sequence:
        """Return the order of a list: of the one above it if a figure or words parted them."""
        trial = replace(self._last)
        goes_on = bool(trial.style) and not trial.take(mark)
        return self._last if goes_on else numerals.Sequence()

    def _marks(
        self, items: Sequence[Entry | WithheldEntry], path: Path, order: numerals.Sequence
    ) -> Iterator[Problem]:
        for index, item in enumerate(items):
            if item.mark == "–":
                order.style = ""
            elif item.mark and (wanted := order.take(item.mark)):
                yield self._out_of_order((*path, index), item.mark, wanted)


def _script(text: str) -> str:
    """Return the script of a number's letters, as people call it; '' for none."""
    letter = next((sign for sign in text if sign.isalpha()), "")
    return unicodedata.name(letter).split()[0].capitalize() if letter else ""


def _notes(text: Text, document: Document) -> Iterator[Problem]:
    used: set[str] = set()
    for path, rich in texts(text):
        for part in rich:
            if isinstance(part, markup.Note):
                used.add(part.id)
                if part.id not in text.footnotes:
                    message = "this file has no such footnote"
                    hint = f"write a paragraph that begins with [^{part.id}]: "
                    where = document.where(path, part.offset)
                    yield Problem(where, "unknown-note", message, hint.rstrip())
    for note in text.footnotes:
        if note not in used:
            message = "nothing refers to this footnote"
            hint = f"write [^{note}] in the text, or remove it"
            where = document.where_key(("footnotes", note))
            yield Problem(where, "unused-note", message, hint)


def _annexes(given: Texts, documents: Mapping[str, Document]) -> Iterator[Problem]:
    """Check that annexes count through all files, and that a file of an annex is one."""
    rows = [
        (name, text, index, annex)
        for name, text in given.by_file.items()
        for index, annex in enumerate(text.annexes)
    ]
    order = numerals.Sequence()
    for name, text, index, annex in rows:
        where = documents[name].where(("annexes", index))
        if text.numbering == "computed":
            if annex.number:
                message = "this number is typed, and the program counts"
                hint = "take it away, or write 'numbering: typed' in the first lines of the file"
                yield Problem(where, "typed-number", message, hint)
        elif annex.number is None and len(rows) > 1:
            message = "one of several annexes has no number"
            yield Problem(where, "missing-number", message, "write I, II, III behind the word")
        elif annex.number and (wanted := order.take(f"{annex.number}.")):
            hint = f"{wanted.rstrip('.')} follows here"
            yield Problem(where, "number-out-of-order", "this number is out of order", hint)
    numberings = {text.numbering for _, text, _, _ in rows}
    if len(numberings) > 1:
        name, _, index, _ = rows[-1]
        where = documents[name].where(("annexes", index))
        message = "some annexes are numbered by the program, and some are not"
        yield Problem(where, "typed-number", message, "write the same 'numbering:' in each file")
    for name, text in given.by_file.items():
        if name.startswith("annex-") and (text.blocks or not text.annexes):
            where = documents[name].where(("blocks",))
            message = "the file of an annex does not begin with the annex's heading"
            yield Problem(where, "bad-annex", message, "begin it with '# ANNEX I: its title'")


def _places(given: Texts, documents: Mapping[str, Document]) -> Iterator[Problem]:
    """Check that each place has a name of its own, and that references lead to a number."""
    known: dict[str, bool] = {}
    for name, text in given.by_file.items():
        for path, part in parts(text):
            id_ = getattr(part, "id", None)
            if not isinstance(id_, str):
                continue
            where = documents[name].where((*path, "id"))
            if id_ in known:
                message = "another place has the same id"
                yield Problem(where, "id-twice", message, "give each place an id of its own")
            known[id_] = _has_number(part, text)
    for name, text in given.by_file.items():
        for path, rich in texts(text):
            for ref in rich:
                if isinstance(ref, markup.Reference) and not known.get(ref.id):
                    where = documents[name].where(path, ref.offset)
                    yield _bad_reference(where, is_known=ref.id in known)


def _bad_reference(where: Where, *, is_known: bool) -> Problem:
    if is_known:
        message = "this place has no number that could be printed"
        hint = "refer to a numbered heading or paragraph, an entry with a mark, a numbered caption"
        return Problem(where, "no-number", message, hint)
    message = "no place of the dossier's texts has this id"
    hint = "write {#id} at the end of a heading, a paragraph or the first line of a fence"
    return Problem(where, "unknown-place", message, hint)


def _has_number(part: BaseModel, text: Text) -> bool:
    match part:
        case Section() | WithheldSection():
            computed = text.numbering == "computed" and not part.unnumbered
            return computed or part.number is not None
        case Annex() | WithheldAnnex() | WithheldParagraph():
            return True
        case TextParagraph():
            return part.number is not None
        case Entry() | WithheldEntry():
            return part.mark not in {"", "–"}
        case _:
            caption = getattr(part, "caption", None)
            return bool(caption and caption_number(caption))


_CAPTION = re.compile(r"\S+[ \u00a0](?:[IVXLC]+|[A-Z]?\d+(?:[.-]\d+)*)(?=[.:]|[ \u00a0][–—-]|\Z)")


def caption_number(caption: markup.Rich) -> str:
    """Return what a caption calls its figure: "Table 1"; empty if it does not begin with that."""
    first = caption[0]
    found = _CAPTION.match(first.text) if isinstance(first, markup.Words) else None
    return found[0] if found else ""
