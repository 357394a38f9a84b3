"""Names of Word's styles for the paragraphs of slides."""

from __future__ import annotations

from pipeline.edition.blocks import ParagraphStyle

#: Word's style for each of ours; each also has a dense form.
STYLES: dict[ParagraphStyle, str] = {
    "body": "BodyText",
    "lead": "Lead",
    "heading": "BlockHeading",
    "remark": "Remark",
    "row": "TitleLine",
    "quote": "Quote",
    "attribution": "Attribution",
    "source": "Source",
    "date": "TitleDate",
}

#: Styles of paragraphs above and below requests, by layout and style: all stand beside one bar.
BESIDE_BAR = {("decision", "heading"): "Invitation", ("decision", "remark"): "Forum"}
