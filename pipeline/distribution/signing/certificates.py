"""Certificates read from files or bytes (PEM, DER), and the names of their holders."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from asn1crypto import pem, x509

from pipeline.core import atomic_write
from pipeline.core.errors import shown_path
from pipeline.distribution.package.listing import refused

#: Bytes of a file with certificates.
_LARGEST = 1_000_000


def subject(certificate: x509.Certificate | None) -> str:
    """Return whose a certificate is: the common name, or all of the name."""
    if certificate is None:
        return ""
    names: dict[str, Any] = certificate.subject.native
    return str(names.get("common_name") or certificate.subject.human_friendly)


def parsed(data: bytes, shown: str) -> tuple[x509.Certificate, ...]:
    """Read certificates, PEM or DER.

    Raises:
        DistributeError: there are none.
    """
    try:
        blocks = list(_blocks(data)) if pem.detect(data) else [data]
        found = tuple(x509.Certificate.load(block, strict=True) for block in blocks)
        for certificate in found:
            _ = certificate.subject.native, certificate.public_key.native
    except (ValueError, TypeError):
        found = ()
    if not found:
        hint = "give a file with a certificate, in PEM or DER"
        raise refused(shown, "bad-certificate", "this is no certificate", hint)
    return found


def _blocks(data: bytes) -> Iterator[bytes]:
    """Yield the certificates of a PEM file in DER."""
    rows: Any = pem.unarmor(data, multiple=True)
    yield from (block for kind, _, block in rows if kind == "CERTIFICATE")


def read(paths: Sequence[Path]) -> tuple[x509.Certificate, ...]:
    """Read certificates from files.

    Raises:
        DistributeError: a file cannot be read, or is no certificate.
    """
    found: list[x509.Certificate] = []
    for path in paths:
        try:
            data = atomic_write.read(path, _LARGEST)
        except OSError:
            data = b""
        found += parsed(data, shown_path(path))
    return tuple(found)
