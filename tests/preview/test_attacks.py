"""A page of another site, open in the same browser, tries what it can."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.conftest import FIRST, Project
from tests.support.window import Window, opened, served

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]

DECK = "presentation.yaml"


class _Evil(BaseHTTPRequestHandler):
    """Answers every request with an empty page, without a policy."""

    seen: list[str]

    def do_GET(self) -> None:
        self.seen.append(self.headers.get("Cookie", ""))
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!DOCTYPE html><title>elsewhere</title><body></body>")

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def elsewhere() -> Iterator[tuple[str, list[str]]]:
    """Serve a page on another port of the same host; give its address, and the cookies it got."""
    handler = type("Evil", (_Evil,), {"seen": []})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/", handler.seen
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def victim(project: Project) -> Iterator[tuple[Window, Path, str]]:
    """Return a browser that has the cookie, the dossier, and the address of its window."""
    folder = project(FIRST)
    with served(folder) as link, opened() as see:
        see("goto", link)
        see("wait", "document.querySelector('.row .sheet') !== null")
        yield see, folder, see("url")


def test_another_site_reads_nothing_and_changes_nothing(
    victim: tuple[Window, Path, str], elsewhere: tuple[str, list[str]]
) -> None:
    see, folder, ours = victim
    before = (folder / DECK).read_text("utf-8")
    assert see("goto", elsewhere[0]) == 200
    for mode in ("cors", "no-cors"):
        for method in ("GET", "POST"):
            body = "body: '{}'," if method == "POST" else ""
            asked = f"{{{body} method: '{method}', mode: '{mode}', credentials: 'include'}}"
            read = "async (one) => one.type + one.status + await one.text()"
            code = f"fetch('{ours}do/withhold', {asked}).then({read}).catch(() => 'refused')"
            assert see("eval", code) in {"refused", "opaque0"}
    script = f"""new Promise((done) => {{
      const part = document.createElement('script');
      part.src = '{ours}../../part/view.js';
      part.onload = () => done('read');
      part.onerror = () => done('refused');
      document.body.append(part);
    }})"""
    assert see("eval", script) == "refused"
    frame = f"""new Promise((done) => {{
      const part = document.createElement('iframe');
      part.src = '{ours}';
      part.onload = () => {{
        let text = '';
        try {{
          text = part.contentDocument?.body?.innerText ?? 'other';
        }} catch {{
          text = 'other';
        }}
        done(text);
      }};
      document.body.append(part);
    }})"""
    assert see("eval", frame) == "other"
    form = f"""(() => {{
      const form = document.createElement('form');
      form.method = 'post';
      form.action = '{ours}do/withhold';
      form.enctype = 'text/plain';
      document.body.append(form);
      form.submit();
    }})()"""
    see("eval", form)
    see("wait", "document.body.innerText.includes('another page asked for this')")
    assert (folder / DECK).read_text("utf-8") == before


def test_the_cookie_is_not_sent_to_another_port(
    victim: tuple[Window, Path, str], elsewhere: tuple[str, list[str]]
) -> None:
    see, _, _ = victim
    see("goto", elsewhere[0])
    see("goto", f"{elsewhere[0]}d/{FIRST.name}/")
    assert elsewhere[1]
    assert set(elsewhere[1]) == {""}


def test_a_name_that_is_made_to_lead_here_is_refused(
    victim: tuple[Window, Path, str],
) -> None:
    see, _, ours = victim
    found = urlsplit(ours)
    assert see("goto", f"http://rebound.example:{found.port}{found.path}") == 403
    assert see("eval", "document.body.innerText").strip() == "this host is not known here"


def test_a_link_that_was_used_opens_nothing(project: Project) -> None:
    with served(project(FIRST)) as link:
        with opened() as see:
            assert see("goto", link) == 200
        with opened() as see:
            assert see("goto", link) == 403
            assert "was used" in see("eval", "document.body.innerText")
