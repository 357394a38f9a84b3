"""Rendering on a Dask cluster; the files are audited on this machine.

What goes out is an edition as JSON, a format, and the design; what comes back is a file. A public
edition holds nothing withheld, so neither does its job; a full edition is drawn here unless the
user wants otherwise. A file from elsewhere is audited as our own are before it is published. What
fails there, or comes from a worker with another version of the program, is made again here.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any

from pipeline.core.errors import PipelineError, Problem, Where
from pipeline.design.brand import House
from pipeline.design.theme import Theme
from pipeline.edition import edition
from pipeline.edition.formats import Format
from pipeline.output import freshness
from pipeline.workflow import publish
from pipeline.workflow.executors.this_machine import Begun, Engine, Request, Wait

#: Seconds to wait for the scheduler.
_PATIENCE = 20


class ClusterError(PipelineError):
    """Unusable cluster."""


class OtherVersionError(Exception):
    """A worker has another version of the program, so its files would be other bytes."""


def draw(program: str, drawn: bytes, fmt: Format, theme: str, house: House) -> bytes:
    """Render one file; runs on a worker.

    Args:
        program: digest of the program that asks.
        drawn: the part of an edition that the format draws, as JSON.
        fmt: the format.
        theme: as JSON.
        house: brand templates.

    Raises:
        OtherVersionError: see there.
    """
    if freshness.program_digest() != program:
        raise OtherVersionError
    return publish.render(edition.from_json(drawn), fmt, Theme.model_validate_json(theme), house)


def drawn_there(address: str, requests: Sequence[Request], output: Path, *, full: bool) -> Begun:
    """Return an engine for ``Options`` that renders on a cluster, once its address is given.

    Args:
        address: of the scheduler, as Dask writes it: ``tcp://host:8786``.
        requests: the files.
        output: the output folder.
        full: send full editions, too.

    Raises:
        ClusterError: the library is not installed, or nobody answers at the address.
    """
    client, program = _client(address, os.getpid()), freshness.program_digest(output)

    def begin(request: Request) -> Wait:
        job = request.job
        if job.drawn.audience == "full" and not full:
            return partial(request.make, output)
        said = edition.to_json(job.view)
        theme = job.look.theme.model_dump_json()
        future = client.submit(draw, program, said, job.fmt, theme, job.look.house, pure=False)
        return partial(_waited, future, request, output)

    return Begun([begin(request) for request in requests])


def _waited(future: Any, request: Request, output: Path) -> bytes:
    try:
        data: bytes = future.result()
    except Exception:
        return request.make(output)
    return publish.audited(request.job, data, request.needles, output)


@cache
def _client(address: str, _process: int) -> Any:
    """Return this process's connection to the scheduler."""
    try:
        from distributed import Client  # noqa: PLC0415 - an extra
    except ImportError:
        hint = "install it with the extra: pip install 'dossier[cluster]'"
        problem = Problem(Where("--cluster"), "no-cluster", "Dask is not installed", hint)
        raise ClusterError(problem) from None
    try:
        connect: Any = Client  # it has no types
        return connect(address, timeout=_PATIENCE, set_as_default=False)
    except (OSError, ValueError):
        hint = "give the scheduler's address, as it prints it: tcp://HOST:8786"
        problem = Problem(Where("--cluster"), "no-cluster", "no scheduler answers there", hint)
        raise ClusterError(problem) from None


def engine(address: str, *, full: bool) -> Engine:
    """Return the engine of a cluster; it can be sent to the processes that build dossiers."""
    return partial(drawn_there, address, full=full)
