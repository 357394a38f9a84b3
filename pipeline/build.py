"""The main line, top to bottom: load, compose, fit, render, audit, promote.

Read this file first. What is fresh is left alone (``pipeline.manifest``); a failed build leaves the
last good files where they are.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib import metadata
from pathlib import Path
from typing import assert_never

from pipeline import compose, edition, fit, manifest, theme
from pipeline.audit import checks
from pipeline.diagnostics import Where
from pipeline.edition import Audience, Edition, Format
from pipeline.source import load
from pipeline.source.withheld import Vault

Report = Callable[[str], None]

_TOOLS = ("weasyprint", "python-docx", "python-pptx")


@dataclass(frozen=True)
class Options:
    """What to build and where.

    Attributes:
        output: the output folder.
        audiences, formats: which editions and files.
        keep: write each composed edition as JSON beside the records, to look at.
        vault: withheld values, for the full edition alone.
    """

    output: Path
    audiences: tuple[Audience, ...] = ("full", "public")
    formats: tuple[Format, ...] = edition.FORMATS
    keep: bool = False
    vault: Vault | None = None


def build(folder: Path, options: Options, report: Report) -> None:
    """Build one dossier's stale files.

    Args:
        folder: the dossier.
        options: what to build and where.
        report: gets one line for each step.

    Raises:
        PipelineError: content, templates, rendering or the audit; no published file has changed.
    """
    program = manifest.program_digest()
    with manifest.locked(options.output, folder.resolve().name):
        stale: list[Audience] = [
            audience
            for audience in options.audiences
            if not manifest.is_fresh(folder, options.output, audience, options.formats, program)
        ]
        if not stale:
            report(f"{folder.name}: up to date")
            return
        inputs = {audience: manifest.inputs_digest(folder, audience) for audience in stale}
        source = load.load(folder)
        places = _slide_places(source)
        look = theme.load()
        fitted = {
            audience: fit.fit(compose.compose(source, audience, options.vault), look, places)
            for audience in stale
        }
        for audience, one in fitted.items():
            # the renderers get what the JSON holds, and nothing else
            drawn = edition.from_json(edition.to_json(one))
            if options.keep:
                _keep(drawn, options.output)
            record = manifest.Record(inputs=inputs[audience], program=program)
            record = _finish(drawn, look, options, record, report)
            manifest.write_record(options.output, drawn.dossier, audience, record)


def _slide_places(source: load.Source) -> dict[int, Where]:
    document = source.documents["presentation.yaml"]
    count = len(source.presentation.slides)
    return {number: document.where(("slides", number - 1)) for number in range(1, count + 1)}


def _finish(
    drawn: Edition,
    look: theme.Theme,
    options: Options,
    record: manifest.Record,
    report: Report,
) -> manifest.Record:
    """Render and audit the stale files of one edition, then promote them together."""
    label = f"{drawn.dossier} {drawn.audience} {drawn.language}"
    folder = Path(drawn.dossier, drawn.audience, drawn.language)
    jobs: dict[Format, str] = {
        fmt: edition.digest(edition.view_for(drawn, fmt)) for fmt in edition.FORMATS
    }
    last = manifest.read_record(options.output, drawn.dossier, drawn.audience)
    fresh = _fresh_formats(last, jobs, record.program, folder, options)
    staged: dict[str, bytes] = {}
    for fmt in options.formats:
        if fmt in fresh:
            continue
        name = f"{drawn.file_stem}.{fmt}"
        report(f"{label}: {fmt}")
        data = render(edition.view_for(drawn, fmt), fmt, look)
        checks.audit(data, drawn, fmt, name)
        staged[name] = data
    kept = {f"{drawn.file_stem}.{fmt}": fmt for fmt in fresh}
    files = {name: (options.output / folder / name).read_bytes() for name in kept} | staged
    staged[manifest.NAME] = _manifest(drawn, files).to_json()
    manifest.drop_record(options.output, drawn.dossier, drawn.audience)
    _remove_stale(last, {*files, manifest.NAME}, folder, options.output)
    manifest.promote(options.output / folder, staged, drawn.audience)
    for name in manifest.unlisted(options.output / folder, {*files, manifest.NAME}):
        report(f"{label}: warning: {folder / name} was not made here and is in no manifest")
    done: list[Format] = [fmt for fmt in edition.FORMATS if f"{drawn.file_stem}.{fmt}" in files]
    files[manifest.NAME] = staged[manifest.NAME]
    return replace(
        record,
        folder=str(folder),
        jobs={fmt: jobs[fmt] for fmt in done},
        files={name: manifest.sha256(data) for name, data in sorted(files.items())},
    )


def render(drawn: Edition, fmt: Format, look: theme.Theme) -> bytes:
    """Render one file; each format's libraries are loaded only when it is made."""
    match fmt:
        case "pptx":
            from pipeline.render import pptx  # noqa: PLC0415

            return pptx.render(drawn, look)
        case "docx":
            from pipeline.render import docx  # noqa: PLC0415

            return docx.render(drawn, look)
        case "pdf":
            from pipeline.render import pdf  # noqa: PLC0415

            return pdf.render(drawn, look)
        case _:
            assert_never(fmt)


def _fresh_formats(
    last: manifest.Record | None,
    jobs: dict[Format, str],
    program: str,
    folder: Path,
    options: Options,
) -> list[Format]:
    """Return the formats whose last file is still what this edition would make."""
    if last is None or last.program != program or last.folder != str(folder):
        return []
    if not manifest.intact(options.output, last):
        return []
    return [fmt for fmt in edition.FORMATS if last.jobs.get(fmt) == jobs[fmt]]


def _remove_stale(
    last: manifest.Record | None, names: set[str], folder: Path, output: Path
) -> None:
    """Take away what an earlier build made and this edition no longer says (G11)."""
    if last is None:
        return
    for name in last.files:
        if last.folder != str(folder) or name not in names:
            (output / last.folder / name).unlink(missing_ok=True)


def _manifest(drawn: Edition, files: dict[str, bytes]) -> manifest.Manifest:
    return manifest.Manifest(
        dossier=drawn.dossier,
        reference=drawn.reference,
        edition=drawn.audience,
        language=drawn.language,
        date=drawn.date,
        markers=len(edition.markers(drawn)),
        grounds=tuple(
            manifest.GroundCount(use.id, use.reference, use.markers) for use in drawn.grounds
        ),
        files=tuple(
            manifest.FileEntry(name, name.rsplit(".", 1)[-1], len(data), manifest.sha256(data))
            for name, data in sorted(files.items())
        ),
        tools={"dossier": metadata.version("dossier")}
        | {name: metadata.version(name) for name in _TOOLS},
    )


def _keep(drawn: Edition, output: Path) -> None:
    name = f"{drawn.dossier}.{drawn.audience}.{drawn.language}.edition.json"
    path = manifest.work_folder(output) / name
    manifest.write_file(path, edition.to_json(drawn), 0o600)
