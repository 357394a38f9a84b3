"""Rules of all content files, run from here; own: slots, footnotes, dates, labels, characters."""

from __future__ import annotations

import difflib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from pydantic import BaseModel

from pipeline.content import characters, markup
from pipeline.content.model.dossier_yaml import Dossier
from pipeline.content.model.parts import Point
from pipeline.content.model.redactions_yaml import Redactions
from pipeline.content.model.running_text import Text
from pipeline.content.model.slides import Presentation, WithheldSlide
from pipeline.content.model.walk import marked, nested, parts, slots_in, texts
from pipeline.content.model_errors import meant
from pipeline.content.rules import covers, decisions, figures, running_text, titles
from pipeline.content.texts import Texts
from pipeline.content.yaml_positions import Document, Path
from pipeline.core.errors import Problem, Where
from pipeline.layout import settable_characters
from pipeline.resources import labels


def problems(
    dossier: Dossier | None,
    presentation: Presentation | None,
    redactions: Redactions | None,
    documents: Mapping[str, Document],
    written: Texts | None,
) -> Iterator[Problem]:
    """Yield every broken rule; a file that is not well-formed is None, its rules are left out."""
    cover, deck = documents["dossier.yaml"], documents["presentation.yaml"]
    printed = _printed_marker(dossier, redactions)
    enclosed = written.by_file if written else {}
    for model, document in (
        (dossier, cover),
        (presentation, deck),
        *((text, documents[name]) for name, text in enclosed.items()),
    ):
        if model is not None:
            yield from _unsealed(model, document)
            yield from _hand_made_markers(model, document, printed)
            if not isinstance(model, Text):
                yield from _references(model, document)
    if written is not None:
        yield from running_text.problems(written, documents)
        for name, text in enclosed.items():
            yield from figures.problems(text, documents[name])
    if dossier is not None:
        yield from _dates(dossier, cover)
        yield from covers.problems(dossier, cover)
        yield from _labels(dossier, cover)
        yield from _distribution(dossier, cover)
    if presentation is not None:
        yield from _notes(presentation, deck)
        yield from _levels(presentation, deck)
        yield from figures.problems(presentation, deck)
        yield from decisions.problems(presentation, deck)
        yield from titles.problems(presentation, deck)
    if redactions is not None:
        yield from _grounds(redactions, documents["redactions.yaml"])
    if dossier and presentation and redactions and written is not None:
        models = {"dossier.yaml": dossier, "presentation.yaml": presentation, **enclosed}
        yield from _slots(models, redactions, documents)


def _references(model: BaseModel, document: Document) -> Iterator[Problem]:
    """Refuse references to places of a text where there is no text around."""
    for path, text in texts(model):
        for part in text:
            if isinstance(part, markup.Reference):
                where = document.where(path, part.offset)
                message = "a link may only lead to a web page or a mailbox"
                hint = "use https://…, http://… or mailto:…; references stand in running text"
                yield Problem(where, "bad-link", message, hint)


def unfinished(
    dossier: Dossier | None,
    presentation: Presentation | None,
    redactions: Redactions | None,
    documents: Mapping[str, Document],
    written: Texts | None,
) -> Iterator[Problem]:
    """Yield what a dossier must not lack before anybody reads it, and a draft may."""
    cover = documents["dossier.yaml"]
    if dossier is not None:
        yield from covers.missing(dossier, cover)
    if presentation is not None:
        yield from titles.repeated(presentation, documents["presentation.yaml"])
    if dossier and presentation and redactions and written:
        models = {"dossier.yaml": dossier, "presentation.yaml": presentation, **written.by_file}
        found = _named(models, redactions, documents)
        yield from covers.missing_access(dossier, cover, slots=bool(found))


#: A face of the project's; what it has not, others have, see ``settable_characters``.
_FAMILY = "Carlito"


def unsettable(documents: Iterable[Document]) -> Iterator[Problem]:
    """Yield the first character of each text that no face can set."""
    for document in documents:
        yield from _unsettable(document)


def _unsettable(document: Document) -> Iterator[Problem]:
    for path, scalar in document.scalars.items():
        if scalar.value.isascii():
            continue
        given = scalar.folded
        text = characters.folded(given)
        at = next((at for at, sign in enumerate(text) if not _is_settable(sign)), None)
        if at is not None and not characters.FORBIDDEN.match(text[at]):
            place = characters.origin(given, at)
            told = "" if _is_marked(document, path, given, place) else text[at]
            yield settable_characters.missing_glyph(document.where(path, place), told)


_MARK = re.compile(r"\[\[[a-z][a-z0-9-]*:.*?\]\]", re.DOTALL)


def _is_marked(document: Document, path: Path, text: str, at: int) -> bool:
    """Tell whether a letter is marked for withholding, by itself or in a part as a whole (G23)."""
    if any(row.start() <= at < row.end() for row in _MARK.finditer(text)):
        return True
    return any((*path[:end], "withhold") in document.values for end in range(len(path)))


@cache
def _is_settable(sign: str) -> bool:
    return sign.isascii() or settable_characters.is_settable(sign, _FAMILY)


def _distribution(dossier: Dossier, document: Document) -> Iterator[Problem]:
    public = dossier.distribution.get("public")
    if public and public.editions != ("public",):
        yield Problem(
            document.where(("distribution", "public", "editions")),
            "not-public",
            "the public gets the public edition and no other",
            "give others a name of their own, such as delegations",
        )


def _dates(dossier: Dossier, document: Document) -> Iterator[Problem]:
    number, year = dossier.number, dossier.date.year if dossier.date else 0
    if number is None or not year:
        return
    # a revision, a corrigendum or a lifted classification keeps the number of the first version
    if year != number.year and (year < number.year or not number.suffixes):
        yield Problem(
            document.where(("number",)),
            "year-differs",
            f"the number's year is {number.year}, and the year of the document's date {year}",
            "correct the number, or the date behind 'date:'",
        )


def _named(
    models: Mapping[str, BaseModel], redactions: Redactions, documents: Mapping[str, Document]
) -> list[tuple[str, Where]]:
    """Return every slot that is named, in texts and inside withheld parts, with its place."""
    found = [
        (slot, documents[file].where(path, offset))
        for file, model in models.items()
        for path, slot, offset in slots_in(model)
    ]
    declared = documents["redactions.yaml"]
    found += [
        (inner, declared.where(("slots", outer, "holds", index)))
        for outer, inner, index in nested([slot for slot, _ in found], redactions.slots)
    ]
    return found


def _slots(
    models: Mapping[str, BaseModel], redactions: Redactions, documents: Mapping[str, Document]
) -> Iterator[Problem]:
    found = _named(models, redactions, documents)
    used: set[str] = set()
    spare = [slot for slot in redactions.slots if slot not in {name for name, _ in found}]
    for slot, where in found:
        if slot not in redactions.slots:
            near = difflib.get_close_matches(slot, spare, n=1)
            hint = "write it with its grounds into redactions.yaml, below 'slots:'"
            if near:  # one of the two is misspelt: one mistake
                spare.remove(near[0])
                hint = f"did you mean '{near[0]}', which it has? or {hint}"
            yield Problem(where, "unknown-slot", "redactions.yaml does not have this slot", hint)
        elif slot in used:
            yield Problem(
                where,
                "slot-used-twice",
                f"slot '{slot}' stands in a second place",
                "give each place a slot of its own: readers must not learn they are equal",
            )
        used.add(slot)
    for slot in spare:
        if slot not in used:
            yield Problem(
                documents["redactions.yaml"].where_key(("slots", slot)),
                "unused-slot",
                f"slot '{slot}' is not used in the text",
                f"write [[{slot}]] where the words were, or remove the slot",
            )


def _grounds(redactions: Redactions, document: Document) -> Iterator[Problem]:
    known = labels.grounds()
    if redactions.numbering == "ground" and redactions.marker != "numbered":
        yield Problem(
            document.where(("numbering",)),
            "unused-numbering",
            "markers are numbered by ground, and these print no number",
            "write 'marker: numbered', or remove 'numbering'",
        )
    for ground in redactions.justifications:
        if ground not in known:
            yield _unknown_ground(document.where_key(("justifications", ground)), ground)
    for slot, declaration in redactions.slots.items():
        named = [use.ground for use in declaration.grounds]
        for index, use in enumerate(declaration.grounds):
            path = ("slots", slot, "grounds", index)
            if use.ground not in known:
                yield _unknown_ground(document.where((*path, "ground")), use.ground)
            elif named.index(use.ground) != index:
                yield Problem(
                    document.where(path),
                    "ground-twice",
                    "this ground stands here twice",
                    "keep one",
                )
            if use.within is not None and (use.within == use.ground or use.within not in named):
                yield Problem(
                    document.where((*path, "within")),
                    "unknown-ground",
                    "'within' names no other ground of this slot",
                    "name a ground that this slot also has",
                )


def _unsealed(model: BaseModel, document: Document) -> Iterator[Problem]:
    named = [
        (document.where(path, part.offset), part.ground)
        for path, text in texts(model)
        for part in text
        if isinstance(part, markup.Unsealed)
    ]
    named += [(document.where((*path, "withhold")), ground) for path, ground in marked(model)]
    for where, ground in named:
        if ground not in labels.grounds():
            yield _unknown_ground(where, ground)


def _unknown_ground(where: Where, ground: str) -> Problem:
    message = "this is not a ground for redaction"
    return Problem(where, "unknown-ground", message, meant(ground, list(labels.grounds())))


def _by_slide(presentation: Presentation) -> Mapping[Path, list[tuple[Path, markup.Rich]]]:
    """Return the texts of each slide, with their paths, by the path of the slide."""
    found = defaultdict[Path, list[tuple[Path, markup.Rich]]](list)
    for place, text in texts(presentation):
        found[place[:2]].append((place, text))
    return found


def _notes(presentation: Presentation, document: Document) -> Iterator[Problem]:
    written = _by_slide(presentation)
    for index, slide in enumerate(presentation.slides):
        if isinstance(slide, WithheldSlide):
            continue
        path: Path = ("slides", index)
        used: set[str] = set()
        for place, text in written[path]:
            for part in text:
                if not isinstance(part, markup.Note):
                    continue
                used.add(part.id)
                if part.id not in slide.footnotes:
                    yield Problem(
                        document.where(place, part.offset),
                        "unknown-note",
                        "this slide has no such footnote",
                        "add it under the slide's 'footnotes:'",
                    )
        for note, body in slide.footnotes.items():
            where = document.where_key((*path, "footnotes", note))
            if note not in used:
                yield Problem(
                    where,
                    "unused-note",
                    "nothing refers to this footnote",
                    f"write [^{note}] in the text, or remove it",
                )
            first = body.text[0]
            if body.mark and not (
                isinstance(first, markup.Words) and body.mark in first.text[: len(body.mark) + 1]
            ):
                yield Problem(
                    where,
                    "note-without-mark",
                    "the note does not begin with its mark",
                    "begin its text with the mark, as it is to be printed",
                )


#: Levels of a list that every format can tell apart.
_LEVELS = 3


def _levels(presentation: Presentation, document: Document) -> Iterator[Problem]:
    for path, model in parts(presentation):
        if isinstance(model, Point) and path.count("points") == _LEVELS + 1:
            yield Problem(
                document.where(path),
                "too-many-levels",
                f"a list has {_LEVELS} levels at most",
                "put this point one level up",
            )


def _printed_marker(dossier: Dossier | None, redactions: Redactions | None) -> str:
    """Return a marker that is printed as a mere word; empty if the dossier's have brackets."""
    if not (dossier and redactions and redactions.marker == "deleted"):
        return ""
    if dossier.language not in labels.languages():
        return ""
    return labels.load(dossier.language, dossier.labels).marker("deleted")


def _hand_made_markers(model: BaseModel, document: Document, printed: str) -> Iterator[Problem]:
    for path, text in texts(model):
        for part in text:
            if isinstance(part, markup.Words) and (
                _HAND_MADE.search(part.text) or (printed and printed in part.text)
            ):
                yield Problem(
                    document.where(path),
                    "hand-made-marker",
                    "a redaction marker is typed as text",
                    "declare a slot in redactions.yaml and write [[slot-id]]",
                )


_HAND_MADE = re.compile(r"\[\s*(?:redacted|deleted|withheld|text removed)\s*\]", re.IGNORECASE)


def _labels(dossier: Dossier, document: Document) -> Iterator[Problem]:
    if dossier.language not in labels.languages():
        yield Problem(
            document.where(("language",)),
            "no-labels",
            "there are no fixed phrases for this language",
            meant(dossier.language, labels.languages()),
        )
        return
    known = labels.load(dossier.language).phrases
    for key in dossier.labels:
        if key not in known:
            yield Problem(
                document.where_key(("labels", key)),
                "unknown-label",
                "there is no fixed phrase of this name",
                f"the names stand in templates/labels/{dossier.language}.yaml",
            )
