"""Dossiers that are a cover alone, one for each type, with every row that it may have."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from pipeline.resources import covers

#: Invented texts of the rows.
TEXTS: dict[str, Any] = {
    "from": "General Secretariat of the Council",
    "received": "12 March 2026",
    "on": "10 and 11 March 2026",
    "to": ["Permanent Representatives Committee (Part 2)", "Council"],
    "previous": ["14374/25 JAI 12 FRONT 3", "14375/25"],
    "commission": "COM(2026) 83 final",
    "of_document": "11432/16",
    "dated": "2016-07-05",
    "corrects": "7606/26",
    "adds_to": "7605/26",
    "department": "Directorate-General for Examples",
    "telephone": "+32 2 000 00 00",
    "contact": "examples@example.eu",
    "subject": "An invented subject",
    "meeting": "Tuesday 7 April 2026, 10.00",
    "venue": ["Europa building", "Rue de la Loi 155"],
    "agenda": [
        "Adoption of the agenda",
        "An invented proposal whose title is so long that it goes on in a second line of the cover",
        "Any other business",
    ],
    "enclosure": "COM(2026) 83 final - ANNEX",
    "label": "ROOM DOCUMENT",
}
#: Rows of this type that would not stand on one page with the others.
_LEFT_OUT = {"other": ("received", "on", "previous", "of_document", "dated")}


def dossier(kind: str, language: str = "en", scope: str = "full", **changes: Any) -> dict[str, Any]:
    """Return what dossier.yaml says of a type, with changes; None takes a key out."""
    form = covers.forms()[kind]
    rows = [row.field for row in form.all_rows if not row.phrase]
    cover: dict[str, Any] = {"type": kind}
    for field in (*form.needs, *rows, *(["telephone"] if kind == "staff-note" else [])):
        if field not in _LEFT_OUT.get(kind, ()):
            cover[field] = TEXTS[field]
    if kind == "declassification":
        cover["identical"] = True
    else:
        cover["lead_in"] = "Delegations will find attached an invented document."
    series = {"working-document": "WK 7/2026 INIT", "staff-note": "CP 54/26"}
    usual = "7607/26" + (f" {form.suffix} 1" if form.suffix else "")
    made: dict[str, Any] = {
        "number": series.get(kind, usual),
        "language": language,
        "date": "2026-03-14",
        "access": {"date": "2026-06-01", "scope": scope, "decision": "12/c/01/26"},
        "formats": ["docx", "pdf", "html"],
        "cover": cover,
    }
    if form.codes != "none":
        made["codes"] = ["JAI", "FRONT"] if kind == "working-document" else ["JAI 12", "FRONT 3"]
    if form.marking != "none":
        made["marking"] = "LIMITE"
    if kind not in {"working-document", "staff-note"}:
        files = ["2026/0003 (COD)", "2026/0004 (COD)"]
        made |= {"original": "en", "file": files, "initials": "KM/ek"}
    if kind != "working-document":
        made["unit"] = "DG E2B"
    for key, value in changes.items():
        target = made if key in made or key not in TEXTS else cover
        target[key] = value
    return {key: value for key, value in made.items() if value is not None}


def written(folder: Path, data: dict[str, Any]) -> Path:
    """Write a dossier that is a cover alone."""
    folder.mkdir(parents=True, exist_ok=True)
    data = {**data, "cover": {key: row for key, row in data["cover"].items() if row is not None}}
    text = yaml.safe_dump(data, allow_unicode=True, sort_keys=False)
    (folder / "dossier.yaml").write_text(text, "utf-8")
    return folder
