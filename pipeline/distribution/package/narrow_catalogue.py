"""Catalogue record of an edition, reduced to the files in a package.

A record describes every file of an edition. A package may leave some out, and a signed PDF has
another size and digest. Nothing is added: what the record says of the document stays as it is.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from pipeline.output.freshness import sha256

_FILES = "dct:hasFormat"
_STATEMENT = "dct:isReferencedBy"


def narrowed(record: bytes, files: Mapping[str, bytes]) -> bytes:
    """Return a record of these files alone.

    Args:
        record: JSON-LD, as the build wrote it.
        files: documents of the package by name, as they are in it.
    """
    data: dict[str, Any] = json.loads(record)
    data[_FILES] = _rows(data.get(_FILES, []), files)
    statement = data.get(_STATEMENT)
    if statement is not None:
        statement[_FILES] = _rows(statement.get(_FILES, []), files)
        if not statement[_FILES]:
            del data[_STATEMENT]
    return json.dumps(data, sort_keys=True, indent=2, ensure_ascii=False).encode() + b"\n"


def _rows(rows: list[dict[str, Any]], files: Mapping[str, bytes]) -> list[dict[str, Any]]:
    kept = [row for row in rows if row["dcat:downloadURL"]["@id"] in files]
    for row in kept:
        content = files[row["dcat:downloadURL"]["@id"]]
        row["dcat:byteSize"]["@value"] = str(len(content))
        row["spdx:checksum"]["spdx:checksumValue"]["@value"] = sha256(content)
    return kept
