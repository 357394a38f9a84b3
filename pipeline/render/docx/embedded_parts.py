"""Parts of the Word document that its drawings show: images, and charts with all that is theirs."""

from __future__ import annotations

from io import BytesIO
from typing import Any, cast

from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part, XmlPart
from docx.parts.document import DocumentPart

from pipeline.render.drawingml.drawing_xml import el


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

    def chart(self, root: Any, book: bytes, shapes: bytes) -> str:
        """Add a chart and return its relationship id.

        Args:
            root: of the chart's part; it is tied to the other two.
            book: its workbook.
            shapes: the part with what is drawn on it; empty for none.
        """
        self._charts += 1
        number, package = self._charts, cast("Any", self._part.package)
        chart = XmlPart(PackURI(f"/word/charts/chart{number}.xml"), CT.DML_CHART, root, package)
        name = PackURI(f"/word/embeddings/Microsoft_Excel_Sheet{number}.xlsx")
        tied = chart.relate_to(Part(name, CT.SML_SHEET, book, package), RT.PACKAGE)
        root.get_or_add_externalData().rId = tied
        if shapes:
            name = PackURI(f"/word/drawings/drawing{number}.xml")
            drawn = Part(name, CT.DML_CHARTSHAPES, shapes, package)
            relation = chart.relate_to(drawn, RT.CHART_USER_SHAPES)
            root.append(el("c:userShapes", {"r:id": relation}))
        return self._part.relate_to(chart, RT.CHART)
