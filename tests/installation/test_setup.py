"""What set-up says: a line for each step, and what a command said only when it fails."""

from __future__ import annotations

import subprocess

from tests.conftest import ROOT

SAYS = """
says() { echo "WARNING: Location x is ignored"; echo "Collecting a" >&2; printf unfinished; }
fails() { says; exit 7; }
"""


def run(*lines: str) -> subprocess.CompletedProcess[str]:
    script = "\n".join(("set -eu", ". tools/steps.sh", SAYS, "STEPS=2", *lines))
    return subprocess.run(
        ["sh", "-c", script], cwd=ROOT, capture_output=True, text=True, check=False
    )


def test_a_step_is_one_line_and_hides_what_its_command_says() -> None:
    done = run("step first 3 says", "step last 0 true")
    assert (done.returncode, done.stderr) == (0, "")
    first, last = done.stdout.splitlines()
    assert first.startswith("setup 1/2: first … done in ")
    assert last.startswith("setup 2/2: last … done in ")


def test_a_step_that_fails_shows_all_that_was_said_and_ends_the_set_up() -> None:
    done = run("step first 0 fails", "step last 0 true")
    assert done.returncode == 7
    (line,) = done.stdout.splitlines()
    assert line.startswith("setup 1/2: first … failed after ")
    said = ["WARNING: Location x is ignored", "Collecting a", "unfinished"]
    assert done.stderr.splitlines() == said


def test_a_lock_file_names_as_many_packages_as_are_counted() -> None:
    done = run("locked requirements.lock")
    assert int(done.stdout) == (ROOT / "requirements.lock").read_text("utf-8").count("==")
