"""XML elements of drawings in Office files: made, sized, placed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeAlias

from lxml import etree

from pipeline.core.lengths import Emu, Pt, emu
from pipeline.core.ooxml_names import NAMESPACES, q
from pipeline.design.tokens import Box

#: lxml has no public name for it.
Element: TypeAlias = etree._Element  # pyright: ignore[reportPrivateUsage]

_DECLARED = re.compile(r' xmlns:\w+="[^"]*"')
_DECORATIVE_URI = "{C183D7F6-B498-43B3-948B-1728B52AA6E4}"


def el(
    tag: str, attributes: Mapping[str, str | int] | None = None, *children: Element | None
) -> Element:
    """Return an element.

    Args:
        tag: prefixed name.
        attributes: by name, prefixed or not, in the order to be written.
        children: in order; None is left out.
    """
    prefix = tag.partition(":")[0]
    element = etree.Element(q(tag), nsmap={prefix: NAMESPACES[prefix]})
    for key, value in (attributes or {}).items():
        element.set(q(key), str(value))
    element.extend([child for child in children if child is not None])
    return element


def parsed(tag: str, content: str, *prefixes: str) -> Element:
    """Return an element that holds many others, written as text.

    Args:
        tag: prefixed name.
        content: elements of the same namespace.
        prefixes: of further namespaces in the content.
    """
    names = (tag.partition(":")[0], *prefixes)
    spaces = " ".join(f'xmlns:{name}="{NAMESPACES[name]}"' for name in names)
    return etree.fromstring(f"<{tag} {spaces}>{content}</{tag}>")


def as_text(element: Element) -> str:
    """Return an element as text that stands where its namespaces are declared."""
    return _DECLARED.sub("", etree.tostring(element, encoding="unicode"))


def text(tag: str, value: str) -> Element:
    """Return an element that holds text only."""
    element = el(tag)
    element.text = value
    return element


def xfrm(box: Box, tag: str = "a:xfrm") -> Element:
    """Return a shape's place and size."""
    return el(
        tag,
        None,
        offset("a:off", emu(box.x), emu(box.y)),
        extent("a:ext", emu(Pt(max(box.width, 0))), emu(Pt(max(box.height, 0)))),
    )


def offset(tag: str, x: Emu, y: Emu) -> Element:
    """Return the place of a top left corner."""
    return el(tag, {"x": x, "y": y})


def extent(tag: str, width: Emu, height: Emu) -> Element:
    """Return a size."""
    return el(tag, {"cx": width, "cy": height})


def preset(shape: str = "rect") -> Element:
    """Return one of the geometries that Office knows by name."""
    return el("a:prstGeom", {"prst": shape}, el("a:avLst"))


def decorative() -> Element:
    """Return the mark that lets screen readers pass over a shape."""
    flag = el("adec:decorative", {"val": 1})
    return el("a:extLst", None, el("a:ext", {"uri": _DECORATIVE_URI}, flag))
