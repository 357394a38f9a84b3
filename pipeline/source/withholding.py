"""Mark words for withholding where they stand, as a reviewer would by hand, and take a mark away.

The words are given as a reader sees them, with the slide that shows them: they are looked for in
the texts of that slide, and marked only if they stand there once. Where they stand more than once,
the words around them decide; if these do not, nothing is marked. An edit is accepted if the file
then reads as before but for the mark. Nothing is sealed here: see ``sealing``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from pipeline import labels
from pipeline.diagnostics import ContentError, Problem, Where, shown_path
from pipeline.source import (
    characters,
    editing,
    marks,
    markup,
    nodes,
    positions,
    restoring,
    scalars,
    writing,
)
from pipeline.source.editing import COVER, DECK, Content
from pipeline.source.scalars import NotEditableError, Scalar
from pipeline.source.walk import marked
from pipeline.source.withheld import Secret

#: Stands for what is no words of the author: a slot, a reference, a mark.
_OTHER = "\0"
_MARK = re.compile(r"\[\[([a-z-]+):\s*(.+?)\s*\]\]", re.DOTALL)


@dataclass(frozen=True)
class Passage:
    """Words as a reader sees them.

    Attributes:
        slide: that shows them, as numbered in the file; 0 for the cover.
        words: to be withheld.
        before: what stands before them in their paragraph, as far as it is known.
        after: what stands behind them.
    """

    slide: int
    words: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class Marked:
    """A place that is marked and not yet sealed.

    Attributes:
        slide: its number; 0 for the cover.
        whole: it is a part as a whole: a slide, a table, an item.
    """

    where: Where
    ground: str
    slide: int
    whole: bool = False


@dataclass(frozen=True)
class _Found:
    """Where words stand: a text, a part of it, and where in the part."""

    file: str
    path: positions.Path
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
    _require_ground(ground)
    words = characters.SPACE.sub(" ", passage.words).strip(" ")
    with writing.locked(folder):
        content = editing.read(folder)
        found = _place(content, replace(passage, words=words))
        edited, index = _marked(content, found, words, ground)
        writing.replace([change for name in (COVER, DECK) if (change := edited.change(name))])
        return edited.where(found.file, index)


def withhold_slide(folder: Path, slide: int, ground: str) -> Where:
    """Mark a slide for withholding as a whole.

    Args:
        folder: the dossier's folder.
        slide: its number in the file, from 1.
        ground: id from the list of grounds.

    Returns:
        Where the mark begins.

    Raises:
        ContentError: the dossier has problems; or there is no such slide, or it holds what cannot
            be sealed along with it. Nothing was changed.
    """
    _require_ground(ground)
    with writing.locked(folder):
        content = editing.read(folder)
        if not 1 <= slide <= len(content.source.presentation.slides):
            hint = "slides count from 1; a cover is not withheld as a whole"
            message = "there is no such slide"
            raise ContentError(Problem(Where(content.shown(DECK)), "no-slide", message, hint))
        edited = _with_key(content, ("slides", slide - 1), ground)
        for _ in marks.whole(edited):  # could it be sealed?
            pass
        writing.replace(list(filter(None, [edited.change(DECK)])))
        return edited.source.documents[DECK].where_key(("slides", slide - 1, marks.KEY))


def _with_key(content: Content, path: positions.Path, ground: str) -> Content:
    """Return the dossier with the key of a mark behind the first key of a part.

    Raises:
        ContentError: it would not read as wanted: the part is marked already, or laid out in a way
            that is not known here.
    """
    text, document = content.texts[DECK], content.source.documents[DECK]
    node = nodes.at(scalars.compose(text), path)
    key, value = node.value[0]
    line = f"{marks.KEY}: {ground}"
    if node.flow_style:
        at, line = nodes.end(text, value), f", {line}"
    else:
        at = nodes.line_end(text, nodes.end(text, value))
        newline = "\r\n" if "\r\n" in text else "\n"
        line = f"{newline}{' ' * key.start_mark.column}{line}"
    tree = editing.at(document.tree, path)
    assert isinstance(tree, dict)  # noqa: S101 - a slide is one
    edited = content.edited({DECK: text[:at] + line + text[at:]})
    parts: editing.Parts = {(DECK, path): {**tree, marks.KEY: ground}}
    if marks.KEY in tree or not editing.reads_as_wanted(content, edited, {}, parts):
        raise editing.not_editable(document.where(path))
    return edited


def _require_ground(ground: str) -> None:
    if ground not in labels.grounds():
        hint = f"use one of {', '.join(labels.grounds())}"
        message = "this is not a ground for redaction"
        raise ContentError(Problem(Where("--ground"), "unknown-ground", message, hint))


def _place(content: Content, passage: Passage) -> _Found:
    """Return the one place where the words stand.

    Raises:
        ContentError: there is none, or there are several.
    """
    where = Where(content.shown(DECK if passage.slide else COVER))
    texts = [row for row in content.rich() if _is_on(row[0], row[1], passage.slide)]
    every = [one for row in texts for one in _found(row, passage.words)] if passage.words else []
    fitting = [one for one in every if _fits(one, passage)]
    if len(fitting) == 1:
        return fitting[0]
    if every:
        message = f"the words stand in {len(fitting or every)} places of this slide"
        hint = "select more of the text around them, or mark them in the file"
        raise ContentError(Problem(where, "words-not-unique", message, hint))
    message = "the words do not stand in one piece in the texts of this slide"
    hint = "select words without a change of type, a link, a footnote or a marker between them"
    raise ContentError(Problem(where, "words-not-found", message, hint))


def _is_on(file: str, path: positions.Path, slide: int) -> bool:
    if file == COVER:
        return slide == 0
    return path[:2] == ("slides", slide - 1) and "alt" not in path and "notes" not in path


def _found(row: tuple[str, positions.Path, markup.Rich], words: str) -> Iterator[_Found]:
    file, path, text = row
    for index, part in enumerate(text):
        if isinstance(part, markup.Words) and part.href is None and part.href_slot is None:
            for found in re.finditer(re.escape(words), part.text):
                yield _Found(file, path, text, index, found.start())


def _fits(found: _Found, passage: Passage) -> bool:
    """Tell whether the words around a place are those that the reader has before him."""
    parts = [part.text if isinstance(part, markup.Words) else _OTHER for part in found.text]
    at = sum(map(len, parts[: found.part])) + found.offset
    whole = "".join(parts)
    before = whole[:at].rpartition(_OTHER)[2].strip()
    after = whole[at + len(passage.words) :].partition(_OTHER)[0].strip()
    seen_before = characters.SPACE.sub(" ", passage.before).strip()
    seen_after = characters.SPACE.sub(" ", passage.after).strip()
    if not seen_before and not seen_after:  # nothing is known
        return True
    return (
        seen_before.endswith(before) or (bool(seen_before) and before.endswith(seen_before))
    ) and (seen_after.startswith(after) or (bool(seen_after) and after.startswith(seen_after)))


def _marked(content: Content, found: _Found, words: str, ground: str) -> tuple[Content, int]:
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
        texts = list(_written(layout.text, layout.values[found.path], words, ground))
    except NotEditableError:
        raise editing.not_editable(where) from None
    for text, index in texts:
        edited = content.edited({found.file: text})
        if editing.reads_as_wanted(content, edited, {(found.file, found.path): wanted}):
            _ = edited.source  # its rules are kept, too
            return edited, index
    raise editing.not_editable(where)


def _words(like: markup.Words, text: str) -> tuple[markup.Words, ...]:
    return (replace(like, text=text),) if text else ()


def _written(text: str, scalar: Scalar, words: str, ground: str) -> Iterator[tuple[str, int]]:
    """Yield the file with each place of the words marked, as the text is quoted or in quotes."""
    for found in re.finditer(re.escape(words), scalar.folded):
        start, end = scalar.stretch(found.start(), found.end())
        mark = f"[[{ground}: {text[start:end]}]]"
        if scalar.style is not None:
            yield text[:start] + mark + text[end:], start
        else:
            form = scalar.requoted(start, end, f"[[{ground}: {words}]]")
            behind = scalar.start + len(scalar.raw)
            index = form.index(f"[[{ground}: ", start - scalar.start)
            yield text[: scalar.start] + form + text[behind:], scalar.start + index


def listed(folder: Path) -> tuple[Marked, ...]:
    """Return what is marked and not yet sealed, in the order of the files.

    Raises:
        ContentError: the dossier has problems.
    """
    return tuple(_listed(editing.read(folder)))


def _listed(content: Content) -> Iterator[Marked]:
    for name, path, text in content.rich():
        for part in text:
            if isinstance(part, markup.Unsealed):
                yield Marked(_at(content, name, path, part), part.ground, _slide(name, path))
    document = content.source.documents[DECK]
    for path, ground in marked(content.source.presentation):
        where = document.where_key((*path, marks.KEY))
        yield Marked(where, ground, _slide(DECK, path), whole=True)


def _slide(name: str, path: positions.Path) -> int:
    return int(path[1]) + 1 if name == DECK else 0


def _at(content: Content, name: str, path: positions.Path, part: markup.Unsealed) -> Where:
    try:
        start, _ = content.layouts[name].values[path].stretch(part.offset, part.offset + 1)
    except NotEditableError:
        return content.source.documents[name].where(path)
    return content.where(name, start)


def unmark(folder: Path, line: int, column: int, name: str = DECK) -> Where:
    """Take the mark away that begins at a place; what was marked stays as it is.

    Args:
        folder: the dossier's folder.
        line: of the mark, as ``listed`` gives it.
        column: of the mark.
        name: of the file.

    Raises:
        ContentError: the dossier has problems, or no mark begins there. Nothing was changed.
    """
    with writing.locked(folder):
        content = editing.read(folder)
        for edited, at in _without(content, name):
            if (at.line, at.column) == (line, column):
                changed = edited()
                writing.replace(list(filter(None, [changed.change(name)])))
                return at
    where = Where(shown_path(folder / name), line, column)
    hint = "a mark begins at its brackets, or at the key 'withhold'"
    raise ContentError(Problem(where, "no-mark", "no mark begins here", hint))


def _without(content: Content, name: str) -> Iterator[tuple[Callable[[], Content], Where]]:
    """Yield for each mark of a file where it begins, and how it is taken away."""
    for file, path, text in content.rich():
        for part in text:
            if isinstance(part, markup.Unsealed) and file == name:
                row = (file, path, text)
                yield partial(_unmarked, content, row, part), _at(content, file, path, part)
    document = content.source.documents[DECK]
    for path, _ in marked(content.source.presentation) if name == DECK else ():
        yield partial(_without_key, content, path), document.where_key((*path, marks.KEY))


def _without_key(content: Content, path: positions.Path) -> Content:
    """Return the dossier without the key that marks a whole part."""
    text, document = content.texts[DECK], content.source.documents[DECK]
    node = nodes.at(scalars.compose(text), path)
    entries: list[nodes.Entry] = node.value
    index = next(i for i, (key, _) in enumerate(entries) if key.value == marks.KEY)
    key, value = entries[index]
    begin = text.rfind("\n", 0, key.start_mark.index)
    tree = editing.at(document.tree, path)
    assert isinstance(tree, dict)  # noqa: S101 - it has a key
    if node.flow_style:
        edited = content.edited({DECK: nodes.out_of_flow(text, entries, index)})
    elif text[begin : key.start_mark.index].strip():  # beside the dash
        raise editing.not_editable(document.where(path))
    else:
        begin -= text[begin - 1] == "\r"
        rest = text[nodes.line_end(text, nodes.end(text, value)) :]
        edited = content.edited({DECK: text[:begin] + rest})
    bare = {name: one for name, one in tree.items() if name != marks.KEY}
    if not editing.reads_as_wanted(content, edited, {}, {(DECK, path): bare}):
        raise editing.not_editable(document.where(path))
    return edited


def _unmarked(
    content: Content, row: tuple[str, positions.Path, markup.Rich], mark: markup.Unsealed
) -> Content:
    file, path, text = row
    layout = content.layouts[file]
    scalar = layout.values[path]
    where = content.source.documents[file].where(path)
    found = _MARK.match(scalar.folded, mark.offset)
    try:
        if found is None:
            raise NotEditableError
        start, end = scalar.stretch(found.start(), found.end())
    except NotEditableError:
        raise editing.not_editable(where) from None
    typed = _MARK.match(layout.text[start:end])
    wanted = [found[2] if part is mark else part for part in text]
    forms = restoring.candidates(
        layout.text, scalar, (start, end), found[2], typed[2] if typed else None
    )
    for form in forms:
        edited = content.edited({file: form})
        if editing.reads_as_wanted(content, edited, {(file, path): wanted}):
            return edited
    raise editing.not_editable(where)
