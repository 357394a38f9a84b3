"""The window in a real browser: what is saved is seen, what is wrong is told."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pikepdf
import pytest

from tests.conftest import FIRST, GALLERY, MINI, ROOT, Project
from tests.support.window import Window, faults, opened, served, window

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]

PROBLEMS = "document.querySelector('#problems:not([hidden])')"


def tree(row: str) -> str:
    """Return the script for the text of a page, which has a tree of its own."""
    return f"document.getElementById('{row}').querySelector('.paper').shadowRoot.textContent"


#: The first element of each page: another one, where a page was drawn anew.
PAGES = "[...document.querySelectorAll('.row .paper')].map((paper) => paper.shadowRoot.firstChild)"
#: What is wider than the window makes these two differ.
WIDTHS = "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"


def texts(see: Window, selector: str) -> list[str]:
    """Return the texts of some elements of the window."""
    found: list[str] = see(
        "eval", f"[...document.querySelectorAll('{selector}')].map((one) => one.textContent)"
    )
    return found


FRAMES = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(0))))"


def text(see: Window, row: str) -> str:
    words: str = see("eval", tree(row))
    return words


def until(see: Window, row: str, words: str) -> None:
    see("wait", f"{tree(row)}.includes('{words}')")


def edit(path: Path, old: str, new: str) -> None:
    words = path.read_text("utf-8")
    assert old in words
    path.write_text(words.replace(old, new, 1), "utf-8")


def audited(file: Path, dossier: Path) -> int:
    """Return the exit code of the gate on a file that was downloaded."""
    words = ["audit", str(file), "--dossier", str(dossier)]
    done = subprocess.run(
        [sys.executable, "-m", "pipeline.cli", *words],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    return done.returncode


@pytest.fixture
def first(project: Project) -> Iterator[tuple[Window, Path]]:
    folder = project(FIRST)
    with window(folder) as see:
        see("size", 1440, 900)
        see("wait", "innerWidth === 1440")
        see("eval", FRAMES)  # the pages are drawn larger in the next one
        yield see, folder / "presentation.yaml"


def test_a_saved_edit_changes_its_page_alone_and_nothing_moves(first: tuple[Window, Path]) -> None:
    see, path = first
    see("eval", "document.getElementById('slide-8.1').scrollIntoView()")
    see("eval", f"window.before = {PAGES}; 0")
    at = see("eval", "pages.scrollTop")
    assert at > 1000
    edit(path, "Joint operational activities", "Common operational activities")
    until(see, "slide-8.1", "Common operational")
    same = see("eval", f"{PAGES}.map((part, at) => part === window.before[at])")
    assert same == [True] * 8 + [False, True]
    assert see("eval", "pages.scrollTop") == at
    assert "Slide 8 changed" in see("eval", "document.getElementById('state').textContent")


def test_a_mistake_is_told_with_its_line_and_goes_when_it_is_mended(
    first: tuple[Window, Path],
) -> None:
    see, path = first
    good = path.read_text("utf-8")
    edit(path, "  - kind: closing", "  - kind: clozing")
    see("wait", PROBLEMS)
    told = see("eval", f"{PROBLEMS}.innerText")
    line = 1 + good[: good.index("kind: closing")].count("\n")
    assert f"line {line}, column" in told
    assert "presentation.yaml" in told
    assert "unknown-kind" in told
    assert "- kind: clozing" in told
    assert "Hint:" in told
    assert "Thank you" in text(see, "slide-9.1")  # the last good page stays
    path.write_text(good, "utf-8")
    see("wait", f"!{PROBLEMS}")


def test_a_dossier_that_is_broken_at_the_start_is_told_and_seen_when_mended(
    project: Project,
) -> None:
    folder = project(FIRST)
    path = folder / "presentation.yaml"
    good = path.read_text("utf-8")
    path.write_text(good + "\n\tbroken", "utf-8")
    with window(folder) as see:
        assert see("eval", PROBLEMS + " !== null")
        assert see("eval", "document.querySelectorAll('.row').length") == 0
        path.write_text(good, "utf-8")
        see("wait", "document.querySelectorAll('.row').length === 10")
        assert not see("eval", PROBLEMS + " !== null")


def test_slides_come_and_go_in_their_place(first: tuple[Window, Path]) -> None:
    see, path = first
    edit(
        path,
        "  - kind: closing",
        "  - kind: bullets\n    title: New here\n    points: [one]\n\n  - kind: closing",
    )
    see("wait", "document.querySelectorAll('.row').length === 11")
    labels = texts(see, ".row > h2")
    assert labels[-2:] == ["Slide 9: New here", "Slide 10: Thank you"]
    thumbs = texts(see, ".thumbs .label")
    assert thumbs == ["Cover", *(f"Slide {number}" for number in range(1, 11))]


def test_one_stays_where_one_was_when_editions_stand_side_by_side_and_after(
    first: tuple[Window, Path],
) -> None:
    see, _ = first
    at = "document.getElementById('page').value"
    offset = "document.getElementById('slide-5.1').getBoundingClientRect().top | 0"
    see("eval", "document.getElementById('slide-5.1').scrollIntoView()")
    see("wait", f"{at} === 'slide-5.1'")
    here = see("eval", offset)
    for mode, cells in (("review", 2), ("preview", 1)):
        see("click", f"button[data-mode={mode}]")
        see(
            "wait",
            f"document.getElementById('slide-9.1')?.querySelectorAll('.cell').length === {cells}",
        )
        see("eval", f"{FRAMES}.then(() => {FRAMES})")
        assert see("eval", at) == "slide-5.1"
        assert abs(see("eval", offset) - here) < 4
    see("click", "button[data-edition=public]")
    see("wait", "document.querySelector('.row .cell[data-edition=public]') !== null")
    see("eval", f"{FRAMES}.then(() => {FRAMES})")
    assert abs(see("eval", offset) - here) < 4


def test_the_editions_are_switched(project: Project) -> None:
    folder = project(FIRST)
    with window(folder) as see:
        assert "does not hold the withheld values" in text(see, "cover")
        see("click", "button[data-edition=public]")
        until(see, "cover", "PUBLIC")
        assert "does not hold" not in text(see, "cover")
        link = see("eval", "document.querySelector('[data-file=pdf]').getAttribute('href')")
        assert link == "file/public.pdf"


def test_the_list_of_pages_leads_to_them(first: tuple[Window, Path]) -> None:
    see, _ = first
    see("select", "#page", "slide-7.1")
    see("wait", "document.querySelector('.thumbs [aria-current]').textContent.endsWith('Slide 7')")
    see("press", "Home")
    see("click", "#pages")
    see("press", "End")
    see("wait", "document.getElementById('page').value === 'slide-9.1'")


def test_one_moves_and_zooms_by_keyboard(first: tuple[Window, Path]) -> None:
    see, _ = first
    where = "document.querySelector('.thumbs [aria-current]').textContent.trim()"
    for key, page in (
        ("End", "Slide 9"),
        ("PageUp", "Slide 8"),
        ("ArrowLeft", "Slide 7"),
        ("Home", "Cover"),
        ("PageDown", "Slide 1"),
        ("ArrowRight", "Slide 2"),
    ):
        see("press", key)
        see("wait", f"{where}.endsWith('{page}')")
    before = see("eval", "Number(pages.dataset.scale)")
    see("press", "+")
    assert see("eval", "Number(pages.dataset.scale)") > before
    see("press", "-")
    see("press", "-")
    assert see("eval", "Number(pages.dataset.scale)") < before
    see("press", "0")
    assert see("eval", "Number(pages.dataset.scale)") == before


@pytest.mark.parametrize("fmt", ["pptx", "docx", "html"])
def test_a_download_is_of_the_moment_and_passes_the_audit(
    first: tuple[Window, Path], fmt: str, tmp_path: Path
) -> None:
    see, path = first
    see("click", "button[data-edition=public]")
    until(see, "cover", "PUBLIC")
    edit(path, "Thank you", "Many thanks")
    until(see, "slide-9.1", "Many thanks")
    name = see("download", f"[data-file={fmt}]", str(tmp_path / f"file.{fmt}"))
    assert name == f"wk04146.en24.PA.{fmt}"
    finished = (tmp_path / f"file.{fmt}").rename(tmp_path / name)
    assert audited(finished, path.parent) == 0
    assert not (ROOT / "output" / path.parent.name / "manifest.json").exists()


def test_the_pdf_opens_and_a_failed_build_is_told(first: tuple[Window, Path]) -> None:
    see, path = first
    fetched = """(async () => {{
      const answer = await fetch('file/{0}.pdf');
      const data = new Uint8Array(await answer.arrayBuffer());
      const told = ['content-type', 'content-disposition', 'cache-control'];
      const headers = told.map((name) => answer.headers.get(name));
      return [answer.status, ...headers, Array.from(data)];
    }})()"""
    status, kind, shown, cache, data = see("eval", fetched.format("full"))
    assert (status, kind, cache) == (200, "application/pdf", "no-store")
    assert shown == 'inline; filename="wk04146.en24.pdf"'
    copy = path.parent / "opened.pdf"
    copy.write_bytes(bytes(data))
    with pikepdf.open(copy) as pdf:
        assert len(pdf.pages) == 10
    public = path.parent / "wk04146.en24.PA.pdf"
    public.write_bytes(bytes(see("eval", fetched.format("public"))[-1]))
    assert audited(public, path.parent) == 0
    edit(path, "title: Thank you", 'title: "[[personal-data: Thank you]]"')
    status, kind, *_, data = see("eval", fetched.format("public"))
    assert status == 422
    assert "unsealed" in bytes(data).decode()


def test_a_window_asks_this_machine_alone_and_breaks_no_policy(project: Project) -> None:
    folder = project(GALLERY)
    with served(folder) as link, opened() as see:
        see("goto", link)
        see("wait", "document.querySelectorAll('.row .sheet').length > 40")
        for label in ("End", "Home"):
            see("press", label)
        see("eval", "new Promise((done) => setTimeout(done, 500))")
        seen = see("seen")
        assert seen["messages"] == []
        home = link.partition("?")[0]
        assert [row for row in seen["requests"] if not row.startswith((home, "data:"))] == []
        address = see("url")
        assert "token" not in address
        (cookie,) = see("cookies")
        assert cookie["httpOnly"]
        assert cookie["sameSite"] == "Strict"
        assert see("eval", "document.cookie") == ""


@pytest.mark.parametrize("dossier", [FIRST, MINI, GALLERY], ids=lambda path: path.name)
def test_axe_finds_nothing_and_no_window_is_too_wide(project: Project, dossier: Path) -> None:
    folder = project(dossier)
    with window(folder) as see:

        def looked_at(state: str) -> None:
            for scheme, width in product(("light", "dark"), (320, 768, 1440)):
                see("scheme", scheme)
                see("size", width, 800)
                if state == "good":
                    see("click", "#fit")
                assert faults(see) == [], (state, scheme, width)
                wide = see("eval", WIDTHS)
                assert wide[0] <= wide[1], (state, scheme, width)

        looked_at("good")
        edit(folder / "presentation.yaml", "slides:", "slidez:")
        see("wait", PROBLEMS)
        looked_at("broken")
