"""Structure of a PDF as readers that are not eyes take it: ISO 14289-1, 7.8 and its neighbours."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import Any

import pikepdf
import pytest

from pipeline.design import theme
from pipeline.edition import spoken_text
from pipeline.edition.blocks import BulletList, Chart, Table
from pipeline.edition.edition import Edition
from pipeline.edition.runs import MarkerRun
from pipeline.edition.texts import markers
from pipeline.workflow.publish import render
from tests.conftest import GALLERY, ready

_MARKED = re.compile(rb"/(\w+)\s*<<\s*/MCID (\d+)\s*>>\s*BDC")


@cache
def gallery() -> Edition:
    return ready(GALLERY, "public")


@cache
def made() -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(render(gallery(), "pdf", theme.load())))


def below(part: Any) -> Iterator[Any]:
    """Yield an element and all below it, in reading order, with the numbers of their content."""
    if not isinstance(part, pikepdf.Dictionary):
        yield part
        return
    yield part
    kids = part.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array | list) else (kids,):
        yield from below(kid)


@cache
def tree() -> tuple[Any, ...]:
    return tuple(below(made().Root.StructTreeRoot))


def elements(kind: str) -> list[Any]:
    return [one for one in tree() if isinstance(one, pikepdf.Dictionary) and one.get("/S") == kind]


def painted(part: Any) -> list[int]:
    return [int(one) for one in below(part) if not isinstance(one, pikepdf.Dictionary)]


def test_all_content_with_a_number_belongs_to_an_element_that_readers_reach() -> None:
    reached = {one.objgen for one in tree() if isinstance(one, pikepdf.Dictionary)}
    rows = list(made().Root.StructTreeRoot.ParentTree.Nums)[1::2]
    listed = [one for row in rows for one in (row if isinstance(row, pikepdf.Array) else [row])]
    assert listed
    assert all(one.objgen in reached for one in listed)
    for page in made().pages:
        numbers = [int(number) for _, number in _MARKED.findall(page.Contents.read_bytes())]
        assert sorted(numbers) == list(range(len(rows[int(page.StructParents)])))


def test_the_foot_of_each_page_is_an_artifact() -> None:
    for page in made().pages:
        content = page.Contents.read_bytes()
        apart = re.findall(rb"/Artifact\s*<<\s*/Type /Pagination\s*>>\s*BDC", content)
        assert len(apart) >= 2


def test_a_chart_is_one_figure_whose_numbers_are_said() -> None:
    charts = [one for slide in gallery().slides for one in slide.blocks if isinstance(one, Chart)]
    figures = {str(one.get("/Alt")): one for one in elements("/Figure")}
    assert all(not elements_in(one, "/Figure") for one in figures.values())
    for chart in charts:
        words = spoken_text.in_words(chart)
        assert len(painted(figures[words])) > 1  # the texts that stand on it
        for series in chart.series:
            for runs in series.shown:
                for run in runs:
                    assert (run.spoken if isinstance(run, MarkerRun) else run.text) in words  # type: ignore[union-attr]
    assert any(markers(chart) for chart in charts)


def elements_in(part: Any, kind: str) -> list[Any]:
    found = [one for one in below(part) if isinstance(one, pikepdf.Dictionary)]
    return [one for one in found[1:] if one.get("/S") == kind]


def test_footnotes_are_notes_with_names_of_their_own() -> None:
    notes = elements("/Note")
    assert len(notes) == sum(len(slide.footnotes) for slide in gallery().slides) > 0
    assert len({str(one.ID) for one in notes}) == len(notes)


def test_tables_say_what_they_show() -> None:
    blocks = (block for slide in gallery().slides for block in slide.blocks)
    told = [one.alt for one in blocks if isinstance(one, Table)]
    assert told == [str(one.A.Summary) for one in elements("/Table") if "/A" in one]
    assert told


def test_a_list_in_columns_is_one_list_and_each_bullet_is_painted_before_its_words() -> None:
    blocks = [block for slide in gallery().slides for block in slide.blocks]
    lists = [one for one in blocks if isinstance(one, BulletList) and not one.ruled]
    bulleted = [one for one in elements("/L") if elements_in(one, "/Lbl")]
    outer = [one for one in bulleted if one.P.S not in {"/LI", "/L"}]
    assert len(outer) == len(lists)
    assert max(one.columns for one in lists) > 1
    for one in outer:
        assert all(first < then for first, then in pairwise(painted(one)))


@pytest.mark.parametrize("key", ["/E", "/Alt"])
def test_g5_a_markers_ground_is_found_by_readers_of_either_key(key: str) -> None:
    found = [str(one[key]) for one in elements("/Span") if key in one]
    assert found == list(spoken_text.in_pdf(gallery()))
    assert all("/ActualText" not in one for one in elements("/Span"))
