"""What was measured, as a table, and the page that holds it."""

from __future__ import annotations

import os
import platform
import re
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from importlib import metadata
from pathlib import Path

from tools.bench.costs import Measure, Pair, compared
from tools.bench.generated import ROOT
from tools.bench.rows import ROWS, Row
from tools.bench.sides import PLACE, Sizes, Tools

PAGE = ROOT / "docs" / "benchmarks.md"
_TABLE = re.compile(r"(?<=<!-- begin -->\n).*(?=<!-- end -->)", re.DOTALL)
_HEAD = """\
| what | measure | ours | theirs | ratio | rounds | bar | met |
|---|---|---|---|---|---|---|---|
"""
_NAMES: dict[Measure, str] = {"cpu": "CPU", "wall": "wall", "memory": "memory"}


def _shown(value: float, measure: Measure) -> str:
    """Return seconds, milliseconds or MiB."""
    if measure == "memory":
        return f"{value / 2**20:.0f} MiB"
    return f"{value:.2f} s" if value >= 1 else f"{value * 1000:.0f} ms"


def _ratio(value: float) -> str:
    return f"{value:.3f}" if value < 1 else f"{value:.2f}"


def lines(row: Row, pairs: Sequence[Pair], sizes: Sizes) -> Iterator[str]:
    """Yield a row's lines of the table.

    Behind the ratio of the medians stand the least and the greatest of single rounds.
    """
    for bar in row.bars:
        found = compared(pairs, bar.measure)
        spread = f" ({_ratio(found.least)}–{_ratio(found.greatest)})" if len(pairs) > 1 else ""
        cells = (
            bar.what.format_map(asdict(sizes)),
            _NAMES[bar.measure],
            _shown(found.ours, bar.measure),
            _shown(found.theirs, bar.measure),
            f"{_ratio(found.ratio)}{spread}",
            str(len(pairs)),
            f"≤ {bar.most:.2f}",
            "yes" if found.ratio <= bar.most else "**no**",
        )
        yield f"| {' | '.join(cells)} |\n"


def merged(text: str, new: Sequence[str]) -> list[str]:
    """Return the lines of a page's table with new ones in place of those of the same measure.

    Sizes stand in a line's first words, and do not make it another one.
    """
    order = [_key(f"| {bar.what} | {_NAMES[bar.measure]} |") for row in ROWS for bar in row.bars]
    known = {_key(line): f"{line}\n" for line in text.splitlines() if _key(line) in order}
    known |= {_key(line): line for line in new}
    return [known[key] for key in order if key in known]


def _key(line: str) -> str:
    """Return what a line measures, without the sizes."""
    words = "|".join(line.split("|")[1:3])
    return re.sub(r"\{[^}]+\}|\d+(?:,\d{3})*", "#", words).strip()


def table(rows: Sequence[str]) -> str:
    """Return lines with their head."""
    return _HEAD + "".join(rows)


def machine() -> str:
    """Return what the machine is."""
    info = Path("/proc/cpuinfo")
    text = info.read_text("utf-8") if info.exists() else ""
    found = re.search(r"^model name\s*:\s*(.+)$", text, re.MULTILINE)
    model = found.group(1).strip() if found else platform.machine()
    cores = len(os.sched_getaffinity(0))
    return f"{model}, {cores} cores; {platform.system()}, Python {platform.python_version()}"


def versions(tools: Tools) -> str:
    """Return the names and versions of what was compared."""
    first = subprocess.run(
        [*tools.pandoc, "--version"], check=True, capture_output=True, text=True
    ).stdout.splitlines()[0]
    packages = next(PLACE.glob("lib/python*/site-packages"))
    (typst,) = metadata.distributions(name="typst", path=[str(packages)])
    names = ("dossier", "weasyprint", "python-docx", "python-pptx")
    ours = ", ".join(f"{name} {metadata.version(name)}" for name in names)
    return f"{ours}; {first}, typst-py {typst.version}"


def written(made: str) -> str:
    """Return the page with a table in it."""
    return _TABLE.sub(lambda _: made, PAGE.read_text("utf-8"))
