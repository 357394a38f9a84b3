"""Parts of a deck besides its shapes: empty slides, speaker notes, sections, stable ids."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast
from uuid import UUID, uuid5

from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.opc.serialized import PackageWriter
from pptx.parts.slide import SlidePart
from pptx.presentation import Presentation
from pptx.slide import NotesSlide, Slide, SlideLayout

from pipeline.core.lengths import Pt
from pipeline.core.ooxml_names import q
from pipeline.design.theme import Theme
from pipeline.edition import edition as ed
from pipeline.edition.runs import Runs
from pipeline.edition.spoken_text import joined
from pipeline.edition.texts import slide_title
from pipeline.render import ooxml
from pipeline.render.drawingml.drawing_text import Xml, elements, xml
from pipeline.render.drawingml.drawing_xml import Element, el
from pipeline.render.pptx.text import Line, Setting, Typesetter
from pipeline.render.pptx.text_styles import LetterStyle, Style

_END = b"</p:spTree>"
_SECTIONS_URI = "{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"
#: Ids are made from this and a count, never from words (G6).
_SPACE = UUID("8f0c2c9e-3a4d-5d0b-9a51-0d6d8c1f7e24")


def guid(use: str, number: int) -> str:
    """Return an id that depends on a use and an ordinal only."""
    return f"{{{str(uuid5(_SPACE, f'{use} {number}')).upper()}}}"


def element_of(part: NotesSlide | Presentation) -> Element:
    """Return the root element of a part."""
    return cast(Element, part.element)


def child(parent: Element, path: str) -> Element:
    """Return the first descendant by a path of prefixed names, which must exist."""
    found = parent.find("/".join(q(step) for step in path.split("/")))
    if found is None:
        raise LookupError(path)
    return found


def _clear_tree(page: NotesSlide) -> Element:
    """Return the shape tree of notes, emptied of the shapes that python-pptx put there."""
    tree = child(element_of(page), "p:cSld/p:spTree")
    kept = {q("p:nvGrpSpPr"), q("p:grpSpPr")}
    for shape in [shape for shape in tree if shape.tag not in kept]:
        tree.remove(shape)
    return tree


def add_slide(presentation: Presentation, layout: SlideLayout) -> Slide:
    """Add a slide without any of its layout's placeholders: those that it has are drawn."""
    deck = cast(Any, presentation.part)
    listing = cast(Any, presentation.element).get_or_add_sldIdLst()
    part = cast(Any, SlidePart).new(deck._next_slide_partname, deck.package, layout.part)
    # python-pptx looks through all slides before each for one that is the same, and for their ids
    relation = deck.rels._add_relationship(RT.SLIDE, part)
    if len(listing):
        listing._add_sldId(id=listing[-1].id + 1, rId=relation)
    else:
        listing.add_sldId(relation)
    return cast(Slide, part.slide)


def saved(presentation: Presentation) -> dict[str, bytes]:
    """Return the parts of a deck as python-pptx saves them, without packing them."""
    package, found = cast(Any, presentation.part.package), ooxml.Saved()
    writer = cast(Any, PackageWriter("", package._rels, tuple(package.iter_parts())))
    writer._write_content_types_stream(found)
    writer._write_pkg_rels(found)
    writer._write_parts(found)
    return found.parts


def part_of(slide: Slide) -> str:
    """Return the name of a slide's part in the package."""
    return str(slide.part.partname).lstrip("/")


def filled(part: bytes, shapes: Xml) -> bytes:
    """Return a slide's part with shapes on it, in their order; it had none."""
    before, end, after = part.partition(_END)
    if not end or _END in after:
        raise LookupError("the slide has not the form that is known")
    return b"".join((before, shapes.encode(), end, after))


def add_notes(slide: Slide, notes: Sequence[Runs], theme: Theme, language: str) -> None:
    """Add the speaker notes of a slide, one paragraph each."""
    page = slide.notes_slide
    tree = _clear_tree(page)

    def link(href: str) -> str:
        return page.part.relate_to(href, RT.HYPERLINK, is_external=True)

    style = Style(LetterStyle(Pt(12), bold=False, colour="ink"), space=Pt(6))
    lines = [Line(runs, style) for runs in notes]
    body = Typesetter(theme, language, link).body("p:txBody", lines, Setting(style, anchor=""))
    image = {"noGrp": 1, "noRot": 1, "noChangeAspect": 1}
    spoken = joined(notes)
    shown = _holder({"id": 2, "name": "Slide image"}, image, {"type": "sldImg"}, None)
    about: dict[str, str | int] = {"id": 3, "name": "Notes"}
    if spoken:
        about["descr"] = spoken
    said = _holder(about, {"noGrp": 1}, {"type": "body", "idx": 3}, body)
    tree.extend(elements(shown + said))


def _holder(
    about: dict[str, str | int],
    locks: dict[str, int],
    holder: dict[str, str | int],
    body: Xml | None,
) -> Xml:
    return xml(
        "p:sp",
        None,
        xml(
            "p:nvSpPr",
            None,
            xml("p:cNvPr", about),
            xml("p:cNvSpPr", None, xml("a:spLocks", locks)),
            xml("p:nvPr", None, xml("p:ph", holder)),
        ),
        xml("p:spPr"),
        body,
    )


def add_sections(presentation: Presentation, edition: ed.Edition) -> None:
    """Divide the deck where a slide has a numeral; what stands before bears the deck's title."""
    if not any(slide.numeral for slide in edition.slides):
        return
    root = element_of(presentation)
    ids = [cast(str, slide.get("id")) for slide in child(root, "p:sldIdLst")]
    sections: list[Element] = []
    for slide, slide_id in zip(edition.slides, ids, strict=True):
        if slide.numeral or not sections:
            title = slide_title(slide) if slide.numeral else edition.title
            attributes = {"name": title, "id": guid("section", len(sections) + 1)}
            sections.append(el("p14:section", attributes, el("p14:sldIdLst")))
        child(sections[-1], "p14:sldIdLst").append(el("p14:sldId", {"id": slide_id}))
    listing = el("p14:sectionLst", None, *sections)
    root.append(el("p:extLst", None, el("p:ext", {"uri": _SECTIONS_URI}, listing)))
