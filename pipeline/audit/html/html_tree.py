"""HTML parser of the audit: a web page as a tree, by the standard library; faults of its writing.

What a browser makes of a page and what a parser makes of it can differ. So a page counts as read
only if writing what was read gives the very same bytes: each element closed, each character
written in the one way in which ours are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from pipeline.audit.findings import UnreadableError

_BEGIN = b"<!DOCTYPE html>\n<html "
#: Tags of a page; the parser needs a kilobyte for each.
_MOST = 400_000
#: A tag that does not end, or a comment: no page of ours has one, and many take the parser long.
_MOST_OPEN = 100
_OPEN_TAG = re.compile(rb"<[^<>]*(?:<|\Z)")
_VOID = frozenset(("meta", "img", "wbr"))
#: Names that the parser gives in small letters.
_NAMES = {
    "viewbox": "viewBox",
    "patternunits": "patternUnits",
    "patterntransform": "patternTransform",
}
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&#34;", "'": "&#39;"}
_TABLE = str.maketrans(_ESCAPES)


@dataclass
class Node:
    """Element of a web page, with its attributes and children."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Node | str] = field(default_factory=list)

    @property
    def classes(self) -> list[str]:
        """Return the element's classes."""
        return self.attributes.get("class", "").split()

    def below(self) -> Iterator[Node]:
        """Yield the element and all below it, in the order of the page."""
        yield self
        for child in self.children:
            if isinstance(child, Node):
                yield from child.below()

    def elements(self) -> list[Node]:
        """Return the elements that stand directly in this one."""
        return [child for child in self.children if isinstance(child, Node)]


def parsed(data: bytes) -> tuple[Node, list[str]]:
    """Return a page as a tree whose root is no element, and what is wrong with its writing.

    Raises:
        UnreadableError: it is no page.
    """
    if not data.startswith(_BEGIN):
        raise UnreadableError("this is no web page of ours")
    if data.count(b"<") > _MOST or len(_OPEN_TAG.findall(data)) > _MOST_OPEN:
        raise UnreadableError("the page has tags that do not end, or too many of them")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise UnreadableError("the page is not in UTF-8") from None
    parser = _Parser()
    parser.feed(text)
    parser.close()
    faults = sorted(set(parser.faults))
    if len(parser.open) != 1:
        faults.append("an element is not closed")
    if "".join(parser.written) != text:
        faults.append("something is written in a way that ours never is")
    return parser.open[0], faults


class _Parser(HTMLParser):
    """Builds the tree, and writes again what it reads."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[Node] = [Node("")]
        self.faults: list[str] = []
        self.written: list[str] = []

    def _add(self, tag: str, given: list[tuple[str, str | None]], end: str) -> Node:
        attributes = {_NAMES.get(name, name): value or "" for name, value in given}
        if len(attributes) != len(given):
            self.faults.append("an attribute stands twice")
        node = Node(tag, attributes)
        self.open[-1].children.append(node)
        said = "".join(f' {key}="{value.translate(_TABLE)}"' for key, value in attributes.items())
        self.written.append(f"<{tag}{said}{end}")
        return node

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = self._add(tag, attrs, ">")
        if tag not in _VOID:
            self.open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not any(node.tag == "svg" for node in self.open):
            self.faults.append("an element outside drawings is closed as it opens")
        self._add(tag, attrs, "/>")

    def handle_endtag(self, tag: str) -> None:
        self.written.append(f"</{tag}>")
        if len(self.open) > 1 and self.open[-1].tag == tag:
            self.open.pop()
        else:
            self.faults.append("an element is closed that is not open")

    def handle_data(self, data: str) -> None:
        place = self.open[-1]
        self.written.append(data if place.tag == "style" else data.translate(_TABLE))
        if place.children and isinstance(place.children[-1], str):
            place.children[-1] += data
        else:
            place.children.append(data)

    def handle_decl(self, decl: str) -> None:
        if decl != "DOCTYPE html" or self.written:
            self.faults.append("there is a second declaration")
        self.written.append(f"<!{decl}>")

    def handle_comment(self, data: str) -> None:  # noqa: ARG002 - it is never told
        self.faults.append("there is a comment")

    def handle_pi(self, data: str) -> None:  # noqa: ARG002
        self.faults.append("there is an instruction")

    def unknown_decl(self, data: str) -> None:  # noqa: ARG002
        self.faults.append("there is a section of unknown kind")
