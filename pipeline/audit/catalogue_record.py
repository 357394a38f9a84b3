"""Audit of the catalogue record (JSON-LD), value by value, against its edition and files.

The record is parsed and laid out as paths and values. A path or a form that is not in
``allowlist/jsonld.txt`` fails it; then every value is compared with what the edition and the
finished files themselves say. Nothing of the code that writes records is used here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.audit.findings import HINT_UNKNOWN, problem
from pipeline.audit.leaks import scan
from pipeline.audit.leaks.edition_words import EditionTexts
from pipeline.core.errors import Problem
from pipeline.core.matching import Needle
from pipeline.edition.edition import Edition
from pipeline.edition.formats import SPECS, Format
from pipeline.resources import authorities

#: An edition, or what goes out with it, and its finished files.
Finished = tuple[Edition, Mapping[Format, bytes]]
#: Path and value; places in lists are numbers from 0.
Row = tuple[str, str]

_AUTHORITY = "http://publications.europa.eu/resource/authority"
_IANA = "https://www.iana.org/assignments/media-types"
_PLACE = re.compile(r"/\d+(?=/)")
#: What a key can look like; a path joins keys by slashes, so a key must not hold one.
_KEY = re.compile(r"@?[A-Za-z]+(?::[A-Za-z]+)?")
_CANARY = "Canary 7qzx in the coal mine"


class _BrokenError(ValueError):
    """Not a record; the message says in which way."""


class _Form(NamedTuple):
    """What a value may be: fixed, of a form, or text of the edition if it is neither."""

    fixed: str = ""
    pattern: re.Pattern[str] | None = None

    def fits(self, value: str) -> bool:
        if self.fixed:
            return value == self.fixed
        return self.pattern is None or self.pattern.fullmatch(value) is not None


def findings(
    data: bytes,
    name: str,
    finished: Sequence[Finished] = (),
    needles: Sequence[Needle] = (),
) -> tuple[Problem, ...]:
    """Return all that is wrong with a record, sorted.

    Args:
        data: the record.
        name: its name, for messages.
        finished: what it describes: the edition, and the statement of reasons if there is one;
            without any, only the structure is checked.
        needles: withheld values to look for.
    """
    found = _faults(data, name, finished)
    if not found:
        found += _proved(data, name, finished)
    if needles:
        said = EditionTexts.of(*(edition for edition, _ in finished))
        found += scan.leaks(data, name, needles, said, is_record=True)
    return tuple(sorted(set(found)))


def _faults(data: bytes, name: str, finished: Sequence[Finished]) -> list[Problem]:
    try:
        rows = _rows(data)
    except _BrokenError as error:
        return [problem(name, "unreadable", f"the record {error}")]
    found = [problem(name, "unknown-markup", fault, HINT_UNKNOWN) for fault in _strange(rows)]
    if finished:
        wanted = dict(_expected(finished))
        differing = {path for path, value in rows if wanted.get(path) != value}
        differing |= wanted.keys() - {path for path, _ in rows}
        for path in sorted({_PLACE.sub("", path) for path in differing} & _forms().keys()):
            message = f"the record's {path} is not what the edition and its files say"
            found.append(problem(name, "text-differs", message))
    return found


def _rows(data: bytes) -> list[Row]:
    """Return the paths and values of a record that is written as ours are."""
    try:
        parsed: Any = json.loads(data.decode("utf-8"), object_pairs_hook=_pairs)
        written = json.dumps(parsed, sort_keys=True, indent=2, ensure_ascii=False)
        if written.encode() + b"\n" != data:
            raise _BrokenError("is not written as ours are")
        return list(_flat(parsed, ""))
    except _BrokenError:
        raise
    except (ValueError, RecursionError, UnicodeError):
        raise _BrokenError("is not JSON in UTF-8") from None


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise _BrokenError("has a key twice")
    if not all(_KEY.fullmatch(key) for key in made):
        raise _BrokenError("has a key that is no term")
    return made


def _flat(part: Any, path: str) -> Iterator[Row]:
    """Yield each value below a part; what is empty, or no text, has no place in a record."""
    if isinstance(part, dict) and part:
        for key, value in part.items():
            yield from _flat(value, f"{path}/{key}" if path else key)
    elif isinstance(part, list) and part:
        for place, value in enumerate(part):
            yield from _flat(value, f"{path}/{place}")
    elif isinstance(part, str) and part:
        yield path, part
    else:
        raise _BrokenError("has a value that is no text")


@cache
def _forms() -> Mapping[str, _Form]:
    """Return what ``allowlist/jsonld.txt`` lists: the form of each path's value."""
    listed: dict[bool, list[tuple[str, str]]] = {False: [], True: []}
    below = False
    text = (Path(__file__).parent / "allowlist" / "jsonld.txt").read_text("utf-8")
    for line in text.splitlines():
        if line == "[file]":
            below = True
        elif line and not line.startswith("#"):
            path, _, form = line.partition(" ")
            listed[below].append((path, form))
    rows = list[tuple[str, str]]()
    for path, form in listed[False]:
        stem = path.removesuffix("FILE")
        rows += [(path, form)] if stem == path else [(stem + end, f) for end, f in listed[True]]
    return {path: _form(form) for path, form in rows}


def _form(form: str) -> _Form:
    kind, rest = form[0], form[1:]
    if kind == "=":
        return _Form(fixed=rest)
    rest = rest.replace("AUTHORITY", re.escape(_AUTHORITY)).replace("CODE", "[A-Z][A-Z0-9_]{1,30}")
    return _Form(pattern=re.compile(rest) if kind == "~" else None)


def _strange(rows: Sequence[Row]) -> Iterator[str]:
    """Yield what a record holds that none of ours does; unknown keys are not repeated (G23)."""
    forms = _forms()
    for path, value in rows:
        listed = _PLACE.sub("", path)
        if listed not in forms:
            yield "the record has a key that our files do not have"
        elif not forms[listed].fits(value):
            yield f"the record's {listed} has a form that our files do not have"


def _expected(finished: Sequence[Finished]) -> Iterator[Row]:
    """Yield all that the record of an edition must say."""
    for path, form in _forms().items():
        if path.startswith("@"):
            yield path, form.fixed
    edition, files = finished[0]
    facts = edition.catalogue
    yield "dct:identifier", edition.reference
    yield from _words("dct:title", edition, edition.title)
    yield from _day("dct:issued", edition.date)
    yield from _day("dct:available", facts.released)
    yield "dct:accessRights/@id", f"{_AUTHORITY}/access-right/{_access(edition)}"
    if language := authorities.load().code("language", edition.language):
        yield "dct:language/@id", f"{_AUTHORITY}/language/{language}"
    if facts.place:
        yield "schema:locationCreated/@id", f"{_AUTHORITY}/place/{facts.place}"
    if facts.document_type:
        yield "dct:type/@id", f"{_AUTHORITY}/resource-type/{facts.document_type}"
    else:
        yield "dct:type/@type", "skos:Concept"
        yield from _words("dct:type/skos:prefLabel", edition, edition.cover.document_type)
    yield from _body("dct:publisher", facts.publisher, edition.cover.institution)
    yield from _body("dct:creator", facts.creator, edition.author)
    yield from _others("dct:isVersionOf", facts.versions)
    yield from _others("dct:relation", facts.related)
    yield from _files("dct:hasFormat", edition, files)
    for statement, papers in finished[1:]:
        if papers:
            yield "dct:isReferencedBy/@type", "foaf:Document"
            yield from _words("dct:isReferencedBy/dct:title", statement, statement.title)
            yield from _files("dct:isReferencedBy/dct:hasFormat", statement, papers)


def _access(edition: Edition) -> str:
    if edition.audience == "public":
        return "PUBLIC"
    return "RESTRICTED" if edition.marking else "NON_PUBLIC"


def _words(path: str, edition: Edition, words: str) -> Iterator[Row]:
    yield f"{path}/@language", edition.language
    yield f"{path}/@value", words


def _day(path: str, day: str) -> Iterator[Row]:
    if day:
        yield f"{path}/@type", "xsd:date"
        yield f"{path}/@value", day


def _body(path: str, code: str, name: str) -> Iterator[Row]:
    if code:
        yield f"{path}/@id", f"{_AUTHORITY}/corporate-body/{code}"
    else:
        yield f"{path}/@type", "foaf:Agent"
        yield f"{path}/foaf:name", name


def _others(path: str, numbers: Sequence[str]) -> Iterator[Row]:
    for place, number in enumerate(numbers):
        yield f"{path}/{place}/@type", "foaf:Document"
        yield f"{path}/{place}/dct:identifier", number


def _files(path: str, edition: Edition, files: Mapping[Format, bytes]) -> Iterator[Row]:
    for place, fmt in enumerate(sorted(files)):
        at, data = f"{path}/{place}", files[fmt]
        yield f"{at}/@type", "dcat:Distribution"
        yield f"{at}/dcat:downloadURL/@id", f"{edition.file_stem}.{fmt}"
        yield f"{at}/dct:format/@id", f"{_AUTHORITY}/file-type/{SPECS[fmt].file_type}"
        yield f"{at}/dcat:mediaType/@id", f"{_IANA}/{SPECS[fmt].media_type}"
        yield f"{at}/dcat:byteSize/@type", "xsd:nonNegativeInteger"
        yield f"{at}/dcat:byteSize/@value", str(len(data))
        yield f"{at}/spdx:checksum/@type", "spdx:Checksum"
        yield f"{at}/spdx:checksum/spdx:algorithm/@id", "spdx:checksumAlgorithm_sha256"
        yield f"{at}/spdx:checksum/spdx:checksumValue/@type", "xsd:hexBinary"
        yield f"{at}/spdx:checksum/spdx:checksumValue/@value", sha256(data).hexdigest()


def _proved(data: bytes, name: str, finished: Sequence[Finished]) -> Iterator[Problem]:
    """Plant a key, and a text if there is an edition, in copies; both must be found (G28)."""
    parsed: dict[str, Any] = json.loads(data)
    copies = {"key": {**parsed, "dct:description": _CANARY}}
    if finished:
        copies["text"] = {**parsed, "dct:identifier": _CANARY}
    for what, copy in copies.items():
        written = json.dumps(copy, sort_keys=True, indent=2, ensure_ascii=False)
        if not _faults(written.encode() + b"\n", name, finished):
            yield problem(name, "audit-blind", f"a canary in a {what} was not found")
