"""Audit of pictures: PNGs hold pixels alone; a file's pictures are those of its edition.

Guarantee: G15.
"""

from __future__ import annotations

import struct
import zlib
from base64 import b64decode
from collections.abc import Iterator

from pipeline.edition.blocks import Picture
from pipeline.edition.edition import Edition
from pipeline.edition.spoken_text import figures

#: Bytes of pixels that a picture may have: 80 million of them, of three bytes.
_LARGEST = 240_000_000
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
#: Chunks that say how pixels look; all others can hold text, times or foreign data.
_PLAIN = frozenset((b"IHDR", b"PLTE", b"IDAT", b"IEND", b"sRGB", b"gAMA", b"pHYs"))
#: Samples for each pixel by colour type (PNG specification, 11.2.2).
_SAMPLES = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
#: Bytes of a PNG's chunk besides its data: length, name, check sum (PNG 5.3).
_FRAME = 12


def strangers(found: list[bytes], edition: Edition) -> Iterator[str]:
    """Yield pictures of a file that are not the edition's, and missing ones."""
    wanted = {b64decode(block.data) for block in figures(edition) if isinstance(block, Picture)}
    if not wanted <= set(found):
        yield "a picture of the edition is missing"
    if set(found) - wanted:
        yield "there is a picture that the edition does not have"


def strange_pixels(found: list[bytes], edition: Edition) -> Iterator[str]:
    """Yield pictures of a PDF whose pixels are not those of the edition's, and missing ones."""
    drawn = figures(edition)
    wanted = {_rows(b64decode(block.data)) for block in drawn if isinstance(block, Picture)}
    if wanted - set(found):
        yield "a picture of the edition is missing"
    if set(found) - wanted:
        yield "there is a picture that the edition does not have"


def _rows(data: bytes) -> bytes:
    """Return the rows of a PNG that the edition holds, unpacked."""
    packed = b"".join(body for kind, body in _chunks(data) if kind == b"IDAT")
    return zlib.decompress(packed)


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    position = len(_SIGNATURE)
    while position < len(data):
        (length,) = struct.unpack_from(">L", data, position)
        yield data[position + 4 : position + 8], data[position + 8 : position + 8 + length]
        position += _FRAME + length


def faults(data: bytes) -> Iterator[str]:
    """Yield the contents of a PNG besides its pixels; anything that cannot be read counts."""
    if not data.startswith(_SIGNATURE):
        yield "is not a PNG"
        return
    chunks: list[tuple[bytes, bytes]] = []
    position = len(_SIGNATURE)
    while position < len(data):
        if len(data) - position < _FRAME:
            yield "has bytes after its end"
            return
        (length,) = struct.unpack_from(">L", data, position)
        kind = data[position + 4 : position + 8]
        body = data[position + 8 : position + 8 + length]
        (check,) = struct.unpack(">L", data[position + 8 + length :][:4].ljust(4, b"\0"))
        if len(body) != length or zlib.crc32(kind + body) != check:
            yield "has bytes after its end" if chunks[-1:] == [(b"IEND", b"")] else "is damaged"
            return
        chunks.append((kind, body))
        position += _FRAME + length
    kinds = [kind for kind, _ in chunks]
    if not set(kinds) <= _PLAIN:
        yield "has a chunk that is not about pixels"
    if kinds[:1] != [b"IHDR"] or kinds[-1:] != [b"IEND"] or kinds.count(b"IEND") != 1:
        yield "does not begin or end as a PNG does"
    elif not _holds_its_pixels(chunks):
        yield "has more or less data than its pixels need"


def _holds_its_pixels(chunks: list[tuple[bytes, bytes]]) -> bool:
    """Tell whether the packed data give exactly the rows that the header announces."""
    try:
        width, height, depth, colour, *method = struct.unpack(">LLBBBBB", chunks[0][1])
    except struct.error:
        return False
    if any(method) or colour not in _SAMPLES:
        return False
    needed = height * (1 + (width * depth * _SAMPLES[colour] + 7) // 8)
    if needed > _LARGEST:
        return False
    inflater = zlib.decompressobj()
    found = 0
    try:
        for kind, body in chunks:
            if kind == b"IDAT":
                if inflater.eof:
                    return False
                found += len(inflater.decompress(body, needed + 1))
    except zlib.error:
        return False
    return inflater.eof and not inflater.unused_data and found == needed
