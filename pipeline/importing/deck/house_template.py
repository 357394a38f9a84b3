"""Imported deck's own masters and layouts, made the dossier's template, without slides."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from typing import Any

from lxml import etree

from pipeline.core import stable_zip
from pipeline.core.errors import Problem, TemplateError, Where
from pipeline.core.ooxml_names import NAMESPACES
from pipeline.design import theme
from pipeline.design.brand import derive_theme, layout_matching, pptx_template
from pipeline.design.brand.ooxml_reader import BadTemplateError, relationships
from pipeline.design.brand.pptx_template import DeckTemplate
from pipeline.design.theme import Theme
from pipeline.importing import office_package
from pipeline.importing.deck import template_cleaning
from pipeline.importing.office_package import BadFileError

FILE = "template.pptx"
_TYPE = "application/vnd.openxmlformats-officedocument"
_PARTS = {
    "slideMasters": f"{_TYPE}.presentationml.slideMaster+xml",
    "slideLayouts": f"{_TYPE}.presentationml.slideLayout+xml",
    "theme": f"{_TYPE}.theme+xml",
}
_PICTURES = {"png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif",
             "bmp": "image/bmp", "emf": "image/x-emf", "wmf": "image/x-wmf", "tif": "image/tiff",
             "tiff": "image/tiff"}  # fmt: skip
#: Kinds of relationships that lead from the presentation to what its slides look like.
_KINDS = {"slideMaster", "slideLayout", "theme", "image"}
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


@dataclass(frozen=True)
class HouseTemplate:
    """A template that holds no slides, what dossier.yaml says of it, and the look that it gives."""

    data: bytes
    named: dict[str, Any]
    look: Theme


def made(data: bytes, where: Where) -> HouseTemplate:
    """Return a file's masters and layouts as a template, with its map.

    Args:
        data: of the file.
        where: it is, for messages.

    Raises:
        TemplateError: it cannot be used as one.
    """
    base = theme.load()
    try:
        template = pptx_template.read(_without_slides(data))
        packed = _packed(template)
        template = pptx_template.read(packed)
        chosen = layout_matching.choose(template, base.slide.layouts, {})
        if not chosen.missing:
            used = {layout.part for layout in chosen.layouts.values()}
            mapped = {ours: layout.name for ours, layout in chosen.layouts.items()}
            template = pptx_template.read(_packed(template_cleaning.cleaned(template, used)))
            packed = _packed(template)
            template = pptx_template.read(packed)
            chosen = layout_matching.choose(template, base.slide.layouts, mapped)
        look = derive_theme.derive(template, chosen, base).theme if not chosen.missing else base
    except (BadTemplateError, BadFileError) as error:
        hint = "import it without --template"
        raise TemplateError(Problem(where, "bad-template", str(error), hint)) from None
    if chosen.missing:
        names = ", ".join(row.ours for row in chosen.missing)
        message = f"no layout of the file can stand for {names}"
        hint = "import it without --template; a layout needs a title"
        raise TemplateError(Problem(where, "missing-layout", message, hint))
    layouts = {ours: layout.name for ours, layout in chosen.layouts.items()}
    return HouseTemplate(packed, {"file": FILE, "layouts": layouts}, look)


def _without_slides(data: bytes) -> bytes:
    """Return a file's masters, layouts, themes and their pictures, and nothing else of it.

    Raises:
        BadFileError: they cannot be read.
    """
    package = office_package.read(data)
    main = package.related("", "officeDocument")
    members: dict[str, bytes] = {"_rels/.rels": package.bytes("_rels/.rels")}
    rest = [main] if main else []
    while rest:
        part = rest.pop()
        folder, base = posixpath.split(part)
        relations = posixpath.join(folder, "_rels", f"{base}.rels")
        if part in members or not package.has(part):
            continue
        is_xml = not base.lower().endswith(tuple(f".{ending}" for ending in _PICTURES))
        members[part] = etree.tostring(package.xml(part)) if is_xml else package.bytes(part)
        if package.has(relations):
            members[relations] = etree.tostring(package.xml(relations))
            found = package.relations(part).values()
            rest += [row.target for row in found if row.kind in _KINDS and not row.external]
    return stable_zip.pack(members)


def _packed(template: DeckTemplate) -> bytes:
    return stable_zip.pack(dict(_members(template)))


def _members(template: DeckTemplate) -> list[tuple[str, bytes]]:
    rows = {f"rId{at}": ("slideMaster", posixpath.relpath(part, "ppt"))
            for at, (part, _) in enumerate(template.masters, start=1)}  # fmt: skip
    main = {"rId1": ("officeDocument", "ppt/presentation.xml")}
    return [
        ("[Content_Types].xml", _content_types(template)),
        ("_rels/.rels", relationships(main)),
        ("ppt/presentation.xml", _presentation(template)),
        ("ppt/_rels/presentation.xml.rels", relationships(rows)),
        *sorted(template.parts.items()),
    ]


def _presentation(template: DeckTemplate) -> bytes:
    masters = "".join(
        f'<p:sldMasterId id="{number}" r:id="rId{at}"/>'
        for at, (_, number) in enumerate(template.masters, start=1)
    )
    width, height = (round(side * 12700) for side in template.size)
    names = " ".join(f'xmlns:{key}="{NAMESPACES[key]}"' for key in ("a", "p", "r"))
    return (
        f"{_HEAD}<p:presentation {names}><p:sldMasterIdLst>{masters}</p:sldMasterIdLst>"
        f'<p:sldSz cx="{width}" cy="{height}"/><p:notesSz cx="6858000" cy="9144000"/>'
        "</p:presentation>"
    ).encode()


def _content_types(template: DeckTemplate) -> bytes:
    rows = [
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>',
        '<Default Extension="xml" ContentType="application/xml"/>',
    ]
    endings = {name.rpartition(".")[2] for name in template.parts}
    rows += [
        f'<Default Extension="{ending}" ContentType="{_PICTURES[ending]}"/>'
        for ending in sorted(endings & set(_PICTURES))
    ]
    kinds = {"ppt/presentation.xml": f"{_TYPE}.presentationml.presentation.main+xml"}
    for name in sorted(template.parts):
        folder = posixpath.basename(posixpath.dirname(name))
        if name.endswith(".xml") and folder in _PARTS:
            kinds[name] = _PARTS[folder]
    rows += [f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in kinds.items()]
    space = "http://schemas.openxmlformats.org/package/2006/content-types"
    return f'{_HEAD}<Types xmlns="{space}">{"".join(rows)}</Types>'.encode()
