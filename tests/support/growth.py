"""Memory of a server while a dossier is edited: python -m tests.support.growth [EDITS]."""

from __future__ import annotations

import http.client
import json
import re
import shutil
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from tests.conftest import FIRST
from tests.support.window import started

DECK = "presentation.yaml"


def rss(process: int) -> int:
    """Return the memory of a process, in KiB."""
    found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{process}/status").read_text())
    assert found
    return int(found[1])


class Visitor:
    """Asks as a window does, over one connection."""

    def __init__(self, link: str) -> None:
        parts = urlsplit(link)
        self._host = parts.netloc
        self._connection = http.client.HTTPConnection(parts.netloc, timeout=60)
        self._headers: dict[str, str] = {}
        answer = self._ask(f"{parts.path}?{parts.query}")
        (home,) = re.findall(rb'0;url=([^"]+)"', answer)
        self._home = home.decode() + f"d/{FIRST.name}/"
        self._states = {"full": "", "public": ""}

    def _ask(self, address: str) -> bytes:
        self._connection.request("GET", address, headers=self._headers)
        answer = self._connection.getresponse()
        if cookie := answer.getheader("Set-Cookie"):
            self._headers["Cookie"] = cookie.partition(";")[0]
        data = answer.read()
        assert answer.status in {200, 204}, answer.status
        return data

    def close(self) -> None:
        """End the connection."""
        self._connection.close()

    def look(self) -> None:
        """Ask for what a window in Review asks for after a change."""
        for edition, since in self._states.items():
            data = self._ask(f"{self._home}sight?edition={edition}&since={since}")
            if data:
                self._states[edition] = json.loads(data)["state"]
        self._ask(f"{self._home}review")
        self._ask(f"{self._home}unmarked")


def measured(edits: int, first: int) -> tuple[int, int]:
    """Return the memory after the first edits, and after all, in KiB."""
    with ExitStack() as closing, TemporaryDirectory() as place:
        folder = Path(shutil.copytree(FIRST, Path(place, FIRST.name)))
        text = (folder / DECK).read_text("utf-8")
        with started(folder) as (link, process):
            visitor = Visitor(link)
            closing.callback(visitor.close)
            early = 0
            for number in range(edits + 1):
                if number == first:
                    time.sleep(1.5)
                    early = rss(process)
                words = f"Edit {number} of the words that are here and there"
                (folder / DECK).write_text(text.replace("Thank you", words), "utf-8")
                visitor.look()
            time.sleep(1.5)
            return early, rss(process)


if __name__ == "__main__":
    edits = int(sys.argv[1]) if sys.argv[1:] else 350
    before, after = measured(edits, 50)
    said = f"after 50 edits {before} KiB, after {edits} {after} KiB: {after - before:+} KiB"
    sys.stdout.write(f"{said}\n")
