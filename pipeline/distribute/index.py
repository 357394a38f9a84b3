"""The list of what was handed out, for readers: a web page, a table and JSON.

The public list names what everybody could have, and nothing else: neither the other lines of the
register nor how many there are.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from pipeline import manifest
from pipeline.distribute.lines import Entry
from pipeline.templating import environment
from pipeline.theme import TEMPLATES

FOLDERS = {False: "register.public", True: "register.all"}
_TITLES = {False: "Public documents", True: "All distributions"}
#: First characters that a spreadsheet would take for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Row:
    """An edition that was handed out.

    Attributes:
        number: of the document.
        date: of the document, ISO 8601; ``issued`` is when the package went out.
        markers: withheld places.
        issue: number of the package among those of its name.
        sha256: of the package; ``earlier`` is that of the one before, for the same audience.
        entry: SHA-256 of the line in the register.
    """

    number: str
    date: str
    edition: str
    language: str
    markers: int
    audience: str
    package: str
    issue: int
    issued: str
    signer: str
    sha256: str
    earlier: str
    entry: str


def rows(entries: Sequence[Entry], *, restricted: bool) -> tuple[Row, ...]:
    """Return the rows of a list, the latest distribution first.

    Args:
        entries: of the register.
        restricted: with what was not for everybody.
    """
    return tuple(
        Row(
            number=edition.reference,
            date=edition.date,
            edition=edition.edition,
            language=edition.language,
            markers=edition.markers,
            audience=entry.audience,
            package=entry.file,
            issue=entry.issue,
            issued=entry.day,
            signer=entry.signer,
            sha256=entry.sha256,
            earlier=entry.earlier or "",
            entry=entry.digest(),
        )
        for entry in reversed(entries)
        if restricted or entry.is_public
        for edition in entry.editions
    )


def write(entries: Sequence[Entry], output: Path, *, restricted: bool) -> tuple[Path, ...]:
    """Write a list in its three forms, and return where; with restricted rows, for its owner alone.

    Args:
        entries: of the register.
        output: the output folder.
        restricted: with what was not for everybody.
    """
    found = rows(entries, restricted=restricted)
    folder = output / FOLDERS[restricted]
    folder_mode, file_mode = manifest.modes("full" if restricted else "public")
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(folder_mode)
    made = {
        "index.html": as_html(found, _TITLES[restricted]),
        "register.csv": as_csv(found),
        "register.json": as_json([one for one in entries if restricted or one.is_public]),
    }
    for name, data in made.items():
        manifest.write_file(folder / name, data, file_mode, manifest.work_folder(output))
    return tuple(folder / name for name in made)


def as_html(found: Sequence[Row], title: str) -> bytes:
    """Return a web page that holds all it shows, without scripts."""
    template = environment(TEMPLATES / "register").get_template("index.html.j2")
    return template.render(rows=found, title=title).encode()


def as_csv(found: Sequence[Row]) -> bytes:
    """Return a table (RFC 4180), in UTF-8; no cell is a formula to a spreadsheet."""
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(Row.__dataclass_fields__)
    for row in found:
        cells = [str(value) for value in asdict(row).values()]
        writer.writerow(f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in cells)
    return stream.getvalue().encode()


def as_json(entries: Sequence[Entry]) -> bytes:
    """Return packages with their editions and files, the latest first.

    Neither the salt nor the place in the register is told: with both, a line could be made again.
    """
    private = {"form", "salt", "sequence", "previous"}
    data = [
        one.model_dump(mode="json", exclude=private) | {"entry": one.digest()}
        for one in reversed(entries)
    ]
    return json.dumps(data, sort_keys=True, indent=2, ensure_ascii=False).encode() + b"\n"
