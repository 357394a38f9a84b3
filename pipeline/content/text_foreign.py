"""Markdown that running text does not have, and the messages on it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.content.markdown_blocks import MARK, OPENING, Block

#: Within a text: a pattern, what it is, what to write. A sign behind a backslash is printed.
_INLINE = tuple(
    (re.compile(rf"(?<!\\){pattern}", re.MULTILINE), message, hint)
    for pattern, message, hint in (
        (
            r"<(?:!--|/?[A-Za-z][^<>]*>)",
            "HTML and addresses in angle brackets have no meaning in a text",
            "write the words alone, a link as [words](https://…); a backslash before < prints it",
        ),
        (
            r"!\[(?!\[)",
            "a picture stands in a fence of its own",
            "write ```image, its keys below, and ``` in lines of their own",
        ),
        (
            "`",
            "code has no meaning in a text",
            "take the sign away; a backslash before it prints it; a fence begins a line",
        ),
        (
            "~~",
            "words that are crossed out have no meaning in a text",
            "take the signs away; a backslash before each prints it",
        ),
        (
            r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});",
            "a sign is written as itself, not by its name",
            "write the sign; a backslash before & prints the letters as they stand",
        ),
        (
            r"(?<!\])\]\[(?![\[^])",
            "a link has its address behind it",
            "write [words](https://…)",
        ),
        (
            r"\\[ \t]*$(?!\Z)",
            "a line break within a paragraph has no meaning in a text",
            "begin a new paragraph with an empty line, or take the backslash away",
        ),
        (
            r"(?<=\S)[ ]{2,}$(?!\Z)",
            "two spaces at the end of a line are a line break in Markdown, and not here",
            "take them away, or begin a new paragraph with an empty line",
        ),
        (
            r"\A\[(?![\[^])[^\[\]]+\]:",
            "an address for links is not defined apart",
            "write [words](https://…) where the link is",
        ),
        (
            r"^ {0,3}=+[ \t]*$",
            "a line of '=' has no meaning in a text",
            "a heading begins with #",
        ),
    )
)
#: A line that somebody's editor wrapped has as many letters at least.
_WRAPPED = 50
_BULLET = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]")
_BLOCKS = {
    "code_block": (
        "lines behind four spaces are code in Markdown, which a text does not have",
        "begin the line at the left margin, or as far in as what it belongs to",
    ),
    "blockquote": (
        "'>' does not begin a quotation here",
        "write ```quote, the words below, and ``` in lines of their own",
    ),
    "html_block": (
        "HTML has no meaning in a text",
        "write the words alone; a backslash before < prints the sign",
    ),
    "lheading": (
        "a line below words makes a heading in Markdown, and not here",
        "begin a heading with #; put an empty line before *** if a page is to end here",
    ),
}


def inline(raw: str) -> Iterator[tuple[int, str, str]]:
    """Yield the first of each that is foreign in a text: its place, what it is, what to write."""
    for pattern, message, hint in _INLINE:
        if found := pattern.search(raw):
            yield found.start(), message, hint


def block(given: Block) -> tuple[str, str]:
    """Return what is foreign about a block and what to write; empty for none."""
    kind = given.kind
    if kind == "heading" and given.mark in {"=", "-"}:
        kind = "lheading"
    return _BLOCKS.get(kind, ("", ""))


def leads_to_list(above: str) -> bool:
    """Tell whether a list may begin right below a line of words."""
    above = re.sub(r"\s\{[^{}]*\}$", "", above.rstrip())
    return above.endswith(OPENING) or (begins_entry(above) and len(above) < _WRAPPED)


def begins_entry(line: str) -> bool:
    """Tell whether a line begins with the mark of a list, or a number."""
    return bool(_BULLET.match(line) or MARK.match(line.lstrip()))
