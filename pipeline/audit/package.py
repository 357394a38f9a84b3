"""Office packages, read byte by byte: every byte belongs to a member that is known and plain.

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
from xml.etree import ElementTree as ET

from pipeline.audit.findings import UnreadableError

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
    ),
    "xlsx": re.compile(
        r"\[Content_Types\]\.xml|_rels/\.rels|xl/(?:_rels/)?workbook\.xml(?:\.rels)?"
        r"|xl/styles\.xml|xl/worksheets/sheet1\.xml"
    ),
}
_EPOCH = (1980, 1, 1, 0, 0, 0)
#: Largest member, in bytes, that is unpacked.
_LARGEST = 64 * 2**20
_LOCAL = struct.Struct("<4sHHHHHLLLHH")
_END = struct.Struct("<4sHHHHLLH")
_MADE_BY_UNIX = 3


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
    try:
        return ET.fromstring(data)  # noqa: S314 - document types are refused above
    except ET.ParseError:
        raise UnreadableError(f"{name} is not well-formed") from None


class Package:
    """The members of an Office file; parts are parsed once, when first asked for.

    Attributes:
        vouched: names of the parts that come from a house's template as they are.
    """

    def __init__(
        self, members: Mapping[str, bytes], fmt: str, known: Mapping[str, bytes] | None = None
    ) -> None:
        """Take the members.

        Args:
            members: by name.
            fmt: ``pptx`` or ``docx``.
            known: parts that are vouched for where they are the same bytes.
        """
        self.members = dict(members)
        self._known = known or {}
        self.vouched = frozenset(
            name for name, data in self.members.items() if self._known.get(name) == data
        )
        self._fmt = fmt
        self._trees: dict[str, ET.Element] = {}

    def replaced(self, parts: Mapping[str, bytes]) -> Package:
        """Return a copy with other parts, which shares what has been parsed of the rest."""
        copy = Package({**self.members, **parts}, self._fmt, self._known)
        copy._trees = {name: tree for name, tree in self._trees.items() if name not in parts}
        return copy

    def is_ours(self, name: str) -> bool:
        """Tell whether a part has a name that our files have, and that may be told."""
        return name in self.vouched or bool(PARTS[self._fmt].fullmatch(name))

    def xml(self, name: str) -> ET.Element:
        """Return a part's tree.

        Raises:
            UnreadableError: it is missing or cannot be read.
        """
        if name not in self._trees:
            if name not in self.members:
                raise UnreadableError("a part that the package names is missing")
            told = name if self.is_ours(name) else "a part that is not ours"
            self._trees[name] = parse_xml(self.members[name], told)
        return self._trees[name]

    def relations(self, part: str) -> dict[str, tuple[str, str, bool]]:
        """Return a part's relationships: id -> (type's last word, target, is external)."""
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
        known: parts of a house's template, vouched for where they are the same bytes.

    Returns:
        The package, and what is wrong with the zip that holds it.

    Raises:
        UnreadableError: it is no zip, or a member cannot be unpacked.
    """
    members, faults = unzipped(data)
    return Package(members, fmt, known), faults


def unzipped(data: bytes) -> tuple[dict[str, bytes], list[str]]:
    """Read any zip of ours strictly.

    Returns:
        Its members in the order of their bytes, and what is wrong with the zip.

    Raises:
        UnreadableError: it is no zip, or a member cannot be unpacked.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            rows = sorted(archive.infolist(), key=lambda info: info.header_offset)
            start = archive.start_dir
    except (zipfile.BadZipFile, ValueError, NotImplementedError, struct.error):
        raise UnreadableError("the package is not a zip") from None
    faults = list(_frame_faults(data, start, len(rows)))
    members: dict[str, bytes] = {}
    position = 0
    for number, info in enumerate(rows, start=1):
        if info.filename in members:
            faults.append("two members have one name")
        content, end = _member(data, info, number)
        faults += [f"member {number} {fault}" for fault in _member_faults(data, info)]
        if info.header_offset != position:
            faults.append(f"there are bytes before member {number} that belong to none")
        members[info.filename] = content
        position = end
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
        inflater = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            content = inflater.decompress(packed, _LARGEST)
        except zlib.error:
            raise UnreadableError(f"member {number} cannot be unpacked") from None
        if not inflater.eof or inflater.unused_data:
            raise UnreadableError(f"member {number} does not end where it says")
    if len(content) != info.file_size or zlib.crc32(content) != info.CRC:
        raise UnreadableError(f"member {number} is not what its checksum says")
    return content, begin + info.compress_size


def _member_faults(data: bytes, info: zipfile.ZipInfo) -> Iterator[str]:
    """Check both headers of a member: the directory's and the one before its bytes."""
    row = _LOCAL.unpack(data[info.header_offset :][: _LOCAL.size])
    signature, _, flags, method, time, day, crc, packed, size, name_length, extra_length = row
    begin = info.header_offset + _LOCAL.size
    name = data[begin : begin + name_length]
    if signature != b"PK\x03\x04" or name != info.orig_filename.encode("ascii", "replace"):
        yield "has two names"
    if (method, crc, packed, size) != (
        info.compress_type,
        info.CRC,
        info.compress_size,
        info.file_size,
    ):
        yield "is described in two ways"
    if info.comment or info.extra or extra_length:
        yield "has a comment or an extra field"
    if info.compress_type != zipfile.ZIP_DEFLATED or flags or info.flag_bits:
        yield "is not packed as ours are"
    if info.date_time != _EPOCH or (time, day) != (0, 0x21):
        yield "bears a time"
    if info.create_system != _MADE_BY_UNIX or info.external_attr != 0o600 << 16:
        yield "has attributes that ours do not have"
    if info.internal_attr or info.reserved or info.volume:
        yield "has attributes that ours do not have"
