"""Both sides of a row: the program as it is, and pandoc and Typst; the sizes of what they make.

Our side makes files that are the same byte by byte at each build, audited, and tagged.
"""

from __future__ import annotations

import hashlib
import math
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from tools.bench.costs import BenchError, Cost, Side, run
from tools.bench.generated import ROOT

#: The first dossier's public edition as its users would write it for pandoc.
TEXTS = ROOT / "tests" / "bench"
TEMPLATE = TEXTS / "slides.typ"
PLACE = ROOT / ".tools" / "bench"
FONTS = ROOT / "templates" / "fonts"
#: Quotation marks and dashes stay as they are written.
_READ = ("--from", "markdown-smart")
FORMATS = ("pptx", "docx", "pdf")

Command = tuple[str, ...]


@dataclass(frozen=True)
class Tools:
    """Commands; Typst's takes a source, a target and a folder of fonts."""

    dossier: Command
    pandoc: Command
    typst: Command

    @classmethod
    def installed(cls) -> Tools:
        """Return the program of this environment, and what tools/setup-bench.sh installed.

        Raises:
            BenchError: nothing is installed there.
        """
        packages = next(PLACE.glob("lib/python*/site-packages"), None)
        if packages is None:
            raise BenchError("pandoc and Typst are not there: run make bench")
        script = str(ROOT / "tools" / "bench" / "typst_pdf.py")
        python = (str(PLACE / "bin" / "python"), "-I", "-S")
        return cls(
            (str(Path(sys.executable).parent / "dossier"),),
            (str(packages / "pypandoc" / "files" / "pandoc"),),
            (*python, script, str(packages)),
        )


@dataclass(frozen=True)
class Sizes:
    """How much of everything.

    Attributes:
        pages: slides of the long deck and document.
        slides: of the deck of which one is edited.
        text: pages of running text.
        variants: of the first dossier.
        few, many: dossiers of a small and of a large register.
        fresh: dossiers that are up to date.
        formats: what the process that lives on makes.
    """

    pages: int = 200
    slides: int = 189
    text: int = 200
    variants: int = 48
    few: int = 50
    many: int = 1000
    fresh: int = 2000
    formats: tuple[str, ...] = FORMATS

    def scaled(self, scale: float) -> Sizes:
        """Return smaller sizes, to try the bench out."""

        def less(number: int) -> int:
            return max(3, math.ceil(number * scale))

        counts = (self.pages, self.slides, self.text, self.variants, self.few, self.many)
        return Sizes(*map(less, (*counts, self.fresh)), self.formats)


class Bench:
    """What rows are measured with: the tools, sizes and a folder for all files."""

    def __init__(self, tools: Tools, sizes: Sizes, place: Path) -> None:
        self.tools = tools
        self.sizes = sizes
        self.place = place
        self._numbers = count(1)

    def fresh(self) -> Path:
        """Return a new folder."""
        folder = self.place / str(next(self._numbers))
        folder.mkdir(parents=True)
        return folder

    def build(self, *words: str | Path) -> Cost:
        """Build public editions."""
        return run([*self.tools.dossier, "build", "--edition", "public", *words])

    def cold(self, content: Path, *words: str) -> Side:
        """Return a build into an empty folder; its files must be the same each time."""
        digests: set[str] = set()

        def side() -> Cost:
            output = self.fresh()
            cost = self.build(content, *words, "--output", output)
            digests.add(_digest(output))
            if len(digests) > 1:
                raise BenchError(f"two builds of {content.name} differ")
            shutil.rmtree(output)
            return cost

        return side

    def pandoc(self, source: Path, target: Path, *words: str | Path) -> list[str]:
        """Return a command of pandoc."""
        return [*self.tools.pandoc, *_READ, *map(str, words), str(source), "-o", str(target)]

    def three(self, texts: Path, output: Path) -> list[list[str]]:
        """Return the commands that make a deck, a document and a PDF of deck.md and document.md."""
        document = texts / "document.md"
        return [
            self.pandoc(texts / "deck.md", output / "deck.pptx", "--slide-level=1"),
            self.pandoc(document, output / "document.docx"),
            *self.portable(document, output / "document.pdf"),
        ]

    def portable(self, source: Path, target: Path) -> list[list[str]]:
        """Return the commands that make a PDF of a text in Markdown."""
        middle = target.with_suffix(".typ")
        return [
            self.pandoc(source, middle, "--to", "typst", "--template", TEMPLATE),
            [*self.tools.typst, str(middle), str(target), str(FONTS)],
        ]

    def others(self, texts: Path = TEXTS) -> Side:
        """Return the making of three files with pandoc and Typst, those of the first dossier."""
        return all_of(self.three(texts, self.fresh()))


def _digest(output: Path) -> str:
    """Return the digest of all published files."""
    total = hashlib.sha256()
    for path in sorted(output.glob("*/*/*/*")):
        total.update(f"{path.relative_to(output)}\0".encode() + path.read_bytes())
    return total.hexdigest()


def all_of(commands: Sequence[Sequence[str]]) -> Side:
    """Return the running of some commands, one after the other."""
    return lambda: sum((run(command) for command in commands), Cost(0, 0))
