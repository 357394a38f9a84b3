"""Entry point of the audit: all checks of one finished file, with or without its edition.

Structure is checked of any file; what it says is compared where there is an edition; values are
searched where there are needles; and every run proves itself with a canary (G28). What cannot be
read, or is not known, fails.

Guarantees: G27, G29.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence

from pipeline.audit import compare
from pipeline.audit.findings import UnreadableError, problem
from pipeline.audit.formats import Check, reader_of
from pipeline.audit.leaks import scan
from pipeline.audit.leaks.edition_words import EditionTexts
from pipeline.audit.pdf.engines import pikepdf, pypdfium2
from pipeline.audit.quarantine import quarantine
from pipeline.core.errors import LeakError, Problem
from pipeline.core.matching import Needle
from pipeline.design.brand.trusted_parts import NOTHING, TrustedParts
from pipeline.edition.edition import Edition
from pipeline.edition.formats import Format

__all__ = ["audit", "findings", "quarantine"]


def _unforeseen() -> tuple[type[Exception], ...]:
    """Return what a file can do to the libraries that read it, short of what they foresee."""
    return (
        ArithmeticError,
        AttributeError,
        LookupError,
        TypeError,
        ValueError,
        RecursionError,
        RuntimeError,
        struct.error,
        pikepdf.PdfError,
        pypdfium2.PdfiumError,
    )


def audit(
    data: bytes,
    edition: Edition,
    fmt: Format,
    name: str,
    needles: Sequence[Needle] = (),
    trusted: TrustedParts = NOTHING,
) -> None:
    """Audit one finished file.

    Args:
        data: the bytes that would go out.
        edition: what it was made from.
        fmt: its format.
        name: its name, for messages.
        needles: withheld values to look for; none for the full edition, which prints them.
        trusted: what the file may have from a brand template.

    Raises:
        LeakError: with a problem for each finding; places are named, words never (G23).
    """
    problems = findings(data, fmt, name, edition, needles, trusted)
    if problems:
        raise LeakError(*problems)


def findings(
    data: bytes,
    fmt: Format,
    name: str,
    edition: Edition | None = None,
    needles: Sequence[Needle] = (),
    trusted: TrustedParts = NOTHING,
) -> tuple[Problem, ...]:
    """Return all that is wrong with a file, sorted; without an edition, with its structure.

    Args:
        data: the file.
        fmt: its format.
        name: its name, for messages.
        edition: what the file must say, if that is known.
        needles: withheld values to look for; see ``audit``.
        trusted: what the file may have from a brand template.
    """
    measure = compare.Measure.of(edition, fmt) if edition else None
    found: list[Problem] = []
    try:
        check = Check(name, measure, needles, trusted)
        found += reader_of(fmt).findings(data, check)
    except UnreadableError as error:
        found.append(problem(name, "unreadable", str(error)))
    except _unforeseen() as error:
        message = f"the {fmt} cannot be read ({type(error).__name__})"
        found.append(problem(name, "unreadable", message))
    if needles:
        found += scan.leaks(
            data, name, needles, EditionTexts(measure) if measure else EditionTexts()
        )
    return tuple(sorted(set(found)))
