"""The reviewer in a real browser: what is selected is marked, sealed, released, and seen."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest

from pipeline.redaction import recipients, vault
from tests.conftest import FIRST, Project
from tests.support.window import Window, faults, window

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]

DECK = "presentation.yaml"
WORD = "operational"


def tree(edition: str, row: str = "slide-8.1") -> str:
    """Return the script for the tree of a page."""
    cell = f"document.getElementById('{row}').querySelector('[data-edition={edition}]')"
    return f"{cell}.querySelector('.paper').shadowRoot"


def panel(see: Window, part: str) -> str:
    words: str = see("eval", f"document.getElementById('{part}').innerText")
    return words


def review(see: Window) -> None:
    see("size", 1440, 900)
    see("click", "[data-mode=review]")
    see("wait", "document.querySelectorAll('.row .cell .sheet').length === 20")
    see("wait", "document.querySelector('#slots li') !== null")


def select(see: Window, word: str, edition: str = "full") -> None:
    """Select a word of slide 8 with the mouse."""
    see("eval", "document.getElementById('slide-8.1').scrollIntoView()")
    # pages out of sight are not drawn: wait until this one is
    see("eval", "new Promise((done) => setTimeout(() => requestAnimationFrame(done), 100))")
    place = see(
        "eval",
        f"""(() => {{
          const items = [...{tree(edition)}.querySelectorAll('li')];
          const item = items.find((one) => one.textContent.includes('{word}'));
          const text = document.createTreeWalker(item, NodeFilter.SHOW_TEXT).nextNode();
          const range = document.createRange();
          range.setStart(text, text.data.indexOf('{word}'));
          range.setEnd(text, text.data.indexOf('{word}') + {len(word)});
          const box = range.getBoundingClientRect();
          return [box.x + box.width / 2, box.y + box.height / 2];
        }})()""",
    )  # fmt: skip
    see("twice", *place)
    see("wait", f"document.getElementById('words').value === '{word}'")


def withhold(see: Window, ground: str = "defence") -> None:
    see("select", "#ground", ground)
    see("click", "#withhold .main")
    see("wait", "document.getElementById('said').innerText.includes('Marked in')")


@pytest.fixture
def reviewed(project: Project) -> Iterator[tuple[Window, Path]]:
    folder = project(FIRST)
    with window(folder) as see:
        review(see)
        yield see, folder


def test_a_selected_word_is_marked_and_both_editions_follow(
    reviewed: tuple[Window, Path],
) -> None:
    see, folder = reviewed
    before = (folder / DECK).read_text("utf-8")
    select(see, WORD)
    assert see("eval", "document.getElementById('slide').value") == "8"
    withhold(see)
    old, new = "- Joint operational activities", '- "Joint [[defence: operational]] activities"'
    assert (folder / DECK).read_text("utf-8") == before.replace(old, new)
    see("wait", f"{tree('full')}.querySelector('.withheld')?.textContent === '{WORD}'")
    see("wait", f"{tree('public')}.querySelector('[data-slot=r1]')?.textContent === '[REDACTED]'")
    assert WORD not in see("eval", f"{tree('public')}.textContent")
    see("wait", "document.querySelectorAll('#statement tbody tr').length === 4")
    assert "Article 4(1)(a), second indent" in panel(see, "statement")
    assert "Slide 8" in panel(see, "statement")
    assert "defence and military matters" in panel(see, "marks")


def test_a_mark_is_removed(reviewed: tuple[Window, Path]) -> None:
    see, folder = reviewed
    before = (folder / DECK).read_text("utf-8")
    select(see, WORD)
    withhold(see)
    see("wait", "document.querySelector('#marks li') !== null")
    see("click", "#marks li button:not(.link)")
    see("wait", "document.querySelector('#marks li') === null")
    after = (folder / DECK).read_text("utf-8")
    assert after == before.replace("Joint operational activities", '"Joint operational activities"')
    see("wait", f"{tree('public')}.textContent.includes('{WORD}')")


def test_a_slide_is_withheld_as_a_whole(reviewed: tuple[Window, Path]) -> None:
    see, folder = reviewed
    see("select", "#slide", "8")
    see("click", "#whole")
    assert see("eval", "document.getElementById('words').disabled")
    see("click", "#withhold .main")
    see("wait", "document.getElementById('said').innerText.includes('Marked as a whole')")
    assert "  - kind: bullets\n    withhold: personal-data\n" in (folder / DECK).read_text("utf-8")
    see("wait", f"{tree('public')}.querySelector('[data-slot=r1]') !== null")
    assert WORD not in see("eval", f"{tree('public')}.textContent")
    assert WORD in see("eval", f"{tree('full')}.textContent")
    see("wait", "document.querySelector('#marks li') !== null")
    see("click", "#marks li button:not(.link)")
    see("wait", f"{tree('public')}.textContent.includes('{WORD}')")


def test_words_are_sealed_and_released(project: Project, tmp_path: Path) -> None:
    folder, key = project(FIRST), tmp_path / "key.txt"
    recipients.begin(folder, [], key)
    before = (folder / DECK).read_text("utf-8")
    with window(folder, "--key", str(key)) as see:
        review(see)
        select(see, WORD)
        withhold(see)
        see("wait", "document.querySelector('#marks > button') !== null")
        see("click", "#marks > button")
        see("wait", "document.getElementById('slot-r1')?.innerText.includes('value held')")
        assert '"Joint [[r1]] activities"' in (folder / DECK).read_text("utf-8")
        assert vault.held_ids(folder, key) == {"r1"}
        see("wait", f"{tree('full')}.querySelector('.withheld')?.textContent === '{WORD}'")
        see("wait", f"{tree('public')}.querySelector('[data-slot=r1]') !== null")
        see("click", "#slot-r1 button:not(.link)")
        see("wait", "document.getElementById('sure').open")
        assert faults(see) == []
        see("press", "Escape")
        assert '"Joint [[r1]] activities"' in (folder / DECK).read_text("utf-8")
        see("click", "#slot-r1 button:not(.link)")
        see("wait", "document.getElementById('sure').open")
        see("click", "#sure button[value=yes]")
        see("wait", "document.getElementById('slot-r1') === null")
        after = (folder / DECK).read_text("utf-8")
        assert after.replace('"', "") == before.replace('"', "")
        see("wait", f"{tree('public')}.textContent.includes('{WORD}')")


def test_what_cannot_be_told_apart_is_refused_in_words(reviewed: tuple[Window, Path]) -> None:
    see, folder = reviewed
    before = (folder / DECK).read_text("utf-8")
    see("fill", "#words", "Western Balkans")
    see("select", "#slide", "7")
    see("wait", "document.getElementById('picked').innerText.includes('2 places')")
    assert "Cannot be marked" in panel(see, "picked")
    assert see("eval", "document.querySelector('#withhold .main').disabled")
    assert (folder / DECK).read_text("utf-8") == before


def test_a_marker_leads_to_its_slot_and_a_slot_to_its_marker(
    reviewed: tuple[Window, Path],
) -> None:
    see, _ = reviewed
    see("click", "#slot-liaison-officer-place button.link")
    found = "querySelector('.found')?.dataset.slot === 'liaison-officer-place'"
    see("wait", f"{tree('public', 'slide-7.1')}.{found}")
    see("wait", f"{tree('full', 'slide-7.1')}.{found}")
    marker = f"{tree('full', 'slide-7.1')}.querySelector('[data-slot]')"
    assert see("eval", f"{marker}.getAttribute('role')") == "link"
    assert "international relations" in see("eval", f"{marker}.getAttribute('aria-label')")
    see("eval", f"{marker}.focus()")
    see("press", "Enter")
    see("wait", "document.activeElement.id === 'slot-liaison-officer-place'")


def test_a_window_without_the_key_shows_the_public_edition_alone(
    project: Project, tmp_path: Path
) -> None:
    folder, key = project(FIRST), tmp_path / "key.txt"
    recipients.begin(folder, [], key)
    with window(folder, "--key", str(key)) as see:
        review(see)
        select(see, WORD)
        withhold(see)
        see("wait", "document.querySelector('#marks > button') !== null")
        see("click", "#marks > button")
        see("wait", "document.getElementById('slot-r1') !== null")
    with window(folder) as see:
        assert see("eval", "document.querySelector('button[data-edition=full]').disabled")
        assert "[REDACTED]" in see("eval", f"{tree('public')}.textContent")
        answer = see("eval", "fetch('file/full.pdf').then((one) => one.status)")
        assert answer == 422


def test_a_read_only_window_changes_nothing(project: Project) -> None:
    folder = project(FIRST)
    before = (folder / DECK).read_text("utf-8")
    with window(folder, "--read-only") as see:
        review(see)
        assert see("eval", "document.querySelector('#withhold .main').disabled")
        state = see("eval", "fetch('review').then((one) => one.json()).then((one) => one.state)")
        asked = f"{{state: '{state}', slide: 8, words: '{WORD}', ground: 'defence'}}"
        status = see(
            "eval",
            "fetch('do/withhold', {method: 'POST', headers: {'Content-Type': 'application/json'}, "
            f"body: JSON.stringify({asked})}}).then((one) => one.status)",
        )
        assert status == 403
    assert (folder / DECK).read_text("utf-8") == before


def test_axe_finds_nothing_in_review(project: Project) -> None:
    folder = project(FIRST)
    with window(folder) as see:
        review(see)
        select(see, WORD)
        withhold(see)
        for scheme, width in product(("light", "dark"), (320, 900, 1440)):
            see("scheme", scheme)
            see("size", width, 800)
            assert faults(see) == [], (scheme, width)
            wide = see(
                "eval",
                "[document.documentElement.scrollWidth, document.documentElement.clientWidth]",
            )
            assert wide[0] <= wide[1], (scheme, width)
