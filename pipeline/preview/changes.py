"""Comparisons of a dossier with its handed-out packages, for the preview: words and pictures.

Compared are two PDFs, the one in the package and one of the moment, each as it is read and drawn.
"""

from __future__ import annotations

import io
from threading import Lock
from typing import Any, Literal

import pypdfium2

from pipeline.core.cache import Cache
from pipeline.distribution.compare import last_handed_out, pdf_pages
from pipeline.distribution.compare.last_handed_out import Last
from pipeline.distribution.compare.pdf_pages import PagePair
from pipeline.preview.downloads import Files
from pipeline.preview.session import Session
from pipeline.workflow.options import Options

Side = Literal["before", "after"]
#: Pixels for a point of the page.
_SCALE = 1
#: Comparisons that are kept, in memory.
_KEPT = 4


class Changes:
    """Comparisons with packages, and the page pictures of the last ones."""

    def __init__(self, options: Options, files: Files) -> None:
        self._output = options.output
        self._files = files
        self._kept = Cache[tuple[str, str], tuple[bytes, bytes]](_KEPT)
        self._drawing = Lock()  # the library draws one page at a time

    def packages(self, session: Session) -> tuple[Last, ...]:
        """Return the packages that were last handed out of a dossier.

        Raises:
            DistributeError: the register was tampered with.
        """
        return last_handed_out.last(self._output, session.name)

    async def compared(self, session: Session, name: str) -> tuple[PagePair, ...] | None:
        """Return the pages of a package and of the dossier as it stands; None if there is no such.

        Raises:
            PipelineError: the package cannot be used.
            NotMadeError: the dossier could not be built.
        """
        chosen = next((package for package in self.packages(session) if package.name == name), None)
        if chosen is None:
            return None
        before = last_handed_out.handed_out(self._output, chosen)
        after = (await self._files.made(session, chosen.edition, "pdf")).data
        self._kept.keep((session.name, name), (before, after))
        with self._drawing:  # and reads one file at a time
            return pdf_pages.pages(before, after)

    def picture(self, session: Session, name: str, side: Side, page: int) -> bytes | None:
        """Return a page of the last comparison as PNG; None if there is none."""
        kept = self._kept.get((session.name, name))
        if kept is None:
            return None
        with self._drawing, pypdfium2.PdfDocument(kept[side == "after"]) as document:
            if page >= len(document):
                return None
            picture = document[page].render(scale=_SCALE).to_pil()
        out = io.BytesIO()
        picture.save(out, "PNG")
        return out.getvalue()


def named(package: Last) -> dict[str, Any]:
    """Return a package as the browser's list has it."""
    row = package.entry
    issue = f", issue {row.issue}" if row.issue > 1 else ""
    words = f"{row.audience}: {package.edition} edition, handed out {row.day}{issue}"
    return {"name": package.name, "words": words}


def told(pairs: tuple[PagePair, ...]) -> list[dict[str, Any]]:
    """Return pages as JSON has them; those whose words are the same without their words."""
    return [
        {
            "before": pair.before,
            "after": pair.after,
            "label": pair.label,
            "title": pair.title,
            "same": pair.is_same,
            "words": []
            if pair.is_same
            else [{"how": stretch.how, "text": stretch.text} for stretch in pair.words],
        }
        for pair in pairs
    ]
