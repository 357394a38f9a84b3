"""Certificates of people and servers that do not exist, made anew for each run."""

from __future__ import annotations

import datetime
import http.server
import subprocess
import threading
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

PASSPHRASE = b"correct horse"
_YEAR = datetime.timedelta(days=365)


@dataclass(frozen=True)
class Identity:
    """A key with its certificate, and who issued it."""

    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate
    issuer: x509.Certificate | None = None

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    @property
    def p12(self) -> bytes:
        chain = [self.issuer] if self.issuer else None
        locked = serialization.BestAvailableEncryption(PASSPHRASE)
        return pkcs12.serialize_key_and_certificates(
            b"key", self.key, self.certificate, chain, locked
        )


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _usage(*, issues: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not issues,
        content_commitment=not issues,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=issues,
        crl_sign=issues,
        encipher_only=False,
        decipher_only=False,
    )


def issued(
    name: str, by: Identity | None = None, *, stamps: bool = False, lists: str = ""
) -> Identity:
    """Return an identity: issued by another, or a root that issues others.

    Args:
        name: of whom it is.
        by: who issued it.
        stamps: it signs time stamps.
        lists: address of the list of revoked certificates.
    """
    key = ec.generate_private_key(ec.SECP256R1())
    now = datetime.datetime.now(datetime.UTC)  # noqa: TID251 - certificates live in real time
    builder = (
        x509.CertificateBuilder()
        .subject_name(_name(name))
        .issuer_name(by.certificate.subject if by else _name(name))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _YEAR)
        .not_valid_after(now + _YEAR)
        .add_extension(x509.BasicConstraints(ca=by is None, path_length=None), critical=True)
        .add_extension(_usage(issues=by is None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    if stamps:
        use = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        builder = builder.add_extension(use, critical=True)
    if lists:
        place = x509.DistributionPoint([x509.UniformResourceIdentifier(lists)], None, None, None)
        builder = builder.add_extension(x509.CRLDistributionPoints([place]), critical=False)
    signing = by.key if by else key
    return Identity(key, builder.sign(signing, hashes.SHA256()), by.certificate if by else None)


@cache
def root() -> Identity:
    return issued("Root of Tests")


@cache
def stranger() -> Identity:
    return issued("Somebody Else")


@cache
def signer() -> Identity:
    return issued("Release Officer", root())


@cache
def clock() -> Identity:
    return issued("Clock of Tests", root(), stamps=True)


_TSA = """\
[tsa]
default_tsa = clock
[clock]
serial = {folder}/serial
signer_digest = sha256
default_policy = 1.2.3.4
digests = sha256
ess_cert_id_alg = sha256
"""


@contextmanager
def revocation_lists(by: Identity, revoked: list[x509.Certificate]) -> Generator[str]:
    """Serve the list of revoked certificates (RFC 5280) of an issuer; give the address."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            now = datetime.datetime.now(datetime.UTC)  # noqa: TID251 - as above
            minute = datetime.timedelta(minutes=1)
            builder = (
                x509.CertificateRevocationListBuilder()
                .issuer_name(by.certificate.subject)
                .last_update(now - minute)
                .next_update(now + 60 * minute)
            )
            for one in revoked:
                row = x509.RevokedCertificateBuilder().serial_number(one.serial_number)
                builder = builder.add_revoked_certificate(row.revocation_date(now - minute).build())
            data = builder.sign(by.key, hashes.SHA256())
            answer = data.public_bytes(serialization.Encoding.DER)
            self.send_response(200)
            self.send_header("Content-Type", "application/pkix-crl")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/list.crl"
        finally:
            server.shutdown()
            thread.join()


@contextmanager
def time_stamps(folder: Path, identity: Identity | None = None) -> Generator[str]:
    """Serve time stamps (RFC 3161), made by OpenSSL, on the loopback; give the address."""
    identity = identity or clock()
    (folder / "clock.cnf").write_text(_TSA.format(folder=folder))
    (folder / "serial").write_text("01")
    (folder / "clock.pem").write_bytes(identity.pem)
    private = identity.key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    (folder / "clock.key").write_bytes(private)
    reply = ["openssl", "ts", "-reply", "-config", "clock.cnf", "-queryfile", "asked",
             "-inkey", "clock.key", "-signer", "clock.pem", "-out", "answer"]  # fmt: skip

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = self.rfile.read(int(self.headers["Content-Length"]))
            (folder / "asked").write_bytes(asked)
            subprocess.run(reply, cwd=folder, check=True, capture_output=True)
            answer = (folder / "answer").read_bytes()
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with http.server.HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()
