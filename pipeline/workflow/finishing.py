"""Last steps of a build: collect audited files, compare with the last edition, publish."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from pipeline.core import atomic_write
from pipeline.core.errors import LeakError, Problem, RenderError, Where, shown_path
from pipeline.core.matching import Needle
from pipeline.edition import edition
from pipeline.edition.edition import Edition
from pipeline.output import freshness, manifest
from pipeline.redaction import withheld_needles
from pipeline.workflow import author_notices, publish
from pipeline.workflow.executors.this_machine import Wait
from pipeline.workflow.planning import Line, Making, looked_for
from pipeline.workflow.previous_edition import changed_markers, told_before


def finish_all(line: Line, makings: Sequence[Making]) -> None:
    """Have all files of a dossier made at once, and publish its editions one after the other.

    Raises:
        PipelineError: rendering or the audit; an edition that is not published stays as it was.
    """
    requests = [request for making in makings for request in making.requests]
    begun = line.options.engine(requests, line.options.output)
    try:
        waits = iter(begun.waits)
        for making in makings:
            finish(line, making, waits)
    finally:
        begun.end()


def finish(line: Line, making: Making, waits: Iterator[Wait]) -> None:
    """Take the audited files of one edition, then publish them together."""
    drawn, output, files = making.drawn, line.options.output, making.files
    label = f"{drawn.dossier} {drawn.audience} {drawn.language}"
    values = looked_for(line, drawn)
    for request in making.requests:
        job = request.job
        name = "" if job.drawn is drawn else " statement of reasons"
        line.report(f"{label}:{name} {job.fmt}")
        try:
            files[job.name] = next(waits)()
        except LeakError as error:
            raise author_notices.with_places(error, job.drawn, line.source) from None
        except RenderError as error:
            raise RenderError(*author_notices.in_content(error.problems, line.source)) from None
    _compare(line, drawn, values)
    files |= publish.catalogued(making.documents, files, values, output)
    done = publish.publish(drawn, files, (making.last, making.record), values, output)
    for name in manifest.unlisted(output / making.record.folder, set(done.files)):
        line.report(f"{label}: warning: {name} stands beside the files and is in no manifest")
    if drawn.audience == "public":
        _keep(drawn, output, "published")
        _tell_search(line, label)
    if line.options.keep:
        _keep(drawn, output, "edition")
    line.report(f"{label}: done, in {shown_path(output / making.record.folder)}/")


def _tell_search(line: Line, label: str) -> None:
    """Say whether a public edition was searched, and which slots no search can find (G36)."""
    if note := freshness.search_note(line.folder, line.options.output, line.source.id):
        line.report(f"{label}: {note}")
    if line.values is not None:
        for slot in withheld_needles.unsearchable(line.values, line.source.redactions.slots):
            message = f"the value of slot '{slot}' has no letter and no digit: nothing is searched"
            hint = "release it, or withhold words"
            where = line.source.documents["redactions.yaml"].where(("slots", slot))
            line.report(f"warning: {Problem(where, 'not-searchable', message, hint)}")


def _compare(line: Line, drawn: Edition, values: Sequence[Needle]) -> None:
    """Report what changed since the last public edition, of which there is a private copy (G32)."""
    if drawn.audience != "public":
        return
    before = _published_before(drawn, line.options.output)
    if before is not None:
        lifted, added = changed_markers(before, drawn)
        for verb, places in (("lifted", lifted), ("added", added)):
            if places:
                line.report(f"{drawn.dossier} public: markers {verb}: {', '.join(places)}")
        for slot in told_before(before, values):
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
    name = f"{drawn.audience}.{drawn.language}.{kind}.json"
    return manifest.private_folder(output, drawn.dossier) / name


def _keep(drawn: Edition, output: Path, kind: str) -> None:
    atomic_write.write(_kept(drawn, output, kind), edition.to_json(drawn), 0o600)
