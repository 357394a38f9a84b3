"""Measure how much each slide of the deck, as LibreOffice shows it, differs from its PDF page.

    python -m tools.compare_pages DOSSIER [--pictures FOLDER]

Prints for each slide the share of pixels, per thousand, that differ by more than a threshold after
a blur of one pixel. With ``--pictures`` each pair is written side by side with its difference.
docs/rendering.md explains what is left. Needs LibreOffice (tools/setup-slow.sh).
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path

from PIL import Image, ImageChops, ImageFilter

from pipeline.edition.texts import slide_title
from tools.office import as_pdf, drawn, pages, public_edition

#: Pixels across a slide: one for each point.
_WIDTH = 960
#: Of 255: a difference smaller than this is not seen.
_THRESHOLD = 64


def difference(one: Image.Image, other: Image.Image) -> Image.Image:
    """Return a picture that is white where two pages differ, and black elsewhere."""
    blurred = [page.filter(ImageFilter.BoxBlur(1)) for page in (one, other.resize(one.size))]
    bands = ImageChops.difference(*blurred).split()
    most = ImageChops.lighter(ImageChops.lighter(bands[0], bands[1]), bands[2])
    return most.point(lambda value: 255 if value > _THRESHOLD else 0)


def share(mask: Image.Image) -> float:
    """Return how many of a thousand pixels are white."""
    return round(1000 * mask.histogram()[255] / (mask.width * mask.height), 2)


def compare(dossier: Path, pictures: Path | None) -> list[tuple[str, float]]:
    """Return each slide's title and its difference, per thousand."""
    edition = public_edition(dossier)
    found: list[tuple[str, float]] = []
    with tempfile.TemporaryDirectory() as work:
        deck = as_pdf(drawn(edition, "pptx", Path(work, "deck.pptx")), Path(work))
        paper = drawn(edition, "pdf", Path(work, "paper.pdf"))
        shown = list(pages(deck, _WIDTH))
        printed = list(pages(paper, _WIDTH))[-len(edition.slides) :]
        for number, (one, other) in enumerate(zip(printed, shown, strict=True), start=1):
            mask = difference(one, other)
            found.append((slide_title(edition.slides[number - 1]), share(mask)))
            if pictures:
                pictures.mkdir(parents=True, exist_ok=True)
                _beside(one, other, mask).save(pictures / f"{dossier.name}-{number:02}.png")
    return found


def _beside(*pictures: Image.Image) -> Image.Image:
    width, height = pictures[0].size
    sheet = Image.new("RGB", (width * len(pictures), height), "white")
    for index, picture in enumerate(pictures):
        sheet.paste(picture, (index * width, 0))
    return sheet


def main() -> int:
    """Compare one dossier's formats."""
    parser = argparse.ArgumentParser(description="Compare deck and PDF slide by slide.")
    parser.add_argument("dossier", type=Path)
    parser.add_argument("--pictures", type=Path, help="write each pair and its difference here")
    parser.add_argument("--json", action="store_true", help="print titles and numbers as JSON")
    given = parser.parse_args()
    found = compare(given.dossier, given.pictures)
    if given.json:
        print(json.dumps(found))
        return 0
    for number, (title, value) in enumerate(found, start=1):
        print(f"slide {number:2}: {value:6.2f} per thousand  {title}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
