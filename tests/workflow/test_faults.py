"""G34: whatever stops a build, whole editions stand: all of the last one, or all of the new one.

Folders are judged as wholes, directly after the fault and before any other command: a look at each
file alone would let a mix of two editions pass.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.core import atomic_write
from pipeline.distribution import verify
from pipeline.distribution.register import register
from pipeline.workflow import publish
from pipeline.workflow.executors import this_machine
from tests.conftest import MINI, ROOT
from tests.support import faults
from tests.workflow.test_build import change, snapshot

DOSSIER = "st-7606-2024"
EDITIONS = ("full", "public")
#: What a person has put beside the public files.
#: Lets a package hold what the scenes build.
SHARE = "distribution: {public: {formats: [docx]}}"
OWN = {"notes.txt": b"mine", "drafts/first.txt": b"mine, too"}
#: Folders of an edition, by language, with their files.
State = dict[str, dict[str, bytes]]


@dataclass
class Scene:
    """A dossier that was built, then changed, and how its output looks before and after.

    Attributes:
        arguments: that build it.
        output: where faults happen; ``kept`` is a copy of it as it was before.
        states: of each edition, before and after.
    """

    content: Path
    output: Path
    kept: Path
    arguments: list[str]
    states: dict[str, tuple[State, State]]

    def reset(self) -> None:
        shutil.rmtree(self.output, ignore_errors=True)
        if self.kept.exists():
            shutil.copytree(self.kept, self.output, symlinks=True)

    def fault(self, kind: str = "", at: int = 0, prepare: object = None) -> faults.Outcome:
        return faults.run(self.arguments, self.output, kind, at, prepare)

    def judge(self, told: str) -> None:
        """Say what is mixed, missing or lost."""
        for edition in EDITIONS:
            standing = state(self.output, edition)
            before, after = self.states[edition]
            for language, files in standing.items():
                ours = {name: data for name, data in files.items() if name not in OWN}
                assert ours in (before.get(language), after.get(language)), f"mixed: {told}"
            assert standing or not before, f"missing: {told}"
            if edition == "public" and before:
                for name, data in OWN.items():
                    found = [files.get(name) for files in standing.values()]
                    assert data in found, f"lost: {name}: {told}"


def state(output: Path, edition: str) -> State:
    folder = output / DOSSIER / edition
    found = sorted(folder.iterdir()) if folder.is_dir() else []
    return {one.name: snapshot(one) for one in found}


Edit = Callable[[Path], None]
EDITS: dict[str, Edit] = {
    "word": lambda folder: change(folder, "presentation.yaml", "Vielen Dank", "Danke"),
    "number": lambda folder: change(
        folder, "dossier.yaml", "number: 7606/1/24 REV 1", "number: 7606/2/24 REV 2"
    ),
    "language": lambda folder: change(folder, "dossier.yaml", "language: de", "language: nl"),
    "first": lambda _: None,
}


@pytest.fixture
def scene(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Scene:
    """Build a dossier twice; what was drawn is kept, so a fault costs the disk's work alone."""
    drawn: dict[str, bytes] = {}
    real = publish.make

    def make(job: publish.Job, *rest: object) -> bytes:
        if job.digest not in drawn:
            drawn[job.digest] = real(job, *rest)  # type: ignore[arg-type]
        return drawn[job.digest]

    monkeypatch.setattr(this_machine.publish, "make", make)
    edit, *editions = request.param.split()
    return made(tmp_path, edit, tuple(editions))


def made(home: Path, edit: str, editions: tuple[str, ...]) -> Scene:
    content, output, kept = home / "content" / DOSSIER, home / "output", home / "kept"
    shutil.copytree(MINI, content)
    arguments = ["build", str(content), "--output", str(output), "--format", "docx"]
    arguments += [word for edition in editions for word in ("--edition", edition)]
    before: dict[str, State] = {edition: {} for edition in EDITIONS}
    if edit != "first":
        assert main(arguments) == 0
        before = {edition: state(output, edition) for edition in EDITIONS}
        for name, data in OWN.items():
            path = output / DOSSIER / "public" / "de" / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(data)
        shutil.copytree(output, kept, symlinks=True)
    EDITS[edit](content)
    assert main(arguments) == 0
    after = {edition: state(output, edition) for edition in EDITIONS}
    for files in after["public"].values():
        own = {name: files.pop(name) for name in OWN if name in files}
        assert own == ({} if edit == "first" else OWN)
    states = {edition: (before[edition], after[edition]) for edition in EDITIONS}
    found = Scene(content, output, kept, arguments, states)
    found.reset()
    return found


def recovered(scene: Scene, told: str) -> None:
    """Run some other command, then the build: what was begun is ended, and nothing left over."""
    work = scene.output / ".work"
    assert main(["register", "--output", str(scene.output)]) in {0, 6}
    scene.judge(f"{told}, then another command")
    assert list(work.glob("journals/*")) == [], told
    assert main(scene.arguments) == 0
    for edition in EDITIONS:
        files = state(scene.output, edition)
        ours = {
            language: {name: data for name, data in rows.items() if name not in OWN}
            for language, rows in files.items()
        }
        assert ours == scene.states[edition][1], told
    assert list(work.glob("staging/*")) == [], told


def swept(scene: Scene, kind: str, step: int, prepare: object = None) -> int:
    """Let a fault strike at every so many operations, and judge; return how many struck."""
    scene.reset()
    count = scene.fault(prepare=prepare).count
    assert count > 30
    points = range(1 + step // 2, count + 1, step)
    for at in points:
        scene.reset()
        outcome = scene.fault(kind, at, prepare)
        told = f"{kind} at operation {at} of {count}: {outcome.code} {outcome.said}"
        assert outcome.is_killed if kind in {"kill", "torn"} else outcome.code in {0, 1}, told
        assert "Traceback" not in outcome.said, told
        assert "unexpected" not in outcome.said, told
        if outcome.code == 1:
            assert "cannot-write: " in outcome.said, told
            assert "\n  hint: " in outcome.said, told
        scene.judge(told)
        recovered(scene, told)
    return len(points)


@pytest.mark.parametrize("kind", ["kill", "full"])
@pytest.mark.parametrize("scene", ["language full public"], indirect=True)
@pytest.mark.parametrize(("step", "least"), [(37, 3), pytest.param(17, 5, marks=pytest.mark.slow)])
def test_g34_whole_editions_stand_after_a_fault(
    scene: Scene, kind: str, step: int, least: int
) -> None:
    assert swept(scene, kind, step) >= least


@pytest.mark.slow
@pytest.mark.exhaustive
@pytest.mark.parametrize("kind", faults.KINDS)
@pytest.mark.parametrize("scene", [f"{edit} public" for edit in EDITS], indirect=True)
def test_g34_whole_editions_stand_after_a_fault_at_any_operation(scene: Scene, kind: str) -> None:
    assert swept(scene, kind, 1 if kind in {"kill", "full"} else 3) > 10


def no_exchange() -> None:
    """Let the file system be one that cannot exchange two names."""
    atomic_write.exchange = lambda *_: False


@pytest.mark.slow
@pytest.mark.exhaustive
@pytest.mark.parametrize("scene", ["word public", "number public"], indirect=True)
def test_g34_where_folders_cannot_be_exchanged_the_next_command_ends_what_was_begun(
    scene: Scene,
) -> None:
    """Between two renames neither edition is in its place; a command of any kind puts one there."""
    count = scene.fault(prepare=no_exchange).count
    found = set()
    for at in range(1, count + 1):
        scene.reset()
        outcome = scene.fault("kill", at, no_exchange)
        assert outcome.is_killed
        found.add(bool(state(scene.output, "public")))
        recovered(scene, f"killed at {at} of {count}")
    assert found == {True, False}
    for at in range(1, count + 1):
        scene.reset()
        outcome = scene.fault("error", at, no_exchange)
        scene.judge(f"refused at {at}: {outcome.said}")  # a refusal can be taken back


@pytest.mark.slow
@pytest.mark.parametrize("rounds", [9, pytest.param(25, marks=pytest.mark.exhaustive)])
def test_g34_a_build_that_is_killed_at_any_moment_leaves_whole_editions(
    tmp_path: Path, rounds: int
) -> None:
    """Real processes, killed by the system at moments that nobody chose."""
    scene = made(tmp_path, "language", EDITIONS)
    command = [sys.executable, "-m", "pipeline.cli", *scene.arguments]
    begun = time.monotonic()
    subprocess.run(command, check=True, cwd=ROOT, capture_output=True)
    whole = time.monotonic() - begun
    chance = random.Random(20260115)
    outcomes = []
    for _ in range(rounds):
        scene.reset()
        run = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, start_new_session=True)
        try:
            begun = time.monotonic()
            run.communicate(timeout=chance.uniform(0.3, 1.05) * whole)
            whole = min(whole, time.monotonic() - begun)  # the machine was busier at first
        except subprocess.TimeoutExpired:
            os.killpg(run.pid, signal.SIGKILL)
            run.communicate()
        outcomes.append(run.returncode)
        scene.judge(f"killed: {run.returncode}")
    assert outcomes.count(-signal.SIGKILL) > rounds * 2 // 5
    recovered(scene, "killed for real")


@pytest.mark.slow
@pytest.mark.exhaustive
def test_two_commands_at_once_spoil_nothing(tmp_path: Path) -> None:
    """Sixty rounds: two builds, or a build and a command that hands out, on one output folder."""
    scene = made(tmp_path, "word", ("public",))
    other = ["dist", str(scene.content), "--audience", "public", "--output", str(scene.output)]
    change(scene.content, "dossier.yaml", "contents: true", "contents: true\n" + SHARE)
    assert main(scene.arguments) == 0
    after = {
        language: {name: data for name, data in files.items() if name not in OWN}
        for language, files in state(scene.output, "public").items()
    }
    scene.states["public"] = (scene.states["public"][0], after)
    for number in range(60):
        scene.reset()
        pair = (scene.arguments, scene.arguments if number % 2 else other)
        with ThreadPoolExecutor(2) as both:
            runs = [both.submit(faults.run, one, scene.output) for one in pair]
        for run in runs:
            assert run.result().code in {0, 6}, run.result().said  # 6: not built yet, or not fresh
            assert "Traceback" not in run.result().said
        scene.judge(f"round {number}")
        assert main(other) in {0, 6}
        entries = register.read(scene.output / register.NAME)[0]
        packages = sorted((scene.output / "packages").glob("*/*.zip"))
        assert len(packages) == len(entries) == 1
        assert verify.verify(packages[0]).problems == ()


def test_two_dossiers_of_one_name_do_not_share_an_output_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second, output = (tmp_path / name for name in ("a", "b", "output"))
    for home in (first, second):
        shutil.copytree(MINI, home / DOSSIER)
    change(second / DOSSIER, "presentation.yaml", "Vielen Dank", "Danke")
    arguments = ["--output", str(output), "--format", "docx", "--edition", "public"]
    assert main(["build", str(first / DOSSIER), *arguments]) == 0
    before = snapshot(output)
    assert main(["build", str(second / DOSSIER), *arguments]) == 2
    said = capsys.readouterr().err
    assert "same-name" in said
    assert str(first / DOSSIER) in said
    assert str(second / DOSSIER) in said
    assert snapshot(output) == before
    assert main(["dist", str(second / DOSSIER), "--audience", "public", *arguments[:2]]) == 2
    shutil.move(first / DOSSIER, tmp_path / "c" / DOSSIER)  # moved: it keeps its name
    assert main(["build", str(tmp_path / "c" / DOSSIER), *arguments]) == 0
    assert main(["build", str(second / DOSSIER), *arguments]) == 2
    shutil.rmtree(tmp_path / "c")  # gone: its name is free
    assert main(["build", str(second / DOSSIER), *arguments]) == 0
