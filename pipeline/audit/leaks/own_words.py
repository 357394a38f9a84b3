"""Words of the program itself (labels, markup, fonts), which are no leak in a file or message.

A style is called Strong, a key ``null``, a folder ``media``: a withheld value that is such a word
stands in every file, and in none of them for a reader. Where text of the edition stands, nothing is
looked up here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from pipeline.resources import paths

_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[^\W\d_a-zA-Z]+")
_TOKEN = re.compile(r"[^\W\d_]+")
#: In the packet of a PDF's properties.
_PACKET = (
    "adobe ns com xap meta xmpmeta rdf RDF Description about Bag Seq Alt li lang default resource "
    "type pdf PDF pdfa pdfaid pdfuaid pdfaExtension schema Schema schemas namespace URI prefix "
    "property name valueType category description internal Integer part rev conformance "
    "identification Part of ISO Producer WeasyPrint CreateDate ModifyDate MetadataDate "
    "CreatorTool xpacket begin end id identifier http www aiim org purl dc elements x tk UA A "
    "Registry Adobe Identity UCS"
)
#: In the streams of a PDF and in the names of parts of Office files.
_FORMATS = (
    "BT ET Tf Td TD Tj TJ Tm Tr Tc Tw Tz Ts TL q Q cm re W n f F S s B b l m c v y h g G rg RG k "
    "K sc SC scn SCN cs CS gs Do w J j M d ri i sh BDC BMC EMC DP MP BX EX MCID Artifact Attached "
    "Type Pagination note FORMTEXT "
    "Bottom CIDInit ProcSet findresource begin dict def begincmap endcmap begincodespacerange "
    "CMapType endcodespacerange beginbfchar endbfchar beginbfrange endbfrange CMapName "
    "currentdict pop defineresource CIDSystemInfo obj endobj stream endstream xref trailer "
    "startxref true false null IEC Default RGB Colour Space sRGB Copyright International Color "
    "Consortium Microsoft Excel Sheet embeddings charts chart com vnd openxmlformats "
    "officedocument presentationml wordprocessingml drawingml spreadsheetml package relationships "
    "application image rels slides notes core app png xlsx default src none unsafe inline data "
    "style font img https www w3 org XMLSchema instance schemas Office PowerPoint powerpoint Main "
    "main drawing decorative hyperlinkcolor block header none size visible auto display height "
    "width visibility office"
)
_RECORDS = "manifest files grounds markers tools edition full public sha256 size name SHA256SUMS"
_PACKAGES = "weasyprint python docx pptx dossier"


def is_markup(text: str) -> bool:
    """Tell whether a name or a value of markup consists of words of our templates."""
    known, words = _markup(), _WORD.findall(text)
    return bool(words) and all(word.lower() in known for word in words)


def is_message(words: str) -> bool:
    """Tell whether one word stands in the program's messages and printed phrases."""
    found = _TOKEN.findall(words)
    return len(found) == 1 and found[0].lower() in _messages()


@cache
def _markup() -> frozenset[str]:
    here, home = Path(__file__).parents[1] / "allowlist", paths.templates()
    files = [*home.rglob("*.j2"), *home.rglob("*.css"), paths.templates("theme.yaml")]
    listed = _split(f"{_PACKET} {_FORMATS}", _WORD)
    return _words([*files, *here.glob("*.txt")], _WORD) | listed


def is_record(words: str) -> bool:
    """Tell whether one word stands in the program's records by nature: keys, labels, grounds."""
    found = _TOKEN.findall(words)
    return len(found) == 1 and found[0].lower() in _records()


@cache
def _records() -> frozenset[str]:
    listed = Path(__file__).parents[1] / "allowlist" / "jsonld.txt"
    schemas = paths.templates("schema").glob("*.json")
    labels = paths.templates("labels").glob("*.yaml")
    files = [listed, *schemas, *labels, paths.templates("grounds.yaml")]
    return _words(files, _TOKEN) | _split(f"{_PACKAGES} {_RECORDS}", _TOKEN)


def is_face(text: str) -> bool:
    """Tell whether a text of a font consists of words of the fonts that we ship."""
    known = _faces()
    return all(word.lower() in known for word in _TOKEN.findall(text))


@cache
def _faces() -> frozenset[str]:
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # noqa: PLC0415 - heavy

    words = frozenset[str]()
    for path in sorted(paths.templates("fonts").glob("*.[ot]tf")):
        with TTFont(path, lazy=True) as font:
            for row in font["name"].names:
                words |= _split(row.toUnicode(), _TOKEN) | _split(row.toUnicode(), _WORD)
    return words


@cache
def _messages() -> frozenset[str]:
    program = Path(paths.PACKAGE)
    files = [*program.rglob("*.py"), *paths.templates("labels").glob("*.yaml")]
    return _words([*files, paths.templates("grounds.yaml")], _TOKEN) | _split(_PACKAGES, _TOKEN)


def _words(paths: Iterable[Path], pattern: re.Pattern[str]) -> frozenset[str]:
    return frozenset[str]().union(*(_split(path.read_text("utf-8"), pattern) for path in paths))


def _split(text: str, pattern: re.Pattern[str]) -> frozenset[str]:
    return frozenset(word.lower() for word in pattern.findall(text))
