"""The rows of the table: what is compared with what, and how little it should cost.

A row is prepared in a folder of its own, then measured.
"""

from __future__ import annotations

import json
import shlex
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from tools.bench import generated, register, running
from tools.bench.costs import Cost, Measure, Pair, in_turn, run
from tools.bench.generated import FIRST, NUMBER, ROOT
from tools.bench.sides import FORMATS, TEXTS, Bench, all_of

_LANGUAGES = sorted(path.stem for path in (ROOT / "templates" / "labels").glob("*.yaml"))
#: What the largest process may take for a long text, in bytes.
_ROOM = 2**30
#: How pandoc's and Typst's files are named, and in which language.
_HEAD = '---\ntitle: "Invented"\nlang: en\n---\n\n'


def _idle(bench: Bench, rounds: int) -> list[Pair]:
    output = bench.fresh()
    bench.build(FIRST, "--output", output)
    return in_turn(lambda: bench.build(FIRST, "--output", output), bench.others(), rounds)


def _cold(bench: Bench, rounds: int) -> list[Pair]:
    formats = [word for fmt in FORMATS for word in ("--format", fmt)]
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


def _warm(bench: Bench, *words: str) -> list[Cost]:
    """Measure in a new process that lives on; the last of its builds comes first."""
    target = bench.fresh() / "costs.json"
    module = [sys.executable, "-m", "tools.bench.warm", *words]
    run([*module, "--write", target, "--formats", *bench.sizes.formats])
    return [Cost(*row) for row in json.loads(target.read_text("utf-8"))]


def _edited(bench: Bench, rounds: int) -> list[Pair]:
    slides = bench.sizes.slides
    texts = bench.fresh()
    for name in ("deck.md", "document.md"):
        text = _HEAD + generated.markdown(generated.slides(slides))
        (texts / name).write_text(text, "utf-8")
    others = bench.others(texts)
    others()
    step = max(1, (slides - 2) // rounds)
    numbers = [2 + at * step % (slides - 2) for at in range(rounds)]
    words = ["edited", "--slides", str(slides), "--number"]
    return [(_warm(bench, *words, str(number))[0], others()) for number in numbers]


def _second(bench: Bench, rounds: int) -> list[Pair]:
    others = bench.others()
    others()
    return [(_warm(bench, "second")[0], others()) for _ in range(rounds)]


def _text(bench: Bench, pages: int) -> tuple[Path, Path]:
    """Return a dossier of running text, and the text for pandoc."""
    place = bench.fresh()
    running.write(place / "text", pages)
    source = place / "text.md"
    source.write_text(_HEAD + (place / "text" / "body.md").read_text("utf-8"), "utf-8")
    return place / "text", source


def _text_docx(bench: Bench, rounds: int) -> list[Pair]:
    """Measure the document without what it takes to begin: less one of two pages."""
    content, source = _text(bench, bench.sizes.text)
    long, short = (
        bench.cold(folder, "--format", "docx") for folder in (content, _text(bench, 2)[0])
    )
    command = bench.pandoc(source, source.with_suffix(".docx"))

    def ours() -> Cost:
        whole, start = long(), short()
        return Cost(whole.cpu - start.cpu, whole.wall - start.wall, whole.memory)

    return in_turn(ours, lambda: run(command), rounds)


def _text_pdf(bench: Bench, rounds: int) -> list[Pair]:
    content, source = _text(bench, bench.sizes.text)
    ours = bench.cold(content, "--format", "pdf")
    theirs = all_of(bench.portable(source, source.with_suffix(".pdf")))
    return in_turn(ours, theirs, rounds, warm_up=False)


def _text_memory(bench: Bench, rounds: int) -> list[Pair]:
    content, _ = _text(bench, bench.sizes.text)
    ours = bench.cold(content, "--format", "pdf")
    return [(ours(), Cost(0, 0, _ROOM)) for _ in range(rounds)]


def _text_edited(bench: Bench, rounds: int) -> list[Pair]:
    words = ("text", "--pages", str(bench.sizes.text))
    return [(costs[0], costs[1]) for costs in (_warm(bench, *words) for _ in range(rounds))]


def _fresh(bench: Bench, rounds: int) -> list[Pair]:
    """Measure dossiers that are up to date, and a walk through the same files."""
    place = register.up_to_date(bench, bench.sizes.fresh)
    words = (place / "content", "--output", place / "output")
    walk = [sys.executable, "-I", "-S", "-c", register.WALK, str(place)]
    return in_turn(lambda: bench.build(*words), lambda: run(walk), rounds)


def _edit_of_many(bench: Bench, rounds: int) -> list[Pair]:
    """Measure the build of all, of which one has changed, and of that one alone."""
    place = register.up_to_date(bench, bench.sizes.fresh)
    folder, seeds = place / "content" / register.name(1), count(5000)

    def built(what: Path) -> Cost:
        deck = generated.slides(register.SLIDES, seed=1)
        generated.write_slides(folder, generated.edited(deck, 2, seed=next(seeds)))
        return bench.build(what, "--output", place / "output")

    return in_turn(lambda: built(place / "content"), lambda: built(folder), rounds)


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
    formats = [word for fmt in FORMATS for word in ("--format", fmt)]
    ours = bench.cold(content, *formats, "--jobs", "2")
    return in_turn(ours, lambda: run(["xargs", "-P2", "-n1", "sh"], given), rounds, warm_up=False)


def _script(commands: Sequence[Sequence[str]]) -> str:
    return "set -e\n" + "".join(f"{shlex.join(command)}\n" for command in commands)


def _register(bench: Bench, rounds: int) -> list[Pair]:
    content = bench.fresh()
    few, many = bench.sizes.few, bench.sizes.many
    folders = [content / register.name(number) for number in range(1, many + 1)]
    for number, folder in enumerate(folders, 1):
        deck = generated.slides(register.SLIDES, seed=number)
        generated.write(folder, deck, register.reference(number))

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


_TEXT = "{text} pages of running text"

ROWS = (
    Row("idle", (Bar("nothing to do / pandoc, all three", "cpu", 0.09),), _idle, 15),
    Row(
        "cold",
        tuple(
            Bar("cold, public edition, three formats, audit included / pandoc + Typst", *most)
            for most in (("cpu", 5.0), ("wall", 4.0))
        ),
        _cold,
        15,
    ),
    Row("docx", (Bar("DOCX of {pages} dense pages / pandoc's", "cpu", 2.5),), _long("docx"), 5),
    Row(
        "pptx",
        (Bar("PPTX of {pages} slides / pandoc's", "cpu", 1.8),),
        _long("pptx", "--slide-level=1"),
        5,
    ),
    Row(
        "edited",
        (
            Bar(
                "one slide edited in {slides}, warm, three formats / "
                "pandoc + Typst making the deck anew",
                "cpu",
                1.2,
            ),
        ),
        _edited,
        5,
    ),
    Row(
        "second", (Bar("second edition, warm / pandoc + Typst making it", "cpu", 1.0),), _second, 7
    ),
    Row(
        "variants",
        tuple(
            Bar(
                "{variants} variants in three formats, two workers / pandoc + Typst with xargs -P2",
                measure,
                2.5,
            )
            for measure in ("cpu", "wall")
        ),
        _variants,
        3,
    ),
    Row(
        "text-docx",
        (Bar(f"DOCX of {_TEXT}, less one of two pages / pandoc's", "cpu", 2.0),),
        _text_docx,
        3,
    ),
    Row("text-pdf", (Bar(f"PDF of {_TEXT} / Typst's", "cpu", 25.0),), _text_pdf, 1),
    Row(
        "text-edited",
        (Bar(f"PDF of {_TEXT} in nine parts, after an edit in one, audited / first", "cpu", 0.4),),
        _text_edited,
        1,
    ),
    Row(
        "text-memory",
        (Bar(f"largest process for the PDF of {_TEXT} / 1 GiB", "memory", 1.0),),
        _text_memory,
        1,
    ),
    Row(
        "fresh",
        (Bar("{fresh:,} dossiers up to date / a walk that asks for the same files", "cpu", 4.0),),
        _fresh,
        5,
    ),
    Row(
        "one-of-many",
        (Bar("one edited of {fresh:,} / that one alone", "cpu", 1.3),),
        _edit_of_many,
        5,
    ),
    Row(
        "register",
        (
            Bar("CPU for each dossier, at {many:,} / at {few}", "cpu", 1.0),
            Bar("peak memory of a worker, at {many:,} / at {few}", "memory", 1.05),
        ),
        _register,
        1,
    ),
)
