"""G34: whatever stops a build, the public folder holds audited files only, and no half of one."""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline import manifest
from pipeline.build import Options, build
from tests.build.test_build import change, snapshot
from tests.conftest import MINI, ROOT

Project = Callable[[Path], Path]
FORMATS = ("docx", "pptx")
PUBLIC = "st-7606-2024/public/de"


@pytest.fixture
def states(project: Project, tmp_path: Path) -> tuple[Path, Path, list[dict[str, bytes]]]:
    """Return a dossier, its output after a build, and the good states before and after a change."""
    copy, output = project(MINI), tmp_path / "output"
    options = Options(output, audiences=("public",), formats=FORMATS)  # type: ignore[arg-type]
    build(copy, options, lambda _: None)
    before = snapshot(output)
    change(copy, "presentation.yaml", "Vielen Dank", "Danke")
    other = Options(tmp_path / "other", audiences=("public",), formats=FORMATS)  # type: ignore[arg-type]
    build(copy, other, lambda _: None)
    return copy, output, [before, snapshot(other.output)]


def assert_only_good_files(output: Path, good: list[dict[str, bytes]]) -> None:
    for name, data in snapshot(output).items():
        assert data in [state.get(name) for state in good], name
    folder = output / PUBLIC
    assert [p.name for p in folder.iterdir() if p.name.startswith(".")] == []


#: Every way in which a build touches the disk; each is made to fail at each of its calls.
STEPS = ["replace", "fsync", "open", "unlink", "mkdir"]


@pytest.mark.parametrize("step", STEPS)
def test_g34_a_full_disk_at_any_step_leaves_good_files_only(
    states: tuple[Path, Path, list[dict[str, bytes]]], monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    copy, output, good = states
    options = Options(output, audiences=("public",), formats=FORMATS)  # type: ignore[arg-type]
    owner: object = Path if step in {"replace", "unlink", "mkdir"} else os
    real = getattr(owner, step)
    for failing in range(1, 40):
        calls = 0

        def faulty(*arguments: object, **named: object) -> object:
            nonlocal calls
            calls += 1
            if calls == failing:  # noqa: B023 - called within this turn of the loop
                raise OSError(errno.ENOSPC, "no space left on device")
            return real(*arguments, **named)

        with monkeypatch.context() as patched:
            patched.setattr(owner, step, faulty)
            try:
                build(copy, options, lambda _: None)
            except OSError:
                stopped = True
            else:
                stopped = calls >= failing
        assert_only_good_files(output, good)
        if not stopped:
            break
    else:
        pytest.fail("the step was called more often than expected")
    build(copy, options, lambda _: None)
    assert snapshot(output) == good[1]


KILLER = """
import os, signal, sys
from pathlib import Path
real, left = {owner}.{step}, int(sys.argv[1])
def dying(*a, **k):
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return real(*a, **k)
{owner}.{step} = dying
from pipeline.cli import main
sys.exit(main(sys.argv[2:]))
"""


@pytest.mark.parametrize(("owner", "step"), [("Path", "replace"), ("os", "fsync")])
def test_g34_kill_9_at_any_write_leaves_good_files_only(
    states: tuple[Path, Path, list[dict[str, bytes]]], owner: str, step: str
) -> None:
    copy, output, good = states
    code = KILLER.format(owner=owner, step=step)
    arguments = ["build", str(copy), "--output", str(output), "--edition", "public"]
    arguments += [word for fmt in FORMATS for word in ("--format", fmt)]
    for left in range(1, 20):
        run = subprocess.run(
            [sys.executable, "-c", code, str(left), *arguments],
            cwd=ROOT,
            check=False,
            capture_output=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        killed = run.returncode == -signal.SIGKILL
        assert_only_good_files(output, good)
        if not killed:
            assert run.returncode == 0, run.stderr
            break
    else:
        pytest.fail("never finished")
    assert snapshot(output) == good[1]


def test_the_manifest_is_the_last_file_to_change(
    states: tuple[Path, Path, list[dict[str, bytes]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    copy, output, _ = states
    written: list[str] = []
    real = manifest.write_file

    def spy(path: Path, data: bytes, mode: int, staging: Path | None = None) -> None:
        written.append(path.name)
        real(path, data, mode, staging)

    monkeypatch.setattr(manifest, "write_file", spy)
    build(copy, Options(output, audiences=("public",), formats=FORMATS), lambda _: None)  # type: ignore[arg-type]
    public = [name for name in written if not name.endswith(".json") or name == manifest.NAME]
    assert public[-1] == manifest.NAME
    assert json.loads((output / PUBLIC / manifest.NAME).read_text("utf-8"))["edition"] == "public"
