"""A connection that falls silent is closed; one that is at work is not."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Iterator

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from pipeline.preview import connections

PATIENCE = 0.4
GET = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"


@pytest.fixture
def port(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """A server whose answer takes longer than its patience."""
    monkeypatch.setattr(connections, "PATIENCE_S", PATIENCE)

    async def slow(_: Request) -> Response:
        await asyncio.sleep(3 * PATIENCE)
        return PlainTextResponse("done")

    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    listening.listen()
    app = Starlette(routes=[Route("/", slow)])
    config = uvicorn.Config(
        app,
        log_config=None,
        lifespan="off",
        http=connections.TimedConnection,
        timeout_keep_alive=60,
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=([listening],))
    thread.start()
    yield listening.getsockname()[1]
    server.should_exit = True
    thread.join()


def closed_after(port: int, *parts: bytes) -> float:
    """Send something, and return after how many seconds the server closes."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as one:
        for part in parts:
            one.sendall(part)
            while part == GET and not one.recv(4096).endswith(b"done"):
                pass
        began = time.monotonic()
        while one.recv(4096):
            pass
        return time.monotonic() - began


@pytest.mark.parametrize(
    "parts",
    [(), (b"G",), (b"GET / HTTP/1.1\r\nHost: x\r\n",), (GET, b"GET / HT")],
    ids=["nothing", "a letter", "half a head", "half of a second head"],
)
def test_a_connection_that_falls_silent_is_closed(port: int, parts: tuple[bytes, ...]) -> None:
    assert PATIENCE / 2 < closed_after(port, *parts) < 10


def test_a_request_that_takes_long_to_answer_is_answered(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=20) as one:
        one.sendall(GET)
        said = b""
        while not said.endswith(b"done"):
            part = one.recv(4096)
            assert part
            said += part
