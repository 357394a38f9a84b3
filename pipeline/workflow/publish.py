"""Rendering, audit and publishing of editions: jobs, reuse of files, catalogue record, manifest.

Nothing is written outside the private work folder before every file of the edition has passed its
audit. A file that fails goes into quarantine, for whoever has to find out why.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib import metadata
from pathlib import Path

from pipeline.audit import catalogue_record as audit_catalogue
from pipeline.audit import checks
from pipeline.audit.leaks import scan
from pipeline.audit.leaks.edition_words import EditionTexts
from pipeline.audit.quarantine import quarantine
from pipeline.core.errors import LeakError
from pipeline.core.matching import Needle
from pipeline.design import theme
from pipeline.design.brand import NONE, House
from pipeline.edition import edition
from pipeline.edition.edition import Edition
from pipeline.edition.formats import FORMATS, Format
from pipeline.edition.texts import markers
from pipeline.output import exchange, freshness, manifest
from pipeline.render import jsonld
from pipeline.render.renderers import renderer_of
from pipeline.workflow.design import Look

_TOOLS = ("weasyprint", "python-docx", "python-pptx")


@dataclass(frozen=True)
class Job:
    """Render job of one file: what it is made from, its format, its design and its name."""

    drawn: Edition
    fmt: Format
    look: Look

    @property
    def name(self) -> str:
        """Return the file's name."""
        return f"{self.drawn.file_stem}.{self.fmt}"

    @cached_property
    def view(self) -> Edition:
        """Return the part of the edition that this format draws."""
        return edition.view_for(self.drawn, self.fmt)

    @cached_property
    def digest(self) -> str:
        """Return the digest of all that this format draws, and of its design."""
        said = edition.digest(self.view)
        return freshness.sha256(f"{said} {self.look.digest(self.fmt)}".encode())


def render(drawn: Edition, fmt: Format, look: theme.Theme, brought: House = NONE) -> bytes:
    """Render one file.

    Args:
        drawn: the part of an edition that the format draws.
        fmt: the format.
        look: design tokens.
        brought: brand templates.
    """
    return renderer_of(fmt).render(drawn, look, brought)


def make(job: Job, needles: Sequence[Needle], output: Path) -> bytes:
    """Render and audit one file.

    Raises:
        LeakError: the audit failed; the file is in quarantine.
    """
    data = render(job.view, job.fmt, job.look.theme, job.look.house)
    return audited(job, data, needles, output)


def audited(job: Job, data: bytes, needles: Sequence[Needle], output: Path) -> bytes:
    """Audit one file, wherever it was rendered, and return it.

    Raises:
        LeakError: the audit failed; the file is in quarantine.
    """
    try:
        checks.audit(data, job.view, job.fmt, job.name, needles, job.look.trusted(job.fmt))
    except LeakError as error:
        folder = manifest.private_folder(output, job.drawn.dossier)
        quarantine(folder, job.name, data, error.problems)
        raise
    return data


def reusable(
    last: manifest.Record | None, jobs: Sequence[Job], record: manifest.Record, output: Path
) -> dict[str, bytes]:
    """Return the files of the last build that these jobs would make again, by name."""
    same = last is not None and (last.program, last.folder) == (record.program, record.folder)
    if last is None or not same or (record.searched and last.searched != record.searched):
        return {}
    if not freshness.intact(output, last.folder, last.files):
        return {}
    folder = output / record.folder
    return {
        job.name: (folder / job.name).read_bytes()
        for job in jobs
        if last.jobs.get(job.name) == job.digest
    }


def finished(
    documents: Sequence[Edition], files: Mapping[str, bytes]
) -> list[tuple[Edition, Mapping[Format, bytes]]]:
    """Return an edition, and what goes out with it, each with those of some files that are its."""
    return [
        (
            document,
            {fmt: data for fmt in FORMATS if (data := files.get(f"{document.file_stem}.{fmt}"))},
        )
        for document in documents
    ]


def catalogued(
    documents: Sequence[Edition],
    files: Mapping[str, bytes],
    needles: Sequence[Needle],
    output: Path,
) -> dict[str, bytes]:
    """Return the audited catalogue record of an edition, by its name.

    Args:
        documents: the edition, and what goes out with it.
        files: every finished file of these by name; the record describes all of them.
        needles: withheld values to look for.
        output: the output folder.

    Raises:
        LeakError: the audit failed; the record is in quarantine.
    """
    described = finished(documents, files)
    name, data = jsonld.name(documents[0]), jsonld.render(*described)
    if problems := audit_catalogue.findings(data, name, described, needles):
        quarantine(manifest.private_folder(output, documents[0].dossier), name, data, problems)
        raise LeakError(*problems)
    return {name: data}


def publish(
    main: Edition,
    files: dict[str, bytes],
    records: tuple[manifest.Record | None, manifest.Record],
    needles: Sequence[Needle],
    output: Path,
) -> manifest.Record:
    """Promote an edition's files, all of them audited, with their manifest.

    Args:
        main: the edition.
        files: every file of it by name, those that are still good from the last build and the
            catalogue record included.
        records: of the last build, and of this one, still without files.
        needles: withheld values, for which the manifest itself is searched.
        output: the output folder.

    Returns:
        The record of this build.

    Raises:
        LeakError: a value stands in the manifest or in a file's name.
        WriteError: the system refused; all of the last edition stands, or all of this one.
    """
    last, record = records
    declared = manifest_of(main, files).to_json()
    if needles:
        said = EditionTexts.of(main)
        if found := scan.leaks(declared, manifest.NAME, needles, said, is_record=True):
            raise LeakError(*found)
    complete = files | {manifest.NAME: declared}
    digests = {name: freshness.sha256(data) for name, data in sorted(complete.items())}
    done = manifest.with_files(record, digests)
    exchange.promote(output, (main.dossier, main.audience), complete, last, done)
    return done


def manifest_of(main: Edition, files: dict[str, bytes]) -> manifest.Manifest:
    """Return the public record of an edition's files."""
    return manifest.Manifest(
        dossier=main.dossier,
        reference=main.reference,
        edition=main.audience,
        language=main.language,
        date=main.date,
        markers=len(markers(main)),
        grounds=tuple(
            manifest.GroundCount(use.id, use.reference, use.markers) for use in main.grounds
        ),
        files=tuple(
            manifest.FileEntry(name, name.rsplit(".", 1)[-1], len(data), freshness.sha256(data))
            for name, data in sorted(files.items())
        ),
        tools={"dossier": metadata.version("dossier")}
        | {name: metadata.version(name) for name in _TOOLS},
    )
