"""Mistakes in running text: each is told once, at its place, with what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.content.load import load
from pipeline.core.errors import ContentError, Problem
from tests.redaction.test_sealing import COVER, HEAD

COMPUTED = "---\nnumbering: computed\n---\n\n"
#: What is written, and the code, line and column of the one problem.
MISTAKES = [
    ("A <b>word</b>.", "unknown-markdown", 1, 3),
    ("<div>\nwords\n</div>", "unknown-markdown", 1, 1),
    ("A picture ![x](y.png).", "unknown-markdown", 1, 11),
    ("A `word`.", "unknown-markdown", 1, 3),
    ("A &amp; B", "unknown-markdown", 1, 3),
    ("words  \nmore", "unknown-markdown", 1, 6),
    ("words\\\nmore", "unknown-markdown", 1, 6),
    ("> words", "unknown-markdown", 1, 1),
    ("    words", "unknown-markdown", 1, 5),
    ("Title\n=====", "unknown-markdown", 1, 1),
    ("words\n\n---\n\nmore", "unknown-markdown", 3, 1),
    ("* words", "unknown-markdown", 1, 1),
    ("1) words", "unknown-markdown", 1, 1),
    ("[x]: https://example.eu", "unknown-markdown", 1, 1),
    ("A [link][x].", "unknown-markdown", 1, 8),
    ("2026. It began.", "number-out-of-order", 1, 1),
    ("1. A\n\n3. B", "number-out-of-order", 3, 1),
    ("# I. A\n\n# III. B", "number-out-of-order", 3, 1),
    ("A:\n(a) b;\n(c) d.", "number-out-of-order", 3, 1),
    ("# A\n\n### B", "skipped-level", 3, 1),
    (f"{COMPUTED}# I. A", "typed-number", 5, 1),
    ("##### A", "too-many-levels", 1, 1),
    ("As we said\n– as ever – it is so.", "list-or-text", 2, 1),
    ("In the points\n(a) and in others.", "list-or-text", 2, 1),
    ("Selon les points\na) du texte.", "list-or-text", 2, 1),
    ("Er gilt ab dem\n1. Januar 2026.", "list-or-text", 2, 1),
    (
        "1. The Working Party has examined the whole text of points\n   (a) of it.",
        "list-or-text",
        2,
        4,
    ),
    (
        "– The Working Party has examined the whole text and agreed\n  – but for (a).",
        "list-or-text",
        2,
        3,
    ),
    ("30. 12. 2026 was the day.", "empty-text", 1, 1),
    ("– (a) and more", "empty-text", 1, 1),
    ("1. A.\n\nB was noted.\n2. C.", "list-or-text", 4, 1),
    ("1. A.\n\nB was noted (C).[^x]\n2. C.\n\n[^x]: D", "list-or-text", 4, 1),
    (f"{COMPUTED}1. A.\n\nB was noted:\n1. C.\n\nD.\n7. E", "list-or-text", 11, 1),
    ("```statement DK\n1. A\n2. B\n```", "unknown-markdown", 2, 1),
    ("1) A\n\na) B\nc) C", "unknown-markdown", 1, 1),
    ("a) B\nc) C", "number-out-of-order", 2, 1),
    ("1. A:\n   (a) b.\n\n2. C\n\n(b) d", "number-out-of-order", 6, 1),
    ("A[^x].", "unknown-note", 1, 2),
    ("A.\n\n[^x]: B.", "unused-note", 3, 3),
    ("A [see](#x).", "unknown-place", 1, 3),
    ("A {#x}\n\nB [see](#x).", "no-number", 3, 3),
    ("# I. A {#x}\n\n# II. B {#x}", "id-twice", 3, 11),
    ("# I. A {#x}\n\nB [two words](#x).", "reference-words", 3, 3),
    ("A {.class}", "bad-attribute", 1, 4),
    ("A {landscape}", "bad-attribute", 1, 3),
    ("A {withhold=nothing}", "unknown-ground", 1, 13),
    ("```python\nx\n```", "unknown-fence", 1, 4),
    ("```quote\nx", "unknown-fence", 1, 4),
    ("```form\nno colon\n```", "bad-row", 2, 1),
    ("```form\n```", "empty-text", 1, 1),
    ("```statement\nx\n```", "missing-key", 1, 1),
    ("```table\nalt: x\nheader: [a]\n```", "missing-key", 2, 1),
    ("```table\nalt: x\nheader: [a, b]\nrows:\n  - [c]\n```", "uneven-table", 5, 5),
    ("```chart\nform: bar\n  alt: x\n```", "bad-yaml", 3, 3),
    ("| a | b |\n|---|---|\n| c |", "uneven-table", 3, 1),
    ("# ANNEX I and more", "bad-annex", 1, 3),
    ("# ANNEX I\n\nA\n\n# ANNEX\n\nB", "missing-number", 5, 1),
    ("# ANNEX I\n\nA\n\n# ANNEX III\n\nB", "number-out-of-order", 5, 1),
    ("A [[unknown]].", "unknown-slot", 1, 3),
    ("A [[personal-data: x", "bad-redaction", 1, 3),
    ("", "empty-file", 1, 1),
    ("---\nnumbering: wild\n---\n\nA", "unknown-value", 2, 12),
    ("---\nnumber: x\n---\n\nA", "unknown-key", 2, 1),
    ("1. ", "empty-text", 1, 1),
    ("# ", "empty-text", 1, 1),
]


def told(tmp_path: Path, **files: str) -> list[Problem]:
    """Return the problems of a dossier of some texts; ``_`` in a name stands for a hyphen."""
    folder = tmp_path / "x"
    folder.mkdir()
    (folder / COVER).write_text(HEAD + files.pop("cover", ""), "utf-8")
    for name, text in files.items():
        (folder / f"{name.replace('_', '-')}.md").write_text(text, "utf-8")
    try:
        load(folder, tmp_path)
    except ContentError as error:
        return list(error.problems)
    return []


@pytest.mark.parametrize(("body", "code", "line", "column"), MISTAKES)
def test_a_mistake_in_a_text_is_told_at_its_place_with_a_hint(
    body: str, code: str, line: int, column: int, tmp_path: Path
) -> None:
    problems = told(tmp_path, body=f"{body}\n" if body else "")
    assert [(row.code, row.where.line, row.where.column) for row in problems] == [
        (code, line, column)
    ]
    assert problems[0].hint


def test_what_looks_like_other_markdown_is_printed_behind_a_backslash(tmp_path: Path) -> None:
    body = "A \\<b> \\& \\`x\\` 2026\\. \\![x] and 5 \\~\\~ 6 in a \\{set}.\n\n2026\\. It began.\n"
    assert told(tmp_path, body=body) == []


def test_the_file_of_an_annex_begins_with_its_heading(tmp_path: Path) -> None:
    (problem,) = told(tmp_path, annex_1="Words.\n")
    assert (problem.code, problem.where.file) == ("bad-annex", "x/annex-1.md")


def test_enclosures_list_every_text_once_and_no_other_file(tmp_path: Path) -> None:
    cover = "enclosures: [body.md, body.md, notes.txt, gone.md]\n"
    problems = told(tmp_path, cover=cover, body="A\n", annex_1="# ANNEX\n\nB\n")
    codes = [(row.code, row.where.line) for row in problems if "dossier" in row.where.file]
    assert codes == [("bad-enclosure", 7)] * 2
    assert [row.code for row in problems if row.where.file == "x/gone.md"] == ["no-file"]


def test_a_text_that_is_there_and_not_listed_is_told(tmp_path: Path) -> None:
    cover = "enclosures: [body.md]\n"
    (problem,) = told(tmp_path, cover=cover, body="A\n", annex_1="# ANNEX\n\nB\n")
    assert (problem.code, problem.where.line) == ("bad-enclosure", 7)


def test_annexes_have_the_word_of_the_dossiers_language(tmp_path: Path) -> None:
    assert told(tmp_path, annex_1="# ANNEX I: x\n\nA\n") == []
    folder = tmp_path / "x"
    (folder / COVER).write_text(HEAD.replace("language: en", "language: de"), "utf-8")
    with pytest.raises(ContentError, match="bad-annex"):
        load(folder, tmp_path)
    (folder / "annex-1.md").write_text("# ANLAGE I: x\n\nA\n", "utf-8")
    assert load(folder, tmp_path).texts.by_file["annex-1.md"].annexes
