"""Shape tree of one slide while it is drawn: shapes, placeholders, media, with ids and names."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pptx.opc.constants import CONTENT_TYPE as CT
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI
from pptx.parts.chart import ChartPart
from pptx.parts.embeddedpackage import EmbeddedXlsxPart
from pptx.parts.slide import SlidePart

from pipeline.core.lengths import Pt
from pipeline.design.theme import Theme
from pipeline.design.tokens import Box
from pipeline.edition.slide import Slide
from pipeline.edition.spoken_text import joined
from pipeline.render.drawingml.drawing_text import Xml, decorative, preset, xfrm, xml
from pipeline.render.drawingml.native_chart import WORKBOOK
from pipeline.render.pptx.text import Line, Setting, Typesetter
from pipeline.render.pptx.text_styles import fill, line


@dataclass(frozen=True)
class Paint:
    """A shape's geometry, fill and outline; tokens of the theme.

    Attributes:
        fill: None for no fill.
        line: None for no outline.
    """

    fill: str | None = None
    line: str | None = None
    width: Pt = Pt(0.75)
    dash: str = ""
    shape: str = "rect"


class Media:
    """What a slide names outside itself: pictures, charts and links, by relationship."""

    def __init__(self, part: SlidePart, numbers: Iterator[int]) -> None:
        """Begin a slide.

        Args:
            part: the slide's.
            numbers: of the deck's next charts; none if it may have others than ours.
        """
        self._part = part
        self._numbers = numbers

    def _names(self) -> tuple[PackURI, PackURI]:
        """Return free names for the parts of a chart and its workbook.

        The package would look through all its parts to find them, for each chart anew.
        """
        forms = (ChartPart.partname_template, EmbeddedXlsxPart.partname_template)
        if (number := next(self._numbers, None)) is None:
            chart, book = (self._part.package.next_partname(form) for form in forms)
        else:
            chart, book = (PackURI(form % number) for form in forms)
        return chart, book

    @property
    def relations(self) -> int:
        """Return how much the slide names."""
        return len(self._part.rels)

    def link(self, href: str) -> str:
        """Name a link's target and return its relationship id."""
        return self._part.relate_to(href, RT.HYPERLINK, is_external=True)

    def image(self, data: bytes) -> str:
        """Embed a picture and return its relationship id."""
        added: tuple[object, str] = self._part.get_or_add_image_part(io.BytesIO(data))
        return added[1]

    def chart(self, drawn: bytes, book: bytes) -> str:
        """Add a chart and its workbook, and return the chart's relationship id."""
        names, package = self._names(), self._part.package
        chart = Part(names[0], CT.DML_CHART, package, drawn)
        workbook = EmbeddedXlsxPart(names[1], CT.SML_SHEET, package, book)
        if chart.relate_to(workbook, RT.PACKAGE) != WORKBOOK:
            raise LookupError("a chart names its workbook otherwise than is known")
        return self._part.relate_to(chart, RT.CHART)


class Sheet:
    """Shape tree of a slide while it is drawn.

    Attributes:
        dark: the slide's background is the accent colour.
        shapes: finished, in reading order.
    """

    def __init__(self, slide: Slide, theme: Theme, typesetter: Typesetter, media: Media) -> None:
        self.slide = slide
        self.media = media
        self.theme = theme
        self.typesetter = typesetter
        self.dark = theme.is_dark(slide.layout)
        self.shapes: list[Xml] = []
        self._lines: dict[tuple[str, str | None, Pt], Xml] = {}
        self._last_id = 1
        self._named: Counter[str] = Counter()

    def add(self, shape: Xml) -> None:
        """Put a finished shape after the others."""
        self.shapes.append(shape)

    def side(self, tag: str, token: str | None, width: Pt) -> Xml:
        """Return the line on one side of a table's cells, of which a slide has hundreds."""
        key = (tag, token, width)
        if (known := self._lines.get(key)) is None:
            known = self._lines[key] = line(self.theme, token, width, tag=tag)
        return known

    def properties(
        self,
        name: str,
        lines: Sequence[Line] = (),
        *,
        numbered: bool = False,
        alt: str = "",
        decoration: bool = False,
    ) -> Xml:
        """Return a shape's id, name and alternative text.

        Args:
            name: what the shape is; a second shape of that name gets a number.
            lines: its text, whose markers are spoken with their grounds.
            numbered: number the first one, too.
            alt: alternative text of what has no text of its own.
            decoration: screen readers pass over it.
        """
        self._last_id += 1
        self._named[name] += 1
        count = self._named[name]
        full = f"{name} {count}" if numbered or count > 1 else name
        attributes: dict[str, str | int] = {"id": self._last_id, "name": full}
        alt = alt or joined(row.runs for row in lines)
        if alt:
            attributes["descr"] = alt
        return xml("p:cNvPr", attributes, decorative() if decoration else None)

    def appearance(self, box: Box, paint: Paint) -> Xml:
        """Return a native shape's place, geometry, fill and outline."""
        outline = line(self.theme, paint.line, paint.width, paint.dash)
        background = fill(self.theme, paint.fill)
        return xml("p:spPr", None, xfrm(box), preset(paint.shape), background, outline)

    def shape(self, name: str, box: Box, paint: Paint) -> Xml:
        """Return a shape without text that means nothing to a listener."""
        return xml(
            "p:sp",
            None,
            xml(
                "p:nvSpPr",
                None,
                self.properties(name, decoration=True),
                xml("p:cNvSpPr"),
                xml("p:nvPr"),
            ),
            self.appearance(box, paint),
        )

    def text_shape(
        self, properties: Xml, box: Box, lines: Sequence[Line], setting: Setting, paint: Paint
    ) -> Xml:
        """Return a native shape with text; without fill and outline it is a text box."""
        bare = paint.fill is None and paint.line is None
        kind = xml("p:cNvSpPr", {"txBox": 1} if bare else None)
        return xml(
            "p:sp",
            None,
            xml("p:nvSpPr", None, properties, kind, xml("p:nvPr")),
            self.appearance(box, paint),
            self.typesetter.body("p:txBody", lines, setting),
        )

    def graphic(
        self, properties: Xml, holder: Mapping[str, str | int] | None, box: Box, data: Xml
    ) -> Xml:
        """Return a frame for what is no shape: a table, a chart.

        Args:
            properties: its id, name and alternative text.
            holder: attributes of the layout's placeholder that it fills, if one is free.
            box: its place.
            data: what stands in it, with the address that says of which kind it is.
        """
        return xml(
            "p:graphicFrame",
            None,
            xml(
                "p:nvGraphicFramePr",
                None,
                properties,
                xml("p:cNvGraphicFramePr", None, xml("a:graphicFrameLocks", {"noGrp": 1})),
                xml("p:nvPr", None, xml("p:ph", holder) if holder else None),
            ),
            xfrm(box, "p:xfrm"),
            xml("a:graphic", None, data),
        )

    def placeholder(
        self,
        properties: Xml,
        holder: Mapping[str, str | int],
        body: Xml,
        box: Box | None,
        paint: Paint | None = None,
    ) -> Xml:
        """Return a placeholder of the slide's layout.

        Args:
            properties: its id and name.
            holder: attributes by which it finds its layout's placeholder.
            body: its text.
            box: its own place; None for the layout's.
            paint: its own background, with a place of its own; None for the layout's.
        """
        if box and paint:
            appearance = xml("p:spPr", None, xfrm(box), fill(self.theme, paint.fill))
        else:
            appearance = xml("p:spPr", None, xfrm(box) if box else None)
        return xml(
            "p:sp",
            None,
            xml(
                "p:nvSpPr",
                None,
                properties,
                xml("p:cNvSpPr", None, xml("a:spLocks", {"noGrp": 1})),
                xml("p:nvPr", None, xml("p:ph", holder)),
            ),
            appearance,
            body,
        )
