"""Counts of what an import of a text document keeps, with readers that are not the importer's.

What a document says is read by python-docx and by the audit's own reader; content is read as plain
Markdown. ``tools.import_report`` prints the table.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import docx
import yaml

from pipeline.audit.original import document, original_file, told_items
from pipeline.audit.original.document_facts import Saying, Written
from pipeline.audit.original.document_proof import DocumentProof
from pipeline.audit.original.original_lines import squeezed
from pipeline.audit.original.plain_texts import PlainTexts
from pipeline.core.errors import PipelineError
from pipeline.importing.import_file import import_file
from pipeline.importing.wanted import Wanted
from tools.import_shares import Share, cpu_seconds, tried

_SAYS = re.compile(r"\w")


@dataclass
class Row:
    """What was counted of one document, or of all."""

    name: str
    words: Share = field(default_factory=Share)
    order: Share = field(default_factory=Share)
    notes: Share = field(default_factory=Share)
    cells: Share = field(default_factory=Share)
    headings: Share = field(default_factory=Share)
    levels: Share = field(default_factory=Share)
    numbers: Share = field(default_factory=Share)
    alternatives: Share = field(default_factory=Share)
    pictures: Share = field(default_factory=Share)
    charts: Share = field(default_factory=Share)
    checked: Share = field(default_factory=Share)
    built: Share = field(default_factory=Share)
    unproved: int = 0
    readers: int = 0
    cpu: float = 0.0


def measured(file: Path, work: Path, *, builds: bool) -> Row:
    """Import a document, and count what arrived."""
    row, folder = Row(file.name), work / re.sub(r"[^a-z0-9]+", "-", file.stem.lower()).strip("-")
    before = cpu_seconds()
    try:
        import_file(file, folder, Wanted())
    except PipelineError as error:
        row.checked.add(0, 1)
        sys.stderr.write(f"{file.name}: {error}\n")
        return row
    row.cpu = cpu_seconds() - before
    written = document.read(original_file.read(file.read_bytes()))
    proof = DocumentProof(written, told_items.read(folder), folder)
    findings = [*proof.findings()]
    row.unproved = len(findings)
    _count(file, written, proof, folder, row)
    _levels(proof, [message for _, message in findings], row)
    tried(folder, row.name, row.checked, row.built, builds=builds)
    return row


def _count(file: Path, written: Written, proof: DocumentProof, folder: Path, row: Row) -> None:
    shown = [saying for saying in written.sayings if not saying.is_contents]
    told = _left_out(proof)
    seen = [proof.seen(saying) for saying in (*shown, *written.notes)]
    wanted = Counter(word for text in seen for word in _words(text))
    made = _made(folder, {item.where: item.text or "" for _, item in proof.placed})
    kept = Counter(made)
    wanted -= told
    row.words.add((wanted & kept).total(), wanted.total())
    flow = [word for saying in shown for word in _words(proof.seen(saying)) if word not in told]
    common = SequenceMatcher(None, flow, made, autojunk=False).get_matching_blocks()
    row.order.add(sum(block.size for block in common), len(flow))
    placed = {id(saying): item for saying, item in proof.placed}
    row.notes.add(sum(id(note) in placed for note in written.notes), len(written.notes))
    cells = [saying for saying in shown if saying.table]
    row.cells.add(sum(id(cell) in placed or _is_told(cell, proof) for cell in cells), len(cells))
    for drawing in written.drawings:
        share = row.charts if drawing.chart is not None else row.pictures
        share.add(0, 1)
    figures = sum(line.startswith("file: ") for line in _lines(folder))
    row.pictures.kept = min(figures, row.pictures.whole)
    row.charts.kept = min(sum("```chart" in line for line in _lines(folder)), row.charts.whole)
    alternatives = [drawing.alternative for drawing in written.drawings if drawing.alternative]
    texts = Counter(_bare(line.partition("alt:")[2]) for line in _lines(folder) if "alt:" in line)
    row.alternatives.add(sum(texts[_bare(text)] > 0 for text in alternatives), len(alternatives))
    mine = Counter(word for saying in written.sayings for word in _words(saying.text))
    row.readers = (Counter(_by_library(file)) - mine - told).total()


def _is_told(cell: Saying, proof: DocumentProof) -> bool:
    return any(item.what == "cell" and item.text == cell.text for item in proof.items)


def _words(text: str) -> list[str]:
    """Return the words of a text, without signs: numbers of lists are printed in other brackets."""
    return [_bare(word) for word in squeezed(text).split() if _SAYS.search(word)]


def _bare(text: str) -> str:
    return "".join(sign for sign in text if sign.isalnum())


def _left_out(proof: DocumentProof) -> Counter[str]:
    """Return words that stay behind, as the report tells, or that a slot stands for."""
    found: Counter[str] = Counter()
    for item in proof.items:
        if item.fate == "left-out" and item.text:
            found.update(_words(item.text))
        elif item.fate == "to-withhold":
            found.update(("REDACTED", "DELETED"))
    return found


def _lines(folder: Path) -> list[str]:
    names = PlainTexts(folder).order
    return [line for name in names for line in (folder / name).read_text("utf-8").split("\n")]


def _made(folder: Path, said: dict[str, str]) -> list[str]:
    """Return the words of the content, the cover first.

    Args:
        folder: of the dossier.
        said: by place, what the report says of a line, of which the proof has shown that it stands
            there: what references print is not in the content.
    """
    texts = PlainTexts(folder)
    found: list[str] = []
    cover = yaml.load((folder / "dossier.yaml").read_text("utf-8"), yaml.CBaseLoader)  # noqa: S506
    for value in _leaves(cover):
        found += _words(value)
    for name in texts.order:
        for number in range(1, len(texts.lines(name)) + 1):
            line = texts.line(f"{name} line {number}")
            if line is None:
                continue
            if "](#" in line.bare:
                found += _words(said.get(f"{name} line {number}", ""))
            else:
                found += _words(" ".join((line.mark, *line.said.words)))
    return found


def _leaves(tree: Any) -> list[str]:
    if isinstance(tree, dict):
        return [text for value in tree.values() for text in _leaves(value)]
    if isinstance(tree, list):
        return [text for value in tree for text in _leaves(value)]
    return [str(tree)]


def _by_library(file: Path) -> list[str]:
    """Return the words of paragraphs and cells as python-docx reads them."""
    found: list[str] = []
    for block in docx.Document(str(file)).iter_inner_content():
        if isinstance(block, docx.table.Table):
            seen: list[Any] = []
            for row in block.rows:
                for cell in row.cells:
                    if cell._tc not in seen:
                        seen.append(cell._tc)
                        found += _words(cell.text)
        else:
            found += _words(block.text)
    return found


def _levels(proof: DocumentProof, messages: Sequence[str], row: Row) -> None:
    """Count headings, list levels and numbers; what the proof finds is not kept."""
    headings = [pair for pair in proof.placed if pair[0].heading]
    sayings = proof.written.sayings
    whole = [saying for saying in sayings if saying.heading and not saying.is_contents]
    bad = sum("heading" in text for text in messages)
    row.headings.add(max(len(headings) - bad, 0), len(whole))
    numbered = [saying for saying in sayings if saying.label and saying.text]
    listed = [saying for saying in numbered if not (saying.table or saying.heading)]
    bad = sum("level of its list" in text for text in messages)
    row.levels.add(len(listed) - bad, len(listed))
    bad = sum("number is printed" in text or "bullet is lost" in text for text in messages)
    row.numbers.add(len(numbered) - bad, len(numbered))
