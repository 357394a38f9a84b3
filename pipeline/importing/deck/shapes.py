"""Reader of one slide: its texts, tables, charts, diagrams and pictures, groups gone through."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from pipeline.core.ooxml_names import q
from pipeline.importing.deck import chart_reader, diagram_reader, paragraphs, table_reader
from pipeline.importing.deck.colour_scheme import Colour, is_black, is_opaque
from pipeline.importing.deck.covering import Cover, anchor_of
from pipeline.importing.deck.inheritance import FURNITURE, kind_of
from pipeline.importing.deck.paragraphs import Setting
from pipeline.importing.deck.picture_reader import Pictures
from pipeline.importing.deck.placement import Frame, common
from pipeline.importing.deck.printed_markers import count
from pipeline.importing.deck.reading_order import Node, group, rank_of
from pipeline.importing.deck.slide_part import SlidePart
from pipeline.importing.found import Box, Paragraph, Role, Text, Told
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

_ROLES: dict[str, Role] = {
    "title": "title", "ctrTitle": "title", "subTitle": "subtitle", "": "free",
}  # fmt: skip
_NON_VISUAL = ("p:nvSpPr", "p:nvPicPr", "p:nvGraphicFramePr", "p:nvGrpSpPr", "p:nvCxnSpPr")
#: Share of a thing that lies beyond the slide's edge when nobody sees it.
_INSIDE = 0.02


@dataclass
class SlideReader(SlidePart):
    """Reads one slide; what it leaves out is told.

    Attributes:
        size: of the slide, in points.
        covers: opaque shapes without words, with how many things stood behind them.
    """

    size: tuple[float, float] = (0.0, 0.0)
    pictures: Pictures = field(kw_only=True)
    covers: list[Cover] = field(default_factory=list)
    things: list[Node] = field(default_factory=list)
    painted: list[Box] = field(default_factory=list)

    def read(self) -> list[Node]:
        """Return what stands on the slide, as a tree of groups."""
        self.painted += self._behind_all()
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
            self._leave(shape, "shape", "hidden", f"a hidden shape: {_counted(shape)}")
            return None
        self._tell_alternative(shape)
        if local(shape) == "grpSp":
            inner = frame.inside(find(shape, "p:grpSpPr/a:xfrm"))
            children = self._children(shape, inner)
            return group(children) if children else None
        box = frame.box(self.heritage.place(shape)) or Box(0, 0, *self.size)
        if self._is_outside(box):
            self._leave(shape, "shape", "off-slide", f"beside the slide: {_counted(shape)}")
            return None
        thing = self._thing(shape, box)
        if thing is None:
            return None
        is_placeholder = bool(kind_of(shape))
        anchor = anchor_of(self.heritage.chain(shape))
        rank = rank_of(thing, is_placeholder=is_placeholder)
        node = Node(thing.box, thing, rank=rank, shape=shape, anchor=anchor)
        self.things.append(node)
        return node

    def _thing(self, shape: Element, box: Box) -> Thing | None:
        match local(shape):
            case "sp":
                return self._words(shape, box)
            case "pic":
                self.painted.append(box)
                return self.pictures.read(shape, box, self)
            case "graphicFrame":
                self.painted.append(box)
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
        fill = self._fill(shape)
        setting = self.setting(shape, box, fill)
        body = find(shape, "p:txBody")
        found = paragraphs.read(body, setting)
        self._pass_on(setting, shape)
        self._note_fill(shape, box, fill, has_words=bool(found))
        is_typed = kind in {"ftr", "dt"} and bool(found)  # and no field that the program fills in
        if kind in FURNITURE and not is_typed:
            self._furniture(shape, FURNITURE[kind], found, setting)
            return None
        if not found:
            self._empty(shape, kind, fill, setting)
            return None
        role: Role = "footer" if is_typed else _ROLES.get(kind, "body")
        number, name = identity(shape)
        return Text(number, name, box, role, found, setting.largest)

    def setting(self, shape: Element, box: Box, fill: Colour | None) -> Setting:
        """Return where the words of a shape stand."""
        return Setting(
            self.heritage.colours,
            self.package.relations(self.part),
            lambda level: self.heritage.levels(shape, level),
            self._behind(shape, box, fill),
            self.address(find(non_visual(shape), "a:hlinkClick")),
        )

    def _behind(self, shape: Element, box: Box, fill: Colour | None) -> Colour | None:
        properties = find(shape, "p:spPr")
        names = {local(child) for child in children(properties)}
        if fill is not None or names & {"solidFill"}:
            return fill
        if names & {"gradFill", "blipFill", "pattFill", "grpFill"}:
            return None
        if any(common(box, other) > 0 for other in self.painted):
            return None
        return self.heritage.background()

    def _fill(self, shape: Element) -> Colour | None:
        """Return the colour of an opaque fill: the shape's own, that of its style, or inherited."""
        for holder in self.heritage.chain(shape):
            properties = find(holder, "p:spPr")
            own = find(properties, "a:solidFill")
            if own is not None:
                return self.heritage.colours.of(own) if is_opaque(own) else None
            names = {local(child) for child in children(properties)}
            if names & {"noFill", "gradFill", "blipFill", "pattFill", "grpFill"}:
                return None
            style = find(holder, "p:style/a:fillRef")
            if style is not None:
                return self.heritage.colours.of(style) if whole(style.get("idx")) else None
        return None

    def _note_fill(self, shape: Element, box: Box, fill: Colour | None, *, has_words: bool) -> None:
        properties = find(shape, "p:spPr")
        names = {local(child) for child in children(properties)}
        if fill is not None or names & {"gradFill", "blipFill", "pattFill"}:
            self.painted.append(box)
        if "blipFill" in names:
            self._leave(shape, "picture", "picture-fill", "a picture that fills a shape")
        if fill is not None and (is_black(fill) or not has_words):
            number, name = identity(shape)
            self.covers.append(Cover(box, len(self.things), is_black(fill), number, name))

    def _empty(self, shape: Element, kind: str, fill: Colour | None, setting: Setting) -> None:
        if kind:
            self._leave(shape, "placeholder", "empty", "an empty placeholder")
        elif not setting.told and not is_black(fill):
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
            return table_reader.read(grid, shape, box, self)
        if uri.endswith(("/chart", "/chartex")) and data is not None:
            try:
                return chart_reader.read(data, shape, box, self)
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

    def _tell_alternative(self, shape: Element) -> None:
        """Tell the alternative text of a shape that is no figure: its own words are taken."""
        properties = non_visual(shape)
        if properties is None or local(shape) not in {"sp", "cxnSp", "grpSp"}:
            return
        for text in (str(properties.get(name, "")).strip() for name in ("descr", "title")):
            if text:
                words = "the alternative text of a shape that is no figure"
                self._leave(shape, "alternative-text", "of-a-shape", words, text)

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
    return (whole(found.get("id")), str(found.get("name", ""))) if found is not None else (0, "")


def _counted(shape: Element) -> str:
    text = " ".join(str(row.text or "") for row in shape.iter(q("a:t")))
    number = count(text)
    return f"{number} word{'' if number == 1 else 's'}"
