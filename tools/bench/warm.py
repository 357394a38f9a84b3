"""What builds cost in a process that lives on: ``python -m tools.bench.warm``, run by the bench.

It builds a small dossier first, so that nothing is imported and nothing general prepared while the
first of two builds is measured; then both, and writes their costs, the later first, as JSON.
"""

from __future__ import annotations

import argparse
import gc
import json
import multiprocessing
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import astuple
from pathlib import Path
from typing import get_args

from pipeline.edition.formats import Audience, Format
from pipeline.workflow import build
from pipeline.workflow.executors import this_machine
from tools.bench import generated, running
from tools.bench.costs import BenchError, Cost, Pair

Builder = Callable[[], None]


def opened(folder: Path, options: build.Options) -> Builder:
    """Return what builds a dossier, again and again, as ``dossier watch`` does."""

    def once() -> None:
        build.build(folder, options, _silent)
        gc.collect()
        gc.freeze()

    return once


def _silent(_: str) -> None:
    """Drop what a build tells."""


def _options(output: Path, audience: Audience, formats: tuple[Format, ...]) -> build.Options:
    return build.Options(output, (audience,), formats, engine=this_machine.here)


def _spent() -> float:
    """Return the CPU seconds of this process and of its children, which have ended."""
    for child in multiprocessing.active_children():
        child.join()
    usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def measured(work: Builder) -> Cost:
    """Do some work, and return what it cost."""
    cpu, wall = _spent(), time.perf_counter()
    work()
    return Cost(_spent() - cpu, time.perf_counter() - wall)


def prepare(formats: tuple[Format, ...]) -> None:
    """Build a dossier that shares no slide with others."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place, "small")
        generated.write(folder, generated.slides(5, seed=4711)[:-1])
        for audience in get_args(Audience):
            options = _options(Path(place, "output"), audience, formats)
            opened(folder, options)()


def edited(count: int, number: int, formats: tuple[Format, ...]) -> Pair:
    """Build a deck as a whole, then again after an edit of one slide; the edit's cost first."""
    deck = generated.slides(count)
    with tempfile.TemporaryDirectory() as place:
        folder, output = Path(place, "long"), Path(place, "output")
        generated.write(folder, deck)
        builder = opened(folder, _options(output, "public", formats))
        whole = measured(builder)
        before = _files(output, formats)
        generated.write_slides(folder, generated.edited(deck, number, seed=number))
        edit = measured(builder)
        after = _files(output, formats)
    if len(before) != len(formats) or any(before[name] == after[name] for name in before):
        raise BenchError("an edit did not show in every file")
    return edit, whole


def text(pages: int) -> Pair:
    """Build the PDF of a running text in nine parts, then again after an edit in one of them.

    The edit's cost comes first.
    """
    with tempfile.TemporaryDirectory() as place:
        folder, output = Path(place, "text"), Path(place, "output")
        running.write(folder, pages, annexes=8)
        builder = opened(folder, _options(output, "public", ("pdf",)))
        whole = measured(builder)
        before = _files(output, ("pdf",))
        path = folder / "annex-4.md"
        path.write_text(path.read_text("utf-8").replace("\n1. ", "\n1. Edited: ", 1), "utf-8")
        edit = measured(builder)
        if before == _files(output, ("pdf",)):
            raise BenchError("an edit did not show in the file")
    return edit, whole


def _files(output: Path, formats: tuple[Format, ...]) -> dict[str, bytes]:
    found = (path for fmt in formats for path in output.glob(f"*/public/*/*.{fmt}"))
    return {path.name: path.read_bytes() for path in found}


def second(folder: Path, formats: tuple[Format, ...]) -> Pair:
    """Build a public edition, then the full one; the second's cost first."""
    with tempfile.TemporaryDirectory() as place:
        first, later = (
            measured(opened(folder, _options(Path(place), audience, formats)))
            for audience in ("public", "full")
        )
        return later, first


def main() -> int:
    """Write what two builds cost."""
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=("edited", "second", "text"))
    parser.add_argument("--slides", type=int, default=189)
    parser.add_argument("--pages", type=int, default=200, help="of running text")
    parser.add_argument("--number", type=int, default=2, help="of the slide that is edited")
    parser.add_argument("--formats", nargs="+", default=["pptx", "docx", "pdf"])
    parser.add_argument("--write", type=Path, required=True, help="file for their costs")
    given = parser.parse_args()
    formats = tuple(given.formats)
    prepare(formats)
    if given.what == "edited":
        pair = edited(given.slides, given.number, formats)
    elif given.what == "text":
        pair = text(given.pages)
    else:
        pair = second(generated.FIRST, formats)
    given.write.write_text(json.dumps([astuple(cost) for cost in pair]), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
