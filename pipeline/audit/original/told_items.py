"""Report of an import (JSON), read for the proof: slides, and the fate of each thing on them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from pipeline.audit.findings import UnreadableError
from pipeline.audit.original.original_lines import squeezed
from pipeline.core import atomic_write

NAME = "import-report.json"
_LARGEST = 64 * 2**20
_FATES = frozenset(("taken", "changed", "left-out", "to-withhold"))


@dataclass(eq=False)
class Item:
    """Fate of a paragraph, a figure, or a fact about one.

    Attributes:
        text: white space folded; None if the report quotes none.
        is_used: some part of the original was found to be this one.
    """

    shape: int | None
    what: str
    at: str | None
    text: str | None
    fate: str
    where: str
    why: str
    words: str
    is_used: bool = False

    @property
    def is_kept(self) -> bool:
        """Tell whether it stands in the content."""
        return self.fate in {"taken", "changed"}


@dataclass
class Entry:
    """What became of one slide, or of one section of a document.

    Attributes:
        became: numbers of slides, or names of files.
    """

    number: int
    part: str
    became: tuple[int | str, ...]
    items: list[Item] = field(default_factory=list)


@dataclass
class Report:
    """What became of a file."""

    sha256: str
    slides: list[Entry]
    document: list[Item]
    sections: list[Entry] = field(default_factory=list)
    is_document: bool = False


def read(folder: Path) -> Report:
    """Read the report of a dossier.

    Raises:
        UnreadableError: there is none, or it has another form.
    """
    try:
        data = json.loads(atomic_write.read(folder / NAME, _LARGEST))
        if data["schema"] != 1:
            raise UnreadableError(f"{NAME} has a form that is not known")
        slides = [
            Entry(
                int(row["number"]),
                str(row["part"]),
                tuple(int(part["slide"]) for part in row["became"]),
                list(_items(row["items"])),
            )
            for row in data.get("slides", ())
        ]
        sections = [
            Entry(
                int(row["number"]), "", tuple(map(str, row["became"])), list(_items(row["items"]))
            )
            for row in data.get("sections", ())
        ]
        if "slides" not in data and "sections" not in data:
            raise UnreadableError(f"{NAME} has a form that is not known")
        whole = list(_items(data["document"]))
        return Report(str(data["original"]["sha256"]), slides, whole, sections, "sections" in data)
    except OSError:
        raise UnreadableError(f"the dossier has no {NAME}") from None
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        if isinstance(error, UnreadableError):
            raise
        raise UnreadableError(f"{NAME} has a form that is not known") from None


def _items(rows: Any) -> Iterator[Item]:
    for row in cast("list[dict[str, Any]]", rows):
        shape, text = row["shape"], row["text"]
        if row["fate"] not in _FATES:
            raise UnreadableError(f"{NAME} has a form that is not known")
        yield Item(
            None if shape is None else int(shape),
            str(row["what"]),
            None if row["at"] is None else str(row["at"]),
            None if text is None else squeezed(str(text)),
            str(row["fate"]),
            str(row["where"] or ""),
            str(row["why"]),
            str(row["words"]),
        )
