"""Pieces of WordprocessingML for documents that tests make."""

from __future__ import annotations

from typing import Any

from docx.oxml import parse_xml

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
WPS = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
M = "http://schemas.openxmlformats.org/officeDocument/2006/math"
V = "urn:schemas-microsoft-com:vml"
C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
NAMES = (
    f'xmlns:w="{W}" xmlns:r="{R}" xmlns:wp="{WP}" xmlns:wps="{WPS}" xmlns:mc="{MC}" '
    f'xmlns:a="{A}" xmlns:m="{M}" xmlns:v="{V}" xmlns:c="{C}"'
)
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def run(text: str, look: str = "") -> str:
    """Return a run."""
    properties = f"<w:rPr>{look}</w:rPr>" if look else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{text}</w:t></w:r>'


def field_(instruction: str, result: str) -> str:
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f'<w:r><w:t>{result}</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def abstract_list(key: int, rows: list[tuple[str, str]]) -> Any:
    levels = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/>'
        f'<w:pPr><w:ind w:left="{567 * (at + 1)}" w:hanging="567"/></w:pPr></w:lvl>'
        for at, (form, text) in enumerate(rows)
    )
    return parse_xml(f'<w:abstractNum {NAMES} w:abstractNumId="{key}">{levels}</w:abstractNum>')


def list_of(key: int, abstract: int) -> Any:
    return parse_xml(
        f'<w:num {NAMES} w:numId="{key}"><w:abstractNumId w:val="{abstract}"/></w:num>'
    )


def chart(series: str, names: list[str], values: list[str]) -> str:
    def points(rows: list[str]) -> str:
        return f'<c:ptCount val="{len(rows)}"/>' + "".join(
            f'<c:pt idx="{at}"><c:v>{text}</c:v></c:pt>' for at, text in enumerate(rows)
        )

    return (
        f'<?xml version="1.0"?><c:chartSpace {NAMES}><c:chart><c:plotArea><c:barChart>'
        f'<c:barDir val="col"/><c:grouping val="clustered"/><c:ser><c:idx val="0"/>'
        f'<c:order val="0"/>'
        f"<c:tx><c:strRef><c:f>a</c:f><c:strCache>{points([series])}</c:strCache></c:strRef></c:tx>"
        f"<c:cat><c:strRef><c:f>b</c:f><c:strCache>{points(names)}</c:strCache></c:strRef></c:cat>"
        f"<c:val><c:numRef><c:f>c</c:f><c:numCache>{points(values)}</c:numCache></c:numRef></c:val>"
        f"</c:ser></c:barChart></c:plotArea></c:chart></c:chartSpace>"
    )
