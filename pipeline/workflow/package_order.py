"""Order of a package, from a dossier's distribution settings; its files audited, and packed.

What goes out must be what a build made of the content as it is now, and audited. A public file is
compared once more with what the content says, composed anew for this without any withheld value.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.audit import catalogue_record, checks
from pipeline.audit.leaks import scan
from pipeline.content import load
from pipeline.content.model.dossier_yaml import Dossier
from pipeline.core import atomic_write
from pipeline.core.errors import ContentError, LeakError, Problem, shown_path
from pipeline.core.matching import Needle
from pipeline.distribution import issue, packing
from pipeline.distribution.package import audiences, listing
from pipeline.distribution.register import register_entries
from pipeline.edition import edition
from pipeline.edition.edition import Edition
from pipeline.edition.formats import FORMATS, SPECS, Format, format_of
from pipeline.output import exchange, freshness, manifest
from pipeline.redaction import vault
from pipeline.resources import labels
from pipeline.workflow import design as looks
from pipeline.workflow import no_public_edition, preparing, publish, withheld_values

_RECORD = ".jsonld"
#: Bytes of a file that is enclosed.
_LARGEST = 128 * 2**20
#: Names of folders that names of packages are made of.
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,69}")


@dataclass(frozen=True)
class Wanted:
    """Options of a package as the user gave them.

    Attributes:
        output: the output folder.
        audience: whom the package is for.
        profile: a choice of formats, by its name.
        key: file with the key of the vault; with it, public files are searched for its values.
        key_is_found: the key was not given but found in the user's configuration.
        theme: the theme file that the build was given.
        again: sign anew, whatever went out before.
        reason: why it withholds more than what went out before; searched for withheld values.
        unsearched: a public edition may go out that was not searched for withheld values.
    """

    output: Path
    audience: str
    profile: str | None = None
    key: Path | None = None
    key_is_found: bool = False
    theme: Path | None = None
    again: bool = False
    reason: str = ""
    unsearched: bool = False


def packed(folder: Path, wanted: Wanted, signer: packing.Signer | None = None) -> packing.Package:
    """Return a dossier's package; no build of the dossier runs meanwhile.

    Args:
        folder: the dossier.
        wanted: what was asked for.
        signer: who signs it, if anybody does.

    Raises:
        PipelineError: see ``order`` and ``package.make``.
    """
    with exchange.held(wanted.output, folder):
        made = order(folder, wanted)
        is_kept = signer is not None and not wanted.again
        standing = issue.standing(wanted.output, made.name) if is_kept else None
        return packing.make(made, signer, standing)


def order(folder: Path, wanted: Wanted) -> packing.Order:
    """Return the order of a package.

    Args:
        folder: the dossier.
        wanted: what was asked for.

    Raises:
        ContentError: the content is not valid.
        DistributeError: it has changed since the build, or the audience gets nothing of it.
        LeakError: the reason quotes what is withheld.
    """
    source = load.load(folder)
    if draft := no_public_edition.of_draft(source):
        raise ContentError(*draft)
    if not _NAME.fullmatch(source.id):
        message = "this folder's name cannot be the name of a package"
        hint = "rename it: at most 70 letters without accents, digits, dots and hyphens"
        raise listing.refused(shown_path(folder), "bad-folder-name", message, hint)
    share = audiences.share(
        wanted.audience, _shares(source.dossier), source.dossier.language, wanted.profile
    )
    if refused := no_public_edition.of_source(source) if "public" in share.editions else ():
        raise ContentError(*refused)
    needles = _needles(folder, wanted)
    listings: list[listing.Listing] = []
    program = freshness.program_digest(wanted.output)
    for audience in share.editions:
        listings.append(listing.read(wanted.output, source.id, audience))
        built = _built(listings[-1])
        if not freshness.is_fresh(
            folder,
            wanted.output,
            audience,
            built,
            program,
            theme=wanted.theme,
        ):
            message = "the content, the program or the templates have changed since the build"
            hint = "run 'dossier build' again (with --key and --theme, if you use them)"
            raise listing.refused(f"{source.id} {audience}", "not-fresh", message, hint)
        wants = share.formats or source.dossier.formats
        if missing := [fmt for fmt in wants if fmt not in built]:
            message = f"the last build made {_listed(built)} alone, and not {_listed(missing)}"
            hint = f"run 'dossier build' without --format; {_way_on(wants, built)}"
            raise listing.refused(f"{source.id} {audience}", "not-built", message, hint)
    access = _access(source.dossier) if "public" in share.editions else None
    told = {"--reason": wanted.reason, "decision": access.decision if access else ""}
    for what, text in told.items():
        if problems := scan.leaks(text.encode(), what, needles or ()):
            raise LeakError(*problems)
    unsearched = needles is None and "public" in share.editions and not _is_searched(folder, wanted)
    phrases, setting = (
        labels.load(source.dossier.language, source.dossier.labels),
        source.redactions,
    )
    return packing.Order(
        audience=wanted.audience,
        profile=wanted.profile,
        share=share,
        listings=tuple(listings),
        marker=phrases.marker(setting.marker, by_ground=setting.numbering == "ground"),
        audit=_audit(folder, wanted, needles or ()),
        phrases=phrases,
        unsearched=unsearched,
        access=access,
        enclosed=_enclosed(folder, source.dossier) if "full" in share.editions else {},
    )


def _enclosed(folder: Path, dossier: Dossier) -> dict[str, bytes]:
    """Return the files that go out unchanged with the full edition.

    Raises:
        DistributeError: one is too large, or cannot be read.
    """
    found: dict[str, bytes] = {}
    for enclosure in dossier.enclosures:
        if not enclosure.original:
            continue
        shown = shown_path(folder / enclosure.file)
        try:
            found[enclosure.file] = atomic_write.read(folder / enclosure.file, _LARGEST)
        except atomic_write.TooLargeError:
            message = f"the file is larger than {_LARGEST >> 20} MB"
            raise listing.refused(shown, "too-large", message, "") from None
        except OSError:
            raise listing.refused(shown, "missing-file", "the file cannot be read", "") from None
    return found


def _access(dossier: Dossier) -> register_entries.Access | None:
    """Return the decision by which a dossier's public edition is public."""
    found = dossier.released
    if found is None:
        return None
    day = found.date.isoformat()
    return register_entries.Access(date=day, scope=found.scope, decision=found.decision or "")


def _built(found: listing.Listing) -> tuple[Format, ...]:
    return tuple(fmt for fmt in FORMATS if any(row.format == fmt for row in found.declared.files))


def _listed(formats: Sequence[str]) -> str:
    return " and ".join(formats) or "nothing"


def _way_on(wants: Sequence[str], built: Sequence[str]) -> str:
    """Return how to hand out what was built."""
    for name, formats in audiences.PROFILES.items():
        left = [fmt for fmt in formats if fmt in wants]
        if left and set(left) <= set(built):
            return f"or hand out what there is: --profile {name}"
    return "or name those that are to go out under 'distribution:' in dossier.yaml"


def _is_searched(folder: Path, wanted: Wanted) -> bool:
    """Tell whether the public edition was searched for the values of the vault as it is now (G36).

    Raises:
        DistributeError: it was not, and nobody allowed that it goes out like that.
    """
    name = folder.resolve().name
    held, record = (
        freshness.vault_digest(folder),
        manifest.read_record(wanted.output, name, "public"),
    )
    if not held or (record is not None and record.searched == held):
        return True
    if wanted.unsearched:
        return False
    message = "the public edition was not searched for the values of the vault as it is now"
    hint = (
        "give the key: --key FILE; or --unsearched, which the package's manifest and the register "
        "will say"
    )
    raise listing.refused(f"{name} public", "not-searched", message, hint)


def _shares(dossier: Dossier) -> dict[str, audiences.Share]:
    return {
        name: audiences.Share(row.editions, row.formats, row.languages)
        for name, row in dossier.distribution.items()
    }


def _needles(folder: Path, wanted: Wanted) -> tuple[Needle, ...] | None:
    """Return the values to search for; None without a key that opens the vault."""
    if wanted.key is None or not vault.exists(folder):
        return None
    try:
        return withheld_values.searched_needles(folder, wanted.key)
    except vault.VaultError as error:
        if wanted.key_is_found and {row.code for row in error.problems} == {"wrong-key"}:
            return None
        raise


def _audit(folder: Path, wanted: Wanted, needles: Sequence[Needle]) -> listing.Audit:
    """Return the audit of public files, and of what a public package says besides."""
    documents, look = preparing.prepared_documents(folder, "public", wanted.theme)

    def audit(name: str, data: bytes, beside: Mapping[str, bytes]) -> tuple[Problem, ...]:
        if name.endswith(_RECORD):
            described = publish.finished(documents, beside)
            return catalogue_record.findings(data, name, described, needles)
        return _findings(name, data, documents, look, needles)

    return audit


def _findings(
    name: str,
    data: bytes,
    documents: Sequence[Edition],
    look: looks.Look,
    needles: Sequence[Needle],
) -> tuple[Problem, ...]:
    fmt = format_of(name)
    if fmt is None:
        return tuple(scan.leaks(data, name, needles))
    stem = name.removesuffix(SPECS[fmt].suffix)
    said = next((document for document in documents if document.file_stem == stem), None)
    if said is None:
        message = "the content has no edition of this name"
        return listing.refused(name, "not-listed", message).problems
    meant = edition.view_for(said, fmt)
    return checks.findings(data, fmt, name, meant, needles, look.trusted(fmt))
