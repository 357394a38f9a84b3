"""Manifest of a package: its models, read and checked; its JSON Schema; names of its files.

The manifest lists every other file of the package but two: ``SHA256SUMS``, whose bytes follow from
it, and its own signature. So whoever trusts the manifest can trust the whole.
"""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SerializerFunctionWrapHandler,
    StringConstraints,
    ValidationError,
    model_serializer,
)

from pipeline.edition.formats import Audience, Format
from pipeline.output.freshness import sha256
from pipeline.output.manifest import NAME

SUMS = "SHA256SUMS"
README = "README.txt"
SIGNATURE = "manifest.json.p7s"
FORM: Literal["dossier-package/1"] = "dossier-package/1"

_NAME = r"[A-Za-z0-9][A-Za-z0-9._-]{0,120}"
FileName = Annotated[str, StringConstraints(pattern=rf"^{_NAME}$")]
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Words = Annotated[str, StringConstraints(min_length=1, max_length=500)]
Count = Annotated[int, Field(ge=0)]


def is_statement(name: str) -> bool:
    """Tell whether a file is a statement of reasons, which stands beside a public edition."""
    return name.rpartition(".")[0].endswith(".reasons")


class BadContentsError(ValueError):
    """Bytes are not a package's manifest as this program writes it."""


class _Declared(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True, strict=False)


class Ground(_Declared):
    """How many markers of an edition rest on a ground of Regulation (EC) No 1049/2001."""

    ground: Words
    reference: Words
    markers: Count


class Searched(_Declared):
    """What can go out without a search for the withheld values."""

    unsearched: bool = Field(
        default=False,
        description="It was handed out without a search for the withheld values; left out where "
        "it was searched, or where the dossier keeps none.",
    )

    @model_serializer(mode="wrap")
    def _said(self, usual: SerializerFunctionWrapHandler) -> dict[str, Any]:
        data: dict[str, Any] = usual(self)
        if not self.unsearched:  # manifests that are older than the field do not have it
            del data["unsearched"]
        return data


class Edition(Searched):
    """One edition in one language."""

    dossier: Words
    reference: Words
    edition: Audience
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]
    date: Annotated[str, StringConstraints(pattern=r"^\d{4}-\d\d-\d\d$")]
    marker: Words = Field(
        description="What is printed for withheld text; {number} and {grounds} stand for words."
    )
    markers: Count = Field(description="Withheld places of the edition.")
    grounds: tuple[Ground, ...]


class Revision(_Declared):
    """The first bytes of a signed PDF: the file as it was audited, before it was signed."""

    size: Count
    sha256: Digest


class File(_Declared):
    """A file of the package."""

    name: FileName
    kind: Literal["document", "record", "readme", "original"] = Field(
        description="original: a file of which the dossier was made, enclosed unchanged."
    )
    edition: Audience | None = Field(description="null for what concerns the whole package.")
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]
    format: Format | None = Field(description="null for what is no document.")
    size: Count = Field(description="Bytes.")
    sha256: Digest
    markers: Count | None = Field(
        description="Markers printed in the file: one may be printed twice, or not in this format."
    )
    audited: Revision | None = Field(description="Of a signed PDF; null for any other file.")


class Contents(_Declared):
    """A package: whom it is for, which editions and files it has."""

    form: Literal["dossier-package/1"]
    name: FileName
    audience: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$", max_length=60)]
    profile: Words | None = Field(description="A choice of formats that was asked for by its name.")
    editions: Annotated[tuple[Edition, ...], Field(min_length=1)]
    files: Annotated[tuple[File, ...], Field(min_length=1)]
    signed: bool = Field(description="The manifest has a detached signature in CMS beside it.")
    tools: dict[str, str] = Field(description="Versions of the programs that wrote the files.")

    def to_json(self) -> bytes:
        """Return the manifest as it is written: sorted keys, two spaces, one final newline."""
        data = self.model_dump(mode="json")
        return json.dumps(data, sort_keys=True, indent=2, ensure_ascii=False).encode() + b"\n"

    def sums(self) -> bytes:
        """Return the check sums, in the form of GNU coreutils."""
        rows = {file.name: file.sha256 for file in self.files} | {NAME: sha256(self.to_json())}
        return "".join(f"{digest}  {name}\n" for name, digest in sorted(rows.items())).encode()

    def names(self) -> frozenset[str]:
        """Return the names of all that the package holds."""
        fixed = {NAME, SUMS, *((SIGNATURE,) if self.signed else ())}
        return frozenset(file.name for file in self.files) | fixed


def read(data: bytes) -> Contents:
    """Read a package's manifest.

    Raises:
        BadContentsError: it is none, or is written in another way than this program writes it.
    """
    try:
        contents = Contents.model_validate_json(data)
    except ValidationError:
        raise BadContentsError("the manifest of the package cannot be read") from None
    if contents.to_json() != data:
        raise BadContentsError("the manifest of the package is not written as ours are")
    names = [file.name for file in contents.files]
    if len(set(names)) != len(names) or {NAME, SUMS, SIGNATURE} & set(names):
        raise BadContentsError("the manifest of the package lists a name twice")
    return contents


def schema() -> str:
    """Return the JSON Schema of a package's manifest."""
    found = Contents.model_json_schema()
    found["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    return json.dumps(found, indent=2, ensure_ascii=False, sort_keys=True) + "\n"
