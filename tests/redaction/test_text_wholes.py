"""Parts around words of running text: each is marked as a whole by its name, and unmarked."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline.content import markup
from pipeline.core.errors import ContentError, Problem, Where
from pipeline.redaction import text_wholes, unmarking
from pipeline.redaction.withholding import Passage, Spot, spot
from pipeline.redaction.withholding_parts import withhold_part
from pipeline.redaction.yaml_edit import edited_files
from tests.conftest import NOTE, Project
from tests.support.thinned import thinned


def places() -> list[tuple[str, str]]:
    """Return the name and the place of every part around every text of the note."""
    content = edited_files.read(NOTE)
    found: dict[tuple[str, str], None] = {}
    for file, path, text in content.rich():
        if file.endswith(".md") and isinstance(text[0], markup.Words):
            for row in text_wholes.around(content, Spot(file, path, text, 0, 0)):
                found[row.what, row.place] = None
    return list(found)


PLACES = places()


def test_parts_are_named_as_readers_call_them() -> None:
    said = {what for what, _ in PLACES}
    assert {"paragraph 1.", "entry (b)", "entry (ii)", "entry –", "section II.", "annex I", "row",
            "table", "chart", "timeline", "form", "statement", "quotation"} <= said  # fmt: skip


@pytest.mark.parametrize(("what", "place"), thinned(PLACES, 4))
def test_a_part_is_marked_by_its_name_and_unmarked(project: Project, what: str, place: str) -> None:
    folder = project(NOTE)
    file = folder / place.partition(" ")[0]
    before = file.read_text("utf-8")
    where, problems = marked(folder, place)
    if where is None:
        assert {row.code for row in problems} <= REFUSED, what
        assert file.read_text("utf-8") == before
        return
    assert file.read_text("utf-8").count("defence") == 1
    unmarking.unmark(folder, where.line, where.column, file.name)
    after = file.read_text("utf-8")
    assert re.sub(r"\{row: (\[.*\])\}", r"\1", after) == before  # a row keeps its key


#: Of a part that refers to footnotes elsewhere, or to which something else refers.
REFUSED = {"part-holds-notes", "not-editable", "unknown-place"}


def marked(folder: Path, place: str) -> tuple[Where | None, tuple[Problem, ...]]:
    try:
        return withhold_part(folder, place, "defence"), ()
    except ContentError as error:
        return None, error.problems


def test_words_that_are_all_of_a_text_are_told_from_the_same_within_another(
    project: Project,
) -> None:
    content = edited_files.read(project(NOTE))
    with pytest.raises(ContentError):
        spot(content, Passage(0, "Lakes", place="body.md"))
    found = spot(content, Passage(0, "Lakes", place="body.md", is_all=True))
    assert content.documents["body.md"].place_name(found.path) == "form-1/row-1/value"  # type: ignore[attr-defined]


def test_words_of_slides_have_no_parts_here() -> None:
    content = edited_files.read(Path("content/wk-4146-2024"))
    file, path, text = next(row for row in content.rich() if row[0] == "presentation.yaml")
    assert list(text_wholes.around(content, Spot(file, path, text, 0, 0))) == []


@pytest.mark.parametrize(
    ("place", "hint"),
    [
        ("body.md paragraph-1", "write the footnote's words into the part and take '[^agency]'"),
        ("body.md heading-1", "move the line '[^agency]: …' below the heading"),
    ],
)
def test_a_part_with_a_footnote_elsewhere_is_told_which_and_what_to_do(
    project: Project, place: str, hint: str
) -> None:
    with pytest.raises(ContentError) as caught:
        withhold_part(project(NOTE), place, "defence")
    problem = next(row for row in caught.value.problems if row.code == "part-holds-notes")
    assert "[^agency]" in problem.message
    assert problem.hint.startswith(hint)


def test_a_section_takes_along_the_footnote_that_was_moved_into_it(project: Project) -> None:
    folder = project(NOTE)
    body = folder / "body.md"
    text = body.read_text("utf-8")
    line = next(row for row in text.splitlines() if row.startswith("[^agency]: "))
    moved = text.replace(f"{line}\n\n", "").replace(
        "{#introduction}\n", f"{{#introduction}}\n\n{line}\n", 1
    )
    body.write_text(re.sub(r"point \[see\]\(#(terms|chairs)\)", "a point", moved), "utf-8")
    withhold_part(folder, "body.md heading-1", "defence")
    assert "{#introduction withhold=defence}" in body.read_text("utf-8")
