"""Type of a valid signature; where revocation of certificates is looked up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

#: Where it is looked up whether a certificate was revoked: nowhere, in what the package brings, or
#: at the addresses that the certificates name.
Revocation = Literal["none", "embedded", "fetch"]


@dataclass(frozen=True)
class Signature:
    """Valid signature: signed file, signer, certificate, time.

    Attributes:
        file: what it signs.
        signer: name in the certificate.
        fingerprint: SHA-256 of the certificate.
        trusted: it was checked against the certificates that the receiver trusts.
        time: of a time stamp, ISO 8601; empty without one.
        revocation: where it says that its certificates are not revoked, if that was looked up.
    """

    file: str
    signer: str
    fingerprint: str
    trusted: bool
    time: str = ""
    revocation: Revocation = "none"
