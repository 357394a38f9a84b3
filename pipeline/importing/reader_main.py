"""Main function of the reader's process: a file on standard input, findings on its output."""

from __future__ import annotations

import json
import os
import resource
import sys
from dataclasses import asdict
from pathlib import Path

from pipeline.importing import file_reader
from pipeline.importing.office_package import BadFileError
from pipeline.importing.reader_limits import LARGEST, MEMORY, REFUSED, SECONDS


def main() -> None:
    """Read an office file; the arguments: a folder for pictures, whether to read hidden slides."""
    for limit, value in (
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_FSIZE, LARGEST),
        (resource.RLIMIT_CORE, 0),
    ):
        most = resource.getrlimit(limit)[1]
        least = value if most == resource.RLIM_INFINITY else min(value, most)
        resource.setrlimit(limit, (least, most))
    os.umask(0o077)
    data = sys.stdin.buffer.read()
    try:
        found = file_reader.read(data, Path(sys.argv[2]), hidden=sys.argv[3] == "1")
    except BadFileError as error:
        told = {"code": error.code, "message": error.message, "hint": error.hint}
        sys.stdout.write(json.dumps(told))
        sys.exit(REFUSED)
    except MemoryError:
        sys.exit(1)
    sys.stdout.write(json.dumps(asdict(found)))
