"""Command ``schema``: print JSON Schemas, for editors and other programs."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from pipeline.core import atomic_write


def add(commands: Any) -> None:
    """Add the command to the parser."""
    schema = commands.add_parser(
        "schema", help="print the JSON Schemas of the content files, the catalogue record, packages"
    )
    schema.add_argument("--write", type=Path, metavar="FOLDER", help="write them to a folder")
    schema.set_defaults(run=_schema)


def _schema(arguments: argparse.Namespace) -> int:
    from pipeline.content import schema  # noqa: PLC0415
    from pipeline.distribution.package import package_manifest  # noqa: PLC0415 - heavy
    from pipeline.distribution.register import register_entries  # noqa: PLC0415 - heavy
    from pipeline.render import jsonld  # noqa: PLC0415

    more = {
        "catalogue": jsonld.schema(),
        "package": package_manifest.schema(),
        "register": register_entries.schema(),
    }
    for name, text in (schema.schemas() | more).items():
        if arguments.write is None:
            sys.stdout.write(text)
        else:
            with atomic_write.writing(arguments.write):
                arguments.write.mkdir(parents=True, exist_ok=True)
            atomic_write.write(arguments.write / f"{name}.schema.json", text.encode(), 0o644)
    return 0
