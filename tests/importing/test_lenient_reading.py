"""Files that PowerPoint opens though they are odd: strict, with odd targets or missing parts."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable

import pytest
from pptx.enum.chart import XL_CHART_TYPE

from tests.importing import decks
from tests.importing.conftest import Import
from tests.importing.decks import Deck
from tests.support import hostile

Members = dict[str, bytes]
_RELATED = re.compile(rb'Target="\.\./')


def whole() -> Members:
    deck = Deck()
    slide = deck.slide(decks.BULLETS, "State of play")
    decks.listed(slide.placeholders[1], [(0, "one"), (1, "two")])
    slide.notes_slide.notes_text_frame.text = "a note"
    slide = deck.slide(decks.ONLY_TITLE, "Numbers")
    decks.table(slide, [["a", "b"], ["1", "2"]])
    slide = deck.slide(decks.ONLY_TITLE, "Chart")
    decks.chart(slide, XL_CHART_TYPE.COLUMN_CLUSTERED, ["x", "y"], [("A", (1, 2))])
    with zipfile.ZipFile(io.BytesIO(deck.data())) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def strict(members: Members) -> Members:
    """Return the file in the strict variant of its format."""

    def changed(data: bytes) -> bytes:
        return re.sub(
            rb"http://schemas\.openxmlformats\.org/(drawingml|presentationml|officeDocument)/2006/",
            rb"http://purl.oclc.org/ooxml/\1/",
            data,
        )

    return {name: changed(data) if name.endswith((".xml", ".rels")) else data
            for name, data in members.items()}  # fmt: skip


def absolute(members: Members) -> Members:
    return {name: _RELATED.sub(b'Target="/ppt/', data) if "ppt/slides/_rels" in name else data
            for name, data in members.items()}  # fmt: skip


def upper(members: Members) -> Members:
    return {name.replace("ppt/slides/slide", "PPT/Slides/Slide"): data
            for name, data in members.items()}  # fmt: skip


def backslashes(members: Members) -> Members:
    return {name.replace("/", "\\") if "notesSlide" in name else name: data
            for name, data in members.items()}  # fmt: skip


def without_properties(members: Members) -> Members:
    kept = {name: data for name, data in members.items() if not name.startswith("docProps")}
    return {name: data for name, data in kept.items() if "notesMaster" not in name}


def in_utf_16(members: Members) -> Members:
    name = "ppt/slides/slide1.xml"
    text = members[name].decode().replace("UTF-8", "UTF-16").replace("utf-8", "UTF-16")
    return {**members, name: text.encode("utf-16")}


ODD = [strict, absolute, upper, backslashes, without_properties, in_utf_16]


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: odd.__name__)
def test_an_odd_file_is_read_as_office_reads_it(
    odd: Callable[[Members], Members], imported: Import
) -> None:
    slides = imported(hostile.zipped([*odd(whole()).items()])).slides
    assert [slide.get("title") for slide in slides] == ["State of play", "Numbers", "Chart"]
    assert slides[0]["points"] == [{"text": "one", "points": ["two"]}]
    assert slides[0]["notes"] == ["a note"]
    assert slides[1]["table"]["rows"] == [["1", "2"]]
    assert slides[2]["chart"]["series"] == [{"name": "A", "values": ["1", "2"]}]


def test_a_slide_that_is_missing_is_passed_over(imported: Import) -> None:
    members = whole()
    del members["ppt/slides/slide2.xml"]
    slides = imported(hostile.zipped([*members.items()])).slides
    assert [slide["title"] for slide in slides] == ["State of play", "Chart"]


def test_a_chart_that_is_missing_is_told(imported: Import) -> None:
    members = {name: data for name, data in whole().items() if "charts/" not in name}
    made = imported(hostile.zipped([*members.items()]))
    assert made.slides[2] == {"kind": "title", "title": "Chart"}
    assert made.items(why="unreadable", what="chart")


def test_what_a_newer_program_shows_is_read_and_its_fallback_stays_behind(
    imported: Import,
) -> None:
    members = whole()
    name = "ppt/slides/slide1.xml"
    shown, old = (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{id_}" name="x"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr>'
        '<a:xfrm><a:off x="914400" y="5029200"/><a:ext cx="3657600" cy="457200"/></a:xfrm></p:spPr>'
        f"<p:txBody><a:bodyPr/><a:p><a:r><a:t>{words}</a:t></a:r></a:p></p:txBody></p:sp>"
        for id_, words in ((90, "shown today"), (91, "shown before"))
    )
    both = (
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
        ' xmlns:p14="http://schemas.microsoft.com/office/powerpoint/2010/main">'
        f'<mc:Choice Requires="p14">{shown}</mc:Choice><mc:Fallback>{old}</mc:Fallback>'
        "</mc:AlternateContent></p:spTree>"
    )
    members[name] = members[name].replace(b"</p:spTree>", both.encode())
    made = imported(hostile.zipped([*members.items()]))
    assert "shown today" in made.everything
    assert "shown before" not in made.everything
