"""Reader of one slide: its texts, tables, charts, diagrams and pictures, groups gone through."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from pipeline.core.ooxml_names import q
from pipeline.importing import alternative_text, chart_reader, surfaces
from pipeline.importing.colour_scheme import Colour
from pipeline.importing.deck import covers, diagram_reader, paragraphs, table_reader
from pipeline.importing.deck.covering import Cover
from pipeline.importing.deck.covers import Seen
from pipeline.importing.deck.inheritance import FURNITURE, kind_of
from pipeline.importing.deck.paragraphs import Setting
from pipeline.importing.deck.placement import Frame, common, holds, is_turned
from pipeline.importing.deck.reading_order import Node, group, rank_of
from pipeline.importing.deck.slide_part import SlidePart
from pipeline.importing.deck.text_extent import (
    align_of,
    anchor_of,
    extent,
    font_scale,
    is_fitted,
    is_unusual,
)
from pipeline.importing.found import Box, Paragraph, Picture, Role, Text, Told
from pipeline.importing.found import Element as Thing
from pipeline.importing.office_package import (
    BadFileError,
    Element,
    children,
    find,
    is_on,
    local,
    whole,
)
from pipeline.importing.picture_reader import Pictures
from pipeline.importing.printed_markers import count
from pipeline.importing.surfaces import Paint

_ROLES: dict[str, Role] = {
    "title": "title", "ctrTitle": "title", "subTitle": "subtitle", "": "free",
}  # fmt: skip
_NON_VISUAL = ("p:nvSpPr", "p:nvPicPr", "p:nvGraphicFramePr", "p:nvGrpSpPr", "p:nvCxnSpPr")
#: Share of a thing that lies beyond the slide's edge when nobody sees it.
_INSIDE = 0.02
#: In 60000ths of a degree.
_RIGHT_ANGLE = 5_400_000


@dataclass
class SlideReader(SlidePart):
    """Reads one slide; what it leaves out is told.

    Attributes:
        size: of the slide, in points.
        covers: what hides something, with how many things stood behind it.
        painted: what is painted, with its colour where that is known and the same all over.
    """

    size: tuple[float, float] = (0.0, 0.0)
    pictures: Pictures = field(kw_only=True)
    covers: list[Cover] = field(default_factory=list)
    things: list[Node] = field(default_factory=list)
    painted: list[tuple[Box, Colour | None]] = field(default_factory=list)

    def read(self) -> list[Node]:
        """Return what stands on the slide, as a tree of groups."""
        self.painted += [(box, None) for box in self._behind_all()]
        tree = find(self.heritage.slide, "p:cSld/p:spTree")
        return self._children(tree, Frame())

    def _behind_all(self) -> Iterator[Box]:
        """Yield the boxes of what layout and master paint behind the slide's own shapes."""
        for holder in (self.heritage.layout, self.heritage.master):
            for shape in children(find(holder, "p:cSld/p:spTree")):
                if kind_of(shape) or local(shape) not in {"sp", "pic", "grpSp"}:
                    continue
                name = "p:grpSpPr" if local(shape) == "grpSp" else "p:spPr"
                box = Frame().box(find(shape, f"{name}/a:xfrm"))
                if box is not None:
                    yield box

    def _children(self, tree: Element | None, frame: Frame) -> list[Node]:
        found: list[Node] = []
        for shape in children(tree):
            node = self._shape(shape, frame)
            if node is not None:
                found.append(node)
        return found

    def _shape(self, shape: Element, frame: Frame) -> Node | None:
        if local(shape) not in {"sp", "pic", "graphicFrame", "grpSp", "cxnSp", "contentPart"}:
            return None
        properties = non_visual(shape)
        if properties is not None and is_on(properties.get("hidden")):
            self._leave_unseen(shape, "hidden", f"a hidden shape: {_counted(shape)}")
            return None
        if local(shape) == "grpSp":
            found = self._children(shape, frame.inside(find(shape, "p:grpSpPr/a:xfrm")))
            self._tell_alternative(shape, is_seen=bool(found))
            return group(found) if found else None
        transform = self.heritage.place(shape)
        box = frame.box(transform) or Box(0, 0, *self.size)
        if self._is_outside(box):
            self._leave_unseen(shape, "off-slide", f"beside the slide: {_counted(shape)}")
            return None
        self._tell_alternative(shape)
        paint = surfaces.of_shape(shape, self.heritage.chain(shape), self.heritage.colours)
        thing = self._thing(shape, box)
        if isinstance(thing, Picture):
            paint = surfaces.of_picture(shape, self.pictures.data_of(thing))
            self.painted[-1] = (box, paint.colour if paint is not None else None)
        seen = Seen(shape, thing, paint, box, frame, transform, len(self.things), *identity(shape))
        self.covers += covers.of(seen, self.heritage.colours)
        node = self._node(seen)
        if node is not None:
            self.things.append(node)
        return node

    def _node(self, seen: Seen) -> Node | None:
        thing, shape = seen.thing, seen.shape
        if thing is None:
            return None
        chain = self.heritage.chain(shape)
        node = Node(thing.box, thing, rank=rank_of(thing), shape=shape, anchor=anchor_of(chain))
        node.is_fitted = is_fitted(chain)
        node.align = align_of(shape, list(self.heritage.levels(shape, 0)))
        node.is_unusual = seen.frame.is_turned
        if isinstance(thing, Picture):
            turned = whole(seen.transform.get("rot")) if seen.transform is not None else 0
            node.is_unusual |= bool(turned % _RIGHT_ANGLE)
        else:
            node.is_unusual |= is_turned(seen.transform) or is_unusual(chain)
        if isinstance(thing, Text):
            self._cut_off(node, thing)
            if not thing.paragraphs:
                return None
        return node

    def _cut_off(self, node: Node, text: Text) -> None:
        """Leave out paragraphs that begin below the slide, or where their shape is cut off.

        Of a placeholder they are the rest of a text that grew too long; that is told.
        """
        body = find(node.shape, "p:txBody/a:bodyPr")
        if node.is_unusual or node.is_fitted:
            return
        limit = self.size[1]
        is_clipped = body is not None and body.get("vertOverflow") == "clip"
        if is_clipped:
            limit = min(limit, node.box.y + node.box.height)
        for band, paragraph in zip(extent(node, text).bands, [*text.paragraphs], strict=True):
            if band.top < limit:
                continue
            if text.role != "free" and not is_clipped:
                paragraph.told.append(("off-slide", "it runs below the slide there"))
            else:
                text.paragraphs.remove(paragraph)
                number = sum(count(run.text) + run.words for run in paragraph.runs)
                words = f"beside the slide, or cut off by its shape: {number} words"
                self.told.append(Told("paragraph", "off-slide", words, shape=text.shape))

    def _thing(self, shape: Element, box: Box) -> Thing | None:
        match local(shape):
            case "sp":
                return self._words(shape, box)
            case "pic":
                self.painted.append((box, None))
                return self.pictures.read(shape, box, self)
            case "graphicFrame":
                self.painted.append((box, None))
                return self._frame(shape, box)
            case "cxnSp":
                self._leave(shape, "shape", "decoration", "a line without words")
            case _:
                self._leave(shape, "shape", "ink", "handwriting")
        return None

    def _is_outside(self, box: Box) -> bool:
        seen = common(box, Box(0, 0, *self.size))
        whole_ = box.width * box.height
        if whole_ <= 0:
            width, height = self.size
            return not (-1 <= box.x <= width and -1 <= box.y <= height)
        return seen <= _INSIDE * whole_

    def _words(self, shape: Element, box: Box) -> Thing | None:
        kind = kind_of(shape)
        paint = surfaces.of_shape(shape, self.heritage.chain(shape), self.heritage.colours)
        setting = self.setting(shape, self._behind(box, paint))
        body = find(shape, "p:txBody")
        found = paragraphs.read(body, setting)
        self._pass_on(setting, shape)
        if paint is not None and paint.is_opaque:
            self.painted.append((box, paint.colour))
        elif paint is not None and paint.alpha > 0:
            self.painted.append((box, None))
        if find(shape, "p:spPr/a:blipFill") is not None:
            self._leave(shape, "picture", "picture-fill", "a picture that fills a shape")
        is_typed = kind in {"ftr", "dt"} and bool(found)  # and no field that the program fills in
        if kind in FURNITURE and not is_typed:
            self._furniture(shape, FURNITURE[kind], found, setting)
            return None
        if not found:
            self._empty(shape, kind, paint, setting)
            return None
        role: Role = "footer" if is_typed else _ROLES.get(kind, "body")
        number, name = identity(shape)
        return Text(number, name, box, role, found, setting.largest)

    def setting(self, shape: Element, behind: Colour | None) -> Setting:
        """Return where the words of a shape stand."""
        style = find(shape, "p:style/a:fontRef")
        colour = self.heritage.colours.of(style)
        return Setting(
            self.heritage.colours,
            self.package.relations(self.part),
            lambda level: self.heritage.levels(shape, level),
            behind,
            Paint(colour) if colour is not None else None,
            font_scale(find(shape, "p:txBody/a:bodyPr")),
            self.address(find(non_visual(shape), "a:hlinkClick")),
        )

    def _behind(self, box: Box, paint: Paint | None) -> Colour | None:
        """Return the colour behind the words of a shape; None if it is not known."""
        if paint is not None:
            return paint.colour if paint.is_opaque else None
        for place, colour in reversed(self.painted):
            if common(box, place) > 0:
                return colour if holds(place, box) else None
        return self.heritage.background()

    def _empty(self, shape: Element, kind: str, paint: Paint | None, setting: Setting) -> None:
        if kind:
            self._leave(shape, "placeholder", "empty", "an empty placeholder")
        elif not setting.told and not (paint is not None and paint.is_black and paint.is_opaque):
            self._leave(shape, "shape", "decoration", "a shape without words")

    def _furniture(
        self, shape: Element, what: str, found: list[Paragraph], setting: Setting
    ) -> None:
        words = " ".join(row.text or "" for row in setting.told)
        body = find(shape, "p:txBody")
        text = (
            "".join(str(row.text or "") for row in body.iter(q("a:t"))) if body is not None else ""
        )
        if found or words or text.strip():
            message = f"a {what.replace('-', ' ')}: the program prints its own"
            self._leave(shape, what, "furniture", message, text)

    def _pass_on(self, setting: Setting, shape: Element) -> None:
        number, name = identity(shape)
        for row in setting.told:
            row.shape, row.name = number, name
            if kind_of(shape) not in FURNITURE:
                self.told.append(row)

    def _frame(self, shape: Element, box: Box) -> Thing | None:
        data = find(shape, "a:graphic/a:graphicData")
        uri = str(data.get("uri", "")) if data is not None else ""
        number, name = identity(shape)
        if data is not None and (grid := find(data, "a:tbl")) is not None:
            return table_reader.read(grid, shape, box, self, self._behind_frame(box))
        if uri.endswith(("/chart", "/chartex")) and data is not None:
            try:
                own, colours = non_visual(shape), self.heritage.colours
                return chart_reader.read(data, own, box, self, colours, self._behind_frame(box))
            except BadFileError:
                self._leave(shape, "chart", "unreadable", "a chart whose part cannot be read")
                return None
        if uri.endswith("/diagram") and data is not None:
            return diagram_reader.read(data, shape, box, self)
        if uri.endswith("/ole") and data is not None:
            self.told.append(Told("embedded-file", "embedded", "an embedded file: its picture is "
                                  "taken", shape=number, name=name))  # fmt: skip
            picture = next(data.iter(q("p:pic")), None)
            if picture is not None:
                return self.pictures.read(picture, box, self, owner=shape)
            return None
        self._leave(shape, "shape", "unknown", "an object of a kind that is not read")
        return None

    def _behind_frame(self, box: Box) -> Colour | None:
        own = self.painted.pop()
        behind = self._behind(box, None)
        self.painted.append(own)
        return behind

    def _tell_alternative(self, shape: Element, *, is_seen: bool = True) -> None:
        """Tell the alternative text of a shape that is no figure: its own words are taken."""
        properties = non_visual(shape)
        if properties is None or local(shape) not in {"sp", "cxnSp", "grpSp"}:
            return
        for text in (str(properties.get(name, "")).strip() for name in ("descr", "title")):
            if text:
                words = "the alternative text of a shape that is no figure"
                self._leave(
                    shape, "alternative-text", "of-a-shape", words, text if is_seen else None
                )

    def _leave_unseen(self, shape: Element, why: str, words: str) -> None:
        """Tell of a shape that nobody sees, without its name."""
        number, _ = identity(shape)
        self.told.append(Told("shape", why, words, shape=number))

    def _leave(
        self, shape: Element, what: str, why: str, words: str, text: str | None = None
    ) -> None:
        number, name = identity(shape)
        self.told.append(Told(what, why, words, text=text, shape=number, name=name))


def non_visual(shape: Element) -> Element | None:
    """Return what holds a shape's id, name and alternative text."""
    for name in _NON_VISUAL:
        found = find(shape, f"{name}/p:cNvPr")
        if found is not None:
            return found
    return None


def identity(shape: Element) -> tuple[int, str]:
    """Return a shape's id and name."""
    found = non_visual(shape)
    return (whole(found.get("id")), alternative_text.name(found)) if found is not None else (0, "")


def _counted(shape: Element) -> str:
    text = " ".join(str(row.text or "") for row in shape.iter(q("a:t")))
    number = count(text)
    return f"{number} word{'' if number == 1 else 's'}"
