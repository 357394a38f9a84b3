"""Revocation of certificates: proofs read from a package's PDFs, or asked of the issuer.

Proofs (certificate revocation lists, OCSP answers) stand in PDFs that were signed for the long term
(PAdES B-LT). They say what was so when the time stamp was made, and need no network. The manifest's
signature brings none of its own; those of the PDFs beside it are of the same certificates.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from asn1crypto import crl, ocsp, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko_certvalidator import ValidationContext

from pipeline.core.errors import Problem, Where

#: How much later than a time stamp a proof of its moment may be.
_TOLERANCE = timedelta(minutes=5)
#: No certificate below a trusted one goes unproved.
_MODE = "require"


@dataclass(frozen=True)
class Proofs:
    """Proofs in a package that certificates were not revoked."""

    crls: tuple[crl.CertificateList, ...]
    ocsps: tuple[ocsp.OCSPResponse, ...]
    certificates: tuple[x509.Certificate, ...]


def embedded(data: Mapping[str, bytes]) -> Proofs:
    """Return the proofs in the PDFs of a package; a PDF that cannot be read has none.

    Args:
        data: files of the package, by name.
    """
    crls: list[crl.CertificateList] = []
    ocsps: list[ocsp.OCSPResponse] = []
    certificates: list[x509.Certificate] = []
    for name in sorted(name for name in data if name.endswith(".pdf")):
        try:
            store = DocumentSecurityStore.read_dss(PdfFileReader(io.BytesIO(data[name])))
            lists = [crl.CertificateList.load(_bytes(entry)) for entry in store.crls]
            answers = [ocsp.OCSPResponse.load(_bytes(entry)) for entry in store.ocsps]
            chain = list(store.load_certs())
        except Exception:  # noqa: BLE001, RUF100, S112 - what a hostile file can do to its readers
            continue
        crls += lists
        ocsps += answers
        certificates += chain
    return Proofs(tuple(crls), tuple(ocsps), tuple(certificates))


def _bytes(reference: Any) -> bytes:
    return bytes(reference.get_object().data)


def doubt(
    name: str,
    validate: Callable[[ValidationContext], Any],
    status: Any,
    roots: Sequence[x509.Certificate],
    proofs: Proofs | None,
) -> Problem | None:
    """Return why a trusted signature is in doubt: a certificate was revoked, or may have been.

    Args:
        name: of the signed file.
        validate: validates its signature in a context.
        status: its result without a check of revocation.
        roots: certificates that the receiver trusts.
        proofs: what the package brings; None to ask the addresses in the certificates.
    """
    stamp = status.timestamp_validity
    if proofs is None:
        context = ValidationContext(
            trust_roots=list(roots), allow_fetching=True, revocation_mode=_MODE
        )
    else:
        context = ValidationContext(
            trust_roots=list(roots),
            other_certs=list(proofs.certificates),
            crls=list(proofs.crls),
            ocsps=list(proofs.ocsps),
            allow_fetching=False,
            revocation_mode=_MODE,
            # without a stamp that is trusted, nobody knows when it was signed
            moment=stamp.timestamp if stamp is not None and stamp.trusted else None,
            time_tolerance=_TOLERANCE,
        )
    try:
        found = validate(context)
    except Exception:  # noqa: BLE001, RUF100 - what a server, or a hostile file, can do
        found = None
    rows = [found, found.timestamp_validity] if found is not None and stamp else [found]
    if any(row is not None and row.revoked for row in rows):
        message = "a certificate of this signature was revoked"
        return Problem(
            Where(name), "revoked-certificate", message, "do not rely on it; ask the sender"
        )
    if any(row is None or not row.trusted for row in rows):
        where = "the package brings no proof" if proofs is not None else "nobody could be asked"
        message = f"{where} that the certificates of this signature were not revoked"
        hint = "try --revocation fetch" if proofs is not None else "try again later"
        return Problem(Where(name), "not-proved", message, hint)
    return None
