"""Parts of a brand's templates and theme that an audited file may contain, computed from them.

All of it is computed from the template alone, so none of it can be text of an edition (G12).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import assert_never
from xml.etree import ElementTree as ET

from pipeline.core import atomic_write
from pipeline.core.errors import Problem, TemplateError, Where, shown_path
from pipeline.core.ooxml_names import q
from pipeline.design import web_css
from pipeline.design.brand import House, docx_template, pptx_template, theme_file
from pipeline.design.brand.docx_template import DocumentTemplate
from pipeline.design.brand.layout_reader import Face
from pipeline.design.brand.ooxml_reader import BadTemplateError
from pipeline.design.brand.pptx_template import DeckTemplate
from pipeline.design.theme import Theme
from pipeline.edition.formats import FORMATS, Format

_LANG = q("w:lang")
#: Bytes of a template that is read.
_LARGEST = 64 * 2**20


@dataclass(frozen=True)
class TrustedParts:
    """Trusted parts of a template: what a finished file may have from it.

    Attributes:
        parts: which are trusted if they are the same bytes.
        values: names of the template that attributes may repeat: faces, styles.
        deck: the template of a deck, which knows its backgrounds and its scheme.
        elements: fingerprints of the styles and lists of a document's template.
        styles: the sheets of web pages; empty for those of the project's own theme.
    """

    parts: Mapping[str, bytes] = field(default_factory=dict)
    values: frozenset[str] = frozenset()
    deck: DeckTemplate | None = None
    elements: frozenset[str] = frozenset()
    styles: tuple[str, ...] = ()

    @cached_property
    def faces(self) -> dict[str, Face]:
        """Return the layouts of a deck by their parts."""
        if self.deck is None:
            return {}
        return {layout.part: Face(self.deck, layout) for layout in self.deck.layouts}


#: A file that has nothing from a template.
NOTHING = TrustedParts()


def of_house(house: House, fmt: Format, theme: Theme) -> TrustedParts:
    """Return what a file of a format may have from a house's templates and from its theme."""
    match fmt:
        case "pptx":
            found = of_deck(house.deck) if house.deck else NOTHING
        case "docx":
            found = of_document(house.document) if house.document else NOTHING
        case "pdf":
            found = NOTHING
        case "html":
            found = replace(NOTHING, styles=web_css.sheets(theme))
        case _:
            assert_never(fmt)
    return replace(found, values=found.values | names(theme))


def of_file(path: Path) -> tuple[Format, TrustedParts]:
    """Return the format of a template, and its trusted parts.

    Raises:
        TemplateError: the file cannot be used.
    """
    where = Where(shown_path(path))
    ending = path.suffix.lower()
    try:
        if ending in {".pptx", ".potx"}:
            return "pptx", of_deck(pptx_template.read(atomic_write.read(path, _LARGEST)))
        if ending in {".docx", ".dotx"}:
            return "docx", of_document(docx_template.read(atomic_write.read(path, _LARGEST)))
    except OSError:
        raise TemplateError(Problem(where, "no-template", "the file cannot be read")) from None
    except BadTemplateError as error:
        raise TemplateError(Problem(where, "bad-template", str(error))) from None
    hint = "give a .pptx, .potx, .docx or .dotx"
    raise TemplateError(Problem(where, "bad-template", "a file of another kind", hint))


def of_files(paths: Sequence[Path], theme: Path | None) -> dict[Format, TrustedParts]:
    """Return the trusted parts of some templates and a theme file, by format.

    Raises:
        TemplateError: a file cannot be used.
    """
    found = dict(of_file(path) for path in paths)
    said = frozenset[str]().union(*(parts.values for parts in found.values()))
    sheets: tuple[str, ...] = ()
    if theme is not None:
        try:
            made, _ = theme_file.merged(atomic_write.read(theme), shown_path(theme))
        except OSError:
            problem = Problem(Where(shown_path(theme)), "no-template", "the file cannot be read")
            raise TemplateError(problem) from None
        said |= names(made)
        sheets = web_css.sheets(made)
    parts: dict[Format, TrustedParts] = {fmt: found.get(fmt, NOTHING) for fmt in FORMATS}
    return {
        fmt: replace(each, values=said | each.values, styles=sheets) for fmt, each in parts.items()
    }


def names(theme: Theme) -> frozenset[str]:
    """Return the names that a brand's theme gives to fonts, layouts and itself."""
    fonts = (theme.fonts.deck, theme.fonts.cover, theme.fonts.heading)
    layouts = (layout.name for layout in theme.slide.layouts.values())
    families = (name for font in fonts if font for name in (font.name, font.family))
    return frozenset((theme.name, *families, *layouts))


def fingerprint(row: ET.Element) -> str:
    """Return a key that is equal for elements that differ in language alone."""
    copy = deepcopy(row)
    copy.tail = None
    for parent in copy.iter():
        for child in parent.findall(_LANG):
            parent.remove(child)
    text = ET.canonicalize(ET.tostring(copy, "unicode"), strip_text=True, rewrite_prefixes=True)
    return hashlib.sha256(text.encode()).hexdigest()


def of_document(template: DocumentTemplate) -> TrustedParts:
    """Return the trusted parts of a Word template."""
    marks: set[str] = set()
    for part in (template.styles, template.numbering):
        marks |= {fingerprint(row) for row in ET.fromstring(part)} if part else set()  # noqa: S314 - cleaned
    said = {name for style in template.named for name in (style.id, style.name)}
    faces = {
        str(value) for row in template.root.iter(q("w:rFonts")) for value in row.attrib.values()
    }
    parts = {"word/theme/theme1.xml": template.theme} if template.theme else {}
    return TrustedParts(parts, frozenset(said | faces | {template.face}), elements=frozenset(marks))


def of_deck(template: DeckTemplate) -> TrustedParts:
    """Return the trusted parts of a PowerPoint template."""
    said: set[str] = set()
    for part in template.parts:
        if part.endswith(".xml"):
            for row in template.foreign.xml(part).iter(q("a:latin")):
                said.add(str(row.get("typeface", "")))
    return TrustedParts(template.parts, frozenset(said), template)
