"""Register as a web page, a table (CSV) and JSON, for readers.

The public list names what everybody could have, and nothing else: neither the other lines of the
register nor how many there are.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.distribution import web_page_shell
from pipeline.distribution.register import register
from pipeline.distribution.register.register_entries import Delivery, Entry, Line
from pipeline.output import exchange, freshness, manifest

FOLDERS = {False: "register.public", True: "register.all"}
_TITLES = {False: "Public documents", True: "All distributions"}
#: First characters that a spreadsheet would take for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
#: What a line says to everybody. The salt is not told, nor the place in the register: with both, a
#: line could be made again. A reason, and where packages were sent, are the house's own.
_PUBLIC = frozenset(
    ("access", "audience", "day", "earlier", "editions", "file", "files", "issue", "manifest",
     "name", "sha256", "signer", "size", "tool")
)  # fmt: skip
_OWN = _PUBLIC | {"reason"}


@dataclass(frozen=True)
class Row:
    """Edition that was handed out, as a row of the list.

    Attributes:
        number: of the document.
        date: of the document, ISO 8601; ``issued`` is when the package went out.
        markers: withheld places.
        issue: number of the package among those of its name.
        sha256: of the package; ``earlier`` is that of the one before, for the same audience.
        entry: SHA-256 of the line in the register.
        access, access_date, decision: of the decision by which it is public, if one is known.
        reason: why it withholds more than an earlier one; not for the public list.
        sent: where it was sent, and when it was seen there; not for the public list.
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
    access: str = ""
    access_date: str = ""
    decision: str = ""
    reason: str = ""
    sent: tuple[tuple[str, str], ...] = ()


#: Columns of the table that everybody has, and of the house's.
_COLUMNS = tuple(name for name in Row.__dataclass_fields__ if name not in ("reason", "sent"))
_OWN_COLUMNS = (*_COLUMNS, "reason", "sent")


def rows(lines: Sequence[Line], *, restricted: bool) -> tuple[Row, ...]:
    """Return the rows of a list, the latest distribution first.

    Args:
        lines: of the register.
        restricted: with what is not for the public list.
    """
    sent = _sent(lines)
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
            access=entry.access.scope if entry.access else "",
            access_date=entry.access.date if entry.access else "",
            decision=entry.access.decision if entry.access else "",
            reason=(entry.reason or "") if restricted else "",
            sent=tuple((row.to, row.at) for row in sent.get(entry.digest(), ()))
            if restricted
            else (),
        )
        for entry in _shown(lines, restricted=restricted)
        for edition in entry.editions
    )


def _shown(lines: Sequence[Line], *, restricted: bool) -> tuple[Entry, ...]:
    found = reversed(register.distributions(lines))
    return tuple(entry for entry in found if restricted or entry.is_public)


def _sent(lines: Sequence[Line]) -> Mapping[str, list[Delivery]]:
    """Return the deliveries of each package, by the digest of its line."""
    found: dict[str, list[Delivery]] = {}
    for line in register.deliveries(lines):
        found.setdefault(line.entry, []).append(line)
    return found


def write(lines: Sequence[Line], output: Path, *, restricted: bool) -> tuple[Path, ...]:
    """Write a list in its three forms, and return where; for its owner alone if it is restricted.

    The register's lock is held. The three take the place of the last ones together.

    Args:
        lines: of the register.
        output: the output folder.
        restricted: with what is not for the public list.

    Raises:
        WriteError: the system refused; the last list stands as it was, or this one.
    """
    found = rows(lines, restricted=restricted)
    made = {
        "index.html": web_page_shell.written(
            "index", title=_TITLES[restricted], rows=found, restricted=restricted
        ),
        "register.csv": as_csv(found, _OWN_COLUMNS if restricted else _COLUMNS),
        "register.json": as_json(lines, restricted=restricted),
    }
    whose = (register.NAME, "full" if restricted else "public")
    digests = {name: freshness.sha256(data) for name, data in made.items()}
    record = manifest.Record("", "", folder=FOLDERS[restricted], files=digests)
    exchange.promote(output, whose, made, manifest.read_record(output, *whose), record)
    return tuple(output / record.folder / name for name in made)


def as_csv(found: Sequence[Row], columns: Sequence[str]) -> bytes:
    """Return a table (RFC 4180), in UTF-8; no cell is a formula to a spreadsheet."""
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(columns)
    for row in found:
        cells = [_cell(getattr(row, name)) for name in columns]
        writer.writerow(f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in cells)
    return stream.getvalue().encode()


def _cell(value: str | int | tuple[tuple[str, str], ...]) -> str:
    if isinstance(value, tuple):
        return "\n".join(f"{to} {at}" for to, at in value)
    return str(value)


def as_json(lines: Sequence[Line], *, restricted: bool) -> bytes:
    """Return packages with their editions and files, the latest first."""
    sent = _sent(lines)
    data: list[dict[str, Any]] = []
    for entry in _shown(lines, restricted=restricted):
        own = set(_OWN if restricted else _PUBLIC)
        row = entry.model_dump(mode="json", include=own) | {"entry": entry.digest()}
        if restricted:
            row["sent"] = [
                {"to": delivery.to, "at": delivery.at} for delivery in sent.get(entry.digest(), ())
            ]
        data.append(row)
    return json.dumps(data, sort_keys=True, indent=2, ensure_ascii=False).encode() + b"\n"
