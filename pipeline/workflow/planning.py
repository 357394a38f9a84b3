"""Plan of a build: which documents are made in which formats, and what is still good."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pipeline.content import load
from pipeline.content.secret import Vault
from pipeline.core.errors import ContentError, Problem, Where
from pipeline.core.matching import Needle
from pipeline.edition.edition import Edition
from pipeline.edition.formats import FORMATS, SPECS, Format
from pipeline.output import manifest
from pipeline.workflow import design as looks
from pipeline.workflow import publish
from pipeline.workflow.executors.this_machine import Request
from pipeline.workflow.log_guard import Report
from pipeline.workflow.options import Options
from pipeline.workflow.preparing import with_statement


@dataclass(frozen=True)
class Line:
    """One dossier on its way: what is loaded, opened and set for all its editions."""

    folder: Path
    source: load.Source
    values: Vault | None
    needles: tuple[Needle, ...]
    look: looks.Look
    options: Options
    report: Report


def documents_of(line: Line, drawn: Edition) -> list[tuple[Edition, tuple[Format, ...]]]:
    """Return an edition and what goes out with it, each with its formats."""
    wanted = made_formats(line.source, line.options.formats or line.source.dossier.formats)
    reasons: tuple[Format, ...] = tuple(fmt for fmt in wanted if SPECS[fmt].states_reasons)
    documents = with_statement(line.source, line.look, drawn)
    return [(document, wanted if document is drawn else reasons) for document in documents]


def made_formats(source: load.Source, formats: tuple[Format, ...]) -> tuple[Format, ...]:
    """Return the formats that are made: of a document without slides there is no deck."""
    has_slides = bool(source.presentation.slides)
    return tuple(fmt for fmt in formats if has_slides or not SPECS[fmt].needs_slides)


def require_slides(source: load.Source, options: Options, report: Report) -> None:
    """Say that a dossier has no slides.

    Raises:
        ContentError: a deck alone was asked for.
    """
    if source.presentation.slides:
        return
    message = "there is no presentation.yaml: the document is its cover alone, without a deck"
    if source.texts.by_file:
        message = "there is no presentation.yaml: the document is text, and no deck is made"
    if not made_formats(source, options.formats or source.dossier.formats):
        hint = "write presentation.yaml, or make another format"
        raise ContentError(Problem(Where(source.id), "no-slides", message, hint))
    report(f"notice: {source.id}: {message}")


@dataclass(frozen=True)
class Making:
    """An edition whose files are being made.

    Attributes:
        documents: the edition, and what goes out with it.
        files: those of the last build that are still good, by name.
        requests: the others.
        last, record: of the last build, and of this one.
    """

    drawn: Edition
    documents: tuple[Edition, ...]
    files: dict[str, bytes]
    requests: tuple[Request, ...]
    last: manifest.Record | None
    record: manifest.Record


def planned(line: Line, drawn: Edition, record: manifest.Record) -> Making:
    """Find the files of one edition that are to be made."""
    output = line.options.output
    folder = Path(drawn.dossier, drawn.audience, drawn.language)
    documents = documents_of(line, drawn)
    possible = [
        (formats, {fmt: publish.Job(document, fmt, line.look) for fmt in FORMATS})
        for document, formats in documents
    ]
    jobs = [row[fmt] for formats, row in possible for fmt in formats]
    every = [job for _, row in possible for job in row.values()]
    last = manifest.read_record(output, drawn.dossier, drawn.audience)
    record = manifest.for_jobs(record, folder, {job.name: job.digest for job in every})
    files = publish.reusable(last, every, record, output)
    values = looked_for(line, drawn)
    requests = tuple(Request(job, values) for job in jobs if job.name not in files)
    return Making(
        drawn, tuple(document for document, _ in documents), files, requests, last, record
    )


def looked_for(line: Line, drawn: Edition) -> tuple[Needle, ...]:
    """Return the withheld values that the audit of an edition searches for."""
    return line.needles if drawn.audience == "public" else ()
