"""Lenient reader of an office file: parts, relationships, XML elements and their values.

Names may differ in case, targets may be absolute or odd, the file may be in the strict variant;
what cannot be read raises ``BadFileError`` with a code and words of our own.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias
from urllib.parse import unquote

from lxml import etree

from pipeline.core import nesting_limits
from pipeline.core.ooxml_names import q

#: lxml has no public name for it.
Element: TypeAlias = etree._Element  # pyright: ignore[reportPrivateUsage]

#: What newer programs show and we read; of all else, the fallback is taken.
_READ_CHOICES = ("a14", "cx1", "cx2", "cx4", "cx", "wps", "wpg", "wpc")
#: What is read whatever newer program it was made for.
_SHAPES = ("p:sp", "p:pic", "p:grpSp", "p:cxnSp")
#: The strict variant's names differ from the usual ones in this way alone.
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/")
_LARGEST_PART, _LARGEST_XML, _LARGEST_ALL = 96 * 2**20, 48 * 2**20, 384 * 2**20
_MOST_PARTS = 20_000
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
#: A whole number, and a length with its unit (ST_UniversalMeasure), in 914400ths of an inch.
_LENGTH = re.compile(r"\s*([+-]?\d{1,15}(?:\.\d{1,15})?)(mm|cm|in|pt|pc|pi)?\s*")
_EMU = {None: 1, "mm": 36000, "cm": 360000, "in": 914400, "pt": 12700, "pc": 152400, "pi": 152400}


_READ_IN_DOCUMENTS = frozenset(
    q(f"{prefix}:x").removesuffix("x") for prefix in ("w", "w14", "m", "mc")
)


class BadFileError(Exception):
    """The file cannot be imported: a code of docs/errors.md, and why, in words of our own."""

    def __init__(self, code: str, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.code, self.message, self.hint = code, message, hint


def find(element: Element | None, path: str) -> Element | None:
    """Return the first element at a path such as ``p:nvPr/p:ph``."""
    for step in path.split("/"):
        if element is None:
            return None
        element = element.find(q(step))
    return element


def find_all(element: Element | None, path: str) -> list[Element]:
    """Return all elements at a path."""
    found = [] if element is None else [element]
    for step in path.split("/"):
        tag = q(step)
        found = [child for parent in found for child in parent if child.tag == tag]
    return found


def children(element: Element | None) -> list[Element]:
    """Return what stands directly in an element; nothing if there is none."""
    return [] if element is None else list(element)


def local(element: Element) -> str:
    """Return an element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def word_name(element: Element) -> str:
    """Return the name of an element of a document; '' for one of a format that is not read.

    Others may have a ``t`` of their own, of which Word shows nothing.
    """
    space, _, name = str(element.tag).rpartition("}")
    return name if f"{space}}}" in _READ_IN_DOCUMENTS else ""


def emu(text: str | None) -> int:
    """Return a length in 914400ths of an inch; 0 for what is none."""
    found = _LENGTH.fullmatch(text or "")
    return round(float(found[1]) * _EMU[found[2]]) if found else 0


def whole(text: str | None, otherwise: int = 0) -> int:
    """Return a whole number; something else for what is none."""
    return int(text) if text and re.fullmatch(r"[+-]?\d{1,12}", text) else otherwise


def per_mille(text: str | None) -> int:
    """Return a share in thousandths of a per cent, written so or with its sign."""
    if text and text.strip().endswith("%"):
        bare = text.strip()[:-1]
        return round(float(bare) * 1000) if re.fullmatch(r"[+-]?\d{1,9}(\.\d+)?", bare) else 0
    return whole(text)


def is_on(text: str | None) -> bool:
    """Tell whether a switch is on."""
    return text in {"1", "true", "on"}


@dataclass(frozen=True)
class Relation:
    """A relationship: the last word of its type, and where it leads.

    Attributes:
        target: part name, or an address outside if ``external``.
    """

    kind: str
    target: str
    external: bool = False


@dataclass
class Package:
    """Parts of an untrusted office file, read when they are asked for."""

    archive: zipfile.ZipFile
    names: dict[str, zipfile.ZipInfo]
    left: int = _LARGEST_ALL
    _relations: dict[str, dict[str, Relation]] = field(default_factory=dict)
    _trees: dict[str, Element] = field(default_factory=dict)

    def has(self, part: str) -> bool:
        """Tell whether a part is there."""
        return part.lower() in self.names

    def bytes(self, part: str) -> bytes:
        """Return a part.

        Raises:
            BadFileError: it is missing, damaged or too large.
        """
        info = self.names.get(part.lower())
        if info is None:
            raise BadFileError("damaged-file", "a part that the file names is missing")
        limit = min(_LARGEST_PART, self.left)
        try:
            with self.archive.open(info) as stream:
                data = stream.read(limit + 1)
        except (OSError, EOFError, ValueError, RuntimeError, NotImplementedError, zlib.error,
                zipfile.BadZipFile, zipfile.LargeZipFile):  # fmt: skip
            raise BadFileError("damaged-file", "a part of the file cannot be unpacked") from None
        except Exception:  # each way of packing has errors of its own
            raise BadFileError("damaged-file", "a part of the file cannot be unpacked") from None
        if len(data) > limit:
            message = "the file is larger than what is read: 96 MB for a part, 384 MB for all"
            raise BadFileError("too-large", message, "save its pictures and films smaller")
        self.left -= len(data)
        return data

    def xml(self, part: str) -> Element:
        """Return a part's tree, the same at every call.

        Raises:
            BadFileError: it is missing, no XML, or has a document type.
        """
        if part not in self._trees:
            self._trees[part] = _tree(self.bytes(part))
        return self._trees[part]

    def relations(self, part: str) -> dict[str, Relation]:
        """Return a part's relationships by id; none if they cannot be read."""
        if part not in self._relations:
            folder, base = posixpath.split(part)
            path = posixpath.join(folder, "_rels", f"{base}.rels")
            rows: dict[str, Relation] = {}
            if self.has(path):
                for row in self.xml(path).iter(q("rel:Relationship")):
                    rows[str(row.get("Id", ""))] = _relation(row, folder)
            self._relations[part] = rows
        return self._relations[part]

    def related(self, part: str, kind: str) -> str:
        """Return the first part of a kind to which a part leads; '' if there is none."""
        return next(self.all_related(part, kind), "")

    def all_related(self, part: str, kind: str) -> Iterator[str]:
        """Yield the parts of a kind to which a part leads."""
        for relation in self.relations(part).values():
            if relation.kind == kind and not relation.external and self.has(relation.target):
                yield relation.target


def _relation(row: Element, folder: str) -> Relation:
    kind = str(row.get("Type", "")).rsplit("/", 1)[-1]
    target = str(row.get("Target", ""))
    if row.get("TargetMode") == "External":
        return Relation(kind, target, external=True)
    path = unquote(target.partition("#")[0]).replace("\\", "/")
    return Relation(kind, posixpath.normpath(posixpath.join("/", folder, path)).lstrip("/"))


def read(data: bytes) -> Package:
    """Read a file.

    Raises:
        BadFileError: it is no office file of today, or is damaged.
    """
    if not data:
        raise BadFileError("not-an-office-file", "the file is empty")
    if data.startswith(_OLE):
        raise _compound(data)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        rows = [row for row in archive.infolist() if not row.is_dir()]
    except Exception:  # a damaged list of parts raises whatever it hits
        if data.startswith(b"PK"):
            raise BadFileError("damaged-file", "the file is cut off or damaged") from None
        message, hint = "this is no office file", "give a .pptx or a .docx"
        raise BadFileError("not-an-office-file", message, hint) from None
    if len(rows) > _MOST_PARTS:
        raise BadFileError("too-large", f"the file has more than {_MOST_PARTS} parts")
    names = {row.filename.replace("\\", "/").lstrip("/").lower(): row for row in rows}
    if any(row.flag_bits & 1 for row in rows):
        message, hint = "the file is protected by a password", "save a copy without one"
        raise BadFileError("password-protected", message, hint)
    return Package(archive, names)


def _compound(data: bytes) -> BadFileError:
    """Tell a protected file from one of the format before 2007: both are compound files."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        message, hint = "the file is protected by a password", "save a copy without one"
        return BadFileError("password-protected", message, hint)
    message = "the file is in the format that Office had before 2007, or no office file"
    hint = "open it in its program or LibreOffice and save it as .pptx or .docx"
    return BadFileError("old-format", message, hint)


def _tree(data: bytes) -> Element:
    if len(data) > _LARGEST_XML or nesting_limits.is_vast((data,)):
        raise BadFileError("too-large", "a part of the file has more text than can be read")
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        data = re.sub(r"^\s*<\?xml.*?\?>", "", data.decode("utf-16", "replace")).encode()
    if b"purl.oclc.org" in data:
        data = _STRICT.sub(rb"http://schemas.openxmlformats.org/\1/2006/", data)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data.lstrip(), parser)
    except (etree.XMLSyntaxError, ValueError):
        raise BadFileError("damaged-file", "a part of the file is no well-formed XML") from None
    if root.getroottree().docinfo.doctype:
        message = "a part of the file has a document type: no office program writes one"
        raise BadFileError("damaged-file", message)
    for choice in list(root.iter(q("mc:AlternateContent"))):
        _choose(choice)
    return root


def _choose(element: Element) -> None:
    """Put what is read of several ways to show one thing in its place."""
    parent = element.getparent()
    if parent is None:
        return
    choices, fallback = element.findall(q("mc:Choice")), element.find(q("mc:Fallback"))
    read_ = [row for row in choices if _is_read(row)]
    taken = read_[0] if read_ else fallback
    if (taken is None or len(taken) == 0) and choices:
        taken = choices[0]
    for child in list(taken) if taken is not None else []:
        element.addprevious(child)
    parent.remove(element)


def _is_read(choice: Element) -> bool:
    """Tell whether we show what a newer program shows: of ink, say, the fallback has a picture."""
    shapes = {q(name) for name in _SHAPES}
    is_known = bool(set(str(choice.get("Requires", "")).split()) & set(_READ_CHOICES))
    return is_known or (len(choice) > 0 and all(child.tag in shapes for child in choice))
