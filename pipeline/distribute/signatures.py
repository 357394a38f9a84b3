"""Signatures of a package, as a receiver validates them; no network is asked."""

from __future__ import annotations

import asyncio
import io
import logging
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from asn1crypto import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import async_validate_detached_cms, validate_pdf_signature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import StandardCMSSignatureStatus
from pyhanko_certvalidator import ValidationContext

from pipeline.diagnostics import Problem, Where
from pipeline.distribute import contents, revision, signing
from pipeline.distribute.verify import Signature
from pipeline.manifest import NAME

_FOR_SIGNING = KeyUsageConstraints(
    key_usage={"digital_signature", "non_repudiation"}, match_all_key_usages=False
)
# what pyHanko finds comes back as a status; without a handler Python would print it as well
for _name in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_name).addHandler(logging.NullHandler())


def of_package(
    data: Mapping[str, bytes], declared: contents.Contents, trust: Sequence[bytes]
) -> tuple[tuple[Signature, ...], tuple[Problem, ...]]:
    """Validate the signatures of a package.

    Args:
        data: its files by name.
        declared: its manifest; it says that it is signed.
        trust: certificates that the receiver trusts; without any, whose a signature is stays
            unchecked.

    Returns:
        The signatures that hold, and what is wrong.

    Raises:
        DistributeError: what is to be trusted is no certificate.
    """
    roots = [row for one in trust for row in signing.certificates(one, "--trust")]
    found: list[Signature] = []
    wrong: list[Problem] = []
    signed = [NAME, *(file.name for file in declared.files if file.format == "pdf")]
    for name in signed:
        if name not in data or (name == NAME and contents.SIGNATURE not in data):
            continue  # known to be missing
        try:
            status = _of_manifest(data, roots) if name == NAME else _of_pdf(data[name], roots)
        except Exception:  # noqa: BLE001, RUF100 - what a hostile file can do to its readers
            status = None
        if status is None or not (status.intact and status.valid):
            wrong.append(_problem(name, "bad-signature", "the signature does not hold"))
            continue
        found.append(_signature(name, status, trusted=bool(roots) and status.trusted))
        wrong += _doubts(name, status, is_asked=bool(roots))
    return tuple(found), tuple(wrong)


def _problem(name: str, code: str, message: str, hint: str = "") -> Problem:
    return Problem(Where(name), code, message, hint)


def _context(roots: Sequence[x509.Certificate]) -> ValidationContext:
    return ValidationContext(trust_roots=list(roots), allow_fetching=False)


def _of_manifest(
    data: Mapping[str, bytes], roots: Sequence[x509.Certificate]
) -> StandardCMSSignatureStatus:
    signed = revision.envelope(data[contents.SIGNATURE], room=False)
    return asyncio.run(
        async_validate_detached_cms(
            data[NAME],
            signed,
            signer_validation_context=_context(roots),
            ts_validation_context=_context(roots),
            key_usage_settings=_FOR_SIGNING,
        )
    )


def _of_pdf(data: bytes, roots: Sequence[x509.Certificate]) -> Any:
    reader = PdfFileReader(io.BytesIO(data))
    (signature,) = reader.embedded_signatures
    return validate_pdf_signature(
        signature,
        signer_validation_context=_context(roots),
        ts_validation_context=_context(roots),
        key_usage_settings=_FOR_SIGNING,
    )


def _signature(name: str, status: Any, *, trusted: bool) -> Signature:
    stamp = status.timestamp_validity
    return Signature(
        file=name,
        signer=signing.subject(status.signing_cert),
        fingerprint=status.signing_cert.sha256.hex(),
        trusted=trusted,
        time=stamp.timestamp.isoformat() if stamp is not None else "",
    )


def _doubts(name: str, status: Any, *, is_asked: bool) -> Iterator[Problem]:
    """Yield what keeps a signature that holds from being good."""
    if is_asked and not status.trusted:
        message = "the signer's certificate does not lead to one that you trust"
        yield _problem(name, "not-trusted", message, "compare the SHA-256 of the certificates")
    stamp = status.timestamp_validity
    if stamp is not None and not (stamp.intact and stamp.valid):
        yield _problem(name, "bad-signature", "the time stamp does not hold")
    elif is_asked and stamp is not None and not stamp.trusted:
        message = "the time stamp's certificate does not lead to one that you trust"
        yield _problem(name, "not-trusted", message, "name its root with --trust, too")
    covers_all = getattr(status, "coverage", None)
    if covers_all is not None and not status.docmdp_ok:
        yield _problem(name, "bad-signature", "the PDF was changed after it was signed")
