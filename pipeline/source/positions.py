"""YAML with positions: every value knows its line and column, and stays the text it was typed as.

Scalars are not converted here: ``no`` stays "no" and ``1.10`` stays "1.10"; the models decide what
is a date or a number. Anchors, aliases and tags are refused: content is data. Messages never echo
what is written (G23).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from pipeline import nesting
from pipeline.diagnostics import Problem, Where
from pipeline.source.scalars import NotEditableError, Scalar, of_node

Tree = str | None | list["Tree"] | dict[str, "Tree"]
Path = tuple[str | int, ...]

_NULLS = {"", "~", "null"}
_LINE_END = re.compile(r"\r\n|\r|\n")
#: What no YAML file may hold (YAML 1.1, 5.1).
_UNPRINTABLE = re.compile("[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
#: Tags that a parser gives by itself; none of them makes anything but text, lists and mappings.
_CORE_TAGS = frozenset(
    f"tag:yaml.org,2002:{name}"
    for name in ("str", "int", "float", "bool", "null", "timestamp", "merge", "value", "seq", "map")
)


@dataclass
class Document:
    """One YAML file as plain data, with the place of every key and value.

    Attributes:
        file: path as shown to the user.
        text: as read, comments included.
        tree: the data; None when the file could not be read at all.
        problems: what is wrong with the YAML itself.
    """

    file: str
    text: str = ""
    tree: Tree = None
    problems: list[Problem] = field(default_factory=list)
    keys: dict[Path, Where] = field(default_factory=dict)
    values: dict[Path, Where] = field(default_factory=dict)
    scalars: dict[Path, Scalar] = field(default_factory=dict)

    def where(self, path: Sequence[str | int], offset: int = 0) -> Where:
        """Return the place of a value, or of the nearest parent that exists.

        Path elements that are no key (the tags a validator adds to a path) are passed over.

        Args:
            path: keys and indices from the top.
            offset: characters into the value, its white space folded.
        """
        known = self.resolve(path)
        scalar = self.scalars.get(known)
        if offset and scalar is not None:
            with suppress(NotEditableError, IndexError):
                return self.place(scalar.stretch(offset, offset + 1)[0])
        return self.values.get(known, Where(self.file, 1, 1))

    def place(self, index: int) -> Where:
        """Return the line and column of a character of the file; lines are those of an editor."""
        index = min(index, max(len(self.text.rstrip()) - 1, 0))
        line = bisect_right(self._starts, index)
        return Where(self.file, line, index - self._starts[line - 1] + 1)

    @cached_property
    def _starts(self) -> list[int]:
        """Return where lines begin; YAML would count some separators, which no editor does."""
        return [0, *(found.end() for found in _LINE_END.finditer(self.text))]

    def where_key(self, path: Sequence[str | int]) -> Where:
        """Return the place of a key, or of the nearest parent's value."""
        return self.keys.get(self.resolve(path)) or self.where(path)

    def resolve(self, path: Sequence[str | int]) -> Path:
        """Return the longest part of a path that exists in the file."""
        known: Path = ()
        for step in path:
            if (*known, step) in self.values:
                known = (*known, step)
        return known


def read(text: str, file: str) -> Document:
    """Parse YAML text, keeping positions; problems are collected, never raised."""
    document = Document(file, text)
    problems = document.problems
    try:
        if excess := nesting.of_yaml(text):
            where = Where(file, excess.line, excess.column)
            hint = "no dossier needs as many"
            document.problems.append(Problem(where, "too-large", excess.message, hint))
            return document
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        problems.append(Problem(document.place(_mark_of(error)), *_explain(error)))
        return document
    except yaml.YAMLError:
        found = _UNPRINTABLE.search(text)
        place = document.place(found.start() if found else 0)
        code = f"U+{ord(found[0]):04X} " if found else ""
        message = f"the file holds a character {code}that YAML does not allow"
        problems.append(Problem(place, "bad-yaml", message, "remove it"))
        return document
    if node is None:
        problems.append(Problem(Where(file, 1, 1), "empty-file", "the file is empty"))
        return document
    document.tree = _convert(node, (), document, set())
    return document


def _mark_of(error: yaml.MarkedYAMLError) -> int:
    """Return where an error stands: a text that is not closed, where it opens."""
    mark = error.problem_mark or error.context_mark
    if _is_open_text(error) and error.context_mark:
        mark = error.context_mark
    return int(mark.index) if mark else 0


def _is_open_text(error: yaml.MarkedYAMLError) -> bool:
    """Tell whether a text in quotation marks goes on to the end of the file."""
    return "quoted scalar" in (error.context or "") and "unexpected" in (error.problem or "")


def _explain(error: yaml.MarkedYAMLError) -> tuple[str, str, str]:
    """Return code, message and hint for a YAML error, without its own words: they echo content."""
    problem = error.problem or ""
    if "alias" in problem or "anchor" in problem:
        return ("yaml-alias", "anchors and aliases are not used here", "write the text itself")
    if "\\t" in problem or "tab" in problem:
        return ("bad-yaml", "a tab is not allowed here", "indent with spaces")
    if "mapping values" in problem:
        hint = "put quotes around a text that holds ': ', or check the indentation"
        return ("bad-yaml", "a ':' is not expected here", hint)
    if "expected <block end>" in problem or "could not find expected" in problem:
        hint = "check indentation, '-' and ':' on this line and the one above"
        return ("bad-yaml", "the structure breaks here", hint)
    if _is_open_text(error):
        return ("bad-yaml", "a quotation mark is not closed", "close it, or escape it")
    if "quoted scalar" in (error.context or ""):
        hint = "write the character itself; \\\\ for a backslash, or single quotation marks"
        return ("bad-yaml", "this backslash stands for no character", hint)
    return ("bad-yaml", "this is not valid YAML", "check this line and the one above")


def _convert(node: Node, path: Path, document: Document, seen: set[int]) -> Tree:
    place = document.place(node.start_mark.index)
    document.values[path] = place
    if id(node) in seen:
        _report(
            document,
            place,
            "yaml-alias",
            "anchors and aliases are not used here",
            "write the text itself",
        )
        return None
    seen.add(id(node))
    if str(node.tag) not in _CORE_TAGS:
        _report(document, place, "yaml-tag", "tags are not used here", "remove the '!' word")
        return None
    if isinstance(node, ScalarNode):
        document.scalars[path] = of_node(node, document.text)
        plain_null = not node.style and node.value in _NULLS
        return None if plain_null else str(node.value)
    if isinstance(node, SequenceNode):
        return [
            _convert(child, (*path, index), document, seen)
            for index, child in enumerate(node.value)
        ]
    assert isinstance(node, MappingNode)  # noqa: S101 - compose makes these three kinds only
    return _convert_mapping(node, path, document, seen)


def _convert_mapping(
    node: MappingNode, path: Path, document: Document, seen: set[int]
) -> dict[str, Tree]:
    out: dict[str, Tree] = {}
    for key, value in node.value:
        place = document.place(key.start_mark.index)
        if not isinstance(key, ScalarNode):
            _report(document, place, "bad-key", "a key must be a word", "check the indentation")
            continue
        name = str(key.value)
        if name in out:
            _report(document, place, "duplicate-key", "this key stands here twice", "keep one")
            continue
        document.keys[(*path, name)] = place
        out[name] = _convert(value, (*path, name), document, seen)
    return out


def _report(document: Document, where: Where, code: str, message: str, hint: str) -> None:
    document.problems.append(Problem(where, code, message, hint))
