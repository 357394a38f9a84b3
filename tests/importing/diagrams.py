"""SmartArt put into a finished deck: python-pptx makes none."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

from tests.importing import decks
from tests.support import hostile

_DGM = "http://schemas.openxmlformats.org/drawingml/2006/diagram"
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/diagramData"
_FRAME = (
    f'<p:graphicFrame {decks.NAMES}><p:nvGraphicFramePr><p:cNvPr id="90" name="Diagram 1"/>'
    "<p:cNvGraphicFramePr/><p:nvPr/></p:nvGraphicFramePr><p:xfrm>"
    '<a:off x="914400" y="1828800"/><a:ext cx="5486400" cy="3657600"/></p:xfrm><a:graphic>'
    f'<a:graphicData uri="{_DGM}"><dgm:relIds xmlns:dgm="{_DGM}" r:dm="rId90"/></a:graphicData>'
    "</a:graphic></p:graphicFrame>"
)


def with_diagram(deck: bytes, rows: Sequence[tuple[int, str]], slide: int = 1) -> bytes:
    """Return a deck with a diagram on a slide: its points with their levels."""
    points = ['<dgm:pt modelId="0" type="doc"/>']
    joins: list[str] = []
    path = ["0"]
    for number, (level, text) in enumerate(rows, start=1):
        del path[level + 1 :]
        run = f"<a:p><a:r><a:t>{text}</a:t></a:r></a:p>"
        points.append(f'<dgm:pt modelId="{number}"><dgm:t><a:bodyPr/>{run}</dgm:t></dgm:pt>')
        joins.append(
            f'<dgm:cxn modelId="c{number}" srcId="{path[-1]}" destId="{number}" '
            f'srcOrd="{number}" destOrd="0"/>'
        )
        path.append(str(number))
    model = (
        f'<dgm:dataModel xmlns:dgm="{_DGM}" xmlns:a="{decks.A}"><dgm:ptLst>{"".join(points)}'
        f"</dgm:ptLst><dgm:cxnLst>{''.join(joins)}</dgm:cxnLst></dgm:dataModel>"
    ).encode()
    name = f"ppt/slides/slide{slide}.xml"
    relations = f"ppt/slides/_rels/slide{slide}.xml.rels"
    row = (
        f'<Relationship Id="rId90" Type="{_KIND}" Target="../diagrams/data1.xml"/></Relationships>'
    )
    with zipfile.ZipFile(io.BytesIO(deck)) as archive:
        members = {one: archive.read(one) for one in archive.namelist()}
    members[name] = members[name].replace(b"</p:spTree>", _FRAME.encode() + b"</p:spTree>")
    members[relations] = members[relations].replace(b"</Relationships>", row.encode())
    members["ppt/diagrams/data1.xml"] = model
    return hostile.zipped([*members.items()])
