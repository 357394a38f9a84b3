"""Inheritance of a slide from layout and master: places, text styles, colours, background."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.importing.colour_scheme import Colour, Scheme, scheme
from pipeline.importing.office_package import Element, Package, find, find_all, whole

_TITLES = ("title", "ctrTitle")
#: Placeholders that repeat on each slide, found by type alone.
FURNITURE = {"dt": "date", "ftr": "footer", "sldNum": "slide-number", "hdr": "header"}
_STYLES = {"title": "p:titleStyle", "ctrTitle": "p:titleStyle"}
_PART_NOT_TEXT = ("", "dt", "ftr", "sldNum", "hdr")


def placeholder(shape: Element) -> Element | None:
    """Return what makes a shape a placeholder, if it is one."""
    for holder in ("p:nvSpPr", "p:nvPicPr", "p:nvGraphicFramePr"):
        found = find(shape, f"{holder}/p:nvPr/p:ph")
        if found is not None:
            return found
    return None


def kind_of(shape: Element) -> str:
    """Return the type of a placeholder, ``obj`` if it names none; '' for any other shape."""
    found = placeholder(shape)
    return "" if found is None else str(found.get("type", "obj"))


@dataclass
class Heritage:
    """A slide and what it inherits from.

    Attributes:
        layout, master: None if the file has lost them.
    """

    slide: Element
    layout: Element | None
    master: Element | None
    colours: Scheme

    def chain(self, shape: Element) -> list[Element]:
        """Return a shape, and the placeholders of layout and master that it inherits from."""
        own = placeholder(shape)
        if own is None:
            return [shape]
        kind, index = str(own.get("type", "obj")), str(own.get("idx", "0"))
        found = [shape]
        above = _match(self.layout, kind, index)
        if above is not None:
            found.append(above)
            kind = kind_of(above) or kind
        if (top := _match_type(self.master, kind)) is not None:
            found.append(top)
        return found

    def place(self, shape: Element) -> Element | None:
        """Return the transform that places a shape: its own, or that of what it inherits from."""
        for holder in self.chain(shape):
            for path in ("p:spPr/a:xfrm", "p:xfrm", "p:grpSpPr/a:xfrm"):
                found = find(holder, path)
                if found is not None and find(found, "a:ext") is not None:
                    return found
        return None

    def levels(self, shape: Element, level: int) -> Iterator[Element]:
        """Yield the properties of a level of a shape's text, the nearest first."""
        name = f"a:lvl{level + 1}pPr"
        for holder in self.chain(shape):
            found = find(holder, f"p:txBody/a:lstStyle/{name}")
            if found is not None:
                yield found
        kind = kind_of(shape)
        style = "p:otherStyle" if kind in _PART_NOT_TEXT else _STYLES.get(kind, "p:bodyStyle")
        found = find(self.master, f"p:txStyles/{style}/{name}")
        if found is not None:
            yield found

    def background(self) -> Colour | None:
        """Return the colour behind everything; None if it is a picture, a gradient or unknown."""
        for holder in (self.slide, self.layout, self.master):
            found = find(holder, "p:cSld/p:bg")
            if found is None:
                continue
            fill = find(found, "p:bgPr/a:solidFill")
            if fill is not None:
                return self.colours.of(fill)
            reference = find(found, "p:bgRef")
            return self.colours.of(reference) if _is_plain(reference) else None
        return self.colours.slots.get(self.colours.names.get("bg1", "lt1"))


def _is_plain(reference: Element | None) -> bool:
    """Tell whether a background is the theme's first, a plain colour in all of Office's."""
    return reference is not None and whole(reference.get("idx")) in {0, 1001}


def _match(layout: Element | None, kind: str, index: str) -> Element | None:
    rows = [
        (shape, found)
        for shape in find_all(layout, "p:cSld/p:spTree/p:sp")
        + find_all(layout, "p:cSld/p:spTree/p:pic")
        if (found := placeholder(shape)) is not None
    ]
    if kind in _TITLES or kind in FURNITURE:
        kinds = _TITLES if kind in _TITLES else (kind,)
        return next((shape for shape, row in rows if row.get("type") in kinds), None)
    same = [shape for shape, row in rows if str(row.get("idx", "0")) == index]
    return same[0] if same else None


def _match_type(master: Element | None, kind: str) -> Element | None:
    wanted = kind if kind in FURNITURE else "title" if kind in _TITLES else "body"
    for shape in find_all(master, "p:cSld/p:spTree/p:sp"):
        if kind_of(shape) == wanted:
            return shape
    return None


def of_notes(package: Package, part: str) -> Heritage:
    """Return a page of notes with its master and its colours.

    Raises:
        BadFileError: it cannot be read.
    """
    page = package.xml(part)
    master_part = package.related(part, "notesMaster")
    master = package.xml(master_part) if master_part else None
    theme_part = package.related(master_part, "theme") if master_part else ""
    theme = package.xml(theme_part) if theme_part else None
    mapped = find(master, "p:clrMap")
    names = (
        {str(key): str(value) for key, value in mapped.attrib.items()} if mapped is not None else {}
    )
    return Heritage(page, None, master, scheme(theme, names))


def heritage(package: Package, part: str) -> Heritage:
    """Return a slide with its layout, its master and its colours.

    Raises:
        BadFileError: the slide cannot be read.
    """
    slide = package.xml(part)
    layout_part = package.related(part, "slideLayout")
    layout = package.xml(layout_part) if layout_part else None
    master_part = package.related(layout_part, "slideMaster") if layout_part else ""
    master = package.xml(master_part) if master_part else None
    theme_part = package.related(master_part, "theme") if master_part else ""
    theme = package.xml(theme_part) if theme_part else None
    names: dict[str, str] = {}
    for row in (
        find(master, "p:clrMap"),
        find(layout, "p:clrMapOvr/a:overrideClrMapping"),
        find(slide, "p:clrMapOvr/a:overrideClrMapping"),
    ):
        if row is not None:
            names |= {str(key): str(value) for key, value in row.attrib.items()}
    return Heritage(slide, layout, master, scheme(theme, names))
