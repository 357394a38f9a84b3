"""The catalogue record: valid by its schema, and the triples that a reader of JSON-LD gets."""

from __future__ import annotations

import json
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import rdflib
from rdflib import DCTERMS, FOAF, RDF, SDO, XSD, Literal, URIRef

from pipeline.compose import compose
from pipeline.compose.statement_of_reasons import statement
from pipeline.content.load import load
from pipeline.edition.edition import Edition, view_for
from pipeline.edition.formats import FORMATS, Audience
from pipeline.render import jsonld
from pipeline.resources import authorities, labels
from pipeline.resources.authorities import CatalogueFacts
from tests.conftest import FIRST, GALLERY, MINI, ROOT, words_vault

DCAT = rdflib.Namespace("http://www.w3.org/ns/dcat#")
SPDX = rdflib.Namespace("http://spdx.org/rdf/terms#")
AUTHORITY = "http://publications.europa.eu/resource/authority/"
PLACE = "https://example.org/x/record.jsonld"
DOCUMENT = URIRef(f"{PLACE}#document")
FILES: Any = {"pdf": b"%PDF", "docx": b"PK docx", "pptx": b"PK pptx", "html": b"<!doctype html>"}
EDITIONS: list[tuple[Path, Audience]] = [
    (folder, audience) for folder in (FIRST, MINI, GALLERY) for audience in ("full", "public")
]


@cache
def edition(folder: Path, audience: Audience) -> Edition:
    source = load(folder)
    return compose(source, audience, words_vault(source) if audience == "full" else None)


def record(folder: Path, audience: Audience) -> bytes:
    drawn = edition(folder, audience)
    if audience == "full":
        return jsonld.render((drawn, FILES))
    reasons = statement(drawn, labels.load(drawn.language))
    return jsonld.render((drawn, FILES), (reasons, {"pdf": b"reasons"}))


def graph(data: bytes) -> rdflib.Graph:
    return rdflib.Graph().parse(data=data, format="json-ld", publicID=PLACE)


@pytest.mark.parametrize(("folder", "audience"), EDITIONS)
def test_records_are_valid_by_the_published_schema(folder: Path, audience: Audience) -> None:
    schema = json.loads((ROOT / "templates/schema/catalogue.schema.json").read_text("utf-8"))
    check = jsonschema.Draft202012Validator(schema)
    check.check_schema(schema)
    valid = json.loads(record(folder, audience))
    assert list(check.iter_errors(valid)) == []
    for broken in (
        {**valid, "dct:description": "x"},
        {**valid, "dct:issued": None},
        {**valid, "dct:language": {"@id": "https://example.org/ENG"}},
        {**valid, "@context": {**valid["@context"], "dct": "https://example.org/"}},
        {key: value for key, value in valid.items() if key != "dct:identifier"},
    ):
        assert list(check.iter_errors(broken))


# rdflib's reader of JSON-LD uses a class that rdflib itself wants no more
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
@pytest.mark.parametrize(("folder", "audience"), EDITIONS)
def test_a_reader_of_json_ld_gets_the_triples(folder: Path, audience: Audience) -> None:
    found, drawn = graph(record(folder, audience)), edition(folder, audience)
    code = {"en": "ENG", "de": "DEU"}[drawn.language]
    access = "PUBLIC" if audience == "public" else "RESTRICTED"
    for triple in (
        (RDF.type, FOAF.Document),
        (DCTERMS.title, Literal(drawn.title, lang=drawn.language)),
        (DCTERMS.identifier, Literal(drawn.reference)),
        (DCTERMS.issued, Literal(drawn.date, datatype=XSD.date)),
        (DCTERMS.language, URIRef(f"{AUTHORITY}language/{code}")),
        (DCTERMS.publisher, URIRef(f"{AUTHORITY}corporate-body/CONSIL")),
        (DCTERMS.accessRights, URIRef(f"{AUTHORITY}access-right/{access}")),
        (SDO.locationCreated, URIRef(f"{AUTHORITY}place/BEL_BRU")),
    ):
        assert (DOCUMENT, *triple) in found, triple
    files = {
        str(found.value(file, DCAT.downloadURL)): file
        for file in found.objects(DOCUMENT, DCTERMS.hasFormat)
    }
    base = PLACE.rpartition("/")[0]
    assert set(files) == {f"{base}/{drawn.file_stem}.{fmt}" for fmt in FORMATS}
    for address, file in files.items():
        data = FILES[address.rpartition(".")[2]]
        assert (file, RDF.type, DCAT.Distribution) in found
        assert int(found.value(file, DCAT.byteSize)) == len(data)  # type: ignore[arg-type]
        checksum = found.value(file, SPDX.checksum)
        value = found.value(checksum, SPDX.checksumValue)
        assert value == Literal(sha256(data).hexdigest(), datatype=XSD.hexBinary, normalize=False)
        assert (checksum, SPDX.algorithm, SPDX.checksumAlgorithm_sha256) in found
        assert (file, DCTERMS["format"], None) in found
    assert ((None, DCTERMS.isReferencedBy, None) in found) == (audience == "public")


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
def test_authors_kinds_and_earlier_documents_have_their_codes() -> None:
    first, mini = graph(record(FIRST, "public")), graph(record(MINI, "public"))
    body, kind = f"{AUTHORITY}corporate-body/", f"{AUTHORITY}resource-type/"
    assert (DOCUMENT, DCTERMS.creator, URIRef(f"{body}FRONTEX")) in first
    assert (DOCUMENT, DCTERMS.type, URIRef(f"{kind}WORK_DOC")) in first
    assert (DOCUMENT, DCTERMS.available, Literal("2024-05-31", datatype=XSD.date)) in first
    assert (DOCUMENT, DCTERMS.type, URIRef(f"{kind}NOTE")) in mini
    (earlier,) = mini.objects(DOCUMENT, DCTERMS.isVersionOf)
    assert (earlier, DCTERMS.identifier, Literal("7606/24")) in mini
    gallery = graph(record(GALLERY, "public"))
    author = gallery.value(DOCUMENT, DCTERMS.creator)
    assert (author, FOAF.name, Literal("GALLERY")) in gallery


def test_what_has_no_code_is_written_as_text_or_left_out() -> None:
    drawn = edition(FIRST, "full")
    bare = drawn.model_copy(
        update={"catalogue": CatalogueFacts(), "language": "xx", "marking": "", "author": "Nobody"}
    )
    data = json.loads(jsonld.render((bare, {"pdf": b"x"})))
    assert data["dct:publisher"] == {"@type": "foaf:Agent", "foaf:name": drawn.cover.institution}
    assert data["dct:creator"]["foaf:name"] == "Nobody"
    assert data["dct:type"]["skos:prefLabel"]["@value"] == "WORKING DOCUMENT"
    assert data["dct:accessRights"]["@id"].endswith("/NON_PUBLIC")
    assert not {"dct:language", "schema:locationCreated", "dct:available"} & set(data)


def test_no_format_draws_what_the_record_alone_tells() -> None:
    drawn = edition(MINI, "public")
    assert drawn.catalogue != CatalogueFacts()
    assert all(view_for(drawn, fmt).catalogue == CatalogueFacts() for fmt in FORMATS)


def test_all_official_languages_have_codes() -> None:
    known = authorities.load()
    assert len(known.tables["language"]) == 24
    assert set(labels.languages()) <= set(known.tables["language"])
