"""What a window is told: of the public edition only what it holds, of a mistake its line."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from pipeline.compose import compose
from pipeline.content.load import load
from pipeline.edition.blocks import Table
from pipeline.edition.texts import plain
from pipeline.preview import review_panel, reviewing, server
from pipeline.preview.access import Credentials
from pipeline.preview.session import Session
from pipeline.preview.updates import Updates
from pipeline.redaction import recipients, sealing, vault
from pipeline.redaction.withholding import Passage, withhold
from pipeline.workflow.options import Options
from tests.conftest import FIRST, GALLERY, MINI, Project, Written

DECK = "presentation.yaml"
WORDS = "Zyxwvut Qponml"


def session(folder: Path, key: Path | None = None, *, found: bool = False) -> Session:
    return Session(folder, Options(Path("output"), key=key, key_is_found=found))


def told(one: Session, audience: str) -> str:
    found = Updates().of(one.sight(audience)) | {"took": {}}
    return json.dumps(found, ensure_ascii=False)


@pytest.fixture
def sealed(project: Project, tmp_path: Path) -> tuple[Path, Path]:
    """A dossier whose vault holds some words, and its key."""
    folder, key = project(FIRST), tmp_path / "key.txt"
    recipients.begin(folder, [], key)
    path = folder / DECK
    path.write_text(path.read_text("utf-8").replace("Joint operational", WORDS), "utf-8")
    withhold(folder, Passage(8, WORDS), "defence")
    sealing.seal(folder, key)
    return folder, key


@pytest.mark.parametrize("dossier", [FIRST, MINI, GALLERY], ids=lambda path: path.name)
def test_every_page_of_the_pdf_is_there(dossier: Path) -> None:
    sight = session(dossier).sight("public")
    assert sight.problems == ()
    assert sight.pages[0].id == "cover"
    ids = [page.id for page in sight.pages]
    assert len(set(ids)) == len(ids)
    slides = [page for page in sight.pages if page.source]
    assert [page.printed for page in slides] == list(range(1, len(slides) + 1))
    assert all("style=" not in page.html.replace("data-style=", "") for page in sight.pages)
    assert all("<script" not in page.html and "<main" not in page.html for page in sight.pages)


def test_g1_the_public_edition_is_told_without_what_the_vault_holds(
    sealed: tuple[Path, Path],
) -> None:
    folder, key = sealed
    keyed = session(folder, key)
    assert WORDS in told(keyed, "full")
    public = told(keyed, "public")
    assert WORDS not in public
    assert public == told(session(folder), "public")
    assert WORDS in json.dumps(review_panel.panel(keyed)), (
        "who has the key is told words, not numbers"
    )
    assert WORDS not in json.dumps(review_panel.panel(session(folder)))


def test_the_full_edition_needs_the_key(sealed: tuple[Path, Path], tmp_path: Path) -> None:
    folder, _ = sealed
    other = tmp_path / "other.txt"
    vault.generate(other)
    for one in (session(folder), session(folder, other, found=True)):
        assert [row.code for row in one.locked()] == ["no-key"]
        sight = one.sight("full")
        assert [row.problem.code for row in sight.problems] == ["no-key"]
        assert sight.pages == ()


def test_words_that_are_marked_are_not_told_of_the_public_edition(project: Project) -> None:
    """Not yet sealed, they stand in the file; the preview shows what sealing would leave."""
    folder = project(FIRST)
    withhold(folder, Passage(8, "operational"), "defence")
    one = session(folder)
    sight = one.sight("public")
    assert sight.unsealed == 1
    assert "operational activities" not in told(one, "public")
    (page,) = [page for page in sight.pages if page.id == "slide-8.1"]
    assert "operational" not in page.html
    assert 'data-slot="r1"' in page.html
    assert "operational" in told(one, "full")


def test_g6_a_legend_by_ground_tells_the_reasons_that_a_build_prints_and_no_slot(
    project: Project,
) -> None:
    folder = project(MINI)
    path = folder / "redactions.yaml"
    text = path.read_text("utf-8").replace(
        "host: {grounds: [personal-data]}",
        "host: {grounds: [personal-data], reason: Quarkgrund.}",
    )
    said = "justifications: {personal-data: {scope: Quarkumfang}}\n"
    path.write_text(f"marker: numbered\nnumbering: ground\n{said}{text}", "utf-8")
    deck = folder / "presentation.yaml"
    deck.write_text(deck.read_text("utf-8").replace("notes:", "subtitle:", 1), "utf-8")
    one = session(folder)
    pages = "".join(page.html for page in one.sight("public").pages)
    page = re.sub(r"<[^>]*>|\s", "", pages)
    source = load(folder)
    printed = [
        plain(cell.runs)
        for block in compose(source, "public").slides[-1].blocks
        if isinstance(block, Table)
        for row in block.rows
        for cell in row
    ]
    assert "Quarkumfang" in printed
    assert all(re.sub(r"\s", "", words) in page for words in printed)
    assert not any(f">{slot}<" in pages for slot in source.redactions.slots)
    rows = list(review_panel.panel(one)["statement"])
    assert {row["number"] for row in rows} == {f"J{number}" for number in range(1, 8)}


def test_a_window_is_told_each_page_once(project: Project) -> None:
    folder = project(FIRST)
    one, window = session(folder), Updates()
    first = window.of(one.sight("full"))
    assert len(first["drawn"]) == 10
    path = folder / DECK
    path.write_text(path.read_text("utf-8").replace("Thank you", "Many thanks"), "utf-8")
    second = window.of(one.sight("full"), first["state"])
    (drawn,) = second["drawn"].values()
    assert "Many thanks" in drawn["html"]
    assert "sheet" not in second
    again = window.of(one.sight("full"))
    assert len(again["drawn"]) == 10, "another window, that knows nothing yet"
    assert "sheet" in again


def test_a_mistake_has_its_line_and_leaves_the_last_good_pages(project: Project) -> None:
    folder = project(FIRST)
    one = session(folder)
    good = one.sight("full")
    path = folder / DECK
    path.write_text(path.read_text("utf-8").replace("kind: closing", "kind: clozing"), "utf-8")
    bad = one.sight("full")
    assert bad.pages == good.pages
    (row,) = bad.problems
    assert row.problem.code == "unknown-kind"
    assert dict(row.lines)[row.problem.where.line] == "  - kind: clozing"


def test_text_that_is_too_long_is_told_where_its_slide_stands(project: Project) -> None:
    folder = project(FIRST)
    path = folder / DECK
    path.write_text(path.read_text("utf-8").replace("Thank you", "Thank you " * 60), "utf-8")
    (row,) = session(folder).sight("full").problems
    assert row.problem.code == "slide-overflow"
    assert any("kind: closing" in text for _, text in row.lines)


def asked(one: Session, **more: object) -> bytes:
    return json.dumps({"state": one.state(), **more}).encode()


def test_nothing_is_done_if_the_files_have_changed_meanwhile(project: Project) -> None:
    folder = project(FIRST)
    one = session(folder)
    given = asked(one, slide=8, words="operational", ground="defence")
    path = folder / DECK
    changed = path.read_text("utf-8") + "# later\n"
    path.write_text(changed, "utf-8")
    done = reviewing.withhold(one, given)
    assert [row.code for row in done.problems] == ["changed-meanwhile"]
    assert path.read_text("utf-8") == changed


@pytest.mark.parametrize("given", [b"", b"[]", b"{}", b'{"state": "", "words": 1}', b"\xff"])
def test_what_is_not_understood_changes_nothing(project: Project, given: bytes) -> None:
    one = session(project(FIRST))
    for act in (reviewing.withhold, reviewing.unmark, reviewing.release):
        assert [row.code for row in act(one, given).problems] == ["bad-value"]


def test_a_release_needs_the_key(sealed: tuple[Path, Path]) -> None:
    folder, key = sealed
    one = session(folder)
    done = reviewing.release(one, asked(one, slot="r1"))
    assert [row.code for row in done.problems] == ["no-key"]
    keyed = session(folder, key)
    assert reviewing.release(keyed, asked(keyed, slot="r1")).problems == ()
    assert f"- {WORDS}" in (folder / DECK).read_text("utf-8").replace('"', "")


def test_the_statement_gives_the_reasons_that_the_file_gives(project: Project) -> None:
    folder = project(FIRST)
    path = folder / "redactions.yaml"
    grounds = "grounds: [personal-data]"
    text = path.read_text("utf-8")
    path.write_text(text.replace(grounds, f"{grounds}\n    reason: Because of this", 1), "utf-8")
    shown = review_panel.panel(session(folder))
    assert [row["reason"] for row in shown["statement"]] == ["Because of this", "", ""]
    assert [row["place"] for row in shown["statement"]] == ["Slide 1", "Slide 1", "Slide 7"]
    assert shown["slots"][0]["reason"] == "Because of this"


def test_an_action_is_a_post_with_json_from_our_own_page(project: Project) -> None:
    folder = project(FIRST)

    async def tell(error: Exception) -> None:
        raise error

    door = Credentials(4711)
    app, _ = server.application(server.ServerSettings(folder, Options(Path("output"))), door, tell)
    here = "http://127.0.0.1:4711"
    client = TestClient(app, base_url=here)
    client.get(door.link)
    address = f"{here}{door.home}d/{folder.name}/do/withhold"
    body = asked(session(folder), slide=8, words="operational", ground="defence")
    kind = {"Content-Type": "application/json"}
    assert client.post(address, content=body, headers=kind).status_code == 403
    assert client.get(address).status_code == 405
    far = {**kind, "Origin": "https://evil.example"}
    assert client.post(address, content=body, headers=far).status_code == 403
    own = {**kind, "Origin": here}
    assert client.post(address, content=b"x" * 200_000, headers=own).status_code == 413
    assert client.post(f"{address}x", content=body, headers=own).status_code == 404
    before = (folder / DECK).read_text("utf-8")
    assert client.post(address, content=body, headers=own).status_code == 200
    assert (folder / DECK).read_text("utf-8") != before


def test_g25_content_is_shown_as_it_is_typed(written: Written) -> None:
    typed = "<img src=x onerror=alert(1)> {{ 7 * 7 }} </style><script>"
    folder = written(f"- kind: bullets\n  title: '{typed}'\n  points: ['{typed}']")
    (page,) = [page for page in session(folder).sight("full").pages if page.source == 1]
    assert "<img" not in page.html
    assert "<script" not in page.html
    assert page.html.count("&lt;img src=x onerror=alert(1)&gt; {{ 7 * 7 }}") == 2


def test_the_panel_warns_of_what_readers_could_infer(written: Written) -> None:
    names = ["Albania", "Belgium", "'[[hidden]]'", "Denmark", "Estonia"]
    points = "".join(f"    - {name}\n" for name in names)
    folder = written(
        f"- kind: bullets\n  title: T\n  points:\n{points}",
        "hidden: {grounds: [defence]}",
    )
    (row,) = review_panel.panel(session(folder))["warnings"]
    assert row["code"] == "place-in-sorted-list"
    assert row["hint"] == "move the marker to the end of the list"
