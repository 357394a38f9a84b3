"""The bench runs, with other commands in the place of slow ones; and it compares like with like."""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.compose import compose
from pipeline.content.load import load
from pipeline.design import theme
from pipeline.edition import blocks, edition
from pipeline.layout.fit import fit
from tests.conftest import FIRST, ready
from tools.bench import __main__ as bench
from tools.bench import costs, generated, page, register, rows, running, sides, warm
from tools.bench.costs import BenchError, Cost
from tools.bench.rows import ROWS
from tools.bench.sides import Bench, Sizes, Tools

#: Reads its arguments as the program does, and makes nothing.
PARSED = "import sys; from pipeline.cli import parser; parser._parser().parse_args(sys.argv[1:])"
FAKES = Tools((sys.executable, "-c", PARSED), ("true",), ("true",))
TINY = Sizes(pages=3, slides=4, text=9, variants=2, few=1, many=2, fresh=2, formats=("docx",))


def words(text: str) -> Counter[str]:
    # a deck prints a space between thousands
    return Counter(re.findall(r"\w+", re.sub(r"(?<=\d)\xa0(?=\d)", "", text)))


def texts(value: Any, names: tuple[str, ...] = ("text", "numeral", "number")) -> Iterator[str]:
    """Yield what the parts of an edition print: texts by the names of their fields."""
    match value:
        case dict():
            for name, inner in value.items():
                if name in names and isinstance(inner, str):
                    yield inner
                else:
                    yield from texts(inner, names)
        case list():
            for inner in value:
                yield from texts(inner, names)


def said(drawn: edition.Edition, *, cover: bool = False) -> Counter[str]:
    data = json.loads(edition.to_json(drawn))
    found = " ".join(texts(data["slides"]))
    if cover:
        rows = data["cover"]
        labels = [row["label"] for row in rows["rows"]]
        plain = [one for one in rows.values() if isinstance(one, str)]
        found += " ".join(["", *texts(rows), *labels, *rows["codes"], *plain])
    return words(found)


@pytest.mark.parametrize(("name", "cover"), [("deck.md", False), ("document.md", True)])
def test_the_texts_for_pandoc_have_every_word_of_the_edition(name: str, cover: bool) -> None:
    there = words((sides.TEXTS / name).read_text("utf-8"))
    drawn = ready(FIRST, "public")
    assert said(drawn, cover=cover) + words(_map_text(drawn)) - there == Counter()


def _map_text(drawn: edition.Edition) -> str:
    (figure,) = [
        block for slide in drawn.slides for block in slide.blocks if isinstance(block, blocks.Map)
    ]
    return figure.alt


def test_a_generated_deck_fits_slide_by_slide_and_has_its_words_in_markdown(tmp_path: Path) -> None:
    deck = generated.slides(16)
    assert {slide.kind for slide in deck} == {
        "title", "table", "bullets", "cards", "chart", "closing"
    }  # fmt: skip
    assert generated.slides(16) == deck != generated.slides(16, seed=2)
    generated.write(tmp_path, deck)
    drawn = fit(compose(load(tmp_path), "public"), theme.load())
    assert len(drawn.slides) == 16
    assert said(drawn) - words(generated.markdown(deck)) == Counter()


def test_an_edit_changes_one_slide() -> None:
    deck = generated.slides(6)
    changed = generated.edited(deck, 3, seed=9)
    assert [at for at in range(6) if deck[at] != changed[at]] == [2]


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Do in this process, which has everything imported, what the bench starts a Python for."""

    def run(command: list[str | Path], given: str = "") -> Cost:
        if command[1:3] != ["-m", "tools.bench.warm"]:
            return costs.run(command, given)
        monkeypatch.setattr(sys, "argv", ["warm", *map(str, command[3:])])
        assert warm.main() == 0
        return Cost(0, 0)

    monkeypatch.setattr(rows, "run", run)


@pytest.fixture
def copied(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Do not build the register of which all is up to date: the fake program makes nothing."""
    (tmp_path / "register" / "content" / register.name(1)).mkdir(parents=True)
    monkeypatch.setattr(register, "up_to_date", lambda *_: tmp_path / "register")


@pytest.mark.usefixtures("here", "copied")
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_every_row_is_measured(row: rows.Row, tmp_path: Path) -> None:
    lines = list(bench.measured(Bench(FAKES, TINY, tmp_path), [row], 1))
    assert len(lines) == len(row.bars)
    assert {line.count("|") for line in lines} == {page.table([]).splitlines()[0].count("|")}


def test_the_program_is_where_the_bench_looks_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sides, "PLACE", sides.ROOT / "no-such-folder")
    with pytest.raises(BenchError, match="run make bench"):
        Tools.installed()
    assert Path(sys.executable).with_name("dossier").exists()


def test_the_costs_of_a_command_are_those_of_all_its_processes() -> None:
    burn = "import time\nwhile time.process_time() < 0.05: pass"
    inner = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {burn!r}], check=True)"
    cost = costs.run([sys.executable, "-c", inner])
    assert cost.cpu >= 0.05
    assert cost.wall >= 0.05
    assert 2**20 < cost.memory < 2**30
    assert (cost + cost).shared(2) == cost


def test_a_command_that_fails_ends_the_bench_with_its_words() -> None:
    with pytest.raises(BenchError, match=r"exit code 3: sh .*\nno such thing"):
        costs.run(["sh", "-c", "echo no such thing >&2; exit 3"])


def test_ratios_are_those_of_the_medians() -> None:
    pairs = [(Cost(1, 0), Cost(4, 0)), (Cost(3, 0), Cost(4, 0)), (Cost(9, 0), Cost(6, 0))]
    assert costs.compared(pairs, "cpu") == costs.Compared(3, 4, 0.75, 0.25, 1.5)


def test_builds_that_differ_end_the_bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tries = iter("ab")

    def build(_: Bench, *words: str | Path) -> Cost:
        made = Path(words[-1], "dossier", "public", "en")
        made.mkdir(parents=True)
        (made / "a.docx").write_text(next(tries))
        return Cost(1, 1)

    monkeypatch.setattr(Bench, "build", build)
    side = Bench(FAKES, TINY, tmp_path).cold(FIRST)
    side()
    with pytest.raises(BenchError, match="differ"):
        side()


def test_an_edit_that_does_not_show_ends_the_bench(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(generated, "edited", lambda deck, *_, **__: deck)
    with pytest.raises(BenchError, match="did not show"):
        warm.edited(3, 2, ("docx",))


def test_the_page_has_a_place_for_the_table() -> None:
    made = page.table(["| x |\n"])
    assert made in page.written(made)


def test_every_line_has_its_place_in_the_table_whatever_its_sizes() -> None:
    cost = Cost(1.0, 1.0, 1)
    made = {
        scale: [
            line for row in ROWS for line in page.lines(row, [(cost, cost)], Sizes().scaled(scale))
        ]
        for scale in (1.0, 0.1)
    }
    assert page.merged("", made[1.0]) == made[1.0]
    assert page.merged("".join(made[1.0]), made[0.1]) == made[0.1]
    assert page.merged("".join(made[0.1]), made[1.0][:1]) == made[1.0][:1] + made[0.1][1:]


def test_a_running_text_is_the_same_each_time_and_has_what_is_asked_for(tmp_path: Path) -> None:
    text = running.body(20)
    assert running.body(20) == text != running.body(20, seed=2)
    assert len(re.findall(r"^\[\^n\d+\]:", text, re.M)) == 30
    assert text.count("| --- | --- | --- | --- |") == 6
    running.write(tmp_path, 20, annexes=3)
    drawn = fit(compose(load(tmp_path), "public"), theme.load())
    assert [row.title != () for row in drawn.texts] == [False, True, True, True]
    assert not drawn.slides


def test_dossiers_that_were_copied_are_up_to_date(tmp_path: Path) -> None:
    program = (sys.executable, "-c", "import sys; from pipeline.cli import main; sys.exit(main())")
    bench = Bench(Tools(program, ("true",), ("true",)), TINY, tmp_path)
    place = register.up_to_date(bench, 3)
    folders = sorted(path.name for path in (place / "output").glob("wk-*"))
    assert folders == [register.name(number) for number in (1, 2, 3)]
    (file,) = (place / "output" / register.name(3)).rglob("*.docx")
    file.write_bytes(b"touched")
    with pytest.raises(BenchError, match="should be up to date"):
        register.require_fresh(place)
