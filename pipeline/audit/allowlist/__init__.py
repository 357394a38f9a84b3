"""Allowlists of file formats: the elements, attributes and words that parts of a file may have.

``pptx.txt`` and ``docx.txt`` list, for each kind of part that the program writes, every element
with its attributes::

    [slide notesSlide]     kinds of parts
    a:rPr lang sz          an element and its attributes
    a:t+                   + the element holds text of the edition
    p:cNvPr id name*       * the attribute holds text of the edition, or a name of ours

``[values]`` lists attribute values that are words, ``[words]`` those of which names are made.
``charts.txt`` belongs to both. Kinds of parts that are not listed come from ``templates/<format>``:
their elements, attributes, values and texts must consist of words that stand in those templates.

Guarantees: G12, G27.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain
from pathlib import Path

from pipeline.resources import paths

_OPEN = "http://schemas.openxmlformats.org"
#: Namespaces that may be declared, with the prefix by which the lists name them.
NAMESPACES = {
    f"{_OPEN}/drawingml/2006/chart": "c",
    f"{_OPEN}/drawingml/2006/chartDrawing": "cdr",
    f"{_OPEN}/drawingml/2006/main": "a",
    f"{_OPEN}/drawingml/2006/picture": "pic",
    f"{_OPEN}/drawingml/2006/wordprocessingDrawing": "wp",
    f"{_OPEN}/officeDocument/2006/extended-properties": "ep",
    f"{_OPEN}/officeDocument/2006/relationships": "r",
    f"{_OPEN}/package/2006/content-types": "ct",
    f"{_OPEN}/package/2006/metadata/core-properties": "cp",
    f"{_OPEN}/package/2006/relationships": "rel",
    f"{_OPEN}/presentationml/2006/main": "p",
    f"{_OPEN}/spreadsheetml/2006/main": "x",
    f"{_OPEN}/wordprocessingml/2006/main": "w",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "http://purl.org/dc/dcmitype/": "dcmitype",
    "http://schemas.microsoft.com/office/drawing/2017/decorative": "adec",
    "http://schemas.microsoft.com/office/drawing/2018/hyperlinkcolor": "ahyp",
    "http://schemas.microsoft.com/office/powerpoint/2010/main": "p14",
    "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup": "wpg",
    "http://schemas.microsoft.com/office/word/2010/wordprocessingShape": "wps",
    "http://www.w3.org/2001/XMLSchema-instance": "xsi",
    "http://www.w3.org/XML/1998/namespace": "xml",
}
#: Values that are not words: numbers, colours, flags, ids, languages.
MACHINE = re.compile(
    r"-?\d{1,12}(?:\.\d{1,6})?|[0-9A-F]{2,8}|\{[0-9A-F]{8}(?:-[0-9A-F]{4}){3}-[0-9A-F]{12}\}"
    r"|rId\d{1,5}|[a-z]{2,3}(?:-[A-Z]{2})?|"
)
#: Lists of each format.
_FILES = {
    "pptx": ("pptx.txt", "charts.txt"),
    "docx": ("docx.txt", "charts.txt"),
    "xlsx": ("xlsx.txt",),
}
#: A state of a map names its shape.
_STATE = re.compile(r"[A-Z]{3}\b")
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+|[^\W\d_a-zA-Z]+")


@dataclass(frozen=True)
class Allowlist:
    """Allowlist of one format.

    Attributes:
        parts: kind of part -> element -> attributes.
        texts: (kind of part, element): holds text.
        told: (element, attribute): holds text of the edition, or a name of ours.
        values: attribute values.
        words: lower-case words of the templates, and of the names that the program gives.
        signs: characters of the templates that are neither letters nor digits.
    """

    parts: dict[str, dict[str, frozenset[str]]]
    texts: frozenset[tuple[str, str]]
    told: frozenset[tuple[str, str]]
    values: frozenset[str]
    words: frozenset[str]
    signs: frozenset[str]

    def is_ours(self, text: str) -> bool:
        """Tell whether a text consists of words that stand in our templates."""
        rest = _STATE.sub("", text)
        return all(word.lower() in self.words for word in _WORD.findall(rest)) and all(
            sign in self.signs for sign in rest if not sign.isalnum()
        )


def kind_of(part: str) -> str:
    """Return the kind of a part: its file name without number and extension."""
    return re.sub(r"\d", "", part.rpartition("/")[2].removesuffix(".xml"))


@lru_cache(maxsize=4096)
def short(name: str) -> str:
    """Return ``p:sld`` for ``{namespace}sld``; an unknown namespace gives a name not in a list."""
    if not name.startswith("{"):
        return name
    space, _, local = name[1:].partition("}")
    return f"{NAMESPACES.get(space, '?')}:{local}"


@cache
def load(fmt: str) -> Allowlist:
    """Return the allowlist of ``pptx``, ``docx`` or ``xlsx``."""
    parts: dict[str, dict[str, frozenset[str]]] = {}
    texts: set[tuple[str, str]] = set()
    told: set[tuple[str, str]] = set()
    values: set[str] = set()
    words: set[str] = set()
    heading = ""
    for line in chain.from_iterable(map(_lines, _FILES[fmt])):
        if line.startswith("["):
            heading = line.strip("[]")
        elif not line or line.startswith("#"):
            continue
        elif heading == "values":
            values.add(line)
        elif heading == "words":
            words.update(line.split())
        else:
            element, *attributes = line.split()
            tag = element.rstrip("+")
            told.update((tag, name.rstrip("*")) for name in attributes if name.endswith("*"))
            plain = frozenset(name.rstrip("*") for name in attributes)
            for kind in heading.split():
                if element != tag:
                    texts.add((kind, tag))
                known = parts.setdefault(kind, {})
                known[tag] = known.get(tag, frozenset()) | plain
    ours = _template_text(fmt)
    words.update(word.lower() for word in _WORD.findall(ours))
    signs = frozenset(sign for sign in ours if not sign.isalnum())
    return Allowlist(
        parts, frozenset(texts), frozenset(told), frozenset(values), frozenset(words), signs
    )


def _lines(name: str) -> list[str]:
    return (Path(__file__).parent / name).read_text("utf-8").splitlines()


def _template_text(fmt: str) -> str:
    files = sorted(paths.templates(fmt).rglob("*.j2"))
    return "\n".join(path.read_text("utf-8") for path in (*files, paths.templates("theme.yaml")))
