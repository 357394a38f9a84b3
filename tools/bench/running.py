"""A long running text, invented, as the body of a dossier; pandoc reads the same file.

    from tools.bench import running
    running.write(Path("content/text"), running.body(200))

A page has five numbered paragraphs; ten have fifteen footnotes and three tables.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tools.bench.generated import Author

#: Letters of a paragraph, of a footnote, and of a cell.
_PARAGRAPH, _NOTE, _CELL = 470, 120, 24
#: Of a page: paragraphs; of ten pages: footnotes and tables.
_PARAGRAPHS, _NOTES, _TABLES = 5, 15, 3
_NUMERALS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
_COVER = """\
number: {number}
language: en
date: 2024-04-15
codes: [API 99, INF 999]
original: en
initials: KM/ek
unit: COMM.9
formats: [docx, pdf]
cover:
  type: note
  from: General Secretariat of the Council
  to: Working Party on Information
  subject: Invented text, to measure by
"""


def body(pages: int, seed: int = 1) -> str:
    """Write a text of about so many pages, in the Markdown that the program and pandoc share."""
    author = Author(seed)
    return "\n\n".join(part for page in range(pages) for part in _page(author, page)) + "\n"


def _page(author: Author, page: int) -> Iterator[str]:
    if page % 2 == 0:
        yield f"# {author.phrase(40)}"
    notes = range(page * _NOTES // 10, (page + 1) * _NOTES // 10)
    marks = [f"[^n{note}]" for note in notes]
    for at in range(_PARAGRAPHS):
        mark = marks[at] if at < len(marks) else ""
        number = page * _PARAGRAPHS + at + 1
        yield f"{number}. {author.phrase(_PARAGRAPH)}{mark}."
    yield from (f"[^n{note}]: {author.phrase(_NOTE)}." for note in notes)
    for _ in range(page * _TABLES // 10, (page + 1) * _TABLES // 10):
        rows = [[author.phrase(_CELL) for _ in range(4)] for _ in range(8)]
        lines = [rows[0], ["---"] * 4, *rows[1:]]
        yield "\n".join(f"| {' | '.join(line)} |" for line in lines)


def write(folder: Path, pages: int, *, annexes: int = 0, seed: int = 1) -> None:
    """Write a dossier of running text.

    Args:
        folder: made if it is not there.
        pages: of all its texts together.
        annexes: how many of them there are behind the body, at most ten.
        seed: of the words of the body.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "dossier.yaml").write_text(_COVER.format(number="99990/24"), "utf-8")
    (folder / "redactions.yaml").write_text("slots: {}\n", "utf-8")
    each = max(1, pages // (annexes + 1))
    (folder / "body.md").write_text(body(each, seed), "utf-8")
    for number in range(1, annexes + 1):
        text = body(each, seed=1000 + number).replace("[^n", f"[^a{number}-")
        head = f"# ANNEX {_NUMERALS[number - 1]}: {Author(2000 + number).phrase(30)}\n\n"
        (folder / f"annex-{number}.md").write_text(head + text, "utf-8")
