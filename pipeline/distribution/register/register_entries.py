"""Models of the register's lines: packages handed out, deliveries; read, and their JSON Schema.

Each line holds the SHA-256 of the line before it. Lines are written in one way alone, so a line
that says the same in other bytes is not one of ours. Whoever changes a model here changes how lines
are written: what an older line does not have must be left out when it is written again.

A line of a full edition has its package's digest, which follows from the withheld values, and the
digests of lines go out. So each line has a salt, as G20 wants it: without it, a reader could test a
guess.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    TypeAdapter,
    ValidationError,
)

from pipeline.distribution.package.audiences import PUBLIC
from pipeline.distribution.package.package_manifest import Count, Digest, FileName, Searched, Words
from pipeline.edition.formats import Audience
from pipeline.output.freshness import sha256

FORM: Literal["dossier-register/1"] = "dossier-register/1"
SENT: Literal["dossier-register/1/sent"] = "dossier-register/1/sent"
#: Most letters of a reason.
LONGEST_REASON = 1000

Day = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d\d-\d\d$")]
Moment = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")]
ZipName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,140}\.zip$")]
Reason = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_REASON)]
#: An address without anything that opens what is behind it.
Address = Annotated[str, StringConstraints(pattern=r"^[a-z0-9+.-]+://[^?#@\s]*$", max_length=2000)]


class _Declared(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class Edition(Searched):
    """An edition that was in the package."""

    dossier: Words
    reference: Words
    edition: Audience
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]
    date: Day
    markers: Count


class Access(_Declared):
    """The decision to give the public access to a document."""

    date: Day
    scope: Literal["full", "partial"]
    decision: Annotated[str, StringConstraints(max_length=LONGEST_REASON)] = Field(
        description="What the decision is cited as; empty if the dossier does not say."
    )


class File(_Declared):
    """A file that was in the package."""

    name: FileName
    size: Count
    sha256: Digest


class _Line(_Declared):
    sequence: Annotated[int, Field(ge=1)] = Field(description="Number of the line, from 1.")
    previous: Digest | None = Field(
        description="SHA-256 of the line before, its line feed included; null in the first."
    )
    day: Day = Field(description="When it was handed out, or sent.")
    salt: Digest = Field(description="Random: the digest of a line tells nothing of what it says.")

    def to_line(self) -> bytes:
        """Return the line as it is written, with its line feed."""
        data = self._data()
        return json.dumps(data, sort_keys=True, ensure_ascii=False).encode() + b"\n"

    def _data(self) -> dict[str, Any]:
        return self.model_dump(mode="json")

    def digest(self) -> str:
        """Return the SHA-256 of the line: what ``sha256sum`` says of it."""
        return sha256(self.to_line())


class Entry(_Line):
    """One distribution: a package that was handed out."""

    form: Literal["dossier-register/1"]
    audience: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$", max_length=60)]
    name: FileName
    issue: Annotated[int, Field(ge=1)] = Field(
        description="Number of this issue of the package of this name, from 1."
    )
    file: ZipName = Field(description="Name of the zip.")
    size: Count = Field(description="Bytes of the zip.")
    sha256: Digest = Field(description="Of the zip.")
    manifest: Digest = Field(description="SHA-256 of the package's manifest.")
    editions: Annotated[tuple[Edition, ...], Field(min_length=1)]
    files: Annotated[tuple[File, ...], Field(min_length=1)]
    signer: str = Field(description="Name in the certificate; empty if nobody signed.")
    earlier: Digest | None = Field(
        description="SHA-256 of the last package of the same document for the same audience."
    )
    tool: Words = Field(description="Version of the program.")
    reason: Reason | None = Field(
        default=None,
        description="Why it withholds more than what went out before; left out where it does not.",
    )
    access: Access | None = Field(
        default=None,
        description="The decision by which it is public; left out where nothing in it is.",
    )

    @property
    def is_public(self) -> bool:
        """Tell whether everybody could have the package."""
        return self.audience == PUBLIC and all(row.edition == "public" for row in self.editions)

    def _data(self) -> dict[str, Any]:
        data = self.model_dump(mode="json")
        for key in ("reason", "access"):  # lines that are older than the field do not have it
            if data[key] is None:
                del data[key]
        return data


class Delivery(_Line):
    """A package that was sent: it was at this address, read back, and the same."""

    form: Literal["dossier-register/1/sent"]
    entry: Digest = Field(description="SHA-256 of the line of the package.")
    file: ZipName = Field(description="Name of the zip.")
    sha256: Digest = Field(description="Of the zip, as it was read back.")
    size: Count = Field(description="Bytes of the zip, as it was read back.")
    to: Address = Field(description="Folder that it was sent to; without user name or password.")
    at: Moment = Field(description="When it had been read back, in UTC.")


Line = Entry | Delivery
_LINE: TypeAdapter[Line] = TypeAdapter(Annotated[Line, Field(discriminator="form")])


@dataclass(frozen=True)
class Occasion:
    """When a package is handed out, and what comes from outside the program.

    Attributes:
        day: ISO 8601.
        salt: 32 random bytes, in hexadecimal.
        again: another package of this name may have been handed out before.
        reason: why it withholds more than an earlier one, if it does.
        access: the decision by which a public edition in it is public.
    """

    day: str
    salt: str
    again: bool = False
    reason: str = ""
    access: Access | None = None


def read(line: bytes) -> Line | None:
    """Return what a line says; None if this program did not write it."""
    try:
        found = _LINE.validate_json(line)
    except ValidationError:
        return None
    return found if found.to_line() == line else None


def schema() -> str:
    """Return the JSON Schema of a line of the register."""
    found = _LINE.json_schema()
    found["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    found["title"] = "A line of register.jsonl"
    return json.dumps(found, indent=2, ensure_ascii=False, sort_keys=True) + "\n"
