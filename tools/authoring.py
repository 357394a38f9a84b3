"""Draw the pictures of docs/authoring.md from the examples that stand in it.

    make authoring-pictures

An example is a block of YAML that begins with ``- kind:``; the picture that follows it in the page
is drawn from its first slide. Each is wrapped in a dossier of its own.
"""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tools.office import drawn, pages, public_edition

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "authoring.md"
PICTURES = ROOT / "docs" / "pictures"
_MEDIA = ROOT / "tests" / "projects" / "gallery" / "media"
#: Pixels across a picture, and its colours.
_WIDTH = 480
_COLOURS = 48
_BLOCK = re.compile(
    r"^```yaml\n(.*?)^```$(?:\n+!\[[^\]]*\]\(pictures/([a-z0-9-]+)\.png\))?", re.M | re.S
)
_SLOT = re.compile(r"\[\[([a-z0-9-]+)\]\]|(?:withheld|slot): ([a-z0-9-]+)")
_FILE = re.compile(r"file: ([A-Za-z0-9._-]+)")


@dataclass(frozen=True)
class Example:
    """A block of YAML of the page, and the name of the picture below it; empty for none."""

    text: str
    picture: str


def examples(page: str) -> Iterator[Example]:
    """Yield the blocks of YAML of a page, in order."""
    for block in _BLOCK.finditer(page):
        yield Example(block[1], block[2] or "")


def is_slides(example: Example) -> bool:
    """Say whether an example is slides of a deck."""
    return example.text.startswith("- kind:")


def write_dossier(example: Example, folder: Path) -> None:
    """Write a dossier whose deck is an example."""
    folder.mkdir(parents=True)
    slots = dict.fromkeys(one or other for one, other in _SLOT.findall(example.text))
    release = "release_date: 2026-05-04\n" if slots else ""
    (folder / "dossier.yaml").write_text(
        "number: WK 100/2026 INIT\nlanguage: en\ndate: 2026-03-02\nmarking: LIMITE\n"
        f"codes: [JAI]\n{release}cover: {{type: working-document, from: A, to: B, subject: C, "
        "lead_in: D.}\n",
        "utf-8",
    )
    lines = "".join(f"  {line}\n" if line else "\n" for line in example.text.splitlines())
    (folder / "presentation.yaml").write_text(f"slides:\n{lines}", "utf-8")
    declared = "".join(f"  {slot}: {{grounds: [international-relations]}}\n" for slot in slots)
    if slots:
        (folder / "redactions.yaml").write_text(f"slots:\n{declared}", "utf-8")
    for name in set(_FILE.findall(example.text)):
        (folder / "media").mkdir(exist_ok=True)
        shutil.copy(_MEDIA / name, folder / "media" / name)


def main() -> int:
    """Draw all pictures, and remove those that the page no longer shows."""
    PICTURES.mkdir(exist_ok=True)
    shown: set[str] = set()
    for example in examples(PAGE.read_text("utf-8")):
        if not example.picture:
            continue
        with tempfile.TemporaryDirectory() as work:
            folder = Path(work, "example")
            write_dossier(example, folder)
            edition = public_edition(folder)
            paper = drawn(edition, "pdf", Path(work, "paper.pdf"))
            first = list(pages(paper, _WIDTH))[-len(edition.slides)]
            target = PICTURES / f"{example.picture}.png"
            first.quantize(_COLOURS, dither=0).save(target, optimize=True)
        shown.add(target.name)
    for old in PICTURES.glob("*.png"):
        if old.name not in shown:
            old.unlink()
    size = sum(picture.stat().st_size for picture in PICTURES.glob("*.png"))
    print(f"{len(shown)} pictures, {size // 1024} KB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
