"""A sweep in two parts: some of its cases in the quick tests, the others in the slow ones."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

import pytest
from _pytest.mark import ParameterSet

Case = TypeVar("Case")


def thinned(cases: Iterable[Case], step: int, start: int = 0) -> list[Case | ParameterSet]:
    """Return all cases; those that are not each so many-th from a start are marked as slow."""
    return [
        case
        if index % step == start
        else pytest.param(*(case if isinstance(case, tuple) else (case,)), marks=pytest.mark.slow)
        for index, case in enumerate(cases)
    ]
