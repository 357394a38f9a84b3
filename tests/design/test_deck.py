"""A house's deck template: what is taken from it, what is made of it, what its audit sees."""

from __future__ import annotations

import io
import re
import zipfile
from functools import cache
from xml.etree import ElementTree as ET

import pptx
import pytest

from pipeline.audit import checks
from pipeline.core.matching import Needle
from pipeline.design import colours, theme
from pipeline.design.brand import layout_matching, pptx_template
from pipeline.design.brand.ooxml_reader import BadTemplateError
from pipeline.design.brand.shape_geometry import shares
from pipeline.design.brand.trusted_parts import NOTHING
from pipeline.design.tokens import Box
from pipeline.edition.edition import view_for
from pipeline.edition.formats import Audience
from tests.support.brand_files import DECK, LAYOUT, changed, deck_look, drawn, look_of, made, swap
from tests.support.leaking import rezipped
from tests.support.leaking import swap as swapped

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
EDITIONS: list[tuple[str, Audience]] = [
    ("mini", "public"),
    ("mini", "full"),
    ("first", "public"),
]


@cache
def deck_of(name: str = "mini", audience: Audience = "public") -> bytes:
    return made(drawn(name, audience, deck_look()), "pptx", deck_look())


def codes(data: bytes, needles: tuple[Needle, ...] = ()) -> set[str]:
    look = deck_look()
    edition = view_for(drawn("mini", "public", look), "pptx")
    return {
        row.code
        for row in checks.findings(data, "pptx", "x", edition, needles, look.trusted("pptx"))
    }


# what is taken


def test_g12_only_masters_layouts_themes_and_their_pictures_are_taken() -> None:
    parts = pptx_template.read(DECK.read_bytes()).parts
    kinds = {re.sub(r"\d+", "", name) for name in parts}
    assert kinds == {
        "ppt/slideMasters/slideMaster.xml",
        "ppt/slideMasters/_rels/slideMaster.xml.rels",
        "ppt/slideLayouts/slideLayout.xml",
        "ppt/slideLayouts/_rels/slideLayout.xml.rels",
        "ppt/theme/theme.xml",
    }
    with zipfile.ZipFile(io.BytesIO(deck_of())) as made_deck:
        names = " ".join(made_deck.namelist())
    for foreign in ("printerSettings", "thumbnail", "custom", "media", "embed"):
        assert foreign not in names


def test_g12_links_tags_timings_and_foreign_pictures_stay_behind() -> None:
    foreign = (
        '<p:pic><p:nvPicPr><p:cNvPr id="90" name="x"/><p:cNvPicPr/><p:nvPr/></p:nvPicPr>'
        '<p:blipFill><a:blip r:link="rId90"/></p:blipFill><p:spPr/></p:pic></p:spTree>'
    )
    link = '<a:hlinkClick r:id="rId91"/><a:latin'
    rows = (
        '<Relationship Id="rId90" Type="http://x/image" Target="http://spy/a.png" '
        'TargetMode="External"/><Relationship Id="rId91" Type="http://x/hyperlink" '
        'Target="http://spy" TargetMode="External"/></Relationships>'
    )
    master = "ppt/slideMasters/slideMaster1.xml"
    data = changed(
        DECK,
        {
            LAYOUT: lambda part: swap("</p:cSld>", "</p:cSld><p:timing/>")(
                swap("</p:spTree>", foreign)(part)
            ),
            "ppt/slideLayouts/_rels/slideLayout2.xml.rels": swap("</Relationships>", rows),
            master: swap("<a:latin", link),
            "ppt/slideMasters/_rels/slideMaster1.xml.rels": swap("</Relationships>", rows),
        },
    )
    look = look_of(data)
    assert look.house.deck is not None
    whole = b"".join(look.house.deck.parts.values())
    assert b"spy" not in whole
    assert b"timing" not in whole
    assert b"hlinkClick" not in whole
    edition = view_for(drawn("mini", "public", look), "pptx")
    finished = made(edition, "pptx", look)
    checks.audit(finished, edition, "pptx", "x", (), look.trusted("pptx"))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK\x03\x04 no zip",
        changed(DECK, {"ppt/presentation.xml": lambda _: b"<x"}),
        changed(DECK, {"ppt/presentation.xml": lambda _: b"<!DOCTYPE a [<!ENTITY b 'c'>]><a/>"}),
        changed(DECK, {"ppt/presentation.xml": swap("sldMasterId ", "sldOther ")}),
        changed(DECK, {LAYOUT: lambda _: b"<a/>"}),
        (DECK.parent.parent.parent / "docx" / "templates" / "default.docx").read_bytes(),
    ],
)
def test_what_is_no_deck_is_refused_with_a_reason(data: bytes) -> None:
    with pytest.raises(BadTemplateError):
        pptx_template.read(data)


# which layout stands for which


def test_layouts_are_found_by_name_by_type_and_by_what_is_nearest() -> None:
    ours = theme.load().slide.layouts
    chosen = layout_matching.choose(
        pptx_template.read(DECK.read_bytes()), ours, {"closing": "title only"}
    )
    assert not chosen.missing
    assert set(chosen.layouts) == set(ours)
    assert (chosen.layouts["text"].name, chosen.reasons["text"]) == ("Title and Content", "name")
    assert (chosen.layouts["closing"].name, chosen.reasons["closing"]) == ("Title Only", "mapped")
    assert chosen.layouts["section"].name == "Title and Content"  # its own has no room
    french = changed(DECK, {LAYOUT: swap("Title and Content", "Titre et contenu")})
    chosen = layout_matching.choose(pptx_template.read(french), ours, {})
    assert (chosen.layouts["text"].name, chosen.reasons["text"]) == ("Titre et contenu", "type")


def test_a_layout_that_is_not_there_or_has_no_title_is_missing() -> None:
    ours, template = theme.load().slide.layouts, pptx_template.read(DECK.read_bytes())
    chosen = layout_matching.choose(template, ours, {"text": "No such", "map": "Blank"})
    assert {(row.ours, row.reason) for row in chosen.missing} == {
        ("text", "unknown"),
        ("map", "unfit"),
    }


# what is derived


def test_every_box_is_on_the_slide_and_above_the_foot() -> None:
    look = deck_look().theme
    assert (look.slide.width, look.slide.height) == (720, 540)
    assert look.house is not None
    for key, layout in look.slide.layouts.items():
        foot = min(look.house.layouts[key].footer[1], look.house.layouts[key].number[1])
        for rect in (layout.title, *layout.regions.values()):
            x, y, wide, high = rect
            assert min(x, y) >= 0
            assert x + wide <= 720.1
            assert y + high <= foot + 0.1


def test_text_can_be_read_on_every_ground() -> None:
    look = deck_look().theme
    for text in ("ink", "muted", "accent", "second", "attention"):
        for ground in ("paper", "tint"):
            assert colours.contrast(look.colour(text), look.colour(ground)) >= 4.5
    assert look.house is not None
    for key, layout in look.house.layouts.items():
        for token in (f"title:{key}", layout.footer_colour):
            assert colours.contrast(look.colour(token), layout.background[1:]) >= 4.5


def test_a_dark_house_gets_light_text_and_the_document_stays_black_on_white() -> None:
    dark = changed(
        DECK,
        {"ppt/slideMasters/slideMaster1.xml": swap('bg1="lt1" tx1="dk1"', 'bg1="dk1" tx1="lt1"')},
    )
    look = look_of(dark).theme
    assert look.colour("paper") == "000000"
    assert colours.contrast(look.colour("ink"), "000000") >= 4.5
    assert colours.contrast(look.on_paper().colour("ink"), "FFFFFF") >= 4.5
    assert colours.contrast(look.colour(look.withheld_ink), look.colour("withheld_ground")) >= 4.5


def test_a_face_that_does_not_come_with_the_project_is_warned_of() -> None:
    assert not deck_look().warnings
    other = changed(DECK, {"ppt/theme/theme1.xml": swap('latin typeface="Calibri"',
                                                        'latin typeface="Agency FB"')})  # fmt: skip
    assert any("Agency FB" in warning for warning in look_of(other).warnings)


# the deck


@pytest.mark.parametrize(("name", "audience"), EDITIONS)
def test_decks_in_a_house_pass_their_audit_and_open_again(name: str, audience: Audience) -> None:
    look = deck_look()
    edition = view_for(drawn(name, audience, look), "pptx")
    data = made(edition, "pptx", look)
    checks.audit(data, edition, "pptx", "x", (), look.trusted("pptx"))
    opened = pptx.Presentation(io.BytesIO(data))
    assert len(opened.slides) == len(edition.slides)
    for slide in opened.slides:
        assert slide.shapes.title is not None
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.left + shape.width <= opened.slide_width + 12700
            assert shape.top + shape.height <= opened.slide_height + 12700


def test_slides_state_what_a_house_sets_otherwise() -> None:
    with zipfile.ZipFile(io.BytesIO(deck_of())) as archive:
        root = ET.fromstring(archive.read("ppt/slides/slide2.xml"))
    bodies = list(root.iter(f"{_A}bodyPr"))
    assert bodies
    for body in bodies:
        assert {"lIns", "tIns", "rIns", "bIns", "anchor", "numCol"} <= set(body.keys())
        assert body.find(f"{_A}noAutofit") is not None
    for run in root.iter(f"{_A}rPr"):
        assert {"sz", "b"} <= set(run.keys())


def test_g10_two_decks_are_the_same_bytes() -> None:
    assert deck_of() == deck_of()


def test_the_pdf_has_the_size_of_the_house_s_slides() -> None:
    import pypdfium2  # noqa: PLC0415

    look = deck_look()
    document = pypdfium2.PdfDocument(made(drawn("first", "public", look), "pdf", look))
    sizes = {tuple(round(side) for side in page.get_size()) for page in document}
    assert (720, 540) in sizes


def test_g9_public_files_do_not_depend_on_the_secrets_in_a_house() -> None:
    look = deck_look()
    for fmt in ("pptx", "docx", "pdf"):
        one = made(drawn("mini", "public", look, "a"), fmt, look)
        assert one == made(drawn("mini", "public", look, "W" * 2000), fmt, look)


# leaks


def test_g12_parts_of_a_house_are_known_with_its_template_and_unknown_without() -> None:
    data = deck_of()
    assert codes(data) == set()
    found = checks.findings(data, "pptx", "x", None, (), NOTHING)
    assert "unknown-markup" in {row.code for row in found}


@pytest.mark.parametrize(
    "part",
    [LAYOUT, "ppt/slideMasters/slideMaster1.xml", "ppt/theme/theme1.xml", "ppt/slides/slide1.xml"],
)
def test_g12_g27_a_value_in_a_part_of_the_house_is_found(part: str) -> None:
    planted = swapped(part, "</", "<!--Wendelin Weiß--></")(deck_of())
    assert {"unreadable"} <= codes(planted)
    named = swapped(part, 'name="', 'name="Wendelin Weiß ')(deck_of())
    assert {"unknown-markup"} <= codes(named)
    assert {"leaked-value", "unknown-markup"} <= codes(named, (Needle("one", "Wendelin Weiß"),))


def test_g12_a_picture_that_is_not_the_template_s_is_an_unknown_part() -> None:
    data = rezipped(deck_of(), extra={"ppt/media/image1.jpg": b"Wendelin"})
    assert "unknown-part" in codes(data)


def test_text_in_the_colour_of_the_house_s_ground_is_hidden() -> None:
    with zipfile.ZipFile(io.BytesIO(deck_of())) as archive:
        part = archive.read("ppt/slides/slide2.xml")
    assert b'<a:schemeClr val="tx1"/>' in part
    data = swapped("ppt/slides/slide2.xml", '<a:schemeClr val="tx1"/>', '<a:schemeClr val="bg1"/>')(
        deck_of()
    )
    assert "hidden-text" in codes(data)


# the foot


def _with_logo(x: int, y: int, wide: int, high: int) -> bytes:
    """Return the deck template with a mark on its master, in points."""
    place = (
        f'<a:off x="{x * 12700}" y="{y * 12700}"/><a:ext cx="{wide * 12700}" cy="{high * 12700}"/>'
    )
    logo = (
        '<p:sp><p:nvSpPr><p:cNvPr id="99" name="Logo"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr>'
        f'<a:xfrm>{place}</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        '<a:solidFill><a:srgbClr val="203A80"/></a:solidFill></p:spPr></p:sp></p:spTree>'
    )
    return changed(DECK, {"ppt/slideMasters/slideMaster1.xml": swap("</p:spTree>", logo)})


@pytest.mark.parametrize(
    ("x", "wide"), [(20, 90), (150, 60), (330, 120), (590, 110)], ids=["left", "near", "mid", "end"]
)  # fmt: skip
def test_the_foot_keeps_off_a_logo_and_is_no_darker_for_it(x: int, wide: int) -> None:
    look, bare = look_of(_with_logo(x, 490, wide, 45)).theme, deck_look().theme
    logo = Box(x, 490, wide, 45)
    assert look.house is not None
    assert bare.house is not None
    for key, layout in look.house.layouts.items():
        for rect in (layout.footer, layout.number):
            assert not shares(Box(*rect), logo), key
            assert rect[2] >= 60
            assert rect[0] >= 0
            assert rect[0] + rect[2] <= 720
        footer, number = Box(*layout.footer), Box(*layout.number)
        assert not shares(footer, number)
        assert footer.width >= 150, key
        usual = bare.colour(bare.house.layouts[key].footer_colour)
        found = look.colour(layout.footer_colour)
        assert colours.luminance(found) >= min(
            colours.luminance(usual), colours.luminance(bare.colour("muted"))
        )


def test_a_foot_that_finds_no_room_beside_logos_stands_above_them() -> None:
    look = look_of(_with_logo(20, 495, 420, 40)).theme
    assert look.house is not None
    for layout in look.house.layouts.values():
        assert not shares(Box(*layout.footer), Box(20, 495, 420, 40))


def test_a_band_across_the_foot_is_a_ground_to_write_on() -> None:
    look = look_of(_with_logo(0, 490, 720, 50)).theme
    usual = deck_look().theme
    assert look.house is not None
    assert usual.house is not None
    for key, layout in look.house.layouts.items():
        assert layout.footer == usual.house.layouts[key].footer
        assert colours.contrast(look.colour(layout.footer_colour), "203A80") >= 4.5


def test_a_deck_with_a_logo_at_its_foot_passes_its_audit() -> None:
    look = look_of(_with_logo(330, 490, 120, 45))
    edition = view_for(drawn("mini", "public", look), "pptx")
    checks.audit(made(edition, "pptx", look), edition, "pptx", "x", (), look.trusted("pptx"))
