"""The command as it runs: one link is printed, nothing else is said, and Ctrl-C ends it."""

from __future__ import annotations

import http.client
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

from tests.conftest import FIRST, ROOT, Project

SAID = "serving on this machine alone; Ctrl-C ends. Open this link, it is good for one time:\n"


def test_a_session_says_its_link_and_no_more(project: Project, tmp_path: Path) -> None:
    folder = project(FIRST)
    words = ["serve", str(folder), "--no-browser", "--output", str(tmp_path / "output")]
    run = subprocess.Popen(
        [sys.executable, "-m", "pipeline.cli", *words],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert run.stdout is not None
    link = run.stdout.readline().strip()
    found = urlsplit(link)
    assert found.hostname == "127.0.0.1"
    assert found.port is not None
    with socket.socket() as other:  # not on the machine's other addresses
        other.settimeout(2)
        outside = next(
            (row[4][0] for row in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)
             if not row[4][0].startswith("127.")), None,
        )  # fmt: skip
        if outside is not None:
            assert other.connect_ex((outside, found.port)) != 0
    line = http.client.HTTPConnection("127.0.0.1", found.port, timeout=20)

    def get(path: str, **headers: str) -> tuple[int, str, str]:
        line.request("GET", path, headers=headers)
        answer = line.getresponse()
        return answer.status, answer.read().decode(), answer.headers.get("Set-Cookie", "")

    assert get(f"/?{found.query}", Host="evil.example")[0] == 403
    assert get("/?token=wrong")[0] == 403
    status, text, cookie = get(f"/?{found.query}")
    assert status == 200
    (home,) = re.findall(r"url=([^\"]+)\"", text)
    kept = {"Cookie": cookie.partition(";")[0]}
    assert get(f"{home}d/{folder.name}/")[0] == 403
    assert get(f"{home}d/{folder.name}/", **kept)[0] == 200
    assert get(f"{home}d/none/", **kept)[0] == 404
    line.close()
    run.send_signal(signal.SIGINT)
    out, err = run.communicate(timeout=20)
    assert run.returncode == 0
    assert (out, err) == ("", SAID)
    assert not (tmp_path / "output").exists()


def test_what_is_no_dossier_is_not_served(tmp_path: Path) -> None:
    words = ["serve", str(tmp_path / "nothing"), "--no-browser"]
    done = subprocess.run(
        [sys.executable, "-m", "pipeline.cli", *words],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert "no-dossier" in done.stderr
    assert done.stdout == ""
