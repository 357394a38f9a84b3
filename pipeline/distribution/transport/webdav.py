"""Store on WebDAV (RFC 4918), for Nextcloud, SharePoint, Apache; user and password from ~/.netrc.

The standard has no way to write a file further, so a try after a cut begins anew; what is written
has another name until it is whole and read back.
"""

from __future__ import annotations

import netrc
import ssl
from collections.abc import Generator
from contextlib import contextmanager
from http import HTTPStatus
from io import BytesIO
from typing import Any, cast

import httpx
from webdav4.client import ClientError, ForbiddenOperation, HTTPError, ResourceNotFound
from webdav4.fsspec import WebdavFileSystem

from pipeline.distribution.package.listing import refused
from pipeline.distribution.transport import staged
from pipeline.distribution.transport.address import Address
from pipeline.distribution.transport.store import (
    BLOCK,
    SILENCE_S,
    Feed,
    Parcel,
    Tell,
    lost,
    no_access,
    no_place,
)

_LOCKED_OUT = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.METHOD_NOT_ALLOWED)


class _Sink:
    """File-like object that hands on what is written to it."""

    def __init__(self, feed: Feed) -> None:
        self._feed = feed

    def write(self, block: bytes) -> int:
        self._feed(block)
        return len(block)


class WebDav(staged.Renaming):
    """Store in a folder of a WebDAV server."""

    resumes = False

    def __init__(self, address: Address) -> None:
        self._address = address
        self._fs = WebdavFileSystem(
            str(address),
            auth=_login(address),
            retry=False,
            timeout=SILENCE_S,
            chunk_size=BLOCK,
            skip_instance_cache=True,
        )

    def check(self) -> None:
        """Check that the folder is there."""
        with self._failing():
            if not self._fs.client.isdir(""):
                raise no_place(self._address)

    def size(self, name: str) -> int | None:
        """Return the bytes of a file; None if it is not there."""
        with self._failing():
            try:
                return int(self._fs.info(name)["size"])
            except FileNotFoundError:
                return None

    def read(self, name: str, feed: Feed) -> None:
        """Read a file, block by block."""
        with self._failing():
            self._fs.client.download_fileobj(name, cast("Any", _Sink(feed)))

    def deliver(self, parcel: Parcel, tell: Tell) -> None:
        """Write a parcel, read it back, and give it its name."""
        staged.deliver(self, parcel, tell)

    def write(self, parcel: Parcel, start: int, tell: Tell) -> None:
        """Write a parcel under the name of its part, all of it."""
        sent = start

        def more(count: int) -> None:
            nonlocal sent
            sent += count
            tell("sent", sent)

        with self._failing():
            self._fs.client.upload_fileobj(
                BytesIO(parcel.data),
                parcel.part,
                overwrite=True,
                callback=more,
                size=len(parcel.data),
            )

    def remove(self, name: str) -> None:
        """Remove a file."""
        with self._failing():
            self._fs.client.remove(name)

    def rename(self, old: str, new: str) -> None:
        """Rename a file; a server that keeps to the standard never replaces another one so."""
        with self._failing():
            self._fs.client.move(old, new, overwrite=False)

    def close(self) -> None:
        """End the connection."""
        self._fs.client.http.close()

    @contextmanager
    def _failing(self) -> Generator[None]:
        hint = "user and password stand in ~/.netrc, as 'machine HOST login USER password …'"
        try:
            yield
        except (ResourceNotFound, FileNotFoundError):
            raise no_place(self._address) from None
        except ForbiddenOperation:
            raise no_access(self._address, hint) from None
        except HTTPError as error:
            if error.status_code in _LOCKED_OUT:
                raise no_access(self._address, hint) from None
            raise lost(error) from None
        except httpx.TransportError as error:
            if _is_stranger(error):
                message = "the certificate of this server is not one that this machine trusts"
                more = "ask whoever runs it; SSL_CERT_FILE names certificates of a house's own"
                raise refused(str(self._address), "unknown-host", message, more) from None
            raise lost(error) from None
        except (ClientError, OSError, httpx.HTTPError) as error:
            raise lost(error) from None


def _login(address: Address) -> tuple[str, str] | None:
    """Return user and password of a host; None if there are none for it.

    Raises:
        DistributeError: the file cannot be read, or others can read it.
    """
    try:
        found = netrc.netrc().authenticators(address.host)
    except FileNotFoundError:
        return None
    except (netrc.NetrcParseError, OSError):
        message = "~/.netrc cannot be read, or others can read it"
        hint = "chmod 600 ~/.netrc, and look for what is no entry"
        raise refused("~/.netrc", "no-access", message, hint) from None
    return None if found is None else (found[0], found[2] or "")


def _is_stranger(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return True
        error = error.__cause__ or error.__context__
    return False
