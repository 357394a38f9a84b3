"""Tables of what imports keep: every deck and document of a folder, counted with other readers.

``python -m tools.import_report FOLDER [--no-build]``. What a deck says is read twice, by
python-pptx and by the audit's own reader; neither is the importer's. Content is read as YAML.
``tools.import_documents`` counts text documents.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from pptx import Presentation

from pipeline.audit.original import deck, figure_proof, original_file, proof
from pipeline.audit.original.facts import Line, Shape, Slide
from pipeline.audit.original.original_lines import squeezed
from pipeline.audit.original.plain_content import said
from pipeline.core.errors import PipelineError
from pipeline.importing.import_file import import_file
from pipeline.importing.wanted import Wanted
from tools import import_documents
from tools.import_shares import Share, cpu_seconds, table, tried

_FURNITURE = {"DATE", "SLIDE_NUMBER", "FOOTER", "HEADER"}
_FURNITURE_KINDS = {"dt", "sldNum", "ftr", "hdr"}
_LEVELS = 3
#: EMU within which two shapes are level with each other: a centimetre.
_LEVEL = 360_000
#: A word has a letter or a digit: pictures that are typed have none.
_SAYS = re.compile(r"\w")
#: Keys of the content whose texts are no words of an author.
_APART = {
    "kind", "file", "form", "order", "withheld", "section", "view", "spacing", "numeric", "columns",
    "decimals", "highlight", "total", "stacked", "row_headers", "numbered", "listed", "axis",
}  # fmt: skip


@dataclass
class Row:
    """What was counted of one deck, or of all."""

    name: str
    words: Share = field(default_factory=Share)
    order: Share = field(default_factory=Share)
    titles: Share = field(default_factory=Share)
    notes: Share = field(default_factory=Share)
    cells: Share = field(default_factory=Share)
    alternatives: Share = field(default_factory=Share)
    levels: Share = field(default_factory=Share)
    native: Share = field(default_factory=Share)
    numbers: Share = field(default_factory=Share)
    pictures: Share = field(default_factory=Share)
    slides: Share = field(default_factory=Share)
    plain: int = 0
    checked: Share = field(default_factory=Share)
    built: Share = field(default_factory=Share)
    unproved: int = 0
    readers: int = 0
    cpu: float = 0.0


@dataclass
class Dossier:
    """Content of an imported dossier, as YAML has it."""

    folder: Path
    slides: list[dict[str, Any]]
    report: dict[str, Any]

    def of(self, number: int) -> list[dict[str, Any]]:
        """Return the slides that a slide of the original became."""
        entry = next(row for row in self.report["slides"] if row["number"] == number)
        return [self.slides[row["slide"] - 1] for row in entry["became"]]


def measured(file: Path, work: Path, *, builds: bool) -> Row:
    """Import a deck, and count what arrived."""
    row, folder = Row(file.name), work / re.sub(r"[^a-z0-9]+", "-", file.stem.lower()).strip("-")
    before = cpu_seconds()
    try:
        import_file(file, folder, Wanted())
    except PipelineError as error:
        row.checked.add(0, 1)
        sys.stderr.write(f"{file.name}: {error}\n")
        return row
    row.cpu = cpu_seconds() - before
    data = file.read_bytes()
    row.unproved = len(proof.findings(data, file.name, folder))
    dossier = _dossier(folder)
    originals = [row_ for row_ in deck.slides(original_file.read(data)) if not row_.is_hidden]
    shown = _shown(file)
    taken = [slide for slide in originals if dossier.of(slide.number)]
    row.slides.add(len(dossier.slides), len(taken))
    for slide in taken:
        _count(slide, shown[slide.number], dossier, row)
    tried(folder, row.name, row.checked, row.built, builds=builds)
    return row


def _dossier(folder: Path) -> Dossier:
    content = yaml.load((folder / "presentation.yaml").read_text("utf-8"), yaml.CBaseLoader)  # noqa: S506
    report = yaml.load((folder / "import-report.json").read_text("utf-8"), yaml.CSafeLoader)
    return Dossier(folder, content["slides"], report)


def _leaves(tree: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """Yield the texts of a slide with their key."""
    if isinstance(tree, dict):
        for name, value in tree.items():
            if not (name == "rows" and isinstance(value, str)):  # how many rows a cell covers
                yield from _leaves(value, name)
    elif isinstance(tree, list):
        for value in tree:
            yield from _leaves(value, key)
    elif key not in _APART:
        yield key, " ".join(said(str(tree)).words)


def _count(slide: Slide, shown: tuple[list[str], list[str]], dossier: Dossier, row: Row) -> None:
    became = dossier.of(slide.number)
    leaves = [pair for tree in became for pair in _leaves(tree)]
    texts = [text for _, text in leaves]
    kept = Counter(word for text in texts for word in text.split())
    told = _told(slide, dossier)
    wanted = _words(slide) - told
    row.words.add((wanted & kept).total(), wanted.total())
    row.readers += (Counter(filter(_SAYS.search, shown[0])) - _words(slide)).total()
    once = _once(leaves)
    orders = [[word for word in words if word not in told and _SAYS.search(word)]
              for words in shown]  # fmt: skip
    row.order.add(max(_common(words, once) for words in orders), len(orders[0]))
    notes = [line.text for line in slide.notes]
    row.notes.add(_found(notes, [text for key, text in leaves if key == "notes"]), len(notes))
    titles = [" ".join(line.text for line in shape.lines if line.text) for shape in slide.shapes
              if shape.kind in {"title", "ctrTitle"} and shape.lines]  # fmt: skip
    row.titles.add(_found(titles, [text for key, text in leaves if key == "title"]), len(titles))
    cells = [squeezed(" ".join(line.text for line in cell.lines)) for shape in slide.shapes
             for cell in shape.cells if cell.lines]  # fmt: skip
    cells = [text for text in cells if not set(text.split()) & set(told)]
    row.cells.add(_found(cells, texts), len(cells))
    alternatives = [shape.alternative for shape in slide.shapes if shape.alternative]
    alternatives = [text for text in alternatives if not set(text.split()) & set(told)]
    row.alternatives.add(
        _found(alternatives, [text for key, text in leaves if key == "alt"]), len(alternatives)
    )
    _levels(slide, became, row)
    _figures(slide, became, dossier, row)


def _words(slide: Slide) -> Counter[str]:
    found: Counter[str] = Counter()
    for shape in slide.shapes:
        if shape.kind in _FURNITURE_KINDS:
            continue
        rows = [*shape.lines, *(line for cell in shape.cells for line in cell.lines)]
        found.update(word for line in rows for word in line.text.split())
        found.update(_names(shape))
    found.update(word for line in slide.notes for word in line.text.split())
    return Counter({word: count for word, count in found.items() if _SAYS.search(word)})


def _told(slide: Slide, dossier: Dossier) -> Counter[str]:
    """Return words that stay behind because nobody sees them, or that are withheld."""
    entry = next(row for row in dossier.report["slides"] if row["number"] == slide.number)
    found: Counter[str] = Counter()
    for shape in slide.shapes:
        away = [
            item for item in entry["items"] if _stays_behind(item) and item["shape"] in shape.ids
        ]
        lines = [*shape.lines, *(line for cell in shape.cells for line in cell.lines)]
        if any(_is_of_all(item, lines) for item in away):
            found.update(word for line in lines for word in line.text.split())
        places = {item["at"] for item in away}
        found.update(word for line in lines if line.at in places for word in line.text.split())
        if away:
            found.update(shape.alternative.split())
        if shape.ids[0] in _withheld(slide, dossier):
            found.update(_names(shape))
    for item in entry["items"]:
        if item["fate"] == "left-out" and item["what"] == "alternative-text":
            found.update(squeezed(item["text"] or "").split())
    return found


def _withheld(slide: Slide, dossier: Dossier) -> set[int | None]:
    """Return the charts of which the report says that something covers them."""
    entry = next(row for row in dossier.report["slides"] if row["number"] == slide.number)
    return {item["shape"] for item in entry["items"]
            if item["what"] == "chart" and item["fate"] == "to-withhold"}  # fmt: skip


def _names(shape: Shape) -> Iterator[str]:
    """Yield the words of a chart's series and categories."""
    if shape.chart is None:
        return
    for series in shape.chart.series:
        yield from series.name.split()
    if shape.chart.series and not shape.chart.has_days:
        for name in shape.chart.series[0].categories:
            yield from name.split()


def _stays_behind(item: dict[str, Any]) -> bool:
    return item["fate"] == "to-withhold" or (item["fate"] == "left-out" and item["text"] is None)


def _is_of_all(item: dict[str, Any], lines: Sequence[Line]) -> bool:
    """Tell whether an item is of a shape as a whole, or counts all its words."""
    if item["at"] is not None:
        return False
    counted = re.search(r"(\d+) words?\b", item["words"])
    count = sum(len(line.text.split()) for line in lines)
    return item["what"] in {"shape", "placeholder"} or (
        counted is not None and int(counted[1]) == count
    )


def _once(leaves: Sequence[tuple[str, str]]) -> list[str]:
    """Return the words of a slide's texts, those of a title that goes on left out."""
    seen: set[str] = set()
    words: list[str] = []
    for key, text in leaves:
        if key != "title" or text not in seen:
            words += text.split()
            seen.add(text)
    return words


def _found(wanted: Sequence[str], texts: Sequence[str]) -> int:
    return (Counter(map(squeezed, wanted)) & Counter(texts)).total()


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """Return the length of the longest common subsequence."""
    row = [0] * (len(other) + 1)
    for word in one:
        last = row
        row = [0]
        for at, word_ in enumerate(other):
            row.append(last[at] + 1 if word == word_ else max(last[at + 1], row[-1]))
    return row[-1]


def _points(tree: Any, depth: int = 0) -> Iterator[tuple[str, int]]:
    if isinstance(tree, dict):
        if "text" in tree and depth:
            yield " ".join(said(str(tree["text"])).words), depth
        for key, value in tree.items():
            yield from _points(value, depth + (key == "points"))
    elif isinstance(tree, list):
        for value in tree:
            yield from _points(value, depth)
    elif depth:
        yield " ".join(said(str(tree)).words), depth


def _levels(slide: Slide, became: list[dict[str, Any]], row: Row) -> None:
    """Count the points that stand as deep as in the original, those above them counted."""
    made: dict[str, list[int]] = {}
    elsewhere = Counter(text for tree in became for _, text in _leaves(tree))
    for text, depth in _points(became):
        made.setdefault(text, []).append(depth)
        elsewhere[text] -= 1
    for shape in slide.shapes:
        open_: list[int] = []
        for line in shape.lines:
            if line.text not in made or not line.text:
                continue
            while open_ and open_[-1] >= line.level:
                open_.pop()
            open_ = [*open_[: _LEVELS - 1], line.level]
            if len(open_) in made[line.text] or not elsewhere[line.text]:
                row.levels.add(len(open_) in made[line.text], 1)
            else:  # the same words, which stand in no list
                elsewhere[line.text] -= 1


def _figures(slide: Slide, became: list[dict[str, Any]], dossier: Dossier, row: Row) -> None:
    trees = list(_mappings(became))
    charts = [tree for tree in trees if "form" in tree]
    tables = [tree for tree in trees if "header" in tree]
    for shape in slide.shapes:
        if shape.chart is None or not shape.chart.series:
            continue
        if shape.ids[0] in _withheld(slide, dossier):
            continue
        chart = shape.chart
        # content has nine decimals: what is rounded to them is the same number
        given = frozenset(value for series in chart.series for value in series.values)
        is_native = any(not list(figure_proof.chart_faults(chart, tree, given)) for tree in charts)
        is_table = not list(figure_proof.tables_faults(chart, tables, given)) if tables else False
        row.native.add(is_native, 1)
        row.numbers.add(is_native or is_table, 1)
    wanted = sum(shape.picture is not None for shape in slide.shapes)
    files = [tree["file"] for tree in trees if "file" in tree]
    there = sum((dossier.folder / "media" / str(name)).is_file() for name in files)
    row.pictures.add(min(there, wanted), wanted)
    bodies = sum(shape.kind in {"body", "obj", ""} and bool(shape.lines) and any(
        line.level or len(shape.lines) > 1 for line in shape.lines) for shape in slide.shapes
    )  # fmt: skip
    is_rich = wanted or bodies > 1 or any(shape.cells or shape.chart for shape in slide.shapes)
    row.plain += bool(is_rich and all(tree["kind"] == "bullets" for tree in became))


def _mappings(tree: Any) -> Iterator[dict[str, Any]]:
    if isinstance(tree, dict):
        yield tree
        for value in tree.values():
            yield from _mappings(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from _mappings(value)


def _shown(file: Path) -> dict[int, tuple[list[str], list[str]]]:
    """Return the words of each slide as python-pptx reads them, in both orders that are usual.

    The title first, then downwards in rows; or as the file has them, as screen readers say them.
    """
    found: dict[int, tuple[list[str], list[str]]] = {}
    for number, slide in enumerate(Presentation(str(file)).slides, start=1):
        notes: list[str] = []
        if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
            notes = squeezed(slide.notes_slide.notes_text_frame.text).split()
        found[number] = (
            [*_words_of(slide, by_place=True), *notes], [*_words_of(slide, by_place=False), *notes]
        )  # fmt: skip
    return found


def _words_of(slide: Any, *, by_place: bool) -> list[str]:
    flat = _flat(slide.shapes, by_place=by_place)
    shapes = [shape for shape in flat if not _is_furniture(shape)]
    title = slide.shapes.title
    first = [shape for shape in shapes if title is not None and shape == title]
    rest = [shape for shape in shapes if shape not in first]
    return [word for shape in (*first, *rest) for word in _said(shape)]


def _flat(shapes: Any, *, by_place: bool) -> Iterator[Any]:
    """Yield shapes downwards, those about level with each other from the left; groups together."""
    rows = [*shapes]
    if by_place:
        rows.sort(key=lambda row: ((row.top or 0) // _LEVEL, row.left or 0))
    for shape in rows:
        if shape.shape_type == 6:  # noqa: PLR2004 - a group
            yield from _flat(shape.shapes, by_place=by_place)
        else:
            yield shape


def _is_furniture(shape: Any) -> bool:
    return shape.is_placeholder and shape.placeholder_format.type.name in _FURNITURE


def _said(shape: Any) -> list[str]:
    if shape.has_text_frame:
        return squeezed(" ".join(row.text for row in shape.text_frame.paragraphs)).split()
    if getattr(shape, "has_table", False) and shape.has_table:
        cells = (cell.text for row in shape.table.rows for cell in row.cells if not cell.is_spanned)
        return squeezed(" ".join(cells)).split()
    return []


def main() -> None:
    """Print the tables of a folder's decks and documents."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--no-build", action="store_true", help="leave out building all formats")
    arguments = parser.parse_args()
    builds = not arguments.no_build
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        decks = [measured(file, work, builds=builds)
                 for file in sorted(arguments.folder.rglob("*.pptx"))]  # fmt: skip
        documents = [import_documents.measured(file, work, builds=builds)
                     for file in sorted(arguments.folder.rglob("*.docx"))]  # fmt: skip
    tables = [table(decks, Row("all"))] if decks else []
    tables += [table(documents, import_documents.Row("all"))] if documents else []
    sys.stdout.write("\n".join(tables))


if __name__ == "__main__":
    main()
