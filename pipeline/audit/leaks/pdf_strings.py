"""Strings, names and keys of a PDF's objects; and a PDF's bytes without them, to be searched.

What stands in an object is searched as such; what is left, and says something, stands in none: it
was hidden between objects, in comments, in another revision.
"""

from __future__ import annotations

import re
from typing import Any

from pipeline.audit.leaks import own_words
from pipeline.audit.leaks.edition_words import is_own
from pipeline.audit.pdf.engines import pikepdf

_NAME = re.compile(rb"/[^\s/<>\[\](){}%]+")
_LITERAL = re.compile(rb"\(((?:\\.|[^()\\])*)\)", re.DOTALL)
_KEYWORD = re.compile(
    rb"\b(?:obj|endobj|stream|endstream|xref|trailer|startxref|null|true|false)\b"
)


def strings_of(value: Any, raw: set[bytes]) -> list[str]:
    """Return the strings, names and keys in one object, not following references.

    Args:
        value: an object.
        raw: gets the bytes of its strings.
    """
    found: list[str] = []
    todo: list[Any] = [value]
    first = True
    while todo:
        piece = todo.pop()
        if not isinstance(piece, pikepdf.Object) or (piece.is_indirect and not first):
            continue
        first = False
        if isinstance(piece, pikepdf.Array):
            todo += list(piece)
        elif isinstance(piece, pikepdf.String):
            raw.add(bytes(piece))
            found.append(str(piece))
            if not bytes(piece).isascii() and not bytes(piece).startswith(
                (b"\xfe\xff", b"\xff\xfe")
            ):
                found += [bytes(piece).decode("latin1"), bytes(piece).decode("utf-8", "replace")]
        elif isinstance(piece, pikepdf.Name):
            found.append(str(piece))
        elif isinstance(piece, pikepdf.Dictionary | pikepdf.Stream):
            found += list(piece.keys())
            todo += [item for _, item in piece.items()]
    return found


def without_known(data: bytes, strings: set[bytes]) -> bytes:
    """Return a PDF without the names of its format, and the strings searched as objects."""

    def literal(row: re.Match[bytes]) -> bytes:
        plain = re.sub(rb"\\(.)", rb"\1", row[1], flags=re.DOTALL)
        return b"\0" if plain in strings or row[1] in strings else row[0]

    def name(row: re.Match[bytes]) -> bytes:
        text = row[0].decode("latin1")
        return b"\0" if own_words.is_markup(text) or is_own(text) else row[0]

    return _KEYWORD.sub(b"\0", _NAME.sub(name, _LITERAL.sub(literal, data)))
