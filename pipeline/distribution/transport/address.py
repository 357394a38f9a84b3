"""Addresses to which packages are sent, parsed and compared; without any secret in them."""

from __future__ import annotations

import ipaddress
import os
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, unquote, urlsplit

from pipeline.core.errors import DistributeError
from pipeline.distribution.package.listing import refused

_WHERE = "--to"
_KINDS = "a folder, sftp://host/folder, s3://bucket/folder or https://host/folder (WebDAV)"
#: Other names of the same thing.
_SCHEMES = {"ssh": "sftp", "davs": "https", "dav": "http", "webdavs": "https", "webdav": "http"}
_WITH_HOST = frozenset(("sftp", "s3", "https", "http"))
_PLAIN = "abcdefghijklmnopqrstuvwxyz0123456789+.-"


@dataclass(frozen=True)
class Address:
    """Address of a folder, here or elsewhere.

    Attributes:
        scheme: how it is reached; ``file``, ``sftp``, ``s3``, ``https``, ``http``, or another one
            that fsspec knows.
        host: its name, or that of a bucket; empty for a folder.
        port: None for the usual one.
        user: name for logging in; empty for the usual one.
        path: from the root, without a slash at its end.
    """

    scheme: str
    host: str = ""
    port: int | None = None
    user: str = ""
    path: str = ""

    def __str__(self) -> str:
        """Return the address for messages and the register: without the user."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port is None else f":{self.port}"
        return f"{self.scheme}://{host}{port}{quote(self.path)}"


def lies_in(inner: str, outer: str) -> bool:
    """Tell whether an address, without its user, is another one or lies below it."""
    return inner == outer or inner.startswith(f"{outer}/")


def parse(text: str) -> Address:
    """Return the address that a user wrote; nothing of what he wrote is repeated.

    Raises:
        DistributeError: it is none, it has a password or a token in it, or would send one in clear.
    """
    scheme, is_url, _ = text.partition("://")
    if "::" in scheme or not text.isprintable() or not text:
        raise _bad("this is no address")
    if not is_url:
        return Address("file", path=_trimmed(os.path.realpath(text)))
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise _bad("this is no address") from None
    _refuse_secrets(parts)
    scheme = _SCHEMES.get(parts.scheme, parts.scheme)  # in small letters
    path = unquote(parts.path)
    host = (parts.hostname or "") if scheme != "s3" else parts.netloc.rpartition("@")[2]
    if not host.isascii() or not f"{path}{host}{parts.username}".isprintable():
        raise _bad("this is no address")
    if not scheme or set(scheme) - set(_PLAIN) or (scheme in _WITH_HOST) > bool(host):
        raise _bad("this is no address")
    if {".", ".."} & set(path.split("/")):
        raise _bad("an address names one folder, without '.' and '..'")
    if scheme == "http" and not _is_here(host):
        raise _bad("without encryption, everybody on the way can read and change what is sent")
    return Address(scheme, host, port, parts.username or "", _trimmed(path))


def _refuse_secrets(parts: SplitResult) -> None:
    where = "its place is the configuration of ssh, the environment of AWS, or ~/.netrc"
    if parts.password is not None:
        message = "the address has a password in it, where others can read it"
        hint = f"change that password, as it stands in the history of your shell by now; {where}"
        raise refused(_WHERE, "password-in-address", message, hint)
    if parts.query or parts.fragment:
        message = "the address has words after '?' or '#', which can be a token"
        raise refused(_WHERE, "password-in-address", message, where)
    if parts.username and parts.scheme not in ("sftp", "ssh"):
        message = "the address has a user in it"
        raise refused(_WHERE, "password-in-address", message, where)


def _trimmed(path: str) -> str:
    return path.rstrip("/")


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:  # a name, which can lead anywhere
        return False


def _bad(message: str) -> DistributeError:
    return refused(_WHERE, "bad-address", message, f"give {_KINDS}")
