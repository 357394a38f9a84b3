"""Drawings of a document: their pictures, charts, diagrams and text boxes; what lies over words."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from pipeline.core.ooxml_names import NAMESPACES, q
from pipeline.importing import chart_reader
from pipeline.importing.colour_scheme import Colour, Scheme, scheme
from pipeline.importing.document import covering_shapes, page_places
from pipeline.importing.document.page_places import Page
from pipeline.importing.found import Box, Chart, Picture, Told
from pipeline.importing.office_package import BadFileError, Element, is_on, local, whole
from pipeline.importing.picture_reader import Pictures
from pipeline.importing.printed_markers import count
from pipeline.importing.source_part import SourcePart

_WHITE: Colour = (1.0, 1.0, 1.0)
#: What holds the name of a part of a group, and whether it is hidden.
_OWN = frozenset(("nvPicPr", "nvGrpSpPr", "nvSpPr", "nvGraphicFramePr"))
_UNSEEN = {
    "hidden": "a hidden shape", "off-slide": "a shape beside the page",
    "too-small": "a shape too small to be seen",
}  # fmt: skip


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
        unseen: contents of text boxes that nobody sees, each with why.
        embedded: what was embedded in it, in words.
    """

    things: list[Thing] = field(default_factory=list)
    texts: list[Element] = field(default_factory=list)
    unseen: list[tuple[Element, str]] = field(default_factory=list)
    embedded: list[str] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)


def of(drawing: Element, page: Page, unseen: str = "") -> Drawn:
    """Return what a drawing holds.

    Args:
        drawing: w:drawing, w:pict or w:object.
        page: that it stands on.
        unseen: why nobody sees what it stands in; '' if that is seen.
    """
    found = Drawn()
    properties = next((row for row in drawing.iter(q("wp:docPr"))), None)
    if properties is not None and is_on(properties.get("hidden")):
        unseen = "hidden"
    unseen = unseen or page_places.why_of_drawing(drawing, page)
    if unseen:
        _leave(drawing, unseen, found)
        return found
    _walk(drawing, properties, page, found)
    if local(drawing) == "object":
        found.embedded.append("an embedded file; the picture that shows it was taken")
    said = [str(row.get("string", "")) for row in drawing.iter(q("v:textpath"))]
    said += ["".join(str(part.text or "") for part in row.iter(q("a:t")))
             for row in drawing.iter(q("a:p"))]  # fmt: skip
    for text in (" ".join(row.split()) for row in said):
        if text:
            words = "words of a drawing, which is not taken"
            found.told.append(Told("shape", "look-lost", words, text=text))
    for row in drawing.iter():
        if local(row) in {"ink", "inkml", "contentPart"}:
            found.told.append(Told("shape", "ink", "handwriting"))
    return found


def _leave(part: Element, why: str, found: Drawn) -> None:
    """Tell what nobody sees; its paragraphs are told one by one."""
    found.unseen += ((row, why) for row in _boxes(part))
    words = count(" ".join(str(row.text or "") for row in part.iter(q("a:t"))))
    found.told.append(Told("shape", why, f"{_UNSEEN.get(why, _UNSEEN['hidden'])}: {words} words"))
    for row in part.iter():
        what = {"pic": "picture", "imagedata": "picture", "chart": "chart"}.get(local(row), "")
        if what:
            found.told.append(Told(what, why, f"a {what} that nobody sees"))


def _boxes(part: Element) -> Iterator[Element]:
    for row in part:
        if row.tag == q("w:txbxContent"):
            yield row
        else:
            yield from _boxes(row)


def _why(part: Element, page: Page) -> str:
    """Return why nobody sees a part of a drawing; '' if it is seen."""
    if local(part) in page_places.OLD_SHAPES:
        return page_places.why_of_old_shape(part, page)
    for row in part:
        holder = (
            row if local(row) == "cNvPr" else row[0] if local(row) in _OWN and len(row) else None
        )
        if holder is not None and is_on(holder.get("hidden")):
            return "hidden"
    return ""


def _walk(element: Element, properties: Element | None, page: Page, found: Drawn) -> None:
    for row in element:
        name = local(row)
        if why := _why(row, page):
            _leave(row, why, found)
        elif name == "txbxContent":
            found.texts.append(row)
        elif name == "pic":
            own = _named(row) if properties is None or _is_group(row) else properties
            found.things.append(Thing(row, own))
        elif name in {"chart", "relIds"}:
            found.things.append(Thing(row, properties))
        elif name == "imagedata":
            found.things.append(_old(row))
        else:
            _walk(row, properties, page, found)


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


def behind(content: Element, colours: Scheme) -> Colour | None:
    """Return the colour behind the words of a text box; None if it is not known."""
    for row in content.iterancestors():
        if local(row) in {"wsp", "shape", "rect", "roundrect", "oval"}:
            is_filled, painted = covering_shapes.fill(row, colours)
            return painted if is_filled else _WHITE
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
