"""Audit of a PDF's bytes, objects and metadata: one revision, nothing loose, nothing unknown.

qpdf (through pikepdf) decodes; what it tolerates (earlier revisions, unreferenced objects, bytes
between objects) is found here by walking the file itself (G10, G17, G27).
"""

from __future__ import annotations

import hashlib
import io
import re
import zlib
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pipeline.audit.findings import UnreadableError
from pipeline.audit.office.opc import parse_xml
from pipeline.audit.pdf.engines import pikepdf, pypdfium2
from pipeline.audit.pdf.object_table import ObjectTable, OpenPdf, is_name, shown_text

_HEADER = re.compile(rb"%PDF-(?:1\.[4-7]|2\.0)\r?\n(?:%[\x80-\xff]{4}\r?\n)?")
_OBJECT = re.compile(rb"\s*(\d{1,8}) (\d{1,5}) obj\b")
_BODY_END = re.compile(rb"\bstream\r?\n|\bendobj\b")
_STREAM_END = re.compile(rb"\r?\n?endstream\s+endobj\b")
_STREAM = re.compile(rb"stream\r?\n")
#: Bytes that all streams together may unpack to; bytes that are unpacked at once.
_LARGEST_SUM, _BLOCK = 256 * 2**20, 2**16
_LENGTH = re.compile(rb"/Length (\d{1,9})\b(?! \d+ R)")
_END = re.compile(
    rb"\s*(?:xref\r?\n(?:\d+ \d+ ?\r?\n(?:\d{10} \d{5} [nf](?: \r| \n|\r\n|\n))*)+"
    rb"trailer\s*<<(?:[^%]*?)>>\s*)?startxref\r?\n\d{1,10}\r?\n%%EOF\r?\n?"
)
_STRING = re.compile(rb"\((?:\\.|[^()\\])*\)|<[0-9A-Fa-f\s]*>", re.DOTALL)


def layout_faults(data: bytes) -> tuple[set[int], list[str]]:
    """Walk a PDF from its first byte to its last.

    Returns:
        The numbers of the objects that stand in the file by themselves, and what else stands there.
    """
    head = _HEADER.match(data)
    if head is None:
        return set(), ["does not begin as a PDF does"]
    seen, faults, position = _objects(data, head.end())
    if position and not _END.fullmatch(data, position):
        faults.append("has bytes that belong to no object, or more than one revision")
    return seen, faults


def revisions(data: bytes, position: int) -> tuple[list[set[int]], list[str]]:
    """Walk the revisions that follow a first one, to the last byte.

    Args:
        data: a PDF.
        position: where its first revision ends.

    Returns:
        The numbers of the objects of each, and what else stands there.
    """
    found: list[set[int]] = []
    while position < len(data):
        seen, faults, position = _objects(data, position)
        found.append(seen)
        end = _END.match(data, position) if position else None
        if faults or not seen or end is None:
            return found, faults or ["has bytes that belong to no revision"]
        position = end.end()
    return found, []


def _objects(data: bytes, position: int) -> tuple[set[int], list[str], int]:
    """Walk the objects that stand one after another from a place.

    Returns:
        Their numbers, what is wrong, and where the last one ends; 0 if that is not known.
    """
    seen: set[int] = set()
    faults: list[str] = []
    while row := _OBJECT.match(data, position):
        number = int(row[1])
        if number in seen:
            faults.append("has two versions of one object")
        seen.add(number)
        end = _BODY_END.search(data, row.end())
        if end is None:
            return seen, [*faults, "has an object without an end"], 0
        body = data[row.end() : end.start()]
        if b"%" in _STRING.sub(b"", body):
            faults.append("has a comment in an object")
        position = end.end()
        if end[0].startswith(b"stream"):
            length = _LENGTH.search(body)
            closing = _STREAM_END.match(data, position + int(length[1])) if length else None
            if closing is None:
                return seen, [*faults, "has a stream that does not end where it says"], 0
            position = closing.end()
    return seen, faults, position


def _is_vast(data: bytes) -> bool:
    """Tell whether the streams of a PDF unpack to more than fits; no more than that is unpacked."""
    left, view = _LARGEST_SUM, memoryview(data)
    for begin in _STREAM.finditer(data):
        inflater, position = zlib.decompressobj(), begin.end()
        try:
            while position < len(data) and not inflater.eof:
                block = view[position : position + _BLOCK]
                left -= len(inflater.decompress(block, left + 1))
                if left < 0:
                    return True
                position += _BLOCK
        except zlib.error:
            continue
    return False


def _is_packed_twice(item: Any) -> bool:
    """Tell whether a stream has several filters: no bound holds for what such a one unpacks to."""
    kind = item.get("/Filter") if isinstance(item, pikepdf.Stream) else None
    return isinstance(kind, pikepdf.Array) and len(kind) > 1


@contextmanager
def opened(data: bytes) -> Generator[OpenPdf]:
    """Open a PDF with both libraries.

    Raises:
        UnreadableError: one of them cannot, would have to repair it, or would need too much memory.
    """
    if _is_vast(data):
        raise UnreadableError("the pdf unpacks to more than ours can have")
    try:
        pdf = pikepdf.open(io.BytesIO(data), attempt_recovery=False)
    except (pikepdf.PdfError, pikepdf.PasswordError):
        raise UnreadableError("the pdf cannot be read (qpdf)") from None
    try:
        if pdf.get_warnings():
            raise UnreadableError("the pdf is damaged (qpdf)")
        if any(_is_packed_twice(item) for item in pdf.objects):
            raise UnreadableError("the pdf has a stream that is packed in an unknown way")
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        pdf.close()
        raise UnreadableError("the pdf cannot be read (pdfium)") from None
    try:
        yield OpenPdf(pdf, document)
    finally:
        document.close()
        pdf.close()


@dataclass(frozen=True)
class _Words:
    keys: frozenset[str]
    names: frozenset[str]


@cache
def _words() -> _Words:
    path = Path(__file__).parents[1] / "allowlist" / "pdf.txt"
    _, keys, names = re.split(r"^\[\w+\]$", path.read_text("utf-8"), flags=re.MULTILINE)
    return _Words(frozenset(keys.split()), frozenset(names.split()))


#: Dictionaries whose keys are names that the file itself gives to its resources.
_RESOURCES = frozenset(("/Font", "/XObject", "/ExtGState", "/Pattern", "/Shading", "/ColorSpace"))
_RESOURCE = re.compile(
    r"/(?:[A-Z]{6}|i[0-9a-f]{32}[01]|[a-zA-Z]\d{1,5}(?:\.\d{1,6})?|lab-d\d\d|srgb|DefaultRGB)"
)
_FACE = re.compile(
    r"/(?:[A-Z]{6}\+)(?:Carlito|Liberation-(?:Serif|Sans)|DejaVu-Sans)(?:-Bold|-Italic|-BoldItalic|-Bold-Italic)?"
)
#: Strings by their key: the text of the edition, or of this form.
_TOLD = frozenset(
    ("/Title", "/Author", "/Subject", "/Alt", "/Summary", "/Contents", "/URI", "/ID", "/E")
)
_FORMS = {
    "/CreationDate": re.compile(r"D:\d{8}(?:\d{6}Z?)?"),
    "/ModDate": re.compile(r"D:\d{8}(?:\d{6}Z?)?"),
    "/Producer": re.compile(r"WeasyPrint \d+(?:\.\d+)*"),
    "/FontFamily": re.compile(r"Carlito|Liberation (?:Serif|Sans)|DejaVu Sans"),
    "/Info": re.compile(r"IEC 61966-2-1 Default RGB Colour Space - sRGB"),
    "/OutputConditionIdentifier": re.compile(r"IEC 61966-2-1 Default RGB Colour Space - sRGB"),
    "/Headers": re.compile(r"\d+(?:-\d+)*"),
    "/ID": re.compile(r"(?:(?:foot)?note-)?\d+(?:-\d+)*|[0-9a-f]{32}"),
    "/Lang": re.compile(r"[a-z]{2,3}(?:-[A-Z]{2})?"),
    "/NS": re.compile(r"http://iso\.org/pdf2/ssn"),
    "/Ordering": re.compile(r"Identity"),
    "/Registry": re.compile(r"Adobe"),
}


class Walk:
    """Walk over all objects that a PDF's trailer leads to.

    Attributes:
        reached: numbers of the objects on the way.
        faults: what was found that may not be there.
        streams: decoded, with the object's number.
        pictures: rows of pixels of each picture, as a PNG filters them.
    """

    def __init__(self, table: ObjectTable, told: frozenset[str] | None) -> None:
        """Walk.

        Args:
            table: objects of an open file.
            told: texts of the edition; None if there is no edition.
        """
        self.reached: set[int] = set()
        self.faults: set[str] = set()
        self.streams: dict[int, bytes] = {}
        self.pictures: list[bytes] = []
        self._told = told
        self._table = table
        root = table.value(table.trailer.get("/Root"))
        self._metadata = table.number(root.get("/Metadata")) if isinstance(root, dict) else 0
        todo: list[tuple[str, Any]] = [("trailer", table.trailer)]
        while todo:
            todo += self._step(*todo.pop())

    def packet(self) -> bytes:
        """Return the metadata packet.

        Raises:
            UnreadableError: there is none.
        """
        if self._metadata not in self.streams:
            raise UnreadableError("the pdf has no metadata packet")
        return self.streams[self._metadata]

    def _step(self, key: str, value: Any) -> list[tuple[str, Any]]:
        """Check one value, and return the values in it that have not been seen."""
        number = self._table.number(value)
        if number:
            if number in self.reached:
                return []
            self.reached.add(number)
            value = self._table.rows.get(number)
        if isinstance(value, str):
            self._written(key, value)
        elif isinstance(value, list):
            return [(key, item) for item in value]
        elif isinstance(value, dict):
            if number in self._table.streams:
                self._stream(number, self._table.streams[number])
            return self._entries(key, value, number)
        return []

    def _entries(self, key: str, value: dict[str, Any], number: int) -> list[tuple[str, Any]]:
        words = _words().keys
        for name in value:
            if name in words and key not in _RESOURCES:
                continue
            if key not in _RESOURCES or not _RESOURCE.fullmatch(name):
                self.faults.add("a key")
        if value.get("/Type") == "/Metadata" and number != self._metadata:
            self.faults.add("a second metadata packet")
        return list(value.items())

    def _written(self, key: str, value: str) -> None:
        """Check a name or a text."""
        if is_name(value):
            is_face = key in {"/BaseFont", "/FontName"} and _FACE.fullmatch(value)
            if value not in _words().names and not is_face:
                self.faults.add("a name")
            return
        said = shown_text(value)
        if self._told is not None and said in self._told:
            return
        has_form = key in _FORMS and _FORMS[key].fullmatch(said)
        if not has_form and not (key in _TOLD and self._told is None):
            self.faults.add("a text")

    def _stream(self, number: int, stream: Any) -> None:
        kind = stream.get("/Filter")
        raw = bytes(stream.read_raw_bytes())
        if kind is None:
            self.streams[number] = raw
            return
        is_picture = stream.get("/Subtype") == pikepdf.Name.Image and _is_plain_picture(stream)
        if kind != pikepdf.Name.FlateDecode or ("/DecodeParms" in stream and not is_picture):
            raise UnreadableError("the pdf has a stream that is packed in an unknown way")
        inflater = zlib.decompressobj()
        try:
            self.streams[number] = inflater.decompress(raw)
        except zlib.error:
            raise UnreadableError("the pdf has a stream that cannot be unpacked") from None
        if not inflater.eof or inflater.unused_data:
            self.faults.add("bytes after the end of a stream")
        if "/N" in stream and stream.get("/Type") != pikepdf.Name.ObjStm:
            profile = hashlib.sha256(self.streams[number]).hexdigest()
            if profile != PROFILE:
                self.faults.add("a colour profile")
        if is_picture:
            rows = self.streams[number]
            self.pictures.append(rows)
            if len(rows) != int(stream.Height) * (3 * int(stream.Width) + 1):
                self.faults.add("more or less data than a picture's pixels need")


def _is_plain_picture(stream: Any) -> bool:
    """Tell whether a picture is packed as in a PNG of red, green and blue, and in no other way."""
    parameters = stream.get("/DecodeParms")
    plain = {"/Colors": 3, "/Columns": int(stream.Width), "/Predictor": 15}
    return (
        isinstance(parameters, pikepdf.Dictionary)
        and {key: int(value) for key, value in parameters.items()} == plain
        and int(stream.BitsPerComponent) == _BITS
    )


#: SHA-256 of the one colour profile of our files, the ICC's own of sRGB.
PROFILE = "384b832de3412066743b52a75ee906b6fb9fb8d9e09e936fc2c43223815c6e0a"
#: Bits of each sample of a picture.
_BITS = 8


def object_faults(pdf: pikepdf.Pdf, walk: Walk, standing: set[int]) -> Iterator[str]:
    """Yield objects that nothing leads to, and objects that stand in the file unlisted.

    Args:
        pdf: an open file.
        walk: over it.
        standing: numbers of the objects found in the file's bytes.
    """
    listed: set[int] = set()
    packed: list[int] = []
    for item in pdf.objects:
        number = item.objgen[0]
        listed.add(number)
        kind = item.get("/Type") if isinstance(item, pikepdf.Stream) else None
        if kind == pikepdf.Name.ObjStm:
            body = bytes(item.read_bytes())
            packed += [int(word) for word in body[: int(item.First)].split()[::2]]
            if b"%" in _STRING.sub(b"", body):
                yield "a comment in an object"
        elif kind != pikepdf.Name.XRef and number not in walk.reached:
            yield "an object that nothing leads to"
    if len(set(packed)) != len(packed) or set(packed) & standing:
        yield "two versions of one object"
    if not standing <= listed or not set(packed) <= listed:
        yield "an object that the file does not list"


_PACKET = re.compile(
    rb"<\?xpacket begin=\"(?:\xef\xbb\xbf)?\" id=\"W5M0MpCehiHzreSzNTczkc9d\"\?>"
    rb"(.*)<\?xpacket end=\"[rw]\"\?>\s*",
    re.DOTALL,
)
_XMP_VALUE = re.compile(
    r"x-default|\d|20(?:20|24)|[A-Z]|\d{4}-\d\d-\d\d(?:T[\d:]{8}(?:Z|[+-]\d\d:\d\d))?"
    r"|WeasyPrint [\d.]+"
    r"|PDF/(?:UA|A)(?:-\d[a-z]?)?|PDF/UA identification schema|Part of ISO 14289"
    r"|http://www\.aiim\.org/pdfua/ns/id/|pdfuaid|part|Integer|internal|Resource|"
)


def packet_faults(packet: bytes, told: frozenset[str] | None) -> Iterator[str]:
    """Yield contents of a metadata packet besides public fields of the edition (G13)."""
    inner = _PACKET.fullmatch(packet)
    if inner is None:
        yield "a metadata packet that is not framed as ours are"
        return
    declared = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>' + inner[1].strip()
    root = parse_xml(declared, "the metadata packet")
    for row in root.iter():
        for text in (row.text, row.tail, *row.attrib.values()):
            words = (text or "").strip()
            if told is not None and words not in told and not _XMP_VALUE.fullmatch(words):
                yield "a text in its metadata packet"
