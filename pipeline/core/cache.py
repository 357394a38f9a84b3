"""In-memory caches of results: aged between versions of a dossier, cleared between dossiers.

Each cache holds a bounded number of results, by all that they were made from.
Between two dossiers caches are cleared: these share little, and memory must not grow with their
number. Of one dossier that is edited for hours, ``age`` drops what was not used of late.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from contextlib import suppress
from functools import lru_cache
from typing import Concatenate, Generic, ParamSpec, TypeVar

_Key = TypeVar("_Key", bound=Hashable)
_Value = TypeVar("_Value")
_Thing = TypeVar("_Thing")
_Arguments = ParamSpec("_Arguments")
_clearings: list[Callable[[], None]] = []
_agings: list[Callable[[], None]] = []
#: Ages after which what was not used is let go: an edit that is taken back soon costs nothing.
_OLD = 3
#: Results of a function that may be kept beyond those of the dossier as it was: some edits.
_SPARE = 64


def age() -> None:
    """Drop from all caches what the last versions of a dossier did not use."""
    for let_go in _agings:
        let_go()


def forget() -> None:
    """Clear all caches."""
    for clear in _clearings:
        clear()


class Cache(Generic[_Key, _Value]):
    """Least-recently-used cache."""

    def __init__(self, most: int) -> None:
        """Keep at most so many."""
        self._most = most
        self._things: OrderedDict[_Key, tuple[_Value, int]] = OrderedDict()
        self._age = 0
        _clearings.append(self._things.clear)
        _agings.append(self._let_go)

    def get(self, key: _Key) -> _Value | None:
        """Return the value cached under a key, if there is one."""
        found = self._things.get(key)
        if found is None:
            return None
        with suppress(KeyError):  # another thread may have let it go
            self._things.move_to_end(key)
            if found[1] != self._age:
                self._things[key] = (found[0], self._age)
        return found[0]

    def keep(self, key: _Key, thing: _Value) -> None:
        """Add a value to the cache."""
        self._things[key] = (thing, self._age)
        while len(self._things) > self._most:
            self._things.popitem(last=False)

    def _let_go(self) -> None:
        self._age += 1
        for key, (_, used) in list(self._things.items()):
            if used < self._age - _OLD:
                self._things.pop(key, None)


def cached(
    most: int,
) -> Callable[[Callable[_Arguments, _Value]], Callable[_Arguments, _Value]]:
    """Cache a function's last results, as ``functools.lru_cache`` does, until ``forget``."""

    def caching(function: Callable[_Arguments, _Value]) -> Callable[_Arguments, _Value]:
        results = lru_cache(maxsize=most)(function)
        _clearings.append(results.cache_clear)
        usual = 0

        def let_go() -> None:
            nonlocal usual
            size = results.cache_info().currsize
            if usual and size > usual + _SPARE:
                results.cache_clear()
                usual = 0
            else:
                usual = usual or size

        _agings.append(let_go)

        def call(*arguments: _Arguments.args, **named: _Arguments.kwargs) -> _Value:
            return results(*arguments, **named)  # type: ignore[arg-type]

        return call

    return caching


def cached_by_identity(
    most: int,
) -> Callable[
    [Callable[Concatenate[_Thing, _Arguments], _Value]],
    Callable[Concatenate[_Thing, _Arguments], _Value],
]:
    """Cache results by the very object that comes first, which need not be read to be known again.

    The object is held with its result, so that its number stays its own.
    """

    def caching(
        function: Callable[Concatenate[_Thing, _Arguments], _Value],
    ) -> Callable[Concatenate[_Thing, _Arguments], _Value]:
        results: dict[tuple[object, ...], tuple[_Thing, _Value]] = {}
        _clearings.append(results.clear)
        _agings.append(results.clear)

        def call(
            thing: _Thing, /, *arguments: _Arguments.args, **named: _Arguments.kwargs
        ) -> _Value:
            key = (id(thing), *arguments, *named.values())
            known = results.get(key)
            if known is None:
                if len(results) >= most:
                    results.clear()
                known = results[key] = thing, function(thing, *arguments, **named)
            return known[1]

        return call

    return caching
