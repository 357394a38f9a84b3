"""Signing options of commands: key from file or token, passphrase, time stamps, long term.

A passphrase on the command line could be read by every other user of the machine, so there is no
such option.
"""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.core.errors import DistributeError, Problem, Where

if TYPE_CHECKING:
    from pipeline.distribution.packing import Signer

#: A passphrase is one line; more is a mistake.
_LONGEST = 4096


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options that choose a signing key."""
    group = parser.add_argument_group("signatures")
    which = group.add_mutually_exclusive_group()
    which.add_argument(
        "--sign-with",
        type=Path,
        metavar="FILE",
        help="sign with the key and certificate of a PKCS#12 file (.p12, .pfx)",
    )
    which.add_argument(
        "--sign-with-token",
        type=Path,
        metavar="MODULE",
        help="sign with a token (smart card, HSM) through its PKCS#11 module (a .so file)",
    )
    group.add_argument("--token-label", metavar="LABEL", help="label of the token")
    group.add_argument(
        "--certificate-label", metavar="LABEL", help="label of certificate and key on the token"
    )
    group.add_argument(
        "--passphrase-fd",
        type=int,
        metavar="N",
        help="read passphrase or PIN from this open file descriptor (default: a prompt)",
    )
    group.add_argument(
        "--timestamp",
        metavar="URL",
        help="ask this server for a time stamp of each signature (RFC 3161; PAdES B-T)",
    )
    group.add_argument(
        "--long-term",
        type=Path,
        action="append",
        default=[],
        metavar="CERT",
        help="embed in each PDF what proves the certificates valid (PAdES B-LT); CERT: the root "
        "that issued the signer's, and once more for that of the time stamp",
    )


def signer(arguments: argparse.Namespace) -> Signer | None:
    """Return the signing key that the options name; None if they name none.

    Raises:
        DistributeError: key, passphrase or certificate cannot be used.
    """
    file: Path | None = arguments.sign_with
    token: Path | None = arguments.sign_with_token
    if file is None and token is None:
        if arguments.timestamp or arguments.long_term:
            raise _refused("not-signed", "there is no key to sign with", "add --sign-with FILE")
        return None
    if arguments.long_term and not arguments.timestamp:
        message = "proofs need a time stamp, which says when they were true"
        raise _refused("no-timestamp", message, "add --timestamp URL")
    if token is not None and not (arguments.token_label and arguments.certificate_label):
        message = "which token and certificate is not said"
        raise _refused("bad-signing-key", message, "add --token-label and --certificate-label")
    from pipeline.distribution.signing import certificates, make_signatures  # noqa: PLC0415 - heavy

    stamper = make_signatures.timestamper(arguments.timestamp)
    roots = certificates.read(arguments.long_term)
    if token is not None:
        pin = _passphrase(arguments, "PIN of the token: ")
        found = make_signatures.from_token(
            token, arguments.token_label, arguments.certificate_label, pin
        )
    else:
        assert file is not None  # noqa: S101 - for the type checkers
        words = _passphrase(arguments, f"Passphrase of {file.name}: ")
        found = make_signatures.from_file(file, words.encode())
    return make_signatures.SigningKey(found, stamper, roots)


def _refused(code: str, message: str, hint: str) -> DistributeError:
    return DistributeError(Problem(Where("signature"), code, message, hint))


def _passphrase(arguments: argparse.Namespace, prompt: str) -> str:
    """Return a passphrase, without the end of its line."""
    number: int | None = arguments.passphrase_fd
    if number is not None:
        try:
            with os.fdopen(number, "rb") as stream:
                return stream.readline(_LONGEST).decode().rstrip("\r\n")
        except (OSError, ValueError):
            hint = "open it in the shell, for example: --passphrase-fd 3 3<passphrase.txt"
            raise _refused("no-passphrase", "this descriptor cannot be read", hint) from None
    if not sys.stdin.isatty():
        hint = "run it in a terminal, or give --passphrase-fd N"
        raise _refused("no-passphrase", "there is no terminal to ask for the passphrase", hint)
    return getpass.getpass(prompt)
