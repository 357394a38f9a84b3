"""Shares of wholes for the tables of imports, and what both kinds of files are tried with."""

from __future__ import annotations

import resource
import sys
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from pipeline.content import load
from pipeline.core.errors import PipelineError
from pipeline.edition.formats import FORMATS
from pipeline.workflow import design, trial_build
from pipeline.workflow.build import build
from pipeline.workflow.options import Options


@dataclass
class Share:
    """A part of a whole."""

    kept: int = 0
    whole: int = 0

    def add(self, kept: int, whole: int) -> None:
        """Count more."""
        self.kept += kept
        self.whole += whole

    def __str__(self) -> str:
        if not self.whole:
            return "–"
        return f"{100 * self.kept / self.whole:.1f} ({self.kept}/{self.whole})"

    def at_least(self, percent: float) -> bool:
        """Tell whether a bar is reached; of nothing, it is."""
        return not self.whole or 100 * self.kept / self.whole >= percent - 1e-9


def cpu_seconds() -> float:
    """Return the processor's time of this process and those that it waited for."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(part.ru_utime + part.ru_stime for part in used)


def tried(folder: Path, name: str, checked: Share, built: Share, *, builds: bool) -> None:
    """Count whether ``check`` accepts a dossier and, if wanted, ``build`` makes all formats."""
    try:
        source = load.load(folder)
        problems, _ = trial_build.problems(folder, source, design.opened(folder, source))
        checked.add(not problems, 1)
    except PipelineError:
        checked.add(0, 1)
    if builds:
        try:
            options = Options(folder.parent / "output", formats=FORMATS)
            build(folder, options, lambda _: None)
            built.add(1, 1)
        except PipelineError as error:
            built.add(0, 1)
            sys.stderr.write(f"{name}: {error}\n")


def add(row: Any, other: Any) -> None:
    """Add the counts of one row to those of another of its kind."""
    for part in fields(row):
        mine, theirs = getattr(row, part.name), getattr(other, part.name)
        if isinstance(mine, Share):
            mine.add(theirs.kept, theirs.whole)
        elif part.name != "name":
            setattr(row, part.name, mine + theirs)


def table(rows: list[Any], total: Any) -> str:
    """Return counts as a table of Markdown, with their sum."""
    for row in rows:
        add(total, row)
    names = [part.name for part in fields(total)]
    lines = [f"| {' | '.join(names)} |", f"|{'---|' * len(names)}"]
    for row in (*rows, total):
        cells = [getattr(row, name) for name in names]
        shown = (f"{cell:.2f}" if isinstance(cell, float) else str(cell) for cell in cells)
        lines.append(f"| {' | '.join(shown)} |")
    return "\n".join(lines) + "\n"
