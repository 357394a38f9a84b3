"""Running text of a dossier read plainly, for the proof: lines, their marks, figures in fences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, cast

import yaml

from pipeline.audit.findings import UnreadableError
from pipeline.audit.original.plain_content import Said, said
from pipeline.core import atomic_write, nesting_limits

_LARGEST = 16 * 2**20
_PLACE = re.compile(r"(?P<file>[A-Za-z0-9._-]+\.md) line (?P<line>\d{1,7})")
_MARK = re.compile(
    r"(?P<room> *)(?:(?P<heading>#{1,6}) )?(?:(?P<note>\[\^[a-z0-9-]+\]: )"
    r"|(?P<mark>(?:[IVXLC]{1,7}|[A-Za-z]|\d{1,4})[.)]|\((?:[a-z]{1,5}|[A-Z]{1,5}|\d{1,3})\)"
    r"|(?:\d{1,3}\.)+\d{1,3}\.?|[\u2013-])(?= |$))?"
)
_FENCE = re.compile(r"(?:```|~~~)(?P<word>[a-z]+)(?P<caption>.*)")
#: Lines of the YAML in a fence that hold texts.
_YAML = re.compile(r"(?:  - (?:\[|\{|withheld:)|(?:header|groups|alt|unit|right_unit): )")
_REFERENCE = re.compile(r"\[\S+\]\(#[a-z0-9-]+\)")
_BRACES = re.compile(r"\s\{[^{}]*\}\s*$")
_ESCAPED = re.compile(r"\\(?=[!-/:-@\[-`{-~])")


@dataclass(frozen=True)
class TextLine:
    """Line of a running text.

    Attributes:
        room: columns before it.
        heading: its level; 0 for none.
        mark: number or mark before its words; '' for none.
        words: as readers see them.
        bare: its words with the mark, as they are typed, without backslashes.
        but_references: words without those that references to places of the text print; empty where
            it has none.
    """

    room: int
    heading: int
    mark: str
    said: Said
    bare: str
    notes: int
    but_references: tuple[str, ...] = ()


@dataclass(frozen=True)
class PlainTexts:
    """Running texts of one dossier."""

    folder: Path
    _files: dict[str, list[str]] = field(default_factory=dict)

    def lines(self, name: str) -> list[str]:
        """Return the lines of a file; none if there is no such file.

        Raises:
            UnreadableError: it cannot be read.
        """
        if name not in self._files:
            try:
                text = atomic_write.read(self.folder / name, _LARGEST).decode("utf-8-sig")
            except FileNotFoundError:
                text = ""
            except (OSError, ValueError):
                raise UnreadableError(f"{name} cannot be read") from None
            self._files[name] = text.split("\n")
        return self._files[name]

    @cached_property
    def order(self) -> dict[str, int]:
        """Return the rank of each file among the texts."""
        names = sorted(path.name for path in self.folder.glob("*.md"))
        names.sort(key=lambda name: (name != "body.md", len(name), name))
        return {name: rank for rank, name in enumerate(names)}

    def place(self, where: str) -> tuple[int, int] | None:
        """Return the rank of a place: that of its file, and its line."""
        found = _PLACE.fullmatch(where)
        if found is None or found["file"] not in self.order:
            return None
        return self.order[found["file"]], int(found["line"])

    def raw(self, where: str) -> str:
        """Return the line of a place as it is typed; '' for none."""
        found = _PLACE.fullmatch(where)
        lines = self.lines(found["file"]) if found else []
        at = int(found["line"]) - 1 if found else -1
        return lines[at] if 0 <= at < len(lines) else ""

    def line(self, where: str) -> TextLine | None:
        """Return the line of a place."""
        raw = self.raw(where)
        if not raw.strip():
            return None
        if _YAML.match(raw):
            return TextLine(0, 0, "", said(" ".join(_texts(_yaml(raw)))), raw, 0)
        fence = _FENCE.fullmatch(raw)
        if fence is not None:
            raw = fence["caption"]
        raw = _BRACES.sub("", raw)
        found = _MARK.match(raw)
        mark = (found["mark"] or "") if found else ""
        words = raw[found.end() :] if found else raw
        cells = words.strip().strip("|") if words.startswith("|") else words
        bare = _ESCAPED.sub(
            "", raw[len(found["room"]) + len(found["heading"] or "") :] if found else raw
        )
        return TextLine(
            len(found["room"]) if found else 0,
            len(found["heading"] or "") if found else 0,
            mark,
            said(_unpiped(cells)),
            " ".join(bare.split()),
            len(re.findall(r"(?<!\\)\[\^[a-z0-9-]+\](?!:)", words)),
            said(_REFERENCE.sub(" ", words)).words if _REFERENCE.search(words) else (),
        )

    def fence(self, where: str) -> tuple[str, Any]:
        """Return the kind of the figure that begins at a place, and what it holds.

        Raises:
            UnreadableError: it is no YAML.
        """
        found = _PLACE.fullmatch(where)
        lines = self.lines(found["file"]) if found else []
        at = int(found["line"]) - 1 if found else 0
        if not 0 <= at < len(lines):
            return "", None
        if lines[at].startswith("|"):
            return "pipes", _pipes(lines[at:])
        opening = _FENCE.fullmatch(lines[at])
        if opening is None:
            return "", None
        body: list[str] = []
        for line in lines[at + 1 :]:
            if line[:3] == lines[at][:3]:
                break
            body.append(line)
        if opening["word"] == "form":
            return "form", body
        return opening["word"], _yaml("\n".join(body))


def _yaml(text: str) -> Any:
    """Return YAML as plain texts, lists and mappings.

    Raises:
        UnreadableError: it is none, or too large.
    """
    if nesting_limits.of_yaml(text):
        raise UnreadableError("a figure is larger than is read")
    try:
        return yaml.load(text, yaml.CBaseLoader)  # noqa: S506 - makes texts alone
    except yaml.YAMLError:
        raise UnreadableError("a figure cannot be read") from None


def _texts(tree: Any) -> Iterator[str]:
    """Yield the texts of a row of a table, or behind a key."""
    if isinstance(tree, dict):
        for key, value in cast("dict[str, Any]", tree).items():
            if key == "withheld":
                yield f"[[{value}]]"
            elif key not in {"columns", "rows"}:
                yield from _texts(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from _texts(value)
    else:
        yield str(tree)


def _unpiped(words: str) -> str:
    """Return words without the signs between the cells of a pipe table."""
    return re.sub(r"(?<!\\)\|", " ", words)


def _pipes(lines: list[str]) -> dict[str, Any]:
    rows: list[list[str]] = []
    for line in lines:
        if not line.startswith("|"):
            break
        cells = re.split(r"(?<!\\)\|", line.strip())[1:-1]
        rows.append([cell.strip() for cell in cells])
    return cast("dict[str, Any]", {"header": rows[0], "rows": rows[2:]})
