"""Slide layout of a brand with what it inherits: colours, faces, background behind each text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from pipeline.core.ooxml_names import q
from pipeline.design import colours
from pipeline.design.brand.ooxml_reader import Element, is_number
from pipeline.design.brand.pptx_template import DeckTemplate, Layout, box_of
from pipeline.design.brand.shape_geometry import (
    clipped,
    is_colour,
    relative,
    shared,
)
from pipeline.design.tokens import Box, Shade

if TYPE_CHECKING:
    from PIL import Image

_SYSTEM = {"windowText": colours.BLACK, "window": colours.WHITE}
#: Share of a text's box that a shape must cover to be its background: texts seldom fill theirs.
_BACKGROUND = 0.6
#: Share of the slide from which a shape is the slide's background, no furniture: bands have less.
_WHOLE = 0.7
#: A text's background is looked at in so many cells each way; on less contrast it is hard to read.
_CELLS, _HARD = 6, 3.0
#: Thousandths of a per cent from which a fill counts as opaque.
_OPAQUE = 50_000


@dataclass(frozen=True)
class Tone:
    """Colour, and the slot of the colour scheme that it comes from, if any."""

    colour: str
    shade: Shade | None = None


def first(path: str, *roots: Element | None) -> Iterator[Element]:
    """Yield the first element at a path of prefixed names below each of some elements."""
    for root in roots:
        if root is not None:
            found = root.find("/".join(q(step) for step in path.split("/")))
            if found is not None:
                yield found


class LayoutBackgrounds:
    """Layout of a template with what it inherits: colours, faces, and what stands behind texts."""

    def __init__(self, template: DeckTemplate, layout: Layout) -> None:
        self.layout = layout
        self._template = template
        self._opened_before: dict[str, Image.Image | None] = {}
        self._root = template.foreign.xml(layout.part)
        self._master = template.foreign.xml(layout.master)
        self._theme = template.foreign.xml(template.themes[layout.master])
        width, height = template.size
        self.slide = Box(0, 0, width, height)

    @cached_property
    def scheme(self) -> dict[str, str]:
        """Return the colours by slot, as slides name them."""
        listed = self._theme.find("/".join(q(t) for t in ("a:themeElements", "a:clrScheme")))
        base: dict[str, str] = {}
        for row in listed if listed is not None else ():
            name = str(row.tag).rpartition("}")[2]
            value = row[0] if len(row) else None
            if value is not None:
                given = str(value.get("lastClr") or value.get("val") or "")
                base[name] = _SYSTEM.get(given, given.upper())
        base = {key: value for key, value in base.items() if is_colour(value)}
        mapping = self._master.find(q("p:clrMap"))
        override = self._root.find("/".join(q(t) for t in ("p:clrMapOvr", "a:overrideClrMapping")))
        chosen = override if override is not None else mapping
        slots = dict(chosen.attrib) if chosen is not None else {}
        named = {str(slot): base[str(to)] for slot, to in slots.items() if str(to) in base}
        return {**base, **named}

    @cached_property
    def fonts(self) -> dict[str, str]:
        """Return the faces of the scheme: ``+mj-lt`` and ``+mn-lt``."""
        found: dict[str, str] = {}
        for key, tag in (("+mj-lt", "a:majorFont"), ("+mn-lt", "a:minorFont")):
            path = "/".join(q(t) for t in ("a:themeElements", "a:fontScheme", tag, "a:latin"))
            row = self._theme.find(path)
            found[key] = str(row.get("typeface", "")) if row is not None else ""
        return found

    # colours

    def tone(self, holder: Element | None) -> Tone | None:
        """Return the colour of a fill: that of a solid one, the mean of a gradient's."""
        if holder is None:
            return None
        solid = holder.find(q("a:solidFill"))
        if solid is not None and len(solid):
            return self._colour(solid[0])
        stops = list(holder.iter(q("a:gs")))
        tones = [tone for stop in stops if len(stop) and (tone := self._colour(stop[0]))]
        if tones:
            parts = [colours.channels(tone.colour) for tone in tones]
            red, green, blue = (sum(part) / len(parts) for part in zip(*parts, strict=True))
            return Tone(colours.digits(red, green, blue))
        pattern = holder.find("/".join(q(t) for t in ("a:pattFill", "a:bgClr")))
        return self._colour(pattern[0]) if pattern is not None and len(pattern) else None

    def _colour(self, row: Element) -> Tone | None:
        kind = str(row.tag).rpartition("}")[2]
        value = str(row.get("lastClr") or row.get("val") or "")
        slot = value if kind == "schemeClr" else ""
        base = self.scheme.get(slot, "") if slot else _SYSTEM.get(value, value.upper())
        if not is_colour(base):
            return None
        colour, keep, lift, plain = base, 100_000, 0, True
        for change in row:
            name = str(change.tag).rpartition("}")[2]
            amount = int(str(change.get("val") or "0")) if is_number(change.get("val")) else 0
            match name:
                case "lumMod":
                    colour, keep = colours.shaded(colour, amount, 0), amount
                case "lumOff":
                    colour, lift = colours.shaded(colour, 100_000, amount), amount
                case "tint":
                    colour, plain = colours.mixed(colours.WHITE, colour, amount / 1e5), False
                case "shade":
                    colour, plain = colours.mixed(colours.BLACK, colour, amount / 1e5), False
                case "alpha" if amount < _OPAQUE:
                    return None
                case _:
                    plain = plain and name == "alpha"
        shade = Shade(slot=slot, keep=keep, lift=lift) if slot and plain else None
        return Tone(colour, shade)

    # backgrounds

    @cached_property
    def background(self) -> str:
        """Return the colour of the slide itself; of a picture or a gradient, its mean."""
        found = self._stated_background()
        for shape, root in self._furniture():
            place = box_of(shape)
            if place is not None and self._is_whole(place):
                found = self._filling(shape, root, None) or found
        return found

    def _is_whole(self, place: Box) -> bool:
        return shared(place, self.slide) >= _WHOLE * self.slide.width * self.slide.height

    def _filling(
        self, shape: Element, root: Element, part: tuple[float, float, float, float] | None
    ) -> str:
        blip = next(shape.iter(q("a:blip")), None)
        if blip is not None:
            return self._picture(blip, root, part)
        tone = self.tone(shape.find(q("p:spPr")))
        return tone.colour if tone else ""

    def _stated_background(self, part: tuple[float, float, float, float] | None = None) -> str:
        for root in (self._root, self._master):
            for stated in first("p:cSld/p:bg/p:bgPr", root):
                blip = stated.find("/".join(q(t) for t in ("a:blipFill", "a:blip")))
                if blip is not None:
                    mean = self._picture(blip, root, part)
                    if mean:
                        return mean
                tone = self.tone(stated)
                if tone:
                    return tone.colour
            for reference in first("p:cSld/p:bg/p:bgRef", root):
                tone = self._colour(reference[0]) if len(reference) else None
                if tone:
                    return tone.colour
        return colours.WHITE

    def background_at(self, box: Box) -> str:
        """Return the background colour of a text in a box."""
        found = self._stated_background(relative(self.slide, box))
        for shape, root in self._furniture():
            place = box_of(shape)
            if place is not None and shared(place, box) >= _BACKGROUND * box.width * box.height:
                found = self._filling(shape, root, relative(place, box)) or found
        return found

    def backgrounds_at(self, box: Box) -> tuple[str, ...]:
        """Return the background colours of a text in a box, in the deck and in the PDF."""
        here = self.background_at(box)
        plate = self.plate(box)
        return (here, plate[1] if plate else self.background)

    def plate(self, box: Box) -> tuple[Box, str] | None:
        """Return the shape on which a text stands, if it is not the slide, and its colour."""
        colour = self.background_at(box)
        if colour == self.background:
            return None
        for shape, _ in reversed(list(self._furniture())):
            place = box_of(shape)
            if place and shared(place, box) >= _BACKGROUND * box.width * box.height:
                if self._is_whole(place):
                    return None
                return clipped(place, self.slide), colour
        return None

    def _furniture(self) -> Iterator[tuple[Element, Element]]:
        roots = [self._root] if self._root.get("showMasterSp") in {"0", "false"} else [
            self._master, self._root]  # fmt: skip
        for root in roots:
            for tree in first("p:cSld/p:spTree", root):
                for shape in tree:
                    if shape.find(f".//{q('p:ph')}") is None and box_of(shape) is not None:
                        yield shape, root

    @cached_property
    def obstacles(self) -> tuple[Box, ...]:
        """Return the boxes of furniture that is not the slide's background."""
        boxes = [box_of(shape) for shape, _ in self._furniture()]
        return tuple(box for box in boxes if box is not None and not self._is_whole(box))

    def _picture(
        self, blip: Element, root: Element, part: tuple[float, float, float, float] | None
    ) -> str:
        """Return the mean colour of a picture, or of a part of it."""
        name = self.layout.part if root is self._root else self.layout.master
        relation = self._template.foreign.relations(name).get(str(blip.get(q("r:embed"), "")))
        flat = self._opened(relation.target) if relation else None
        if flat is None:
            return ""
        from pipeline.design.brand import background_pictures  # noqa: PLC0415 - as below

        return background_pictures.mean(flat, part)

    def hidden_share(self, box: Box, colour: str) -> float:
        """Return on how much of a box text of a colour can hardly be read."""
        wide, high = box.width / _CELLS, box.height / _CELLS
        cells = [
            Box(box.x + wide * across, box.y + high * down, wide, high)
            for across in range(_CELLS)
            for down in range(_CELLS)
        ]
        hard = sum(colours.contrast(colour, self.background_at(cell)) < _HARD for cell in cells)
        return hard / len(cells)

    def _opened(self, part: str) -> Image.Image | None:
        """Return a picture on white, small enough to be looked at often; None if it is unknown."""
        from pipeline.design.brand.background_pictures import flat  # noqa: PLC0415 - few have one

        if part not in self._opened_before:
            self._opened_before[part] = flat(self._template.parts.get(part, b""))
        return self._opened_before[part]
