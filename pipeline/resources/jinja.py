"""Jinja environments for the project's templates, compiled once on a machine.

Content is data: what a template prints is escaped, and what it misses is an error (G25).
"""

from __future__ import annotations

import os
from contextlib import suppress
from functools import cache
from pathlib import Path

import jinja2
from jinja2.bccache import Bucket

#: Modes of a folder in which others may write.
_OTHERS_WRITE = 0o022


@cache
def environment(folder: Path) -> jinja2.Environment:
    """Return the Jinja environment of a folder's templates.

    Compiled templates stand in the user's cache folder, as Python keeps compiled modules; they
    hold no content. Jinja compiles one anew when its source has changed.
    """
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        bytecode_cache=_compiled(),
    )


class _Compiled(jinja2.FileSystemBytecodeCache):
    """Compiled templates in a folder; where there is no space for them, they are not stored."""

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Store one compiled template."""
        with suppress(OSError):
            super().dump_bytecode(bucket)


def _compiled() -> jinja2.BytecodeCache | None:
    """Return the store of compiled templates; None where there is no folder of one's own."""
    home = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    folder = Path(home).expanduser() / "dossier" / "templates"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        state = folder.stat()
    except (OSError, RuntimeError):  # it cannot be written, or there is no home
        return None
    if state.st_uid != os.getuid() or state.st_mode & _OTHERS_WRITE:
        return None
    return _Compiled(str(folder))
