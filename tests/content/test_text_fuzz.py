"""Random Markdown: every file is read or told, never a traceback; places are in the file."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from pipeline.compose import compose
from pipeline.content.load import load
from pipeline.content.secret import Secret
from pipeline.core.errors import ContentError
from tests.redaction.test_sealing import COVER, HEAD
from tests.support.bodies import Body
from tests.support.thinned import thinned

PIECES = (
    "# ", "## ", "#### ", "##### ", "1. ", "2. ", "2026. ", "1) ", "(a) ", "(i) ", "(b)",
    "\u2013 ", "- ", "* ", "+ ", "> ", "    ", "\t", "\n", "\n\n", "\n\n", "\r\n", "```",
    "```form\n", "```table\n", "```chart x {#a}\n", "```statement DK\n", "```quote\n",
    "```python\n", "~~~\n", "***\n", "---\n", "===\n", "| a | b |\n|---|--:|\n", "| x |", "|",
    "\\|", "[^n]: ", "[^n]", "[^]: ", "[[r1]]", "[[", "]]", "[[personal-data: ", "[see](#x)",
    "[](#x)", "[a b](#x)", "{#x}", " {#x}", " {whole}", " {withhold=defence}", " {withhold=}",
    " {", "}", "{landscape unnumbered}", "<b>", "<!-- x", "&amp;", "![a](b.png)", "`x`", "\\",
    "  \n", "numbering: computed\n", "alt: x\nheader: [a]\nrows: [[b]]\n", "# ANNEX I",
    "# ANNEX II: Title", "# ANNEX", ": value\n", "Label: ", "words ", "words", "é", "\U0001f600",
    "\xa0", "\u2028", "\x85", "\u200b", "\ufeff", "\x00", "withheld: r1\n", "*", "**", "_",
    "a: &b c\n",
)  # fmt: skip


def made(number: int) -> str:
    """Return random pieces, or a good text with a few of them in it."""
    some = Random(number)
    if number % 2:
        text = Body(number).text
        for _ in range(some.randint(1, 4)):
            at = some.randint(0, len(text))
            cut = some.choice((0, 0, 1, 20))
            text = text[:at] + some.choice(PIECES) + text[at + cut :]
        return text
    return "".join(some.choice(PIECES) for _ in range(some.randint(1, 40)))


@pytest.mark.parametrize("hundred", thinned(range(30), 30, rest="exhaustive"))
def test_random_markdown_is_read_or_told_and_never_fails_in_another_way(
    hundred: int, tmp_path: Path
) -> None:
    folder = tmp_path / "x"
    folder.mkdir()
    (folder / COVER).write_text(HEAD, "utf-8")
    slots = "slots:\n  r1: {grounds: [personal-data]}\n"
    (folder / "redactions.yaml").write_text(slots, "utf-8")
    read = 0
    for number in range(100 * hundred, 100 * hundred + 100):
        text = made(number)
        (folder / "body.md").write_bytes(text.encode("utf-8", "surrogatepass"))
        try:
            source = load(folder, tmp_path)
        except ContentError as error:
            lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
            for row in error.problems:
                if row.where.file.endswith(".md"):
                    assert 1 <= row.where.line <= len(lines), f"text {number}: {row}"
                    column = len(lines[row.where.line - 1]) + 1
                    assert 1 <= row.where.column <= column, f"text {number}: {row}"
            continue
        read += 1
        try:
            compose(source, "full", {"r1": Secret("a value")})
        except ContentError as error:
            if any(row.code != "bad-withheld-part" for row in error.problems):
                pytest.fail(f"text {number}: {error}")
    assert read or hundred
