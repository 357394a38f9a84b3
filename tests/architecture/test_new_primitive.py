"""A new primitive is found by the type checkers, at the places that the documentation names."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.architecture.test_new_format import copied_program, named
from tests.conftest import ROOT

pytestmark = pytest.mark.slow

PAGE = (ROOT / "docs" / "adding-a-slide-kind.md").read_text("utf-8")
BLOCKS = "pipeline/edition/blocks.py"
GAUGE = '''class Gauge(Primitive):
    """A primitive that no format knows."""

    kind: Literal["gauge"] = "gauge"
    region: str = "body"
    runs: Runs


class Withheld('''


def test_the_type_checker_names_every_place_that_a_new_primitive_needs(tmp_path: Path) -> None:
    folder = copied_program(tmp_path)
    path = folder / BLOCKS
    text = path.read_text("utf-8")
    for old, new in (("class Withheld(", GAUGE), ("    Paragraph | ", "    Gauge | Paragraph | ")):
        assert text.count(old) == 1
        text = text.replace(old, new)
    path.write_text(text, "utf-8")
    steps = PAGE.split("## When no primitive fits", 1)[1].split("What PDF and deck", 1)[0]
    listed = set(re.findall(r"\| `(pipeline/[\w/]+\.py)` \|", steps))
    assert set(named(folder)) == listed
