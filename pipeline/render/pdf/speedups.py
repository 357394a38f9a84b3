"""Faster versions of WeasyPrint and pydyf functions for maps and long files; the same content.

Outlines of states are thousands of short straight lines, which WeasyPrint reads one by one from
what is left of their text. And pydyf writes each object out twice, once for the file and once for
its digest, packing streams again both times, as tightly as can be: that takes four times as long
for a fiftieth of the size.
"""

from __future__ import annotations

import re
import zlib
from functools import lru_cache
from itertools import accumulate
from typing import Any

from pipeline.core.cache import cached
from pipeline.render.pdf.weasyprint_setup import drawing, pydyf, streams

#: Path data as ``svg.map_svg`` writes it: rings of relative steps in whole units.
_RINGS = re.compile(r"(?:M-?\d+ -?\d+l-?\d+ -?\d+(?: -?\d+ -?\d+)*z)+")
_others = drawing.TAGS["path"]


def _draw(svg: Any, node: Any, font_size: Any) -> None:
    """Draw a path; as WeasyPrint would, unless it is rings."""
    data = node.get("d", "")
    if _RINGS.fullmatch(data):
        svg.stream.stream.append(_rings(data))
    else:
        _others(svg, node, font_size)


drawing.TAGS["path"] = _draw


@lru_cache(maxsize=512)
def _rings(data: str) -> bytes:
    """Return the operators of a PDF's content that draw rings (PDF 32000-1, 8.5.2)."""
    lines = ["0 0 m"]
    for ring in data.removesuffix("z").split("z"):
        start, steps = ring[1:].split("l")
        x, y = map(int, start.split())
        lengths = [int(length) for length in steps.split()]
        across = accumulate(lengths[::2], initial=x)
        down = accumulate(lengths[1::2], initial=y)
        first, *rest = (f"{u} {v}" for u, v in zip(across, down, strict=True))
        lines += [f"{first} m", *(f"{point} l" for point in rest), "h"]
    return "\n".join(lines).encode()


class _Written(pydyf.Object):  # type: ignore[misc]
    """An object of a PDF as it will stand in the file."""

    data = b""
    compressible = False

    def __init__(self, item: Any) -> None:
        super().__init__()
        self.number, self.generation, self.free = item.number, item.generation, item.free
        self.compressible = item.compressible
        self.data = item.data


def settle(pdf: Any) -> None:
    """Write out every object of a PDF that nothing changes any more."""
    pdf.objects = [item if item.free == "f" else _Written(item) for item in pdf.objects]


def _stream(stream: Any) -> bytes:
    """Return a stream's bytes; a process packs the content of unchanged pages once."""
    content, extra = b"\n".join(map(_bytes, stream.stream)), pydyf.Dictionary(stream.extra)
    if stream.compress:
        extra["Filter"] = "/FlateDecode"
        packed = _deflated(content)
        if packed.endswith(b"\r") and isinstance(stream, streams.Stream):
            # validators may take it for part of the line's end; white space draws nothing
            packed = _deflated(content + b"\n")
        content = packed
    extra["Length"] = len(content)
    return b"\n".join((extra.data, b"stream", content, b"endstream"))


@cached(1024)
def _deflated(content: bytes) -> bytes:
    return zlib.compress(content)


_any_bytes = pydyf._to_bytes


def _bytes(item: Any) -> bytes:
    """Return an item of a PDF as it is written; what most of them are is asked first."""
    if type(item) is bytes:
        return item
    written: bytes = item.encode("ascii") if type(item) is str else _any_bytes(item)
    return written


pydyf._to_bytes = _bytes
pydyf.Stream.data = property(_stream)
