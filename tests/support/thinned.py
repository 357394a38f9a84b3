"""A sweep in two parts: some of its cases are tried often, the others seldom."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

import pytest
from _pytest.mark import ParameterSet

Case = TypeVar("Case")
_SELDOM = {
    "slow": (pytest.mark.slow,),
    "exhaustive": (pytest.mark.slow, pytest.mark.exhaustive),
}


def thinned(
    cases: Iterable[Case], step: int, start: int = 0, *, rest: str = "slow"
) -> list[Case | ParameterSet]:
    """Return all cases; those that are not each so many-th from a start bear a mark.

    Args:
        cases: each a value, or a tuple of the values of several parameters.
        step: each so many-th bears none.
        start: the first that bears none.
        rest: what the others are: ``slow``, or ``exhaustive``.
    """
    return [
        case
        if index % step == start
        else pytest.param(*(case if isinstance(case, tuple) else (case,)), marks=_SELDOM[rest])
        for index, case in enumerate(cases)
    ]
