"""Command ``diff``: compare two packages or folders of editions; tracked changes."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.cli.shared import as_json, say, shown
from pipeline.core import atomic_write
from pipeline.core.errors import DistributeError, Problem, Where, shown_path
from pipeline.output import manifest

if TYPE_CHECKING:
    from pipeline.distribution.compare.difference import Comparison, FileDifference


def add(commands: Any) -> None:
    """Add the command to the parser."""
    diff = commands.add_parser(
        "diff",
        help="what changed between two packages, or two editions",
        description="Tell which files differ, in which lines and properties, and where markers\n"
        "were lifted or added. Files that only one side has are named. Number and date of the\n"
        "cover and the foot of pages, which differ in every version, are left out. Of a full\n"
        "edition, what is withheld is printed.",
        epilog="exit codes:\n  0  done, with or without differences\n  6  there is no package here",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    diff.add_argument("before", type=Path, help="a package, its folder, or an edition's folder")
    diff.add_argument("after", type=Path, help="another one")
    diff.add_argument(
        "--html", type=Path, metavar="FILE", help="write the differences as a web page"
    )
    diff.add_argument(
        "--docx",
        type=Path,
        metavar="FILE",
        help="write the second document with tracked changes from the first",
    )
    diff.add_argument(
        "--all",
        action="store_true",
        help="number and date of the cover and the foot of pages, too",
    )
    diff.add_argument("--force", action="store_true", help="write over a FILE that is there")
    diff.add_argument("--json", action="store_true", help="print the differences as JSON")
    diff.set_defaults(run=_diff)


def _diff(arguments: argparse.Namespace) -> int:
    from pipeline.distribution.compare import difference, difference_page, tracked_changes  # noqa: PLC0415 - heavy

    for path in (arguments.html, arguments.docx):
        _require_free(path, is_forced=arguments.force)
    comparison = difference.compared(arguments.before, arguments.after, whole=arguments.all)
    found = comparison.files
    if arguments.html is not None:
        _write(arguments.html, difference_page.as_html(comparison), comparison)
    if arguments.docx is not None:
        _write(arguments.docx, tracked_changes.of(comparison), comparison)
    if comparison.left_out:
        say(comparison.left_out)
    if not arguments.json and (arguments.html or arguments.docx):
        return 0
    if arguments.json:
        data = difference.as_data(found)
        sys.stdout.write(as_json(data))
    else:
        lines = [line for file in found for line in _lines(file)] or ["nothing differs"]
        sys.stdout.write("".join(f"{shown(line)}\n" for line in lines))
    return 0


def _require_free(path: Path | None, *, is_forced: bool) -> None:
    """Refuse to write over what is no plain file, and over any file unless that was asked for.

    Raises:
        DistributeError: something stands there.
    """
    if path is None or not os.path.lexists(path):
        return
    is_plain = path.is_file() and not path.is_symlink()
    if is_plain and is_forced:
        return
    message, hint = "a file of this name is there", "give another name, or --force to write over it"
    if not is_plain:
        message = "what stands here is no plain file, and is not written over"
        hint = "give the name of a file"
    problem = Problem(Where(shown_path(path)), "file-exists", message, hint)
    raise DistributeError(problem)


def _write(path: Path, data: bytes, comparison: Comparison) -> None:
    """Write a file for others; for its owner alone if it quotes what is withheld (G21)."""
    _, mode = manifest.modes("public" if comparison.is_public else "full")
    atomic_write.write(path, data, mode)
    note = ": full editions are compared, it may quote what is withheld"
    say(shown_path(path) + ("" if comparison.is_public else note))


def _lines(file: FileDifference) -> Iterator[str]:
    if not file.before or not file.after:
        yield f"{file.before or file.after}: {'gone' if file.before else 'new'}"
        return
    yield file.after if file.before == file.after else f"{file.before} -> {file.after}"
    if file.markers is None:
        yield "  the same bytes" if file.is_same else "  other bytes"
        return
    yield f"  markers: {file.markers[0]} -> {file.markers[1]}"
    for name, before, after in file.properties:
        yield f"  {name}: {before!r} -> {after!r}"
    for row in file.changes:
        marks = [f"{row.lifted} lifted"] if row.lifted else []
        marks += [f"{row.added} added"] if row.added else []
        yield f"  {row.place}" + (f" (markers: {', '.join(marks)})" if marks else "")
        yield from (f"    - {line}" for line in row.before)
        yield from (f"    + {line}" for line in row.after)
