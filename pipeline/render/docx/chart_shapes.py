"""Shapes on a native chart of the Word document: legend, totals, what stands for missing numbers.

They are a part of the chart, so that they are moved and sized with it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from xml.sax.saxutils import escape

from pipeline.core.ooxml_names import NAMESPACES
from pipeline.design.theme import Theme
from pipeline.design.tokens import Box
from pipeline.edition.blocks import Chart
from pipeline.edition.runs import NoteRun
from pipeline.layout.chart_parts import ChartPlan
from pipeline.render.docx.drawing_colours import colour
from pipeline.render.docx.runs import attribute
from pipeline.render.drawingml import labels_beside, map_outlines
from pipeline.render.drawingml.labels_beside import PlacedLabel

_SPACES = " ".join(f'xmlns:{name}="{NAMESPACES[name]}"' for name in ("c", "a", "cdr"))
_INSETS = 'lIns="0" tIns="0" rIns="0" bIns="0"'
_NO_OUTLINE = "<a:ln><a:noFill/></a:ln>"


@dataclass(frozen=True)
class ChartShapes:
    """Writer of the shapes of one chart.

    Attributes:
        theme: of the document.
        language: BCP 47 tag of its texts.
        box: size of the chart in points of the plan.
        scale: length of a point of the plan on the page.
    """

    theme: Theme
    language: str
    box: Box
    scale: float

    def part(self, block: Chart, plan: ChartPlan) -> bytes:
        """Return the part with the shapes of a chart; empty if it needs none."""
        drawn = "".join(
            f'<cdr:relSizeAnchor>{place}<cdr:sp macro="" textlink=""><cdr:nvSpPr>'
            f'<cdr:cNvPr id="{number + 1}" name="{kind} {number}"/>{inner}</cdr:sp>'
            "</cdr:relSizeAnchor>"
            for number, (kind, place, inner) in enumerate(self._shapes(block, plan), start=1)
        )
        if not drawn:
            return b""
        declared = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        return f"{declared}<c:userShapes {_SPACES}>{drawn}</c:userShapes>".encode()

    def _shapes(self, block: Chart, plan: ChartPlan) -> Iterator[tuple[str, str, str]]:
        """Yield the kind, the place and the rest of each shape."""
        for swatch in labels_beside.swatches(block, plan):
            look = f'<a:prstGeom prst="{swatch.shape}"><a:avLst/></a:prstGeom>'
            look += self._fill(swatch.token) + _NO_OUTLINE
            placed = map_outlines.place(self._on_page(swatch.box))
            inner = f"<cdr:cNvSpPr/></cdr:nvSpPr><cdr:spPr>{placed}{look}</cdr:spPr>"
            yield "Legend swatch", self._anchors(swatch.box), inner
        if block.form == "doughnut":
            labels = labels_beside.of_ring(plan, self.theme)
        else:
            labels = labels_beside.labels(block, plan, self.theme)
        for label in labels:
            box = self._within(label)
            yield "Chart label", self._anchors(box), self._label(label, box)

    def _label(self, label: PlacedLabel, box: Box) -> str:
        """Return a label without its id, its name and its place in the chart."""
        ground = self._fill("marker_ground") if label.is_marker else "<a:noFill/>"
        look = f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{ground}{_NO_OUTLINE}'
        turn = ' vert="vert270"' if label.turned else ""
        said = "".join(run.mark if isinstance(run, NoteRun) else run.text for run in label.runs)
        size = round(label.size * self.scale, 1)
        letters = (
            f'<a:rPr lang="{self.language}" sz="{round(size * 100)}" b="{int(label.bold)}">'
            f"{self._fill(label.colour)}"
            f'<a:latin typeface="{attribute(self.theme.fonts.deck.name)}"/></a:rPr>'
        )
        return (
            '<cdr:cNvSpPr txBox="1"/></cdr:nvSpPr>'
            f"<cdr:spPr>{map_outlines.place(self._on_page(box))}{look}</cdr:spPr>"
            f'<cdr:txBody><a:bodyPr{turn} wrap="none" {_INSETS} rtlCol="0" anchor="ctr">'
            f'<a:noAutofit/></a:bodyPr><a:lstStyle/><a:p><a:pPr algn="{label.align}"/>'
            f"<a:r>{letters}<a:t>{escape(said)}</a:t></a:r></a:p></cdr:txBody>"
        )

    def _fill(self, token: str) -> str:
        return f"<a:solidFill>{colour(self.theme, token)}</a:solidFill>"

    def _on_page(self, box: Box) -> Box:
        return Box(*(part * self.scale for part in (box.x, box.y, box.width, box.height)))

    def _within(self, label: PlacedLabel) -> Box:
        """Return the box of a label within the chart, beyond which no place can be said.

        Its text stays where it is: what is cut is empty, or stands over on both sides alike.
        """
        box, wide, high = label.box, self.box.width, self.box.height
        left, right = max(-box.x, 0.0), max(box.x + box.width - wide, 0.0)
        if label.align == "ctr":
            left = right = max(left, right)
        top, foot = max(box.y, 0.0), min(box.y + box.height, high)
        return Box(box.x + left, top, max(box.width - left - right, 0.0), max(foot - top, 0.0))

    def _anchors(self, box: Box) -> str:
        """Return where a shape begins and ends, in parts of the chart: from 0 to 1."""
        ends = (("from", box.x, box.y), ("to", box.x + box.width, box.y + box.height))
        return "".join(
            f"<cdr:{tag}><cdr:x>{_part(x, self.box.width)}</cdr:x>"
            f"<cdr:y>{_part(y, self.box.height)}</cdr:y></cdr:{tag}>"
            for tag, x, y in ends
        )


def _part(length: float, whole: float) -> str:
    return f"{min(max(length / whole, 0.0), 1.0):.5f}"
