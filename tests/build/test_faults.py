"""G34: whatever stops a build, whole editions stand: all of the last one, or all of the new one.

Folders are judged as wholes, directly after the fault and before any other command: a look at each
file alone would let a mix of two editions pass.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from pipeline import disk
from pipeline.build import engines, staging
from pipeline.cli import main
from tests import faults
from tests.build.test_build import change, snapshot
from tests.conftest import MINI

DOSSIER = "st-7606-2024"
EDITIONS = ("full", "public")
#: What a person has put beside the public files.
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
    "first": lambda folder: None,
}


@pytest.fixture
def scene(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Scene]:
    """Build a dossier twice; what was drawn is kept, so that each fault costs the disk's work alone."""
    drawn: dict[str, bytes] = {}
    real = staging.make

    def make(job: staging.Job, *rest: object) -> bytes:
        if job.digest not in drawn:
            drawn[job.digest] = real(job, *rest)  # type: ignore[arg-type]
        return drawn[job.digest]

    monkeypatch.setattr(engines.staging, "make", make)
    yield made(tmp_path, request.param)


def made(home: Path, edit: str) -> Scene:
    content, output, kept = home / "content" / DOSSIER, home / "output", home / "kept"
    shutil.copytree(MINI, content)
    arguments = ["build", str(content), "--output", str(output), "--format", "docx"]
    before: dict[str, State] = dict.fromkeys(EDITIONS, {})
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
    """Run some other command, then the build again: what was begun is ended, nothing is left over."""
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


@pytest.mark.parametrize("kind", faults.KINDS)
@pytest.mark.parametrize("scene", ["word", "language"], indirect=True)
def test_g34_whole_editions_stand_after_a_fault(scene: Scene, kind: str) -> None:
    assert swept(scene, kind, 12) > 4


@pytest.mark.slow
@pytest.mark.parametrize("kind", faults.KINDS)
@pytest.mark.parametrize("scene", EDITS, indirect=True)
def test_g34_whole_editions_stand_after_a_fault_at_any_operation(scene: Scene, kind: str) -> None:
    assert swept(scene, kind, 1) > 30
