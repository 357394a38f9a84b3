"""What changed since the last package, in a real browser: words, and both pages."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest

from pipeline.distribution import issue
from pipeline.distribution.register.register import Occasion
from pipeline.workflow import package_order
from pipeline.workflow.build import build
from pipeline.workflow.options import Options
from tests.conftest import FIRST, Project
from tests.support.window import Window, window

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]

DECK = "presentation.yaml"


@pytest.fixture
def compared(project: Project, tmp_path: Path) -> Iterator[tuple[Window, Path]]:
    """Return a window in which a dossier that was handed out, then edited, was compared."""
    folder, output = project(FIRST), tmp_path / "output"
    cover, deck = folder / "dossier.yaml", folder / DECK
    cover.write_text(cover.read_text("utf-8") + "formats: [pdf]\n", "utf-8")
    build(folder, Options(output, audiences=("public",)), lambda _: None)
    package = package_order.packed(folder, package_order.Wanted(output, "public"))
    issue.issue(package, output, Occasion("2026-11-20", "ab" * 32))
    text = deck.read_text("utf-8").replace("Joint operational", "Common practical")
    deck.write_text(text.replace("title: Thank you", "title: Many thanks"), "utf-8")
    with window(folder, "--output", str(output)) as see:
        see("size", 1440, 900)
        see("click", "[data-mode=changes]")
        see("wait", "document.querySelectorAll('#package option').length === 1")
        see("click", "#compare .main")
        see("wait", "document.querySelectorAll('.difference').length > 0", 60000)
        yield see, folder


def test_words_that_went_and_came_stand_beside_both_pages(
    compared: tuple[Window, Path],
) -> None:
    see, _ = compared
    assert "handed out 2026-11-20" in see("eval", "document.getElementById('package').innerText")
    heads = see("eval", "[...document.querySelectorAll('.difference h2')].map((h) => h.innerText)")
    assert len(heads) == 2
    assert heads[0].startswith("Slide 8:")
    assert heads[1].startswith("Slide 9:")
    gone = see("eval", "[...document.querySelectorAll('del')].map((one) => one.textContent)")
    come = see("eval", "[...document.querySelectorAll('ins')].map((one) => one.textContent)")
    assert gone[0] == "deleted: Joint operational end of deletion"
    assert come[0] == "inserted: Common practical end of insertion"
    see("eval", "document.querySelectorAll('.difference')[1].scrollIntoView()")
    drawn = "[...document.querySelectorAll('.difference img')].map((one) => one.naturalWidth)"
    see("wait", f"JSON.stringify({drawn}) === '[960,960,960,960]'")
    assert see("seen")["messages"] == []
    assert "the words of 8 pages are the same" in see(
        "eval", "document.getElementById('compared').innerText"
    )


def test_axe_finds_nothing_in_changes(compared: tuple[Window, Path]) -> None:
    see, _ = compared
    for scheme, width in product(("light", "dark"), (320, 900, 1440)):
        see("scheme", scheme)
        see("size", width, 800)
        assert see("axe") == [], (scheme, width)
        wide = see(
            "eval", "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
        )
        assert wide[0] <= wide[1], (scheme, width)


def test_what_cannot_be_built_is_told(compared: tuple[Window, Path]) -> None:
    see, folder = compared
    path = folder / DECK
    path.write_text(path.read_text("utf-8") + "nonsense: true\n", "utf-8")
    see("click", "#compare .main")
    see("wait", "document.getElementById('compared').innerText.includes('unknown-key')")


def test_before_anything_was_handed_out_that_is_said(project: Project, tmp_path: Path) -> None:
    with window(project(FIRST), "--output", str(tmp_path / "none")) as see:
        see("click", "[data-mode=changes]")
        see("wait", "document.getElementById('compared').innerText.includes('handed out yet')")
        assert see("eval", "document.getElementById('compare').hidden")
