"""Position of each letter of a YAML text in its file, for edits that change nothing else.

``yaml_positions`` knows the line and column of values; this module knows the stretch of the file
that every single letter of a value was read from, in all five styles in which YAML writes a text.
White space is left out: the models fold it, so it carries nothing. What was read is compared with
what the YAML parser read; a text for which they differ is never edited.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from pipeline.content import characters, yaml_errors
from pipeline.core.errors import Where

#: A place in a YAML file: keys, and places in lists from 0.
Path = tuple[str | int, ...]

_DOUBLE = re.compile(
    r"\\(?:\r\n|[\r\n]|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.)|.", re.DOTALL
)
_SINGLE = re.compile(r"''|.", re.DOTALL)
_BLOCK_HEADER = re.compile(r"[|>][^\r\n]*")
#: What a backslash and a letter stand for in double quotes (YAML 1.1, 5.7).
_ESCAPES = {
    "0": "\0", "a": "\a", "b": "\b", "t": "\t", "n": "\n", "v": "\v", "f": "\f", "r": "\r",
    "e": "\x1b", "N": "\x85", "_": "\xa0", "L": "\u2028", "P": "\u2029",
}  # fmt: skip
#: Letters that YAML would read as line breaks, or refuses, unless they are escaped.
_UNSAFE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff]")


class NotEditableError(ValueError):
    """A text stands in the file in a form that this program does not change."""


@dataclass(frozen=True)
class Letter:
    """One letter of a value, and the stretch of the file that stands for it."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Scalar:
    """Text of a YAML file, with the place of each letter.

    Attributes:
        raw: as it stands in the file, quotation marks included.
        start: of the raw text, in characters from the beginning of the file.
        style: None for plain, one of ``' " | >``, or ``md`` for Markdown, where nothing is quoted.
        value: as YAML reads it.
    """

    raw: str
    start: int
    style: str | None
    value: str

    @property
    def folded(self) -> str:
        """Return the value with its white space folded, as ``markup`` counts offsets in it."""
        return characters.spaced(self.value)

    def letters(self) -> tuple[Letter, ...]:
        """Return every letter that is not white space.

        Raises:
            NotEditableError: the text cannot be followed letter by letter.
        """
        found = tuple(
            Letter(text, self.start + start, self.start + end)
            for text, start, end in self._pieces()
            if text and not characters.SPACE.fullmatch(text)
        )
        if "".join(letter.text for letter in found) != characters.SPACE.sub("", self.value):
            raise NotEditableError
        return found

    def _pieces(self) -> Iterator[tuple[str, int, int]]:
        if self.style == '"':
            for piece in _DOUBLE.finditer(self.raw, 1, len(self.raw) - 1):
                yield _unescaped(piece.group()), piece.start(), piece.end()
        elif self.style == "'":
            for piece in _SINGLE.finditer(self.raw, 1, len(self.raw) - 1):
                yield piece.group()[0], piece.start(), piece.end()
        else:
            header = _BLOCK_HEADER.match(self.raw) if self.style in {"|", ">"} else None
            begin = header.end() if header else 0
            for index in range(begin, len(self.raw)):
                yield self.raw[index], index, index + 1

    def stretch(self, offset: int, end: int) -> tuple[int, int]:
        """Return the range in the file of a part of the folded value.

        Args:
            offset: of its first letter in the folded value; not white space.
            end: behind its last letter; that is not white space either.

        Raises:
            NotEditableError: the text cannot be followed letter by letter.
        """
        letters = self.letters()
        first = len(self.folded[:offset].replace(" ", ""))
        last = len(self.folded[:end].replace(" ", "")) - 1
        return letters[first].start, letters[last].end

    def requoted(self, start: int, end: int, words: str) -> str:
        """Return a plain or single-quoted text in double quotes, with words in place of a stretch.

        Lines break where they did: they are folded in the same way.

        Args:
            start: of the stretch, in the file.
            end: of the stretch, in the file.
            words: not yet escaped.
        """
        before, behind = self.raw[: start - self.start], self.raw[end - self.start :]
        if self.style == "'":
            before, behind = (part.replace("''", "'") for part in (before[1:], behind[:-1]))
        return '"' + "".join(escaped(part, '"') for part in (before, words, behind)) + '"'


def _unescaped(piece: str) -> str:
    if not piece.startswith("\\"):
        return piece
    kind = piece[1]
    if kind in "\r\n":
        return ""
    if kind in "xuU":
        return chr(int(piece[2:], 16)) if len(piece) > 2 else piece  # noqa: PLR2004 - "\x"
    return _ESCAPES.get(kind, kind)


@dataclass(frozen=True)
class Layout:
    """The texts of one file with their exact places.

    Attributes:
        text: of the file.
        values: by path.
        keys: in the order of the file.
        noted: comments, where they are known; else they are looked for.
    """

    text: str
    values: dict[Path, Scalar]
    keys: tuple[Scalar, ...]
    noted: tuple[Scalar, ...] | None = None

    def comments(self) -> Iterator[Scalar]:
        """Yield every comment, from its sign to the end of the line."""
        if self.noted is not None:
            yield from self.noted
            return
        rest = list(self.text)
        for scalar in (*self.values.values(), *self.keys):
            end = scalar.start + len(scalar.raw.rstrip())
            rest[scalar.start : end] = "\0" * (end - scalar.start)
        for found in re.finditer(r"#[^\r\n]*", "".join(rest)):
            raw = self.text[found.start() : found.end()]
            yield Scalar(raw, found.start(), None, raw)


def where(text: str, index: int, file: str) -> Where:
    """Return the line and column of a character of a file."""
    return Where(file, *yaml_errors.Lines(text).place(index))


def compose(text: str) -> MappingNode:
    """Return the nodes of a file.

    Raises:
        NotEditableError: it is not a mapping in good YAML.
    """
    root: Node | None = None
    try:
        root = yaml_errors.compose(text)
    except yaml.YAMLError:
        root = None
    if not isinstance(root, MappingNode):
        raise NotEditableError
    return root


def read(text: str) -> Layout:
    """Find the texts of a file that ``yaml_positions`` has read without a problem."""
    values: dict[Path, Scalar] = {}
    keys: list[Scalar] = []

    def visit(node: Node, path: Path) -> None:
        if isinstance(node, ScalarNode):
            values[path] = of_node(node, text)
        elif isinstance(node, SequenceNode):
            for index, child in enumerate(node.value):
                visit(child, (*path, index))
        elif isinstance(node, MappingNode):
            for key, value in node.value:
                keys.append(of_node(key, text))
                visit(value, (*path, str(key.value)))

    visit(compose(text), ())
    return Layout(text, values, tuple(keys))


def of_node(node: ScalarNode, text: str) -> Scalar:
    """Return the text that a node was read from."""
    start, end = node.start_mark.index, node.end_mark.index
    return Scalar(text[start:end], start, node.style or None, str(node.value))


def escaped(words: str, style: str | None) -> str:
    """Return words as they are written inside a text of a style, without its quotation marks."""
    if style == "'":
        return words.replace("'", "''")
    if style == '"':
        doubled = words.replace("\\", "\\\\").replace('"', '\\"')
        return _UNSAFE.sub(lambda found: f"\\u{ord(found.group()):04X}", doubled)
    return words
