"""Escapes for the words that begin a line of running text, which would be read as anything else."""

from __future__ import annotations

import re

from pipeline.content import numerals

#: What Markdown, or our own rule, reads at the start of a line, and where the backslash goes.
_STARTS = (
    re.compile(r"(?P<before>)(?P<sign>#{1,6}(?=\s|$))"),
    re.compile(r"(?P<before>)(?P<sign>[-+*](?=\s|$))"),
    re.compile(r"(?P<before>)(?P<sign>>)"),
    re.compile(r"(?P<before>\d{1,9})(?P<sign>[.)](?=\s|$))"),
    re.compile(rf"(?=(?:{numerals.MARK})(?:\s|$))(?P<before>[^()]*)(?P<sign>[()])"),
    re.compile(r"(?P<before>)(?P<sign>(?:=+|-{2,})\s*$)"),
    re.compile(r"(?P<before>)(?P<sign>(?:-[ \t]*){3,}$)"),
    re.compile(r"(?P<before>\[\^[a-z0-9-]+\])(?P<sign>:)"),
    re.compile(r"(?P<before>)(?P<sign>~{3,})"),
)
#: A number as headings have it; the sign after which it is none.
_NUMBER = re.compile(rf"(?=(?:{numerals.HEADING})\s)(?P<before>[^().]*)(?P<sign>[().])")
_DASH = re.compile(r"[\u2013\u2014](?=\s|$)")


def plain(text: str) -> str:
    """Return words so that they begin a paragraph and nothing else."""
    if _DASH.match(text):  # no backslash keeps it from being a mark
        return f"*{text[0]}*{text[1:]}"
    for pattern in _STARTS:
        if found := pattern.match(text):
            end = len(found["before"])
            return f"{text[:end]}\\{text[end:]}"
    return text


def heading(text: str) -> str:
    """Return words as those of a heading without a number."""
    text = re.sub(r"(?<!\\)#(?=#*$)", r"\\#", text)
    found = _NUMBER.match(text)
    if found is None:
        return text
    end = len(found["before"])
    return f"{text[:end]}\\{text[end:]}"


def no_annex(text: str, word: str) -> str:
    """Return the words of a heading of the first level so that they begin no annex."""
    if re.match(rf"{re.escape(word)}(?![^\s:.])", text):
        return f"**{text[: len(word)]}**{text[len(word) :]}"
    return text


def numbered_heading(text: str) -> str:
    """Return words behind the number of a heading: a sign at their end is no end of a heading."""
    return re.sub(r"(?<!\\)#(?=#*$)", r"\\#", text)
