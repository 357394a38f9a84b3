"""Mistyped marks for withholding, found: the words behind them would be published."""

from __future__ import annotations

import re

from pipeline.resources.labels import grounds

#: A word and a colon behind one bracket, or behind two with a space between; links are none.
_NEARLY = re.compile(r"(?<![\\\[])\[\s*\[?\s*([a-z][a-z0-9-]*)\s*:(?!//)(?![^\]]*\]\()")


def first(text: str, proper: re.Pattern[str]) -> int | None:
    """Return where the first of them begins; None if there is none.

    Args:
        text: as authored.
        proper: pattern of marks that are well typed.
    """
    if "[" not in text:
        return None
    rest = proper.sub(lambda mark: " " * len(mark[0]), text)
    found = (match for match in _NEARLY.finditer(rest) if match[1] in grounds())
    return next((match.start() for match in found), None)
