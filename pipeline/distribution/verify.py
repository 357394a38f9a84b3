"""Verification of a received package: its faults, and who signed it.

Nothing is built and no content is needed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.core.errors import Problem, Where
from pipeline.distribution import received
from pipeline.distribution.package import package_manifest
from pipeline.distribution.signing.signature import Revocation, Signature
from pipeline.output.manifest import NAME


@dataclass(frozen=True)
class Report:
    """Result of verifying a package.

    Attributes:
        contents: its manifest; None if that cannot be read.
        signatures: those that hold.
        problems: all that is wrong.
    """

    contents: package_manifest.Contents | None
    signatures: tuple[Signature, ...]
    problems: tuple[Problem, ...]


def verify(path: Path, trust: Sequence[bytes] = (), revocation: Revocation = "none") -> Report:
    """Verify a package.

    Args:
        path: a zip, or a folder.
        trust: certificates that the receiver trusts, PEM or DER; a package that none of them
            signed is then a problem.
        revocation: where to look up whether certificates were revoked.

    Raises:
        DistributeError: there is no package here.
    """
    members, faults = received.read(path)
    found, declared = received.checked(members, faults)
    if declared is None:
        return Report(None, (), found)
    bare = received.bare(members)
    if not declared.signed:
        unsigned = (
            [Problem(Where(NAME), "not-signed", "the package is not signed")] if trust else []
        )
        return Report(declared, (), (*found, *unsigned))
    from pipeline.distribution.signing import validate_signatures  # noqa: PLC0415 - heavy

    signed, wrong = validate_signatures.of_package(bare, declared, trust, revocation)
    return Report(declared, signed, tuple(sorted({*found, *wrong})))
