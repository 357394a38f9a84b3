"""Workspace of the preview: a folder's dossiers and sessions, watched for changes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import watchfiles

from pipeline.content import yaml_positions
from pipeline.design.brand import template_places
from pipeline.output import freshness
from pipeline.preview.session import Session
from pipeline.workflow import build

#: Milliseconds of quiet after which a file counts as saved, and after which that is told anyway.
_QUIET, _LATEST = 15, 100


@dataclass(frozen=True)
class Entry:
    """A dossier in the list.

    Attributes:
        name: of its folder.
        number, language, date: as typed in its file; empty where they cannot be read.
    """

    name: str
    number: str
    language: str
    date: str


class ChangeNotifier:
    """Notifier of a listener: the names of the dossiers that have changed since it was asked."""

    def __init__(self) -> None:
        self._names: set[str] = set()
        self._event = asyncio.Event()

    def ring(self, names: set[str]) -> None:
        """Notify the listener that some dossiers have changed."""
        if names:
            self._names |= names
            self._event.set()

    async def names(self, seconds: float) -> list[str]:
        """Return the names of changed dossiers as soon as there are any; none after a time."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._event.wait(), seconds)
        self._event.clear()
        names, self._names = sorted(self._names), set()
        return names


class Workspace:
    """Sessions of a folder's dossiers, and who is notified of changes.

    Attributes:
        folder: a dossier, or a folder of dossiers.
        options: how editions are made.
        read_only: nothing in it is changed.
    """

    def __init__(self, folder: Path, options: build.Options, *, read_only: bool = False) -> None:
        self.folder = folder
        self.options = options
        self.read_only = read_only
        self._sessions: dict[str, Session] = {}
        self._bells: set[ChangeNotifier] = set()

    def sessions(self) -> dict[str, Session]:
        """Return the sessions of the dossiers that there are now, by the names of their folders."""
        found = [Path(path) for path in freshness.folders(self.folder)]
        here = {
            path.resolve().name: path for path in found if (path / freshness.CONTENT[0]).is_file()
        }
        self._sessions = {
            name: self._sessions.get(name) or Session(path, self.options)
            for name, path in here.items()
        }
        return self._sessions

    def entries(self) -> list[Entry]:
        """Return the list of the dossiers."""
        return [_entry(name, session.folder) for name, session in self.sessions().items()]

    def siblings(self, name: str) -> list[Entry]:
        """Return the dossiers of the same number, this one included, by language."""
        rows = self.entries()
        number = next((row.number for row in rows if row.name == name), "")
        found = [row for row in rows if row.name == name or (number and row.number == number)]
        return sorted(found, key=lambda row: (row.language, row.name))

    @contextmanager
    def bell(self) -> Generator[ChangeNotifier]:
        """Return a notifier of changes to a dossier's files and its brand's."""
        bell = ChangeNotifier()
        self._bells.add(bell)
        try:
            yield bell
        finally:
            self._bells.discard(bell)

    def ring(self, changed: set[Path]) -> None:
        """Notify the viewers of what has changed; what lies beside dossiers concerns them all."""
        homes = {name: session.folder.resolve() for name, session in self.sessions().items()}
        shared = any(
            not any(path.is_relative_to(home) for home in homes.values()) for path in changed
        )
        names = {
            name
            for name, home in homes.items()
            if shared or any(path.is_relative_to(home) for path in changed)
        }
        for bell in self._bells:
            bell.ring(names)

    async def watch(self, after: Callable[[], None]) -> None:
        """Watch the files until cancelled, and notify whenever something is saved.

        Args:
            after: called each time.
        """
        async for changed in self._changes():
            self.ring({Path(name) for name in changed})
            after()

    async def _changes(self) -> AsyncIterator[set[str]]:
        root = self.folder.resolve()
        shared = root.parent / template_places.SHARED
        watched = (
            [root, shared] if shared.is_dir() and (root / freshness.CONTENT[0]).exists() else [root]
        )
        rows = watchfiles.awatch(
            *map(str, watched),
            watch_filter=watchfiles.DefaultFilter(ignore_paths=[self.options.output.resolve()]),
            debounce=_LATEST,
            step=_QUIET,
        )
        async for row in rows:
            yield {name for _, name in row}


def _entry(name: str, folder: Path) -> Entry:
    """Read the little that a list shows; problems of a dossier are shown when it is opened."""
    try:
        tree = yaml_positions.read(
            (folder / freshness.CONTENT[0]).read_text("utf-8-sig"), name
        ).tree
    except (OSError, UnicodeDecodeError):
        tree = None
    row = tree if isinstance(tree, dict) else {}
    number, language, date = (
        text if isinstance(text := row.get(key), str) else ""
        for key in ("number", "language", "date")
    )
    return Entry(name, number, language, date)
