"""XML namespaces of Office files by their usual prefixes, and names as lxml writes them."""

from __future__ import annotations

from functools import cache

_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
NAMESPACES = {
    "a": f"{_DRAWING}/main",
    "c": f"{_DRAWING}/chart",
    "cdr": f"{_DRAWING}/chartDrawing",
    "dgm": f"{_DRAWING}/diagram",
    "m": f"{_OFFICE}/math",
    "s": "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "p": "http://schemas.openxmlformats.org/presentationml/2006/main",
    "r": f"{_OFFICE}/relationships",
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "rel": "http://schemas.openxmlformats.org/package/2006/relationships",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "p14": "http://schemas.microsoft.com/office/powerpoint/2010/main",
    "wpg": "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "a14": "http://schemas.microsoft.com/office/drawing/2010/main",
    "c15": "http://schemas.microsoft.com/office/drawing/2012/chart",
    "cx": "http://schemas.microsoft.com/office/drawing/2014/chartex",
    "wp": f"{_DRAWING}/wordprocessingDrawing",
    "pic": f"{_DRAWING}/picture",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "v": "urn:schemas-microsoft-com:vml",
    "asvg": "http://schemas.microsoft.com/office/drawing/2016/SVG/main",
    "adec": "http://schemas.microsoft.com/office/drawing/2017/decorative",
    "ahyp": "http://schemas.microsoft.com/office/drawing/2018/hyperlinkcolor",
}
#: What a graphic frame holds.
TABLE_URI = f"{_DRAWING}/table"
CHART_URI = f"{_DRAWING}/chart"
#: What a drawing in running text holds, besides.
PICTURE_URI = f"{_DRAWING}/picture"
GROUP_URI = NAMESPACES["wpg"]


@cache
def q(tag: str) -> str:
    """Return ``a:t`` as lxml writes it, ``{namespace}t``; a name without prefix stays."""
    prefix, _, local = tag.rpartition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}" if prefix else local
