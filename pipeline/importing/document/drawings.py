"""Drawings of a document: their pictures, charts, diagrams and text boxes; what lies over words."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from pipeline.core.ooxml_names import NAMESPACES, q
from pipeline.importing import chart_reader
from pipeline.importing.colour_scheme import Colour, Scheme, is_black, scheme
from pipeline.importing.document.passages import colour
from pipeline.importing.found import Box, Chart, Picture, Told
from pipeline.importing.office_package import BadFileError, Element, find, is_on, local, whole
from pipeline.importing.picture_reader import Pictures
from pipeline.importing.printed_markers import count
from pipeline.importing.source_part import SourcePart

_WHITE: Colour = (1.0, 1.0, 1.0)
_NAMED = {"black": (0.0, 0.0, 0.0), "white": (1.0, 1.0, 1.0)}
#: A shape lower than this, in points, is a line and hides nothing.
_THIN = 6.0
_EMU = 12700


@dataclass(frozen=True)
class Thing:
    """A picture, a chart or a diagram of a drawing.

    Attributes:
        properties: its name and its alternative text (wp:docPr).
    """

    element: Element
    properties: Element | None


@dataclass
class Drawn:
    """What a drawing holds.

    Attributes:
        texts: contents of its text boxes.
        covers: shapes without words that hide what is behind them.
        embedded: what was embedded in it, in words.
    """

    things: list[Thing] = field(default_factory=list)
    texts: list[Element] = field(default_factory=list)
    covers: list[Element] = field(default_factory=list)
    embedded: list[str] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)


def of(drawing: Element) -> Drawn:
    """Return what a drawing holds (w:drawing, w:pict or w:object)."""
    found = Drawn()
    properties = next((row for row in drawing.iter(q("wp:docPr"))), None)
    if properties is not None and is_on(properties.get("hidden")):
        words = count(" ".join(str(row.text or "") for row in drawing.iter(q("w:t"))))
        found.told.append(Told("shape", "hidden", f"a hidden shape: {words} words"))
        return found
    _walk(drawing, properties, found)
    if local(drawing) == "object":
        found.embedded.append("an embedded file; the picture that shows it was taken")
    for row in drawing.iter():
        if local(row) in {"wsp", "rect"} and _is_cover(row) and _floats(drawing):
            found.covers.append(drawing)
    for row in drawing.iter():
        if local(row) in {"ink", "inkml", "contentPart"}:
            found.told.append(Told("shape", "ink", "handwriting"))
    return found


def _walk(element: Element, properties: Element | None, found: Drawn) -> None:
    for row in element:
        name = local(row)
        if name == "txbxContent":
            found.texts.append(row)
        elif name == "pic":
            own = _named(row) if properties is None or _is_group(row) else properties
            found.things.append(Thing(row, own))
        elif name in {"chart", "relIds"}:
            found.things.append(Thing(row, properties))
        elif name == "imagedata":
            found.things.append(_old(row))
        else:
            _walk(row, properties, found)


def _is_group(picture: Element) -> bool:
    return any(local(row) in {"wgp", "grpSp", "wpc"} for row in picture.iterancestors())


def _named(picture: Element) -> Element | None:
    return next((row for row in picture.iter() if local(row) == "cNvPr"), None)


def _old(image: Element) -> Thing:
    """Return a picture of an older program in the form of a newer one."""
    shape = image.getparent()
    picture = etree.Element(q("pic:pic"), nsmap={"pic": NAMESPACES["pic"]})
    fill = etree.SubElement(picture, q("pic:blipFill"))
    blip = etree.SubElement(fill, q("a:blip"))
    blip.set(q("r:embed"), str(image.get(q("r:id"), "")))
    properties = etree.Element(q("wp:docPr"), nsmap={"wp": NAMESPACES["wp"]})
    properties.set("descr", str(shape.get("alt", "")) if shape is not None else "")
    cut = etree.SubElement(fill, q("a:srcRect"))
    for ours, theirs in (
        ("l", "cropleft"),
        ("t", "croptop"),
        ("r", "cropright"),
        ("b", "cropbottom"),
    ):
        cut.set(ours, str(_fraction(str(image.get(theirs, "0")))))
    return Thing(picture, properties)


def _fraction(text: str) -> int:
    """Return a share in thousandths of a per cent; VML writes 65536ths, followed by f."""
    bare = text.removesuffix("f")
    try:
        share = float(bare) / 65536 if text.endswith("f") else float(bare)
    except ValueError:
        return 0
    return round(min(max(share, -1.0), 1.0) * 100_000)


def read(
    thing: Thing, number: int, source: SourcePart, pictures: Pictures
) -> Chart | Picture | None:
    """Return a picture or a chart; None for what cannot be read, which is told.

    Args:
        thing: of a drawing.
        number: by which the report names it.
        source: the part that it stands in.
        pictures: gets its pixels.
    """
    own = _renumbered(thing.properties, number)
    if local(thing.element) == "chart":
        holder = thing.element.getparent()
        try:
            return chart_reader.read(
                holder if holder is not None else thing.element,
                own,
                Box(),
                source,
                _colours(source),
                _WHITE,
            )
        except BadFileError:
            words = "a chart whose part cannot be read"
            source.told.append(Told("chart", "unreadable", words, shape=number))
            return None
    return pictures.read(thing.element, Box(), source, own)


def _colours(source: SourcePart) -> Scheme:
    """Return the colours of the document's theme."""
    part = source.package.related(source.part, "theme")
    try:
        return scheme(source.package.xml(part) if part else None, {})
    except BadFileError:
        return scheme(None, {})


def _renumbered(properties: Element | None, number: int) -> Element:
    found = etree.Element(q("wp:docPr")) if properties is None else copy.deepcopy(properties)
    found.tag = q("wp:docPr")
    found.set("id", str(number))
    return found


def _fills(shape: Element) -> tuple[bool, Colour | None]:
    """Return whether a shape is filled, and its colour if that is known."""
    if shape.get("fillcolor") is not None or local(shape) in {"rect", "shape", "oval"}:
        name = str(shape.get("fillcolor", "white")).split(" ")[0]
        if str(shape.get("filled", "t")) in {"f", "false"}:
            return False, None
        return True, _NAMED.get(name, colour(name.removeprefix("#")))
    look = next((row for row in shape if local(row) == "spPr"), None)
    solid = find(look, "a:solidFill")
    if solid is not None:
        given = find(solid, "a:srgbClr")
        if given is None:
            scheme = find(solid, "a:schemeClr")
            dark = scheme is not None and scheme.get("val") in {"tx1", "dk1"} and not len(scheme)
            light = scheme is not None and scheme.get("val") in {"bg1", "lt1"} and not len(scheme)
            return True, _NAMED["black"] if dark else _NAMED["white"] if light else None
        if any(local(row) == "alpha" and whole(row.get("val")) < 60_000 for row in given):  # noqa: PLR2004
            return False, None
        return True, colour(str(given.get("val", "")))
    if find(look, "a:noFill") is not None:
        return False, None
    style = next((row for row in shape if local(row) == "style"), None)
    painted = find(style, "a:fillRef")
    is_styled = painted is not None and whole(painted.get("idx")) > 0
    return is_styled or (
        look is not None and any(local(row).endswith("Fill") for row in look)
    ), None


def _is_cover(shape: Element) -> bool:
    """Tell whether a shape without words is painted black."""
    if any(True for _ in shape.iter(q("w:t"))):
        return False
    is_filled, paint = _fills(shape)
    return is_filled and is_black(paint)


def _floats(drawing: Element) -> bool:
    anchor = next(iter(drawing.iter(q("wp:anchor"))), None)
    if anchor is None:
        return local(drawing) == "pict"
    extent = find(anchor, "wp:extent")
    high = whole(extent.get("cy")) / _EMU if extent is not None else 0
    return not is_on(anchor.get("behindDoc")) and high >= _THIN


def behind(content: Element) -> Colour | None:
    """Return the colour behind the words of a text box; None if it is not known."""
    for row in content.iterancestors():
        if local(row) in {"wsp", "shape", "rect", "roundrect", "oval"}:
            is_filled, paint = _fills(row)
            return paint if is_filled else _WHITE
    return _WHITE


def diagram(thing: Thing, source: SourcePart) -> Iterator[tuple[str, int]]:
    """Yield the texts of a diagram's points with their level, as they are connected."""
    relation = source.package.relations(source.part).get(str(thing.element.get(q("r:dm"), "")))
    if relation is None or not source.package.has(relation.target):
        return
    root = source.package.xml(relation.target)
    points = {str(row.get("modelId", "")): row for row in root.iter(q("dgm:pt"))}
    below: dict[str, list[tuple[int, str]]] = {}
    for row in root.iter(q("dgm:cxn")):
        if row.get("type", "parOf") == "parOf":
            pair = (whole(row.get("srcOrd")), str(row.get("destId", "")))
            below.setdefault(str(row.get("srcId", "")), []).append(pair)
    tops = [key for key, row in points.items() if row.get("type") == "doc"]
    todo = [(child, 0) for top in tops for _, child in sorted(below.get(top, ()))]
    seen: set[str] = set()
    while todo:
        key, level = todo.pop(0)
        point = points.get(key)
        if point is None or key in seen or point.get("type", "node") not in {"node", "asst"}:
            continue
        seen.add(key)
        lines = ["".join(str(part.text or "") for part in row.iter(q("a:t")))
                 for row in point.iter(q("a:p"))]  # fmt: skip
        said = [text for text in lines if text.strip()]
        yield from ((text, level) for text in said)
        deeper = level + 1 if said else level
        todo[:0] = [(child, deeper) for _, child in sorted(below.get(key, ()))]
