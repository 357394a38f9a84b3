"""Build of one dossier, top to bottom: load, compose, fit, render, audit, publish.

Read this file first. What is fresh is left alone (``output.freshness``); a failed build leaves the
last good files where they are (``output.exchange``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline import compose
from pipeline.compose.statement_of_reasons import statement
from pipeline.content import load
from pipeline.content.secret import Vault
from pipeline.core import atomic_write
from pipeline.core.errors import ContentError, LeakError, Problem, Where, shown_path
from pipeline.core.garbage import undisturbed
from pipeline.core.matching import Needle
from pipeline.edition import edition
from pipeline.edition.edition import Edition
from pipeline.edition.formats import FORMATS, SPECS, Audience, Format
from pipeline.edition.texts import markers
from pipeline.layout import fit
from pipeline.output import exchange, freshness, manifest
from pipeline.redaction import vault, withheld_needles
from pipeline.redaction.inference import warnings
from pipeline.redaction.unmarked_repeats import repeats, require_places
from pipeline.resources import labels
from pipeline.workflow import author_notices, publish
from pipeline.workflow import design as looks
from pipeline.workflow.author_notices import slide_places
from pipeline.workflow.executors.this_machine import Request, Wait
from pipeline.workflow.log_guard import Report, guarded
from pipeline.workflow.options import Options
from pipeline.workflow.previous_edition import changed_markers, told_before
from pipeline.workflow.publish import render
from pipeline.workflow.withheld_values import (
    held_needles,
    held_values,
    needles,
    require_vault,
    searched_needles,
)

__all__ = [
    "Options",
    "build",
    "held_needles",
    "held_values",
    "prepared_documents",
    "prepared_edition",
    "render",
    "searched_needles",
    "slide_places",
    "with_statement",
]

#: A statement of reasons is a document: it has no deck.


@dataclass(frozen=True)
class _Line:
    """One dossier on its way: what is loaded, opened and set for all its editions."""

    folder: Path
    source: load.Source
    values: Vault | None
    needles: tuple[Needle, ...]
    look: looks.Look
    options: Options
    report: Report


def build(folder: Path, options: Options, report: Report) -> None:
    """Build one dossier's stale files.

    Args:
        folder: the dossier.
        options: what to build and where.
        report: gets one line for each step and each warning.

    Raises:
        PipelineError: content, templates, rendering or the audit; no published file has changed.
    """
    program = freshness.program_digest(options.output)
    with exchange.held(options.output, folder), undisturbed():
        searched = freshness.vault_digest(folder)  # before it is read: at worst it is too old
        values = held_values(folder, options, report)
        if values is None:
            searched = ""
        stale = _stale(folder, options, program, report, keyed=values is not None)
        if not stale:
            return
        inputs = {audience: freshness.inputs_digest(folder, audience) for audience in stale}
        source = load.load(folder)
        if unsettable := tuple(source.unsettable()):
            raise ContentError(*unsettable)
        _require_slides(source, options, report)
        if "public" in stale and not source.dossier.may_be_public:
            _leave_out(source, options, manifest.Record(inputs["public"], program), report)
            stale.remove("public")
            if not stale:
                return
        require_vault(folder, source, options)
        require_places(source, folder, keyed=values is not None)
        looked_for = needles(values, source)
        with guarded(report, looked_for) as say:
            look = looks.opened(folder, source, options.theme)
            line = _Line(folder, source, values, looked_for, look, options, say)
            for warning in look.warnings:
                say(f"warning: {warning}")
            for notice in source.notices:
                say(f"notice: {notice}")
            editions = {audience: _prepared(line, audience) for audience in stale}
            author_notices.small_tables(next(iter(editions.values())), look.theme, source, say)
            _warn(line, editions.get("public"))
            drawn = [row for one in editions.values() for row in _documents(line, one)]
            author_notices.unverified_form(source, say)
            author_notices.unverified_phrases(drawn, source, say)
            makings = [
                _planned(
                    line,
                    drawn,
                    manifest.Record(
                        inputs[audience],
                        program,
                        searched if audience == "public" else "",
                        formats=_made(source, source.dossier.formats),
                        look=look.files,
                    ),
                )
                for audience, drawn in editions.items()
            ]
            requests = [one for making in makings for one in making.requests]
            begun = options.engine(requests, options.output)
            try:
                waits = iter(begun.waits)
                for making in makings:
                    _finished(line, making, waits)
            finally:
                begun.end()


def _stale(
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


def _leave_out(
    source: load.Source, options: Options, record: manifest.Record, report: Report
) -> None:
    """Leave the public edition of a LIMITE document out; what stands of an earlier one goes.

    Raises:
        ContentError: it alone was asked for.
    """
    why = "no access has been given to this LIMITE document"
    if options.audiences == ("public",):
        where = source.documents["dossier.yaml"].where(("marking",))
        hint = "add 'access: {date: …, scope: full}' or 'partial' with the date of the decision"
        raise ContentError(Problem(where, "no-access", f"no public edition: {why}", hint))
    report(f"{source.id} public: left out: {why}")
    last = manifest.read_record(options.output, source.id, "public")
    exchange.withdraw(options.output, (source.id, "public"), last, replace(record, left_out=why))


def _prepared(line: _Line, audience: Audience) -> Edition:
    """Compose and fit one edition; renderers get what its JSON holds, and nothing else."""
    values = line.values if audience == "full" else None
    composed = compose.compose(line.source, audience, values)
    fitted = fit.fit(composed, line.look.theme, slide_places(line.source))
    return edition.from_json(edition.to_json(fitted))


def prepared_documents(
    folder: Path, audience: Audience, theme: Path | None = None
) -> tuple[list[Edition], looks.Look]:
    """Return an edition and what goes out with it, as they would be rendered, and their design.

    Nothing withheld is read.
    """
    source = load.load(folder)
    look = looks.opened(folder, source, theme)
    fitted = fit.fit(compose.compose(source, audience), look.theme, slide_places(source))
    return with_statement(source, look, edition.from_json(edition.to_json(fitted))), look


def prepared_edition(
    folder: Path, audience: Audience, theme: Path | None = None
) -> tuple[Edition, looks.Look]:
    """Return an edition as it would be rendered, without withheld values, and its design."""
    documents, look = prepared_documents(folder, audience, theme)
    return documents[0], look


def _warn(line: _Line, public: Edition | None) -> None:
    """Stop on withheld words that stand unmarked; warn of what readers could infer."""
    if public is None:
        return
    if line.values is not None:
        problems = repeats(line.source, line.folder, line.values, public)
        if problems:
            raise ContentError(*problems)
    for problem in warnings(line.source):
        line.report(f"warning: {problem}")


def with_statement(source: load.Source, look: looks.Look, drawn: Edition) -> list[Edition]:
    """Return an edition, and the statement of reasons if one goes out with it."""
    if drawn.audience == "full" or not source.redactions.statement or not markers(drawn):
        return [drawn]
    phrases = labels.load(drawn.language, source.dossier.labels)
    return [drawn, fit.fit(statement(drawn, phrases), look.theme)]


def _documents(line: _Line, drawn: Edition) -> list[tuple[Edition, tuple[Format, ...]]]:
    """Return an edition and what goes out with it, each with its formats."""
    wanted = _made(line.source, line.options.formats or line.source.dossier.formats)
    reasons: tuple[Format, ...] = tuple(fmt for fmt in wanted if SPECS[fmt].states_reasons)
    documents = with_statement(line.source, line.look, drawn)
    return [(one, wanted if one is drawn else reasons) for one in documents]


def _made(source: load.Source, formats: tuple[Format, ...]) -> tuple[Format, ...]:
    """Return the formats that are made: of a document without slides there is no deck."""
    has_slides = bool(source.presentation.slides)
    return tuple(fmt for fmt in formats if has_slides or not SPECS[fmt].needs_slides)


def _require_slides(source: load.Source, options: Options, report: Report) -> None:
    """Say that a dossier is its cover alone.

    Raises:
        ContentError: a deck alone was asked for.
    """
    if source.presentation.slides:
        return
    message = "there is no presentation.yaml: the document is its cover alone, without a deck"
    if not _made(source, options.formats or source.dossier.formats):
        hint = "write presentation.yaml, or make another format"
        raise ContentError(Problem(Where(source.id), "no-slides", message, hint))
    report(f"notice: {source.id}: {message}")


@dataclass(frozen=True)
class _Making:
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


def _planned(line: _Line, drawn: Edition, record: manifest.Record) -> _Making:
    """Find the files of one edition that are to be made."""
    output = line.options.output
    folder = Path(drawn.dossier, drawn.audience, drawn.language)
    documents = _documents(line, drawn)
    possible = [
        (formats, {fmt: publish.Job(one, fmt, line.look) for fmt in FORMATS})
        for one, formats in documents
    ]
    jobs = [row[fmt] for formats, row in possible for fmt in formats]
    every = [job for _, row in possible for job in row.values()]
    last = manifest.read_record(output, drawn.dossier, drawn.audience)
    record = manifest.for_jobs(record, folder, {job.name: job.digest for job in every})
    files = publish.reusable(last, every, record, output)
    looked_for = _looked_for(line, drawn)
    requests = tuple(Request(job, looked_for) for job in jobs if job.name not in files)
    return _Making(drawn, tuple(one for one, _ in documents), files, requests, last, record)


def _looked_for(line: _Line, drawn: Edition) -> tuple[Needle, ...]:
    return line.needles if drawn.audience == "public" else ()


def _finished(line: _Line, making: _Making, waits: Iterator[Wait]) -> None:
    """Take the audited files of one edition, then publish them together."""
    drawn, output, files = making.drawn, line.options.output, making.files
    label = f"{drawn.dossier} {drawn.audience} {drawn.language}"
    looked_for = _looked_for(line, drawn)
    for request in making.requests:
        job = request.job
        name = "" if job.drawn is drawn else " statement of reasons"
        line.report(f"{label}:{name} {job.fmt}")
        try:
            files[job.name] = next(waits)()
        except LeakError as error:
            raise author_notices.with_places(error, job.drawn, line.source) from None
    _compare(line, drawn, looked_for)
    files |= publish.catalogued(making.documents, files, looked_for, output)
    done = publish.publish(drawn, files, (making.last, making.record), looked_for, output)
    for name in manifest.unlisted(output / making.record.folder, set(done.files)):
        line.report(f"{label}: warning: {name} stands beside the files and is in no manifest")
    if drawn.audience == "public":
        _keep(drawn, output, "published")
        _tell_search(line, label)
    if line.options.keep:
        _keep(drawn, output, "edition")
    line.report(f"{label}: done, in {shown_path(output / making.record.folder)}/")


def _tell_search(line: _Line, label: str) -> None:
    """Say whether a public edition was searched, and which slots no search can find (G36)."""
    if note := freshness.search_note(line.folder, line.options.output, line.source.id):
        line.report(f"{label}: {note}")
    if line.values is not None:
        for slot in withheld_needles.unsearchable(line.values, line.source.redactions.slots):
            message = f"the value of slot '{slot}' has no letter and no digit: nothing is searched"
            hint = "release it, or withhold words"
            where = line.source.documents["redactions.yaml"].where(("slots", slot))
            line.report(f"warning: {Problem(where, 'not-searchable', message, hint)}")


def _compare(line: _Line, drawn: Edition, looked_for: Sequence[Needle]) -> None:
    """Report what changed since the last public edition, of which there is a private copy (G32)."""
    if drawn.audience != "public":
        return
    before = _published_before(drawn, line.options.output)
    if before is not None:
        lifted, added = changed_markers(before, drawn)
        for verb, places in (("lifted", lifted), ("added", added)):
            if places:
                line.report(f"{drawn.dossier} public: markers {verb}: {', '.join(places)}")
        for slot in told_before(before, looked_for):
            message = (
                f"the public edition that this one replaces printed the words of slot '{slot}'"
            )
            problem = Problem(Where(drawn.dossier), "told-before", message, "tell who has it")
            line.report(f"warning: {problem}")


def _published_before(drawn: Edition, output: Path) -> Edition | None:
    try:
        return edition.from_json(_kept(drawn, output, "published").read_bytes())
    except (OSError, ValueError):  # none yet, or of an older program
        return None


def _kept(drawn: Edition, output: Path, kind: str) -> Path:
    name = f"{drawn.dossier}.{drawn.audience}.{drawn.language}.{kind}.json"
    return manifest.work_folder(output) / name


def _keep(drawn: Edition, output: Path, kind: str) -> None:
    atomic_write.write(_kept(drawn, output, kind), edition.to_json(drawn), 0o600)
