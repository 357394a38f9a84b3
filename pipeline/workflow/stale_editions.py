"""Editions of a dossier that have to be built, and those left out, each with the reason."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from pipeline.content import load
from pipeline.core.errors import ContentError, Problem, Where
from pipeline.edition.formats import Audience
from pipeline.output import exchange, freshness, manifest
from pipeline.redaction import vault
from pipeline.workflow import no_public_edition
from pipeline.workflow.log_guard import Report
from pipeline.workflow.options import Options


def to_build(
    folder: Path, options: Options, program: str, report: Report, *, keyed: bool
) -> list[Audience]:
    """Return the editions that need work and can be made here."""
    stale: list[Audience] = [
        audience
        for audience in options.audiences
        if not freshness.is_fresh(
            folder,
            options.output,
            audience,
            options.formats,
            program,
            keyed=keyed,
            theme=options.theme,
            alone=len(options.audiences) == 1,
        )
    ]
    if "full" in stale and vault.exists(folder) and not keyed:
        if options.audiences == ("full",):
            hint = "give the file with your key: --key FILE"
            problem = Problem(Where(folder.name), "no-key", "the full edition needs the key", hint)
            raise ContentError(problem)
        report(f"{folder.name} full: left out, it needs the key (--key FILE)")
        stale.remove("full")
    if not stale:
        note = freshness.search_note(folder, options.output, folder.resolve().name)
        report(f"{folder.name}: up to date{f'; the public edition was {note}' if note else ''}")
    return stale


def leave_out(
    source: load.Source, options: Options, record: manifest.Record | None, report: Report
) -> None:
    """Leave the public edition out that may not be made; what stands of an earlier one goes.

    Args:
        source: a draft, or a document to which no access was given.
        options: of the build.
        record: of the public edition, if it was to be made.
        report: gets a line, where it was to be made or one goes.

    Raises:
        ContentError: it alone was asked for; an earlier one is gone all the same.
    """
    why = no_public_edition.in_short(source)
    last = manifest.read_record(options.output, source.id, "public")
    stands = last is not None and bool(last.files)
    if record is not None or stands:
        told = record or manifest.Record("", "")
        whose = (source.id, "public")
        exchange.withdraw(options.output, whose, last, replace(told, left_out=why))
    if options.audiences == ("public",):
        raise ContentError(*no_public_edition.of_source(source))
    if record is not None or stands:
        gone = "; the one that stood there is gone" if stands else ""
        report(f"{source.id} public: left out: {why}{gone}")
