"""Executor on this machine, in one process or two, and the contract that all executors keep.

An engine begins all files of a dossier at once and gives, for each, a function that waits for its
bytes. Whatever goes wrong elsewhere is made again here, where it can be reported.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from pipeline.core import locks
from pipeline.core.matching import Needle
from pipeline.edition.formats import SPECS
from pipeline.workflow import publish
from pipeline.workflow.log_guard import guarded

Wait = Callable[[], bytes]


@dataclass(frozen=True)
class Request:
    """Request for one file, with the withheld values that its audit searches for."""

    job: publish.Job
    needles: tuple[Needle, ...]

    def make(self, output: Path) -> bytes:
        """Render and audit it here; see ``publish.make``."""
        return publish.make(self.job, self.needles, output)


@dataclass(frozen=True)
class Begun:
    """Files in the making, and how to wait for them.

    Attributes:
        waits: for each, a function that gives its bytes, or raises ``PipelineError`` when it cannot
            be made or fails its audit.
        end: stops what is still being made.
    """

    waits: Sequence[Wait]
    end: Callable[[], None] = lambda: None


#: Begins some files, for an output folder.
Engine = Callable[[Sequence[Request], Path], Begun]


def here(requests: Sequence[Request], output: Path) -> Begun:
    """Make each file in this process when it is asked for."""
    return Begun([partial(request.make, output) for request in requests])


def beside(requests: Sequence[Request], output: Path) -> Begun:
    """Make the PDFs in a child process, while this one makes the other formats.

    The child is a fork, so nothing is sent to it; its files come back through a pipe. A process
    that has made a PDF before has loaded what a child would load anew, and makes them itself.
    """
    apart = [request for request in requests if SPECS[request.job.fmt].is_made_apart]
    can_fork = "fork" in multiprocessing.get_all_start_methods() and (os.cpu_count() or 1) > 1
    if not apart or len(apart) == len(requests) or not can_fork or _is_warm():
        return here(requests, output)
    child = _Child(apart, output)
    return Begun(
        [
            partial(child.receive if request in apart else _made, request, output)
            for request in requests
        ],
        child.end,
    )


def _is_warm() -> bool:
    return "pipeline.render.pdf" in sys.modules


def _made(request: Request, output: Path) -> bytes:
    return request.make(output)


class _Child:
    """A process that makes some files and sends them in order."""

    def __init__(self, requests: Sequence[Request], output: Path) -> None:
        context = multiprocessing.get_context("fork")
        self._receiver, sender = context.Pipe(duplex=False)
        arguments = (requests, output, sender)
        self._process = context.Process(target=self._send, args=arguments, daemon=True)
        self._process.start()
        sender.close()

    def _send(self, requests: Sequence[Request], output: Path, sender: Any) -> None:
        """Make and send the files; after a failure, nothing more."""
        # else the pipe would stay open when nobody reads any more, and the dossier locked
        self._receiver.close()
        locks.leave()
        for request in requests:
            try:
                with guarded(lambda _: None, request.needles):
                    data = request.make(output)
            except BaseException:
                return
            sender.send_bytes(data)

    def receive(self, request: Request, output: Path) -> bytes:
        """Wait for the next file; make it here if it failed there, or the child was killed."""
        try:
            data: bytes = self._receiver.recv_bytes()
        except (EOFError, OSError):
            return request.make(output)
        return data

    def end(self) -> None:
        """Stop the process, whatever it does."""
        self._receiver.close()
        self._process.kill()
        self._process.join()
