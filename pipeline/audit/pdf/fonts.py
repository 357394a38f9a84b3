"""Audit of a PDF's embedded fonts: no glyph and no letter that is not shown.

A subset made from the text with the withheld words in it would give their letters away; a map from
glyphs to letters that has more letters than the pages do, too.

Guarantee: G17.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from pipeline.audit.findings import UnreadableError
from pipeline.audit.pdf.engines import pikepdf

_BLOCK = re.compile(rb"beginbf(char|range)(.*?)endbf\1", re.DOTALL)
_CODE = re.compile(rb"<([0-9A-Fa-f]+)>")
#: Written for every space or hyphen, or never printed.
_ALWAYS = frozenset(" \u00a0\u00ad-\u2010\u2011\ufffe\x02\u2022\u2013")


def faults(pdf: pikepdf.Pdf, streams: Mapping[int, bytes], text: str) -> Iterator[str]:
    """Yield glyphs and letters in a PDF's fonts that no page shows.

    Args:
        pdf: an open file.
        streams: decoded, by object number.
        text: of all pages.
    """
    shown = frozenset(text) | _ALWAYS
    for font in pdf.objects:
        if not isinstance(font, pikepdf.Dictionary) or font.get("/Subtype") != pikepdf.Name.Type0:
            continue
        letters = _letters(streams[font.ToUnicode.objgen[0]]) if "/ToUnicode" in font else {}
        if not set("".join(letters.values())) <= shown:
            yield "a font with a letter that no page shows"
        program = _program(font)
        if program is None:
            yield "a font that is not embedded"
        elif not _outlined(streams[program]) <= _with_parts(streams[program], set(letters)):
            yield "a font with a glyph that no page shows"


def _program(font: Any) -> int | None:
    descriptor = font.DescendantFonts[0].get("/FontDescriptor")
    if descriptor is None or "/FontFile2" not in descriptor:
        return None
    return int(descriptor.FontFile2.objgen[0])


def _letters(cmap: bytes) -> dict[int, str]:
    """Return the letters of each glyph from a ToUnicode map."""
    found: dict[int, str] = {}
    for kind, body in _BLOCK.findall(cmap):
        codes = _CODE.findall(body)
        if kind == b"char":
            pairs = zip(codes[::2], codes[1::2], strict=True)
            found.update((int(code, 16), _decoded(letters)) for code, letters in pairs)
            continue
        if b"[" in body or len(codes) % 3:
            raise UnreadableError("the pdf has a font map in an unknown form")
        for first, last, letters in zip(codes[::3], codes[1::3], codes[2::3], strict=True):
            start = _decoded(letters)
            for step in range(int(last, 16) - int(first, 16) + 1):
                found[int(first, 16) + step] = start[:-1] + chr(ord(start[-1]) + step)
    return found


def _decoded(letters: bytes) -> str:
    return bytes.fromhex(letters.decode()).decode("utf_16_be", "replace")


def _tables(font: bytes) -> dict[bytes, bytes]:
    (count,) = struct.unpack_from(">H", font, 4)
    rows = (struct.unpack_from(">4s4xLL", font, 12 + 16 * index) for index in range(count))
    return {tag: font[offset : offset + length] for tag, offset, length in rows}


def _outlines(font: bytes) -> list[bytes]:
    """Return the outline of each glyph of a TrueType font (OpenType specification, loca, glyf)."""
    try:
        tables = _tables(font)
        (form,) = struct.unpack_from(">h", tables[b"head"], 50)
        loca = tables[b"loca"]
        places: tuple[int, ...]
        if form:
            places = struct.unpack(f">{len(loca) // 4}L", loca[: len(loca) // 4 * 4])
        else:
            places = tuple(2 * n for n in struct.unpack(f">{len(loca) // 2}H", loca))
        glyf = tables[b"glyf"]
    except (struct.error, KeyError):
        raise UnreadableError("the pdf has a font that cannot be read") from None
    return [glyf[start:end] for start, end in pairwise(places)]


def _outlined(font: bytes) -> set[int]:
    """Return the glyphs that have an outline; glyph 0 stands for what is missing."""
    return {number for number, outline in enumerate(_outlines(font)) if outline and number}


def _with_parts(font: bytes, glyphs: set[int]) -> set[int]:
    """Return glyphs together with those that they are composed of."""
    outlines = _outlines(font)
    found, todo = set(glyphs), [0, *glyphs]
    while todo:
        number = todo.pop()
        outline = outlines[number] if number < len(outlines) else b""
        for part in _parts(outline):
            if part not in found:
                found.add(part)
                todo.append(part)
    return found


def _parts(outline: bytes) -> Iterator[int]:
    if len(outline) < 10 or struct.unpack_from(">h", outline)[0] >= 0:  # noqa: PLR2004
        return
    position, more = 10, True
    while more and position + 4 <= len(outline):
        flags, part = struct.unpack_from(">HH", outline, position)
        yield part
        position += 4 + (4 if flags & 1 else 2)
        position += 2 if flags & 8 else 4 if flags & 0x40 else 8 if flags & 0x80 else 0
        more = bool(flags & 0x20)
