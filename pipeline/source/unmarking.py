"""Take a mark away that is not yet sealed; what was marked stays as it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from pipeline.diagnostics import ContentError, Problem, Where, shown_path
from pipeline.source import editing, marks, markup, nodes, positions, restoring, scalars, writing
from pipeline.source.editing import DECK, Content
from pipeline.source.scalars import NotEditableError
from pipeline.source.walk import marked
from pipeline.source.withholding import where_marked

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
                yield (
                    partial(_unmarked, content, row, part),
                    where_marked(content, file, path, part),
                )
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
    wanted: editing.Text = [found[2] if part is mark else part for part in text]
    around = scalar.folded[: found.start()], scalar.folded[found.end() :]
    if around[0].endswith("](") and around[1].startswith(")") and markup.is_link(found[2]):
        wanted = markup.parse(found[2].join(around))  # it is a link again
    forms = restoring.candidates(
        layout.text, scalar, (start, end), found[2], typed[2] if typed else None
    )
    for form in forms:
        edited = content.edited({file: form})
        if editing.reads_as_wanted(content, edited, {(file, path): wanted}):
            return edited
    raise editing.not_editable(where)
