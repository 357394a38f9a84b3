"""Text of a PDF's pages by two independent engines: pdfium and pdfminer.six.

Guarantee: G27.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from pipeline.audit.pdf.engines import pypdfium2
from pipeline.audit.pdf.page_digests import once
from pipeline.core.cache import Cache

#: Lines of a content stream that draw or paint: pdfminer needs half a second for those of a map.
_DRAWING = re.compile(
    rb"(?m)^(?:[-+.\d ]+ (?:m|l|c|v|y|re|rg|RG|g|G|w|cm|j|J|M)|h|f\*?|F|S|s|B\*?|b\*?|n|W\*?|q|Q)\n"
)


#: Texts of pages by their digests.
_known: Cache[str, str] = Cache(1024)


def by_pdfium(document: pypdfium2.PdfDocument, digests: Sequence[str | None] = ()) -> Iterator[str]:
    """Yield the text of each page of an open document.

    Args:
        document: open.
        digests: of its pages, by which their texts are kept; see ``page_digests``.
    """
    for index in range(len(document)):
        digest = digests[index] if digests else None
        yield once(_known, digest, partial(_text, document, index))


def _text(document: pypdfium2.PdfDocument, index: int) -> str:
    page = document[index]
    layer = page.get_textpage()
    try:
        # pdfium gives U+FFFE for a hyphen at the end of a line
        return str(layer.get_text_range()).replace("\ufffe", "-").replace("\x02", "-")
    finally:
        layer.close()
        page.close()


def by_pdfminer(data: bytes) -> Iterator[str]:
    """Yield the text of each page.

    Raises:
        PSException: a page cannot be read.
    """
    from pdfminer.converter import TextConverter  # noqa: PLC0415 - heavy, for keyed audits alone
    from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager  # noqa: PLC0415
    from pdfminer.pdfpage import PDFPage  # noqa: PLC0415
    from pdfminer.pdftypes import stream_value  # noqa: PLC0415

    class Interpreter(PDFPageInterpreter):
        """Interpreter of PDF pages that reads text and skips drawing."""

        def execute(self, streams: Any) -> None:
            """Interpret content streams without their paths."""
            for item in streams:
                stream = stream_value(item)
                stream.data = _DRAWING.sub(b"", stream.get_data())
            super().execute(streams)

    resources = PDFResourceManager()
    for page in PDFPage.get_pages(io.BytesIO(data)):
        out = io.StringIO()
        device = TextConverter(resources, out, laparams=None)
        Interpreter(resources, device).process_page(page)
        yield out.getvalue()
