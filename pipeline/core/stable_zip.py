"""Zip files: packed with the same bytes on any machine, and unpacked within limits.

Guarantee: G10.
"""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Mapping

#: Members of a zip bear the earliest time the format knows.
TIME = (1980, 1, 1, 0, 0, 0)
#: System that made the zip, and its members' permissions: the same on any machine (APPNOTE 4.4.2).
_UNIX = 3
_MODE = 0o600


def pack(members: Mapping[str, bytes]) -> bytes:
    """Zip members, in their order."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, data in members.items():
            info = zipfile.ZipInfo(name, TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = _UNIX
            info.external_attr = _MODE << 16
            archive.writestr(info, data)
    return buffer.getvalue()


class TooLargeError(Exception):
    """A zip has more members, or more bytes in them, than is read."""


def unpack(data: bytes, *, most: int = sys.maxsize, largest: int = sys.maxsize) -> dict[str, bytes]:
    """Return the members of a zip by name, without folders.

    Args:
        data: the zip.
        most: members that are read.
        largest: bytes of all together, as the zip declares them.

    Raises:
        TooLargeError: it has more.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        rows = [row for row in archive.infolist() if not row.is_dir()]
        if len(rows) > most or sum(row.file_size for row in rows) > largest:
            raise TooLargeError
        return {row.filename: archive.read(row) for row in rows}
