"""Marking of whole slides and parts of texts for withholding, where they stand in the files.

A slide, or a figure in a fence, is marked by a key of its YAML; a part of a text in the braces at
its end. Nothing is sealed here: see ``sealing``.
"""

from __future__ import annotations

from pathlib import Path

from pipeline.content import replace_files, yaml_letters, yaml_positions
from pipeline.content.yaml_letters import NotEditableError
from pipeline.core.errors import ContentError, Problem, Where
from pipeline.redaction import marked_words, sealing, text_parts, text_wholes
from pipeline.redaction.withholding import require_ground
from pipeline.redaction.yaml_edit import edited_files, nodes
from pipeline.redaction.yaml_edit.edited_files import DECK, Content


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
    require_ground(ground)
    with replace_files.locked(folder):
        content = edited_files.read(folder)
        if not 1 <= slide <= len(content.source.presentation.slides):
            hint = "slides count from 1; a cover is not withheld as a whole"
            message = "there is no such slide"
            raise ContentError(Problem(Where(content.shown(DECK)), "no-slide", message, hint))
        return _marked_whole(content, DECK, ("slides", slide - 1), ground)


def withhold_part(folder: Path, place: str, ground: str) -> Where:
    """Mark a part of a text for withholding as a whole.

    Args:
        folder: the dossier's folder.
        place: the file and the part in it: ``body.md annex-1/paragraph-4``.
        ground: id from the list of grounds.

    Returns:
        Where the mark begins.

    Raises:
        ContentError: the dossier has problems; or there is no such part, or it holds what cannot
            be sealed along with it. Nothing was changed.
    """
    require_ground(ground)
    with replace_files.locked(folder):
        content = edited_files.read(folder)
        name, _, inner = place.partition(" ")
        path = text_wholes.path_of(content, name, inner)
        if path is None:
            message, hint = "there is no such part", "name it as messages do: body.md paragraph-4"
            raise ContentError(Problem(Where(content.shown(name)), "no-part", message, hint))
        return _marked_whole(content, name, path, ground)


def _marked_whole(content: Content, name: str, path: yaml_positions.Path, ground: str) -> Where:
    edit = _with_braces if content.is_markdown(name, path) else _with_key
    edited = edit(content, name, path, ground)
    sealing.sealed(edited)  # could it be?
    replace_files.replace(edited.changes())
    return edited.documents[name].where_key((*path, marked_words.KEY))


def _with_braces(content: Content, name: str, path: yaml_positions.Path, ground: str) -> Content:
    """Return the dossier with a part of a text marked in the braces at its end.

    Raises:
        ContentError: it would not read as wanted: the part is marked already, or is none.
    """
    where = content.documents[name].where(path)
    try:
        row, tree = text_parts.span(content, name, path), text_parts.node(content, name, path)
    except NotEditableError:
        raise edited_files.not_editable(where) from None
    edited = content.edited({name: text_parts.marked(content, name, row, ground)[0]})
    parts: edited_files.Parts = {(name, path): {**tree, marked_words.KEY: ground}}
    if marked_words.KEY in tree or not edited_files.reads_as_wanted(content, edited, {}, parts):
        raise edited_files.not_editable(where)
    return edited


def _with_key(content: Content, name: str, path: yaml_positions.Path, ground: str) -> Content:
    """Return the dossier with the key of a mark behind the first key of a part.

    Raises:
        ContentError: it would not read as wanted: the part is marked already, or laid out in a way
            that is not known here.
    """
    document, (text, inner) = content.documents[name], content.yaml(name, path)
    tree = edited_files.at(document.tree, path)
    given = content.texts[name]
    if isinstance(tree, list):  # a row without a key
        begin, end = nodes.brackets(yaml_letters.compose(text), inner)
        row = f"{{row: {text[begin:end]}, {marked_words.KEY}: {ground}}}"
        edited = content.edited({name: given[:begin] + row + given[end:]})
        keyed: edited_files.Parts = {(name, path): {"row": tree, marked_words.KEY: ground}}
        if not edited_files.reads_as_wanted(content, edited, {}, keyed):
            raise edited_files.not_editable(document.where(path))
        return edited
    node = nodes.at(yaml_letters.compose(text), inner)
    key, value = node.value[0]
    line = f"{marked_words.KEY}: {ground}"
    if node.flow_style:
        at, line = nodes.end(text, value), f", {line}"
    else:
        at = nodes.line_end(text, nodes.end(text, value))
        newline = "\r\n" if "\r\n" in text else "\n"
        line = f"{newline}{' ' * key.start_mark.column}{line}"
    assert isinstance(tree, dict)  # noqa: S101 - it has a key
    edited = content.edited({name: given[:at] + line + given[at:]})
    parts: edited_files.Parts = {(name, path): {**tree, marked_words.KEY: ground}}
    if marked_words.KEY in tree or not edited_files.reads_as_wanted(content, edited, {}, parts):
        raise edited_files.not_editable(document.where(path))
    return edited
