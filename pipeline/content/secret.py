"""Withheld values: the one type that can hold a secret.

A ``Secret`` is opened in ``compose/``, for the full edition only, in ``redaction/`` and in
``content/secret.py``, which ``tests/architecture/test_walls.py`` holds by path. Nothing else may
learn anything of it: not its text, its length, its digest, nor whether two are equal (G22).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Never, NoReturn

MASK = "[withheld]"


class Secret:
    """Text that the public edition must not contain.

    Only ``reveal`` gives the text. Printing gives a mask; comparing, hashing, measuring, copying,
    pickling and serialising are refused, so that no cache key, log line or report can carry it.
    """

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """Return the text; only ``compose/`` and ``redaction/`` may call this."""
        return self._text

    def __repr__(self) -> str:
        """Return a fixed mask."""
        return MASK

    def __str__(self) -> str:
        """Return a fixed mask."""
        return MASK

    def __format__(self, format_spec: str) -> str:
        """Return a fixed mask, whatever the format: padding would tell a length."""
        return MASK

    def __eq__(self, other: object) -> Never:
        """Refuse: equal values in two slots must not be linked (G6)."""
        _refuse()

    def __hash__(self) -> Never:  # noqa: PLE0309
        """Refuse: a digest lets a reader confirm a guess (G20)."""
        _refuse()

    def __len__(self) -> Never:  # noqa: PLE0303
        """Refuse: a length is a hint."""
        _refuse()

    def __bool__(self) -> bool:
        """Return True: a slot is held or not; an empty value is a value."""
        return True

    def __copy__(self) -> Never:
        """Refuse."""
        _refuse()

    def __deepcopy__(self, memo: object) -> Never:
        """Refuse."""
        _refuse()

    def __reduce_ex__(self, protocol: object) -> Never:
        """Refuse pickling."""
        _refuse()

    def __iter__(self) -> Never:
        """Refuse."""
        _refuse()


def _refuse() -> NoReturn:
    raise TypeError("a withheld value cannot be compared, measured, copied or serialised")


Vault = Mapping[str, Secret]
"""Values by slot id. A slot may have none: then no edition can print it."""
