"""A served dossier in a real window: the command runs, Chromium opens its link."""

from __future__ import annotations

import atexit
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from tests.conftest import ROOT

TOOLS = ROOT / ".tools" / "browser"


class Window:
    """One page of Chromium."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def __call__(self, name: str, *arguments: object) -> Any:
        """Give one command; see tools/browser/drive.mjs."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps([name, *arguments]) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline())
        if "error" in answer:
            raise AssertionError(f"{name}: {answer['error']}")
        return answer["value"]

    def end(self) -> None:
        """Close the browser."""
        if self._process.poll() is None:
            self._process.communicate(timeout=30)


@contextmanager
def served(folder: Path, *more: str) -> Iterator[str]:
    """Run the command on a folder; give the link that it prints."""
    with started(folder, *more) as (link, _):
        yield link


@contextmanager
def started(folder: Path, *more: str) -> Iterator[tuple[str, int]]:
    """Run the command on a folder; give the link that it prints, and the number of its process."""
    words = ["serve", str(folder), "--no-browser", *more]
    run = subprocess.Popen(
        [sys.executable, "-m", "pipeline.cli", *words],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert run.stdout is not None
    try:
        yield run.stdout.readline().strip(), run.pid
    finally:
        run.terminate()
        with suppress(subprocess.TimeoutExpired):
            run.communicate(timeout=20)
        run.kill()
        run.communicate()


#: Browsers that show nothing now: to start one takes longer than most tests.
_IDLE: list[Window] = []


@contextmanager
def opened() -> Iterator[Window]:
    """Open an empty window, which knows nothing of those before it."""
    see = _IDLE.pop() if _IDLE else _started()
    try:
        see("fresh")
        yield see
        see("fresh")
    except BaseException:
        see.end()
        raise
    _IDLE.append(see)


def _started() -> Window:
    """Start a browser, which ends with this process."""
    chromium = shutil.which("chromium")
    assert chromium, "run tools/setup-slow.sh"
    process = subprocess.Popen(
        ["node", str(ROOT / "tools/browser/drive.mjs"), chromium, str(TOOLS)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    see = Window(process)
    atexit.register(see.end)
    return see


@contextmanager
def window(folder: Path, *more: str) -> Iterator[Window]:
    """Open the window of a served folder, and wait for its pages."""
    with served(folder, *more) as link, opened() as see:
        see("goto", link)
        see("wait", "document.querySelector('.row .sheet, .problems:not([hidden])') !== null")
        yield see


def faults(see: Window) -> list[str]:
    """Return what axe finds against a window.

    What stands on a page is as small as the page is drawn, and grows with it; the list of pages and
    the panel lead to the same places in full size (WCAG 2.2, 2.5.8, exception for an equivalent).
    """
    found: list[str] = see("axe")
    return [row for row in found if not (row.startswith("target-size") and ".paper" in row)]
