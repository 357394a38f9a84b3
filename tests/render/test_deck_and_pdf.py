"""Deck and PDF slide by slide: what LibreOffice shows of the one against the pages of the other.

docs/rendering.md explains what differs. LibreOffice sets lines of Carlito at 1.20 of their size,
Office and our pages at 1.22: two large lines above a rule stand two points apart. The bounds were
measured, with room for another version of LibreOffice: four tenths and four per thousand.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import FIRST, ROOT

pytestmark = pytest.mark.slow

GALLERY = ROOT / "tests" / "projects" / "gallery"
#: Pixels of a thousand that may differ on a slide that is not named below.
USUAL = 30.0
#: By title; what was measured.
MEASURED = {
    "Every kind of slide, from the emptiest to the fullest": 23.36,
    "Agenda": 2.71,
    "I. Text": 16.25,
    "One point": 9.42,
    "Three levels, a link, a footnote": 8.23,
    "A list that continues": 13.99,
    "continued (2/2) A list that continues": 5.65,
    "Two columns": 11.02,
    "Two cards": 12.08,
    "Three numbered cards": 5.7,
    "Four columns": 3.56,
    "Two by two, full": 4.94,
    "Objectives": 12.6,
    "Officers A heading with places below it": 11.66,
    "Somebody's words": 14.11,
    "II. Tables and charts": 17.41,
    "Groups of columns, cells over rows, a withheld number": 38.23,
    "A row that is withheld": 11.2,
    "A table that is withheld": 6.31,
    "Columns, two series": 10.77,
    "Columns on each other": 15.79,
    "Lying bars with long names, one value withheld": 20.01,
    "Lines beside points": 13.98,
    "Lying bars on each other": 12.5,
    "A single line": 5.59,
    "Parts of a whole": 11.73,
    "A ring beside points": 85.14,
    "A chart that is withheld": 6.21,
    "III. Time, places, pictures": 20.97,
    "Evenly spaced": 13.22,
    "As far apart as the times are": 8.82,
    "Agreements": 15.51,
    "Arrangements beside a map": 13.29,
    "Arrangements without a map": 8.18,
    "A map of its own": 3.51,
    "A map beside points": 6.21,
    "A wide picture": 3.14,
    "A high picture beside points": 7.44,
    "A picture that is withheld": 6.68,
    "A map that is withheld": 6.07,
    "[REDACTED]": 8.21,
    "IV. Deciding": 32.08,
    "Key figures": 18.51,
    "Four key figures, one of which is withheld as a whole": 20.25,
    "What delegations are asked to decide": 37.76,
    "One request under a title that is a sentence and "
    "takes the second of the two lines that it may have": 13.06,
    "Three options against five criteria": 51.0,
    "Two options, none preferred": 8.13,
    "Who does what by when": 23.76,
    "Entries grew by 39 % in three years while exits stayed where they had been before": 14.0,
    "Three states have asked to join": 7.35,
    "Thank you": 3.5,
    "Frontex International Cooperation Strategy 2024-2026": 32.67,
    "International Cooperation Strategic Framework": 27.58,
    "International Cooperation Strategic Framework Horizontal objectives:": 19.75,
    "I. Strengthening Cooperation with Third Countries": 22.12,
    "Tools for Cooperation with Third Countries 1. Status Agreements": 10.98,
    "Tools for Cooperation with Third Countries 2. Working Arrangements": 13.01,
    "Tools for Cooperation with Third Countries "
    "3. Frontex Liaison Officers in Third Countries": 34.73,
    "II. Cooperation with International Organisations": 35.05,
}


@pytest.mark.parametrize("dossier", [GALLERY, FIRST], ids=lambda folder: folder.name)
def test_each_slide_looks_alike_in_deck_and_pdf(dossier: Path) -> None:
    command = [sys.executable, "-m", "tools.compare_pages", str(dossier), "--json"]
    run = subprocess.run(command, check=True, capture_output=True, text=True, timeout=600, cwd=ROOT)
    found: list[tuple[str, float]] = json.loads(run.stdout)
    assert found
    worse = [
        f"{title}: {value}"
        for title, value in found
        if value > (1.4 * MEASURED[title] + 4 if title in MEASURED else USUAL)
    ]
    assert worse == []
