"""G34: whatever stops a command that seals or hands out, nothing is lost or half there."""

from __future__ import annotations

import io
import os
import re
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.content import replace_files
from pipeline.core.errors import PipelineError
from pipeline.distribution import verify
from pipeline.distribution.register import register
from pipeline.redaction import vault
from tests.conftest import MINI
from tests.support import certificates, faults
from tests.workflow.test_build import change, snapshot
from tests.workflow.test_faults import DOSSIER, SHARE

WORDS = "Zyxwvut Qponml"
TEXTS = ("dossier.yaml", "presentation.yaml", "redactions.yaml", "recipients.txt")
#: Number of the descriptor from which a passphrase is read.
_PASSPHRASE = 57


@dataclass
class Case:
    """A command on a home folder, in which faults happen; ``kept`` is a copy as it was before."""

    home: Path
    kept: Path
    arguments: list[str]
    prepare: Callable[[], None] | None = None

    def reset(self) -> None:
        shutil.rmtree(self.home)
        shutil.copytree(self.kept, self.home, symlinks=True)

    def run(self, kind: str = "", at: int = 0) -> faults.Outcome:
        return faults.run(self.arguments, self.home, kind, at, self.prepare)

    @property
    def content(self) -> Path:
        return self.home / "content" / DOSSIER

    @property
    def output(self) -> Path:
        return self.home / "output"


def struck(case: Case, kind: str, step: int, judge: Callable[[str], None]) -> int:
    """Let a fault strike at every so many operations, and judge directly after; return how many."""
    case.reset()
    count = case.run().count
    points = range(1 + step // 2, count + 1, step)
    for at in points:
        case.reset()
        outcome = case.run(kind, at)
        told = f"{kind} at operation {at} of {count}: {outcome.code} {outcome.said}"
        assert outcome.is_killed if kind in {"kill", "torn"} else outcome.code in {0, 1}, told
        assert "Traceback" not in outcome.said, told
        assert "unexpected" not in outcome.said, told
        assert WORDS not in outcome.said
        assert outcome.code != 1 or "cannot-write: " in outcome.said, told
        judge(told)
    return len(points)


def texts(case: Case) -> dict[str, str]:
    """Return the dossier's files; public keys, which are new each time, as one word."""
    return {
        name: re.sub(r"age1[0-9a-z]{58}", "age1", (case.content / name).read_text("utf-8"))
        for name in TEXTS
        if (case.content / name).exists()
    }


def opened(case: Case) -> dict[str, str] | None:
    """Return what the vault holds, opened with whichever key opens it; None without a vault."""
    if not vault.exists(case.content):
        return None
    for key in sorted(case.home.glob("*.txt")):
        try:
            return {slot: one.reveal() for slot, one in vault.read(case.content, key).items()}
        except PipelineError:
            continue
    pytest.fail("no key opens the vault")


@pytest.fixture(autouse=True)
def no_key_of_the_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))


COMMANDS = {
    "withhold": ["withhold", "FOLDER", "--slide", "2", "--ground", "personal-data"],
    "seal": ["seal", "FOLDER", "--key", "KEY"],
    "release": ["release", "FOLDER", "r1", "--key", "KEY"],
    "rotate": ["vault", "rotate", "FOLDER", "--key", "KEY", "--generate", "NEW"],
}


def reviewed(tmp_path: Path, command: str) -> Case:
    """Return a dossier in which a reviewer's command is to be run."""
    home, kept = tmp_path / "home", tmp_path / "kept"
    content, key = home / "content" / DOSSIER, home / "key.txt"
    shutil.copytree(MINI, content)
    assert main(["vault", "init", str(content), "--generate", str(key)]) == 0
    marked = WORDS if command == "withhold" else f'"[[personal-data: {WORDS}]]"'
    change(content, "presentation.yaml", 'Dritte Ebene < & > "Anführung"', marked)
    change(content, "dossier.yaml", "Delegationen\n", marked + "\n")
    if command in {"release", "rotate"}:
        assert main(["seal", str(content), "--key", str(key)]) == 0
    shutil.copytree(home, kept, symlinks=True)
    words = {"FOLDER": str(content), "KEY": str(key), "NEW": str(home / "new.txt")}

    def prepare() -> None:
        sys.stdin = io.StringIO(WORDS)

    return Case(home, kept, [words.get(one, one) for one in COMMANDS[command]], prepare)


def swept_review(case: Case, command: str, kind: str, step: int) -> int:
    before, held = texts(case), opened(case)
    assert case.run().code == 0
    after, kept = texts(case), opened(case)

    def judge(told: str) -> None:
        now = texts(case)
        for name, text in now.items():
            assert text in (before.get(name), after.get(name)), f"{name}: {told}"
        assert now.keys() >= before.keys(), told
        assert opened(case) in (held, kept), told
        everywhere = "".join((*now.values(), *(opened(case) or {}).values()))
        assert everywhere.count(WORDS) >= 2, f"words are lost: {told}"
        interrupted = [now[name] for name in TEXTS[:3]] != [after[name] for name in TEXTS[:3]]
        if command == "rotate":
            return
        check = faults.run(["check", str(case.content)], case.home)
        assert "Traceback" not in check.said
        assert "unused-slot" not in check.said, told
        if found := re.search(r"run it again: dossier (.+)", check.said):
            assert interrupted, told
            words = [str(case.content) if DOSSIER in one else one for one in found[1].split()]
            again = [*words, "--key", str(case.home / "key.txt")]
            assert main(again) == 0, told
        elif now != after or opened(case) != kept:
            assert case.run().code == 0, told
        assert (texts(case), opened(case)) == (after, kept), told
        # killed when all was done, it could not take its own note away
        left = [one.name for one in case.content.glob(".*")]
        assert left == [] or (left == [replace_files.UNFINISHED] and now == after), told

    return struck(case, kind, step, judge)


@pytest.mark.parametrize("command", ["seal", "release"])
def test_g34_nothing_is_lost_when_a_reviewers_command_is_stopped(
    tmp_path: Path, command: str
) -> None:
    case = reviewed(tmp_path, command)
    assert swept_review(case, command, "kill", 7) > 3
    assert swept_review(reviewed(tmp_path / "2", command), command, "full", 13) > 1


@pytest.mark.slow
@pytest.mark.exhaustive
@pytest.mark.parametrize("kind", faults.KINDS)
@pytest.mark.parametrize("command", COMMANDS)
def test_g34_nothing_is_lost_wherever_a_reviewers_command_is_stopped(
    tmp_path: Path, command: str, kind: str
) -> None:
    assert swept_review(reviewed(tmp_path, command), command, kind, 1) > 5


def handed_out(tmp_path: Path, *, signed: bool) -> Case:
    """Return a dossier that was built and is to be handed out."""
    home, kept = tmp_path / "home", tmp_path / "kept"
    shutil.copytree(MINI, home / "content" / DOSSIER)
    case = Case(home, kept, [])
    change(case.content, "dossier.yaml", "contents: true", "contents: true\n" + SHARE)
    build = ["build", str(case.content), "--output", str(case.output), "--format", "docx"]
    assert main([*build, "--edition", "public"]) == 0
    case.arguments = ["dist", str(case.content), "--output", str(case.output)]
    case.arguments += ["--audience", "public"]
    if signed:
        key = home / "officer.p12"
        key.write_bytes(certificates.signer().p12)
        case.arguments += ["--sign-with", str(key), "--passphrase-fd", str(_PASSPHRASE)]

    def prepare() -> None:
        reader, writer = os.pipe()
        os.write(writer, certificates.PASSPHRASE + b"\n")
        os.close(writer)
        os.dup2(reader, _PASSPHRASE)

    case.prepare = prepare
    shutil.copytree(home, kept, symlinks=True)
    return case


def registered(case: Case) -> list[str]:
    """Return the digests of the packages that the register names."""
    path = case.output / register.NAME
    if not path.exists():
        return []
    return [one.sha256 for one in register.distributions(register.read(path)[0])]


def packages(case: Case) -> dict[str, Path]:
    """Return the packages in their places, each of which is whole, by digest."""
    found = {}
    for path in sorted((case.output / "packages").glob("*/*.zip")):
        if path.parent.name != ".pending":
            assert verify.verify(path).problems == ()
            found[register.sha256(path.read_bytes())] = path
    return found


def swept_dist(case: Case, kind: str, step: int) -> int:
    def judge(told: str) -> None:
        waiting = [path.stem for path in (case.output / "packages").glob(".pending/*.zip")]
        placed = packages(case)
        assert set(registered(case)) <= {*waiting, *placed}, f"a package is lost: {told}"
        assert set(placed) <= set(registered(case)), f"not registered: {told}"
        listed = faults.run(["register", "--output", str(case.output)], case.output)
        assert "Traceback" not in listed.said
        if "the last line is not complete" in listed.said:
            assert "dossier register --repair" in listed.said
            mended = faults.run(["register", "--repair", "--output", str(case.output)], case.output)
            assert mended.code == 0, mended.said
        known = registered(case)
        assert set(packages(case)) == set(known), f"after another command: {told}"
        assert not list((case.output / "packages").glob(".pending/*")), told
        assert case.run().code == 0, told
        assert len(packages(case)) == 1, told
        assert registered(case) == list(packages(case)), told
        assert not known or known == registered(case), told

    return struck(case, kind, step, judge)


@pytest.mark.parametrize("kind", ["kill", "torn"])
def test_g34_no_package_is_lost_when_dist_is_stopped(tmp_path: Path, kind: str) -> None:
    assert swept_dist(handed_out(tmp_path, signed=True), kind, 9) > 2


@pytest.mark.slow
@pytest.mark.exhaustive
@pytest.mark.parametrize("kind", faults.KINDS)
@pytest.mark.parametrize("signed", [True, False], ids=["signed", "unsigned"])
def test_g34_no_package_is_lost_wherever_dist_is_stopped(
    tmp_path: Path, kind: str, signed: bool
) -> None:
    assert swept_dist(handed_out(tmp_path, signed=signed), kind, 1) > 20


@pytest.mark.slow
@pytest.mark.exhaustive
@pytest.mark.parametrize("kind", faults.KINDS)
def test_g34_the_list_of_packages_is_all_the_old_one_or_all_the_new_one(
    tmp_path: Path, kind: str
) -> None:
    case = handed_out(tmp_path, signed=False)
    assert case.run().code == 0
    listing = ["register", "--output", str(case.output)]
    assert main(listing) == 0
    before = snapshot(case.output / "register.public")
    change(case.content, "presentation.yaml", "Vielen Dank", "Danke")
    build = ["build", str(case.content), "--output", str(case.output), "--format", "docx"]
    assert main([*build, "--edition", "public"]) == 0
    assert faults.run([*case.arguments, "--again"], case.home, prepare=case.prepare).code == 0
    shutil.rmtree(case.kept)
    shutil.copytree(case.home, case.kept, symlinks=True)
    case.arguments = listing
    assert case.run().code == 0
    after = snapshot(case.output / "register.public")
    assert before != after

    def judge(told: str) -> None:
        assert snapshot(case.output / "register.public") in (before, after), told
        assert case.run().code == 0
        assert snapshot(case.output / "register.public") == after

    assert struck(case, kind, 1, judge) > 10
