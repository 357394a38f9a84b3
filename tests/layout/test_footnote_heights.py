"""Footnotes that must stand on one page: what fits is laid out whole, what does not is refused."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from pipeline.audit import checks
from pipeline.compose import compose
from pipeline.content.load import load
from pipeline.core.errors import RenderError
from pipeline.design import theme
from pipeline.edition.edition import Edition, from_json, to_json, view_for
from pipeline.layout.fit import fit
from pipeline.workflow.author_notices import text_places
from pipeline.workflow.publish import render
from tests.support.thinned import thinned

DOSSIER = """\
number: 99999/26
language: en
date: 2026-11-30
access: {date: 2026-12-14, scope: full}
codes: [FRONT 99]
begins_on_cover: false
cover: {type: note, from: Presidency, to: Delegations, subject: Invented}
"""
WORDS = "It says what nobody needs to know about lakes and posts. "
ROWS = "| a | b |\n" * 4
#: What refers to footnotes; ``{}`` stands for words with references.
KINDS = {
    "paragraph": "Words {} and so on.\n",
    "heading": "# Words {}\n\nText.\n",
    "heading and text": "# Words {}\n\nText {}.\n",
    "entry": "- Words {}\n- Other\n",
    "head": "| A {} | B |\n|---|---|\n" + ROWS,
    "first row": "| A | B |\n|---|---|\n| c {} | d |\n" + ROWS,
    "later row": "| A | B |\n|---|---|\n" + ROWS + "| c {} | d |\n" + ROWS,
    "caption": "```table Table 1: Words {}\nalt: x\nheader: [a, b]\nrows:\n  - [a, b]\n```\n",
    "form": "```form\nLabel: words {}\nOther: words\n```\n",
}


def body(kind: str, count: int, sentences: int, fill: int) -> str:
    refs = " ".join(f"w[^n{number}]" for number in range(count))
    notes = "\n".join(
        f"[^n{number}]: Note {number}. {WORDS * sentences}\n" for number in range(count)
    )
    filling = "".join(f"Filling paragraph {number}.\n\n" for number in range(fill))
    return f"{filling}{KINDS[kind].replace('{}', refs)}\nAfter it.\n\n{notes}"


class Bodies:
    """Bodies in a folder of their own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "dossier.yaml").write_text(DOSSIER, "utf-8")
        (folder / "redactions.yaml").write_text("slots: {}\n", "utf-8")
        self.fits = cache(self._fits)

    def fitted(self, text: str) -> Edition:
        (self.folder / "body.md").write_text(text, "utf-8")
        source = load(self.folder)
        composed = compose(source, "public", None)
        return fit(composed, theme.load(), text_places=text_places(source))

    def _fits(self, kind: str, count: int, sentences: int) -> bool:
        try:
            self.fitted(body(kind, count, sentences, 3))
        except RenderError:
            return False
        return True

    def most(self, kind: str, count: int) -> int:
        """Return how many sentences each note can have."""
        low, high = 1, 200 // count + 2
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if self.fits(kind, count, middle) else (low, middle)
        return low


@pytest.fixture(scope="module")
def bodies(tmp_path_factory: pytest.TempPathFactory) -> Bodies:
    folder = tmp_path_factory.mktemp("notes") / "st-99999-26"
    folder.mkdir()
    return Bodies(folder)


CASES = [(kind, count, fill) for kind in KINDS for count in (1, 6) for fill in (0, 17, 40)]


@pytest.mark.parametrize(("kind", "count", "fill"), thinned(CASES, 6))
def test_notes_that_fill_a_page_are_laid_out_whole(
    bodies: Bodies, kind: str, count: int, fill: int
) -> None:
    """The head of a table was left out where its notes had no room; the audit could not say why."""
    sentences = bodies.most(kind, count)
    assert count * sentences > 70  # it is no small part of a page that is allowed
    fitted = bodies.fitted(body(kind, count, sentences, fill))
    edition = view_for(from_json(to_json(fitted)), "pdf")
    assert checks.findings(render(edition, "pdf", theme.load()), "pdf", "x", edition) == ()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("count", [1, 6])
def test_notes_that_need_more_are_refused_at_the_first_of_them(
    bodies: Bodies, kind: str, count: int
) -> None:
    text = body(kind, count, bodies.most(kind, count) + 1, 3)
    with pytest.raises(RenderError) as caught:
        bodies.fitted(text)
    (problem,) = caught.value.problems
    assert problem.code == "footnotes-too-long"
    assert problem.where.line == text[: text.index("[^n0]:")].count("\n") + 1
    assert ("5 that stand with it" in problem.message) == (count == 6)


def test_the_head_and_the_first_row_share_a_page(bodies: Bodies) -> None:
    note = WORDS * 60
    table = "| A[^a] | B |\n|---|---|\n{}"
    notes = f"[^a]: {note}\n\n[^b]: {note}\n"
    assert bodies.fitted(table.format(f"{ROWS}| c[^b] | d |\n\n{notes}"))
    with pytest.raises(RenderError):
        bodies.fitted(table.format(f"| c[^b] | d |\n{ROWS}\n{notes}"))
