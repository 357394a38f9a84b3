"""Marking of words or slides for withholding in the content files; the list of marks.

The words are given as a reader sees them, with the slide that shows them: they are looked for in
the texts of that slide, and marked only if they stand there once. Where they stand more than once,
the words around them decide; if these do not, nothing is marked. An edit is accepted if the file
then reads as before but for the mark. Nothing is sealed here: see ``sealing``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import takewhile
from pathlib import Path
from typing import TypeGuard

from pipeline.content import (
    characters,
    load,
    markup,
    replace_files,
    texts,
    yaml_positions,
)
from pipeline.content.model.walk import marked
from pipeline.content.secret import Secret
from pipeline.content.yaml_letters import NotEditableError, Scalar
from pipeline.core.errors import ContentError, Problem, Where
from pipeline.redaction import marked_words
from pipeline.redaction.yaml_edit import edited_files
from pipeline.redaction.yaml_edit.edited_files import COVER, DECK, Content
from pipeline.resources import labels

#: Stands for what is no words of the author: a slot, a reference, a mark.
_OTHER = "\0"


@dataclass(frozen=True)
class Passage:
    """Selected words, as a reader sees them, with their context.

    Attributes:
        slide: that shows them, as numbered in the file; 0 for the cover, or a text.
        words: to be withheld.
        before: what stands before them in their paragraph, as far as it is known.
        after: what stands behind them.
        path: of their text in the file, if it is known: a note or an alternative text is not on
            a page.
        is_target: they are where a link leads, and stand on no page.
        place: of a text that holds them: its file, and a place in it if that is known.
        is_all: they are all that their paragraph says.
    """

    slide: int
    words: str
    before: str = ""
    after: str = ""
    path: yaml_positions.Path = ()
    is_target: bool = False
    place: str = ""
    is_all: bool = False


@dataclass(frozen=True)
class Marked:
    """A place that is marked and not yet sealed.

    Attributes:
        slide: its number; 0 for the cover, and in texts.
        path: of its text, or of the part, in the file.
        file: in which it stands.
        part: which of the text's parts it is; -1 for a part as a whole: a slide, a table, an item.
    """

    where: Where
    ground: str
    slide: int
    path: yaml_positions.Path
    part: int = -1
    file: str = DECK

    @property
    def whole(self) -> bool:
        """Tell whether it is a part as a whole."""
        return self.part < 0


@dataclass(frozen=True)
class Spot:
    """Exact place of words to be marked: a text, a part of it, and where in the part."""

    file: str
    path: yaml_positions.Path
    text: markup.Rich
    part: int
    offset: int


def withhold(folder: Path, passage: Passage, ground: str) -> Where:
    """Mark words for withholding.

    Args:
        folder: the dossier's folder.
        passage: the words.
        ground: id from the list of grounds.

    Returns:
        Where the mark begins.

    Raises:
        ContentError: the dossier has problems; or the words do not stand there, stand there more
            than once, or in a form that no command changes. Nothing was changed.
    """
    require_ground(ground)
    with replace_files.locked(folder):
        content = edited_files.read(folder)
        found = spot(content, passage)
        edited, index = (_marked_target if passage.is_target else _marked)(
            content, found, _folded(passage.words), ground
        )
        replace_files.replace(edited.changes())
        return edited.where(found.file, index)


def require_ground(ground: str) -> None:
    """Refuse what is no ground.

    Raises:
        ContentError: unknown-ground.
    """
    if ground not in labels.grounds():
        hint = f"use one of {', '.join(labels.grounds())}"
        message = "this is not a ground for redaction"
        raise ContentError(Problem(Where("--ground"), "unknown-ground", message, hint))


def _folded(words: str) -> str:
    return characters.folded(words)


def spot(content: Content, passage: Passage) -> Spot:
    """Return the one place where the words stand.

    Raises:
        ContentError: there is none, or there are several.
    """
    passage = replace(passage, words=_folded(passage.words))
    name = passage.place.partition(" ")[0] or (DECK if passage.slide else COVER)
    where = Where(content.shown(name))
    rows = [row for row in content.rich() if _is_on(content, row[0], row[1], passage)]
    find = _targets if passage.is_target else _found
    every = [place for row in rows for place in find(row, passage.words)] if passage.words else []
    fitting = [place for place in every if _fits(place, passage)]
    if len(fitting) == 1:
        return fitting[0]
    if every:
        message = f"the words stand in {len(fitting or every)} places here"
        hint = "select more of the text around them, or mark them in the file"
        raise ContentError(Problem(where, "words-not-unique", message, hint))
    message = "the words do not stand here in one piece"
    hint = "select words without a change of type, the end of a link or a marker between them"
    raise ContentError(Problem(where, "words-not-found", message, hint))


def _is_on(content: Content, file: str, path: yaml_positions.Path, passage: Passage) -> bool:
    """Tell whether a text is the one that is named, or stands on the page or place that is."""
    if passage.place:
        name, _, inner = passage.place.partition(" ")
        place = texts.place_name(content.documents[file], path)
        below = not inner or place == inner or place.startswith(f"{inner}/")
        return file == name and below and passage.path in {(), path}
    if file not in load.FILES:
        return not passage.slide and path == passage.path
    if file == COVER:
        return passage.slide == 0 and passage.path in {(), path}
    if path[:2] != ("slides", passage.slide - 1):
        return False
    return path == passage.path if passage.path else "alt" not in path and "notes" not in path


def _found(row: tuple[str, yaml_positions.Path, markup.Rich], words: str) -> Iterator[Spot]:
    file, path, text = row
    for index, part in enumerate(text):
        if isinstance(part, markup.Words) and part.href_slot is None:
            for found in re.finditer(re.escape(words), part.text):
                yield Spot(file, path, text, index, found.start())


def _targets(row: tuple[str, yaml_positions.Path, markup.Rich], target: str) -> Iterator[Spot]:
    """Yield the first part of each link that leads to a place."""
    file, path, text = row
    last: str | None = None
    for index, part in enumerate(text):
        href = part.href if isinstance(part, markup.Words) else None
        if href == target != last:
            yield Spot(file, path, text, index, 0)
        last = href


def _fits(found: Spot, passage: Passage) -> bool:
    """Tell whether the words around a place are those that the reader has before him."""
    parts = [part.text if isinstance(part, markup.Words) else _OTHER for part in found.text]
    at = sum(map(len, parts[: found.part])) + found.offset
    whole = "".join(parts)
    before = whole[:at].rpartition(_OTHER)[2].strip()
    after = whole[at + len(passage.words) :].partition(_OTHER)[0].strip()
    seen_before = characters.SPACE.sub(" ", passage.before).strip()
    seen_after = characters.SPACE.sub(" ", passage.after).strip()
    if not seen_before and not seen_after:
        return not passage.is_all or not (before or after)  # else nothing is known
    return (
        seen_before.endswith(before) or (bool(seen_before) and before.endswith(seen_before))
    ) and (seen_after.startswith(after) or (bool(seen_after) and after.startswith(seen_after)))


def _marked(content: Content, found: Spot, words: str, ground: str) -> tuple[Content, int]:
    """Return the dossier with the mark, and where that begins in the file.

    Raises:
        ContentError: no way of writing it reads as wanted.
    """
    part = found.text[found.part]
    assert isinstance(part, markup.Words)  # noqa: S101 - see _found
    end = found.offset + len(words)
    wanted = (
        *found.text[: found.part],
        *_words(part, part.text[: found.offset]),
        markup.Unsealed(ground, Secret(words), lang=part.lang),
        *_words(part, part.text[end:]),
        *found.text[found.part + 1 :],
    )
    layout = content.layouts[found.file]
    where = content.source.documents[found.file].where(found.path)
    try:
        forms = list(_written(layout.text, layout.values[found.path], words, ground))
    except NotEditableError:
        raise edited_files.not_editable(where) from None
    for text, index in forms:
        edited = content.edited({found.file: text})
        if edited_files.reads_as_wanted(content, edited, {(found.file, found.path): wanted}):
            _ = edited.source  # its rules are kept, too
            return edited, index
    raise edited_files.not_editable(where)


def _marked_target(content: Content, found: Spot, target: str, ground: str) -> tuple[Content, int]:
    """Return the dossier with the target of a link marked, and where the mark begins in the file.

    A link whose target is marked is read as text until it is sealed.

    Raises:
        ContentError: no way of writing it reads as wanted.
    """
    text = found.text
    count = sum(1 for _ in takewhile(partial(_leads_to, target), text[found.part :]))
    behind = found.part + count
    first = text[found.part]
    assert isinstance(first, markup.Words)  # noqa: S101 - see _targets
    plain = markup.Words("", lang=first.lang)
    wanted = (
        *text[: found.part],
        replace(plain, text="["),
        *(replace(part, href=None) for part in text[found.part : behind] if _is_words(part)),
        replace(plain, text="]("),
        markup.Unsealed(ground, Secret(target)),
        replace(plain, text=")"),
        *text[behind:],
    )
    layout = content.layouts[found.file]
    scalar = layout.values[found.path]
    for place in re.finditer(rf"\]\(({re.escape(target)})\)", scalar.folded):
        for form, index in _at(layout.text, scalar, place.span(1), ground):
            edited = content.edited({found.file: form})
            if edited_files.reads_as_wanted(content, edited, {(found.file, found.path): wanted}):
                _ = edited.source  # its rules are kept, too
                return edited, index
    raise edited_files.not_editable(content.source.documents[found.file].where(found.path))


def _is_words(part: markup.Inline) -> TypeGuard[markup.Words]:
    return isinstance(part, markup.Words)


def _leads_to(target: str, part: markup.Inline) -> bool:
    return isinstance(part, markup.Words) and part.href == target


def _words(like: markup.Words, text: str) -> tuple[markup.Words, ...]:
    return (replace(like, text=text),) if text else ()


def _written(text: str, scalar: Scalar, words: str, ground: str) -> Iterator[tuple[str, int]]:
    """Yield the file with each place of the words marked, and where that mark begins."""
    for found in re.finditer(re.escape(words), scalar.folded):
        yield from _at(text, scalar, found.span(), ground)


def _at(text: str, scalar: Scalar, span: tuple[int, int], ground: str) -> Iterator[tuple[str, int]]:
    """Yield the file with a stretch of a text marked: as it is quoted, or in quotes."""
    start, end = scalar.stretch(*span)
    mark = f"[[{ground}: {text[start:end]}]]"
    if scalar.style is not None:
        yield text[:start] + mark + text[end:], start
    else:
        form = scalar.requoted(start, end, f"[[{ground}: {scalar.folded[slice(*span)]}]]")
        behind = scalar.start + len(scalar.raw)
        index = form.index(f"[[{ground}: ", start - scalar.start)
        yield text[: scalar.start] + form + text[behind:], scalar.start + index


def listed(content: Content) -> Iterator[Marked]:
    """Yield marks that are not yet sealed, in the order of the files."""
    for name, path, text in content.rich():
        for index, part in enumerate(text):
            if isinstance(part, markup.Unsealed):
                at = where_marked(content, name, path, part)
                yield Marked(at, part.ground, _slide(name, path), path, index, name)
    for name, model in content.enclosed():
        for path, ground in marked(model):
            where = content.documents[name].where_key((*path, marked_words.KEY))
            yield Marked(where, ground, _slide(name, path), path, file=name)


def _slide(name: str, path: yaml_positions.Path) -> int:
    return int(path[1]) + 1 if name == DECK else 0


def where_marked(
    content: Content, name: str, path: yaml_positions.Path, part: markup.Unsealed
) -> Where:
    """Return the place where the mark of some words begins."""
    try:
        start, _ = content.layouts[name].values[path].stretch(part.offset, part.offset + 1)
    except NotEditableError:
        return content.source.documents[name].where(path)
    return content.where(name, start)
