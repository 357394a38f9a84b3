"""Pages of a PDF put together from a body and a foot, which are laid out apart."""

from __future__ import annotations

from typing import Any

from pipeline.render.pdf.weasyprint_setup import documents


class JoinedPage(documents.Page):  # type: ignore[misc]
    """Body with its links, bookmarks and tags; the foot, which has none, is painted after it."""

    def __init__(self, body: Any, foot: Any, anchor: str = "") -> None:
        """Join two pages of one size.

        Args:
            body: as WeasyPrint laid it out.
            foot: so too.
            anchor: by which links lead to the page as a whole; empty for none.
        """
        self.__dict__.update(body.__dict__)
        self._parts = (body, foot)
        if anchor:
            self.anchors = {anchor: (0, 0, body.width, body.height), **body.anchors}

    def paint(self, stream: Any, scale: float = 1) -> None:
        """Paint both into a file."""
        for part in self._parts:
            part.paint(stream, scale)
