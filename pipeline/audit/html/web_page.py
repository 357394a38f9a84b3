"""Web page under audit: forbidden elements, attributes and pictures found; its texts read.

The style sheet must be the theme's, byte for byte, and there is no other style: so what it hides
is what ours hide, words for screen readers, all of which are compared with the edition. Comments,
scripts, forms, frames and ``hidden`` are not in ``allowlist/html.txt``.
"""

from __future__ import annotations

import binascii
import re
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipeline.audit import images
from pipeline.audit.html.html_tree import Node
from pipeline.audit.readers.extract import Reading
from pipeline.design import theme, web_css
from pipeline.edition.edition import Edition

_PICTURE = "data:image/png;base64,"
#: Properties of a page, by the names of their meta elements.
_PROPERTIES = ("author", "description", "dcterms.created", "dcterms.modified")
_FIXED = {
    "viewport": "width=device-width, initial-scale=1",
    "color-scheme": "light dark",
    "referrer": "no-referrer",
}
_METAS = (
    {"charset": "utf-8"},
    {"http-equiv": "Content-Security-Policy"},
    *({"name": name} for name in (*_FIXED, *_PROPERTIES)),
)
#: Those of a draft without a date.
_UNDATED = tuple(row for row in _METAS if not row.get("name", "").startswith("dcterms."))
#: Elements that stand where they must, once: element -> those in which it does.
_ONCE = {
    "html": "", "head": "html", "body": "html", "style": "head", "main": "body", "header": "body",
    "footer": "body", "h1": "header",
}  # fmt: skip
#: Elements that may stand in no others than these; ``texts`` knows whether they must be there.
_WITHIN = {"section": "main", "nav": "body"}
_TEXT = r"text-\d{1,3}"
_ID = re.compile(
    rf"main|contents|slide-\d{{1,4}}(?:-title)?|{_TEXT}(?:-\d{{1,5}}|-title)?"
    rf"|(?:note|ref)-(?:\d{{1,4}}|{_TEXT})-\d{{1,3}}(?:-\d{{1,3}})?|block-(?:\d{{1,4}}|{_TEXT})-\d{{1,5}}"
    r"(?:-inset|-swatch-\d{1,2})?(?:-title|-(?:hatched|dotted|withheld)(?:-[01])?)?"
)
#: Places to which contents and cross-references lead.
_PLACE = re.compile(rf"slide-\d{{1,4}}|{_TEXT}(?:-\d{{1,5}})?")
_NUMBER = r"-?\d{1,6}(?:\.\d{1,6})?"
_TOLD = frozenset(("alt", "aria-label"))
#: Text that stands in these is not the page's: it is read aloud, drawn, or a name.
_APART = frozenset(("svg", "caption", "summary", "style"))
_INLINE = frozenset(("a", "span", "strong", "em", "wbr"))


@dataclass(frozen=True)
class _Words:
    """What is listed in ``allowlist/html.txt``.

    Attributes:
        forms: what an attribute may say; colours, ids, addresses and texts are checked apart.
    """

    elements: dict[str, frozenset[str]]
    texts: frozenset[str]
    classes: frozenset[str]
    forms: dict[str, re.Pattern[str]]


@cache
def _words() -> _Words:
    elements: dict[str, frozenset[str]] = {}
    texts: set[str] = set()
    classes: set[str] = set()
    forms: dict[str, re.Pattern[str]] = {}
    heading = ""
    listed = Path(__file__).parents[1] / "allowlist" / "html.txt"
    for line in listed.read_text("utf-8").splitlines():
        if line.startswith("["):
            heading = line.strip("[]")
        elif not line or line.startswith("#"):
            continue
        elif heading == "classes":
            classes.update(line.split())
        elif heading == "forms":
            name, _, form = line.partition(" ")
            forms[name] = re.compile(form.replace("NUMBER", _NUMBER))
        else:
            element, *attributes = line.split()
            tag = element.rstrip("+")
            elements[tag] = frozenset(attributes)
            if tag != element:
                texts.add(tag)
    return _Words(elements, frozenset(texts), frozenset(classes), forms)


def faults(
    root: Node, styles: tuple[str, ...], told: frozenset[str] | None, hrefs: frozenset[str] | None
) -> Iterator[tuple[str, str]]:
    """Yield forbidden content of a page: a problem's code and its message.

    Args:
        root: of the page.
        styles: the sheets of pages without texts and with them; empty for the project's own.
        told: texts of the edition that attributes may repeat; None if there is no edition.
        hrefs: addresses to which the edition has links; None if there is no edition.
    """
    sheet = (styles or web_css.sheets(theme.load()))[_has_texts(root)]
    checker = _Checker(root, sheet, told, hrefs)
    found = {*checker.structure(), *checker.attributes(), *checker.texts(), *checker.metas()}
    for what in sorted(found):
        yield "unknown-markup", f"the page has {what} that our files do not have"
    if [_inner(node) for node in root.below() if node.tag == "style"] != [sheet]:
        yield "hidden-text", "the page's style sheet is not the theme's"


def _has_texts(root: Node) -> bool:
    return any(node.tag == "section" and "text" in node.classes for node in root.below())


class _Checker:
    """One page against what pages may have."""

    def __init__(
        self, root: Node, sheet: str, told: frozenset[str] | None, hrefs: frozenset[str] | None
    ) -> None:
        self._nodes = list(root.below())[1:]
        self._root = root
        self._sheet = sheet
        self._told = told
        self._hrefs = hrefs
        self._colours = frozenset(re.findall(r"#[0-9A-F]{6}\b", sheet))
        self._ids = [node.attributes["id"] for node in self._nodes if "id" in node.attributes]

    def structure(self) -> Iterator[str]:
        """Yield elements that are unknown, or where and as often as they may not be."""
        words = _words()
        if any(node.tag not in words.elements for node in self._nodes):
            yield "an element"
        if any(set(node.attributes) - words.elements.get(node.tag, set()) for node in self._nodes):
            yield "an attribute"
        parents = {id(child): node for node in self._root.below() for child in node.elements()}
        for tag, place in _ONCE.items():
            found = [node for node in self._nodes if node.tag == tag]
            if len(found) != 1 or parents[id(found[0])].tag != place:
                yield f"a {tag} that is missing or not in its place, or one more"
        if len(self._ids) != len(set(self._ids)):
            yield "an id twice"
        for node in self._nodes:
            own, parent = node.tag, parents[id(node)]
            if parent.tag != _WITHIN.get(own, parent.tag):
                yield f"a {own} out of place"
            if own == "title" and parent.tag not in {"head", "svg"}:
                yield "a title out of place"
            if "aria-hidden" in node.attributes and not _is_said(node, parent):
                yield "something that is kept from screen readers"

    def texts(self) -> Iterator[str]:
        """Yield text where no text may be."""
        allowed = _words().texts
        for node in (self._root, *self._nodes):
            if node.tag in allowed:
                continue
            if any(isinstance(child, str) and not child.isspace() for child in node.children):
                yield "text"
        body = next((node for node in self._nodes if node.tag == "body"), self._root)
        main = next((node for node in self._nodes if node.tag == "main"), self._root)
        kinds = [(node.tag, *node.classes) for node in body.elements()]
        around = [("p", "skip"), ("header", "cover"), ("nav",), ("main",), ("footer",)]
        if ("nav",) not in kinds:  # there is nothing to list, or the comparison misses it
            around = [("header", "cover"), ("main",), ("footer",)]
        if kinds != around:
            yield "a part"
        if any(node.tag != "section" for node in main.elements()):
            yield "a part"

    def metas(self) -> Iterator[str]:
        """Yield properties that are unknown, missing, or say what they may not."""
        metas = [node for node in self._nodes if node.tag == "meta"]
        keys = tuple(
            {key: value for key, value in node.attributes.items() if key != "content"}
            for node in metas
        )
        if keys not in (_METAS, _UNDATED):
            yield "a property"
            return
        for node in metas:
            name = node.attributes.get("name", "")
            said = node.attributes.get("content", "")
            if name in _FIXED and said != _FIXED[name]:
                yield "a setting"
            if "http-equiv" in node.attributes and said != web_css.policy(self._sheet):
                yield "a policy"

    def attributes(self) -> Iterator[str]:
        """Yield kinds of values that are unknown."""
        for node in self._nodes:
            if node.tag == "meta":
                continue
            for name, value in node.attributes.items():
                if not self._may_say(name, value):
                    yield f"a value of '{name}'"

    def _may_say(self, name: str, value: str) -> bool:
        if name == "class":
            return value == " ".join(value.split()) and set(value.split()) <= _words().classes
        if name == "id":
            return bool(_ID.fullmatch(value))
        if name == "aria-labelledby":
            return value in self._ids
        if name == "href":
            return self._leads(value)
        if name in {"fill", "stroke"}:
            pattern = re.fullmatch(r"url\(#(.+)\)", value)
            known = value == "none" or value in self._colours
            return known or bool(pattern and pattern[1] in self._ids)
        if name in _TOLD:
            return self._told is None or value in self._told
        if name == "src":
            return _picture(value) is not None
        form = _words().forms.get(name)
        return bool(form and form.fullmatch(value))

    def _leads(self, value: str) -> bool:
        if value.startswith("#"):
            return value[1:] in self._ids
        known = bool(re.match(r"https?://|mailto:", value))
        return known and (self._hrefs is None or value in self._hrefs)


def _is_said(node: Node, parent: Node) -> bool:
    """Tell whether what is hidden from screen readers has words for them beside it."""
    if node.tag == "svg":
        return not any(inner.tag == "text" for inner in node.below())
    spoken = [child.classes for child in parent.elements()]
    return node.tag == "span" and parent.classes == ["marker"] and spoken == [[], ["spoken"]]


def _picture(source: str) -> bytes | None:
    if not source.startswith(_PICTURE):
        return None
    try:
        return b64decode(source.removeprefix(_PICTURE), validate=True)
    except binascii.Error:
        return None


def picture_faults(root: Node, edition: Edition | None) -> Iterator[str]:
    """Yield faults of a page's pictures: each is one of the edition's, pixels alone."""
    sources = [node.attributes.get("src", "") for node in root.below() if node.tag == "img"]
    found = [data for data in map(_picture, sources) if data is not None]
    for data in found:
        yield from (f"a picture {fault}" for fault in images.faults(data))
    if edition:
        yield from images.strangers(found, edition)


def _inner(node: Node) -> str:
    return "".join(child for child in node.children if isinstance(child, str))


def _text(node: Node) -> str:
    """Return the text that is printed below an element."""
    if node.tag in _APART or "spoken" in node.classes:
        return ""
    inner = "".join(child if isinstance(child, str) else _text(child) for child in node.children)
    return inner if node.tag in _INLINE else f"{inner}\n"


def _whole(node: Node) -> str:
    return "".join(
        child if isinstance(child, str) else _whole(child) for child in node.children
    ).strip()


def read(root: Node) -> Reading:
    """Return the texts of a page: cover, contents, each slide, and the line at its foot.

    Words for screen readers alone are furniture, in their order; words in a drawing are labels.
    """
    nodes = list(root.below())
    found: list[Node] = [node for node in nodes if node.tag in {"header", "nav", "section"}]
    found += [node for node in nodes if node.tag == "footer"]
    drawn = [
        [_whole(inner) for inner in node.below() if inner.tag == "text"]
        for node in nodes
        if node.tag == "svg"
    ]
    apart = [node for node in nodes if _is_furniture(node)]
    alternatives = [_whole(node) for node in nodes if node.tag == "caption"]
    alternatives += [
        _whole(inner) for node in nodes if node.tag == "svg" for inner in node.below()
        if inner.tag == "title"
    ]  # fmt: skip
    alternatives += [node.attributes.get("alt", "") for node in nodes if node.tag == "img"]
    links = [node.attributes.get("href", "") for node in nodes if node.tag == "a"]
    return Reading(
        pages=tuple(_text(node) for node in found),
        furniture=tuple(_whole(node) for node in apart),
        properties=_properties(nodes),
        alternatives=tuple(text for text in alternatives if text),
        links=tuple(sorted({link for link in links if not link.startswith("#")})),
        labels=tuple("\n".join(texts) for texts in drawn if texts),
        jumps=tuple(_jumps(nodes)),
        places=tuple(node.attributes.get("id", "").replace("-", " ") for node in found),
    )


def _jumps(nodes: list[Node]) -> Iterator[int]:
    """Yield where the entries of the contents and the cross-references lead, counted from 1."""
    ids = [node.attributes.get("id", "") for node in nodes]
    places = [name for name in ids if _PLACE.fullmatch(name)]
    for tag in ("nav", "main"):
        below = (inner for node in nodes if node.tag == tag for inner in node.below())
        for link in below:
            href = link.attributes.get("href", "")
            if link.tag != "a" or "role" in link.attributes or not href.startswith("#"):
                continue
            yield places.index(href[1:]) + 1 if places.count(href[1:]) == 1 else 0


def _is_furniture(node: Node) -> bool:
    """Tell whether words are for screen readers, open a chart's table, or lead over the front."""
    is_spoken = "spoken" in node.classes and node.tag == "span"
    return is_spoken or node.tag == "summary" or "skip" in node.classes


def _properties(nodes: list[Node]) -> tuple[tuple[str, str], ...]:
    heads = [node for node in nodes if node.tag == "head"]
    out = [("title", _whole(child)) for head in heads for child in head.elements()
           if child.tag == "title"]  # fmt: skip
    out += [
        (node.attributes.get("name", ""), node.attributes.get("content", ""))
        for node in nodes
        if node.tag == "meta" and node.attributes.get("name") in _PROPERTIES
    ]
    return tuple(sorted(out))
