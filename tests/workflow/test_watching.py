"""Saving a file builds what it concerns, errors are told, and the watcher goes on."""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from pipeline.resources import paths
from pipeline.workflow import watching
from pipeline.workflow.build import build
from pipeline.workflow.executors import this_machine
from pipeline.workflow.options import Options
from tests.conftest import MINI, Project
from tests.workflow.test_build import ROOT, snapshot


def seen(tmp_path: Path, *changes: set[Path]) -> list[str]:
    folders = [tmp_path / "a", tmp_path / "b"]
    for folder in folders:
        folder.mkdir(exist_ok=True)
    told: list[str] = []
    watching.each(
        lambda: folders,
        lambda folder: told.append(folder.name),
        iter([set(), *changes]),
        lambda: told.append("anew"),
    )
    return told


def test_each_dossier_is_built_once_then_when_it_changes(tmp_path: Path) -> None:
    home = tmp_path.resolve()
    assert seen(tmp_path) == ["a", "b"]
    assert seen(tmp_path, {home / "b" / "dossier.yaml"}) == ["a", "b", "b"]
    both = {home / "a" / "x", home / "b" / "y"}
    assert seen(tmp_path, both) == ["a", "b", "a", "b"]


def test_what_lies_beside_the_dossiers_may_concern_all(tmp_path: Path) -> None:
    assert seen(tmp_path, {tmp_path.resolve() / "house.pptx"}) == ["a", "b", "a", "b"]


def test_a_change_of_the_program_starts_it_anew(tmp_path: Path) -> None:
    assert "anew" in seen(tmp_path, {paths.templates("theme.yaml")})


def test_a_process_that_keeps_things_makes_the_same_bytes(project: Project, tmp_path: Path) -> None:
    """Kept pages and slides do not show in what is made after an edit."""
    copy = project(MINI)
    warm = Options(tmp_path / "warm", audiences=("public",), engine=this_machine.here)
    build(copy, warm, lambda _: None)
    path = copy / "presentation.yaml"
    path.write_text(path.read_text("utf-8").replace("Zahlen", "Andere Zahlen", 1), "utf-8")
    build(copy, warm, lambda _: None)
    words = [str(copy), "--output", str(tmp_path / "cold"), "--edition", "public"]
    subprocess.run(
        [sys.executable, "-m", "pipeline.cli", "build", *words], cwd=ROOT, check=True,
        capture_output=True,
    )  # fmt: skip
    assert snapshot(tmp_path / "cold") == snapshot(warm.output)


@pytest.mark.slow
def test_a_watcher_builds_tells_errors_and_lives_on(project: Project, tmp_path: Path) -> None:
    copy, output = project(MINI), tmp_path / "output"
    words = ["watch", str(copy), "--output", str(output), "--format", "docx"]
    run = subprocess.Popen(
        [sys.executable, "-m", "pipeline.cli", *words],
        cwd=ROOT, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    lines: queue.Queue[str] = queue.Queue()
    assert run.stderr is not None
    stream = run.stderr
    reader = threading.Thread(target=lambda: [lines.put(row) for row in stream], daemon=True)
    reader.start()

    def until(text: str) -> None:
        while text not in lines.get(timeout=60):
            pass

    until(f"{copy.name}: built")
    path = copy / "presentation.yaml"
    good = path.read_text("utf-8")
    path.write_text(good + "\nnonsense: true\n", "utf-8")
    until("unknown-key")
    assert run.poll() is None
    path.write_text(good.replace("Zahlen", "Andere Zahlen", 1), "utf-8")
    until(f"{copy.name}: built")
    os.kill(run.pid, signal.SIGINT)
    assert run.wait(timeout=20) == 130
    reader.join(timeout=20)
    stream.close()
