"""Findings of an audit, as problems that quote no word of the file; error for unreadable files.

Guarantee: G23.
"""

from __future__ import annotations

from pipeline.core.errors import Problem, Where

HINT = "nothing was published; please report this with the command you ran"
#: For structure that is unknown: the one thing that may be the program's own doing.
HINT_UNKNOWN = (
    "nothing was published; if the renderers write this on purpose, add it to "
    "pipeline/audit/allowlist"
)


class UnreadableError(ValueError):
    """A file, or a part of one, cannot be read; the message names the part only."""


def problem(name: str, code: str, message: str, hint: str = HINT) -> Problem:
    """Return a finding about a file as a whole."""
    return Problem(Where(name), code, message, hint)
