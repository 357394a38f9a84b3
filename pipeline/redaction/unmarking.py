"""Removal of a mark that is not yet sealed; the marked words stay."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from pipeline.content import link_targets, markup, replace_files, yaml_letters, yaml_positions
from pipeline.content.model.walk import marked
from pipeline.content.yaml_letters import NotEditableError
from pipeline.core.errors import ContentError, Problem, Where, shown_path
from pipeline.redaction import marked_words, text_parts
from pipeline.redaction.withholding import where_marked
from pipeline.redaction.yaml_edit import edited_files, nodes, restore
from pipeline.redaction.yaml_edit.edited_files import DECK, Content

_MARK = re.compile(r"\[\[([a-z-]+):\s*(.+?)\s*\]\]", re.DOTALL)


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
    with replace_files.locked(folder):
        content = edited_files.read(folder)
        for edited, at in _without(content, name):
            if (at.line, at.column) == (line, column):
                changed = edited()
                replace_files.replace(changed.changes())
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
                yield (
                    partial(_unmarked, content, row, part),
                    where_marked(content, file, path, part),
                )
    model = dict(content.enclosed()).get(name)
    for path, _ in marked(model) if model is not None else ():
        place = content.documents[name].where_key((*path, marked_words.KEY))
        edit = _without_braces if content.is_markdown(name, path) else _without_key
        yield partial(edit, content, name, path), place


def _without_braces(content: Content, name: str, path: yaml_positions.Path) -> Content:
    """Return the dossier without the braces' word that marks a part of a text."""
    row, tree = text_parts.span(content, name, path), text_parts.node(content, name, path)
    text = content.texts[name]
    part = text_parts.unmarked(content, name, row)
    edited = content.edited({name: text[: row.start] + part + text[row.end :]})
    bare = {key: entry for key, entry in tree.items() if key != marked_words.KEY}
    if not edited_files.reads_as_wanted(content, edited, {}, {(name, path): bare}):
        raise edited_files.not_editable(content.documents[name].where(path))
    return edited


def _without_key(content: Content, name: str, path: yaml_positions.Path) -> Content:
    """Return the dossier without the key that marks a whole part."""
    document, (text, inner) = content.documents[name], content.yaml(name, path)
    node = nodes.at(yaml_letters.compose(text), inner)
    entries: list[nodes.Entry] = node.value
    index = next(i for i, (key, _) in enumerate(entries) if key.value == marked_words.KEY)
    key, value = entries[index]
    begin = text.rfind("\n", 0, key.start_mark.index)
    tree = edited_files.at(document.tree, path)
    assert isinstance(tree, dict)  # noqa: S101 - it has a key
    if node.flow_style:
        form = nodes.out_of_flow(text, entries, index)
    elif text[begin : key.start_mark.index].strip():  # beside the dash
        raise edited_files.not_editable(document.where(path))
    else:
        begin -= text[begin - 1] == "\r"
        form = text[:begin] + text[nodes.line_end(text, nodes.end(text, value)) :]
    if name != DECK:  # what stands around the fence was left out
        form = _around(content.texts[name], text, form)
    edited = content.edited({name: form})
    bare = {name: entry for name, entry in tree.items() if name != marked_words.KEY}
    if not edited_files.reads_as_wanted(content, edited, {}, {(name, path): bare}):
        raise edited_files.not_editable(document.where(path))
    return edited


def _around(whole: str, blank: str, form: str) -> str:
    """Return a file with the YAML of one of its fences edited.

    Args:
        whole: the file.
        blank: the same with spaces outside of the fence.
        form: that, edited.
    """
    start = next(at for at, sign in enumerate(blank) if sign not in " \r\n")
    behind = len(blank) - len(blank.rstrip())
    return whole[:start] + form[start : len(form) - behind] + whole[len(whole) - behind :]


def _unmarked(
    content: Content, row: tuple[str, yaml_positions.Path, markup.Rich], mark: markup.Unsealed
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
        raise edited_files.not_editable(where) from None
    typed = _MARK.match(layout.text[start:end])
    wanted: edited_files.Text = [found[2] if part is mark else part for part in text]
    around = scalar.folded[: found.start()], scalar.folded[found.end() :]
    if around[0].endswith("](") and around[1].startswith(")") and link_targets.is_link(found[2]):
        wanted = markup.parse(found[2].join(around))  # it is a link again
    forms = restore.candidates(
        layout.text, scalar, (start, end), found[2], typed[2] if typed else None
    )
    for form in forms:
        edited = content.edited({file: form})
        if edited_files.reads_as_wanted(content, edited, {(file, path): wanted}):
            return edited
    raise edited_files.not_editable(where)
