"""What is selected is what will be marked, and the form says so, in its sentence."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.redaction import recipients, vault
from tests.conftest import FIRST, Project
from tests.preview.test_review import DECK, WORD, panel, review, select, tree, withhold
from tests.support.window import Window, faults, window

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]


@pytest.fixture
def reviewed(project: Project) -> Iterator[tuple[Window, Path]]:
    folder = project(FIRST)
    with window(folder) as see:
        review(see)
        yield see, folder


def item_box(see: Window, word: str) -> list[Any]:
    """Return where a list item of slide 8 begins and ends, and how high its middle is."""
    see("eval", "document.getElementById('slide-8.1').scrollIntoView()")
    see("eval", "new Promise((done) => setTimeout(() => requestAnimationFrame(done), 100))")
    box: list[Any] = see(
        "eval",
        f"""(() => {{
          const items = [...{tree("full")}.querySelectorAll('li')];
          const item = items.find((one) => one.textContent.includes('{word}'));
          const text = document.createTreeWalker(item, NodeFilter.SHOW_TEXT).nextNode();
          const range = document.createRange();
          range.selectNodeContents(text);
          const box = range.getBoundingClientRect();
          return [box.left, box.right, box.top + box.height / 2];
        }})()""",
    )  # fmt: skip
    return box


def test_the_form_shows_the_words_in_their_sentence_before_they_are_marked(
    reviewed: tuple[Window, Path],
) -> None:
    see, folder = reviewed
    before = (folder / DECK).read_text("utf-8")
    select(see, WORD)
    see("wait", "document.getElementById('picked').innerText.includes('Will be marked')")
    said = panel(see, "picked")
    assert f"Joint {WORD} activities" in said
    assert "Slide 8: list item, presentation.yaml, line 157" in said
    assert (folder / DECK).read_text("utf-8") == before


def test_a_new_selection_replaces_the_old_one(reviewed: tuple[Window, Path]) -> None:
    see, folder = reviewed
    select(see, WORD)
    select(see, "awareness")
    see("wait", "document.getElementById('picked').innerText.includes('Situational awareness')")
    withhold(see)
    text = (folder / DECK).read_text("utf-8")
    assert "Situational [[defence: awareness]]" in text
    assert f"[[defence: {WORD}]]" not in text


def test_a_mouse_released_outside_the_page_selects_all_the_same(
    reviewed: tuple[Window, Path],
) -> None:
    see, folder = reviewed
    select(see, WORD)
    left, right, middle = item_box(see, "awareness")
    panel_side = see("eval", "document.getElementById('panel').getBoundingClientRect().left + 40")
    see("drag", right - 1, middle, left + 1, middle)
    see("wait", "document.getElementById('words').value.startsWith('ituational') || "
        "document.getElementById('words').value.startsWith('Situational')")  # fmt: skip
    see("drag", left + 1, middle, panel_side, middle)
    see("wait", f"document.getElementById('words').value !== '{WORD}'")
    words = see("eval", "document.getElementById('words').value")
    assert "ituational awareness" in words
    see("eval", "new Promise((done) => setTimeout(done, 300))")
    assert WORD not in panel(see, "picked")
    assert (folder / DECK).read_text("utf-8").count("[[defence") == 0


def test_what_cannot_be_marked_is_said_at_once_and_nothing_else_is(
    reviewed: tuple[Window, Path],
) -> None:
    see, _ = reviewed
    select(see, WORD)
    see("fill", "#words", "no such words")
    see("wait", "document.getElementById('picked').dataset.kind === 'wrong'")
    assert see("eval", "document.querySelector('#withhold .main').disabled")
    assert WORD not in panel(see, "picked")


def test_an_alternative_text_is_listed_and_withheld_there(reviewed: tuple[Window, Path]) -> None:
    see, folder = reviewed
    see("wait", "document.querySelector('#published li') !== null")
    rows = "[...document.querySelectorAll('#published li')]"
    row = f"{rows}.find((one) => one.innerText.includes('alternative text'))"
    assert "Map of the world" in see("eval", f"{row}.innerText")
    see("eval", f"{row}.querySelector('button:not(.link)').click()")
    see("wait", "document.getElementById('picked').innerText.includes('alternative text')")
    see("fill", "#words", "the 19 countries")
    see("wait", "document.getElementById('picked').innerText.includes('another the 19 countries')")
    withhold(see)
    see("wait", "document.querySelector('#marks li') !== null")
    marked = " ".join((folder / DECK).read_text("utf-8").split())
    assert "[[defence: the 19 countries]] listed beside the map" in marked
    assert "the 19 countries" in panel(see, "marks")


def test_unmarked_repeats_stand_in_red_before_any_download(
    project: Project, tmp_path: Path
) -> None:
    folder, key = project(FIRST), tmp_path / "key.txt"
    recipients.begin(folder, [], key)
    with window(folder, "--key", str(key)) as see:
        review(see)
        select(see, "Coordination")
        withhold(see)
        see("wait", "document.querySelector('#marks > button') !== null")
        see("click", "#marks > button")
        see("wait", "document.getElementById('slot-r1') !== null")
        assert see("eval", "document.getElementById('unmarked').hidden")
        deck = folder / DECK
        deck.write_text(deck.read_text("utf-8").replace("Thank you", "Good Coordination"), "utf-8")
        see("wait", "!document.getElementById('unmarked').hidden")
        assert "Slide 9: title Coordination" in panel(see, "unmarked")
        see("wait", "CSS.highlights.get('unmarked')?.size === 2")  # both editions
        assert faults(see) == []
        see("click", "[data-mode=preview]")
        see("wait", "CSS.highlights.get('unmarked')?.size === 1")
        deck.write_text(deck.read_text("utf-8").replace("Good Coordination", "Thanks"), "utf-8")
        see("wait", "document.getElementById('unmarked').hidden")


def test_a_slide_that_holds_a_withheld_name_is_withheld_whole(
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
        see("select", "#slide", "8")
        see("click", "#whole")
        see("wait", "document.getElementById('picked').innerText.includes('the whole of Slide 8')")
        withhold_whole = "document.getElementById('said').innerText.includes('as a whole')"
        see("click", "#withhold .main")
        see("wait", withhold_whole)
        see("wait", "document.querySelector('#marks > button') !== null")
        see("click", "#marks > button")
        see("wait", "document.getElementById('slot-r2') !== null")
        assert "inside r2" in panel(see, "slots")
        assert WORD not in (folder / DECK).read_text("utf-8").split("kind: withheld")[1]
        see("wait", f"{tree('public')}.querySelector('[data-slot=r2]') !== null")
        assert WORD in see("eval", f"{tree('full')}.textContent")


def test_a_key_that_does_not_open_the_vault_is_told_on_the_page(
    project: Project, tmp_path: Path
) -> None:
    folder, key, other = project(FIRST), tmp_path / "key.txt", tmp_path / "other.txt"
    recipients.begin(folder, [], key)
    with window(folder, "--key", str(key)) as see:
        review(see)
        select(see, WORD)
        withhold(see)
        see("wait", "document.querySelector('#marks > button') !== null")
        see("click", "#marks > button")
        see("wait", "document.getElementById('slot-r1') !== null")
    vault.generate(other)
    with window(folder, "--key", str(other)) as see:
        assert "this key does not open the vault" in panel(see, "locked")
        assert "[REDACTED]" in see("eval", f"{tree('public')}.textContent")
        assert see("eval", "document.querySelector('button[data-edition=full]').disabled")
        assert not [row for row in see("seen")["messages"] if row.startswith("500")]
