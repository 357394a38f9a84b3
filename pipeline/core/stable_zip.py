"""Reproducible zip files: the same bytes for the same members, on any machine (G10)."""

from __future__ import annotations

import io
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
