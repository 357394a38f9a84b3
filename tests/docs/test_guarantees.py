"""G35 and the list itself: every guarantee is in the documentation and has a test that cites it."""

from __future__ import annotations

import re

from tests.conftest import ROOT

GUARANTEES = (*range(1, 38), 40)
DOCUMENT = (ROOT / "docs" / "redaction.md").read_text("utf-8")


def test_every_guarantee_has_a_test_that_cites_it() -> None:
    tests = "\n".join(path.read_text("utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    cited = {
        int(n)
        for name in re.findall(r"def test_((?:g\d+_)+)", tests)
        for n in re.findall(r"\d+", name)
    }
    assert set(GUARANTEES) - cited == set()


def test_every_guarantee_has_a_row_whose_tests_exist() -> None:
    rows = dict(re.findall(r"^\| G(\d+) \|(.+)\|$", DOCUMENT, re.MULTILINE))
    assert set(map(int, rows)) == set(GUARANTEES)
    for number, row in rows.items():
        places = re.findall(r"`([^`]+)`", row.rsplit("|", 1)[-1])
        assert places, f"G{number}"
        for place in places:
            assert (ROOT / "tests" / place).exists(), f"G{number}: {place}"


def test_g35_the_limits_are_stated() -> None:
    limits = DOCUMENT.split("## Limits", 1)[1]
    for word in ("number", "place", "ground", "How long", "paraphrase", "history", "0600"):
        assert word in limits
