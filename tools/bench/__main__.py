"""Measure what the program costs beside pandoc and Typst, and write docs/benchmarks.md.

    make bench
    make bench ARGS="--only cold --rounds 3"

Other work on the machine spoils the numbers; ratios, measured in turn, less so than seconds.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from tools.bench import page
from tools.bench.costs import BenchError
from tools.bench.rows import ROWS, Row
from tools.bench.sides import Bench, Sizes, Tools


def measured(bench: Bench, rows: Sequence[Row], rounds: int | None) -> Iterator[str]:
    """Yield lines of the table as they are measured."""
    for row in rows:
        count = row.rounds if rounds is None else min(rounds, row.rounds)
        yield from page.lines(row, row.pairs(bench, count), bench.sizes)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tools.bench", description=__doc__)
    names = [row.name for row in ROWS]
    parser.add_argument("--only", action="append", choices=names, help="a row; can be repeated")
    parser.add_argument("--rounds", type=int, help="measure at most so often")
    parser.add_argument("--scale", type=float, default=1.0, help="0.1: with a tenth of everything")
    parser.add_argument(
        "--write",
        action="store_true",
        help="write docs/benchmarks.md; rows that were not measured stay as they are",
    )
    return parser.parse_args()


def main() -> int:
    """Print the table and, if asked to, write the page."""
    given = _arguments()
    rows = [row for row in ROWS if given.only is None or row.name in given.only]
    lines: list[str] = []
    try:
        tools = Tools.installed()
        head = f"{page.machine()}; {page.versions(tools)}.\n\n"
        with tempfile.TemporaryDirectory(prefix="bench-") as place:
            bench = Bench(tools, Sizes().scaled(given.scale), Path(place))
            print(head + page.table([]), end="", flush=True)
            for line in measured(bench, rows, given.rounds):
                print(line, end="", flush=True)
                lines.append(line)
    except BenchError as error:
        print(f"bench: {error}", file=sys.stderr)
        return 1
    if given.write:
        merged = page.merged(page.PAGE.read_text("utf-8"), lines)
        page.PAGE.write_text(page.written(head + page.table(merged)), "utf-8")
        print(page.PAGE.relative_to(page.ROOT))
    return 0


if __name__ == "__main__":
    sys.exit(main())
