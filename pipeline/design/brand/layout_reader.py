"""Slide layout of a brand's deck template, read: placeholders and their text styles.

What a layout does not say it inherits from its master, and that from its text styles. Texts that
some programs write into the prompts of placeholders count as a last resort: nothing inherits them,
but they show what was meant.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from pipeline.core.ooxml_names import q
from pipeline.design.brand.layout_backgrounds import LayoutBackgrounds, Tone, first
from pipeline.design.brand.ooxml_reader import Element, is_number
from pipeline.design.brand.pptx_template import box_of
from pipeline.design.brand.shape_geometry import (
    points_or,
)
from pipeline.design.tokens import Box

#: Insets of a text that states none, in points (ECMA-376, 21.1.2.1.1).
_INSETS = {"lIns": 7.2, "tIns": 3.6, "rIns": 7.2, "bIns": 3.6}


@dataclass(frozen=True)
class PlaceholderStyle:
    """Text style of a placeholder's first level; 0 and '' where nothing says so."""

    size: float
    bold: bool
    align: str
    tone: Tone | None
    face: str


@dataclass(frozen=True)
class Placeholder:
    """A placeholder of a layout.

    Attributes:
        kind: ``title``, ``ctrTitle``, ``subTitle``, ``body``, ``obj``, ``ftr`` …
        attributes: by which a slide's placeholder finds it.
        box: inside its insets.
        anchor: "t", "ctr" or "b".
        is_upright: its text is not turned.
    """

    kind: str
    attributes: dict[str, str | int]
    box: Box
    anchor: str
    look: PlaceholderStyle
    is_upright: bool


def _stated(elements: Sequence[Element], attribute: str) -> str:
    return next((str(row.get(attribute)) for row in elements if row.get(attribute)), "")


class Face(LayoutBackgrounds):
    """Layout of a template, read with what it inherits: its placeholders and their styles."""

    @cached_property
    def holders(self) -> tuple[Placeholder, ...]:
        """Return the layout's placeholders that have a place, in order."""
        found: list[Placeholder] = []
        for tree in first("p:cSld/p:spTree", self._root):
            for shape in tree.iter(q("p:sp"), q("p:pic"), q("p:graphicFrame")):
                mark = shape.find(f".//{q('p:ph')}")
                if mark is not None:
                    holder = self._holder(shape, mark, self._root)
                    found += [holder] if holder else []
        return tuple(found)

    def master_holder(self, *kinds: str) -> Placeholder | None:
        """Return the master's placeholder of one of some kinds."""
        shape = self._master_shape(kinds)
        mark = shape.find(f".//{q('p:ph')}") if shape is not None else None
        return self._holder(shape, mark, self._master) if shape is not None and mark is not None \
            else None  # fmt: skip

    def _master_shape(self, kinds: Sequence[str]) -> Element | None:
        for tree in first("p:cSld/p:spTree", self._master):
            for shape in tree.iter(q("p:sp")):
                mark = shape.find(f".//{q('p:ph')}")
                if mark is not None and mark.get("type", "obj") in kinds:
                    return shape
        return None

    def _holder(self, shape: Element, mark: Element, root: Element) -> Placeholder | None:
        kind = str(mark.get("type", "obj"))
        family = {"title": ("title",), "ctrTitle": ("title",)}.get(kind, (kind,))
        family = family if kind in {"title", "ctrTitle", "ftr", "sldNum", "dt"} else ("body",)
        parent = self._master_shape(family) if root is self._root else None
        place = box_of(shape) or (box_of(parent) if parent is not None else None)
        if place is None or place.width <= 0 or place.height <= 0:
            return None
        bodies = list(first("p:txBody/a:bodyPr", shape, parent))
        sides = {
            side: points_or(_stated(bodies, side), default) for side, default in _INSETS.items()
        }
        box = Box(
            place.x + sides["lIns"],
            place.y + sides["tIns"],
            max(place.width - sides["lIns"] - sides["rIns"], 1),
            max(place.height - sides["tIns"] - sides["bIns"], 1),
        )
        attributes = {str(key): str(value) for key, value in mark.attrib.items()}
        kept: dict[str, str | int] = {
            key: attributes[key] for key in ("type", "sz", "idx") if key in attributes
        }
        return Placeholder(
            kind,
            kept,
            box,
            _stated(bodies, "anchor") or "t",
            self._look(shape, parent, kind),
            _stated(bodies, "vert") in {"", "horz"} and mark.get("orient") != "vert",
        )

    def _look(self, shape: Element, parent: Element | None, kind: str) -> PlaceholderStyle:
        style = {"title": "titleStyle", "ctrTitle": "titleStyle"}.get(kind, "bodyStyle")
        style = "otherStyle" if kind in {"ftr", "sldNum", "dt"} else style
        levels = [
            *first("p:txBody/a:lstStyle/a:lvl1pPr", shape, parent),
            *first(f"p:txStyles/p:{style}/a:lvl1pPr", self._master),
            *first("p:txBody/a:p/a:pPr", shape, parent),
        ]
        runs = [row for level in levels for row in level.iter(q("a:defRPr"))]
        runs += first("p:txBody/a:p/a:r/a:rPr", shape, parent)
        runs += first("p:txBody/a:p/a:endParaRPr", shape, parent)
        size = _stated(runs, "sz")
        tones = (self.tone(row) for row in runs)
        faces = (str(face.get("typeface")) for row in runs for face in row.iter(q("a:latin")))
        face = next(faces, "")
        return PlaceholderStyle(
            int(size) / 100 if is_number(size) else 0.0,
            _stated(runs, "b") in {"1", "true"},
            _stated(levels, "algn") or "l",
            next((tone for tone in tones if tone), None),
            face,
        )
