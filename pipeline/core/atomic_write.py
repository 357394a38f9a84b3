"""Files written whole or not at all, folders exchanged in one step, files of users read safely.

Whatever the system refuses ends in ``cannot-write``, with the path and the system's own reason. A
file that is given by a user is read only if it is a plain one: a pipe or a device may never end.
"""

from __future__ import annotations

import ctypes
import errno
import os
import stat
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from pipeline.core.errors import Problem, Where, WriteError, shown_path

#: As <fcntl.h> and <linux/fs.h> have them: paths from the working folder; two names are exchanged.
_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
#: What a kernel or a file system says that cannot exchange two names (renameat2(2)).
_NO_EXCHANGE = frozenset((errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP))
#: What a file system says that gives a file one name only, or one disk's files no other's.
NO_LINK = frozenset((errno.EPERM, errno.EXDEV, errno.EMLINK, *_NO_EXCHANGE))
_AGAIN = "what was there before is as it was; run the command again"
_HINTS = {
    errno.ENOSPC: f"make room on the disk; {_AGAIN}",
    errno.EDQUOT: f"make room within your quota; {_AGAIN}",
    errno.EROFS: "choose a folder on a disk that can be written to",
    errno.EACCES: "choose a folder that you may write to, or ask for the right to",
    errno.EPERM: "choose a folder that you may write to, or ask for the right to",
    errno.EXDEV: "one output folder must lie on one disk, without links to another",
    errno.ENAMETOOLONG: "give it a shorter name",
    errno.ELOOP: "a link there leads back to itself: remove it",
} | dict.fromkeys(
    (errno.ENOTDIR, errno.EISDIR, errno.EEXIST),
    "something else stands there: move it away, or give another name",
)


def cannot_write(path: Path, error: OSError) -> WriteError:
    """Return the problem of a file or folder that the system did not let be written."""
    reason = os.strerror(error.errno) if error.errno else "the system refused"
    message = f"it could not be written: {reason[:1].lower()}{reason[1:]}"
    hint = _HINTS.get(error.errno or 0, _AGAIN)
    return WriteError(Problem(Where(shown_path(path)), "cannot-write", message, hint))


@contextmanager
def writing(path: Path) -> Generator[None]:
    """Turn system errors at a path into ``cannot-write`` problems.

    Raises:
        WriteError: it refused.
    """
    try:
        yield
    except OSError as error:
        raise cannot_write(path, error) from None


def write(path: Path, data: bytes, mode: int, staging: Path | None = None) -> None:
    """Write a file so that it is never seen half-written: a temporary name, then a rename.

    Args:
        path: of the file.
        data: its bytes.
        mode: its permissions.
        staging: where the temporary file stands, on the same file system; beside it by default.

    Raises:
        WriteError: the system refused; what stood there before is as it was.
    """
    temporary = (staging or path.parent) / f".{path.name}.{os.getpid()}.tmp"
    with writing(path):
        try:
            fill(temporary, data, mode)
            os.replace(temporary, path)  # noqa: PTH105
        except BaseException:
            remove(temporary)
            raise
        sync(path.parent)


def fill(path: Path, data: bytes, mode: int, how: int = os.O_TRUNC) -> None:
    """Write a file that no one reads yet, and wait until it is on the disk.

    Raises:
        OSError: the system refused; what was begun is gone, where it could be removed.
    """
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | how | os.O_NOFOLLOW, 0o600)
    try:
        left = memoryview(data)
        while left:
            left = left[os.write(descriptor, left) :]
        os.fchmod(descriptor, mode)
        os.fsync(descriptor)
    except BaseException:
        remove(path)
        raise
    finally:
        os.close(descriptor)


def remove(path: Path) -> None:
    """Remove a file if it is there; one that cannot be removed stays."""
    try:
        os.unlink(path)  # noqa: PTH108
    except OSError:
        return


def sync(folder: Path) -> None:
    """Wait until a folder's names are on the disk, where its file system can tell."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in _NO_EXCHANGE:
            raise
    finally:
        os.close(descriptor)


def exchange(folder: Path, other: Path) -> bool:
    """Exchange two folders in one step; return False where the file system cannot.

    Raises:
        OSError: it can, and refused.
    """
    library = ctypes.CDLL(None, use_errno=True)
    renameat2 = getattr(library, "renameat2", None)
    if renameat2 is None:
        return False
    first, second = os.fsencode(folder), os.fsencode(other)
    if renameat2(_AT_FDCWD, first, _AT_FDCWD, second, _RENAME_EXCHANGE) == 0:
        return True
    number = ctypes.get_errno()
    if number in _NO_EXCHANGE:
        return False
    raise OSError(number, os.strerror(number), str(folder), None, str(other))


class NotPlainError(OSError):
    """Not a plain file: a folder, a pipe, a device."""


class TooLargeError(OSError):
    """File above the size limit."""


def read(path: Path, most: int | None = None) -> bytes:
    """Return a plain file's bytes, without ever waiting for them.

    What a shell hands over as ``/dev/fd/…`` is a pipe, and read as one: its writer is there.

    Args:
        path: of the file; links are followed.
        most: bytes from which a file is refused.

    Raises:
        NotPlainError: it is something else.
        TooLargeError: it is larger.
        OSError: it is not there, or cannot be read.
    """
    is_handed = os.fspath(path).startswith("/dev/fd/")
    descriptor = os.open(path, os.O_RDONLY | (0 if is_handed else os.O_NONBLOCK))
    with os.fdopen(descriptor, "rb") as stream:
        mode = os.fstat(descriptor).st_mode
        if not stat.S_ISREG(mode) and not (is_handed and stat.S_ISFIFO(mode)):
            raise NotPlainError(errno.EINVAL, "not a plain file", str(path))
        data = stream.read() if most is None else stream.read(most + 1)
    if most is not None and len(data) > most:
        raise TooLargeError(errno.EFBIG, "the file is too large", str(path))
    return data
