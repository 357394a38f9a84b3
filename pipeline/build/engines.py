"""Where files are made: in this process, or the PDFs in a child beside the office formats.

An engine begins all files of a dossier at once and gives, for each, a function that waits for its
bytes. Whatever goes wrong elsewhere is made again here, where it can be told.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from pipeline.audit.needles import Needle
from pipeline.build import staging
from pipeline.build.guard import guarded

Wait = Callable[[], bytes]


@dataclass(frozen=True)
class Request:
    """A file to be made, and the withheld values that its audit looks for."""

    job: staging.Job
    needles: tuple[Needle, ...]

    def make(self, output: Path) -> bytes:
        """Render and audit it here; see ``staging.make``."""
        return staging.make(self.job, self.needles, output)


#: Begins some files, for an output folder, and returns for each of them a function that gives its
#: bytes; that raises ``PipelineError`` when a file cannot be made or fails its audit.
Engine = Callable[[Sequence[Request], Path], list[Wait]]


def here(requests: Sequence[Request], output: Path) -> list[Wait]:
    """Make each file in this process when it is asked for."""
    return [partial(request.make, output) for request in requests]


def beside(requests: Sequence[Request], output: Path) -> list[Wait]:
    """Make the PDFs in a child process, while this one makes the other formats.

    The child is a fork, so nothing is sent to it; its files come back through a pipe.
    """
    apart = [request for request in requests if request.job.fmt == "pdf"]
    can_fork = "fork" in multiprocessing.get_all_start_methods() and (os.cpu_count() or 1) > 1
    if not apart or len(apart) == len(requests) or not can_fork:
        return here(requests, output)
    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    child = context.Process(target=_send_all, args=(apart, output, sender), daemon=True)
    child.start()
    sender.close()
    others = iter(here([one for one in requests if one.job.fmt != "pdf"], output))
    return [
        partial(_received, receiver, request, output) if request.job.fmt == "pdf" else next(others)
        for request in requests
    ]


def _send_all(requests: Sequence[Request], output: Path, sender: Connection) -> None:
    """Make files in the child and send them in order; after a failure, nothing more."""
    for request in requests:
        try:
            with guarded(lambda _: None, request.needles):
                data = request.make(output)
        except BaseException:
            return
        sender.send_bytes(data)


def _received(receiver: Any, request: Request, output: Path) -> bytes:
    try:
        data: bytes = receiver.recv_bytes()
    except (EOFError, OSError):  # it failed there, or the child was killed
        return request.make(output)
    return data
