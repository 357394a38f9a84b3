"""Faults of the disk, injected into a command: at each operation that changes a folder.

A command runs in a fork, in which every function that changes the disk is counted. At the chosen
count it is killed (``kill``), killed with half of what it was writing on the disk (``torn``), or
told that the disk is full, or can be read only, from then on (``full``, ``read-only``), or refused
once (``error``).
"""
# The functions of os are what is made to fail, so nothing here uses paths.
# ruff: noqa: PTH100, PTH115, PTH118, SIM115

from __future__ import annotations

import builtins
import errno
import io
import os
import signal
import sys
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.cli import main
from pipeline.core import atomic_write
from pipeline.output import freshness

KINDS = ("kill", "torn", "full", "read-only", "error")
_OPERATIONS = (
    "open", "write", "fsync", "replace", "rename", "unlink", "mkdir", "rmdir", "chmod", "fchmod",
    "link", "symlink", "ftruncate",
)  # fmt: skip
#: What needs no room on a full disk.
_FREE = {
    "unlink",
    "rmdir",
    "rename",
    "replace",
    "chmod",
    "fchmod",
    "fsync",
    "ftruncate",
    "exchange",
}
_ERRORS = {"full": errno.ENOSPC, "read-only": errno.EROFS, "error": errno.EIO}
_CHANGES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC


@dataclass(frozen=True)
class Outcome:
    """How a command ended.

    Attributes:
        code: its exit code; negative for the signal that killed it.
        said: on both streams.
        count: operations that it did, or tried.
    """

    code: int
    said: str
    count: int

    @property
    def is_killed(self) -> bool:
        return self.code == -signal.SIGKILL


class _Disk:
    """The functions that change the disk, with a fault in them."""

    def __init__(self, below: Path, kind: str, at: int, tally: int) -> None:
        self.below, self.kind, self.at, self.tally = str(below), kind, at, tally
        self.count = 0

    def install(self) -> None:
        for name in _OPERATIONS:
            setattr(os, name, self._faulty(name, getattr(os, name)))
        atomic_write.exchange = self._faulty("exchange", atomic_write.exchange)
        opened = self._faulty("stream", io.open)
        io.open = builtins.open = opened  # type: ignore[assignment]

    def _faulty(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*given: Any, **named: Any) -> Any:
            if self._concerns(name, given, named):
                self.count += 1
                os.pwrite(self.tally, f"{self.count:9}".encode(), 0)
                if self.count == self.at or (self.count > self.at > 0 and self._lasts(name)):
                    self._strike(name, given)
            return real(*given, **named)

        return call

    def _lasts(self, name: str) -> bool:
        return self.kind == "read-only" or (self.kind == "full" and name not in _FREE)

    def _strike(self, name: str, given: Sequence[Any]) -> None:
        if self.kind == "torn" and name == "write":
            os.pwrite(given[0], bytes(given[1])[: len(given[1]) // 2], os.lseek(given[0], 0, 1))
        if self.kind in {"kill", "torn"}:
            os.kill(os.getpid(), signal.SIGKILL)
        if self.kind == "full" and name in _FREE:
            return
        number = _ERRORS[self.kind]
        raise OSError(number, os.strerror(number))

    def _concerns(self, name: str, given: Sequence[Any], named: dict[str, Any]) -> bool:
        if name == "stream":
            mode = named.get("mode", given[1] if len(given) > 1 else "r")
            return not set(mode).isdisjoint("wax+") and self._is_below(given[0], None)
        if name == "open" and not (given[1] & _CHANGES):
            return False
        return self._is_below(given[0], named.get("dir_fd"))

    def _is_below(self, given: Any, folder: int | None) -> bool:
        if isinstance(given, int):
            path = os.readlink(f"/proc/self/fd/{given}")
        elif folder is not None:
            path = os.path.join(os.readlink(f"/proc/self/fd/{folder}"), os.fsdecode(given))
        else:
            path = os.path.abspath(os.fsdecode(given))
        return path.startswith(self.below)


def run(
    arguments: Sequence[str], below: Path, kind: str = "", at: int = 0, prepare: Any = None
) -> Outcome:
    """Run a command in a fork with one fault.

    Args:
        arguments: of the command line.
        below: changes below this folder count.
        kind: of the fault; none by default.
        at: number of the operation that it strikes, from 1.
        prepare: called in the fork before anything else.
    """
    log = os.memfd_create("said")
    tally = os.memfd_create("tally")
    child = os.fork()
    if child == 0:
        code = 99
        try:
            sys.stdout.flush()
            for number in (1, 2):
                os.dup2(log, number)
            sys.stdout = open(1, "w", closefd=False)
            sys.stderr = open(2, "w", closefd=False)
            if prepare is not None:
                prepare()
            # how files look is noted at once: else the count would depend on the time it took
            vars(freshness)["_RACY"] = 0
            _Disk(below, kind, at, tally).install()
            code = main(list(arguments))
            sys.stdout.flush()
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    said = os.pread(log, 1_000_000, 0).decode("utf-8", "replace")
    count = int(os.pread(tally, 9, 0) or b"0")
    os.close(log)
    os.close(tally)
    return Outcome(os.waitstatus_to_exitcode(status), said, count)
