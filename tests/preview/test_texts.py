"""Running text in a real browser: words and whole parts are withheld, edits are seen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.redaction import recipients
from tests.conftest import NOTE, Project
from tests.preview.test_review import panel, withhold
from tests.support.window import Window, faults, window

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]

BODY, ANNEX = "body.md", "annex-1.md"


def tree(edition: str, row: str = "cover") -> str:
    cell = f"document.getElementById('{row}').querySelector('[data-edition={edition}]')"
    return f"{cell}.querySelector('.paper').shadowRoot"


def select(see: Window, word: str, row: str = "cover", kind: str = "p, td, h2, h3, h4") -> None:
    """Select a word with the mouse, in the first such element of the full edition's page."""
    find = f"""
      const items = [...{tree("full", row)}.querySelectorAll('.text :is({kind})')];
      const item = items.find((one) => one.textContent.includes('{word}'));
      const walker = document.createTreeWalker(item, NodeFilter.SHOW_TEXT);
      let text = walker.nextNode();
      while (!text.data.includes('{word}')) text = walker.nextNode();"""
    see("eval", f"(() => {{ {find} item.scrollIntoView({{block: 'center'}}); }})()")
    see("eval", "new Promise((done) => setTimeout(() => requestAnimationFrame(done), 150))")
    place = see(
        "eval",
        f"""(() => {{ {find}
          const range = document.createRange();
          range.setStart(text, text.data.indexOf('{word}'));
          range.setEnd(text, text.data.indexOf('{word}') + {len(word)});
          const box = range.getBoundingClientRect();
          return [box.x + box.width / 2, box.y + box.height / 2];
        }})()""",
    )
    see("twice", *place)
    see("wait", f"document.getElementById('words').value === '{word}'")
    see("wait", "document.getElementById('picked').innerText.includes('Will be marked')")


def choose(see: Window, words: str) -> None:
    """Choose how much is withheld, by what the form says."""
    value = see(
        "eval",
        "[...document.getElementById('part').options].find((one) => "
        f"one.textContent === '{words}')?.value ?? 'none of '"
        " + [...document.getElementById('part').options].map((one) => one.textContent).join()",
    )
    see("select", "#part", value.partition("none of")[0] or value)
    see("wait", "document.getElementById('picked').innerText.includes('the whole')")


@pytest.fixture
def reviewed(project: Project) -> Iterator[tuple[Window, Path]]:
    folder = project(NOTE)
    with window(folder) as see:
        see("size", 1440, 900)
        see("click", "[data-mode=review]")
        see("wait", "document.querySelector('#slots li') !== null")
        see("wait", f"{tree('public')}?.querySelector('.text') !== null")
        yield see, folder


def test_words_of_a_text_are_marked_where_they_were_selected(
    reviewed: tuple[Window, Path],
) -> None:
    """On the cover's page, too, where the body of a note begins."""
    see, folder = reviewed
    before = (folder / BODY).read_text("utf-8")
    select(see, "understanding")
    assert see("eval", "document.getElementById('slide').value") == BODY
    assert "body.md: paragraph-2, body.md, line 7" in panel(see, "picked")
    withhold(see)
    marked = before.replace("   understanding that:", "   [[defence: understanding]] that:")
    assert (folder / BODY).read_text("utf-8") == marked
    see("wait", f"{tree('public')}.querySelector('[data-slot=r1]') !== null")
    see(
        "wait",
        f"!{tree('public')}.querySelector('.text').textContent.includes('understanding that')",
    )
    see("wait", "document.querySelector('#marks li') !== null")
    assert "body.md: paragraph-2" in panel(see, "marks")
    see("click", "#marks li button:not(.link)")
    see("wait", "document.querySelector('#marks li') === null")
    assert (folder / BODY).read_text("utf-8") == before


@pytest.mark.parametrize(
    ("word", "choice", "kind", "typed"),
    [
        ("Presidency", "The whole paragraph 4.", "p", "it binds nobody. {withhold=defence}"),
        ("concerned", "The whole entry (b)", "p", "concerned report {withhold=defence}"),
        ("388", "The whole row", "td", '- {row: [Ferry House, Long Lake, "6", "388"], withhold'),
        ("Personal", "The whole section B.", "h3", "## B. Personal data {#data withhold=defence}"),
        ("list", "The whole quotation", "blockquote p", "```quote {withhold=defence}"),
        ("Lakes", "The whole row", "td", "Working party: Lakes {withhold=defence}"),
    ],
)  # fmt: skip
def test_a_part_around_the_words_is_marked_as_a_whole_and_unmarked(
    reviewed: tuple[Window, Path], word: str, choice: str, kind: str, typed: str
) -> None:
    see, folder = reviewed
    before = (folder / BODY).read_text("utf-8")
    select(see, word, kind=kind)
    choose(see, choice)
    see("select", "#ground", "defence")
    see("click", "#withhold .main")
    see("wait", "document.getElementById('said').innerText.includes('Marked as a whole')")
    assert typed in (folder / BODY).read_text("utf-8")
    see("wait", f"{tree('public')}.querySelector('[data-slot=r1]') !== null")
    see("wait", "document.querySelector('#marks li') !== null")
    see("click", "#marks li button:not(.link)")
    see("wait", "document.querySelector('#marks li') === null")
    after = (folder / BODY).read_text("utf-8")
    row = '[Ferry House, Long Lake, "6", "388"]'
    assert after.replace(f"{{row: {row}}}", row) == before


def test_an_annex_is_reviewed_sealed_and_released(project: Project, tmp_path: Path) -> None:
    folder, key = project(NOTE), tmp_path / "key.txt"
    recipients.begin(folder, [], key)
    before = (folder / ANNEX).read_text("utf-8")
    with window(folder, "--key", str(key)) as see:
        see("size", 1440, 900)
        see("click", "[data-mode=review]")
        see("wait", "document.querySelector('#slots li') !== null")
        see("wait", f"{tree('public', 'text-2')}?.querySelector('.text') !== null")
        select(see, "ferry", "text-2", "p")
        assert see("eval", "document.getElementById('slide').value") == ANNEX
        withhold(see)
        see("wait", "document.querySelector('#marks > button') !== null")
        see("click", "#marks > button")
        see("wait", "document.getElementById('slot-r1')?.innerText.includes('value held')")
        assert "[[r1]]. It needs:" in (folder / ANNEX).read_text("utf-8")
        assert "annex-1.md: annex-1/paragraph-1" in panel(see, "slot-r1")
        see("eval", "window.scrollTo(0, 0)")
        see("click", "#slot-r1 button.link")
        found = "querySelector('.found')?.dataset.slot === 'r1'"
        see("wait", f"{tree('public', 'text-2')}.{found}")
        assert faults(see) == []
        see("click", "#slot-r1 button:not(.link)")
        see("wait", "document.getElementById('sure').open")
        see("click", "#sure button[value=yes]")
        see("wait", "document.getElementById('slot-r1') === null")
        assert (folder / ANNEX).read_text("utf-8") == before


def test_a_saved_text_changes_its_page_and_no_other(project: Project) -> None:
    folder = project(NOTE)
    with window(folder) as see:
        see("wait", f"{tree('full', 'text-2')}?.querySelector('.text') !== null")
        see("eval", f"{tree('full', 'text-2')}.querySelector('.text').dataset.kept = 'yes'")
        body = folder / BODY
        body.write_text(body.read_text("utf-8").replace("nobody", "almost nobody"), "utf-8")
        see("wait", f"{tree('full')}.textContent.includes('it binds almost nobody')")
        assert see("eval", f"{tree('full', 'text-2')}.querySelector('.text').dataset.kept") == "yes"
        body.write_text(f"{body.read_text('utf-8')}\n9. Out of order.\n", "utf-8")
        see("wait", "!document.getElementById('problems').hidden")
        assert "body.md, line" in panel(see, "problems")
