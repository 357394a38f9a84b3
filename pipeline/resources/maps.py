"""Map views with the projected outlines of states, from ``templates/maps``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from pipeline.resources import paths

Ring = tuple[int, ...]


@dataclass(frozen=True)
class State:
    """One state in a view.

    Attributes:
        point: a place inside it, for a dot or a label.
        rings: x, y, x, y … in the view's units; even-odd fill; the first point is not repeated.
    """

    point: tuple[int, int]
    rings: tuple[Ring, ...]


@dataclass(frozen=True)
class View:
    """A projected map; origin top left, y downwards, ``width`` by ``height`` units.

    Attributes:
        outline: the edge of the world where it is within the view, else the view's own.
        states: by ISO 3166-1 alpha-3 code (XKX for Kosovo*), sorted.
    """

    name: str
    width: int
    height: int
    outline: Ring
    states: Mapping[str, State]


@cache
def view(name: str) -> View:
    """Read one view: ``world`` or ``europe``."""
    data = json.loads(paths.templates("maps", f"{name}.json").read_text("utf-8"))
    states = {
        code: State(tuple(row["point"]), tuple(tuple(ring) for ring in row["rings"]))
        for code, row in sorted(data["states"].items())
    }
    return View(name, data["width"], data["height"], tuple(data["outline"]), states)
