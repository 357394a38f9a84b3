"""Language tags of finished files of any format, read and compared with those of the edition.

A language tag is read by screen readers and spell checkers and seen by nobody: it may not say
more than the edition does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.audit.html.html_tree import Node
from pipeline.audit.office.opc import Package
from pipeline.audit.pdf.engines import pikepdf
from pipeline.edition.edition import Edition
from pipeline.edition.runs import TextRun
from pipeline.resources.labels import locale

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
#: What runs of both formats hold: their look, which may name a language, and their texts.
_LOOKS, _LANGUAGE = (f"{_A}rPr", f"{_W}rPr"), f"{_W}lang"
_TEXTS = frozenset((f"{_A}t", f"{_W}t"))
#: Parts that hold the edition's words, by the beginning of their name.
_PARTS = ("ppt/slides/slide", "ppt/notesSlides/notes", "word/document", "word/foot", "word/header")

TaggedText = tuple[str, str]
"""A language tag, and the words that bear it; no words where a format does not tell them."""


def of_office(package: Package) -> tuple[TaggedText, ...]:
    """Return the languages of a deck's or a document's runs."""
    found: set[TaggedText] = set()
    for name in package.members:
        if not name.startswith(_PARTS) or name in package.trusted:
            continue
        root = package.xml(name)
        for run in (*root.iter(f"{_A}r"), *root.iter(f"{_W}r")):
            tags = [row.get("lang", "") for row in run.findall(_LOOKS[0])]
            for look in run.findall(_LOOKS[1]):
                tags += [tag for row in look.findall(_LANGUAGE) for tag in row.attrib.values()]
            if any(tags):
                words = "".join([row.text or "" for row in run if row.tag in _TEXTS])
                found.update((tag, words) for tag in tags if tag)
    return tuple(sorted(found))


def of_pdf(pdf: pikepdf.Pdf) -> tuple[TaggedText, ...]:
    """Return the languages of a PDF and of its elements."""
    objects = (item for item in pdf.objects if isinstance(item, pikepdf.Dictionary))
    return tuple(sorted({(str(item["/Lang"]), "") for item in objects if "/Lang" in item}))


def of_page(root: Node) -> tuple[TaggedText, ...]:
    """Return the languages of a web page and of its elements."""
    nodes = [node for node in root.below() if "lang" in node.attributes]
    return tuple(
        sorted({(row.attributes["lang"], "" if row.tag == "html" else _text(row)) for row in nodes})
    )


def _text(node: Node) -> str:
    return "".join(child if isinstance(child, str) else _text(child) for child in node.children)


def faults(
    found: tuple[TaggedText, ...], edition: Edition, words: Iterable[TextRun]
) -> Iterator[str]:
    """Yield faults in the language tags of a file.

    Args:
        found: in the file.
        edition: what it was made from.
        words: all runs of words of the edition.
    """
    passages = [(run.lang, "".join(run.text.split())) for run in words if run.lang]
    for tag, text in found:
        said = "".join(text.split())
        # the first words of a footnote stand apart from its mark
        known = any(tag in {lang, locale(lang)} and own.endswith(said) for lang, own in passages)
        if tag not in {edition.language, locale(edition.language)} and not known:
            yield "a language that the edition does not give to these words"
