"""Places on the page of a document: which things stand beside it, or are too small to be seen."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.core.ooxml_names import q
from pipeline.importing.document import unseen_words
from pipeline.importing.document.styles import Styles
from pipeline.importing.office_package import Element, find, is_on, local, whole

_EMU, _TWIPS = 12700, 20
#: Points below which a drawing shows nothing.
_THIN = 2.0
_STYLE = re.compile(r"\s*([\w-]+)\s*:\s*([^;]*)")
_LENGTH = re.compile(r"(-?\d{1,9}(?:\.\d{1,9})?)(pt|in|mm|cm|px|pc)?")
_POINTS = {"pt": 1.0, "in": 72.0, "mm": 72 / 25.4, "cm": 72 / 2.54, "px": 0.75, "pc": 12.0,
           None: 0.75}  # fmt: skip


@dataclass(frozen=True)
class Page:
    """Size of the largest page of a document, in points; that of A4 if it says none."""

    wide: float = 595.3
    high: float = 841.9


def largest(body: Element) -> Page:
    """Return the size of a document's largest page, in each direction."""
    usual = Page()
    sizes = [*body.iter(q("w:pgSz"))]
    wide = [whole(str(row.get(q("w:w"), "0"))) / _TWIPS for row in sizes]
    high = [whole(str(row.get(q("w:h"), "0"))) / _TWIPS for row in sizes]
    return Page(max(wide, default=0) or usual.wide, max(high, default=0) or usual.high)


def why_of_paragraph(element: Element, style: str, styles: Styles, page: Page) -> str:
    """Return why nobody sees what stands in a paragraph; '' if it is seen."""
    properties = find(element, "w:pPr")
    spacing = find(properties, "w:spacing")
    if spacing is None or spacing.get(q("w:line")) is None:
        spacing = styles.first(style, "w:spacing")
    if unseen_words.is_flat(spacing):
        return "too-small"
    indent = find(properties, "w:ind")
    left = indent.get(q("w:left"), indent.get(q("w:start"))) if indent is not None else None
    if whole(str(left or "0")) / _TWIPS >= page.wide:
        return "off-slide"
    frame = find(properties, "w:framePr")
    if frame is None:
        return ""
    given = [whole(str(frame.get(q(f"w:{name}"), "0"))) / _TWIPS for name in ("x", "y", "w", "h")]
    return "off-slide" if _is_off(page, *given) else ""


def _is_off(page: Page, left: float, top: float, wide: float, high: float) -> bool:
    """Tell whether a place is beside the page, wherever in it left and top are counted from."""
    right, low = left + wide, top + high
    return left >= page.wide or top >= page.high or right <= -page.wide or low <= -page.high


def why_of_drawing(drawing: Element, page: Page) -> str:
    """Return why nobody sees a drawing (w:drawing, w:pict, w:object); '' if it is seen."""
    for holder in drawing:
        if local(holder) in {"anchor", "inline"}:
            return _why_of_anchor(holder, page)
    shapes = [row for row in drawing if local(row) in OLD_SHAPES]
    reasons = [why_of_old_shape(row, page) for row in shapes]
    return reasons[0] if reasons and all(reasons) else ""


def _why_of_anchor(holder: Element, page: Page) -> str:
    if is_on(holder.get("hidden")):
        return "hidden"
    extent = find(holder, "wp:extent")
    sizes = (
        [whole(extent.get(name), -1) / _EMU for name in ("cx", "cy")] if extent is not None else []
    )
    if any(0 <= size < _THIN for size in sizes) and not _grows(holder):
        return "too-small"
    wide, high = sizes or (0.0, 0.0)
    across, down = (find(holder, f"wp:position{way}/wp:posOffset") for way in "HV")
    left, top = (
        whole(str(row.text or "").strip()) / _EMU if row is not None else 0.0
        for row in (across, down)
    )
    if _is_off(page, left, top, wide, high):
        return "off-slide"
    from_page = [
        row is not None and row.get("relativeFrom") == "page"
        for row in (find(holder, "wp:positionH"), find(holder, "wp:positionV"))
    ]
    is_beside = (from_page[0] and left + wide <= 0) or (from_page[1] and top + high <= 0)
    return "off-slide" if is_beside else ""


def _grows(holder: Element) -> bool:
    """Tell whether a shape is made as large as its words when it is shown."""
    return any(True for _ in holder.iter(q("a:spAutoFit")))


#: Shapes of the format before 2010.
OLD_SHAPES = frozenset(("shape", "rect", "roundrect", "oval", "group", "line", "polyline"))


def old_style(shape: Element) -> dict[str, str]:
    """Return the style of a shape of older programs (VML) by its names."""
    rows = (row for row in str(shape.get("style", "")).split(";") if ":" in row)
    found = [_STYLE.match(row) for row in rows]
    return {row[1].lower(): row[2].strip().lower() for row in found if row}


def why_of_old_shape(shape: Element, page: Page) -> str:
    """Return why nobody sees a shape of older programs; '' if it is seen."""
    style = old_style(shape)
    if (
        style.get("visibility") in {"hidden", "collapse"}
        or style.get("display") == "none"
        or style.get("mso-hide") == "all"
    ):
        return "hidden"
    sizes = [in_points(style[name]) for name in ("width", "height") if name in style]
    if local(shape) not in {"group", "line"} and any(0 <= size < _THIN for size in sizes):
        return "" if style.get("mso-fit-shape-to-text") == "t" else "too-small"
    above = shape.getparent()
    is_of_group = above is not None and local(above) == "group"
    if style.get("position") != "absolute" or is_of_group:
        return ""
    left, top = (
        in_points(style.get(f"margin-{side}", style.get(side, "0"))) for side in ("left", "top")
    )
    wide, high = (in_points(style.get(name, "0")) for name in ("width", "height"))
    return "off-slide" if _is_off(page, left, top, wide, high) else ""


def in_points(text: str) -> float:
    """Return a length of a style of older programs in points; 0 for what is none."""
    found = _LENGTH.fullmatch(text)
    return float(found[1]) * _POINTS[found[2]] if found else 0.0
