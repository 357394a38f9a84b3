"""Entry point of ``dossier``: a build with nothing to do ends before the rest is imported.

A build with nothing to do ends here, before the rest of the program is imported; see ``freshness``.
"""

from __future__ import annotations

import sys

from pipeline.output import freshness

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    known = freshness.up_to_date(arguments)
    if not known or not all(known.values()):
        from pipeline.cli import parser  # noqa: PLC0415 - all the rest

        return parser.run(arguments, known or {})
    try:
        for line in known.values():
            sys.stderr.write(f"{line}\n")
    except (OSError, AttributeError):  # nobody listens, or there is no such stream
        return 0
    return 0
