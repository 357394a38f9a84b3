"""HTTP routes of the preview: dossiers, pages, events, the reviewer's actions, downloads.

Names in an address are looked up among those that there are, and never become a path.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Coroutine
from dataclasses import asdict
from http import HTTPStatus
from typing import Any, TypeVar
from urllib.parse import quote
from weakref import WeakKeyDictionary

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import (
    HTMLResponse,
    JSONResponse,
    PlainTextResponse,
    RedirectResponse,
    Response,
    StreamingResponse,
)
from starlette.routing import Mount, Route

from pipeline.core.errors import PipelineError
from pipeline.design.theme import FONTS
from pipeline.edition.formats import FORMATS, SPECS, Audience
from pipeline.preview import changes, connections, review_panel, reviewing, unmarked_words
from pipeline.preview.downloads import Files, NotMadeError
from pipeline.preview.session import Session
from pipeline.preview.updates import Updates
from pipeline.preview.workspace import Workspace
from pipeline.resources import labels, paths
from pipeline.resources.jinja import environment

HOME = paths.templates("serve")
#: What a window is made of, by name.
_PARTS = {
    "style.css": "text/css; charset=utf-8",
    "view.js": "text/javascript; charset=utf-8",
    "stream.js": "text/javascript; charset=utf-8",
    "review.js": "text/javascript; charset=utf-8",
    "unmarked.js": "text/javascript; charset=utf-8",
    "changes.js": "text/javascript; charset=utf-8",
}
#: What can be done, by its name in an address.
_ACTIONS: dict[str, Callable[[Session, bytes], reviewing.Done]] = {
    "find": reviewing.find,
    "withhold": reviewing.withhold,
    "unmark": reviewing.unmark,
    "seal": reviewing.seal,
    "release": reviewing.release,
}
#: Bytes that a request may have.
_LARGEST = 100_000
_AUDIENCES: tuple[Audience, ...] = ("full", "public")
#: Seconds after which a window that nothing was told is told that it is not forgotten.
_STILL_HERE = 20
#: Seconds after which a mistake is told: some programs empty a file before they write it.
_HALF_SAVED = 0.08
#: A PDF is shown by the browser's own viewer, which brings its look along.
_VIEWER = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'none'"


class Routes:
    """Request handlers of one workspace."""

    def __init__(self, workspace: Workspace) -> None:
        self._room = workspace
        self._files = Files(workspace.options)
        self._sightings = WeakKeyDictionary[Session, dict[Audience, Updates]]()
        self._changes = changes.Changes(workspace.options, self._files)

    def app(self, home: str) -> Starlette:
        """Return the application below a path."""
        rows = [
            Route("/", self.listed),
            Route("/events", self.events),
            Route("/part/{name}", self.part),
            Route("/face/{name}", self.face),
            Route("/d/{dossier}/", self.window),
            Route("/d/{dossier}/alive", self.alive),
            Route("/d/{dossier}/sight", self.sight),
            Route("/d/{dossier}/review", self.review),
            Route("/d/{dossier}/unmarked", self.unmarked),
            Route("/d/{dossier}/do/{action}", self.act, methods=["POST"]),
            Route("/d/{dossier}/packages", self.packages),
            Route("/d/{dossier}/changes/{package}", self.changes),
            Route("/d/{dossier}/changes/{package}/{side}-{page:int}.png", self.picture),
            Route("/d/{dossier}/file/{edition}.{format}", self.file),
        ]
        mounted = [Mount(home.rstrip("/"), routes=rows)]
        return Starlette(
            routes=mounted, exception_handlers={ClientDisconnect: _unheard, Exception: _bug}
        )

    def _session(self, request: Request) -> Session:
        session = self._room.sessions().get(request.path_params["dossier"])
        if session is None:
            raise HTTPException(HTTPStatus.NOT_FOUND)
        return session

    async def listed(self, request: Request) -> Response:
        """Answer with the list of dossiers; where there is one alone, with that."""
        entries = self._room.entries()
        if len(entries) == 1:
            return RedirectResponse(f"{request.url.path}d/{quote(entries[0].name)}/")
        return _page("list.html.j2", entries=entries, folder=self._room.folder.resolve().name)

    async def part(self, request: Request) -> Response:
        """Answer with a style sheet or a script."""
        name = request.path_params["name"]
        if name not in _PARTS:
            raise HTTPException(HTTPStatus.NOT_FOUND)
        return Response((HOME / name).read_bytes(), media_type=_PARTS[name])

    async def face(self, request: Request) -> Response:
        """Answer with a font of the pages."""
        faces = {path.name: path for path in FONTS.glob("*.ttf")}
        if (name := request.path_params["name"]) not in faces:
            raise HTTPException(HTTPStatus.NOT_FOUND)
        return Response(faces[name].read_bytes(), media_type="font/ttf")

    async def window(self, request: Request) -> Response:
        """Answer with a dossier's window; its pages follow as events."""
        session = self._session(request)
        return _page(
            "dossier.html.j2",
            name=session.name,
            languages=self._room.siblings(session.name),
            alone=len(self._room.sessions()) == 1,
            formats=FORMATS,
            read_only=self._room.read_only,
            locked=await run_in_threadpool(session.locked),
            grounds=_grounds(),
        )

    async def events(self, _: Request) -> Response:
        """Answer with the names of dossiers that change, as they do: one stream for all windows."""
        return StreamingResponse(self._changed(), media_type="text/event-stream")

    async def _changed(self) -> AsyncIterator[bytes]:
        with self._room.bell() as bell:
            yield b": here\n\n"
            while True:
                names = await bell.names(_STILL_HERE)
                yield _event(names) if names else b": still here\n\n"

    async def alive(self, _: Request) -> Response:
        """Answer a window that no longer gets events."""
        return Response(status_code=HTTPStatus.NO_CONTENT)

    async def sight(self, request: Request) -> Response:
        """Answer with an edition's pages, without those that the window has."""
        session = self._session(request)
        named, since = (request.query_params.get(name, "") for name in ("edition", "since"))
        audience: Audience | None = next((name for name in _AUDIENCES if name == named), None)
        if audience is None:
            raise HTTPException(HTTPStatus.BAD_REQUEST)
        sight = await run_in_threadpool(session.sight, audience)
        if sight.problems and sight.state != since:
            await asyncio.sleep(_HALF_SAVED)
            sight = await run_in_threadpool(session.sight, audience)
        if sight.state == since:
            return Response(status_code=HTTPStatus.NO_CONTENT)
        known = self._sightings.setdefault(session, {}).setdefault(audience, Updates())
        return JSONResponse(known.of(sight, since))

    async def review(self, request: Request) -> Response:
        """Answer with the data of the reviewer's panel."""
        return JSONResponse(await run_in_threadpool(review_panel.panel, self._session(request)))

    async def unmarked(self, request: Request) -> Response:
        """Answer with the places where withheld words stand unmarked."""
        return JSONResponse(
            await run_in_threadpool(unmarked_words.unmarked, self._session(request))
        )

    async def act(self, request: Request) -> Response:
        """Run an action of the reviewer, and answer with its result."""
        session, action = self._session(request), _ACTIONS.get(request.path_params["action"])
        if action is None:
            raise HTTPException(HTTPStatus.NOT_FOUND)
        if self._room.read_only and action is not reviewing.find:
            raise HTTPException(HTTPStatus.FORBIDDEN)
        done = await run_in_threadpool(action, session, await _body(request))
        status = HTTPStatus.UNPROCESSABLE_ENTITY if done.problems else HTTPStatus.OK
        return JSONResponse(asdict(done), status)

    async def packages(self, request: Request) -> Response:
        """Answer with the packages that were last handed out of a dossier."""
        try:
            found = await run_in_threadpool(self._changes.packages, self._session(request))
        except PipelineError as error:
            return _wrong([row.message for row in error.problems])
        return JSONResponse([changes.named(package) for package in found])

    async def changes(self, request: Request) -> Response:
        """Answer with the differences from a package, page by page."""
        session = self._session(request)
        try:
            compared = self._changes.compared(session, request.path_params["package"])
            pairs = await _awaited(request, compared)
        except PipelineError as error:
            return _wrong([str(row) for row in error.problems])
        except NotMadeError as error:
            return _wrong(list(error.lines))
        if pairs is None:
            raise HTTPException(HTTPStatus.NOT_FOUND)
        return JSONResponse(changes.told(pairs))

    async def picture(self, request: Request) -> Response:
        """Answer with the picture of a page of the last comparison."""
        session, name = self._session(request), request.path_params["package"]
        side, page = request.path_params["side"], request.path_params["page"]
        if side not in {"before", "after"}:
            raise HTTPException(HTTPStatus.NOT_FOUND)
        data = await run_in_threadpool(self._changes.picture, session, name, side, page)
        if data is None:
            raise HTTPException(HTTPStatus.NOT_FOUND)
        return Response(data, media_type="image/png")

    async def file(self, request: Request) -> Response:
        """Answer with a file built on demand, or with the messages of its build."""
        session = self._session(request)
        audience, fmt = request.path_params["edition"], request.path_params["format"]
        if audience not in _AUDIENCES or fmt not in FORMATS:
            raise HTTPException(HTTPStatus.NOT_FOUND)
        try:
            made = await _awaited(request, self._files.made(session, audience, fmt))
        except NotMadeError as error:
            status = HTTPStatus.UNPROCESSABLE_ENTITY
            return _page("failed.html.j2", status, name=session.name, lines=error.lines, fmt=fmt)
        spec = SPECS[fmt]
        shown = "inline" if spec.is_shown_by_browsers else "attachment"
        headers = {"Content-Disposition": f'{shown}; filename="{made.name}"'}
        if spec.is_shown_by_browsers:
            headers["Content-Security-Policy"] = _VIEWER
        return Response(made.data, headers=headers, media_type=spec.media_type)


_Made = TypeVar("_Made")


async def _awaited(request: Request, work: Coroutine[Any, Any, _Made]) -> _Made:
    """Return what some work makes; end it when the window no longer waits for the answer.

    Raises:
        ClientDisconnect: nobody waits.
    """
    making, gone = asyncio.create_task(work), asyncio.create_task(_gone(request))
    try:
        await asyncio.wait({making, gone}, return_when=asyncio.FIRST_COMPLETED)
        if not making.done():
            raise ClientDisconnect
        return making.result()
    finally:
        for task in (making, gone):
            task.cancel()
        await asyncio.gather(making, gone, return_exceptions=True)


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _page(template: str, status: HTTPStatus = HTTPStatus.OK, **names: object) -> Response:
    text = environment(HOME).get_template(template).render(**names)
    return HTMLResponse(text, status)


def _grounds() -> list[dict[str, str]]:
    """Return the grounds that can be chosen: id, label, legal reference."""
    phrases = labels.load("en")
    return [
        {"id": ground.id, "label": phrases[f"ground.{ground.id}"], "reference": ground.reference}
        for ground in labels.grounds().values()
    ]


def _wrong(lines: list[str]) -> Response:
    """Answer that something could not be done, and why."""
    return JSONResponse({"lines": lines}, HTTPStatus.UNPROCESSABLE_ENTITY)


async def _body(request: Request) -> bytes:
    """Return what was sent, if it is not too much."""
    found = b""
    try:
        async with asyncio.timeout(connections.PATIENCE_S):
            async for part in request.stream():
                found += part
                if len(found) > _LARGEST:
                    raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    except TimeoutError:
        raise HTTPException(HTTPStatus.REQUEST_TIMEOUT, headers={"Connection": "close"}) from None
    return found


async def _unheard(_: Request, __: Exception) -> Response:
    """End what nobody waits for any more."""
    return Response(status_code=HTTPStatus.NO_CONTENT)


async def _bug(_: Request, error: Exception) -> Response:
    """Say that something is wrong with the program; ``access`` tells its user where."""
    words = f"unexpected {type(error).__name__}; this is a bug in dossier\n"
    return PlainTextResponse(words, HTTPStatus.INTERNAL_SERVER_ERROR)


def _event(told: object) -> bytes:
    return b"data: " + json.dumps(told, ensure_ascii=False).encode() + b"\n\n"
