"""The profile ua2-a4: PDF/UA-2 and PDF/A-4, as far as it can be shown.

No validator of these two standards is to be had from the registries that the tests install from.
What they share with their predecessors is checked by the validator of those, whose findings must be
the version and the ids alone; what they ask for beyond is checked here, rule by rule.
"""

from __future__ import annotations

import io
from functools import cache
from typing import Any

import pikepdf
import pytest

from pipeline.audit import checks
from pipeline.design import theme
from pipeline.edition.edition import Edition, view_for
from pipeline.edition.texts import slide_title
from pipeline.workflow.publish import render
from tests.conftest import MINI, ready
from tests.render.test_pdf import NAMES, edition
from tests.support import validators
from tests.support.thinned import thinned


def said(name: str) -> Edition:
    return view_for(edition(name).model_copy(update={"pdf_profile": "ua2-a4"}), "pdf")


@cache
def made(name: str) -> bytes:
    return render(said(name), "pdf", theme.load())


def opened(name: str) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(made(name)))


def dictionaries(pdf: pikepdf.Pdf) -> list[Any]:
    return [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary)]


@pytest.mark.parametrize("name", thinned(NAMES, 2, 1))
def test_an_older_validator_finds_the_version_and_the_ids_alone(name: str) -> None:
    assert validators.newer_pdf(made(name)) == []


@pytest.mark.parametrize("name", thinned(NAMES, 2, 1))
def test_it_passes_the_audit_and_says_what_the_other_profile_says(name: str) -> None:
    assert not checks.findings(made(name), "pdf", "x", said(name))


def test_the_file_says_which_standards_it_keeps_and_has_no_other_properties() -> None:
    with opened("mini") as pdf:
        assert pdf.pdf_version == "2.0"
        assert "/Info" not in pdf.trailer
        packet = bytes(pdf.Root.Metadata.read_raw_bytes())
        with pdf.open_metadata(set_pikepdf_as_editor=False) as read:
            assert (read["pdfaid:part"], read["pdfaid:rev"]) == ("4", "2020")
            assert "pdfaid:conformance" not in read
            ua = "{http://www.aiim.org/pdfua/ns/id/}"
            assert (read[f"{ua}part"], read[f"{ua}rev"]) == ("2", "2024")
    assert packet.count(b"<rdf:RDF") == 1


def test_the_structure_is_one_document_in_the_namespace_of_pdf_2() -> None:
    with opened("mini") as pdf:
        (document,) = list(pdf.Root.StructTreeRoot.K)
        assert pikepdf.Name.Document == document.S
        assert str(document.NS.NS) == "http://iso.org/pdf2/ssn"


def test_bookmarks_and_links_lead_to_headings_of_the_page_that_they_name() -> None:
    wanted = [slide_title(slide) for slide in said("mini").slides]
    with opened("mini") as pdf:
        assert not [item for item in dictionaries(pdf) if "/Dest" in item]
        actions = [item for item in dictionaries(pdf)
                   if "/A" in item and item.A.get("/S") == pikepdf.Name.GoTo]  # fmt: skip
        for item in actions:
            element, place = item.A.SD[0], item.A.D[0]
            assert str(element.S) in {"/H1", "/H2", "/H3"}
            assert element.Pg.objgen == place.objgen
        titles = [str(item.Title) for item in actions if "/Title" in item]
    assert titles[2:] == wanted
    assert len(actions) > len(titles)


def test_lists_with_bullets_say_so() -> None:
    with opened("gallery") as pdf:
        lists = [item for item in dictionaries(pdf) if item.get("/S") == pikepdf.Name.L]
        with_bullets = [
            item for item in lists if any(pikepdf.Name.Lbl == kid.S for row in item.K
                                          if row.S == pikepdf.Name.LI for kid in row.K)
        ]  # fmt: skip
        assert with_bullets
        assert {str(item.A.ListNumbering) for item in with_bullets} == {"/Unordered"}


def test_it_is_chosen_in_dossier_yaml_and_concerns_the_pdf_alone(tmp_path: Any) -> None:
    folder = tmp_path / "st-7606-2024"
    folder.mkdir()
    for path in MINI.iterdir():
        if path.is_file():
            (folder / path.name).write_bytes(path.read_bytes())
    head = folder / "dossier.yaml"
    head.write_text(head.read_text("utf-8") + "\npdf_profile: ua2-a4\n", "utf-8")
    asked, plain = ready(folder, "public"), ready(MINI, "public")
    assert asked.pdf_profile == "ua2-a4"
    assert view_for(asked, "docx") == view_for(plain, "docx")
    assert view_for(asked, "pptx") == view_for(plain, "pptx")
    assert view_for(asked, "pdf") != view_for(plain, "pdf")
