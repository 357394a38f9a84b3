"""A server that runs for days: many windows, many edits, and what a window says when it is gone."""

from __future__ import annotations

import socket
import time
from pathlib import Path

import pytest

from tests.conftest import FIRST, Project
from tests.support.growth import measured
from tests.support.window import Window, opened, started, window

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]

DECK = "presentation.yaml"
#: KiB by which a server may grow from the 50th to the 350th edit. The memory of one that keeps
#: nothing swings by 1,400 to 2,400 KiB, after 350 edits as after 1,000; one that kept a copy of the
#: smallest dossier for each edit would grow by far over 10,000.
GROWTH = 6144


def test_a_server_does_not_grow_with_the_edits() -> None:
    early, late = measured(350, 50)
    assert late - early <= GROWTH


def test_eight_windows_show_a_change_and_have_one_stream(project: Project) -> None:
    folder = project(FIRST)
    with window(folder) as see:
        address = see("url")
        tabs = [see("tab", address) for _ in range(7)]
        for tab in tabs:  # more than a browser opens connections for
            wait_at(see, tab, "document.querySelector('.row .sheet') !== null")
        deck = folder / DECK
        deck.write_text(deck.read_text("utf-8").replace("Thank you", "Many thanks"), "utf-8")
        for tab in [0, *tabs]:
            wait_at(see, tab, "document.getElementById('slide-9.1').innerText.includes('Many')")
        streams = [row for row in see("seen")["requests"] if row.endswith("/events")]
        assert not streams, "the worker that all of them share hears of it"


def wait_at(see: Window, tab: int, code: str) -> None:
    end = time.monotonic() + 20
    while not see("at", tab, code):
        assert time.monotonic() < end, f"window {tab}: in vain: {code}"
        time.sleep(0.05)


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def test_a_server_that_is_gone_or_started_anew_is_told_in_the_window(project: Project) -> None:
    folder, port = project(FIRST), str(free_port())
    lost = "document.getElementById('lost')"
    with opened() as see:
        with started(folder, "--port", port) as (link, _):
            see("goto", link)
            see("wait", "document.querySelector('.row .sheet') !== null")
            assert see("eval", f"{lost}.hidden")
        see("wait", f"!{lost}.hidden")
        assert "does not answer" in see("eval", f"{lost}.innerText")
        with started(folder, "--port", port):
            see("wait", f"{lost}.innerText.includes('does not know this window')")


def builds(folder: Path) -> list[int]:
    """Return the processes that build a dossier."""
    found = []
    for row in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = row.read_bytes().split(b"\0")
        except OSError:
            continue
        if b"build" in words and str(folder).encode() in words:
            found.append(int(row.parent.name))
    return found


def test_a_build_that_the_window_gave_up_ends(project: Project) -> None:
    folder = project(FIRST)
    with window(folder) as see:
        see(
            "eval",
            "(globalThis.given = new AbortController(), "
            "fetch('file/public.pdf', {signal: given.signal}).catch(() => null), null)",
        )
        end = time.monotonic() + 20
        while not builds(folder):
            assert time.monotonic() < end
            time.sleep(0.02)
        see("eval", "given.abort()")
        while builds(folder):
            assert time.monotonic() < end
            time.sleep(0.02)
