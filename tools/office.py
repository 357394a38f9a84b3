"""What the tools share: editions rendered, LibreOffice as a reader, pages as pictures.

LibreOffice gets a profile of its own, so that one that is open elsewhere is left alone.
"""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
from PIL import Image

from pipeline.design import theme
from pipeline.edition.edition import Edition
from pipeline.edition.formats import Format
from pipeline.workflow.preparing import prepared_edition
from pipeline.workflow.publish import render

#: Seconds that one conversion may take.
_PATIENCE_S = 300


def public_edition(dossier: Path) -> Edition:
    """Return a dossier's public edition, fitted."""
    return prepared_edition(dossier, "public")[0]


def drawn(edition: Edition, fmt: Format, target: Path) -> Path:
    """Render an edition and write it."""
    target.write_bytes(render(edition, fmt, theme.load()))
    return target


def as_pdf(source: Path, folder: Path) -> Path:
    """Let LibreOffice print an Office file.

    Args:
        source: the file.
        folder: gets the PDF, which has the file's name.
    """
    with tempfile.TemporaryDirectory() as profile:
        command = [
            "soffice",
            f"-env:UserInstallation={Path(profile).as_uri()}",
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            str(folder),
            str(source),
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=_PATIENCE_S)
    return folder / f"{source.stem}.pdf"


def pages(pdf: Path, width: int, skip: int = 0) -> Iterator[Image.Image]:
    """Yield the pages of a PDF as pictures.

    Args:
        pdf: the file.
        width: of each picture, in pixels.
        skip: pages left out at the beginning.
    """
    document = pypdfium2.PdfDocument(pdf)
    try:
        for index in range(skip, len(document)):
            page = document[index]
            yield page.render(scale=width / page.get_width()).to_pil().convert("RGB")
    finally:
        document.close()
