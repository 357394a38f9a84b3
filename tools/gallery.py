"""Build the gallery, every kind of slide, and put each format's pages on one contact sheet.

    make gallery

Everything goes to output/gallery-sheets, apart from the files of real dossiers. LibreOffice shows
deck and document as a receiver without Office sees them.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from PIL import Image

from pipeline.edition.formats import FORMATS
from tools.office import as_pdf, drawn, pages, public_edition

ROOT = Path(__file__).resolve().parent.parent
_GALLERY = ROOT / "tests" / "projects" / "gallery"
_TARGET = ROOT / "output" / "gallery-sheets"
#: Pixels: the width of a page on a sheet, and what lies between two.
_WIDTH = 480
_GAP = 8
#: Pages side by side.
_COLUMNS = 5
_GROUND = "#8A929C"


def sheet(pictures: Sequence[Image.Image]) -> Image.Image:
    """Return pictures of equal width as one, row by row."""
    rows = [pictures[start : start + _COLUMNS] for start in range(0, len(pictures), _COLUMNS)]
    heights = [max(picture.height for picture in row) for row in rows]
    size = (_COLUMNS * (_WIDTH + _GAP) + _GAP, sum(heights) + (len(rows) + 1) * _GAP)
    whole = Image.new("RGB", size, _GROUND)
    top = _GAP
    for row, height in zip(rows, heights, strict=True):
        for across, picture in enumerate(row):
            whole.paste(picture, (_GAP + across * (_WIDTH + _GAP), top))
        top += height + _GAP
    return whole


def main() -> int:
    """Render all formats, and print where their sheets are."""
    _TARGET.mkdir(parents=True, exist_ok=True)
    edition = public_edition(_GALLERY)
    for fmt in FORMATS:
        made = drawn(edition, fmt, _TARGET / f"gallery.{fmt}")
        work = _TARGET / "from-office"
        work.mkdir(exist_ok=True)
        printed = made if fmt == "pdf" else as_pdf(made, work)
        target = _TARGET / f"gallery-{fmt}.png"
        sheet(list(pages(printed, _WIDTH))).save(target, optimize=True)
        print(target.relative_to(ROOT))
    return 0


if __name__ == "__main__":
    sys.exit(main())
