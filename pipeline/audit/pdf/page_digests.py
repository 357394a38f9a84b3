"""Digests of single pages of a PDF: of all that a page is drawn from, by content alone.

What was read of a page, and found on it, holds for as long as its digest is the same: the numbers
of its objects do not count, nor do other pages. Where a page could depend on more than the digest
covers (attributes inherited from the tree of pages, layers, a loop of objects), it has none, and
nothing is kept of it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from pipeline.audit.pdf.engines import pikepdf
from pipeline.core.cache import Cache

_Found = TypeVar("_Found", bound=Hashable)

#: Keys of a page that lead elsewhere: to the tree of pages, and to its tags.
_ELSEWHERE = frozenset(("/Parent", "/StructParents"))
#: Keys of a link that are not drawn: where it leads, and who speaks of it.
_LEADS = frozenset(("/A", "/Dest", "/P", "/StructParent", "/Contents"))
#: What a page has from the tree of pages if it does not say it itself (PDF 32000-1, 7.7.3.4).
_INHERITED = frozenset(("/Resources", "/MediaBox", "/CropBox", "/Rotate"))


class _LoopError(Exception):
    """An object that leads back to itself."""


def of(pdf: pikepdf.Pdf) -> tuple[str | None, ...]:
    """Return the digest of each page of a file, in order; None where a page has none."""
    if "/OCProperties" in pdf.Root or _INHERITED & set(pdf.Root.Pages.keys()):
        return (None,) * len(pdf.pages)
    digests = _Digests()
    return tuple(digests.page(page.obj) for page in pdf.pages)


def once(cache: Cache[str, _Found], digest: str | None, find: Callable[[], _Found]) -> _Found:
    """Return what was found on a page with this digest, or find it."""
    found = cache.get(digest) if digest else None
    if found is None:
        found = find()
        if digest:
            cache.keep(digest, found)
    return found


class _Digests:
    """Digests of objects, each worked out once."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int], bytes] = {}
        self._open: set[tuple[int, int]] = set()

    def page(self, page: Any) -> str | None:
        parent = page.get("/Parent")
        if parent is None or _INHERITED & set(parent.keys()):
            return None
        try:
            return self._entries(page, _ELSEWHERE).hex()
        except _LoopError:
            self._open.clear()
            return None

    def _of(self, value: Any) -> bytes:
        """Return the digest of a value, which is worked out once for each object."""
        if not isinstance(value, pikepdf.Object):
            return repr(value).encode()
        number = value.objgen
        if not number[0]:
            return self._content(value)
        if number in self._open:
            raise _LoopError
        if number not in self._known:
            self._open.add(number)
            self._known[number] = self._content(value)
            self._open.discard(number)
        return self._known[number]

    def _content(self, value: Any) -> bytes:
        if isinstance(value, pikepdf.Stream):
            said = self._entries(value, frozenset(("/Length",)))
            return hashlib.sha256(said + bytes(value.read_raw_bytes())).digest()
        text = bytes(value.unparse(resolved=True))
        if b" R" not in text:
            return hashlib.sha256(text).digest()
        if isinstance(value, pikepdf.Array):
            return hashlib.sha256(b"[%b" % b",".join(map(self._of, list(value)))).digest()
        if isinstance(value, pikepdf.Dictionary):
            is_link = value.get("/Subtype") == pikepdf.Name.Link
            return self._entries(value, _LEADS if is_link else frozenset())
        return hashlib.sha256(text).digest()

    def _entries(self, value: Any, without: frozenset[str]) -> bytes:
        rows = (
            f"{name} ".encode() + self._of(value[name])
            for name in sorted(value.keys())
            if name not in without
        )
        return hashlib.sha256(b"<" + b"\n".join(rows)).digest()
