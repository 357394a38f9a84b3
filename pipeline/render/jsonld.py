"""Catalogue record of an edition and its files, as JSON-LD; its models and JSON Schema.

It is made from editions and finished files alone, so it can say nothing that they do not. It is no
format: it draws nothing, and it describes all files of an edition, whichever were asked for. Terms
are Dublin Core, DCAT and SPDX; codes are those of the EU Publications Office. The context stands in
the file, so that reading it needs no network. Addresses of files are relative to the record.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from pipeline.edition.edition import Edition
from pipeline.edition.formats import SPECS, Audience, Format
from pipeline.output.freshness import sha256
from pipeline.resources import authorities

#: Our name of a field -> the term that stands in the file.
_TERMS = {
    "context": "@context",
    "id": "@id",
    "type": "@type",
    "tag": "@language",
    "value": "@value",
    "title": "dct:title",
    "identifier": "dct:identifier",
    "document_type": "dct:type",
    "language": "dct:language",
    "issued": "dct:issued",
    "available": "dct:available",
    "publisher": "dct:publisher",
    "creator": "dct:creator",
    "access_rights": "dct:accessRights",
    "place": "schema:locationCreated",
    "is_version_of": "dct:isVersionOf",
    "relation": "dct:relation",
    "is_referenced_by": "dct:isReferencedBy",
    "has_format": "dct:hasFormat",
    "file": "dcat:downloadURL",
    "file_type": "dct:format",
    "media_type": "dcat:mediaType",
    "size": "dcat:byteSize",
    "checksum": "spdx:checksum",
    "algorithm": "spdx:algorithm",
    "digest": "spdx:checksumValue",
    "name": "foaf:name",
    "label": "skos:prefLabel",
}
#: Prefixes of the terms.
_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_IANA = "https://www.iana.org/assignments/media-types"


class _Node(BaseModel):
    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        hide_input_in_errors=True,
        alias_generator=_TERMS.__getitem__,
        populate_by_name=True,
        defer_build=True,
    )


#: An edition, or what goes out with it, and its finished files.
Finished = tuple[Edition, Mapping[Format, bytes]]
_Words = Annotated[str, StringConstraints(min_length=1)]


class Code(_Node):
    """An entry of one of the authority tables."""

    id: Annotated[
        str,
        StringConstraints(
            pattern=r"^http://publications\.europa\.eu/resource/authority/[a-z-]+/[A-Z0-9_]+$"
        ),
    ]


class Text(_Node):
    """Words in the edition's language."""

    tag: Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]
    value: _Words


class Date(_Node):
    """A day, ISO 8601."""

    type: Literal["xsd:date"]
    value: Annotated[str, StringConstraints(pattern=r"^\d{4}-\d\d-\d\d$")]


class Agent(_Node):
    """Somebody without a code, by the name that the cover prints."""

    type: Literal["foaf:Agent"]
    name: _Words


class Concept(_Node):
    """A kind of document without a code, by the name that the cover prints."""

    type: Literal["skos:Concept"]
    label: Text


class FileName(_Node):
    """The address of a file beside the record."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][A-Za-z0-9._-]*$")]


class MediaType(_Node):
    """A media type, by its address at IANA."""

    id: Annotated[str, StringConstraints(pattern=rf"^{_IANA}/[a-z]+/[a-z.-]+$")]


class Size(_Node):
    """Bytes."""

    type: Literal["xsd:nonNegativeInteger"]
    value: Annotated[str, StringConstraints(pattern=r"^[1-9]\d*$")]


class Algorithm(_Node):
    """SHA-256, in the words of SPDX."""

    id: Literal["spdx:checksumAlgorithm_sha256"]


class Digest(_Node):
    """A SHA-256 in hexadecimal."""

    type: Literal["xsd:hexBinary"]
    value: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class Checksum(_Node):
    """How a file can be told from a changed one."""

    type: Literal["spdx:Checksum"]
    algorithm: Algorithm
    digest: Digest


class Distribution(_Node):
    """One finished file."""

    type: Literal["dcat:Distribution"]
    file: FileName
    file_type: Code
    media_type: MediaType
    size: Size
    checksum: Checksum


class Named(_Node):
    """Another document, by its number."""

    type: Literal["foaf:Document"]
    identifier: _Words


class Statement(_Node):
    """The statement of reasons that goes out with a public edition."""

    type: Literal["foaf:Document"]
    title: Text
    has_format: Annotated[tuple[Distribution, ...], Field(min_length=1)]


class Record(_Node):
    """One edition in one language, and its files."""

    context: Annotated[dict[str, str], Field(json_schema_extra={"const": dict(_CONTEXT)})]
    id: Literal["#document"]
    type: Literal["foaf:Document"]
    title: Text
    identifier: _Words
    document_type: Code | Concept
    language: Code | None
    issued: Date | None
    available: Date | None
    publisher: Code | Agent
    creator: Code | Agent
    access_rights: Code
    place: Code | None
    is_version_of: Annotated[tuple[Named, ...], Field(min_length=1)] | None
    relation: Annotated[tuple[Named, ...], Field(min_length=1)] | None
    is_referenced_by: Statement | None
    has_format: Annotated[tuple[Distribution, ...], Field(min_length=1)]


def name(edition: Edition) -> str:
    """Return the name of an edition's record."""
    return f"{edition.file_stem}.jsonld"


def render(main: Finished, statement: Finished | None = None) -> bytes:
    """Return the record: sorted keys, two spaces, one final newline.

    Args:
        main: the edition with its files.
        statement: the statement of reasons with its files, if there is one.
    """
    drawn = main[0]
    facts = drawn.catalogue
    language = authorities.load().code("language", drawn.language)
    kind = Concept(type="skos:Concept", label=_text(drawn, drawn.cover.document_type))
    publisher = Agent(type="foaf:Agent", name=drawn.cover.institution)
    creator = Agent(type="foaf:Agent", name=drawn.author)
    record = Record(
        context=_CONTEXT,
        id="#document",
        type="foaf:Document",
        title=_text(drawn, drawn.title),
        identifier=drawn.reference,
        document_type=_code("resource-type", facts.document_type) or kind,
        language=_code("language", language),
        issued=Date(type="xsd:date", value=drawn.date) if drawn.date else None,
        available=Date(type="xsd:date", value=facts.released) if facts.released else None,
        publisher=_code("corporate-body", facts.publisher) or publisher,
        creator=_code("corporate-body", facts.creator) or creator,
        access_rights=_access(drawn.audience, drawn.marking),
        place=_code("place", facts.place),
        is_version_of=_named(facts.versions),
        relation=_named(facts.related),
        is_referenced_by=_statement(statement),
        has_format=_distributions(main),
    )
    data = record.model_dump(mode="json", by_alias=True, exclude_none=True)
    return json.dumps(data, sort_keys=True, indent=2, ensure_ascii=False).encode() + b"\n"


def _text(drawn: Edition, words: str) -> Text:
    return Text(tag=drawn.language, value=words)


def _entry(table: str, code: str) -> Code:
    return Code(id=authorities.load().address(table, code))


def _code(table: str, code: str) -> Code | None:
    return _entry(table, code) if code else None


def _access(audience: Audience, marking: str) -> Code:
    """Return who may read an edition: LIMITE goes to a known circle, and stays printed after."""
    if audience == "public":
        return _entry("access-right", "PUBLIC")
    return _entry("access-right", "RESTRICTED" if marking else "NON_PUBLIC")


def _named(numbers: tuple[str, ...]) -> tuple[Named, ...] | None:
    return tuple(Named(type="foaf:Document", identifier=number) for number in numbers) or None


def _statement(given: Finished | None) -> Statement | None:
    if given is None or not given[1]:
        return None
    title = _text(given[0], given[0].title)
    return Statement(type="foaf:Document", title=title, has_format=_distributions(given))


def _distributions(finished: Finished) -> tuple[Distribution, ...]:
    drawn, files = finished
    return tuple(
        _distribution(f"{drawn.file_stem}.{fmt}", fmt, data) for fmt, data in sorted(files.items())
    )


def _distribution(file: str, fmt: Format, data: bytes) -> Distribution:
    spec = SPECS[fmt]
    return Distribution(
        type="dcat:Distribution",
        file=FileName(id=file),
        file_type=_entry("file-type", spec.file_type),
        media_type=MediaType(id=f"{_IANA}/{spec.media_type}"),
        size=Size(type="xsd:nonNegativeInteger", value=str(len(data))),
        checksum=Checksum(
            type="spdx:Checksum",
            algorithm=Algorithm(id="spdx:checksumAlgorithm_sha256"),
            digest=Digest(type="xsd:hexBinary", value=sha256(data)),
        ),
    )


def schema() -> str:
    """Return the JSON Schema of records as text: what is left out is never null."""
    made = _without_null(Record.model_json_schema(by_alias=True))
    made["required"] = [
        _TERMS[key]
        for key, field in Record.model_fields.items()
        if type(None) not in get_args(field.annotation)
    ]
    made["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    return json.dumps(made, indent=2, ensure_ascii=False, sort_keys=True) + "\n"


def _without_null(part: Any) -> Any:
    if isinstance(part, list):
        return [_without_null(item) for item in part]
    if not isinstance(part, dict):
        return part
    kept = {key: _without_null(value) for key, value in part.items()}
    if "anyOf" in kept:
        kept["anyOf"] = [choice for choice in kept["anyOf"] if choice != {"type": "null"}]
        if len(kept["anyOf"]) == 1:
            return {**kept.pop("anyOf")[0], **kept}
    return kept
