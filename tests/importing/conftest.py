"""Imports for tests: of a deck, to what was found, to content, to its report."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline.core.errors import Where
from pipeline.importing import file_reader, reader_process
from pipeline.importing.found import Deck as Found
from pipeline.importing.found_document import Document
from pipeline.importing.import_file import import_file
from pipeline.importing.wanted import Wanted
from tests.importing.decks import Deck


@dataclass(frozen=True)
class Imported:
    """A dossier that was made of a deck."""

    folder: Path

    @property
    def slides(self) -> list[dict[str, Any]]:
        text = (self.folder / "presentation.yaml").read_text("utf-8")
        rows: list[dict[str, Any]] = yaml.safe_load(text)["slides"]
        return rows

    @property
    def cover(self) -> dict[str, Any]:
        found: dict[str, Any] = yaml.safe_load((self.folder / "dossier.yaml").read_text("utf-8"))
        return found

    @property
    def text(self) -> str:
        return (self.folder / "body.md").read_text("utf-8")

    @property
    def slots(self) -> list[str]:
        path = self.folder / "redactions.yaml"
        return [*yaml.safe_load(path.read_text())["slots"]] if path.exists() else []

    @property
    def report(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.folder / "import-report.json").read_text("utf-8"))
        return found

    def items(self, **wanted: object) -> list[dict[str, Any]]:
        """Return the items of the report that have these values."""
        rows = [*self.report["document"]]
        parts = self.report.get("slides") or self.report["sections"]
        rows += [item for part in parts for item in part["items"]]
        return [row for row in rows if all(row[key] == value for key, value in wanted.items())]

    @property
    def everything(self) -> str:
        """Return all text of all files, for what must not be there."""
        files = (path for path in self.folder.rglob("*") if path.is_file())
        return "\n".join(path.read_bytes().decode("utf-8", "replace") for path in files)


Import = Callable[..., Imported]


def _read_here(data: bytes, media: Path, where: Where, *, hidden: bool) -> Found | Document:
    del where
    found = file_reader.read(data, media, hidden=hidden)
    return reader_process.found_in(json.dumps(asdict(found)))


@pytest.fixture
def imported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Import:
    """Import a deck that a function makes, or the bytes of one; it is read in this process."""
    monkeypatch.setattr(reader_process, "read", _read_here)

    def run(
        given: Callable[[Deck], object] | bytes, name: str = "given.pptx", **wanted: Any
    ) -> Imported:
        data = given
        if callable(given):
            deck = Deck()
            given(deck)
            data = deck.data()
        assert isinstance(data, bytes)
        file, folder = tmp_path / name, tmp_path / "made"
        file.write_bytes(data)
        import_file(file, folder, Wanted(**wanted))
        return Imported(folder)

    return run
