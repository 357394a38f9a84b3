"""Build of one dossier, top to bottom: load, compose, fit, render, audit, publish.

Read this file first. What is fresh is left alone (``output.freshness``); a failed build leaves the
last good files where they are (``output.exchange``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from pipeline.content import load
from pipeline.core.errors import ContentError
from pipeline.core.garbage import undisturbed
from pipeline.edition.edition import Edition
from pipeline.edition.formats import Audience
from pipeline.output import exchange, freshness, manifest
from pipeline.redaction.inference import warnings
from pipeline.redaction.unmarked_repeats import repeats, require_places
from pipeline.workflow import author_notices, no_public_edition, stale_editions
from pipeline.workflow import design as looks
from pipeline.workflow.finishing import finish_all
from pipeline.workflow.log_guard import Report, guarded
from pipeline.workflow.options import Options
from pipeline.workflow.planning import Line, documents_of, made_formats, planned, require_slides
from pipeline.workflow.preparing import prepared
from pipeline.workflow.withheld_values import held_values, needles, require_vault

__all__ = ["Options", "Report", "build"]


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
        stale = stale_editions.to_build(folder, options, program, report, keyed=values is not None)
        records: dict[Audience, manifest.Record] = {
            audience: manifest.Record(freshness.inputs_digest(folder, audience), program)
            for audience in stale
        }
        source = load.load(folder) if stale else None
        if source is None or not _buildable(source, options, records, report):
            return
        require_vault(folder, source, options)
        require_places(source, folder, keyed=values is not None)
        withheld = needles(values, source)
        with guarded(report, withheld) as say:
            look = looks.opened(folder, source, options.theme)
            line = Line(folder, source, values, withheld, look, options, say)
            editions: dict[Audience, Edition] = {
                audience: prepared(source, look, audience, values) for audience in records
            }
            _tell(line, editions)
            made = made_formats(source, source.dossier.formats)
            if "public" in records and values is not None:
                records["public"] = replace(records["public"], searched=searched)
            finish_all(line, [
                planned(line, drawn, replace(records[audience], formats=made, look=look.files))
                for audience, drawn in editions.items()
            ])  # fmt: skip


def _buildable(
    source: load.Source, options: Options, records: dict[Audience, manifest.Record], report: Report
) -> bool:
    """Take out of the records what is not to be made; tell whether anything is left.

    Raises:
        ContentError: there is something that cannot be made at all.
    """
    if unsettable := tuple(source.not_buildable()):
        raise ContentError(*unsettable)
    require_slides(source, options, report)
    if no_public_edition.in_short(source):
        stale_editions.leave_out(source, options, records.pop("public", None), report)
    return bool(records)


def _tell(line: Line, editions: Mapping[Audience, Edition]) -> None:
    """Tell the author all that a build notices; stop on withheld words that stand unmarked.

    Raises:
        ContentError: they do.
    """
    source, say = line.source, line.report
    for warning in line.look.warnings:
        say(f"warning: {warning}")
    for notice in author_notices.of_source(source):
        say(f"notice: {notice}")
    author_notices.small_tables(next(iter(editions.values())), line.look.theme, source, say)
    _warn(line, editions.get("public"))
    author_notices.unverified_form(source, say)
    drawn = [row for edition in editions.values() for row in documents_of(line, edition)]
    author_notices.unverified_phrases(drawn, source, say)


def _warn(line: Line, public: Edition | None) -> None:
    """Stop on withheld words that stand unmarked; warn of what readers could infer."""
    if public is None:
        return
    if line.values is not None:
        problems = repeats(line.source, line.folder, line.values, public)
        if problems:
            raise ContentError(*problems)
    for problem in warnings(line.source):
        line.report(f"warning: {problem}")
