"""Validation of a received package's signatures; offline unless asked."""

from __future__ import annotations

import asyncio
import io
import logging
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from asn1crypto import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import async_validate_detached_cms, async_validate_pdf_signature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko_certvalidator import ValidationContext

from pipeline.core.errors import Problem, Where
from pipeline.distribution.package import package_manifest
from pipeline.distribution.signing import certificates, pdf_revision, revocations
from pipeline.distribution.signing.signature import Revocation, Signature
from pipeline.output.manifest import NAME

_FOR_SIGNING = KeyUsageConstraints(
    key_usage={"digital_signature", "non_repudiation"}, match_all_key_usages=False
)
# what pyHanko finds comes back as a status; without a handler Python would print it as well
for _name in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_name).addHandler(logging.NullHandler())


def of_package(
    data: Mapping[str, bytes],
    declared: package_manifest.Contents,
    trust: Sequence[bytes],
    revocation: Revocation = "none",
) -> tuple[tuple[Signature, ...], tuple[Problem, ...]]:
    """Validate the signatures of a package.

    Args:
        data: its files by name.
        declared: its manifest; it says that it is signed.
        trust: certificates that the receiver trusts; without any, whose a signature is stays
            unchecked.
        revocation: where it is looked up whether certificates were revoked.

    Returns:
        The signatures that hold, and what is wrong.

    Raises:
        DistributeError: what is to be trusted is no certificate.
    """
    roots = [row for file in trust for row in certificates.parsed(file, "--trust")]
    found: list[Signature] = []
    wrong: list[Problem] = []
    proofs = revocations.embedded(data) if revocation == "embedded" else None
    signed = [NAME, *(file.name for file in declared.files if file.format == "pdf")]
    for name in signed:
        if name not in data or (name == NAME and package_manifest.SIGNATURE not in data):
            continue  # known to be missing
        validate = partial(_status, name, data)
        try:
            status = validate(_context(roots))
        except Exception:  # noqa: BLE001, RUF100 - what a hostile file can do to its readers
            status = None
        if status is None or not (status.intact and status.valid):
            wrong.append(_problem(name, "bad-signature", "the signature does not hold"))
            continue
        is_trusted = bool(roots) and status.trusted
        wrong += _doubts(name, status, is_asked=bool(roots))
        is_looked_up = is_trusted and revocation != "none"
        if is_looked_up and (doubt := revocations.doubt(name, validate, status, roots, proofs)):
            wrong.append(doubt)
            is_looked_up = False
        how = revocation if is_looked_up else "none"
        found.append(_signature(name, status, trusted=is_trusted, revocation=how))
    return tuple(found), tuple(wrong)


def _problem(name: str, code: str, message: str, hint: str = "") -> Problem:
    return Problem(Where(name), code, message, hint)


def _context(roots: Sequence[x509.Certificate]) -> ValidationContext:
    return ValidationContext(trust_roots=list(roots), allow_fetching=False)


def _status(name: str, data: Mapping[str, bytes], context: ValidationContext) -> Any:
    """Return what pyHanko says of the signature of a file."""
    return asyncio.run(_validated(name, data, context))


async def _validated(name: str, data: Mapping[str, bytes], context: ValidationContext) -> Any:
    try:
        if name != NAME:
            (signature,) = PdfFileReader(io.BytesIO(data[name])).embedded_signatures
            return await async_validate_pdf_signature(
                signature,
                signer_validation_context=context,
                ts_validation_context=context,
                key_usage_settings=_FOR_SIGNING,
            )
        return await async_validate_detached_cms(
            data[NAME],
            pdf_revision.envelope(data[package_manifest.SIGNATURE], room=False),
            signer_validation_context=context,
            ts_validation_context=context,
            key_usage_settings=_FOR_SIGNING,
        )
    finally:
        await context.aclose()  # type: ignore[no-untyped-call]


def _signature(name: str, status: Any, *, trusted: bool, revocation: Revocation) -> Signature:
    stamp = status.timestamp_validity
    return Signature(
        file=name,
        signer=certificates.subject(status.signing_cert),
        fingerprint=status.signing_cert.sha256.hex(),
        trusted=trusted,
        time=stamp.timestamp.isoformat() if stamp is not None else "",
        revocation=revocation,
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
