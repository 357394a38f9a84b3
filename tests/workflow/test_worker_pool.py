"""Many dossiers at once: one that fails, or kills its process, does not stop the others."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline import cli
from pipeline.content import load
from pipeline.workflow import build as building
from pipeline.workflow import watching
from pipeline.workflow.executors import worker_pool
from tests.conftest import MINI, Project
from tests.workflow.test_build import ROOT, snapshot

FOLDERS = [Path(f"d{number}") for number in range(6)]


def name(folder: Path) -> str:
    return folder.name.upper()


def deadly(folder: Path) -> str:
    if folder.name == "d2":
        os.kill(os.getpid(), signal.SIGKILL)
    return folder.name.upper()


def interrupted(folder: Path) -> str:
    if folder.name == "d1":
        raise KeyboardInterrupt
    return folder.name


@pytest.fixture
def light(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let workers keep what this process has cached: to forget it in a fork is to copy it first."""
    monkeypatch.setattr(worker_pool, "forget", lambda: None)


@pytest.mark.usefixtures("light")
def test_every_dossier_gets_its_result() -> None:
    assert dict(worker_pool.each(FOLDERS, name, 2)) == {one: one.name.upper() for one in FOLDERS}


def worker(_: Path) -> int:
    return os.getpid()


@pytest.mark.usefixtures("light")
def test_workers_are_replaced_before_they_have_grown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker_pool, "_SHARE", 2)
    found = [pid for _, pid in worker_pool.each(FOLDERS, worker, 1)]
    assert [found.count(pid) for pid in dict.fromkeys(found)] == [2, 2, 2]


@pytest.mark.usefixtures("light")
def test_a_dossier_that_kills_its_process_is_given_up_and_the_others_are_made() -> None:
    found = dict(worker_pool.each(FOLDERS, deadly, 2))
    assert found == {one: None if one.name == "d2" else one.name.upper() for one in FOLDERS}


@pytest.mark.usefixtures("light")
def test_an_interruption_ends_all() -> None:
    with pytest.raises(KeyboardInterrupt):
        dict(worker_pool.each(FOLDERS, interrupted, 2))


def register(project: Project, tmp_path: Path) -> tuple[Path, Path]:
    """Return a folder of three dossiers, of which one is broken, and an output folder."""
    home = tmp_path / "register"
    home.mkdir()
    for number, one in enumerate(("a", "b", "c"), start=1):
        project(MINI).rename(home / one)
        cover = home / one / "dossier.yaml"
        numbered = cover.read_text("utf-8").replace("7606/1/24", f"760{number}/1/24")
        cover.write_text(numbered, "utf-8")
    path = home / "b" / "presentation.yaml"
    path.write_text(path.read_text("utf-8") + "\nnonsense: true\n", "utf-8")
    return home, tmp_path / "output"


def command(home: Path, output: Path, *more: str) -> list[str]:
    words = ["build", str(home), "--output", str(output), "--format", "docx", *more]
    return [sys.executable, "-m", "pipeline.cli", *words]


def test_one_broken_dossier_does_not_stop_the_others(project: Project, tmp_path: Path) -> None:
    home, output = register(project, tmp_path)
    run = subprocess.run(
        command(home, output, "--jobs", "2"), cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert run.returncode == 2, run.stderr
    assert "3 dossiers: 2 built, 0 up to date, 1 failed" in run.stderr
    assert "failed: " in run.stderr.splitlines()[-1]
    assert str(home / "b") in run.stderr.splitlines()[-1]
    made = snapshot(output)
    assert {Path(one).parts[0] for one in made} == {"a", "c"}
    alone = tmp_path / "alone"
    subprocess.run(command(home, alone, "--jobs", "1"), cwd=ROOT, capture_output=True, check=False)
    assert snapshot(alone) == made


def test_ctrl_c_stops_cleanly(project: Project, tmp_path: Path) -> None:
    home, output = register(project, tmp_path)
    words = command(home, output, "--jobs", "2")
    run = subprocess.Popen(
        words, cwd=ROOT, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    assert run.stderr is not None
    first = run.stderr.readline()  # it works: not while it starts, nor while it ends
    os.killpg(run.pid, signal.SIGINT)
    said = first + run.communicate(timeout=30)[1]
    assert run.returncode in {130, 2}, (run.returncode, said)
    if run.returncode == 130:
        assert "interrupted; no published file is incomplete" in said
    assert "Traceback" not in said
    left = [path for path in output.rglob("*") if path.suffix == ".tmp"]
    assert not left


def test_ctrl_c_where_python_would_print_it_interrupts_all_the_same() -> None:
    program = (
        "import sys, time, weakref\n"
        "from pipeline.cli import parser\n"
        "class Thing: pass\n"
        "def lost(_): raise KeyboardInterrupt\n"
        "def work(*_):\n"
        "    thing = Thing(); kept = weakref.ref(thing, lost); del thing\n"
        "    for _ in range(400): time.sleep(0.05)\n"
        "    print('went on')\n"
        "parser.guarded = work\n"
        "sys.exit(parser.run(['check', 'nowhere'], {}))\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (run.returncode, run.stdout) == (130, "")
    assert run.stderr == "interrupted; no published file is incomplete\n"


@pytest.mark.parametrize("words", [["build", "--jobs", "1"], ["watch"], ["check"]])
def test_ctrl_c_ends_the_command_and_not_the_dossier_in_work(
    project: Project,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: list[str],
) -> None:
    """The next dossier was built, and the watcher watched on."""
    home, output = register(project, tmp_path)
    begun: list[Path] = []

    def interrupt(folder: Path, *_: object) -> None:
        begun.append(folder)
        raise KeyboardInterrupt

    monkeypatch.setattr(building, "build", interrupt)
    monkeypatch.setattr(load, "load", interrupt)
    monkeypatch.setattr(watching, "watch", lambda _paths, _output, found, build: build(found()[0]))
    place = [] if words == ["check"] else ["--output", str(output)]
    assert cli.main([*words[:1], str(home), *words[1:], *place]) == 130
    assert len(begun) == 1
    assert capsys.readouterr().err.count("interrupted") == 1
