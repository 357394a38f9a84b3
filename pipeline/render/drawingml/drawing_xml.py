"""XML elements of Office files that are changed, or put into a library's tree, once made.

What is only written, which is nearly all of a slide, is text: see ``drawing_text``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from lxml import etree

from pipeline.core.ooxml_names import NAMESPACES, q

#: lxml has no public name for it.
Element: TypeAlias = etree._Element  # pyright: ignore[reportPrivateUsage]


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
