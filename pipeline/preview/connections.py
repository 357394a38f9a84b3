"""Time limits for connections that fall silent within a request."""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

#: Seconds in which the head of a request has to arrive, and its body.
PATIENCE_S = 10.0


class TimedConnection(H11Protocol):
    """Connection that is closed when no request is begun in time, or one does not go on.

    The server's own limit is for connections that stay open after an answer.
    """

    _timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        """Wait for the first request."""
        super().connection_made(transport)
        self._watch()

    def data_received(self, data: bytes) -> None:
        """Go on waiting, unless a request has come."""
        super().data_received(data)
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more."""
        self._stop()
        super().connection_lost(exc)

    def _watch(self) -> None:
        if self._is_at_work():
            self._stop()
        elif self._timer is None:
            self._timer = self.loop.call_later(PATIENCE_S, self._end)

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _end(self) -> None:
        self._timer = None
        if not self._is_at_work():
            self.transport.close()

    def _is_at_work(self) -> bool:
        """Tell whether the head of a request has come that is not answered yet."""
        cycle: Any = self.cycle
        return cycle is not None and not cycle.response_complete
