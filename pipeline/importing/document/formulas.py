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
_PROPERTIES = frozenset(q(f"m:{name}Pr") for name in ("r", "d", "nary", "rad", "f", "sSup", "sSub"))
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
        elif child.tag in _PROPERTIES:
            continue
        elif _is_hidden(child, element, is_unseen):
            yield "".join(str(row.text or "") for row in child.iter(q("m:t"))), False
        else:
            before, behind = _around(child, element)
            yield before, True
            yield from signs(child, is_unseen)
            yield behind, True


def _around(child: Element, parent: Element) -> tuple[str, str]:
    """Return the signs that a formula shows before and behind a part of it.

    Fractions, roots and raised or lowered parts are written in a line: (a+b)/2, x^2.
    """
    name = local(child)
    if name == "d":
        return _sign(child, "m:dPr/m:begChr", "("), _sign(child, "m:dPr/m:endChr", ")")
    if name == "nary":
        return _sign(child, "m:naryPr/m:chr", "\u222b"), ""
    if name == "rad":
        return "\u221a", ""
    lead = ""
    if name in {"den", "sup", "sub"} and not _is_bare(child):
        lead = {"den": "/", "sup": "^", "sub": "_"}[name]
    if name == "e" and local(parent) == "d":
        is_first = parent.find(q("m:e")) is child
        return "" if is_first else _sign(parent, "m:dPr/m:sepChr", "|"), ""
    is_long = len("".join(str(row.text or "") for row in child.iter(q("m:t")))) > 1
    is_apart = name in {"num", "den", "sup", "sub"} or (name == "e" and local(parent) == "rad")
    return (f"{lead}(", ")") if is_apart and is_long else (lead, "")


def _is_bare(part: Element) -> bool:
    return not any(str(row.text or "").strip() for row in part.iter(q("m:t")))


def _sign(holder: Element, path: str, otherwise: str) -> str:
    given = find(holder, path)
    return otherwise if given is None else str(given.get(q("m:val"), ""))


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
