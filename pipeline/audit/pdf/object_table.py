"""Table of a PDF's objects as plain values, which are quicker to walk than a library's objects.

The values are those of qpdf's JSON (version 2): a name begins with a slash, a text with ``u:`` or,
if its bytes are no text of PDF, ``b:`` and the bytes in hexadecimal; ``12 0 R`` leads to an object.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

from pipeline.audit.pdf import page_digests
from pipeline.audit.pdf.engines import pikepdf, pypdfium2

_REFERENCE = re.compile(r"(\d+) \d+ R")
_BYTES = "b:"


class ObjectTable:
    """Objects of an open file.

    Attributes:
        rows: values by the number of their object, in the order of the file's list.
        streams: those that are streams; their dictionaries stand in ``rows``.
        trailer: what leads to all of them.
    """

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        """Read all objects of a file."""
        # an object that is null has no number here: what leads to it leads to nothing
        given = cast("Any", pdf.objects)
        found = [(item.objgen[0], item) for item in given if item is not None]
        written = b",".join([item.to_json(dereference=True) for _, item in found])
        values = cast("list[Any]", json.loads(b"[%b]" % written))
        numbers = [number for number, _ in found]
        self.rows: dict[int, Any] = dict(zip(numbers, values, strict=True))
        self.streams: Mapping[int, Any] = {
            number: item for number, item in found if isinstance(item, pikepdf.Stream)
        }
        self.trailer: Any = json.loads(pdf.trailer.to_json())

    def number(self, value: Any) -> int:
        """Return the number of the object to which a value leads; 0 if it leads to none."""
        found = _REFERENCE.fullmatch(value) if isinstance(value, str) else None
        return int(found[1]) if found else 0

    def value(self, value: Any) -> Any:
        """Return a value, or that of the object to which it leads."""
        number = self.number(value)
        return self.rows.get(number) if number else value


@dataclass(frozen=True)
class OpenPdf:
    """PDF that both libraries have opened.

    Attributes:
        pdf: as pikepdf has it.
        document: as pdfium has it.
        keeps: what its pages say may be kept, and be what was kept.
    """

    pdf: pikepdf.Pdf
    document: pypdfium2.PdfDocument
    keeps: bool = True

    @cached_property
    def digests(self) -> tuple[str | None, ...]:
        """Return the digests of its pages, by which it is kept what they say; if it is."""
        return page_digests.of(self.pdf) if self.keeps else (None,) * len(self.pdf.pages)

    @cached_property
    def table(self) -> ObjectTable:
        """Return its objects."""
        return ObjectTable(self.pdf)


def is_name(value: Any) -> bool:
    """Tell whether a value is a name; ``n:`` stands before one that is not of Unicode."""
    return isinstance(value, str) and value.startswith(("/", "n:"))


def shown_text(value: Any) -> str:
    """Return what a value says, as a reader of PDF shows it."""
    if isinstance(value, str) and value.startswith(_BYTES):
        return str(pikepdf.String(bytes.fromhex(value.removeprefix(_BYTES))))
    return value.removeprefix("u:") if isinstance(value, str) else str(value)
