"""Audit of one XML part of an Office file: elements, attributes, values and texts by allowlist.

The answer depends on nothing but the part's bytes and the lists, so a process works it out once:
editions share most of their parts, and an edit changes one. What it leaves open is which texts
must be the edition's own; they are compared with each edition anew.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache, cached_property
from hashlib import sha256
from xml.etree import ElementTree as ET

from pipeline.audit.allowlist import MACHINE, NAMESPACES, Allowlist, load, short

_DECLARED = re.compile(rb"xmlns(?::([A-Za-z0-9]+))?\s*=\s*[\"']([^\"']*)[\"']")
#: Names of places within a document: an ordinal, never a word (G7).
_PLACE = r"_(?:Toc|Ref)\d{9}"
_PLACES = frozenset((("w:bookmarkStart", "w:name"), ("w:hyperlink", "w:anchor")))
_FIELD = re.compile(r'PAGE|FORMTEXT|TOC \\o "1-[23]" \\h \\z \\u|REF _Ref\d{9}(?: \\n)? \\h')
#: Texts that are not words: where a chart's numbers stand in its workbook, and their form; where a
#: shape begins and ends on its chart.
_FORMS = {
    "c:f": re.compile(r"Sheet1!\$[A-Z]\$\d{1,3}(?::\$[A-Z]\$\d{1,3})?"),
    "c:formatCode": re.compile(
        r"General|0(?:\.0{1,9})?|0;\"\u2212\"0|#\"\u00a0\"##0;\"\u2212\"#\"\u00a0\"##0;0"
        r"|\[>=1000000\]#\"\u00a0\"###\"\u00a0\"##0;\[>=1000\]#\"\u00a0\"##0;0"
    ),
    "cdr:x": re.compile(r"[01]\.\d{5}"),
    "cdr:y": re.compile(r"[01]\.\d{5}"),
    "x:v": re.compile(r"-?\d+(?:\.\d+)?(?:e[-+]?\d+)?"),
}
#: Where a cell of a chart's workbook stands: categories, and up to twelve series.
_CELL = re.compile(r"[A-M]\d{1,3}")
_STRANGE_VALUE = "has a value"
#: Attributes that hold a name, which is never a number alone, and has none but of its place.
_NAMES = frozenset(("name", "descr", "title", "typeface", "macro", "textlink"))
_NUMBER = re.compile(r"[-+.,\s\d]*\d[-+.,\s\d]*$|.*\d{5}", re.DOTALL)
#: Verdicts that a process keeps.
_MOST = 1024


@dataclass(frozen=True)
class Verdict:
    """Forbidden content of one part, and texts still to be compared with an edition.

    Attributes:
        faults: whatever the edition says.
        claims: values of attributes that may stand there only if they are texts of the edition.
    """

    faults: frozenset[str]
    claims: frozenset[str]

    def against(self, told: frozenset[str] | None) -> list[str]:
        """Return the part's forbidden content, sorted; ``told``: texts of the edition."""
        strange = told is not None and not self.claims <= told
        return sorted(self.faults | {_STRANGE_VALUE} if strange else self.faults)


@dataclass(frozen=True)
class Lists:
    """Allowlists that a part is checked against.

    Attributes:
        fmt: ``pptx``, ``docx`` or ``xlsx``.
        values: further values of attributes, which a brand template has.
    """

    fmt: str
    values: frozenset[str]

    @cached_property
    def words(self) -> Allowlist:
        """Return them."""
        words = load(self.fmt)
        return replace(words, values=words.values | self.values)

    @cached_property
    def passed(self) -> set[tuple[str, str, str]]:
        """Return what attributes of elements say that was found to be allowed, for all parts."""
        return set()


_known: dict[tuple[str, str, str, frozenset[str]], Verdict] = {}


def judged_once(root: Callable[[], ET.Element], data: bytes, lists: Lists, kind: str) -> Verdict:
    """Judge a part; see ``judged``.

    Args:
        root: parses it; called only if these bytes are new.
        data: its bytes.
        lists: for its format.
        kind: of the part.
    """
    key = (sha256(data).hexdigest(), kind, lists.fmt, lists.values)
    if key not in _known:
        if len(_known) >= _MOST:
            _known.clear()
        _known[key] = judged(root(), data, lists, kind)
    return _known[key]


def judged(root: ET.Element, data: bytes, lists: Lists, kind: str) -> Verdict:
    """Judge a part by its tree, and the namespaces that its bytes declare."""
    claims: set[str] = set()
    faults = set(_unknown(root, lists, kind, claims))
    if set(_DECLARED.findall(data)) - _declarations():
        faults.add("declares a namespace")
    return Verdict(frozenset(faults), frozenset(claims))


@cache
def _declarations() -> frozenset[tuple[bytes, bytes]]:
    known = ((prefix.encode(), space.encode()) for space, prefix in NAMESPACES.items())
    return frozenset((*known, *((b"", space.encode()) for space in NAMESPACES)))


def _unknown(root: ET.Element, lists: Lists, kind: str, claims: set[str]) -> Iterator[str]:
    """Yield what a part has that is unknown. Each different thing is looked at once."""
    words = lists.words
    rows = list(root.iter())
    said = {(row.tag, *item) for row in rows for item in row.items()}
    names = {(tag, key) for tag, key, _ in said} | {(row.tag, "") for row in rows}
    for tag, key in names:
        if not _is_known(short(tag), short(key), words, kind):
            yield "has an attribute" if key else "has an element"
    for row in said - lists.passed:
        place, value = (short(row[0]), short(row[1])), row[2]
        if _may_say(value, place, words):
            lists.passed.add(row)
        elif place in words.told and place not in _PLACES:
            claims.add(value)
        else:
            yield _STRANGE_VALUE
    is_listed = kind in words.parts
    for tag, text in dict.fromkeys((row.tag, row.text) for row in rows if row.text):
        if not _may_hold(text, (kind, short(tag)), words, is_listed=is_listed):
            yield "has text"
    if any(row.tail and not row.tail.isspace() for row in rows):
        yield "has text between its elements"


def _is_known(name: str, attribute: str, words: Allowlist, kind: str) -> bool:
    lists = words.parts.get(kind)
    if lists is None:
        return "?" not in name + attribute and words.is_ours(f"{name} {attribute}")
    return name in lists and (not attribute or attribute in lists[name])


def _may_say(value: str, place: tuple[str, str], words: Allowlist) -> bool:
    if place in _PLACES:
        return bool(re.fullmatch(_PLACE, value))
    if place == ("c:numFmt", "formatCode"):
        return bool(_FORMS["c:formatCode"].fullmatch(value))
    if place == ("x:c", "r"):
        return bool(_CELL.fullmatch(value))
    if value in words.values:
        return True
    if place[1].rpartition(":")[2] in _NAMES and _NUMBER.match(value):
        return False
    return bool(MACHINE.fullmatch(value)) or words.is_ours(value)


def _may_hold(text: str, place: tuple[str, str], words: Allowlist, *, is_listed: bool) -> bool:
    if text.isspace():
        return True
    if not is_listed:
        return place[1].endswith(":t") and words.is_ours(text)
    if place[1] == "w:instrText":
        return bool(_FIELD.fullmatch(text.strip()))
    if place[1] in _FORMS:
        return bool(_FORMS[place[1]].fullmatch(text))
    if place[1] == "a:tableStyleId":
        return bool(MACHINE.fullmatch(text))
    return place in words.texts
