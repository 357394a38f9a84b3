"""Places of each slot, and readable names of texts and parts, for the reviewer's table.

It opens no value.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.content import load, markup, yaml_positions
from pipeline.content.model import walk
from pipeline.content.model.redactions_yaml import GroundUse
from pipeline.content.text_draft import TextDocument
from pipeline.content.yaml_letters import NotEditableError
from pipeline.core.errors import Where
from pipeline.redaction import vault
from pipeline.redaction.yaml_edit import edited_files
from pipeline.resources import labels

#: What a reader calls a place, by a key of its path; the first that stands in the path counts.
_NAMES = (
    ("footnotes", "footnote"),
    ("notes", "speaker note"),
    ("alt", "alternative text"),
    ("legend", "map legend"),
    ("cost", "cost of an option"),
    ("criteria", "criterion"),
    ("options", "option"),
    ("steps", "next step"),
    ("phases", "phase"),
    ("requests", "request"),
    ("figures", "key figure"),
    ("point", "key figure"),
    ("values", "chart value"),
    ("categories", "chart category"),
    ("series", "chart series"),
    ("caption", "caption"),
    ("entries", "timeline entry"),
    ("groups", "table cell"),
    ("header", "table cell"),
    ("rows", "table cell"),
    ("points", "list item"),
    ("officers", "list item"),
    ("partners", "list item"),
    ("subtitle", "subtitle"),
    ("title", "title"),
)
#: What a whole part is, by the key that it stands under.
_PARTS = {
    "rows": "table row",
    "legend": "map category",
    "points": "list item",
    "partners": "entry",
    "series": "chart series",
    "entries": "timeline entry",
    "image": "picture",
    "figures": "key figure",
    "point": "key figure",
    "requests": "request",
    "criteria": "criterion",
    "steps": "next step",
    "phases": "phase",
}


@dataclass(frozen=True)
class Place:
    """One place of a slot.

    Attributes:
        slide: its number; 0 for the cover.
        what: row of the cover, or kind of text on the slide.
        file, path: of the text or part.
        part: which of the text's parts is withheld; -1 for a part as a whole.
    """

    where: Where
    slide: int
    what: str
    file: str = ""
    path: yaml_positions.Path = ()
    part: int = -1

    def __str__(self) -> str:
        """Return the place as a reader calls it."""
        if self.file not in load.FILES and self.file:
            return f"{self.file}: {self.what}"
        return f"slide {self.slide}: {self.what}" if self.slide else f"cover: {self.what}"


@dataclass(frozen=True)
class Row:
    """Facts of one slot: grounds, reason, places.

    Attributes:
        references: legal reference of each ground, in the same order.
        places: in reading order; empty for a slot that no text uses.
        held: whether the vault has its value; None if nobody looked.
        inside: slot of the withheld part that this one stands in; empty for none.
    """

    slot: str
    grounds: tuple[GroundUse, ...]
    references: tuple[str, ...]
    reason: str | None
    places: tuple[Place, ...]
    held: bool | None
    inside: str = ""


def places(folder: Path, key_file: Path | None = None) -> tuple[Row, ...]:
    """Read a folder, and return a row for each declared slot; see ``rows``.

    Args:
        folder: the dossier's folder.
        key_file: to see which values are held; without a vault none is, and no key is needed.

    Raises:
        ContentError: the dossier has problems, or the vault cannot be opened with this key.
    """
    held: frozenset[str] | None = None if vault.exists(folder) else frozenset()
    if held is None and key_file is not None:
        held = vault.held_ids(folder, key_file)
    return rows(edited_files.read(folder), held)


def rows(content: edited_files.Content, held: frozenset[str] | None) -> tuple[Row, ...]:
    """Return a row for each declared slot, in reading order; unused ones last.

    Args:
        content: the dossier's files.
        held: slots whose value is in the vault; None if nobody looked.
    """
    used: dict[str, list[Place]] = {}
    for slot, place in _uses(content):
        used.setdefault(slot, []).append(place)
    declared = content.source.redactions.slots
    inside = {inner: outer for outer, inner, _ in walk.nested(used, declared)}
    order = [*(slot for slot in used if slot in declared), *(s for s in declared if s not in used)]
    known = labels.grounds()
    return tuple(
        Row(
            slot,
            declared[slot].grounds,
            tuple(known[use.ground].reference for use in declared[slot].grounds),
            declared[slot].reason,
            tuple(used.get(slot, ())),
            None if held is None else slot in held,
            inside.get(slot, ""),
        )
        for slot in order
    )


def _uses(content: edited_files.Content) -> Iterator[tuple[str, Place]]:
    found = [*_in_texts(content), *_whole(content)]
    order = {name: index for index, (name, _) in enumerate(content.source.models())}
    yield from sorted(found, key=lambda use: (order[use[1].file], use[1].slide, use[1].where))


def _in_texts(content: edited_files.Content) -> Iterator[tuple[str, Place]]:
    for name, path, text in content.rich():
        seen: set[str] = set()
        for index, part in enumerate(text):
            if isinstance(part, markup.Slot):
                place = _place(content, name, path, named(path), part.offset)
                yield part.id, replace(place, part=index)
            elif isinstance(part, markup.Words) and part.href_slot and part.href_slot not in seen:
                seen.add(part.href_slot)
                place = _place(content, name, path, "link target", 0)
                yield part.href_slot, replace(place, part=index)


def _whole(content: edited_files.Content) -> Iterator[tuple[str, Place]]:
    for name, model in content.enclosed():
        for path, slot, _ in walk.slots_in(model):
            if path[-1] in {"withheld", "slot"}:
                yield slot, _place(content, name, path, named(path), 0)


def _place(
    content: edited_files.Content, file: str, path: yaml_positions.Path, what: str, offset: int
) -> Place:
    document = content.source.documents[file]
    where = document.where(path)
    scalar = content.layouts[file].values.get(document.resolve(path))
    try:
        if scalar is not None:
            where = content.where(file, scalar.stretch(offset, offset + 1)[0])
    except NotEditableError:
        where = document.where(path)
    slide = int(path[1]) + 1 if file == edited_files.DECK else 0
    if isinstance(document, TextDocument) and what != "link target":
        what = called(content, file, path)
    return Place(where, slide, what, file, path)


def called(content: edited_files.Content, file: str, path: yaml_positions.Path) -> str:
    """Return what a reader calls a text or a part: in a running text, its place."""
    document = content.documents[file]
    if not isinstance(document, TextDocument):
        return named(path)
    inner = document.place_name(path).removesuffix("/withheld")
    return f"whole {inner}" if path[-1:] == ("withheld",) else inner


def named(path: yaml_positions.Path) -> str:
    """Return the readable name of a text or a part, by its path in a file."""
    keys = [step for step in path if isinstance(step, str)]
    if not keys:
        return "text"
    if keys[0] == "cover":
        return keys[1]
    if keys[-1] == "slot":
        return "whole slide"
    if keys[-1] == "withheld":
        return f"whole {_PARTS.get(keys[-2], keys[-2])}"
    return next((name for key, name in _NAMES if key in keys[1:]), "text")
