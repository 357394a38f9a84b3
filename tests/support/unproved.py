"""Count of what the proof of an import misses, for tests that break the importer."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from pipeline import cli
from pipeline.audit.original import proof


class Known(Protocol):
    """An office file of which everything is known."""

    name: str
    data: bytes


def findings(known: Known, tmp_path: Path) -> int:
    """Import a known file, and return how much of it the proof misses."""
    file, folder = tmp_path / known.name, tmp_path / "x"
    file.write_bytes(known.data)
    assert cli.main(["import", str(file), "--into", str(folder)]) == 0
    return len(proof.findings(known.data, known.name, folder))
