"""Formulas of a document: their signs in order, without those that nobody sees."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pipeline.core.ooxml_names import q
from pipeline.importing.office_package import Element, find, local

_OFF = frozenset(("0", "false", "off"))
#: Parts that properties of what they are part of may hide (ECMA-376 22.1.2).
_HIDDEN_BY = {
    "deg": ("radPr", "degHide"), "sub": ("naryPr", "subHide"), "sup": ("naryPr", "supHide"),
}  # fmt: skip
_REMOVED = frozenset(("del", "moveFrom"))


def signs(
    element: Element, is_unseen: Callable[[Element | None], bool]
) -> Iterator[tuple[str, bool]]:
    """Yield the signs of a formula, each with whether it is seen.

    Args:
        element: the formula, or a part of it.
        is_unseen: tells of properties of a run whether they hide it.
    """
    for child in element:
        if child.tag == q("m:t"):
            yield str(child.text or ""), True
        elif _is_hidden(child, element, is_unseen):
            yield "".join(str(row.text or "") for row in child.iter(q("m:t"))), False
        else:
            yield from signs(child, is_unseen)


def _is_hidden(
    child: Element, parent: Element, is_unseen: Callable[[Element | None], bool]
) -> bool:
    name = local(child)
    if name in _REMOVED or (child.tag == q("m:r") and is_unseen(find(child, "w:rPr"))):
        return True
    if name == "phant":
        show = find(child, "m:phantPr/m:show")
        return show is not None and str(show.get(q("m:val"), "1")) in _OFF
    properties, switch = _HIDDEN_BY.get(name, ("", ""))
    given = find(parent, f"m:{properties}/m:{switch}") if switch else None
    return given is not None and str(given.get(q("m:val"), "1")) not in _OFF
