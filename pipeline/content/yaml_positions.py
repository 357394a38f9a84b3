"""YAML reader that keeps line and column of every value, and every scalar as text.

Scalars are not converted here: ``no`` stays "no" and ``1.10`` stays "1.10"; the models decide what
is a date or a number. Anchors, aliases and tags are refused: content is data. Messages never echo
what is written (G23).
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from pipeline.content import quoting, yaml_errors
from pipeline.content.yaml_letters import NotEditableError, Scalar, of_node
from pipeline.content.yaml_letters import Path as _Path
from pipeline.core import nesting_limits
from pipeline.core.errors import Problem, Where

Path = _Path
Tree = str | None | list["Tree"] | dict[str, "Tree"]

#: Letters of one text: breaking a longer one into lines takes long.
_LONGEST = 50_000
_NULLS = {"", "~", "null"}
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
        return Where(self.file, *self.lines.place(index))

    @cached_property
    def lines(self) -> yaml_errors.Lines:
        """Return the lines of the file."""
        return yaml_errors.Lines(self.text)

    def where_key(self, path: Sequence[str | int]) -> Where:
        """Return the place of a key, or of the nearest parent's value."""
        return self.keys.get(self.resolve(path)) or self.where(path)

    def in_brackets(self, path: Sequence[str | int]) -> bool:
        """Tell whether a value is an entry of a list or a mapping in brackets."""
        known = self.resolve(path)
        above = (self.values[known[:end]] for end in range(len(known)))
        return any(self.lines.rest(place.line, place.column)[:1] in {"[", "{"} for place in above)

    def typed(self, path: Sequence[str | int]) -> str:
        """Return what stands in a line from a value on; messages never quote it."""
        place = self.where(path)
        return self.lines.rest(place.line, place.column)

    def quoted(self, path: Sequence[str | int]) -> str:
        """Return how a value is put in quotation marks."""
        return quoting.quote_it(self.typed(path), in_brackets=self.in_brackets(path))

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
    faults = list(yaml_errors.characters(text))
    node: Node | None = None
    if not faults:
        try:
            if excess := nesting_limits.of_yaml(yaml_errors.readable(text)):
                where = Where(file, excess.line, excess.column)
                hint = "no dossier needs as many"
                problems.append(Problem(where, "too-large", excess.message, hint))
                return document
            node = yaml_errors.compose(text)
        except yaml.MarkedYAMLError as error:
            faults = [yaml_errors.explained(text, error)]
    problems += (
        Problem(Where(file, row.line, row.column), row.code, row.message, row.hint)
        for row in faults
    )
    if node is None and not faults:
        hint = _BEGINS.get(file.rpartition("/")[2], "")
        problems.append(Problem(Where(file, 1, 1), "empty-file", "the file is empty", hint))
    if node is not None:
        document.tree = _convert(node, (), document, set())
    return document


#: How a file begins, for who left it empty.
_BEGINS = {
    "dossier.yaml": "was it saved? it begins with 'number:'",
    "presentation.yaml": "was it saved? it begins with 'slides:'; each slide below begins with "
    "'  - kind:' and the name of a kind, such as title, bullets or table",
    "redactions.yaml": "write 'slots: {}', or remove the file",
}


def _convert(node: Node, path: Path, document: Document, seen: set[int]) -> Tree:
    place = document.place(node.start_mark.index)
    document.values[path] = place
    if id(node) in seen:
        hint = document.quoted(path)
        _report(document, place, "yaml-alias", yaml_errors.NO_ALIAS, hint)
        return None
    seen.add(id(node))
    if str(node.tag) not in _CORE_TAGS:
        _report(document, place, "yaml-tag", "a text cannot begin with '!'", document.quoted(path))
        return None
    if isinstance(node, ScalarNode):
        if len(node.value) > _LONGEST:
            message = f"this text has more than {_LONGEST} letters"
            _report(document, place, "too-long", message, "divide it: no page holds as much")
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
            first = document.keys[(*path, name)].line
            hint = f"keep one; the first stands in line {first}"
            if path == ("slots",):
                hint += "; if the grounds of both apply, list them in one: [first, second]"
            _report(document, place, "duplicate-key", "this key stands here twice", hint)
            continue
        document.keys[(*path, name)] = place
        out[name] = _convert(value, (*path, name), document, seen)
    return out


def _report(document: Document, where: Where, code: str, message: str, hint: str) -> None:
    document.problems.append(Problem(where, code, message, hint))
