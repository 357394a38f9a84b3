"""Signatures made: PAdES in PDFs, CMS beside the manifest; keys of files and tokens; time stamps.

A signed PDF is the audited file, byte for byte, with a revision after it that holds the signature
and nothing else; ``pdf_revision`` checks that. Passphrases come in as values: where they come from
is the command's business, and it is never the command line.
"""

from __future__ import annotations

import asyncio
import io
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from asn1crypto import core, x509
from pyhanko.pdf_utils.extensions import DeveloperExtension
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers.pdf_signer import DSSContentSettings, SigDSSPlacementPreference
from pyhanko.sign.timestamps import HTTPTimeStamper, TimestampRequestError
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import PathError

from pipeline.core import atomic_write
from pipeline.core.errors import shown_path
from pipeline.distribution.package.listing import refused
from pipeline.distribution.signing import certificates, pdf_revision

if TYPE_CHECKING:
    from pyhanko.sign.timestamps.api import TimeStamper

#: Name of the one signature field, and what a screen reader says of it.
FIELD = "Signature"
_ALGORITHM = "sha256"
#: Bytes of a file with a key.
_LARGEST = 1_000_000
#: Seconds that a time stamp server has to answer.
_TIMEOUT_S = 30
#: Proofs go into the revision of the signature, which protects them.
_TOGETHER = DSSContentSettings(
    include_vri=False, placement=SigDSSPlacementPreference.TOGETHER_WITH_SIGNATURE
)


class _Writer(IncrementalPdfFileWriter):
    """A writer that leaves the document's properties and its version alone.

    Its base would write date and producer anew, and with them a metadata packet whose PDF/UA
    identification no longer is what PDF/A wants; for a key on an elliptic curve it would declare
    PDF 2.0, which PDF/A-2 does not know.
    """

    def _update_meta(self) -> None:
        return

    def ensure_output_version(self, version: tuple[int, int]) -> None:
        """Keep the version."""

    def register_extension(self, ext: DeveloperExtension) -> None:
        """Declare what PAdES adds to PDF 1.7; leave out what is declared of PDF 2.0 alone."""
        if ext.base_version == "/1.7":
            super().register_extension(ext)


@dataclass(frozen=True)
class SigningKey:
    """Signing key and its certificate.

    Attributes:
        signer: pyHanko's, for a file or a token.
        timestamper: asked for the time of each signature; None to work without a network.
        roots: certificates that the signer's and the time stamp's lead to; if there are any, what
            proves the certificates valid is embedded in each PDF.
    """

    signer: signers.Signer
    timestamper: TimeStamper | None = None
    roots: tuple[x509.Certificate, ...] = field(default=())

    @property
    def name(self) -> str:
        """Return the name in the certificate."""
        return certificates.subject(self.signer.signing_cert)

    def has_signed(self, signature: bytes) -> bool:
        """Tell whether a detached signature is by this key, with a time stamp if this has one."""
        try:
            signed = pdf_revision.envelope(signature, room=False)
        except ValueError:
            return False
        rows: Any = signed["signer_infos"]
        stamped = not isinstance(rows[0]["unsigned_attrs"], core.Void)
        mine = self.signer.signing_cert
        return (
            mine is not None
            and any(
                certificate.chosen.dump() == mine.dump() for certificate in signed["certificates"]
            )
            and rows[0]["sid"].chosen["serial_number"].native == mine.serial_number
            and stamped == (self.timestamper is not None)
        )

    def pdf(self, data: bytes) -> bytes:
        """Return a PDF with a signature: PAdES B-B, B-T with a time stamp, B-LT with roots.

        Raises:
            DistributeError: no time stamp could be had, or no proof of the certificates.
        """
        context: dict[str, Any] = {}
        if self.roots:
            context = {
                "embed_validation_info": True,
                "dss_settings": _TOGETHER,
                "validation_context": ValidationContext(
                    trust_roots=self.roots,
                    allow_fetching=True,
                    revocation_mode="soft-fail",
                ),
            }
        what = signers.PdfSignatureMetadata(
            field_name=FIELD,
            subfilter=fields.SigSeedSubFilter.PADES,
            md_algorithm=_ALGORITHM,
            **context,
        )
        # outside the page: PDF/UA wants no untagged field on it, PDF/A no hidden one anywhere
        invisible = fields.InvisSigSettings(box_out_of_bounds=True)
        place = fields.SigFieldSpec(FIELD, invis_sig_settings=invisible, readable_field_name=FIELD)
        signer = signers.PdfSigner(
            what, self.signer, timestamper=self.timestamper, new_field_spec=place
        )
        try:
            return asyncio.run(_signed(signer, data, context.get("validation_context")))
        except (SigningError, TimestampRequestError, PathError, OSError) as error:
            raise _failed(error) from None

    def detached(self, data: bytes) -> bytes:
        """Return a detached signature of any bytes: CMS, in DER.

        Raises:
            DistributeError: no time stamp could be had.
        """
        signing = self.signer.async_sign_general_data(
            data, _ALGORITHM, detached=True, use_cades=True, timestamper=self.timestamper
        )
        try:
            return bytes(asyncio.run(signing).dump())
        except (SigningError, TimestampRequestError, OSError) as error:
            raise _failed(error) from None


async def _signed(signer: signers.PdfSigner, data: bytes, asked: ValidationContext | None) -> bytes:
    """Return a signed PDF; connections to those who were asked for proofs are closed."""
    try:
        out = await signer.async_sign_pdf(_Writer(io.BytesIO(data)))
    finally:
        if asked is not None:
            await asked.aclose()  # type: ignore[no-untyped-call]
    return bytes(out.getbuffer())


def _failed(error: Exception) -> Exception:
    if isinstance(error.__cause__, PathError):
        error = error.__cause__
    if isinstance(error, TimestampRequestError):
        hint = "check the address after --timestamp, or sign without"
        return refused("--timestamp", "no-timestamp", "the server gave no time stamp", hint)
    if isinstance(error, PathError):
        message = "the certificates do not lead to one of those after --long-term"
        return refused("--long-term", "bad-certificate", message, "name the root that issued them")
    message = f"the key did not sign ({type(error).__name__})"
    return refused("signature", "not-signed", message, "check key, certificate and token")


def timestamper(url: str | None) -> TimeStamper | None:
    """Return a client of a time stamp server (RFC 3161); None without an address.

    Raises:
        DistributeError: the address is not one of the web.
    """
    if url is None:
        return None
    if not url.startswith(("https://", "http://")):
        hint = "give the address of a time stamp server, http://… or https://…"
        raise refused("--timestamp", "no-timestamp", "this is no address of the web", hint)
    return HTTPTimeStamper(url, timeout=_TIMEOUT_S)


def from_file(path: Path, passphrase: bytes | None) -> signers.Signer:
    """Return a signer from a PKCS#12 file.

    Raises:
        DistributeError: the file cannot be read, or the passphrase is not its own.
    """
    shown = shown_path(path)
    try:
        data = atomic_write.read(path, _LARGEST)
    except OSError:
        hint = "give a PKCS#12 file (.p12, .pfx)"
        raise refused(shown, "bad-signing-key", "the file cannot be read", hint) from None
    try:
        found: signers.Signer = signers.SimpleSigner.load_pkcs12_data(
            data, other_certs=[], passphrase=passphrase or None
        )
    except (SigningError, ValueError, TypeError, OSError):
        message = "no key with a certificate can be read with this passphrase"
        hint = "check the passphrase; the file must hold a private key and its certificate"
        raise refused(shown, "bad-signing-key", message, hint) from None
    return found


def from_token(library: Path, label: str, certificate: str, pin: str) -> signers.Signer:
    """Return a signer whose key stays on a PKCS#11 token.

    Args:
        library: the token's PKCS#11 module.
        label: of the token.
        certificate: label of the certificate on it, and of its key.
        pin: of the user.

    Raises:
        DistributeError: there is no such token, key or certificate, or the PIN is wrong.
    """
    try:
        from pkcs11 import PKCS11Error  # noqa: PLC0415 - an extra
        from pyhanko.config.pkcs11 import TokenCriteria  # noqa: PLC0415
        from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session  # noqa: PLC0415
    except ImportError:
        message = "tokens need the package python-pkcs11"
        hint = "pip install 'dossier[token]'"
        raise refused(str(library), "bad-signing-key", message, hint) from None
    session: Any = None
    try:
        session = open_pkcs11_session(
            str(library), token_criteria=TokenCriteria(label=label), user_pin=pin
        )
        signer = PKCS11Signer(session, cert_label=certificate, key_label=certificate)
        key = signer.signing_cert.public_key
        # tokens sign a digest; with elliptic curves, few make the digest themselves
        signer.use_raw_mechanism = key.algorithm == "ec"
    except (PKCS11Error, SigningError, RuntimeError, ValueError, OSError):
        if session is not None:
            session.close()
        message = "no such token, certificate or key, or the PIN is not its own"
        hint = "list what is there with: pkcs11-tool --module MODULE --list-objects --login"
        raise refused(str(library), "bad-signing-key", message, hint) from None
    found: signers.Signer = signer
    return found
