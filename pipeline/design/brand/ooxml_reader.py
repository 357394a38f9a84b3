"""Strict reader and writer of parts of an untrusted Office file; nothing repaired.

Macros, links, comments, embedded files and whatever else such a file may carry are not looked for:
only what is asked for by name leaves this module, with comments and instructions taken out.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from lxml import etree

from pipeline.core import nesting_limits, stable_zip
from pipeline.core.lengths import EMU, Pt
from pipeline.core.ooxml_names import NAMESPACES, q

#: lxml has no public name for it.
Element: TypeAlias = etree._Element  # pyright: ignore[reportPrivateUsage]

_STRICT = "http://purl.oclc.org/ooxml/"
#: Bytes and members of a template that is read; more is taken for an attack.
_LARGEST = 64 * 2**20
_MOST_PARTS = 3000


class BadTemplateError(Exception):
    """The file cannot be used; the message says why, in words of our own."""


#: A whole number, and a length: in EMU, or with its unit (ST_UniversalMeasure).
_NUMBER = re.compile(r"-?[0-9]{1,15}")
_LENGTH = re.compile(r"([+-]?[0-9]{1,15}(?:\.[0-9]{1,15})?)(mm|cm|in|pt|pc|pi)?")
_POINTS = {"mm": 72 / 25.4, "cm": 72 / 2.54, "in": 72, "pt": 1, "pc": 12, "pi": 12}


def is_number(text: object) -> bool:
    """Tell whether an attribute is a whole number."""
    return bool(_NUMBER.fullmatch(str(text or "")))


def points(text: str) -> Pt:
    """Return a length in points.

    Raises:
        BadTemplateError: it is none.
    """
    found = _LENGTH.fullmatch(text)
    if found is None:
        raise BadTemplateError("a length in the file is not one")
    number, unit = float(found[1]), found[2]
    return Pt(number * _POINTS[unit]) if unit else Pt(number * EMU)


@dataclass(frozen=True)
class Relation:
    """A relationship: the last word of its type, and the part that it leads to ('' outside)."""

    kind: str
    target: str


@dataclass(frozen=True)
class UntrustedFile:
    """Members of an untrusted OPC file."""

    members: Mapping[str, bytes]

    def xml(self, name: str) -> Element:
        """Return a part's tree, without comments and instructions.

        Raises:
            BadTemplateError: it is missing, no XML, or has a document type.
        """
        if name not in self.members:
            raise BadTemplateError("a part that the file names is missing")
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
        )
        try:
            root = etree.fromstring(self.members[name], parser)
        except etree.XMLSyntaxError:
            raise BadTemplateError("a part of the file is not well-formed") from None
        if root.getroottree().docinfo.doctype:
            raise BadTemplateError("a part of the file has a document type")
        if _STRICT in str(root.tag):
            raise BadTemplateError("the file is in the strict variant of Office's format")
        return root

    def relations(self, part: str) -> dict[str, Relation]:
        """Return a part's relationships by id."""
        folder, base = posixpath.split(part)
        path = posixpath.join(folder, "_rels", f"{base}.rels")
        if path not in self.members:
            return {}
        found: dict[str, Relation] = {}
        for row in self.xml(path).iter(q("rel:Relationship")):
            kind = str(row.get("Type", "")).rsplit("/", 1)[-1]
            target = str(row.get("Target", ""))
            if row.get("TargetMode") == "External":
                target = ""
            else:
                target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            found[str(row.get("Id", ""))] = Relation(kind, target)
        return found

    def related(self, part: str, kind: str) -> str:
        """Return the part to which the first relationship of a kind leads; '' if there is none."""
        found = (
            relation.target for relation in self.relations(part).values() if relation.kind == kind
        )
        return next((target for target in found if target in self.members), "")


def read(data: bytes) -> UntrustedFile:
    """Read a package.

    Raises:
        BadTemplateError: it is no zip, damaged, or larger than such a file can be.
    """
    try:
        members = stable_zip.unpack(data, most=_MOST_PARTS, largest=_LARGEST)
    except stable_zip.TooLargeError:
        message = "the file is larger than 64 MB, or has too many parts"
        raise BadTemplateError(message) from None
    except Exception:  # each way of packing has errors of its own, and bad names have more
        raise BadTemplateError("this is not an Office file, or it is damaged") from None
    if nesting_limits.is_vast(members.values()):
        raise BadTemplateError("the file has more elements than a template can have")
    return UntrustedFile(members)


def serialised(root: Element) -> bytes:
    """Return a tree as a part: UTF-8, one declaration, no namespace that is not used."""
    etree.cleanup_namespaces(root)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def relationships(rows: Mapping[str, tuple[str, str]]) -> bytes:
    """Return a relationships part.

    Args:
        rows: id -> the type's last word, and the target as written.
    """
    written = "".join(
        f'<Relationship Id="{key}" Type="{NAMESPACES["r"]}/{kind}" Target="{target}"/>'
        for key, (kind, target) in rows.items()
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<Relationships xmlns="{NAMESPACES["rel"]}">{written}</Relationships>'
    ).encode()
