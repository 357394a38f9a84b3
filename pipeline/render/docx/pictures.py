"""Pictures in the Word document: maps, charts and images as inline drawings."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Callable
from io import BytesIO
from itertools import count

from pipeline.core.lengths import Pt, emu
from pipeline.design.theme import STEPS, Theme
from pipeline.design.tokens import Box
from pipeline.edition.blocks import Chart, Map, Picture
from pipeline.edition.spoken_text import figure_name
from pipeline.layout import chart_layout, map_layout
from pipeline.render.docx.runs import Pen, attribute, paragraph
from pipeline.render.svg import chart_drawing, map_drawing, rasterise

#: Pixels of a drawn map's width: 140 to the inch on a page.
_WIDTH_PX = 1400
_PICTURE = "http://schemas.openxmlformats.org/drawingml/2006/picture"

_LEGENDS = {
    "area": "LegendArea",
    "partner": "LegendPartner",
    "hatched": "LegendHatched",
    "dotted": "LegendDotted",
    "withheld": "LegendWithheld",
}


class Pictures:
    """The pictures of a document; their ids count from 1 in reading order."""

    def __init__(self, embed: Callable[[BytesIO], str], name: str, theme: Theme) -> None:
        """Begin with no pictures.

        Args:
            embed: puts an image into the package and gives its relationship id.
            name: what a map is called in the edition's language.
            theme: for colours.
        """
        self._embed = embed
        self._name = name
        self._theme = theme
        self._counter = count(1)
        self._size = ""

    def in_look(self, theme: Theme, size: str) -> Pictures:
        """Return a drawer of the same document's pictures in another look.

        Args:
            theme: for colours and type.
            size: ending of the names of the styles of what stands below.
        """
        other = Pictures(self._embed, self._name, theme)
        other._counter, other._size = self._counter, size
        return other

    def map(self, block: Map, box: Box, pen: Pen) -> list[str]:
        """Return a map and, below it, its legend.

        Args:
            block: the map.
            box: the greatest size of its views, in points.
            pen: writes the legend.
        """
        bare = tuple(row.model_copy(update={"label": ()}) for row in block.categories)
        drawn = block.model_copy(update={"categories": bare})
        plan = map_layout.plan(drawn, box, self._theme)
        views = plan.views
        width = max(view.box.x + view.box.width for view in views)
        height = max(view.box.y + view.box.height for view in views)
        image = rasterise.png(map_drawing.map_svg(drawn, box, self._theme), _WIDTH_PX)
        picture = self._inline(self._embed(BytesIO(image)), width, height, block.alt)
        legend = [
            paragraph(_LEGENDS[category.fill] + self._size, pen.runs(category.label))
            for category in map_layout.legend_entries(block)
        ]
        return [paragraph(f"Figure{self._size}", picture), *legend]

    def chart(self, block: Chart, box: Box, scale: float) -> list[str]:
        """Return a chart drawn in a box of points; ``scale``: of the page to the slide."""
        wide, high = box.width / scale, box.height / scale
        theme = self._theme
        steps = (
            step for step in range(STEPS) if not chart_layout.demands(block, wide, theme, step)[1]
        )
        step = next(steps, STEPS - 1)
        drawing = chart_drawing.chart_svg(block, Box(0, 0, wide, high), theme, step)
        image = rasterise.png(drawing, _WIDTH_PX)
        relation = self._embed(BytesIO(image))
        return [
            paragraph(
                f"Figure{self._size}", self._inline(relation, box.width, box.height, block.alt)
            )
        ]

    def picture(self, block: Picture, box: Box, pen: Pen) -> list[str]:
        """Return a picture as large as the box allows, and its caption."""
        scale = min(box.width / block.width, box.height / block.height)
        relation = self._embed(BytesIO(b64decode(block.data)))
        size = (block.width * scale, block.height * scale)
        drawn = [paragraph(f"Figure{self._size}", self._inline(relation, *size, block.alt))]
        return drawn + (
            [paragraph(f"Caption{self._size}", pen.runs(block.caption))] if block.caption else []
        )

    def _inline(self, relation: str, width: float, height: float, alt: str) -> str:
        number = next(self._counter)
        size = f'cx="{emu(Pt(width))}" cy="{emu(Pt(height))}"'
        name = attribute(figure_name(self._name, number))
        described = f'name="{name}" descr="{attribute(alt)}"'
        return (
            '<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
            f'<wp:extent {size}/><wp:docPr id="{number}" {described}/>'
            '<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/>'
            f'</wp:cNvGraphicFramePr><a:graphic><a:graphicData uri="{_PICTURE}"><pic:pic>'
            f'<pic:nvPicPr><pic:cNvPr id="{number}" {described}/><pic:cNvPicPr/>'
            f'</pic:nvPicPr><pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/>'
            f'</a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/>'
            '</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
            "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
        )
