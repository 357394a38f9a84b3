"""HTTP server of the preview, on this machine alone: application and settings.

``access`` decides who may come in, ``routes`` what is answered, ``workspace`` and ``session`` know
the dossiers, ``pages`` makes what is shown. Content files are changed by the functions of
``pipeline.redaction`` that the commands use, and by nothing else.
"""

from __future__ import annotations

import asyncio
import gc
import logging
import socket
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import uvicorn

from pipeline.core.cache import age
from pipeline.core.errors import PipelineError, Problem, Where
from pipeline.preview.access import AccessControl, Credentials, Tell
from pipeline.preview.connections import TimedConnection
from pipeline.preview.routes import Routes
from pipeline.preview.workspace import Workspace
from pipeline.workflow.options import Options

HOST = "127.0.0.1"
#: Seconds without a change after which there is time to tidy up.
_QUIET_S = 1
#: Changes after which it is done all the same.
_MUCH = 20


@dataclass(frozen=True)
class ServerSettings:
    """Settings of the server: dossiers, build options, port, read-only.

    Attributes:
        folder: a dossier, or a folder of dossiers.
        options: how editions are made.
        port: 0 for any that is free.
        read_only: nothing is changed.
    """

    folder: Path
    options: Options
    port: int = 0
    read_only: bool = False


def application(
    serving: ServerSettings, door: Credentials, tell: Tell
) -> tuple[AccessControl, Workspace]:
    """Return the application, and the workspace whose changes it sends."""
    workspace = Workspace(serving.folder, serving.options, read_only=serving.read_only)
    return AccessControl(Routes(workspace).app(door.home), door, tell), workspace


def serve(
    serving: ServerSettings, ready: Callable[[str], None], tell: Callable[[Exception], None]
) -> None:
    """Serve until interrupted.

    Args:
        serving: what and how.
        ready: gets the link, once.
        tell: gets what went wrong unexpectedly.

    Raises:
        PipelineError: the port is taken.
    """
    # a server's log would hold addresses, and the words of what went wrong
    logging.getLogger("uvicorn").disabled = True
    for name in ("uvicorn.error", "uvicorn.access", "asyncio"):
        logging.getLogger(name).disabled = True
    with _socket(serving.port) as listening:
        door = Credentials(listening.getsockname()[1])
        with suppress(KeyboardInterrupt):
            asyncio.run(_run(serving, door, listening, (ready, tell)))


def _socket(port: int) -> socket.socket:
    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((HOST, port))
        listening.listen()
    except OSError:
        listening.close()
        hint = "leave out --port to have any that is free"
        raise PipelineError(
            Problem(Where("--port"), "port-taken", f"port {port} cannot be used", hint)
        ) from None
    return listening


async def _run(
    serving: ServerSettings,
    door: Credentials,
    listening: socket.socket,
    told: tuple[Callable[[str], None], Callable[[Exception], None]],
) -> None:
    ready, tell = told

    async def telling(error: Exception) -> None:
        tell(error)

    app, workspace = application(serving, door, telling)
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        lifespan="off",
        server_header=False,
        proxy_headers=False,
        ws="none",
        http=TimedConnection,
        timeout_graceful_shutdown=1,
    )
    server = uvicorn.Server(config)
    watching = asyncio.create_task(workspace.watch(_Tidy().later))
    answering = asyncio.create_task(server.serve(sockets=[listening]))
    ready(door.link)
    await asyncio.wait({watching, answering}, return_when=asyncio.FIRST_COMPLETED)
    server.should_exit = True
    watching.cancel()
    await asyncio.gather(watching, answering, return_exceptions=True)


class _Tidy:
    """Takes cached objects out of the garbage collector's sight, when all is done.

    What is garbage by then has to go first: it would never be seen again.
    """

    def __init__(self) -> None:
        self._timer: asyncio.TimerHandle | None = None
        self._changes = 0

    def later(self) -> None:
        """Tidy up once nothing has changed for a while, or much has."""
        self._changes += 1
        if self._timer is not None:
            if self._changes > _MUCH:
                return
            self._timer.cancel()
        self._timer = asyncio.get_running_loop().call_later(_QUIET_S, self._now)

    def _now(self) -> None:
        self._timer, self._changes = None, 0
        age()
        gc.unfreeze()
        gc.collect()
        gc.freeze()
