"""A crowd of new versions: any mixture of changes, moves and repeats, with many slots and marks."""

from __future__ import annotations

import random
import re
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.content import inline_rules
from pipeline.importing import reader_process
from pipeline.importing.version import change_list, choices, text_writing, version_changes
from pipeline.importing.version.change import Comparison
from tests.importing import versions
from tests.importing.conftest import _read_here
from tests.support import known_documents, plain_words
from tests.support.thinned import thinned

WORDS = plain_words.WORDS[:40]
STEMS = ("kim", "oto", "renn", "vasho", "Xil", "Puvoka", "dorru", "Wek")
_VALUE = re.compile(rf"\b(?:{'|'.join(STEMS)})[a-z]x?\b")
_SLOT = re.compile(r"\[\[(r\d+)\]\]")
FORMS = {
    "p": "{}", "n": "{number}. {}", "h": "# {}", "d": "– {}", "q": "```quote\n{}\n```",
    "l": "so:\n\n(a) first\n(b) {}", "t": "| A | B |\n|---|---|\n| north | {} |",
}  # fmt: skip


@dataclass(frozen=True)
class Row:
    """A block; ``<3>`` in its words stands for the third value."""

    kind: str
    words: tuple[str, ...]
    values: dict[int, str] = field(default_factory=dict[int, str])


class Maker:
    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.count = 0

    def sentence(self, size: int = 0) -> list[str]:
        return self.random.choices(WORDS, k=size or self.random.randint(4, 16))

    def value(self) -> str:
        letter = chr(ord("a") + self.count % 26)
        names = [f"{STEMS[(self.count + step) % len(STEMS)]}{letter}" for step in (0, 3)]
        between = self.random.choice(([], self.sentence(3)))
        return " ".join([names[0], *between, *names[1 : self.random.randint(1, 2)]])

    def rows(self) -> list[Row]:
        found: list[Row] = []
        for _ in range(self.random.randint(3, 10)):
            words, values = self.sentence(), dict[int, str]()
            kind = self.random.choice("pppnnhdlqt")
            for _ in range(self.random.choice((0, 0, 1, 2)) if kind != "h" else 0):
                words.insert(self.random.randint(0, len(words)), f"<{self.count}>")
                values[self.count] = self.value()
                self.count += 1
            found.append(Row(kind, tuple(words), values))
        return found

    def changed(self, rows: list[Row], kinds: str, most: int) -> list[Row]:
        rows = [*rows]
        for _ in range(self.random.randint(0, most)):
            if rows:
                self._change(rows, self.random.choice(kinds))
        return rows

    def _change(self, rows: list[Row], kind: str) -> None:
        at = self.random.randrange(len(rows))
        row = rows[at]
        words = [*row.words]
        place = self.random.randrange(len(words))
        if kind == "w" and words[place][0] != "<":
            words[place] = self.random.choice(WORDS)
            rows[at] = replace(row, words=tuple(words))
        elif kind == "s":
            self.random.shuffle(words)
            rows[at] = replace(row, words=tuple(words))
        elif kind == "d":
            del rows[at]
        elif kind == "m":
            rows.insert(self.random.randint(0, len(rows) - 1), rows.pop(at))
        elif kind == "i":
            rows.insert(at, Row("p", tuple(self.sentence())))
        elif kind in "rv" and row.values:
            key = self.random.choice([*row.values])
            if kind == "r":  # the value, repeated in a paragraph of its own
                said = (*self.sentence(3), f"<{key}>", *self.sentence(3))
                rows.insert(self.random.randint(0, len(rows)), Row("p", said, row.values))
            else:
                value = f"{row.values[key]} {row.values[key].split()[0]}x"
                rows[at] = replace(row, values={**row.values, key: value})


def written(rows: list[Row], forms: dict[int, str]) -> str:
    out: list[str] = []
    number = 0
    for row in rows:
        number += row.kind == "n"
        words = " ".join(row.words)
        for key, value in row.values.items():
            words = words.replace(f"<{key}>", forms.get(key, "{}").format(value))
        out.append(FORMS[row.kind].format(f"{words}.", number=number))
    return "\n\n".join(out) + "\n"


@pytest.mark.parametrize("has_base", [True, False], ids=["base", "no-base"])
def test_no_value_is_told_and_no_slot_lost_whatever_changes(has_base: bool) -> None:
    for seed in range(90):
        maker = Maker(seed)
        rows = maker.rows()
        slots = {at: maker.random.choice((f"[[r{at}]]", f"[[r{at}]]", "[[defence: {}]]"))
                 for at in range(maker.count)}  # fmt: skip
        ours = written(maker.changed(rows, "wi", 2), slots)
        base, theirs = written(rows, {}), written(maker.changed(rows, "wwwddmiisrv", 5), {})
        values = {*_VALUE.findall(base + theirs)}
        for how in ("take", "keep", "mixed"):
            old = versions.parts(base) if has_base else None
            found = version_changes.compared(versions.parts(ours), old, versions.parts(theirs))
            listed = change_list.as_json(change_list.shown(found.changes, {}), {}).decode()
            assert not values & {*_VALUE.findall(listed)}, (seed, how)
            _decide(found, how, maker.random)
            text = text_writing.written(found, versions.read)
            if text is None:  # nothing is left, or what hangs on nothing: it is refused
                continue
            plain = inline_rules.UNSEALED.sub("", text)
            assert not values & {*_VALUE.findall(plain)}, (seed, how)
            lost = {slot for row in found.changes if row.decision == "take" for slot in row.lost}
            after = Counter(_SLOT.findall(text))
            before = Counter(_SLOT.findall(ours))
            assert {slot: n for slot, n in before.items() if slot not in lost} == after, seed


def _decide(found: Comparison, how: str, chance: random.Random) -> None:
    if how == "mixed":
        for change in found.changes:
            if change.is_choice and not change.refusal and chance.random() < 0.5:
                change.decision = "take"
    choices.decide(found.changes, "all" if how == "take" else "", "rest")


@pytest.mark.parametrize("number", thinned([0, 3, 7], 3))
def test_any_construct_comes_anew(
    number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    """Documents with every construct: the same again changes nothing, another is taken over."""
    monkeypatch.setattr(reader_process, "read", _read_here)
    monkeypatch.setenv("HOME", str(tmp_path))
    old, new = (tmp_path / f"{at}.docx" for at in (number, number + 1))
    for at, path in enumerate((old, new), start=number):
        path.write_bytes(known_documents.document(at).data)
    folder = tmp_path / "x"
    assert main(["import", str(old), "--into", str(folder)]) == 0
    for part in sorted(path.name for path in folder.glob("*.md")):
        order = ["--as", part, "--into", str(folder)]
        for base in ([], ["--base", str(old)]):
            assert main(["import", str(old), *base, *order]) == 0
            assert "nothing to write" in capsys.readouterr().err
        words = ["--base", str(old), *order, "--take", "all", "--keep", "rest"]
        assert main(["import", str(new), *words]) == 0, capsys.readouterr().err
        assert main(["import", str(new), "--base", str(new), *order]) == 0
        assert "nothing to write" in capsys.readouterr().err
    assert main(["check", str(folder)]) == 0
