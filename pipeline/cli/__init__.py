"""Entry point of ``dossier``: a build with nothing to do ends before the rest is imported."""

from __future__ import annotations

import sys

from pipeline.cli import option_table
from pipeline.output import freshness

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    known = up_to_date(arguments)
    if not known or not all(known.values()):
        from pipeline.cli import parser  # noqa: PLC0415 - all the rest
        from pipeline.core import garbage  # noqa: PLC0415

        if argv is None:  # the process is the command's own
            garbage.leave_at_exit()
        return parser.run(arguments, known or {})
    try:
        for line in known.values():
            sys.stderr.write(f"{line}\n")
    except (OSError, AttributeError):  # nobody listens, or there is no such stream
        return 0
    return 0


def up_to_date(words: Sequence[str]) -> dict[str, str] | None:
    """Return a message for each dossier of a build that has nothing to do, empty for the others.

    Args:
        words: of the command line.

    Returns:
        None if it takes more than this to tell.
    """
    asked = option_table.plain(words[1:]) if words[:1] == ["build"] else None
    if asked is None or not set(asked[1]) <= {"--output", "--edition", "--format"}:
        return None
    paths, given = asked
    output = [option_table.OUTPUT, *given.get("--output", ())][-1]
    editions = given.get("--edition") or option_table.EDITIONS
    if not set(editions) <= set(option_table.EDITIONS):
        return None
    return freshness.up_to_date(paths, output, editions, given.get("--format", ()))
