"""Word styles of the project's own documents (id, name, type), to compare with a brand's."""

from __future__ import annotations

from functools import cache

from lxml import etree

from pipeline.core import stable_zip
from pipeline.core.ooxml_names import q
from pipeline.design import theme
from pipeline.design.brand.docx_template import OurStyle
from pipeline.render import ooxml


@cache
def ours() -> dict[str, OurStyle]:
    """Return our styles for text, in order: those of a blank document, but for the defaults."""
    blank = stable_zip.unpack(ooxml.blank("docx", theme.load(), "en-GB"))
    found: dict[str, OurStyle] = {}
    for style in etree.fromstring(blank["word/styles.xml"]).iter(q("w:style")):
        given = {key: str(style.get(q(f"w:{key}"), "")) for key in ("default", "styleId", "type")}
        if not given["default"]:
            name = "".join(str(row.get(q("w:val"))) for row in style.iter(q("w:name")))
            is_known = style.get(q("w:customStyle")) is None
            found[given["styleId"]] = (name, given["type"], is_known)
    return found
