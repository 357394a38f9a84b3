"""What the reviewer is told: words in their sentence, and all that will be published (G40)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.compose import compose
from pipeline.content import load
from pipeline.edition.edition import to_json
from pipeline.preview import review_panel, reviewing, unmarked_words
from pipeline.preview.session import Session
from pipeline.redaction import recipients, sealing, vault
from pipeline.redaction.withholding import Passage, withhold
from pipeline.workflow.options import Options
from tests.conftest import Written

DECK, COVER = "presentation.yaml", "dossier.yaml"
NAME = "Zyxwvut"
SLIDES = """\
- kind: bullets
  title: Opening
  points:
    - First we meet NAME in the hall, and then [the office](https://zyx.example/who) opens.
    - Last
  notes: [Say hello to everyone., Then go on.]
- kind: table
  title: A table
  table:
    alt: Two cells of a table.
    header: [A, B]
    rows: [[one, two]]
- kind: closing
  title: Good bye
"""


@pytest.fixture
def dossier(written: Written, tmp_path: Path) -> tuple[Path, Path]:
    """A dossier with a key, whose notes are published."""
    folder, key = written(SLIDES.replace("NAME", NAME)), tmp_path / "key.txt"
    recipients.begin(folder, [], key)
    cover = folder / COVER
    text = cover.read_text("utf-8")
    cover.write_text(f"{text}notes_in: [public]\n", "utf-8")
    return folder, key


def session(folder: Path, key: Path | None = None) -> Session:
    return Session(folder, Options(Path("output"), key=key))


def shown(one: Session) -> dict[str, Any]:
    told = review_panel.panel(one)
    assert told["problems"] == []
    return told


def asked(one: Session, **more: object) -> bytes:
    return json.dumps({"state": one.state(), **more}).encode()


def test_a_mark_is_told_by_its_words_and_sentence(dossier: tuple[Path, Path]) -> None:
    folder, _ = dossier
    withhold(folder, Passage(1, NAME), "personal-data")
    (row,) = shown(session(folder))["marks"]
    assert row["sentence"]["before"] == "First we meet "
    assert row["sentence"]["words"] == NAME
    assert row["sentence"]["after"].startswith(" in the hall")
    assert (row["place"]["slide"], row["place"]["what"]) == (1, "list item")


def test_g23_a_slot_is_told_by_its_words_to_who_has_the_key_and_to_nobody_else(
    dossier: tuple[Path, Path],
) -> None:
    folder, key = dossier
    withhold(folder, Passage(1, NAME), "personal-data")
    sealing.seal(folder, key)
    (row,) = shown(session(folder, key))["slots"]
    assert row["places"][0]["sentence"]["words"] == NAME
    told = json.dumps(review_panel.panel(session(folder)))
    assert NAME not in told
    assert "First we meet " in told


def test_a_slot_inside_a_withheld_slide_is_told_where_it_stands(
    dossier: tuple[Path, Path],
) -> None:
    folder, key = dossier
    one = session(folder, key)
    withhold(folder, Passage(1, NAME), "personal-data")
    done = reviewing.withhold(one, asked(one, slide=1, words="", whole=True, ground="defence"))
    assert done.problems == ()
    (whole,) = [row for row in shown(one)["marks"] if row["whole"]]
    assert whole["sentence"]["words"].startswith("bullets") is False
    assert "Opening" in whole["sentence"]["words"]
    assert reviewing.seal(one, asked(one)).problems == ()
    rows = {row["slot"]: row for row in shown(one)["slots"]}
    assert rows["r1"]["inside"] == "r2"
    assert rows["r1"]["sentence"]["words"] == NAME
    assert "Opening" in rows["r2"]["places"][0]["sentence"]["words"]


def test_what_will_be_marked_is_found_with_its_sentence_and_nothing_changes(
    dossier: tuple[Path, Path],
) -> None:
    folder, _ = dossier
    one = session(folder)
    before = (folder / DECK).read_bytes()
    done = reviewing.find(one, asked(one, slide=1, words=f"meet  {NAME}"))
    assert done.found is not None
    assert done.found["sentence"]["words"] == f"meet {NAME}"
    assert done.found["sentence"]["before"] == "First we "
    assert done.found["line"] == 5
    refused = reviewing.find(one, asked(one, slide=1, words="nowhere"))
    assert [row.code for row in refused.problems] == ["words-not-found"]
    assert (folder / DECK).read_bytes() == before


WANTED = {
    ("speaker note", 1): {"Say hello to everyone.", "Then go on."},
    ("alternative text", 2): {"Two cells of a table."},
    ("link text", 1): {"the office"},
    ("link target", 1): {"https://zyx.example/who"},
    ("property: title", 1): {"Opening"},
}


def rows_of(told: dict[str, Any]) -> dict[tuple[str, int], set[str]]:
    out: dict[tuple[str, int], set[str]] = {}
    for row in told["published"]:
        out.setdefault((row["place"]["what"], row["place"]["slide"]), set()).add(row["text"])
    return out


def test_g40_all_that_is_published_besides_the_pages_is_listed(
    dossier: tuple[Path, Path],
) -> None:
    found = rows_of(shown(session(dossier[0])))
    for key, texts in WANTED.items():
        assert found[key] == texts
    for name in ("author", "number", "date"):
        assert found[f"property: {name}", 0]


def test_g40_notes_that_are_not_published_are_not_listed(dossier: tuple[Path, Path]) -> None:
    folder, _ = dossier
    cover = folder / COVER
    cover.write_text(cover.read_text("utf-8").replace("[public]", "[full]"), "utf-8")
    assert ("speaker note", 1) not in rows_of(shown(session(folder)))


@pytest.mark.parametrize("sealed", [True, False], ids=["sealed", "marked"])
@pytest.mark.parametrize(
    ("what", "text"), [(key[0], text) for key, texts in WANTED.items() for text in sorted(texts)]
)
def test_g40_each_of_it_can_be_withheld_and_is_gone(
    dossier: tuple[Path, Path], what: str, text: str, sealed: bool
) -> None:
    folder, key = dossier
    one = session(folder, key)
    before = (folder / DECK).read_text("utf-8")
    (row,) = [
        row
        for row in shown(one)["published"]
        if row["place"]["what"] == what and row["text"] == text
    ]
    given = asked(
        one,
        slide=row["place"]["slide"],
        words=row["words"],
        path=row["path"],
        target=row["target"],
        ground="personal-data",
    )
    assert reviewing.withhold(one, given).problems == ()
    if sealed:
        assert reviewing.seal(one, asked(one)).problems == ()
        public = compose(load.load(folder), "public")
        assert text not in to_json(public).decode()
        assert text not in (folder / DECK).read_text("utf-8")
        (slot,) = vault.read(folder, key)
        assert reviewing.release(one, asked(one, slot=slot)).problems == ()
        after = (folder / DECK).read_text("utf-8")
        assert after.replace('"', "") == before.replace('"', "")
    else:
        (mark,) = shown(one)["marks"]
        assert mark["sentence"]["words"] == text
        assert text not in json.dumps(shown(one)["published"])


def test_g26_words_that_stand_elsewhere_are_told_before_they_are_sealed_and_after(
    dossier: tuple[Path, Path],
) -> None:
    folder, key = dossier
    path = folder / DECK
    path.write_text(path.read_text("utf-8").replace("Good bye", f"Good bye, *{NAME}*"), "utf-8")
    one = session(folder, key)
    assert unmarked_words.unmarked(one) == []
    withhold(folder, Passage(1, NAME), "defence")
    for _ in ("marked", "sealed"):
        (row,) = unmarked_words.unmarked(one)
        assert (row["slide"], row["what"], row["words"]) == (3, "title", NAME)
        sealing.seal(folder, key)
    assert unmarked_words.unmarked(session(folder)) == [], "without the key no value is looked for"


def test_g26_a_repeat_in_a_note_or_a_comment_is_told_by_its_line(
    dossier: tuple[Path, Path],
) -> None:
    folder, key = dossier
    path = folder / DECK
    text = path.read_text("utf-8").replace("Then go on", f"Then go on to {NAME}")
    path.write_text(f"{text}# of {NAME}\n", "utf-8")
    withhold(folder, Passage(1, NAME), "defence")
    sealing.seal(folder, key)
    rows = unmarked_words.unmarked(session(folder, key))
    assert {(row["slide"], row["what"]) for row in rows} == {
        (1, "speaker note"),
        (0, "a key or a comment of the file"),
    }
