"""Command ``redactions``: list slots, grounds and places."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from pipeline.cli.shared import add_key, as_json, shown

if TYPE_CHECKING:
    from pipeline.redaction.slot_places import Row
from pipeline.cli.reviewer import add_command, dossier_folder, given_key

_REDACTIONS = """\
List every slot: its grounds with their legal reference, its place, and whether the vault holds its
value ("?" without a key). The table never shows a value.
"""


def add(commands: Any) -> None:
    """Add the command to the parser."""
    table = add_command(commands, "redactions", "list what is withheld", _REDACTIONS, _redactions)
    add_key(table, "your secret key")
    table.add_argument("--json", action="store_true", help="print JSON instead of a table")


def _redactions(arguments: argparse.Namespace) -> int:
    from pipeline.redaction import slot_places  # noqa: PLC0415 - heavy

    rows = slot_places.places(dossier_folder(arguments), given_key(arguments))
    if arguments.json:
        sys.stdout.write(as_json([_as_json(row) for row in rows]))
    else:
        _print_table([("SLOT", "GROUND", "REFERENCE", "PLACE", "AT", "HELD"), *_lines(rows)])
    return 0


def _lines(rows: Sequence[Row]) -> list[tuple[str, ...]]:
    """Return the table's lines: as many for each slot as it has grounds or places."""
    lines: list[tuple[str, ...]] = []
    for row in rows:
        held = {True: "yes", False: "no", None: "?"}[row.held]
        for index in range(max(len(row.grounds), len(row.places), 1)):
            ground = row.grounds[index].ground if index < len(row.grounds) else ""
            reference = row.references[index] if index < len(row.references) else ""
            place = row.places[index] if index < len(row.places) else None
            first = (row.slot, held) if index == 0 else ("", "")
            nowhere = f"inside {row.inside}" if row.inside else "not used"
            stands = str(place) if place else nowhere if index == 0 else ""
            at = str(place.where) if place else ""
            lines.append((first[0], ground, reference, stands, at, first[1]))
    return lines


def _print_table(lines: Sequence[tuple[str, ...]]) -> None:
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        cells = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        print(shown("  ".join(cells).rstrip()))


def _as_json(row: Row) -> dict[str, object]:
    return {
        "slot": row.slot,
        "grounds": [
            {"ground": use.ground, "reference": reference, "detail": use.detail}
            for use, reference in zip(row.grounds, row.references, strict=True)
        ],
        "reason": row.reason,
        "inside": row.inside or None,
        "places": [
            {
                "file": place.where.file,
                "line": place.where.line,
                "column": place.where.column,
                "slide": place.slide or None,
                "what": place.what,
            }
            for place in row.places
        ],
        "held": row.held,
    }
