"""Parts of the Word document that its drawings show: images, and charts with all that is theirs."""

from __future__ import annotations

from io import BytesIO
from typing import Any, cast

from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.parts.document import DocumentPart

from pipeline.render.drawingml.native_chart import SHAPES, WORKBOOK


class Media:
    """Images and charts of a document, by relationship; charts are numbered in reading order."""

    def __init__(self, part: DocumentPart) -> None:
        """Begin with none.

        Args:
            part: the document's.
        """
        self._part = part
        self._charts = 0

    def image(self, data: bytes) -> str:
        """Embed a picture and return its relationship id."""
        relation, _ = self._part.get_or_add_image(BytesIO(data))
        return relation

    def chart(self, drawn: bytes, book: bytes, shapes: bytes) -> str:
        """Add a chart and return its relationship id.

        Args:
            drawn: the chart's part, which names the other two.
            book: its workbook.
            shapes: the part with what is drawn on it; empty for none.
        """
        self._charts += 1
        number, package = self._charts, cast("Any", self._part.package)
        chart = Part(PackURI(f"/word/charts/chart{number}.xml"), CT.DML_CHART, drawn, package)
        name = PackURI(f"/word/embeddings/Microsoft_Excel_Sheet{number}.xlsx")
        named = [chart.relate_to(Part(name, CT.SML_SHEET, book, package), RT.PACKAGE)]
        if shapes:
            name = PackURI(f"/word/drawings/drawing{number}.xml")
            part = Part(name, CT.DML_CHARTSHAPES, shapes, package)
            named.append(chart.relate_to(part, RT.CHART_USER_SHAPES))
        if named != [WORKBOOK, SHAPES][: len(named)]:
            raise LookupError("a chart names its parts otherwise than is known")
        return self._part.relate_to(chart, RT.CHART)
