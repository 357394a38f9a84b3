"""Brand files, looked up where they may be: dossier's folder, or ``house/`` beside the dossiers.

No absolute path, no way out, no symbolic link: a template is read into published files.
"""

from __future__ import annotations

from pathlib import Path, PurePosixPath

#: The folder beside the dossiers that they share.
SHARED = "house"
#: A path in a dossier begins with this when it leads there.
_ABOVE = ("..", SHARED)
#: Bytes of a brand's file; see ``ooxml_reader``.
_LARGEST = 64 * 2**20


class BadPlaceError(Exception):
    """A file cannot be used; message and hint are in words of our own."""

    def __init__(self, code: str, message: str, hint: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint


def found(folder: Path, named: str, endings: tuple[str, ...]) -> Path:
    """Return the file that a dossier names.

    Args:
        folder: the dossier.
        named: its path as written.
        endings: what its name may end in, with the dot.

    Raises:
        BadPlaceError: it is elsewhere, missing, or of another kind.
    """
    parts = PurePosixPath(named).parts
    shared = parts[:2] == _ABOVE
    inner = parts[2:] if shared else parts
    outside = named.startswith(("/", "~")) or "\\" in named or ":" in named or ".." in inner
    if outside or not inner:
        hint = f"put it into the dossier's folder, or write ../{SHARED}/… for one that is shared"
        raise BadPlaceError("bad-path", "this path leads out of the dossier", hint)
    root = folder.resolve()
    path = root.parent / SHARED if shared else root
    steps = [path := path / step for step in inner]
    if any(step.is_symlink() for step in ([root.parent / SHARED, *steps] if shared else steps)):
        raise BadPlaceError("bad-path", "this path holds a symbolic link", "put the file itself")
    if not path.is_file():
        raise BadPlaceError("no-template", "no such file", "paths begin at the dossier's folder")
    if path.suffix.lower() not in endings:
        raise BadPlaceError("bad-template", "a file of another kind", " or ".join(endings))
    if path.stat().st_size > _LARGEST:
        raise BadPlaceError("bad-template", "the file is larger than 64 MB", "take pictures out")
    return path
