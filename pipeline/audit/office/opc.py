"""Office files as zip containers (OPC), read byte by byte: unknown members and loose bytes found.

A zip can carry data before, between and after its members, in comments and extra fields, under
two names or none. The library reads what the directory names; this module walks the bytes and
accepts nothing else (G12, G27).
"""

from __future__ import annotations

import io
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any
from xml.etree import ElementTree as ET

from pipeline.audit.findings import UnreadableError
from pipeline.core import nesting_limits

_REL = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_DECLARATION = re.compile(
    rb"<\?xml version=(['\"])1\.0\1 encoding=(['\"])UTF-8\2 standalone=(['\"])yes\3\?>\s*"
)
_OFFICE_COMMON = r"\[Content_Types\]\.xml|_rels/\.rels|docProps/(?:core|app)\.xml"
_PPTX_FOLDERS = "slides|slideLayouts|slideMasters|notesSlides|notesMasters"
_PPTX_KINDS = "slide|slideLayout|slideMaster|notesSlide|notesMaster"
#: Package parts that our files consist of; any other part fails the audit (G12).
PARTS = {
    "pptx": re.compile(
        rf"{_OFFICE_COMMON}|ppt/(?:_rels/)?presentation\.xml(?:\.rels)?"
        r"|ppt/(?:presProps|viewProps|tableStyles)\.xml|ppt/theme/theme\d{1,4}\.xml"
        rf"|ppt/(?:{_PPTX_FOLDERS})/(?:_rels/)?(?:{_PPTX_KINDS})\d{{1,4}}\.xml(?:\.rels)?"
        r"|ppt/charts/(?:_rels/)?chart\d{1,4}\.xml(?:\.rels)?|ppt/media/image\d{1,4}\.png"
        r"|ppt/embeddings/Microsoft_Excel_Sheet\d{0,4}\.xlsx"
    ),
    "docx": re.compile(
        rf"{_OFFICE_COMMON}|word/(?:styles|settings|numbering|fontTable)\.xml"
        r"|word/(?:_rels/)?(?:document|footnotes|(?:footer|header)\d{0,4})\.xml(?:\.rels)?"
        r"|word/theme/theme\d{0,4}\.xml|word/media/image\d{1,4}\.png"
        r"|word/charts/(?:_rels/)?chart\d{1,4}\.xml(?:\.rels)?|word/drawings/drawing\d{1,4}\.xml"
        r"|word/embeddings/Microsoft_Excel_Sheet\d{1,4}\.xlsx"
    ),
    "xlsx": re.compile(
        r"\[Content_Types\]\.xml|_rels/\.rels|xl/(?:_rels/)?workbook\.xml(?:\.rels)?"
        r"|xl/sharedStrings\.xml|xl/styles\.xml|xl/worksheets/sheet1\.xml"
    ),
}
#: Largest member, and largest sum of all members, in bytes, that is unpacked; and how many.
_LARGEST, _LARGEST_SUM, _MOST_MEMBERS = 64 * 2**20, 256 * 2**20, 10_000
#: What damaged zips and names do to the library that reads them.
_UNFORESEEN = (
    zipfile.BadZipFile,
    ValueError,
    LookupError,
    OverflowError,
    NotImplementedError,
    OSError,
    struct.error,
)
#: Steps of an outline behind the first: numbers alone, as the lists allow them anywhere.
_STEP = rb'<a:lnTo><a:pt x="-?\d{1,12}" y="-?\d{1,12}"/></a:lnTo>'
_STEPS = re.compile(rb"(%b)(?:%b)+" % (_STEP, _STEP))
_LOCAL = struct.Struct("<4sHHHHHLLLHH")
_ROW = struct.Struct("<4sBBHHHHHLLLHHHHHLL")
_END = struct.Struct("<4sHHHHLLH")
_XML = (".xml", ".rels")
#: System that made a member, and its permissions: our zips come from one system (APPNOTE 4.4.2).
_MADE_BY_UNIX = 3
_MODE = 0o600 << 16
#: Version of the format that is needed; the earliest day it knows (1 January 1980).
_NEEDED, _DAY = 20, 0x21


def parse_xml(data: bytes, name: str) -> ET.Element:
    """Parse a part that is plain: UTF-8, no document type, comment, instruction or CDATA section.

    In UTF-8 without entities of its own, these can be found by their bytes: a ``<`` in text is
    always written as a reference.

    Raises:
        UnreadableError: it is anything else.
    """
    declaration = _DECLARATION.match(data)
    if declaration is None:
        raise UnreadableError(f"{name} is not XML in UTF-8")
    rest = data[declaration.end() :]
    if b"<!" in rest or b"<?" in rest:
        raise UnreadableError(
            f"{name} has a document type, a comment, an instruction or a CDATA section"
        )
    if nesting_limits.is_vast([data]):
        raise UnreadableError(f"{name} has more elements than ours can have")
    try:
        root = ET.fromstring(data)  # noqa: S314 - document types are refused above
    except ET.ParseError:
        raise UnreadableError(f"{name} is not well-formed") from None
    if nesting_limits.is_deep(root):
        raise UnreadableError(f"{name} has more levels than ours can have")
    return root


def outlined(data: bytes) -> bytes:
    """Return a part with the first step alone of each line that goes from point to point.

    A map has forty thousand elements for these, which say nothing. What is left is well-formed
    exactly if the whole is, because the first step stands where the others stood.
    """
    return _STEPS.sub(rb"\1", data)


class Package:
    """OPC file (a .pptx, .docx or .xlsx) with its parts, each parsed once when asked for.

    Attributes:
        trusted: names of the parts that come unchanged from a brand template.
    """

    def __init__(
        self, members: Mapping[str, bytes], fmt: str, known: Mapping[str, bytes] | None = None
    ) -> None:
        """Take the members.

        Args:
            members: by name.
            fmt: ``pptx`` or ``docx``.
            known: parts that are trusted where they are the same bytes.
        """
        self.members = dict(members)
        self._known = known or {}
        self.trusted = frozenset(
            name for name, data in self.members.items() if self._known.get(name) == data
        )
        self._fmt = fmt
        self._trees: dict[str, ET.Element] = {}
        self._relations: dict[str, dict[str, tuple[str, str, bool]]] = {}

    def replaced(self, parts: Mapping[str, bytes]) -> Package:
        """Return a copy with other parts, which shares what has been parsed of the rest."""
        copy = Package({**self.members, **parts}, self._fmt, self._known)
        copy._trees = {name: tree for name, tree in self._trees.items() if name not in parts}
        return copy

    @cached_property
    def file_names(self) -> frozenset[str]:
        """Return the names of the parts without their folders."""
        return frozenset(name.rpartition("/")[2] for name in self.members)

    def is_ours(self, name: str) -> bool:
        """Tell whether a part has a name that our files have, so that a message may name it."""
        return name in self.trusted or bool(PARTS[self._fmt].fullmatch(name))

    def xml(self, name: str) -> ET.Element:
        """Return a part's tree, in which lines from point to point have their first step alone.

        Raises:
            UnreadableError: it is missing or cannot be read.
        """
        if name not in self._trees:
            if name not in self.members:
                raise UnreadableError("a part that the package names is missing")
            told = name if self.is_ours(name) else "a part that is not ours"
            self._trees[name] = parse_xml(outlined(self.members[name]), told)
        return self._trees[name]

    def relations(self, part: str) -> dict[str, tuple[str, str, bool]]:
        """Return a part's relationships: id -> (type's last word, target, is external)."""
        if (known := self._relations.get(part)) is None:
            known = self._relations[part] = self._related(part)
        return known

    def _related(self, part: str) -> dict[str, tuple[str, str, bool]]:
        folder, name = posixpath.split(part)
        path = posixpath.join(folder, "_rels", f"{name}.rels")
        if path not in self.members:
            return {}
        out: dict[str, tuple[str, str, bool]] = {}
        for row in self.xml(path).iter(f"{_REL}Relationship"):
            external = row.get("TargetMode") == "External"
            target = row.get("Target", "")
            if not external:
                target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            out[row.get("Id", "")] = (row.get("Type", "").rsplit("/", 1)[-1], target, external)
        return out

    def sources(self) -> Iterator[str]:
        """Yield the parts that have relationships; the package itself is ''."""
        for name in self.members:
            folder, base = posixpath.split(name)
            if posixpath.basename(folder) == "_rels" and base.endswith(".rels"):
                yield posixpath.join(posixpath.dirname(folder), base.removesuffix(".rels"))


def read(
    data: bytes, fmt: str, known: Mapping[str, bytes] | None = None
) -> tuple[Package, list[str]]:
    """Read a package strictly.

    Args:
        data: the file.
        fmt: ``pptx``, ``docx`` or ``xlsx``.
        known: parts of a brand template, trusted where they are the same bytes.

    Returns:
        The package, and what is wrong with the zip that holds it.

    Raises:
        UnreadableError: it is no zip, or a member cannot be unpacked.
    """
    members, faults = unzipped(data)
    if nesting_limits.is_vast(part for name, part in members.items() if name.endswith(_XML)):
        raise UnreadableError("the file has more elements than ours can have")
    return Package(members, fmt, known), faults


def unzipped(data: bytes) -> tuple[dict[str, bytes], list[str]]:
    """Read a zip made by this program, strictly.

    Returns:
        Its members in the order of their bytes, and what is wrong with the zip.

    Raises:
        UnreadableError: it is no zip, a member cannot be unpacked, or there is too much of it.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            rows = sorted(archive.infolist(), key=lambda info: info.header_offset)
            start = archive.start_dir
    except _UNFORESEEN:
        raise UnreadableError("the package is not a zip") from None
    if len(rows) > _MOST_MEMBERS or sum(info.file_size for info in rows) > _LARGEST_SUM:
        raise UnreadableError("the package is larger than ours can be, or has too many members")
    faults = list(_frame_faults(data, start, len(rows)))
    members: dict[str, bytes] = {}
    position, row = 0, start
    for number, info in enumerate(rows, start=1):
        if info.filename in members:
            faults.append("two members have one name")
        content, end = _member(data, info, number)
        faults += [f"member {number} {fault}" for fault in _member_faults(data, info, row)]
        if info.header_offset != position:
            faults.append(f"there are bytes before member {number} that belong to none")
        members[info.filename] = content
        position = end
        row += _ROW.size + len(info.orig_filename.encode())
    if position != start:
        faults.append("there are bytes before the directory that belong to no member")
    return members, faults


def strange(package: Package) -> Iterator[str]:
    """Yield, without their names, the parts that are not ours or that nothing leads to."""
    reached: set[str] = {"[Content_Types].xml"}
    todo = [""]
    while todo:
        part = todo.pop()
        folder, base = posixpath.split(part)
        reached |= {part, posixpath.join(folder, "_rels", f"{base}.rels")}
        targets = {target for _, target, external in package.relations(part).values()
                   if not external}  # fmt: skip
        todo += sorted(targets - reached)
    for name in package.members:
        if not package.is_ours(name):
            yield "the package has a part that is not ours"
        elif name not in reached:
            yield f"nothing leads to {name}"


def _frame_faults(data: bytes, start: int, count: int) -> Iterator[str]:
    """Check the end record: it is the last thing, and the directory is just before it."""
    if len(data) < _END.size or data[-_END.size :][:4] != b"PK\x05\x06":
        yield "the zip has a comment, or bytes after its end"
        return
    _, disk, first, here, total, size, offset, comment = _END.unpack(data[-_END.size :])
    if disk or first or comment or here != count or total != count:
        yield "the zip's end record is not that of a plain file"
    if offset != start or offset + size != len(data) - _END.size:
        yield "there are bytes in or around the zip's directory that belong to no member"


def _member(data: bytes, info: zipfile.ZipInfo, number: int) -> tuple[bytes, int]:
    """Return a member's bytes, and where its compressed bytes end in the file."""
    head = data[info.header_offset :][: _LOCAL.size]
    if len(head) < _LOCAL.size or info.file_size > _LARGEST:
        raise UnreadableError(f"member {number} cannot be unpacked")
    names, extras = _LOCAL.unpack(head)[-2:]
    begin = info.header_offset + _LOCAL.size + names + extras
    packed = data[begin : begin + info.compress_size]
    if info.flag_bits & 1 or info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise UnreadableError(f"member {number} is encrypted or packed in an unknown way")
    content = packed
    if info.compress_type == zipfile.ZIP_DEFLATED:
        content = _inflated(packed, info.file_size, number)
    if len(content) != info.file_size or zlib.crc32(content) != info.CRC:
        raise UnreadableError(f"member {number} is not what its checksum says")
    return content, begin + info.compress_size


def _inflated(packed: bytes, size: int, number: int) -> bytes:
    """Unpack a member to its last bit; more than it says is never unpacked."""
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        content = inflater.decompress(packed[:-1], size + 1)
        before = inflater.copy()
        rest = inflater.decompress(inflater.unconsumed_tail + packed[-1:], size + 1)
    except (zlib.error, ValueError):
        raise UnreadableError(f"member {number} cannot be unpacked") from None
    if not inflater.eof or inflater.unused_data:
        raise UnreadableError(f"member {number} does not end where it says")
    for bit in range(8):
        if packed[-1] & 1 << bit and _ends(before.copy(), packed[-1] & ~(1 << bit), rest):
            raise UnreadableError(f"member {number} has bits behind its end")
    return content + rest


def _ends(inflater: Any, last: int, rest: bytes) -> bool:
    """Tell whether a member ends with another last byte as well: then not all its bits count."""
    try:
        found = inflater.decompress(inflater.unconsumed_tail + bytes((last,)), len(rest) + 1)
    except zlib.error:
        return False
    return bool(inflater.eof and not inflater.unused_data and found == rest)


def _member_faults(data: bytes, info: zipfile.ZipInfo, place: int) -> Iterator[str]:
    """Check that both headers of a member are, to the last bit, those that ours have.

    Args:
        data: the zip.
        info: the member.
        place: where its row in the directory is, if the rows stand as the members do.
    """
    name = info.orig_filename.encode("utf-8", "replace")
    sizes = (info.CRC, info.compress_size, info.file_size)
    packed = (_NEEDED, 0, zipfile.ZIP_DEFLATED, 0, _DAY, *sizes, len(name), 0)
    local = _LOCAL.pack(b"PK\x03\x04", *packed) + name
    row = _ROW.pack(b"PK\x01\x02", _NEEDED, _MADE_BY_UNIX, *packed, 0, 0, 0, _MODE,
                    info.header_offset) + name  # fmt: skip
    if data[info.header_offset :][: len(local)] != local:
        yield "has a header that ours do not have: another name, time, way of packing, a field"
    if data[place : place + len(row)] != row:
        yield "has a row in the directory that ours do not have: a time, attributes, a comment"
