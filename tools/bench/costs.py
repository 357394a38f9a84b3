"""What a process cost, with all that it started; and two things compared, in turn."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Literal

Measure = Literal["cpu", "wall", "memory"]


class BenchError(Exception):
    """A command failed, or did not do what is compared."""


@dataclass(frozen=True)
class Cost:
    """What something cost.

    Attributes:
        cpu: seconds of user and system time, children included.
        wall: seconds.
        memory: bytes of the largest process at its peak; 0 if it is not known.
    """

    cpu: float
    wall: float
    memory: int = 0

    def __add__(self, other: Cost) -> Cost:
        """Return the cost of one thing after the other."""
        memory = max(self.memory, other.memory)
        return Cost(self.cpu + other.cpu, self.wall + other.wall, memory)

    def shared(self, count: int) -> Cost:
        """Return what each of some pieces cost; memory is not divided."""
        return Cost(self.cpu / count, self.wall / count, self.memory)


Side = Callable[[], Cost]
Pair = tuple[Cost, Cost]


def run(command: Sequence[str | Path], given: str = "") -> Cost:
    """Run a command to its end.

    Args:
        command: program and arguments.
        given: standard input.

    Raises:
        BenchError: it failed; with the end of what it said.
    """
    with tempfile.TemporaryFile() as told, tempfile.TemporaryFile() as source:
        source.write(given.encode())
        source.seek(0)
        begin = time.perf_counter()
        process = subprocess.Popen(
            command, stdin=source, stdout=subprocess.DEVNULL, stderr=told, env=_surroundings()
        )
        try:
            _, status, usage = os.wait4(process.pid, 0)
        except BaseException:
            process.kill()
            process.wait()
            raise
        wall = time.perf_counter() - begin
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            told.seek(0)
            tail = told.read()[-2000:].decode(errors="replace")
            words = " ".join(map(str, command))
            raise BenchError(f"exit code {process.returncode}: {words}\n{tail}")
    # ru_maxrss is that of the largest process among it and its children, in KiB (getrusage(2))
    return Cost(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss * 1024)


def _surroundings() -> dict[str, str]:
    """Return the environment, in which Python keeps what it compiled, as it does by itself."""
    return {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}


def in_turn(ours: Side, theirs: Side, rounds: int, *, warm_up: bool = True) -> list[Pair]:
    """Measure two things one after the other, again and again.

    Args:
        ours: the first.
        theirs: the second.
        rounds: how often.
        warm_up: do both once before, unmeasured, so that their files are in the page cache.
    """
    if warm_up:
        ours()
        theirs()
    return [(ours(), theirs()) for _ in range(rounds)]


@dataclass(frozen=True)
class Compared:
    """Two things in numbers: medians, their ratio, and the least and greatest of single rounds."""

    ours: float
    theirs: float
    ratio: float
    least: float
    greatest: float


def compared(pairs: Sequence[Pair], measure: Measure) -> Compared:
    """Sum up what was measured."""
    rows = [(getattr(ours, measure), getattr(theirs, measure)) for ours, theirs in pairs]
    ours, theirs = (median(column) for column in zip(*rows, strict=True))
    ratios = [_ratio(*row) for row in rows]
    return Compared(ours, theirs, _ratio(ours, theirs), min(ratios), max(ratios))


def _ratio(ours: float, theirs: float) -> float:
    return ours / theirs if theirs else float("inf")
