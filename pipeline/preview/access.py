"""Access control of the preview: one person, on this machine, with the link that was printed.

What a page elsewhere on the web can try, and what stops it:

* it makes the browser look up its own name here (DNS rebinding): the ``Host`` is compared;
* it posts a form, or asks for an address of ours: the cookie is ``SameSite=Strict``, ``Origin`` and
  ``Sec-Fetch-Site`` are compared, and what changes anything takes JSON alone;
* it shows us in a frame: ``frame-ancestors 'none'``.

Another program on this machine can connect, and does not know the token. Cookies are sent to every
port of a host; this one has a path that no other server knows, so it is not sent to others.

The browser stores no answer, and nothing that is asked or answered is logged.
"""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable
from hmac import compare_digest
from http import HTTPStatus

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: One sheet, one script and their faces are ours; pages may hold pictures as data.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": _POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex",
}
_COOKIE = "dossier"
#: Gets what went wrong unexpectedly.
Tell = Callable[[Exception], Awaitable[None]]
_SAFE = {"GET", "HEAD"}
#: ``Sec-Fetch-Site`` of our own pages and of nobody's; old browsers do not send it. Another port of
#: this host is the same site, and not ours.
_OURS = {None, "same-origin", "none"}
#: Moves on by itself: a redirect would be part of the navigation that the link began, and if that
#: came from elsewhere, the browser would keep the strict cookie back.
_MOVES_ON = (
    '<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>dossier</title>'
    '<link rel="icon" href="data:,"><meta http-equiv="refresh" content="0;url={0}">'
)


class Credentials:
    """Credentials of the preview: a token for the first request, then a cookie.

    Attributes:
        port: of the server, on 127.0.0.1.
        home: path below which everything stands, with a slash at its end.
    """

    def __init__(self, port: int) -> None:
        self.port = port
        self.home = f"/{secrets.token_urlsafe(9)}/"
        self._token = secrets.token_urlsafe(32)
        self._cookie = secrets.token_urlsafe(32)
        self._used = False

    def __repr__(self) -> str:
        """Tell nothing."""
        return "Credentials()"

    @property
    def link(self) -> str:
        """Return the address to be opened, once."""
        return f"http://{self.host}/?token={self._token}"

    @property
    def host(self) -> str:
        """Return the ``Host`` header of a request for this server."""
        return f"127.0.0.1:{self.port}"

    def takes(self, token: str) -> bool:
        """Tell whether this is the token; it is good for one time."""
        good = compare_digest(token.encode(), self._token.encode()) and not self._used
        self._used = self._used or good
        return good

    def knows(self, cookie: str | None) -> bool:
        """Tell whether this is the cookie."""
        return cookie is not None and compare_digest(cookie.encode(), self._cookie.encode())

    def admit(self, response: Response) -> None:
        """Give the cookie to a browser."""
        response.set_cookie(_COOKIE, self._cookie, path=self.home, httponly=True, samesite="strict")


class AccessControl:
    """Middleware that lets only allowed requests in, and sets the same headers on every answer."""

    def __init__(self, app: ASGIApp, door: Credentials, tell: Tell) -> None:
        self._app = app
        self._door = door
        self._tell = tell

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":  # no web sockets; a lifespan is not used
            return

        async def told(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        answer = self._refusal(scope) or self._exchange(Request(scope))
        if answer is not None:
            await answer(scope, receive, told)
            return
        try:
            await self._app(scope, receive, told)
        except Exception as error:  # a server's log would quote what it handled
            await self._tell(error)

    def _refusal(self, scope: Scope) -> Response | None:
        """Refuse what another page or name made the browser ask."""
        headers = Headers(scope=scope)
        if headers.get("host") != self._door.host:
            return _refused("this host is not known here")
        origin, site = headers.get("origin"), headers.get("Sec-Fetch-Site")
        if origin is not None and origin != f"http://{self._door.host}":
            return _refused("another page asked for this")
        if scope["method"] not in _SAFE:
            if origin is None or site not in _OURS:
                return _refused("another page asked for this")
            if headers.get("Content-Type", "").partition(";")[0] != "application/json":
                return _refused("this takes JSON", HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
        elif site not in _OURS and headers.get("Sec-Fetch-Mode") != "navigate":
            return _refused("another page asked for this")
        return None

    def _exchange(self, request: Request) -> Response | None:
        """Give the cookie for the token; ask for it everywhere else."""
        home = self._door.home
        if request.url.path == "/":
            token = request.query_params.get("token", "")
            if request.method == "GET" and self._door.takes(token):
                answer = HTMLResponse(_MOVES_ON.format(home))
                self._door.admit(answer)
                return answer
            return _refused("this link was used, or is not the one that 'dossier serve' printed")
        if not request.url.path.startswith(home) or not self._door.knows(
            request.cookies.get(_COOKIE)
        ):
            return _refused("open the link that 'dossier serve' printed")
        return None


def _refused(words: str, status: HTTPStatus = HTTPStatus.FORBIDDEN) -> Response:
    return PlainTextResponse(f"{words}\n", status)
