"""Downloads from the preview: files built on demand by the command, with the same audit.

A build is a process of its own, so a window goes on getting changes meanwhile. Its output
folder is a new one, in memory where the machine has such a place, for its owner alone, and gone
before the file is handed on: the output folder of the project holds what was built on purpose.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from pipeline.core.cache import Cache
from pipeline.edition.formats import Audience, Format
from pipeline.preview.session import Session
from pipeline.workflow.options import Options

#: A folder that most systems keep in memory.
_MEMORY = Path("/dev/shm")  # noqa: S108 - the folder in it is a new one, for its owner alone
#: Files that are kept, in memory.
_KEPT = 8


@dataclass(frozen=True)
class File:
    """Finished file for download."""

    name: str
    data: bytes


class NotMadeError(Exception):
    """A build ended without the file; ``lines`` are its messages."""

    def __init__(self, lines: tuple[str, ...]) -> None:
        super().__init__("the file was not made")
        self.lines = lines


class Files:
    """Builder of files on demand, one build at a time; it reuses the last while nothing changed."""

    def __init__(self, options: Options) -> None:
        self._options = options
        self._kept = Cache[tuple[str, str, Audience, Format], File](_KEPT)
        self._turn = asyncio.Lock()

    async def made(self, session: Session, audience: Audience, fmt: Format) -> File:
        """Return a file of the dossier as it stands.

        Raises:
            NotMadeError: content, templates, rendering or the audit.
        """
        async with self._turn:
            key = (session.name, session.state(), audience, fmt)
            if (kept := self._kept.get(key)) is not None:
                return kept
            made = await self._built(session, audience, fmt)
            if session.state() == key[1]:
                self._kept.keep(key, made)
            return made

    async def _built(self, session: Session, audience: Audience, fmt: Format) -> File:
        place = _MEMORY if _MEMORY.is_dir() else None
        with TemporaryDirectory(prefix="dossier-", dir=place) as output:
            words = ["build", str(session.folder), "--edition", audience, "--format", fmt]
            words += ["--output", output]
            if self._options.key is not None and not self._options.key_is_found:
                words += ["--key", str(self._options.key)]
            if self._options.theme is not None:
                words += ["--theme", str(self._options.theme)]
            code, said = await _run(words)
            found = sorted(Path(output, session.name, audience).glob(f"*/*.{fmt}"))
            main = [path for path in found if not path.stem.endswith(".reasons")]
            if code or not main:
                raise NotMadeError(tuple(said.splitlines()))
            return File(main[0].name, main[0].read_bytes())


async def _run(words: list[str]) -> tuple[int, str]:
    """Run the command; whoever no longer waits for it ends it."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "pipeline.cli", *words,
        stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    try:
        _, said = await process.communicate()
    except asyncio.CancelledError:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)  # with the processes that it began
        await process.wait()
        raise
    return process.returncode or 0, said.decode("utf-8", "replace")
