"""Updates sent to the browser: pages that it lacks, their order, problems, fullness."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import asdict
from hashlib import sha256
from typing import Any

from pipeline.layout.fullness import Fullness
from pipeline.preview.pages import Page
from pipeline.preview.session import Shown, Update

#: States of an edition that are remembered: a window may have been told of none since.
_REMEMBERED = 16


class Updates:
    """States of one edition that windows have: its pages and style sheets."""

    def __init__(self) -> None:
        self._states: OrderedDict[str, tuple[frozenset[str], str]] = OrderedDict()

    def of(self, sight: Update, since: str = "") -> dict[str, Any]:
        """Return the update for a window: the pages and sheets that it lacks.

        Args:
            sight: of the edition as it stands.
            since: state that the window got last; empty for none.
        """
        known, known_sheet = self._states.get(since, (frozenset[str](), ""))
        fresh = {page.key: page for page in sight.pages if page.key not in known}
        sheet = sha256(sight.sheet.encode()).hexdigest()
        self._states[sight.state] = (frozenset(page.key for page in sight.pages), sheet)
        self._states.move_to_end(sight.state)
        while len(self._states) > _REMEMBERED:
            self._states.popitem(last=False)
        told: dict[str, Any] = {
            "edition": sight.audience,
            "state": sight.state,
            "title": sight.title,
            "language": sight.language,
            "reference": sight.reference,
            "unsealed": sight.unsealed,
            "problems": [problem(row) for row in sight.problems],
            "pages": [_listed(page) for page in sight.pages],
            "drawn": {
                key: {"html": page.html, "boxes": [box(region) for region in page.boxes]}
                for key, page in fresh.items()
            },
            "took": dict(sight.took),
        }
        if sheet != known_sheet:
            told["sheet"] = sight.sheet
        return told


def _listed(page: Page) -> dict[str, Any]:
    """Return a page as the list of pages has it."""
    return {
        "key": page.key,
        "id": page.id,
        "label": page.label,
        "title": page.title,
        "source": page.source,
        "file": page.file,
        "width": page.width,
        "height": page.height,
    }


def problem(shown: Shown) -> dict[str, Any]:
    """Return a problem as JSON has it."""
    row = shown.problem
    return {
        "file": row.where.file,
        "line": row.where.line,
        "column": row.where.column,
        "code": row.code,
        "message": row.message,
        "hint": row.hint,
        "lines": [{"number": number, "text": text} for number, text in shown.lines],
    }


#: What authors call a region.
_NAMES = {"body": "text", "second": "right column", "figure": "figure", "title": "title"}


def box(region: Fullness) -> dict[str, Any]:
    """Return the fullness of a region, in figures and words; no words where all is well."""
    name = _NAMES.get(region.name, region.name)
    words = [f"{region.percent} % full"] if region.is_full else []
    if region.smallest:
        words.append("set in the smallest size")
    elif region.step:
        words.append(f"set {region.step} {'size' if region.step == 1 else 'sizes'} smaller")
    if region.parts > 1:
        words.append(f"continues over {region.parts} slides")
    data = asdict(region)
    return data | {"words": f"{name}: {', '.join(words)}" if words else "", "full": region.is_full}
