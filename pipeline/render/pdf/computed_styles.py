"""Faster version of WeasyPrint's computing of styles; the same values.

Of each box some two hundred properties are asked, of which style sheets say something of ten. What
none says anything of has the parent's value or the initial one, and needs nothing more.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from pipeline.render.pdf.weasyprint_setup import styles

#: Properties whose values depend on others, or are not inherited as others are.
_APART = frozenset(("float", "display", "position", "page"))
_DECORATION, _OWN = "text_decoration_", "__"
#: Types of values in which no formula of CSS can stand.
_PLAIN = frozenset((str, int, float, bool, type(None)))

_any = styles.ComputedStyle.__missing__


@cache
def _is_common(key: str) -> bool:
    return key not in _APART and not key.startswith((_DECORATION, _OWN))


@cache
def _logical(key: str, inline: str) -> str:
    """Return the property by which a style sheet may mean this one, whatever way text runs."""
    name: str = styles.PHYSICAL_FUNCTIONS[key](block="ttb", inline=inline)
    return name


def _computed(style: Any, key: str) -> Any:
    """Compute a property of a style, as WeasyPrint does."""
    if key in style.cascaded or not _is_common(key):
        return _any(style, key)
    if key in styles.PHYSICAL_FUNCTIONS and _logical(key, style["direction"]) in style.cascaded:
        return _any(style, key)
    if key not in styles.INHERITED:
        if key in styles.INITIAL_NOT_COMPUTED:
            return _any(style, key)
        value = style[key] = styles.INITIAL_VALUES[key]
        return value
    if style.parent_style is None or type(value := style.parent_style[key]) not in _PLAIN:
        return _any(style, key)
    style[key] = value
    return value


def use() -> None:
    """Have WeasyPrint compute styles so."""
    styles.ComputedStyle.__missing__ = _computed
