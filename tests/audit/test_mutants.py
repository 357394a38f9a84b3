"""Deliberate leaks of the pipeline, and deliberate blindness of the search: all are noticed (G28).

A leak puts a withheld value into one field of the composed edition, field by field, as a mistake of
the gate might: the audit of the files must name it, although the edition itself says it. Blindness
takes one thing away from the search: at least one of the probes must fail.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from pipeline.audit.leaks import decode, edition_words, own_words, pdf_strings, scan
from pipeline.audit.leaks.edition_words import EditionTexts
from pipeline.audit.readers import pdf_engines
from pipeline.content import texts, yaml_positions
from pipeline.core import matching, spellings, textfold
from pipeline.core.matching import Matcher, Needle
from pipeline.design import theme
from pipeline.edition.edition import Edition, view_for
from pipeline.edition.formats import FORMATS
from pipeline.edition.primitive import Primitive
from pipeline.edition.texts import _is_word
from pipeline.redaction import withheld_needles
from pipeline.workflow import publish
from tests.audit.test_leaks import OFFICE
from tests.audit.test_more_leaks import PLANTS
from tests.support import leaking
from tests.support.leaking import VALUE, made

NEEDLE = Needle("speaker", VALUE)
NOISE = b"\x00\xff" * 40
#: Fields whose text is an address or a code, or decides what is drawn.
_NO_WORDS = frozenset(("region", "view", "inset", "data", "states", "language", "lang", "date",
                       "grounds", "id", "dossier", "file_stem", "href", "released", "place",
                       "document_type", "publisher", "creator"))  # fmt: skip
Path = tuple[str | int, ...]


def fields(part: Any, path: Path = ()) -> Iterator[Path]:
    """Yield the path of each text of an edition."""
    if isinstance(part, tuple):
        for index, one in enumerate(part):
            yield from fields(one, (*path, index))
    elif isinstance(part, Primitive):
        for name, info in type(part).model_fields.items():
            value = getattr(part, name)
            if name in _NO_WORDS or _is_word(info.annotation):
                continue
            if isinstance(value, str) and value:
                yield (*path, name)
            elif isinstance(value, tuple) and value and isinstance(value[0], str):
                yield (*path, name, 0)
            else:
                yield from fields(value, (*path, name))


def changed(part: Any, path: Path) -> Any:
    """Return an edition with the value in one place."""
    if not path:
        return VALUE
    step, *rest = path
    if isinstance(step, int):
        return (*part[:step], changed(part[step], tuple(rest)), *part[step + 1 :])
    return part.model_copy(update={step: changed(getattr(part, step), tuple(rest))})


def leaks() -> dict[str, tuple[str, Path]]:
    found: dict[str, tuple[str, Path]] = {}
    for project in ("mini", "gallery"):
        for path in fields(leaking.edition(project)):
            name = ".".join(step for step in path if isinstance(step, str))
            found.setdefault(name, (project, path))
    return found


LEAKS = leaks()
#: Labels of axes: a native chart counts them itself, and only their width has been measured.
_COUNTED = "tick_labels"
#: The most texts that no file of these two projects shows: labels of other formats and kinds.
UNDRAWN = 16


def verdict(project: str, edition: Edition, name: str) -> str:
    for fmt in FORMATS:
        data = publish.render(view_for(edition, fmt), fmt, theme.load())
        if data != made(fmt, project):
            rows = scan.leaks(data, f"x.{fmt}", [NEEDLE], EditionTexts.of(edition))
            if not any(row.code == "leaked-value" for row in rows):
                if fmt == "docx" and name.endswith(_COUNTED):
                    continue
                return f"missed in {fmt}: {name}"
            return "named"
    return "not drawn"


@pytest.mark.slow
@pytest.mark.exhaustive
@pytest.mark.parametrize("leak", LEAKS)
def test_g28_a_value_in_any_field_of_an_edition_is_named_in_its_files(leak: str) -> None:
    project, path = LEAKS[leak]
    edition = changed(leaking.edition(project), path)
    assert verdict(project, edition, leak) in {"named", "not drawn"}


def test_the_leaks_are_forty_or_more() -> None:
    assert len(LEAKS) - UNDRAWN >= 40


def probes() -> list[bool]:
    """Return whether the search does what it must, probe by probe."""
    plants = ("docx: the surname alone", "docx: endnotes", "pptx: macros", "docx: taken apart",
              "pdf: a stream in base64", "pdf: an archive in a stream",
              "docx: references in hexadecimal",
              "pptx: the name of a slide", "docx: a field's code", "docx: letters spaced out",
              "pdf: a stream in UTF-16", "pdf: a stream in Latin-1")  # fmt: skip
    out: list[bool] = []
    for name in plants:
        fmt, change = PLANTS[name]
        needles = [NEEDLE, *(Needle("speaker", part) for part in matching.name_parts(VALUE))]
        found = scan.leaks(change(made(fmt)), "x", needles, EditionTexts.of(leaking.edition()))
        out.append(any(row.code == "leaked-value" for row in found))
    pairs = (("Müßler", "Muessler"), ("Soerquist", "Sørquist"), ("+32 2 555 61 11", "02/555.61.11"),
             ("5 April 2031", "2031-04-05"), ("a.b@c.eu", "a.b (at) c.eu"), ("12", "a 12 b"),
             ("Q", "Plan Q"), ("C#", "in C#"), ("Łukwicz", "LUKWICZ"), ("Quirkson", "Quіrkson"),
             ("Quarkberger", "Quark\u00adberger"), ("1 234,5", "1.234,5"),
             ("12 High St", "High Street 12"))  # fmt: skip
    fmt, change, *_ = OFFICE["several runs"]
    out.append(bool(scan.leaks(change(made(fmt)), "x", [NEEDLE])))
    out += [Matcher(value).is_in(text) for value, text in pairs]
    out += [
        "Kurz" in withheld_needles.texts_of("{text: Kurz}"),
        withheld_needles.texts_of("{title: A, points: [{text: B}]}") == ("A", "B"),
        not scan.leaks(b"nothing of it", "x", [NEEDLE]),
        bool(scan.leaks(b"x", f"{leaking.PLAIN}.txt", [NEEDLE])),
        bool(scan.leaks(leaking.gzipped(VALUE), "x", [NEEDLE])),
        bool(scan.leaks(leaking.SHA.encode(), "x", [NEEDLE])),
        not edition_words.is_own(VALUE),
        bool(scan.leaks(NOISE + VALUE.encode() + NOISE, "x", [NEEDLE])),
        bool(scan.leaks(NOISE + VALUE.encode("latin1") + NOISE, "x", [NEEDLE])),
        bool(scan.leaks(leaking.PERCENT.encode(), "x", [NEEDLE])),
        Matcher("123456").is_in("some 123 456 of"),
        texts.place_name(yaml_positions.Document(""), ("slides", 2)) == "slides/3",
    ]
    return out


def nothing(*_: Any, **__: Any) -> Any:
    return iter(())


#: What is taken away: the owner, the name, what stands in its place.
BLIND: dict[str, tuple[Any, str, Any]] = {
    "no umlauts": (spellings, "_EITHER", {}),
    "no two letters for one": (spellings, "_PAIR", {}),
    "no telephones": (spellings, "_PHONE", re.compile("$^")),
    "no dates": (spellings, "_dates", nothing),
    "no mailboxes": (spellings, "_EMAIL", re.compile("$^")),
    "no house numbers": (spellings, "_moved", lambda _: None),
    "no short values": (matching.Matcher, "is_in", lambda self, _: self.is_wordy),
    "no letters spaced out": (spellings, "_SPELT_OUT", 0),
    "no numbers": (spellings, "_number", str),
    "no look-alikes": (textfold, "_MIXED", re.compile("$^")),
    "no letters with a sign": (textfold, "_SPELT", {}),
    "no entities": (decode, "unescaped", nothing),
    "no paragraphs": (decode, "paragraphs", lambda _: []),
    "no attributes": (decode, "tag_words", lambda _: []),
    "no UTF-16": (decode, "utf16_runs", lambda _: []),
    "no binary data": (decode, "utf8_runs", lambda _: []),
    "no Latin-1": (decode, "folded_latin", lambda _: b""),
    "no packed data": (decode, "packed_runs", nothing),
    "no codes": (decode, "coded_runs", lambda _: []),
    "no objects": (pdf_strings, "strings_of", lambda *_: []),
    "no archives": (scan.Search, "_zip", lambda _, data, *__: data),
    "all words are ours": (own_words, "is_markup", lambda _: True),
    "all texts are the edition's": (scan, "is_own", lambda _: True),
    "no names word by word": (matching, "name_parts", nothing),
    "no texts of parts": (withheld_needles, "_is_text", lambda _: False),
    "no pages": (pdf_engines, "by_pdfium", nothing),
}  # fmt: skip


def test_nothing_is_missed_without_a_mutant() -> None:
    assert all(probes()), [index for index, found in enumerate(probes()) if not found]


#: Seen by the canary of each audit, not by these probes.
BY_CANARY = {"no pages", "no objects"}


@pytest.mark.slow
@pytest.mark.exhaustive
@pytest.mark.parametrize("name", sorted(set(BLIND) - BY_CANARY))
def test_g28_blindness_is_noticed(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    owner, attribute, instead = BLIND[name]
    monkeypatch.setattr(owner, attribute, instead)
    textfold._canonical_run.cache_clear()
    textfold._canonical_sign.cache_clear()
    try:
        assert not all(probes())
    finally:
        textfold._canonical_run.cache_clear()
        textfold._canonical_sign.cache_clear()


@pytest.mark.parametrize("name", sorted(BY_CANARY))
def test_g28_blindness_is_noticed_by_the_canary(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from pipeline.audit import checks  # noqa: PLC0415

    owner, attribute, instead = BLIND[name]
    monkeypatch.setattr(owner, attribute, instead)
    found = checks.findings(made("pdf"), "pdf", "x", leaking.edition(), [NEEDLE])
    assert "audit-blind" in {row.code for row in found}


def test_there_are_fifteen_kinds_of_blindness_or_more() -> None:
    assert len(BLIND) >= 15
