"""The audit of catalogue records: whatever is added, changed or left out is found."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest

from pipeline.audit import catalogue_record as audit
from pipeline.compose.statement_of_reasons import statement
from pipeline.core.matching import Needle
from pipeline.edition.edition import to_json
from pipeline.render import jsonld
from pipeline.resources.labels import load as phrases
from tests.conftest import FIRST, MINI
from tests.render.test_jsonld import FILES, edition

Change = Callable[[dict[str, Any]], object]


@cache
def described() -> Any:
    public = edition(MINI, "public")
    return (public, FILES), (statement(public, phrases("de")), {"pdf": b"reasons"})


def record() -> bytes:
    return jsonld.render(*described())


def written(data: Any) -> bytes:
    return json.dumps(data, sort_keys=True, indent=2, ensure_ascii=False).encode() + b"\n"


def codes(data: bytes, *needles: Needle, compared: bool = True) -> set[str]:
    found = audit.findings(data, "x.jsonld", described() if compared else (), needles)
    assert all("Geheim" not in str(row) for row in found)  # G23
    return {row.code for row in found}


def changed(change: Change) -> bytes:
    data = copy.deepcopy(json.loads(record()))
    change(data)
    return written(data)


def test_our_records_pass_with_and_without_an_edition() -> None:
    assert codes(record()) == codes(record(), compared=False) == set()
    full = (edition(FIRST, "full"), FILES)
    assert audit.findings(jsonld.render(full), "x.jsonld", [full]) == ()


ADDED: dict[str, Change] = {
    "a key": lambda d: d.update({"dct:description": "Geheim"}),
    "a key of the program within a file": lambda d: d["dct:hasFormat"][0].update(
        {"dct:title": "Geheim"}
    ),
    "a prefix": lambda d: d["@context"].update({"x": "https://example.org/Geheim"}),
    "a path as a key": lambda d: d.update({"dct:title/@value": "Geheim"}),
    "a list for a value": lambda d: d.update({"dct:identifier": ["7606/1/24 REV 1", "Geheim"]}),
    "an object for a value": lambda d: d.update({"dct:identifier": {"Geheim": "x"}}),
    "an object for a list": lambda d: d.update({"dct:hasFormat": {"0": d["dct:hasFormat"][0]}}),
    "a number": lambda d: d["dct:hasFormat"][0].update({"dcat:byteSize": 4}),
    "an empty list": lambda d: d.update({"dct:relation": []}),
    "nothing": lambda d: d.update({"dct:relation": None}),
    "a code": lambda d: d["dct:creator"].update({"@id": "https://example.org/Geheim"}),
    "a digest that is none": lambda d: d["dct:hasFormat"][0]["spdx:checksum"][
        "spdx:checksumValue"
    ].update({"@value": "Geheim"}),
}


@pytest.mark.parametrize("change", ADDED.values(), ids=ADDED)
@pytest.mark.parametrize("compared", [True, False], ids=["compared", "alone"])
def test_g27_what_no_record_holds_is_found(change: Change, *, compared: bool) -> None:
    assert codes(changed(change), compared=compared)


TOLD: dict[str, Change] = {
    "another title": lambda d: d["dct:title"].update({"@value": "Geheim"}),
    "another number": lambda d: d.update({"dct:identifier": "Geheim"}),
    "another earlier document": lambda d: d["dct:isVersionOf"][0].update(
        {"dct:identifier": "Geheim"}
    ),
    "one more earlier document": lambda d: d["dct:isVersionOf"].append(d["dct:isVersionOf"][0]),
    "another document": lambda d: d.update({"dct:relation": d["dct:isVersionOf"]}),
    "another author": lambda d: d.update(
        {"dct:creator": {"@type": "foaf:Agent", "foaf:name": "Geheim"}}
    ),
    "another language": lambda d: d["dct:language"].update(
        {"@id": d["dct:language"]["@id"].replace("DEU", "ENG")}
    ),
    "another date": lambda d: d["dct:issued"].update({"@value": "2024-02-08"}),
    "another right": lambda d: d["dct:accessRights"].update(
        {"@id": d["dct:accessRights"]["@id"].replace("PUBLIC", "RESTRICTED")}
    ),
    "no right": lambda d: d.pop("dct:accessRights"),
    "no date of release": lambda d: d.pop("dct:available"),
    "a file less": lambda d: d["dct:hasFormat"].pop(),
    "files in another order": lambda d: d["dct:hasFormat"].reverse(),
    "another file's name": lambda d: d["dct:hasFormat"][0]["dcat:downloadURL"].update(
        {"@id": "st07606-re01.de24.pdf"}
    ),
    "another digest": lambda d: d["dct:hasFormat"][0]["spdx:checksum"]["spdx:checksumValue"].update(
        {"@value": "0" * 64}
    ),
    "another size": lambda d: d["dct:hasFormat"][0]["dcat:byteSize"].update({"@value": "5000"}),
    "no statement": lambda d: d.pop("dct:isReferencedBy"),
    "another statement": lambda d: d["dct:isReferencedBy"]["dct:title"].update(
        {"@value": "Geheim"}
    ),
}


@pytest.mark.parametrize("change", TOLD.values(), ids=TOLD)
def test_g13_what_the_edition_and_its_files_do_not_say_is_found(change: Change) -> None:
    assert codes(changed(change)) == {"text-differs"}


TWICE = b'"@id": "Geheim",\n  "@id": "#document"'
LOOSE: dict[str, bytes] = {
    "white space": record() + b" ",
    "a second value": record() + b'"Geheim"\n',
    "another order": json.dumps(
        dict(reversed(json.loads(record()).items())), indent=2, ensure_ascii=False
    ).encode()
    + b"\n",
    "a key twice": record().replace(b'"@id": "#document"', TWICE),
    "an escape": record().replace(b"Erfundenes", b"\\u0045rfundenes"),
    "another encoding": record().decode().encode("utf-16"),
    "deep": b"[" * 100_000,
    "no JSON": b"%PDF-1.7",
}


@pytest.mark.parametrize("data", LOOSE.values(), ids=LOOSE)
def test_g27_what_is_not_written_as_ours_are_is_not_read(data: bytes) -> None:
    assert data != record()
    assert codes(data) == codes(data, compared=False) == {"unreadable"}


def test_g27_withheld_values_are_searched() -> None:
    title = Needle("speaker", edition(MINI, "public").title)
    assert codes(record(), title) == {"leaked-value"}
    assert codes(record(), Needle("speaker", "Geheimer Name")) == set()


@pytest.mark.parametrize(("blind", "sees"), [("_strange", iter), ("_faults", list)])
def test_g28_an_audit_that_sees_nothing_fails(
    blind: str, sees: Callable[[Any], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit, blind, lambda *_: sees(()))
    assert codes(record()) == {"audit-blind"}


def test_g3_the_record_is_made_from_its_edition_alone() -> None:
    """The edition as JSON and back, and files that say nothing: the record is the same bytes."""
    (public, files), reasons = described()
    again = type(public).model_validate_json(to_json(public))
    assert jsonld.render((again, dict(reversed(files.items()))), reasons) == record()
