"""A house's document template: its styles where they stand for ours, ours beside them."""

from __future__ import annotations

import io
import zipfile
from functools import cache
from xml.etree import ElementTree as ET

import docx
import pytest

from pipeline.audit import checks
from pipeline.core.matching import Needle
from pipeline.design import theme
from pipeline.design.brand import House, docx_template
from pipeline.design.brand.ooxml_reader import BadTemplateError
from pipeline.edition.edition import Edition, view_for
from pipeline.edition.formats import Audience
from pipeline.render.docx import word_styles
from pipeline.workflow.design import Look
from tests.support import running_texts
from tests.support.brand_files import DECK, PAPER, changed, drawn, made, paper_look, swap
from tests.support.leaking import swap as swapped

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@cache
def edition(audience: Audience = "public") -> Edition:
    return view_for(drawn("mini", audience, paper_look()), "docx")


@cache
def of_the_house(audience: Audience) -> bytes:
    return made(edition(audience), "docx", paper_look())


def paper(audience: Audience = "public", look: Look | None = None) -> bytes:
    return made(drawn("mini", audience, look), "docx", look) if look else of_the_house(audience)


def codes(data: bytes, needles: tuple[Needle, ...] = ()) -> set[str]:
    trusted = paper_look().trusted("docx")
    found = checks.findings(data, "docx", "x", edition(), needles, trusted)
    return {row.code for row in found}


@pytest.mark.parametrize("name", ["mini", "first"])
@pytest.mark.parametrize("audience", ["public", "full"])
def test_documents_in_a_house_pass_their_audit_and_open_again(
    name: str, audience: Audience
) -> None:
    look = paper_look()
    whole = view_for(drawn(name, audience, look), "docx")
    data = made(whole, "docx", look)
    checks.audit(data, whole, "docx", "x", (), look.trusted("docx"))
    assert docx.Document(io.BytesIO(data)).paragraphs


def test_g12_body_properties_and_furniture_of_the_house_stay_behind() -> None:
    whole = b"".join(parts(paper()).values())
    assert b"python-docx" not in whole
    assert not any("custom" in name or "thumb" in name for name in parts(paper()))


def test_styles_that_word_knows_are_the_house_s_and_ours_are_added() -> None:
    theirs = ET.fromstring(docx_template.read(PAPER.read_bytes()).styles)
    found = ET.fromstring(parts(paper())["word/styles.xml"])

    def named(root: ET.Element, name: str) -> list[ET.Element]:
        return [
            row
            for row in root.findall(f"{_W}style")
            if (label := row.find(f"{_W}name")) is not None and label.get(f"{_W}val") == name
        ]

    for name in ("heading 1", "Body Text", "List Bullet"):
        (one,), (other,) = named(found, name), named(theirs, name)
        assert ET.canonicalize(ET.tostring(one), strip_text=True) == ET.canonicalize(
            ET.tostring(other), strip_text=True
        )
    assert len(named(found, "Redaction Marker")) == 1
    ids = [row.get(f"{_W}styleId") for row in found.findall(f"{_W}style")]
    assert len(ids) == len(set(ids))
    used = {
        row.get(f"{_W}val")
        for tag in ("pStyle", "rStyle", "tblStyle")
        for row in ET.fromstring(parts(paper())["word/document.xml"]).iter(f"{_W}{tag}")
    }
    assert used <= set(ids)


def test_a_mapped_style_stands_for_ours() -> None:
    template = docx_template.read(PAPER.read_bytes())
    look = Look(theme.load(), House(document=template, styles={"Heading1": "Subtitle"}))
    text = parts(paper(look=look))["word/document.xml"].decode()
    assert '<w:pStyle w:val="Subtitle"/>' in text
    assert '<w:pStyle w:val="Heading1"/>' not in text
    assert '<w:outlineLvl w:val="0"/>' in text  # which a subtitle does not have


def test_each_slide_begins_its_page_whatever_the_house_s_headings_do() -> None:
    text = parts(paper())["word/document.xml"].decode()
    assert text.count('<w:type w:val="nextPage"/>') >= 4


def test_numbered_headings_of_a_house_do_not_number_ours() -> None:
    numbered = changed(
        PAPER,
        {"word/styles.xml": swap('<w:outlineLvl w:val="0"/>', '<w:numPr><w:numId w:val="1"/>'
                                 '</w:numPr><w:outlineLvl w:val="0"/>')},
    )  # fmt: skip
    look = Look(theme.load(), House(document=docx_template.read(numbered)))
    text = parts(paper(look=look))["word/document.xml"].decode()
    assert '<w:numId w:val="0"/>' in text


def test_our_list_has_ids_that_the_house_s_do_not_have() -> None:
    root = ET.fromstring(parts(paper())["word/numbering.xml"])
    for tag, key in (("abstractNum", "abstractNumId"), ("num", "numId")):
        ids = [row.get(f"{_W}{key}") for row in root.findall(f"{_W}{tag}")]
        assert len(ids) == len(set(ids))
    kinds = [row.tag for row in root]
    assert kinds == sorted(kinds, key=lambda tag: tag == f"{_W}num")


def test_the_language_is_the_edition_s() -> None:
    root = ET.fromstring(parts(paper())["word/styles.xml"])
    assert {row.get(f"{_W}val") for row in root.iter(f"{_W}lang")} == {"de-DE"}


def test_g9_g10_documents_do_not_depend_on_the_secrets() -> None:
    look = paper_look()
    one = made(drawn("mini", "public", look, "a"), "docx", look)
    assert one == made(drawn("mini", "public", look, "W" * 2000), "docx", look)


@pytest.mark.parametrize("part", ["word/styles.xml", "word/numbering.xml", "word/theme/theme1.xml"])
def test_g12_g27_a_value_in_a_part_of_the_house_is_found(part: str) -> None:
    attribute = 'w:val="' if part != "word/theme/theme1.xml" else 'name="'
    data = swapped(part, attribute, attribute + "Wendelin Weiß ")(paper())
    assert "unknown-markup" in codes(data)
    assert "leaked-value" in codes(data, (Needle("one", "Wendelin Weiß"),))


def test_a_language_that_is_a_word_is_found() -> None:
    data = swapped("word/styles.xml", 'w:lang w:val="de-DE"', 'w:lang w:val="Wendelin"')(paper())
    assert "unknown-markup" in codes(data)


def test_what_is_no_document_is_refused() -> None:
    for data in (b"", DECK.read_bytes()):
        with pytest.raises(BadTemplateError):
            docx_template.read(data)


def test_our_styles_are_read_from_the_template_that_makes_them() -> None:
    ours = word_styles.ours()
    assert ours["Heading1"] == ("heading 1", "paragraph", True)
    assert ours["RedactionMarker"] == ("Redaction Marker", "character", False)
    written = ET.fromstring(
        parts(made(drawn("mini", "public", Look(theme.load())), "docx", Look(theme.load())))[
            "word/styles.xml"
        ]
    )
    ids = {row.get(f"{_W}styleId") for row in written.findall(f"{_W}style")}
    assert set(ours) <= ids


def test_running_text_keeps_its_numbers_and_passes_its_audit_in_a_house() -> None:
    look = paper_look()
    given = view_for(running_texts.edition(slides=False, contents=False), "docx")
    checks.audit(made(given, "docx", look), given, "docx", "x", (), look.trusted("docx"))
