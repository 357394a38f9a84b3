"""Parts that are withheld as a whole, from the mark in the file to both editions."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.compose import compose
from pipeline.content import load
from pipeline.content.secret import Secret
from pipeline.core.errors import ContentError
from pipeline.edition.edition import Edition, to_json
from pipeline.edition.runs import TextRun
from pipeline.edition.texts import all_runs, markers
from pipeline.redaction import sealing, vault
from pipeline.redaction.unmarked_repeats import repeats
from pipeline.redaction.withheld_needles import texts_of
from tests.redaction.test_sealing import DECK, SLOTS, WORDS, Bench
from tests.redaction.test_whole_sealing import CASES, LEGEND, TABLE, deck
from tests.support.thinned import thinned


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


def shaded(edition: Edition) -> str:
    """Return every word that is marked as one the public edition does not have."""
    runs = [run for runs in all_runs(edition) for run in runs if isinstance(run, TextRun)]
    assert not any("Zyxwvut" in run.text and not run.withheld for run in runs)
    return " ".join(run.text for run in runs if run.withheld)


@pytest.mark.parametrize("name", thinned(CASES, 2))
def test_g1_a_marked_part_is_shaded_sealed_and_a_marker_in_public(bench: Bench, name: str) -> None:
    case = CASES[name]
    bench.put(DECK, deck(**{case.key: case.marked}))
    marked = load.load(bench.folder)
    with pytest.raises(ContentError, match="unsealed") as caught:
        compose(marked, "public")
    assert len(caught.value.problems) == 1
    before = compose(marked, "full")
    if name not in {"map", "map in braces"}:  # its alt text has no look
        assert "Zyxwvut" in shaded(before)

    bench.seal()
    sealed = load.load(bench.folder)
    public = compose(sealed, "public")
    assert [run.text for run in markers(public)] == ["[REDACTED]"]
    assert b"Zyxwvut" not in to_json(public)
    values = vault.read(bench.folder, bench.key)
    full = compose(sealed, "full", values)
    assert markers(full) == ()
    assert full.slides == before.slides
    # the deck says short words of the part elsewhere ("a", "Table"): nothing else is a repeat
    texts = texts_of(values["r1"].reveal())
    for problem in repeats(sealed, bench.folder, values, public):
        file = Path(problem.where.file).read_text("utf-8")
        line = file.splitlines()[problem.where.line - 1]
        assert any(text in line for text in texts)
        assert "Zyxwvut" not in line

    bench.release("r1")
    open_ = compose(load.load(bench.folder), "public")
    assert b"Zyxwvut" in to_json(open_)
    assert not markers(open_)


def test_only_the_marked_part_is_shaded(bench: Bench) -> None:
    bench.put(DECK, deck(table=TABLE + "\n        - {row: [Zyxwvut, b], withhold: defence}"))
    assert shaded(compose(load.load(bench.folder), "full")) == "Zyxwvut b"


def test_a_row_with_a_key_reads_like_any_other(bench: Bench) -> None:
    bench.put(DECK, deck(table=TABLE + "\n        - {row: [c, d]}"))
    keyed = compose(load.load(bench.folder), "public")
    bench.put(DECK, deck(table=TABLE + "\n        - [c, d]"))
    assert to_json(keyed) == to_json(compose(load.load(bench.folder), "public"))


def test_g26_the_kind_of_a_withheld_slide_is_no_repeat_of_another_s(bench: Bench) -> None:
    slide = "  - kind: arrangements\n    withhold: defence\n    title: X\n    partners: [{name: Y}]"
    bench.put(DECK, deck(slide=slide))
    bench.seal()
    source = load.load(bench.folder)
    values = vault.read(bench.folder, bench.key)
    assert "kind: arrangements" in values["r1"].reveal()
    found = repeats(source, bench.folder, values, compose(source, "public"))
    assert not [row for row in found if "kind" in row.hint]


def test_g26_the_words_of_a_sealed_part_stop_a_keyed_build_elsewhere(bench: Bench) -> None:
    parts = LEGEND + f"        - {{label: {WORDS}, fill: dotted, withhold: defence}}"
    bench.put(DECK, deck(map=parts, item=f"      - about {WORDS}"))
    done = sealing.seal(bench.folder, bench.key)
    source = load.load(bench.folder)
    values = vault.read(bench.folder, bench.key)
    (problem,) = repeats(source, bench.folder, values, compose(source, "public"))
    assert [repeat.where for repeat in done.repeats] == [problem.where]


@pytest.mark.parametrize(
    ("slot", "value"),
    [
        ({"item": "      - withheld: r1"}, "text: Zyxwvut[^n]"),
        ({"slide": "  - {kind: withheld, slot: r1}"}, "{kind: closing, title: 'Zyxwvut[^n]'}"),
        ({"table": TABLE + "\n        - withheld: r1"}, "row: Zyxwvut"),
    ],
)
def test_a_value_that_does_not_fit_its_place_is_named_by_its_slot(
    bench: Bench, slot: dict[str, str], value: str
) -> None:
    bench.put(DECK, deck(**slot))
    bench.put(SLOTS, "slots: {r1: {grounds: [defence]}}\n")
    with pytest.raises(ContentError, match="bad-withheld-part") as caught:
        compose(load.load(bench.folder), "full", {"r1": Secret(value)})
    assert "Zyxwvut" not in str(caught.value)
