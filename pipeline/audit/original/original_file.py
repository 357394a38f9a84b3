"""Imported Office file, unpacked and parsed within limits, for the proof: parts and their XML."""

from __future__ import annotations

import re
import zipfile
import zlib
from xml.etree import ElementTree as ET

from pipeline.audit.findings import UnreadableError
from pipeline.audit.office.opc import Package
from pipeline.core import nesting_limits, stable_zip

#: Bytes of all parts together, and how many parts: as much as a large deck with pictures has.
_LARGEST, _MOST = 512 * 2**20, 20_000
_UNREADABLE = (
    zipfile.BadZipFile, zlib.error, ValueError, LookupError, OverflowError, NotImplementedError,
    OSError, RuntimeError, EOFError,
)  # fmt: skip
_ENCODING = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
#: Encodings in which a document type cannot hide from a search for its letters.
_PLAIN = frozenset((b"utf-8", b"us-ascii", b"iso-8859-1", b"windows-1252", b"utf-16"))


class OfficeFile(Package):
    """Package of a foreign program: its XML may have comments, and no document type."""

    def is_ours(self, name: str) -> bool:
        """Tell that no part's name may be told: they are somebody's words."""
        del name
        return False

    def xml(self, name: str) -> ET.Element:
        """Return a part's tree.

        Raises:
            UnreadableError: it is missing or cannot be read.
        """
        if name not in self._trees:
            if name not in self.members:
                raise UnreadableError("a part that the file names is missing")
            self._trees[name] = _parsed(self.members[name])
        return self._trees[name]


def read(data: bytes) -> OfficeFile:
    """Unpack a file.

    Raises:
        UnreadableError: it is no zip, damaged, encrypted, or larger than any deck.
    """
    try:
        return OfficeFile(stable_zip.unpack(data, most=_MOST, largest=_LARGEST), "pptx")
    except stable_zip.TooLargeError:
        raise UnreadableError("the original is larger than is read") from None
    except _UNREADABLE:
        message = "the original is no office file, or is damaged or encrypted"
        raise UnreadableError(message) from None


def _parsed(data: bytes) -> ET.Element:
    encoding = _ENCODING.match(data.lstrip(b"\xef\xbb\xbf"))
    if encoding and encoding[1].lower() not in _PLAIN:
        raise UnreadableError("a part is not in an encoding of Unicode")
    if b"<!DOCTYPE" in data.replace(b"\0", b"") or b"<!ENTITY" in data.replace(b"\0", b""):
        raise UnreadableError("a part has a document type")
    if nesting_limits.is_vast([data]):
        raise UnreadableError("a part has more elements than is read")
    try:
        root = ET.fromstring(data)  # noqa: S314 - document types are refused above
    except (ET.ParseError, ValueError, LookupError):
        raise UnreadableError("a part is not well-formed") from None
    if nesting_limits.is_deep(root):
        raise UnreadableError("a part has more levels than is read")
    return root
