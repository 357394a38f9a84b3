"""The rows of the table: what is compared with what, and how little it should cost.

A row is prepared in a folder of its own, then measured. Our side is always the program as it is:
files that are the same byte by byte at each build, audited, and tagged.
"""

from __future__ import annotations

import hashlib
import json
import math
import shlex
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from tools.bench import generated
from tools.bench.costs import BenchError, Cost, Measure, Pair, Side, in_turn, run
from tools.bench.generated import FIRST, NUMBER, ROOT

#: The first dossier's public edition as its users would write it for pandoc.
TEXTS = ROOT / "tests" / "bench"
TEMPLATE = TEXTS / "slides.typ"
PLACE = ROOT / ".tools" / "bench"
FONTS = ROOT / "templates" / "fonts"
#: Quotation marks and dashes stay as they are written.
_READ = ("--from", "markdown-smart")
_FORMATS = ("pptx", "docx", "pdf")
_LANGUAGES = sorted(path.stem for path in (ROOT / "templates" / "labels").glob("*.yaml"))

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
        variants: of the first dossier.
        few, many: dossiers of a small and of a large register.
        formats: what the process that lives on makes.
    """

    pages: int = 200
    slides: int = 189
    variants: int = 48
    few: int = 50
    many: int = 1000
    formats: tuple[str, ...] = _FORMATS

    def scaled(self, scale: float) -> Sizes:
        """Return smaller sizes, to try the bench out."""

        def less(number: int) -> int:
            return max(3, math.ceil(number * scale))

        counts = (self.pages, self.slides, self.variants, self.few, self.many)
        return Sizes(*map(less, counts), self.formats)


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
        source, document = output / "document.typ", texts / "document.md"
        return [
            self.pandoc(texts / "deck.md", output / "deck.pptx", "--slide-level=1"),
            self.pandoc(document, output / "document.docx"),
            self.pandoc(document, source, "--to", "typst", "--template", TEMPLATE),
            [*self.tools.typst, str(source), str(output / "document.pdf"), str(FONTS)],
        ]

    def others(self) -> Side:
        """Return the making of the first dossier's three files with pandoc and Typst."""
        commands = self.three(TEXTS, self.fresh())
        return lambda: sum((run(command) for command in commands), Cost(0, 0))


def _digest(output: Path) -> str:
    """Return the digest of all published files."""
    total = hashlib.sha256()
    for path in sorted(output.glob("*/*/*/*")):
        total.update(f"{path.relative_to(output)}\0".encode() + path.read_bytes())
    return total.hexdigest()


def _idle(bench: Bench, rounds: int) -> list[Pair]:
    output = bench.fresh()
    bench.build(FIRST, "--output", output)
    return in_turn(lambda: bench.build(FIRST, "--output", output), bench.others(), rounds)


def _cold(bench: Bench, rounds: int) -> list[Pair]:
    formats = [word for fmt in _FORMATS for word in ("--format", fmt)]
    return in_turn(bench.cold(FIRST, *formats), bench.others(), rounds)


def _long(fmt: str, *words: str) -> Callable[[Bench, int], list[Pair]]:
    """Return the measuring of one format of a long dossier."""

    def pairs(bench: Bench, rounds: int) -> list[Pair]:
        place = bench.fresh()
        deck = generated.slides(bench.sizes.pages)
        content, source = place / "long", place / "long.md"
        generated.write(content, deck)
        source.write_text(generated.markdown(deck), "utf-8")
        command = bench.pandoc(source, place / f"long.{fmt}", *words)
        return in_turn(bench.cold(content, "--format", fmt), lambda: run(command), rounds)

    return pairs


def _warm(bench: Bench, *words: str) -> Pair:
    """Measure in a new process that lives on."""
    target = bench.fresh() / "costs.json"
    module = [sys.executable, "-m", "tools.bench.warm", *words]
    run([*module, "--write", target, "--formats", *bench.sizes.formats])
    later, first = (Cost(*row) for row in json.loads(target.read_text("utf-8")))
    return later, first


def _edited(bench: Bench, rounds: int) -> list[Pair]:
    slides = bench.sizes.slides
    step = max(1, (slides - 2) // rounds)
    numbers = [2 + at * step % (slides - 2) for at in range(rounds)]
    words = ["edited", "--slides", str(slides), "--number"]
    return [_warm(bench, *words, str(number)) for number in numbers]


def _second(bench: Bench, rounds: int) -> list[Pair]:
    return [_warm(bench, "second") for _ in range(rounds)]


def _variants(bench: Bench, rounds: int) -> list[Pair]:
    content, others = bench.fresh(), bench.fresh()
    lines: list[str] = []
    for at in range(bench.sizes.variants):
        number, language = f"WK {4146 + at}/2024 INIT", _LANGUAGES[at % len(_LANGUAGES)]
        generated.variant(content / f"wk-{4146 + at}-2024", number, language)
        texts = others / str(at)
        texts.mkdir()
        for name in ("deck.md", "document.md"):
            text = (TEXTS / name).read_text("utf-8").replace(NUMBER, number)
            (texts / name).write_text(text.replace("lang: en", f"lang: {language}"), "utf-8")
        (texts / "job.sh").write_text(_script(bench.three(texts, texts)), "utf-8")
        lines.append(str(texts / "job.sh"))
    given = "".join(f"{shlex.quote(line)}\n" for line in lines)
    formats = [word for fmt in _FORMATS for word in ("--format", fmt)]
    ours = bench.cold(content, *formats, "--jobs", "2")
    return in_turn(ours, lambda: run(["xargs", "-P2", "-n1", "sh"], given), rounds, warm_up=False)


def _script(commands: Sequence[Sequence[str]]) -> str:
    return "set -e\n" + "".join(f"{shlex.join(command)}\n" for command in commands)


def _register(bench: Bench, rounds: int) -> list[Pair]:
    content = bench.fresh()
    few, many = bench.sizes.few, bench.sizes.many
    folders = [content / f"wk-{number}-2024" for number in range(1, many + 1)]
    for number, folder in enumerate(folders, 1):
        generated.write(folder, generated.slides(8, seed=number), f"WK {number}/2024 INIT")

    def some(amount: int) -> Cost:
        output = bench.fresh()
        cost = bench.build(*folders[:amount], "--jobs", "2", "--output", output)
        shutil.rmtree(output)
        return cost.shared(amount)

    return in_turn(lambda: some(many), lambda: some(few), rounds, warm_up=False)


@dataclass(frozen=True)
class Bar:
    """One line of the table: what of a row is compared, and the ratio that it should not exceed."""

    what: str
    measure: Measure
    most: float


@dataclass(frozen=True)
class Row:
    """Two things measured in one run.

    Attributes:
        name: for the command line.
        bars: its lines of the table.
        pairs: measures; gets how many rounds.
        rounds: at most; the longest rows are measured less often.
    """

    name: str
    bars: tuple[Bar, ...]
    pairs: Callable[[Bench, int], list[Pair]]
    rounds: int


ROWS = (
    Row("idle", (Bar("nothing to do / pandoc, all three", "cpu", 0.10),), _idle, 15),
    Row(
        "cold",
        tuple(
            Bar("cold, public edition, three formats, audit included / pandoc + Typst", *most)
            for most in (("cpu", 3.0), ("wall", 2.5))
        ),
        _cold,
        15,
    ),
    Row("docx", (Bar("DOCX of {pages} dense pages / pandoc's", "cpu", 0.6),), _long("docx"), 5),
    Row(
        "pptx",
        (Bar("PPTX of {pages} slides / pandoc's", "cpu", 1.0),),
        _long("pptx", "--slide-level=1"),
        5,
    ),
    Row(
        "edited",
        (Bar("one slide edited in {slides}, warm, three formats / full rebuild", "cpu", 0.10),),
        _edited,
        5,
    ),
    Row("second", (Bar("second edition, warm / first", "cpu", 0.4),), _second, 7),
    Row(
        "variants",
        tuple(
            Bar(
                "{variants} variants in three formats, two workers / pandoc + Typst with xargs -P2",
                measure,
                0.6,
            )
            for measure in ("cpu", "wall")
        ),
        _variants,
        3,
    ),
    Row(
        "register",
        (
            Bar("CPU for each dossier, at {many:,} / at {few}", "cpu", 1.05),
            Bar("peak memory of a worker, at {many:,} / at {few}", "memory", 1.2),
        ),
        _register,
        1,
    ),
)
