"""Lengths have a unit that the type checkers know: what is given in another one is an error."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.core.lengths import Pt, emu, twips
from tests.conftest import ROOT

HEAD = "from pipeline.core.lengths import Emu, Pt, Twips, emu, twips\n"
#: What a line gives, and what is wanted there.
WRONG = {
    "emu(914_400)": "int",
    "emu(emu(Pt(72)))": "Emu",
    "twips(72.0)": "float",
    "wide: Emu = twips(Pt(72))": "Twips",
    "wide: Emu = Pt(72)": "Pt",
    "wide: Twips = emu(Pt(72))": "Emu",
    "wide: Pt = Pt(72) + Pt(72)": "float",
}


def checked(folder: Path, *lines: str) -> list[str]:
    """Return what mypy, as the project sets it, says of some lines."""
    (folder / "snippet.py").write_text(HEAD + "\n".join(lines) + "\n", "utf-8")
    command = [sys.executable, "-m", "mypy", "--cache-dir", str(folder), "snippet.py"]
    settings = ("--config-file", str(ROOT / "pyproject.toml"), "--follow-imports", "silent")
    done = subprocess.run(
        [*command, *settings],
        cwd=folder,
        env={"MYPYPATH": str(ROOT), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    return [line for line in done.stdout.splitlines() if ": error: " in line]


def test_a_length_in_another_unit_is_an_error(tmp_path: Path) -> None:
    lines = [line.replace("wide", f"wide{index}") for index, line in enumerate(WRONG)]
    found = checked(tmp_path, *lines)
    assert [line.split(":")[1] for line in found] == [str(at + 2) for at in range(len(WRONG))]
    assert all(f'"{given}"' in line for given, line in zip(WRONG.values(), found, strict=True))


def test_a_length_in_its_own_unit_is_none(tmp_path: Path) -> None:
    assert checked(tmp_path, "wide: Emu = emu(Pt(72))", "high: Twips = twips(Pt(36 + 36))") == []


@pytest.mark.parametrize(("points", "in_emu", "in_twips"), [(72, 914_400, 1440), (0.5, 6350, 10)])
def test_an_inch_has_the_length_that_the_standard_gives_it(
    points: float, in_emu: int, in_twips: int
) -> None:
    assert (emu(Pt(points)), twips(Pt(points))) == (in_emu, in_twips)
