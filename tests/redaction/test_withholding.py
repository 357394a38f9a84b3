"""Words that a reader selects are marked where they stand, once, or not at all."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.content import load, markup
from pipeline.content.model import walk
from pipeline.core.errors import ContentError
from pipeline.redaction import sealing, withholding, withholding_parts
from pipeline.redaction.unmarking import unmark
from pipeline.redaction.withholding import Passage, withhold
from pipeline.redaction.yaml_edit import edited_files
from tests.conftest import FIRST, Project, Written

DECK = "presentation.yaml"
GROUND = "personal-data"


@pytest.fixture
def deck(written: Written) -> Written:
    """Write a dossier whose only slide has these points, as they stand behind the dash."""

    def write(*points: str) -> Path:
        lines = "".join(f"    - {point}\n" for point in points)
        folder: Path = written(f"- kind: bullets\n  title: T\n  points:\n{lines}")
        return folder

    return write


def text(folder: Path) -> str:
    return (folder / DECK).read_bytes().decode()


def marks(folder: Path) -> list[str]:
    """Return what is marked, as the loader reads it."""
    source = load.load(folder)
    return [
        part.secret.reveal()
        for _, rich in walk.texts(source.presentation)
        for part in rich
        if isinstance(part, markup.Unsealed)
    ]


@pytest.mark.parametrize(
    ("written_as", "then"),
    [
        ("plain words here", '"plain [[personal-data: words]] here"'),
        ("words", '"[[personal-data: words]]"'),
        ('"quoted words here"', '"quoted [[personal-data: words]] here"'),
        ("'it''s words here'", "'it''s [[personal-data: words]] here'"),
        ('"**bold words here** and more"', '"**bold [[personal-data: words]] here** and more"'),
        ('a "plain" words', '"a \\"plain\\" [[personal-data: words]]"'),
        ("plain words # why", '"plain [[personal-data: words]]" # why'),
    ],
)
def test_words_are_marked_and_every_other_byte_stays(
    deck: Written, written_as: str, then: str
) -> None:
    folder = deck("first", written_as)
    before = text(folder)
    assert written_as in before
    where = withhold(folder, Passage(1, "words"), GROUND)
    assert text(folder) == before.replace(written_as, then)
    assert marks(folder) == ["words"]
    assert [row.where for row in withholding.listed(edited_files.read(folder))] == [where]


def test_words_over_a_line_break_are_marked_where_they_stand(deck: Written) -> None:
    folder = deck(">-\n        one two\n        three four")  # the fixture indents by two more
    withhold(folder, Passage(1, "two three"), GROUND)
    assert "one [[personal-data: two\n          three]] four" in text(folder)
    assert marks(folder) == ["two three"]


def test_the_words_around_them_tell_two_places_apart(deck: Written) -> None:
    folder = deck('"the words of one"', '"the words of two"')
    with pytest.raises(ContentError) as error:
        withhold(folder, Passage(1, "words"), GROUND)
    assert [row.code for row in error.value.problems] == ["words-not-unique"]
    withhold(folder, Passage(1, "words", "the ", " of two"), GROUND)
    assert '"the words of one"' in text(folder)
    assert '"the [[personal-data: words]] of two"' in text(folder)


def test_the_second_of_the_same_words_in_one_text_is_marked(deck: Written) -> None:
    folder = deck('"no, no and no again"')
    withhold(folder, Passage(1, "no", "no, ", " and no again"), GROUND)
    assert '"no, [[personal-data: no]] and no again"' in text(folder)


@pytest.mark.parametrize(
    ("point", "words"),
    [
        ('"**bold** words"', "bold words"),
        ('"a [link](https://example.eu) here"', "a link"),
        ("some words", "other words"),
        ("some words", ""),
        ("some words", "[["),
        ('"a \\\\* star"', "* star"),
    ],
)
def test_what_does_not_stand_in_one_piece_is_refused_and_nothing_changes(
    deck: Written, point: str, words: str
) -> None:
    folder = deck(point)
    before = text(folder)
    with pytest.raises(ContentError) as error:
        withhold(folder, Passage(1, words), GROUND)
    assert error.value.problems[0].code in {"words-not-found", "cannot-edit"}
    assert text(folder) == before


def test_a_message_never_quotes_the_words(deck: Written) -> None:
    folder = deck('"secret and secret"')
    with pytest.raises(ContentError) as error:
        withhold(folder, Passage(1, "secret"), GROUND)
    assert "secret" not in str(error.value)


def test_words_of_another_slide_are_not_marked(project: Project) -> None:
    folder = project(FIRST)
    with pytest.raises(ContentError):
        withhold(folder, Passage(2, "Joint operational activities"), GROUND)
    withhold(folder, Passage(8, "operational"), "defence")
    assert '"Joint [[defence: operational]] activities"' in text(folder)


def test_words_of_the_cover_are_marked(project: Project) -> None:
    folder = project(FIRST)
    withhold(folder, Passage(0, "14 March 2024"), GROUND)
    found = (folder / "dossier.yaml").read_text("utf-8")
    assert "held on [[personal-data: 14 March 2024]], Item 4" in found


def test_an_unknown_ground_is_refused(deck: Written) -> None:
    with pytest.raises(ContentError, match="unknown-ground"):
        withhold(deck("words"), Passage(1, "words"), "secrecy")


def test_without_a_decision_nothing_is_marked_of_an_open_document(
    project: Project,
) -> None:
    folder = project(FIRST)
    path = folder / "dossier.yaml"
    path.write_text(
        path.read_text("utf-8").replace("release_date: 2024-05-31\nmarking: LIMITE\n", ""), "utf-8"
    )
    with pytest.raises(ContentError, match="access"):
        withhold(folder, Passage(8, "operational"), GROUND)


def test_a_mark_is_taken_away_again(deck: Written) -> None:
    folder = deck('"the words of one"', "plain text")
    before = text(folder)
    at = withhold(folder, Passage(1, "words"), GROUND)
    unmark(folder, at.line, at.column)
    assert text(folder) == before
    at = withhold(folder, Passage(1, "text"), GROUND)
    unmark(folder, at.line, at.column)
    assert '"plain text"' in text(folder)
    assert marks(folder) == []


def test_where_no_mark_begins_none_is_taken_away(deck: Written) -> None:
    folder = deck('"the words"')
    withhold(folder, Passage(1, "words"), GROUND)
    with pytest.raises(ContentError, match="no-mark"):
        unmark(folder, 1, 1)


def test_a_dossier_as_it_would_be_when_sealed_holds_no_words(project: Project) -> None:
    folder = project(FIRST)
    before = load.load(folder)
    withhold(folder, Passage(8, "operational"), "defence")
    marked = load.load(folder)
    sealed = sealing.as_sealed(folder, marked.media)
    assert not any(sealed.unsealed())
    assert set(sealed.redactions.slots) == {*before.redactions.slots, "r1"}
    assert "operational activities" not in repr(sealed.presentation)
    assert not (folder / "withheld.age").exists()


def test_a_slide_is_marked_as_a_whole_and_the_mark_is_taken_away(project: Project) -> None:
    folder = project(FIRST)
    before = text(folder)
    where = withholding_parts.withhold_slide(folder, 8, "defence")
    marked = "  - kind: bullets\n    withhold: defence\n    section: II\n"
    assert text(folder) == before.replace("  - kind: bullets\n    section: II\n", marked)
    (row,) = withholding.listed(edited_files.read(folder))
    assert (row.slide, row.whole, row.ground, row.where) == (8, True, "defence", where)
    sealed = sealing.as_sealed(folder, load.load(folder).media)
    assert "Joint operational" not in repr(sealed.presentation)
    unmark(folder, where.line, where.column)
    assert text(folder) == before


def test_a_slide_in_braces_is_marked_as_a_whole(written: Written) -> None:
    folder = written("- {kind: bullets, title: T, points: [a, b]}")
    before = text(folder)
    where = withholding_parts.withhold_slide(folder, 1, "defence")
    assert "{kind: bullets, withhold: defence, title: T, points: [a, b]}" in text(folder)
    unmark(folder, where.line, where.column)
    assert text(folder) == before


@pytest.mark.parametrize(("slide", "code"), [(0, "no-slide"), (99, "no-slide")])
def test_a_slide_that_cannot_be_sealed_is_not_marked(
    project: Project, slide: int, code: str
) -> None:
    folder = project(FIRST)
    before = text(folder)
    with pytest.raises(ContentError, match=code):
        withholding_parts.withhold_slide(folder, slide, "defence")
    assert text(folder) == before


def test_a_slide_is_marked_once(project: Project) -> None:
    folder = project(FIRST)
    withholding_parts.withhold_slide(folder, 8, "defence")
    before = text(folder)
    with pytest.raises(ContentError, match="cannot-edit"):
        withholding_parts.withhold_slide(folder, 8, "personal-data")
    assert text(folder) == before


LETTERS = st.text("ab *_[]\\\"'#:é", min_size=1, max_size=12)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=LETTERS, words=LETTERS, after=LETTERS, quote=st.sampled_from(['"', "'"]))
def test_whatever_is_marked_reads_as_before_when_the_mark_goes(
    deck: Written, before: str, words: str, after: str, quote: str
) -> None:
    whole = f"{before}{words}{after}"
    escaped = whole.replace("'", "''")
    if quote == '"':
        escaped = whole.replace("\\", "\\\\").replace('"', '\\"')
    folder = deck(f"{quote}{escaped}{quote}")
    try:
        rich = load.load(folder)
    except ContentError:
        return
    try:
        at = withholding.withhold(folder, Passage(1, words, before, after), GROUND)
    except ContentError:
        assert re.search(re.escape(escaped), text(folder))
        return
    (found,) = marks(folder)
    assert found == " ".join(words.split())
    unmark(folder, at.line, at.column)
    assert repr(load.load(folder).presentation) == repr(rich.presentation)


#: A text with a link, as it stands behind the dash.
LINKS = [
    "a [link](https://e.eu/a) b",
    '"a [link](https://e.eu/a) b"',
    "'it''s [link](https://e.eu/a)'",
    ">-\n      a [link](https://e.eu/a)\n      b",
    '"[link](https://e.eu/a), [other](https://e.eu/b)"',
]


def same_but_for_quotes(one: str, other: str) -> bool:
    return one.replace('"', "").replace("''", "'") == other.replace('"', "").replace("''", "'")


def hrefs(folder: Path) -> list[object]:
    """Return where links lead once all is sealed: a target, or the slot that stands for it."""
    sealed = sealing.as_sealed(folder, {})
    words = [one for _, rich in walk.texts(sealed.presentation) for one in rich]
    links = [one for one in words if isinstance(one, markup.Words)]
    return [found for one in links if (found := one.href or one.href_slot)]


@pytest.mark.parametrize("point", LINKS)
def test_g40_the_target_of_a_link_is_marked_sealed_and_taken_back(
    deck: Written, point: str
) -> None:
    folder = deck(point)
    before = text(folder)
    passage = Passage(1, "https://e.eu/a", path=("slides", 0, "points", 0), is_target=True)
    where = withhold(folder, passage, GROUND)
    wanted = before.replace("(https://e.eu/a)", "([[personal-data: https://e.eu/a]])")
    assert same_but_for_quotes(text(folder), wanted)
    assert marks(folder) == ["https://e.eu/a"]
    assert "r1" in hrefs(folder)
    assert "https://e.eu/a" not in hrefs(folder)
    unmark(folder, where.line, where.column)
    assert same_but_for_quotes(text(folder), before)


@pytest.mark.parametrize("point", LINKS)
def test_g40_the_words_of_a_link_are_marked_and_go_with_their_target(
    deck: Written, point: str
) -> None:
    folder = deck(point)
    before = text(folder)
    where = withhold(folder, Passage(1, "link"), GROUND)
    wanted = before.replace("[link]", "[[[personal-data: link]]]")
    assert same_but_for_quotes(text(folder), wanted)
    assert "https://e.eu/a" not in hrefs(folder)
    unmark(folder, where.line, where.column)
    assert same_but_for_quotes(text(folder), before)


def test_a_target_that_two_links_share_is_not_guessed(deck: Written) -> None:
    folder = deck('"[a](https://e.eu) and [b](https://e.eu)"')
    with pytest.raises(ContentError, match="words-not-unique"):
        withhold(folder, Passage(1, "https://e.eu", is_target=True), GROUND)
