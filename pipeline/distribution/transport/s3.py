"""Store on S3: a package is uploaded in parts and appears when the last one is there.

Nothing can be renamed in S3. The server compares each part with its SHA-256 before it takes it, and
shows nothing until all are there. The whole is then read back, and removed again if it differs.
Parts that an earlier try has uploaded stay on the server, and are not sent again. Keys, region and
address of the server are those of AWS's environment and configuration.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any

from botocore.exceptions import (
    BotoCoreError,
    NoCredentialsError,
    PartialCredentialsError,
    ProfileNotFound,
)
from s3fs import S3FileSystem

from pipeline.distribution.transport import staged
from pipeline.distribution.transport.address import Address
from pipeline.distribution.transport.store import (
    BLOCK,
    SILENCE_S,
    ChangedError,
    Feed,
    Parcel,
    Store,
    Tell,
    lost,
    no_access,
    no_place,
)

#: Bytes of a part; S3 takes no smaller one but the last, and ten thousand at most.
PART = 8 * 2**20
_ALGORITHM = {"ChecksumAlgorithm": "SHA256"}
_HINT = "check the environment (AWS_PROFILE, AWS_ACCESS_KEY_ID, AWS_ENDPOINT_URL), and the rights"


class Bucket(Store):
    """Store in a folder of an S3 bucket."""

    def __init__(self, address: Address) -> None:
        self._address = address
        with self._failing():
            self._fs = S3FileSystem(
                skip_instance_cache=True,
                use_listings_cache=False,
                config_kwargs={"connect_timeout": SILENCE_S, "read_timeout": SILENCE_S},
            )

    def check(self) -> None:
        """Check that the bucket is there; folders of it are nothing but names."""
        with self._failing():
            try:
                self._call("head_bucket")
            except FileNotFoundError:
                raise no_place(self._address) from None

    def size(self, name: str) -> int | None:
        """Return the bytes of a file; None if it is not there."""
        with self._failing():
            try:
                return int(self._call("head_object", Key=self._key(name))["ContentLength"])
            except FileNotFoundError:
                return None

    def read(self, name: str, feed: Feed) -> None:
        """Read a file, block by block."""
        with self._failing():
            path = f"{self._address.host}/{self._key(name)}"
            opened: Any = self._fs.open(path, "rb", block_size=PART)
            with opened as file:
                while block := file.read(BLOCK):
                    feed(block)

    def deliver(self, parcel: Parcel, tell: Tell) -> None:
        """Upload a parcel, let it appear, and read it back."""
        key = self._key(parcel.name)
        with self._failing():
            upload, have = self._begun(key)
            parts = [_Part(number, block) for number, block in _blocks(parcel.data)]
            kept = [part for part in parts if part.is_in(have)]
            tell("kept", sum(len(part.data) for part in kept))
            sent = sum(len(part.data) for part in kept)
            rows = {part.number: have[part.number] for part in kept}
            for part in parts:
                if part.number not in rows:
                    rows[part.number] = self._sent(key, upload, part)
                    sent += len(part.data)
                    tell("sent", sent)
            done = [_row(number, rows[number], parts[number - 1]) for number in sorted(rows)]
            self._call(
                "complete_multipart_upload",
                Key=key,
                UploadId=upload,
                MultipartUpload={"Parts": done},
            )
        if staged.digest(self, parcel.name, tell) != parcel.sha256:
            with self._failing():
                self._call("delete_object", Key=key)
            raise ChangedError

    def close(self) -> None:
        """End the connections; s3fs would leave them to the end of the process."""
        with suppress(OSError, BotoCoreError):
            self._fs.close_session(self._fs.loop, self._fs.s3)

    def _begun(self, key: str) -> tuple[str, dict[int, Mapping[str, Any]]]:
        """Return the upload that an earlier try began, and its parts; or a new one."""
        try:
            listed = self._call("list_multipart_uploads", Prefix=key).get("Uploads", ())
        except PermissionError:  # who may write need not be let list
            listed = ()
        for row in sorted(listed, key=lambda row: row["Initiated"], reverse=True):
            if row["Key"] == key:
                upload = str(row["UploadId"])
                return upload, dict(self._parts(key, upload))
        begun = self._call("create_multipart_upload", Key=key, ContentType="application/zip",
                           **_ALGORITHM)  # fmt: skip
        return str(begun["UploadId"]), {}

    def _parts(self, key: str, upload: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
        marker = 0
        while True:
            found = self._call("list_parts", Key=key, UploadId=upload, PartNumberMarker=marker)
            yield from ((int(row["PartNumber"]), row) for row in found.get("Parts", ()))
            if not found.get("IsTruncated"):
                return
            marker = found["NextPartNumberMarker"]

    def _sent(self, key: str, upload: str, part: _Part) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self._call(
            "upload_part",
            Key=key,
            UploadId=upload,
            PartNumber=part.number,
            Body=part.data,
            ChecksumSHA256=part.sha256,
        )
        return found

    def _key(self, name: str) -> str:
        return f"{self._address.path}/{name}".lstrip("/")

    def _call(self, what: str, **words: Any) -> Any:
        return self._fs.call_s3(what, Bucket=self._address.host, **words)

    @contextmanager
    def _failing(self) -> Generator[None]:
        try:
            yield
        except (PermissionError, NoCredentialsError, PartialCredentialsError, ProfileNotFound):
            raise no_access(self._address, _HINT) from None
        except (OSError, BotoCoreError) as error:
            raise lost(error) from None


class _Part:
    """A part of a parcel, with the digests that S3 knows it by."""

    def __init__(self, number: int, data: bytes) -> None:
        self.number = number
        self.data = data
        self.sha256 = b64encode(hashlib.sha256(data).digest()).decode()

    def is_in(self, have: Mapping[int, Mapping[str, Any]]) -> bool:
        """Tell whether the server has this part already, with these bytes."""
        row = have.get(self.number)
        if row is None or row.get("Size") != len(self.data):
            return False
        if "ChecksumSHA256" in row:
            return bool(row["ChecksumSHA256"] == self.sha256)
        md5 = hashlib.md5(self.data, usedforsecurity=False).hexdigest()
        return str(row["ETag"]).strip('"') == md5


def _row(number: int, row: Mapping[str, Any], part: _Part) -> dict[str, Any]:
    found = {"PartNumber": number, "ETag": row["ETag"]}
    return found | ({"ChecksumSHA256": part.sha256} if "ChecksumSHA256" in row else {})


def _blocks(data: bytes) -> Iterator[tuple[int, bytes]]:
    places = range(0, max(len(data), 1), PART)
    yield from ((number, data[place : place + PART]) for number, place in enumerate(places, 1))
