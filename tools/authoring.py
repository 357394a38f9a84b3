"""Draw the pictures of docs/authoring.md from the examples that stand there; write docs/covers.md.

Each block of YAML that names a kind becomes a dossier of its own; the first slide of its public PDF
is the picture. So does each block of Markdown that has a name; its picture is the first page of the
text, without the room that nothing stands in. ``examples`` and ``texts`` are used by the tests as
well: the page cannot show what does not load.
"""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
import textwrap
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pypdfium2

from pipeline.compose import compose
from pipeline.content.load import load
from pipeline.design import theme
from pipeline.edition.edition import view_for
from pipeline.layout import fit
from pipeline.workflow.publish import render
from tools import cover_guide
from tools.pictures import PICTURES, packed

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "authoring.md"
_GALLERY = ROOT / "tests" / "projects" / "gallery"
_BLOCK = re.compile(r"^```yaml ([a-z-]+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_SLOT = re.compile(r"\[\[([a-z-]+)\]\]|(?:withheld|slot): ([a-z-]+)")
_TEXT = re.compile(r"^~~~markdown ([a-z-]+)\n(.*?)^~~~$", re.MULTILINE | re.DOTALL)
_TEXT_SLOT = re.compile(r"\[\[([a-z-]+)\]\]|withheld: ([a-z-]+)")
_WIDTH = 480


@dataclass(frozen=True)
class Example:
    """A block of the page: its kind, the name of its picture, its YAML."""

    kind: str
    name: str
    text: str


def examples(page: Path = PAGE) -> Iterator[Example]:
    """Yield the page's examples; a kind that has several numbers them."""
    found = _BLOCK.findall(page.read_text("utf-8"))
    total, seen = Counter(kind for kind, _ in found), Counter[str]()
    for kind, text in found:
        seen[kind] += 1
        name = f"{kind}-{seen[kind]}" if total[kind] > 1 else kind
        yield Example(kind, name, text)


def write(example: Example, folder: Path) -> Path:
    """Write an example as a dossier and return its folder."""
    given = {one.kind: one.text for one in examples()}["dossier"]
    folder.mkdir(parents=True)
    slides = "" if example.kind == "dossier" else example.text
    closing = "" if "closing" in slides else "- {kind: closing, title: End}\n"
    deck = f"slides:\n{textwrap.indent(slides + closing, '  ')}"
    slots = dict.fromkeys(one or two for one, two in _SLOT.findall(slides))
    declared = ", ".join(f"{slot}: {{grounds: [personal-data]}}" for slot in slots)
    if slots:
        given = given.replace("scope: full", "scope: partial")
    (folder / "dossier.yaml").write_text(given, "utf-8")
    (folder / "presentation.yaml").write_text(deck, "utf-8")
    (folder / "redactions.yaml").write_text(f"slots: {{{declared}}}\n", "utf-8")
    for name in re.findall(r"file: (\S+\.(?:png|jpg))", slides):
        (folder / "media").mkdir(exist_ok=True)
        shutil.copy(_GALLERY / "media" / name, folder / "media")
    return folder


def texts(page: Path = PAGE) -> Iterator[Example]:
    """Yield the page's examples of running text, in Markdown."""
    for name, text in _TEXT.findall(page.read_text("utf-8")):
        yield Example("text", f"text-{name}", text)


def write_text(example: Example, folder: Path) -> Path:
    """Write an example of running text as a dossier and return its folder."""
    given = {one.kind: one.text for one in examples()}["dossier"].replace("contents: true", "")
    slots = dict.fromkeys(one or two for one, two in _TEXT_SLOT.findall(example.text))
    if slots:
        given = given.replace("scope: full", "scope: partial")
    declared = ", ".join(f"{slot}: {{grounds: [defence]}}" for slot in slots)
    folder.mkdir(parents=True)
    (folder / "dossier.yaml").write_text(given, "utf-8")
    (folder / "body.md").write_text(example.text, "utf-8")
    (folder / "redactions.yaml").write_text(f"slots: {{{declared}}}\n", "utf-8")
    return folder


def draw_text(example: Example) -> bytes:
    """Return a small picture of the first page of an example of running text."""
    with tempfile.TemporaryDirectory() as place:
        source = load(write_text(example, Path(place) / "wk-1-2026"))
    look = theme.load()
    edition = view_for(fit.fit(compose(source, "public"), look), "pdf")
    document = pypdfium2.PdfDocument(render(edition, "pdf", look))
    data = packed(document[1], _WIDTH, is_closed=True)  # behind the cover
    document.close()
    return data


def draw(example: Example) -> bytes:
    """Return a small picture of an example's first slide."""
    with tempfile.TemporaryDirectory() as place:
        source = load(write(example, Path(place) / "wk-1-2026"))
    look = theme.load()
    edition = view_for(fit.fit(compose(source, "public"), look), "pdf")
    document = pypdfium2.PdfDocument(render(edition, "pdf", look))
    sheet = next(page for page in document if page.get_width() > page.get_height())
    data = packed(sheet, _WIDTH)
    document.close()
    return data


def main() -> int:
    """Draw every picture anew, and remove what no example names."""
    PICTURES.mkdir(exist_ok=True)
    names = set[str]()
    for example in examples():
        if example.kind != "dossier":
            names.add(f"{example.name}.png")
            (PICTURES / f"{example.name}.png").write_bytes(draw(example))
            print(f"docs/pictures/{example.name}.png")
    for example in texts():
        names.add(f"{example.name}.png")
        (PICTURES / f"{example.name}.png").write_bytes(draw_text(example))
        print(f"docs/pictures/{example.name}.png")
    for path in cover_guide.write():
        names.add(path.name)
        print(path.relative_to(ROOT))
    for path in PICTURES.glob("*.png"):
        if path.name not in names:
            path.unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main())
