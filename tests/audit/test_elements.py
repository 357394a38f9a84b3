"""A part is judged once; what it may repeat is compared with every edition anew."""

from __future__ import annotations

import re

import pytest

from pipeline.audit import checks
from pipeline.audit.office import elements
from pipeline.core import stable_zip
from pipeline.design import theme
from pipeline.edition.edition import Edition, view_for
from pipeline.edition.formats import Format
from pipeline.workflow.publish import render
from tests.conftest import FIRST, ready
from tests.support import leaking


def of(edition: Edition, fmt: Format, data: bytes) -> set[str]:
    return {row.code for row in checks.findings(data, fmt, "x", view_for(edition, fmt))}


@pytest.mark.parametrize("fmt", ["pptx", "docx"])
def test_what_passes_for_one_edition_does_not_pass_for_another(fmt: Format) -> None:
    first = ready(FIRST, "public")
    data = render(view_for(first, fmt), fmt, theme.load())
    assert of(first, fmt, data) == set()
    number, slide = next(
        (number, slide)
        for number, slide in enumerate(first.slides)
        if any(block.kind == "map" for block in slide.blocks)
    )
    blocks = tuple(
        block.model_copy(update={"alt": "EditionTexts otherwise"}) if block.kind == "map" else block
        for block in slide.blocks
    )
    slides = list(first.slides)
    slides[number] = slide.model_copy(update={"blocks": blocks})
    other = first.model_copy(update={"slides": tuple(slides)})
    assert {"unknown-markup", "text-differs"} <= of(other, fmt, data)
    assert of(first, fmt, data) == set()


def test_a_verdict_is_of_the_bytes_and_the_lists() -> None:
    before = len(elements._known)
    lists = elements.Lists("pptx", frozenset())
    part = b'<p:sld xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"%s/>'
    parsed: list[bytes] = []

    def judged(data: bytes, kind: str, given: elements.Lists) -> list[str]:
        def root() -> elements.ET.Element:
            parsed.append(data)
            return elements.ET.fromstring(data)

        return elements.judged_once(root, data, given, kind).against(frozenset())

    plain, strange = part % b"", part % b' show="Zebra"'
    assert judged(plain, "slide", lists) == judged(plain, "slide", lists) == []
    assert len(parsed) == 1
    assert "has a value" in judged(strange, "slide", lists)
    wider = elements.Lists("pptx", frozenset(("Zebra",)))
    assert "has a value" not in judged(strange, "slide", wider)
    assert "has a value" in judged(strange, "slide", lists)
    assert len(parsed) == 3
    assert len(elements._known) == before + 3


@pytest.mark.parametrize("name", ["name", "descr", "typeface", "textlink"])
@pytest.mark.parametrize("value", ["77731", "12.5", "Chart 77731"])
def test_g14_a_number_is_no_name_in_a_document_with_charts(name: str, value: str) -> None:
    """A withheld number of a chart could hide in the name of a shape, a sheet or a font."""
    parts = {"word/document.xml": rb"<(?:wp:docPr|pic:cNvPr)", "drawing": rb"<cdr:(?:cNvPr|sp)",
             "chart": rb"<a:latin"}  # fmt: skip
    changed = 0
    for part, tag in parts.items():
        pattern = re.compile(tag + rb'[^>]*? %s="(?P<given>[^"]*)"' % name.encode())
        for key, content in stable_zip.unpack(leaking.made("docx", "figures")).items():
            found = pattern.search(content) if part in key and key.endswith(".xml") else None
            if found is None:
                continue
            start, end = found.span("given")
            data = content[:start] + value.encode() + content[end:]
            file = leaking.rezipped(
                leaking.made("docx", "figures"),
                lambda row, old, key=key, data=data: data if row == key else old,  # type: ignore[misc]
            )
            assert of(leaking.edition("figures"), "docx", file), (key, tag)
            changed += 1
            break
    assert changed


def test_what_one_part_may_say_is_not_what_another_says_in_its_place() -> None:
    lists = elements.Lists("pptx", frozenset())
    part = '<p:sld xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" show="%s"/>'

    def faults(show: str) -> frozenset[str]:
        data = (part % show).encode()
        return elements.judged(elements.ET.fromstring(data), data, lists, "slide").faults

    allowed = faults("1")
    assert faults("Zebra") == faults("Zebra") == allowed | {"has a value"}
    assert faults("1") == allowed
