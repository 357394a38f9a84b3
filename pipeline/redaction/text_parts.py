"""Whole parts of Markdown texts: cut out and put back; every other byte of the file stays.

A part is cut out as it was typed, without the braces that mark it. What was indented because of
where it stood is moved to the margin, and the result is read again: it must say the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from pipeline.content import characters, texts
from pipeline.content.secret import Secret
from pipeline.content.text_draft import Span, TextDocument
from pipeline.content.yaml_letters import NotEditableError
from pipeline.content.yaml_positions import Path, Tree
from pipeline.core.errors import Where
from pipeline.redaction.yaml_edit import edited_files, restore
from pipeline.redaction.yaml_edit.edited_files import Content

KEY = "withhold"
_MARK = re.compile(r"\s*withhold=[a-z][a-z0-9-]*")
_INDENTED = re.compile(r"\n( *)(?=[^ \r\n])")
#: Keys that stay in the file where a part is withheld, or are given by its place.
_KEPT = ("number", "mark", "level", "unnumbered", "landscape", "id")

_Line = tuple[int, str, str]


def span(content: Content, name: str, path: Path) -> Span:
    """Return where a part of a text stands.

    Raises:
        NotEditableError: it is none that can be withheld.
    """
    document = content.documents[name]
    if not isinstance(document, TextDocument) or path not in document.spans:
        raise NotEditableError
    return document.spans[path]


def node(content: Content, name: str, path: Path) -> Mapping[str, Tree]:
    """Return the plain data of a part.

    Raises:
        NotEditableError: there is none.
    """
    found = edited_files.at(content.documents[name].tree, path)
    if not isinstance(found, dict):
        raise NotEditableError
    return found


def unmarked(content: Content, name: str, row: Span) -> str:
    """Return a part as it is typed, without what marks it."""
    text = content.texts[name]
    if row.given.ground is None:
        return text[row.start : row.end]
    begin = row.given.start
    end = text.index("}", begin) + 1
    braces = _MARK.sub("", text[begin:end], count=1).replace("{ ", "{")
    if braces == "{}":
        braces, begin = "", len(text[:begin].rstrip(" \t"))
    return text[row.start : begin] + braces + text[end : row.end]


def marked(content: Content, name: str, row: Span, ground: str) -> tuple[str, int]:
    """Return a file with a part marked, and where the mark begins."""
    text = content.texts[name]
    if row.given.start >= 0:
        end = text.index("}", row.given.start)
        return f"{text[:end]} {KEY}={ground}{text[end:]}", end + 1
    at = row.words_end
    return f"{text[:at]} {{{KEY}={ground}}}{text[at:]}", at + 2


def stand_in(tree: Mapping[str, Tree]) -> dict[str, Tree]:
    """Return how the slot of a part reads, its id left out."""
    kind = str(tree.get("kind", ""))
    if "label" in tree:
        return {"withheld": None}
    numbered = kind == "paragraph" and "number" in tree
    if kind in {"section", "annex", "entry"} or numbered:
        kept = {key: tree[key] for key in _KEPT if key in tree}
        return {"kind": f"withheld-{kind}", **kept, "withheld": None}
    kept = {"id": tree["id"]} if kind == "paragraph" and "id" in tree else {}
    return {"kind": "withheld", **kept, "withheld": None}


def value(content: Content, name: str, path: Path) -> tuple[str, str]:
    """Return what a part's slot is to hold, and the part as it is typed.

    Raises:
        NotEditableError: by itself it would not read as it does where it stands.
    """
    row, tree = span(content, name, path), node(content, name, path)
    written = unmarked(content, name, row)
    annex = _annex(content)
    for bare in _at_margin(written.replace("\r\n", "\n")):
        if reads_as(bare, tree, annex):
            return bare, written
    raise NotEditableError


def _annex(content: Content) -> str:
    return texts.annex_word(content.documents[edited_files.COVER])


def _at_margin(text: str) -> Iterator[str]:
    """Yield lines with less and less indentation below the first: what is right, reading tells.

    All of it may be due to where the part stands, or none: a form's value goes on indented, and a
    line of a paragraph may begin further left than what hangs on it.
    """
    depths = {len(found[1]) for found in _INDENTED.finditer(text)}
    for depth in sorted({0, *depths}):
        yield re.sub(rf"\n {{1,{depth}}}(?=[^\r\n])", "\n", text) if depth else text


def reads_as(text: str, tree: Mapping[str, Tree], annex: str) -> bool:
    """Tell whether a value reads as a part that stood, or is to stand, in a file."""
    form = f"```form\n{text}\n```\n" if "label" in tree else text
    document = texts.document(form, "part", annex, is_part=True)
    if document.problems or not isinstance(document.tree, dict):
        return False
    return list(_lines_of_text(document.tree)) == list(_lines(tree))


def reads_like(tree: Tree, text: str, annex: str) -> bool:
    """Tell whether a part of a file reads as a value."""
    return isinstance(tree, dict) and reads_as(text, tree, annex)


def _lines_of_text(tree: Mapping[str, Tree]) -> Iterator[_Line]:
    for key in ("blocks", "annexes"):
        rows = tree[key]
        for row in rows if isinstance(rows, list) else []:
            if isinstance(row, dict):
                yield from _lines(row)


def _lines(tree: Mapping[str, Tree]) -> Iterator[_Line]:
    """Yield what a part says, piece by piece: how deep it stands, what it is, its words."""
    kind = tree.get("kind")
    if kind in {"paragraph", "entry", "list"}:
        yield from _hanging(tree, 0)
        return
    if kind == "form":
        rows = tree["rows"]
        only = rows[0] if isinstance(rows, list) and len(rows) == 1 else None
        if isinstance(only, dict) and "label" in only and len(tree) == len(("kind", "rows")):
            yield from _plain(only, 0)  # a row by itself
            return
    if "label" in tree:
        yield from _plain(tree, 0)
        return
    yield from _plain(tree, 0)


def _hanging(tree: Mapping[str, Tree], depth: int) -> Iterator[_Line]:
    """Yield a paragraph or an entry with what hangs on it, whatever number or mark it has."""
    if "text" in tree:
        yield depth, "text", characters.spaced(str(tree["text"]))
    if "withheld" in tree:
        yield depth, "withheld", str(tree["withheld"])
    items = tree.get("items")
    for item in items if isinstance(items, list) else []:
        if isinstance(item, dict):
            mark = str(item.get("mark", ""))
            inner = depth + 1 if mark else depth
            if mark:
                yield inner, "mark", mark
            yield from _hanging(item, inner)


def _plain(tree: Tree | Mapping[str, Tree], depth: int) -> Iterator[_Line]:
    """Yield everything below a part but what marks it."""
    if isinstance(tree, Mapping):
        if tree.get("kind") in {"paragraph", "entry", "list"} and depth:
            if "number" in tree:
                yield depth, "number", str(tree["number"])
            yield from _hanging(tree, depth)
            return
        for key in sorted(tree):
            if key != KEY:
                yield depth, key, ""
                yield from _plain(tree[key], depth + 1)
    elif isinstance(tree, list):
        for child in tree:
            yield from _plain(child, depth)
    else:
        yield depth, "", characters.spaced(str(tree or ""))


def put_back(
    content: Content, name: str, path: Path, held: str, typed: str | None
) -> tuple[Content, Where]:
    """Return a dossier with a whole part back in its place, and that place.

    Args:
        content: the dossier.
        name: of the file.
        path: of the part that names the slot.
        held: the part's value.
        typed: as it stood in the file, if that is known.

    Raises:
        ContentError: it would not read there as it does by itself.
    """
    where = content.documents[name].where(path)
    try:
        row = span(content, name, path)
    except NotEditableError:
        raise edited_files.not_editable(where) from None
    text = content.texts[name]
    column = row.start - (text.rfind("\n", 0, row.start) + 1)
    fitted = re.sub(r"\n(?=[^\r\n])", "\n" + " " * column, held)
    annex = _annex(content)

    def is_back(tree: Tree) -> bool:
        return reads_like(tree, held, annex)

    parts: dict[tuple[str, Path], edited_files.Part] = {(name, path): is_back}
    for note in _notes(held, annex):
        parts[name, ("footnotes", note)] = edited_files.anything
    forms = (held, fitted) if typed is None else (typed, held, fitted)
    return restore.written(content, (name, row.start, row.end), forms, parts)


def _notes(text: str, annex: str) -> list[str]:
    tree = texts.document(text, "part", annex, is_part=True).tree
    notes = tree.get("footnotes") if isinstance(tree, dict) else None
    return list(notes) if isinstance(notes, dict) else []


def notes_within(content: Content, name: str, path: Path) -> list[str]:
    """Return the footnotes that are defined within a part, and go along with it."""
    row, document = span(content, name, path), content.documents[name]
    tree = document.tree
    notes = tree.get("footnotes") if isinstance(tree, dict) else None
    return [
        note
        for note in (notes if isinstance(notes, dict) else ())
        if row.start <= document.scalars[("footnotes", note)].start < row.end
    ]


def secret(content: Content, name: str, path: Path) -> tuple[Secret, Secret | None]:
    """Return what a part's slot is to hold, and the part as it is typed where that differs."""
    bare, written = value(content, name, path)
    return Secret(bare), Secret(written) if written != bare else None
