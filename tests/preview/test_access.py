"""Who may come in, and what every answer has: attacks are tried as a browser would carry them."""

from __future__ import annotations

import re
import shutil
import socket
from dataclasses import dataclass
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from pipeline.core.errors import PipelineError
from pipeline.preview import server
from pipeline.preview.access import Credentials
from pipeline.workflow.options import Options
from tests.conftest import FIRST, Project
from tools.bench import generated

PORT = 4711
HERE = f"http://127.0.0.1:{PORT}"


@dataclass
class Served:
    client: TestClient
    door: Credentials
    faults: list[Exception]

    def enter(self) -> str:
        """Exchange the token; return the home of all addresses."""
        answer = self.client.get(self.door.link)
        assert answer.status_code == 200
        return HERE + self.door.home


@pytest.fixture
def served(project: Project, tmp_path: Path) -> Served:
    folder = project(FIRST)
    faults: list[Exception] = []

    async def tell(error: Exception) -> None:
        faults.append(error)

    door = Credentials(PORT)
    serving = server.ServerSettings(folder, Options(tmp_path / "output"))
    app, _ = server.application(serving, door, tell)
    return Served(TestClient(app, base_url=HERE), door, faults)


def window(served: Served) -> str:
    return served.enter() + f"d/{FIRST.name}/"


def test_the_link_opens_the_list_and_the_token_leaves_the_address(served: Served) -> None:
    answer = served.client.get(served.door.link)
    (target,) = re.findall(r'content="0;url=([^"]+)"', answer.text)
    assert target == served.door.home
    assert "token" not in target
    found = served.client.get(HERE + target)
    assert found.status_code == 200
    assert str(found.url).endswith(f"/d/{FIRST.name}/")


def test_the_token_is_good_for_one_time(served: Served) -> None:
    served.enter()
    served.client.cookies.clear()
    assert served.client.get(served.door.link).status_code == 403


def test_looking_at_the_link_s_head_does_not_use_it_up(served: Served) -> None:
    assert served.client.head(served.door.link).status_code == 403
    served.enter()


@pytest.mark.parametrize("token", ["", "x", "é", "A" * 43])
def test_another_token_opens_nothing(served: Served, token: str) -> None:
    answer = served.client.get(f"{HERE}/", params={"token": token})
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers


def test_the_cookie_is_kept_from_scripts_other_sites_and_other_ports(served: Served) -> None:
    cookie = served.client.get(served.door.link).headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert f"Path={served.door.home}" in cookie
    assert "domain" not in cookie.lower()


def test_without_the_cookie_nothing_is_told(served: Served) -> None:
    for path in ("", f"d/{FIRST.name}/", "part/style.css", "events", "d/x/sight?edition=full"):
        answer = served.client.get(HERE + served.door.home + path)
        assert answer.status_code == 403
        assert FIRST.name not in answer.text
    served.client.cookies.set("dossier", "guessed")
    assert served.client.get(HERE + served.door.home).status_code == 403


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        f"evil.example:{PORT}",
        "127.0.0.1",
        f"127.0.0.1.evil.example:{PORT}",
        f"0.0.0.0:{PORT}",
        "127.0.0.1:1",
        "",
    ],
)
def test_a_name_that_leads_here_is_refused(served: Served, host: str) -> None:
    """DNS rebinding: the browser would send the cookie of the attacker's name, and our answer."""
    address = window(served)
    answer = served.client.get(address, headers={"host": host})
    assert answer.status_code == 403
    assert served.client.get(served.door.link, headers={"host": host}).status_code == 403


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://127.0.0.1:1", f"https://127.0.0.1:{PORT}"]
)
def test_another_page_s_requests_are_refused(served: Served, origin: str) -> None:
    address = window(served)
    assert served.client.get(address, headers={"origin": origin}).status_code == 403
    posted = served.client.post(f"{address}withhold", json={}, headers={"origin": origin})
    assert posted.status_code == 403


def test_a_post_without_origin_or_from_a_form_is_refused(served: Served) -> None:
    address = window(served) + "withhold"
    assert served.client.post(address, json={}).status_code == 403
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data"):
        headers = {"origin": HERE, "content-type": kind}
        assert served.client.post(address, content=b"{}", headers=headers).status_code == 415
    cross = {"origin": HERE, "sec-fetch-site": "same-site"}
    assert served.client.post(address, json={}, headers=cross).status_code == 403


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_another_page_cannot_take_in_what_is_ours(served: Served, site: str) -> None:
    headers = {"sec-fetch-site": site, "sec-fetch-mode": "no-cors"}
    served.enter()
    for path in ("part/view.js", f"d/{FIRST.name}/file/public.docx"):
        found = served.client.get(HERE + served.door.home + path, headers=headers)
        assert found.status_code == 403


def test_every_answer_is_kept_by_nobody_and_shown_in_no_frame(served: Served) -> None:
    home = served.enter()
    for address in (f"{home}d/{FIRST.name}/", f"{home}part/view.js", f"{home}nothing", f"{HERE}/"):
        headers = served.client.get(address).headers
        assert headers["cache-control"] == "no-store"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["x-content-type-options"] == "nosniff"
        policy = headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';")
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert "server" not in headers


@pytest.mark.parametrize(
    "path",
    [
        "d/../../etc/passwd",
        "d/%2e%2e/",
        "d/..%2f..%2fetc/",
        "part/../../theme.yaml",
        "part/%2e%2e%2f%2e%2e%2ftheme.yaml",
        "part/..%5c..%5ctheme.yaml",
        "face/../theme.yaml",
        "face/%2e%2e%2ftheme.yaml",
        "face/fonts.conf",
        "d/wk-4146-2024/dossier.yaml",
        "d/wk-4146-2024/file/public.yaml",
        "d/wk-4146-2024/file/..%2f..%2fx.pdf",
        "d/wk-4146-2024%00/",
        "d/other/",
        "d//",
    ],
)
def test_no_address_leads_out_of_the_content(served: Served, path: str) -> None:
    answer = served.client.get(served.enter() + path)
    assert answer.status_code in {403, 404}
    assert "root:" not in answer.text
    assert "colours" not in answer.text


def test_what_goes_wrong_quotes_nothing(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    home = served.enter()

    def fail(_: object) -> None:
        raise KeyError("the words of a withheld text")

    monkeypatch.setattr("pipeline.preview.workspace.Workspace.entries", fail)
    answer = served.client.get(home)
    assert answer.status_code == 500
    assert answer.text == "unexpected KeyError; this is a bug in dossier\n"
    (fault,) = served.faults
    assert isinstance(fault, KeyError)
    assert answer.headers["cache-control"] == "no-store"


def test_names_are_escaped(tmp_path: Path) -> None:
    folder = tmp_path / "many"
    for name in ("<b>bold", "other"):
        shutil.copytree(FIRST, folder / name)

    async def tell(error: Exception) -> None:
        raise error

    door = Credentials(PORT)
    app, _ = server.application(server.ServerSettings(folder, Options(tmp_path / "o")), door, tell)
    client = TestClient(app, base_url=HERE)
    client.get(door.link)
    text = client.get(HERE + door.home).text
    assert "&lt;b&gt;bold" in text
    assert "<b>" not in text
    (address,) = re.findall(r'href="(d/%3Cb%3Ebold/)"', text)
    assert client.get(HERE + door.home + address).status_code == 200


def test_the_same_document_in_another_language_is_one_click_away(tmp_path: Path) -> None:
    folder = tmp_path / "many"
    shutil.copytree(FIRST, folder / "in-english")
    generated.variant(folder / "in-french", generated.NUMBER, "fr")
    generated.variant(folder / "another", "WK 1/2024 INIT", "de")

    async def tell(error: Exception) -> None:
        raise error

    door = Credentials(PORT)
    app, _ = server.application(server.ServerSettings(folder, Options(tmp_path / "o")), door, tell)
    client = TestClient(app, base_url=HERE)
    client.get(door.link)
    text = client.get(f"{HERE}{door.home}d/in-english/").text
    assert re.findall(r'href="../(in-[a-z]+)/"([^>]*)>([A-Z]+)<', text) == [
        ("in-english", ' aria-current="page"', "EN"),
        ("in-french", "", "FR"),
    ]
    assert 'aria-label="Language"' not in client.get(f"{HERE}{door.home}d/another/").text


def test_the_pass_does_not_show_itself() -> None:
    door = Credentials(PORT)
    assert repr(door) == "Credentials()"
    assert door.link not in str(door)


def test_a_port_that_is_taken_is_a_problem_with_a_hint(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        serving = server.ServerSettings(FIRST, Options(tmp_path), port=other.getsockname()[1])
        with pytest.raises(PipelineError) as error:
            server.serve(serving, print, print)
    assert [row.code for row in error.value.problems] == ["port-taken"]


def test_pages_are_those_of_a_named_edition(served: Served) -> None:
    address = window(served) + "sight"
    assert served.client.get(address).status_code == 400
    assert served.client.get(f"{address}?edition=secret").status_code == 400
