"""Package for distribution: the order, its files signed and zipped, the proof by reading it back.

A package for the public is a ``PublicFiles``, which cannot hold a file of a full edition. What is
zipped is read back before anyone gets it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import metadata
from typing import Literal, Protocol

from pipeline.audit.office.opc import unzipped
from pipeline.core import stable_zip
from pipeline.core.errors import LeakError
from pipeline.distribution import received
from pipeline.distribution.package import marker_counts, narrow_catalogue, package_manifest, readme
from pipeline.distribution.package.audiences import Share
from pipeline.distribution.package.listing import Audit, FullFile, Listing, PublicFile, refused
from pipeline.distribution.register.register_entries import Access
from pipeline.edition.formats import FORMATS, format_of
from pipeline.output import freshness, manifest
from pipeline.resources.labels import Labels

_RECORD = "jsonld"


class Signer(Protocol):
    """Interface of whoever signs a package; see ``signing``."""

    @property
    def name(self) -> str:
        """Return the name in the certificate."""
        ...

    def has_signed(self, signature: bytes) -> bool:
        """Tell whether a detached signature is one as this signer would make it."""
        ...

    def pdf(self, data: bytes) -> bytes:
        """Return a PDF with a signature in a revision of its own."""
        ...

    def detached(self, data: bytes) -> bytes:
        """Return a detached signature of any bytes: CMS, in DER."""
        ...


@dataclass(frozen=True)
class PublicFiles:
    """Files of public editions in a package."""

    files: tuple[PublicFile, ...]

    def __post_init__(self) -> None:
        """Hold at run time what the type says."""
        if any(type(file) is not PublicFile for file in self.files):
            raise TypeError("a public package holds public files only")


@dataclass(frozen=True)
class RestrictedFiles:
    """Files of a package for named recipients.

    Attributes:
        enclosed: files that go out unchanged, by name: originals of which dossiers were made.
    """

    files: tuple[PublicFile | FullFile, ...]
    enclosed: Mapping[str, bytes]


@dataclass(frozen=True)
class Order:
    """Order of a package: audience, editions and their files, phrases, audit.

    Attributes:
        audience: whom it is for.
        profile: the choice of formats that was asked for by name.
        share: what the audience gets.
        listings: of each of its editions.
        marker: as the dossier prints it; see ``package_manifest.Edition``.
        audit: of a public edition's files; for other bytes, the search for withheld values.
        phrases: in the package's language.
        unsearched: its public edition was not searched for the values of the present vault, and
            whoever ordered it wants it to go out all the same.
        access: the decision by which its public edition is public; see the register.
        enclosed: files that go out unchanged to whoever may read all of the dossier, by name.
    """

    audience: str
    profile: str | None
    share: Share
    listings: tuple[Listing, ...]
    marker: str
    audit: Audit
    phrases: Labels
    unsearched: bool = False
    access: Access | None = None
    enclosed: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Return the name of the package, and of the folder in it."""
        parts = (self.listings[0].declared.dossier, self.audience, self.phrases.language)
        return ".".join((*parts, *((self.profile,) if self.profile else ())))

    @property
    def is_public(self) -> bool:
        """Tell whether the whole package is public."""
        return all(listing.is_public for listing in self.listings)


@dataclass(frozen=True)
class Package:
    """Finished package with its bytes.

    Attributes:
        contents: its manifest.
        data: the zip.
        is_public: it holds public editions alone.
        signer: who signed it; empty if nobody did.
        access: the decision by which a public edition in it is public.
    """

    contents: package_manifest.Contents
    data: bytes
    is_public: bool
    signer: str = ""
    access: Access | None = None

    @property
    def file_name(self) -> str:
        """Return the name of the zip."""
        return f"{self.contents.name}.zip"


def make(order: Order, signer: Signer | None = None, standing: Package | None = None) -> Package:
    """Return a package; without a signer, equal orders give equal bytes.

    Args:
        order: what it is to be.
        signer: who signs it. Signatures differ each time.
        standing: what went out last under this name. If it has the very files of this order, signed
            by the same signer, it is returned: signing anew would make another package of it.

    Raises:
        DistributeError: a file of the order cannot be had, or the package is not what was meant.
        LeakError: a file, or the package, did not pass the audit.
    """
    chosen = _chosen(order)
    if standing is not None and signer is not None and _is_of(standing, chosen, order, signer):
        _prove(standing, chosen, order)
        return standing
    documents = {file.entry.name: _signed(file, signer) for file in chosen.files
                 if file.entry.format != _RECORD}  # fmt: skip
    records = {
        file.entry.name: narrow_catalogue.narrowed(file.data, documents)
        for file in chosen.files
        if file.entry.format == _RECORD
    }
    enclosed = dict(chosen.enclosed) if isinstance(chosen, RestrictedFiles) else {}
    members = {**documents, **records, **enclosed}
    rows = [_row(file, members[file.entry.name], order) for file in chosen.files]
    rows += [_plain_row(name, "original", data, order) for name, data in enclosed.items()]
    editions = tuple(_edition(listing, order) for listing in order.listings)
    text = readme.text(
        order.name, order.audience, editions, rows, order.phrases, signer is not None
    )
    members[package_manifest.README] = text
    rows.append(_plain_row(package_manifest.README, "readme", text, order))
    declared = package_manifest.Contents(
        form=package_manifest.FORM,
        name=order.name,
        audience=order.audience,
        profile=order.profile,
        editions=editions,
        files=tuple(sorted(rows, key=lambda row: row.name)),
        signed=signer is not None,
        tools=_tools(order, signed=signer is not None),
    )
    members[manifest.NAME] = declared.to_json()
    members[package_manifest.SUMS] = declared.sums()
    if signer is not None:
        members[package_manifest.SIGNATURE] = signer.detached(members[manifest.NAME])
    data = stable_zip.pack({f"{order.name}/{name}": members[name] for name in sorted(members)})
    package = Package(declared, data, order.is_public, signer.name if signer else "", order.access)
    _prove(package, chosen, order)
    return package


def _is_of(
    standing: Package, chosen: PublicFiles | RestrictedFiles, order: Order, signer: Signer
) -> bool:
    """Tell whether a package that stands is what an order and a signer would make."""
    said = standing.contents
    documents = {
        file.name: file.audited.sha256 if file.audited else file.sha256
        for file in said.files
        if file.kind in {"document", "original"}
    }
    wanted = {
        file.entry.name: freshness.sha256(file.data)
        for file in chosen.files
        if file.entry.format != _RECORD
    }
    if isinstance(chosen, RestrictedFiles):
        wanted |= {name: freshness.sha256(data) for name, data in chosen.enclosed.items()}
    about = (said.name, said.audience, said.profile, said.editions, said.tools)
    editions = tuple(_edition(listing, order) for listing in order.listings)
    meant = (order.name, order.audience, order.profile, editions, _tools(order, signed=True))
    members, _ = unzipped(standing.data)
    signature = members.get(f"{said.name}/{package_manifest.SIGNATURE}")
    return (
        (about, documents) == (meant, wanted)
        and signature is not None
        and signer.has_signed(signature)
    )


def _chosen(order: Order) -> PublicFiles | RestrictedFiles:
    wanted = [(listing, name) for listing in order.listings for name in _names(listing, order)]
    if order.is_public:
        if order.enclosed:
            raise TypeError("a public package encloses no file")
        return PublicFiles(tuple(PublicFile(*row, order.audit) for row in wanted))
    return RestrictedFiles(
        tuple(
            PublicFile(listing, name, order.audit)
            if listing.is_public
            else FullFile(listing, listing.entry(name), listing.data[name])
            for listing, name in wanted
        ),
        order.enclosed,
    )


def _names(listing: Listing, order: Order) -> list[str]:
    """Return the names of a listing's files that the audience gets.

    Raises:
        DistributeError: it gets a format that was not built.
    """
    built = [entry.format for entry in listing.declared.files]
    for fmt in order.share.formats:
        if fmt not in built:
            shown = f"{listing.declared.dossier} {listing.declared.edition}"
            hint = f"run 'dossier build --format {fmt}', or add it to 'formats:' in dossier.yaml"
            raise refused(shown, "not-built", f"the {fmt} of this edition has not been built", hint)
    wanted = {_RECORD, *(order.share.formats or FORMATS)}
    return [entry.name for entry in listing.declared.files if entry.format in wanted]


def _signed(file: PublicFile | FullFile, signer: Signer | None) -> bytes:
    is_pdf = file.entry.format == "pdf"
    return signer.pdf(file.data) if signer is not None and is_pdf else file.data


def _row(file: PublicFile | FullFile, data: bytes, order: Order) -> package_manifest.File:
    fmt = format_of(file.entry.name)
    before = package_manifest.Revision(size=len(file.data), sha256=freshness.sha256(file.data))
    return package_manifest.File(
        name=file.entry.name,
        kind="record" if fmt is None else "document",
        edition="public" if file.listing.is_public else "full",
        language=file.listing.declared.language,
        format=fmt,
        size=len(data),
        sha256=freshness.sha256(data),
        markers=None if fmt is None else marker_counts.count(file.data, fmt, order.marker),
        audited=before if fmt == "pdf" and data != file.data else None,
    )


def _plain_row(
    name: str, kind: Literal["readme", "original"], data: bytes, order: Order
) -> package_manifest.File:
    """Return the row of a file that no edition has."""
    return package_manifest.File(
        name=name,
        kind=kind,
        edition="full" if kind == "original" else None,
        language=order.phrases.language,
        format=None,
        size=len(data),
        sha256=freshness.sha256(data),
        markers=None,
        audited=None,
    )


def _edition(listing: Listing, order: Order) -> package_manifest.Edition:
    declared = listing.declared
    return package_manifest.Edition(
        dossier=declared.dossier,
        reference=declared.reference,
        edition="public" if listing.is_public else "full",
        language=declared.language,
        date=declared.date,
        marker=order.marker,
        markers=declared.markers,
        grounds=tuple(
            package_manifest.Ground(ground=row.ground, reference=row.reference, markers=row.markers)
            for row in declared.grounds
        ),
        unsearched=order.unsearched and listing.is_public,
    )


def _tools(order: Order, *, signed: bool) -> dict[str, str]:
    tools = dict(order.listings[0].declared.tools)
    return tools | ({"pyhanko": metadata.version("pyhanko")} if signed else {})


def _prove(package: Package, chosen: PublicFiles | RestrictedFiles, order: Order) -> None:
    """Read the finished package back: it holds the audited files, and no one else's words.

    Raises:
        DistributeError: it is not what was meant.
        LeakError: a withheld value stands in what was written for a public package.
    """
    members, faults = unzipped(package.data)
    found = received.problems(members, faults)
    if found:
        raise refused(package.file_name, "bad-package", f"{found[0].where}: {found[0].message}")
    bare = {name.partition("/")[2]: data for name, data in members.items()}
    written = dict(bare)
    for file in chosen.files:
        if file.entry.format == _RECORD:
            continue
        data = written.pop(file.entry.name)
        is_revised = file.entry.format == "pdf" and data.startswith(file.data)
        if data != file.data and not is_revised:
            message = "a file is not the one that was audited"
            raise refused(package.file_name, "bad-package", message)
    if order.is_public:
        leaks = [row for name, data in sorted(written.items())
                 for row in order.audit(name, data, bare)]  # fmt: skip
        if leaks:
            raise LeakError(*leaks)
