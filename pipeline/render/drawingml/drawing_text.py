"""XML of drawings in Office files as text: elements written, sized, placed.

A deck has hundreds of elements on each slide, a map thousands. Written as text, in the form in
which lxml would write them, they take a fraction of the time that a tree takes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import NewType
from xml.sax.saxutils import escape

from lxml import etree

from pipeline.core.lengths import Emu, Pt, emu
from pipeline.core.ooxml_names import NAMESPACES
from pipeline.design.tokens import Box
from pipeline.render.drawingml.drawing_xml import Element

#: Text of one element, or of several, as it stands in a part that declares the usual namespaces.
Xml = NewType("Xml", str)

#: Prefixes that every part of a deck declares.
_USUAL = ("a", "p", "r")
_DECORATIVE_URI = "{C183D7F6-B498-43B3-948B-1728B52AA6E4}"
_SPECIAL = re.compile('[&<>"\t\n\r]')
_WHITE = {'"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}


def xml(tag: str, attributes: Mapping[str, str | int] | None = None, *children: Xml | None) -> Xml:
    """Return an element as text.

    Args:
        tag: prefixed name; a prefix that not every part declares is declared here.
        attributes: by name, prefixed or not, in the order to be written.
        children: in order; None is left out.
    """
    head = tag + _declared(tag)
    if attributes:
        for key, value in attributes.items():
            said = escaped(value) if isinstance(value, str) else value
            head = f'{head} {key}="{said}"'
    inner = "".join(filter(None, children)) if children else ""
    return Xml(f"<{head}>{inner}</{tag}>" if inner else f"<{head}/>")


@cache
def _declared(tag: str) -> str:
    prefix = tag.partition(":")[0]
    return "" if prefix in _USUAL else f' xmlns:{prefix}="{NAMESPACES[prefix]}"'


def escaped(value: str) -> str:
    """Return the value of an attribute as it is written."""
    return escape(value, _WHITE) if _SPECIAL.search(value) else value


def text(tag: str, value: str) -> Xml:
    """Return an element that holds text only."""
    said = escape(value, {"\r": "&#13;"})
    return Xml(f"<{tag}>{said}</{tag}>" if said else f"<{tag}/>")


def elements(content: str) -> list[Element]:
    """Return the elements of a text."""
    spaces = " ".join(f'xmlns:{name}="{NAMESPACES[name]}"' for name in _USUAL)
    return list(etree.fromstring(f"<p:spTree {spaces}>{content}</p:spTree>"))


def xfrm(box: Box, tag: str = "a:xfrm", inside: Sequence[Xml] = ()) -> Xml:
    """Return a shape's place and size; of a group, with those of its inner coordinates."""
    return xml(
        tag,
        None,
        offset("a:off", emu(box.x), emu(box.y)),
        extent("a:ext", emu(Pt(max(box.width, 0))), emu(Pt(max(box.height, 0)))),
        *inside,
    )


def offset(tag: str, x: Emu, y: Emu) -> Xml:
    """Return the place of a top left corner."""
    return xml(tag, {"x": x, "y": y})


def extent(tag: str, width: Emu, height: Emu) -> Xml:
    """Return a size."""
    return xml(tag, {"cx": width, "cy": height})


def preset(shape: str = "rect") -> Xml:
    """Return one of the geometries that Office knows by name."""
    return xml("a:prstGeom", {"prst": shape}, xml("a:avLst"))


def decorative() -> Xml:
    """Return the mark that lets screen readers pass over a shape."""
    flag = xml("adec:decorative", {"val": 1})
    return xml("a:extLst", None, xml("a:ext", {"uri": _DECORATIVE_URI}, flag))
