"""Where files are made makes no difference to their bytes, nor to what is told when one fails."""

from __future__ import annotations

import fcntl
import multiprocessing
import os
import signal
from pathlib import Path
from typing import Any

import pytest

from pipeline.core import locks
from pipeline.core.errors import RenderError
from pipeline.output import manifest
from pipeline.workflow import publish
from pipeline.workflow.build import build
from pipeline.workflow.executors import this_machine
from pipeline.workflow.options import Options
from tests.conftest import MINI, Project
from tests.workflow.test_build import snapshot


@pytest.fixture(autouse=True)
def cold(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test before may have made PDFs in this process."""
    monkeypatch.setattr(this_machine, "_is_warm", lambda: False)


def test_a_process_that_has_made_pdfs_needs_no_child(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(this_machine, "_is_warm", lambda: True)
    monkeypatch.setattr(this_machine, "_Child", None)
    build(project(MINI), Options(tmp_path, audiences=("public",)), lambda _: None)
    assert list(tmp_path.rglob("*.pdf"))


def test_files_made_beside_are_the_same_bytes(project: Project, tmp_path: Path) -> None:
    copy = project(MINI)
    outputs = []
    for name, engine in (("here", this_machine.here), ("beside", this_machine.beside)):
        options = Options(tmp_path / name, audiences=("public",), engine=engine)
        build(copy, options, lambda _: None)
        outputs.append(snapshot(options.output))
    assert outputs[0] == outputs[1]
    assert any(name.endswith(".pdf") for name in outputs[0])


def test_a_child_that_is_killed_costs_time_and_nothing_else(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parent, real = os.getpid(), publish.render

    def render(drawn: Any, fmt: Any, *more: Any) -> bytes:
        if os.getpid() != parent:
            os.kill(os.getpid(), 9)
        return real(drawn, fmt, *more)

    monkeypatch.setattr(publish, "render", render)
    copy = project(MINI)
    build(copy, Options(tmp_path / "output", audiences=("public",)), lambda _: None)
    assert list((tmp_path / "output").rglob("*.pdf"))


def test_what_fails_in_the_child_is_told_as_if_it_had_failed_here(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = publish.render

    def render(drawn: Any, fmt: Any, *more: Any) -> bytes:
        if fmt == "pdf":
            raise RenderError
        return real(drawn, fmt, *more)

    monkeypatch.setattr(publish, "render", render)
    copy = project(MINI)
    with pytest.raises(RenderError):
        build(copy, Options(tmp_path / "output", audiences=("public",)), lambda _: None)
    assert not list((tmp_path / "output").rglob("*.docx"))


def test_a_build_that_fails_leaves_no_child_and_no_lock(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The child waited for ever to be read from, and held the dossier's lock meanwhile."""
    real, begun = publish.render, []

    def render(drawn: Any, fmt: Any, *more: Any) -> bytes:
        if fmt == "pptx":
            raise RenderError
        return real(drawn, fmt, *more)

    def engine(requests: Any, output: Path) -> this_machine.Begun:
        begun.append(this_machine.beside(requests, output))
        return begun[0]

    monkeypatch.setattr(publish, "render", render)
    copy, output = project(MINI), tmp_path / "output"
    with pytest.raises(RenderError):
        build(copy, Options(output, engine=engine), lambda _: None)
    assert not multiprocessing.active_children()
    with (output / ".work" / f"{copy.name}.lock").open("r+") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)


def test_a_child_holds_no_lock_of_its_parent(tmp_path: Path) -> None:
    with manifest.locked(tmp_path, "d"):
        child = os.fork()
        if not child:
            locks.leave()
            os.kill(os.getpid(), signal.SIGSTOP)
            os._exit(0)
        os.waitpid(child, os.WUNTRACED)
    try:
        with (tmp_path / ".work" / "d.lock").open("r+") as stream:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
