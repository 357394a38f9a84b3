"""Read-me page of a package: what is in it, and how to check it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pipeline.distribution.package import package_manifest
from pipeline.output.manifest import NAME
from pipeline.resources.labels import Labels

#: What a receiver runs; GNU coreutils and OpenSSL have these words in every language.
SUMS = f"sha256sum -c {package_manifest.SUMS}"
SIGNATURE = (
    f"openssl cms -verify -binary -inform DER -in {package_manifest.SIGNATURE} -content {NAME} \\\n"
    "      -purpose any -CAfile certificate.pem -out /dev/null"
)
_VERIFY = "dossier verify . --trust certificate.pem"


def text(
    name: str,
    audience: str,
    editions: Sequence[package_manifest.Edition],
    files: Sequence[package_manifest.File],
    phrases: Labels,
    signed: bool,  # noqa: FBT001
) -> bytes:
    """Return the page as UTF-8 text.

    Args:
        name: of the package.
        audience: whom it is for, by the name that the dossier gives it.
        editions: of the package.
        files: all but this one.
        phrases: in its language.
        signed: the package bears signatures.
    """
    parts = [[name], *(_edition(edition, phrases) for edition in editions)]
    width = max(len(file.name) for file in files)
    rows = [f"  {file.name:<{width}}  {file.size:>12,}".replace(",", " ") for file in files]
    parts.append([f"{phrases['package.files']} ({audience})", *rows])
    parts.append([phrases["package.sums"], f"  {SUMS}"])
    if signed:
        parts.append([phrases["package.signature"], f"  {SIGNATURE}", f"  {_VERIFY}"])
        if any(file.audited for file in files):
            parts.append([phrases["package.pdf"]])
    else:
        parts.append([phrases["package.unsigned"]])
    return ("\n\n".join("\n".join(part) for part in parts) + "\n").encode()


def _edition(edition: package_manifest.Edition, phrases: Labels) -> list[str]:
    day = phrases.date(date.fromisoformat(edition.date))
    lines = [f"{edition.reference}, {day}", phrases[f"package.{edition.edition}"]]
    if edition.markers:
        lines.append(phrases["package.markers"].format(number=edition.markers))
        lines += [
            f"  {phrases[f'ground.{row.ground}']} ({row.reference}): {row.markers}"
            for row in edition.grounds
        ]
    return lines
