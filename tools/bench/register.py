"""Registers of many dossiers: invented ones, and such as are up to date without being built.

A thousand builds take a quarter of an hour. What is up to date is asked of content files, records
and finished files; these are those of one dossier under other names and numbers.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from pipeline.edition.formats import Audience
from pipeline.output import freshness, manifest
from tools.bench import generated
from tools.bench.costs import BenchError
from tools.bench.sides import Bench

#: Slides of each dossier.
SLIDES = 8
_AUDIENCE: Audience = "public"
#: A program that asks for every file below a folder, as the freshness of dossiers does at least.
WALK = """
import os, sys
def walk(folder):
    for row in os.scandir(folder):
        if row.is_dir(follow_symlinks=False):
            walk(row.path)
        else:
            row.stat()
walk(sys.argv[1])
"""


def name(number: int) -> str:
    """Return the folder's name of a dossier."""
    return f"wk-{number}-2024"


def reference(number: int) -> str:
    """Return its number as its content has it."""
    return f"WK {number}/2024 INIT"


def _stem(number: int) -> str:
    return f"wk{number:05}."


def up_to_date(bench: Bench, count: int) -> Path:
    """Return a folder with the content of some dossiers and an output in which nothing is to do.

    Raises:
        BenchError: something is to do.
    """
    place = bench.fresh()
    content, output = place / "content", place / "output"
    first = content / name(1)
    generated.write(first, generated.slides(SLIDES, seed=1), reference(1))
    bench.build(first, "--output", output)
    for number in range(2, count + 1):
        _copied(content, output, number)
    require_fresh(place)
    return place


def require_fresh(place: Path) -> None:
    """Ask whether nothing is to do.

    Raises:
        BenchError: something is.
    """
    output = str(place / "output")
    asked = freshness.up_to_date([str(place / "content")], output, [_AUDIENCE], ())
    if not asked or not all(asked.values()):
        raise BenchError("dossiers that should be up to date are not")


def _copied(content: Path, output: Path, number: int) -> None:
    """Make another dossier of the first one, with all that says that it is up to date."""
    own, folder = name(number), content / name(number)
    shutil.copytree(content / name(1), folder)
    path = folder / "dossier.yaml"
    path.write_text(path.read_text("utf-8").replace(reference(1), reference(number)), "utf-8")
    shutil.copytree(output / name(1), output / own)
    for file in [file for file in (output / own).rglob("*") if file.is_file()]:
        file.rename(file.with_name(file.name.replace(_stem(1), _stem(number))))
    known = Path(freshness.record_path(output, name(1), _AUDIENCE)).read_text("utf-8")
    record = json.loads(known.replace(_stem(1), _stem(number)).replace(name(1), own))
    record["inputs"] = freshness.inputs_digest(folder, _AUDIENCE)
    text = json.dumps(record, sort_keys=True)
    manifest.private_folder(output, own)
    Path(freshness.record_path(output, own, _AUDIENCE)).write_text(text, "utf-8")
    Path(freshness.place_path(output, own)).write_bytes(freshness.place(output, folder))
