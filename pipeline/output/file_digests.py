"""Digests of files as they are on disk, and small records of such digests.

A build with nothing to do loads this, see ``freshness``: no more than it needs.
"""

from __future__ import annotations

import os
import stat

try:  # where hashlib has it from, which loads OpenSSL: a tenth of such a run
    from _blake2 import blake2b
except ImportError:
    from hashlib import blake2b

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from typing import Any

    AnyPath = str | os.PathLike[str]


class _Plain:
    """What JSON becomes: as the standard library has it, whose scanner asks for each of these."""

    strict = True
    object_hook = None
    object_pairs_hook = None
    parse_float = float
    parse_int = int
    parse_constant = float


try:  # the scanner of json, which itself loads patterns and enumerations: a third of such a run
    from _json import make_scanner

    _settings: Any = _Plain
    _scanned: Callable[[str, int], tuple[Any, int]] = make_scanner(_settings)
except (ImportError, AttributeError):
    from json import JSONDecoder

    _scanned = JSONDecoder().raw_decode

_MISSING = b"\0missing"
_WHITE = " \t\n\r"
#: Bytes that are read at once of a file that grows while it is read.
_MORE = 1 << 16


def digest(data: bytes) -> str:
    """Return a digest in hexadecimal for our own records."""
    return blake2b(data, digest_size=32).hexdigest()


def read(path: AnyPath) -> bytes | None:
    """Return a plain file's bytes; a pipe or a device is never waited for."""
    try:
        opened = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        state = os.fstat(opened)
        if not stat.S_ISREG(state.st_mode):
            return None
        data = os.read(opened, state.st_size + 1)
        if len(data) != state.st_size:  # it grows, or is longer than can be asked for at once
            while more := os.read(opened, _MORE):
                data += more
    except OSError:
        return None
    finally:
        os.close(opened)
    return data


def digest_of(paths: Iterable[tuple[str, AnyPath]]) -> str:
    """Return the digest of some files by their names; a missing one counts as such."""
    rows: list[str] = []
    for name, path in sorted(paths):
        data = read(path)
        rows.append(f"{name}\0{digest(_MISSING if data is None else data)}\n")
    return digest(os.fsencode("".join(rows)))


def below(folder: str, without: str = "") -> Iterator[os.DirEntry[str]]:
    """Yield the files below a folder, links not followed, folders of a name left out."""
    folders = [folder]
    while folders:
        try:
            rows = list(os.scandir(folders.pop()))
        except OSError:
            continue
        for row in rows:
            if row.is_dir(follow_symlinks=False):
                if row.name != without:
                    folders.append(row.path)
            elif row.is_file():
                yield row


def looks_of(s: os.stat_result) -> tuple[int, int, int, int]:
    """Return what changes with a file: size, number, times of its content and of any change."""
    return s.st_size, s.st_ino, s.st_mtime_ns, s.st_ctime_ns


def keep(path: str, data: Mapping[str, object]) -> None:
    """Write a record that can be done without, if that can be done."""
    import json  # noqa: PLC0415 - not needed when nothing is to do

    temporary = f"{path}.{os.getpid()}.tmp"
    try:
        with open(temporary, "w", encoding="utf-8") as stream:  # noqa: PTH123
            json.dump(data, stream)
        os.replace(temporary, path)  # noqa: PTH105
    except OSError:  # there is no such folder yet, or no room: the files are read again
        return


def read_json(path: str) -> dict[str, Any]:
    """Return what a file holds; nothing if it cannot be read or holds something else."""
    try:
        text = (read(path) or b"").decode().strip(_WHITE)
        data, end = _scanned(text, 0)
    except (ValueError, StopIteration, RecursionError):
        return {}
    return data if isinstance(data, dict) and end == len(text) else {}
