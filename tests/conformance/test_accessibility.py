"""No rule of accessibility finds anything in any file; and each of them can find something."""

from __future__ import annotations

import re

import pytest

from pipeline.core import stable_zip
from pipeline.design import theme
from pipeline.render import ooxml
from pipeline.workflow.publish import render
from tests.support import accessibility as rules
from tests.support.made_files import FILES, STATEMENT, Made, edition

#: Of each way that a file can be made, one; the others are slow tests.
SOME = {("gallery", "full"), ("mini dossier", "public"), (STATEMENT, "public")}
CASES = [
    pytest.param(
        rule,
        made,
        id=f"{rule.__name__}-{made}",
        marks=() if (made.project, made.audience) in SOME else pytest.mark.slow,
    )
    for made in FILES
    for rule in rules.RULES.get(made.fmt, ())
]


@pytest.mark.parametrize(("rule", "made"), CASES)
def test_files_keep_every_rule(rule: rules.Callable[[bytes], rules.Findings], made: Made) -> None:
    assert list(rule(made.data)) == []


#: For each rule a part of a good file (all slides if it is empty), what stands there, and what is
#: put in its place.
BROKEN = [
    (rules.figures_have_alternatives, "", r' descr="[^"]+"', ""),
    (rules.figures_have_alternatives, "", r'<adec:decorative[^>]*/>', ""),
    (rules.titles_come_first_and_differ, "ppt/slides/slide3.xml", r'type="title"', 'type="body"'),
    (rules.tables_of_decks_have_header_rows, "", r'firstRow="1"', 'firstRow="0"'),
    (rules.runs_have_a_language, "ppt/slides/slide3.xml", r' lang="[^"]+"', ""),
    (rules.file_has_title_and_language, "docProps/core.xml", r"<dc:title>[^<]+", "<dc:title>"),
    (rules.file_has_title_and_language, "docProps/core.xml", r"<dc:language>en", "<dc:language>"),
    (rules.pictures_have_alternatives, "word/document.xml", r' descr="[^"]+"', ""),
    (rules.tables_of_documents_have_headers_and_descriptions, "word/document.xml",
     r"<w:tblHeader/>", ""),
    (rules.tables_of_documents_have_headers_and_descriptions, "word/document.xml",
     r"<w:tblDescription [^>]*/>", ""),
    (rules.no_empty_paragraph_makes_space, "word/document.xml", r"<w:body>", "<w:body><w:p/>"),
    (rules.headings_leave_no_level_out, "word/document.xml", r'"Heading1"', '"Heading3"'),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "part", "old", "new"), BROKEN)
def test_a_file_that_breaks_a_rule_is_found(
    rule: rules.Callable[[bytes], rules.Findings], part: str, old: str, new: str
) -> None:
    fmt = next(fmt for fmt, listed in rules.RULES.items() if rule in listed)
    fmt = "docx" if part.startswith("word/") else fmt
    parts = stable_zip.unpack(Made("gallery", "public", fmt).data)
    names = [part] if part else [name for name in parts if name.startswith("ppt/slides/slide")]
    broken = {name: re.sub(old, new, parts[name].decode()).encode() for name in names}
    assert any(broken[name] != parts[name] for name in names)
    assert list(rule(ooxml.pack({**parts, **broken})))


def test_slides_of_the_same_title_are_found() -> None:
    parts = stable_zip.unpack(Made("gallery", "public", "pptx").data)
    twice = {**parts, "ppt/slides/slide4.xml": parts["ppt/slides/slide3.xml"]}
    assert list(rules.titles_come_first_and_differ(ooxml.pack(twice)))


def test_contrast_is_that_of_the_guidelines() -> None:
    assert rules.contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert rules.contrast((118, 118, 118), (255, 255, 255)) == pytest.approx(4.54, abs=0.01)


def test_pale_text_is_found() -> None:
    """A theme whose muted colour is too light."""
    look = theme.load()
    pale = look.model_copy(update={"colours": {**look.colours, "muted": "#AAB2BC"}})
    data = render(edition("first dossier", "public"), "pdf", pale)
    assert list(rules.text_can_be_told_from_its_ground(data))
