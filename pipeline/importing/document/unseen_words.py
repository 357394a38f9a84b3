"""Words of a document that nobody sees, and why: hidden, too small, without paint or contrast."""

from __future__ import annotations

from pipeline.core.ooxml_names import q
from pipeline.importing.colour_scheme import Colour, is_black, is_same
from pipeline.importing.document.paint import HIGHLIGHTS, UNPAINTED, colour
from pipeline.importing.document.styles import Values, switched
from pipeline.importing.office_package import Element, find, local, whole

#: Half points below which nobody reads letters; per cent of their width; twips of a line's height.
_UNREADABLE, _NARROWEST, _LOWEST = 4, 10, 40
_BLACK: Colour = (0.0, 0.0, 0.0)
#: What the report says of each.
WHY = {
    "hidden": "words that are set as hidden",
    "too-small": "letters too small to be read",
    "same-colour": "letters in the colour of what stands behind them",
    "see-through": "letters that can be seen through",
    "off-slide": "words that stand beside the page",
    "merged": "covered by a merged cell",
}


def why(look: Values, around: Colour | None, *, is_own_shade: bool) -> str:
    """Return why nobody sees words; '' if they are seen.

    Args:
        look: of the words.
        around: colour behind their paragraph; None if it is not known.
        is_own_shade: the words have a shade of their own.

    Returns:
        a key of ``WHY``; ``highlight`` or ``black`` for words that are blackened.
    """
    if look.get("vanish") or look.get("specVanish"):
        return "hidden"
    if look.get("textFill") == UNPAINTED:
        return "see-through"
    given = colour(look.get("textFill", "")) or (
        None if "textFill" in look else colour(look.get("color", ""))
    )
    marked = look.get("highlight", "").lower().replace("none", "")
    behind = around
    if marked:
        behind = HIGHLIGHTS.get(marked)
    elif look.get("shd"):
        behind = colour(look["shd"])
    is_run_dark = bool(marked) or (is_own_shade and bool(look.get("shd")))
    if is_black(behind) and is_run_dark and (given is None or is_black(given)):
        return "highlight"
    if is_black(behind) and given is not None and is_black(given):
        return "black"
    if given is not None and is_same(given or _BLACK, behind):
        return "same-colour"
    return "too-small" if _is_tiny(look) else ""


def _is_tiny(look: Values) -> bool:
    size, wide = whole(look.get("sz", "20"), 20), whole(look.get("w", "100").rstrip("%"), 100)
    return 0 < size < _UNREADABLE or 0 < wide < _NARROWEST


def of_row(row: Element) -> str:
    """Return why nobody sees a row of a table; '' if it is seen."""
    properties = find(row, "w:trPr")
    if switched(find(properties, "w:hidden")):
        return "hidden"
    high = find(properties, "w:trHeight")
    is_exact = high is not None and high.get(q("w:hRule")) == "exact"
    is_flat = is_exact and high is not None and whole(str(high.get(q("w:val"), "0"))) < _LOWEST
    return "too-small" if is_flat else ""


def is_flat(spacing: Element | None) -> bool:
    """Tell whether the lines of a paragraph are too low for any letter."""
    if spacing is None or spacing.get(q("w:lineRule")) != "exact":
        return False
    return 0 <= whole(str(spacing.get(q("w:line"), "240")), 240) < _LOWEST


def is_prompt(element: Element) -> bool:
    """Tell whether something stands in a control that shows its prompt, within its own cell."""
    for above in element.iterancestors():
        if local(above) in {"tc", "tr", "tbl", "body", "txbxContent", "footnote", "endnote"}:
            return False
        if find(above, "w:sdtPr/w:showingPlcHdr") is not None:
            return True
    return False
