"""A marker is read with its ground in every format, by what the format has for it (G5)."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree as ET

import pikepdf
import pytest

from pipeline.audit import checks
from pipeline.core import stable_zip
from pipeline.design import theme
from pipeline.edition import spoken_text
from pipeline.edition.edition import Edition, view_for
from pipeline.edition.runs import MarkerRun
from pipeline.edition.texts import markers, rebuilt, slide_title
from pipeline.workflow.publish import render
from tests.support.accessibility import A, P, W, document, named, slides
from tests.support.leaking import VALUE, pdf_with, swap
from tests.support.made_files import FILES, Made, edition

DOCUMENTS = [made for made in FILES if made.fmt == "docx" and made.audience == "public"]
DECKS = [made for made in FILES if made.fmt == "pptx" and made.audience == "public"]
PDFS = [made for made in FILES if made.fmt == "pdf" and made.audience == "public"]


def shown(made: Made) -> Edition:
    return view_for(edition(made.project, made.audience), made.fmt)


def tags(data: bytes) -> Iterator[Any]:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for item in pdf.objects:
            if isinstance(item, pikepdf.Dictionary) and "/E" in item:
                yield str(item.S), str(item.E), len(item.K)


@pytest.mark.parametrize("made", PDFS, ids=str)
def test_g5_each_marker_of_a_pdf_has_its_expansion_at_its_letters(made: Made) -> None:
    said = shown(made)
    found = list(tags(made.data))
    assert sorted(text for _, text, _ in found) == sorted(spoken_text.in_pdf(said))
    assert all(kind == "/Span" and kids > 0 for kind, _, kids in found)
    charts = [block for slide in said.slides for block in slide.blocks if block.kind == "chart"]
    in_text = len(markers(said.slides)) - len(markers(tuple(charts)))  # a chart is one picture
    assert len(found) >= in_text > 0 or not markers(said.slides)


@pytest.mark.parametrize("made", DOCUMENTS, ids=str)
def test_g5_each_marker_of_a_document_is_the_result_of_a_field_that_says_its_ground(
    made: Made,
) -> None:
    """In a footnote, which cannot have such a field, it stands in a locked control."""
    parts = stable_zip.unpack(made.data)
    body, notes = document(made.data), ET.fromstring(parts["word/footnotes.xml"])
    told = [row.get(f"{W}val", "") for row in body.iter(f"{W}statusText")]
    controls = [row.get(f"{W}val", "") for row in notes.iter(f"{W}alias")]
    assert [*told, *controls] == list(spoken_text.in_document(shown(made)))
    assert not list(body.iter(f"{W}sdt"))
    assert not list(notes.iter(f"{W}ffData"))
    assert all(len(title) <= 64 for title in (*told, *controls))
    printed = [text for row in body.iter(f"{W}p") for text in _results(row)]
    assert len(printed) == len(told)
    assert set(printed) <= {marker.text for marker in markers(shown(made))}
    locks = {row.get(f"{W}val") for row in notes.iter(f"{W}lock")}
    assert locks <= {"sdtContentLocked"}


def _results(paragraph: ET.Element) -> Iterator[str]:
    """Yield the text of each form field: that of its runs, which any program reads as ordinary."""
    inside, words = False, ""
    for run in paragraph.iter(f"{W}r"):
        kinds = {row.get(f"{W}fldCharType") for row in run.iter(f"{W}fldChar")}
        if next(run.iter(f"{W}ffData"), None) is not None:
            inside, words = True, ""
        elif inside and "end" in kinds:
            yield words
            inside = False
        elif inside:
            words += "".join(row.text or "" for row in run.iter(f"{W}t"))


@pytest.mark.parametrize("made", DOCUMENTS, ids=str)
def test_a_markers_colours_stand_at_its_letters_too(made: Made) -> None:
    """A program that knows no styles still prints white on black, and not white on white."""
    runs = [
        row.find(f"{W}rPr")
        for row in document(made.data).iter(f"{W}r")
        if any(one.get(f"{W}val") == "RedactionMarker" for one in row.iter(f"{W}rStyle"))
    ]
    assert bool(runs) == bool(list(spoken_text.in_document(shown(made))))
    for look in runs:
        assert look is not None
        colour, behind = look.find(f"{W}color"), look.find(f"{W}shd")
        assert colour is not None
        assert behind is not None
        assert (colour.get(f"{W}val"), behind.get(f"{W}fill")) == ("FFFFFF", "111111")


@pytest.mark.parametrize("made", DECKS, ids=str)
def test_g5_each_shape_of_a_deck_says_why_its_markers_stand_there(made: Made) -> None:
    said = shown(made)
    printed = {marker.text for marker in markers(said)}
    for slide, root in zip(said.slides, slides(made.data), strict=True):
        tree = root.find(f"{P}cSld/{P}spTree")
        assert tree is not None
        told: set[str] = set()
        for shape in list(tree)[2:]:
            texts = [row.text or "" for row in shape.iter(f"{A}t")]
            if printed & set(texts):
                assert named(shape).get("descr"), slide_title(slide)
            told |= {one.spoken for one in markers(slide)
                     if one.spoken in named(shape).get("descr", "")}  # fmt: skip
        assert told == {one.spoken for one in markers(slide)}


def test_the_three_formats_read_the_same_grounds() -> None:
    said = edition("gallery", "public")
    in_tables = {marker.spoken for marker in markers(said.slides)}
    assert set(spoken_text.in_pdf(said)) <= in_tables
    assert {title.rstrip("…") for title in spoken_text.in_document(said)} <= {
        text if len(text) <= 64 else spoken_text.title(_marker(text)).rstrip("…")
        for text in in_tables
    }


def _marker(text: str, number: int = 1) -> MarkerRun:
    return MarkerRun(text="[X]", spoken=text, number=number, grounds=("defence",))


def test_a_title_longer_than_word_shows_ends_between_words() -> None:
    cut = spoken_text.title(_marker("redacted: " + "ground " * 20))
    assert len(cut) <= 64
    assert cut.endswith("ground…")
    assert spoken_text.title(_marker("redacted: defence")) == "redacted: defence"


def test_a_marker_that_goes_over_a_lines_end_is_read_once() -> None:
    """A label can be broken; its pieces are one tag."""
    said = edition("gallery", "public")
    long = "[REDACTED: " + "protection of the public interest " * 4 + "]"

    def printed(runs: Any) -> Any:
        return tuple(
            one.model_copy(update={"text": long}) if isinstance(one, MarkerRun) else one
            for one in runs
        )

    slide = next(one for one in said.slides if one.layout == "text" and markers(one.blocks))
    first = rebuilt(slide, printed).model_copy(update={"number": 1})
    alone = said.model_copy(update={"slides": (first,)})
    data = render(view_for(alone, "pdf"), "pdf", theme.load())
    assert [text for _, text, _ in tags(data)] == list(spoken_text.in_pdf(alone))
    assert max(kids for _, _, kids in tags(data)) > 1
    found = checks.findings(data, "pdf", "x", view_for(alone, "pdf"))
    assert found == ()


def _exchanged(pdf: pikepdf.Pdf) -> None:
    found = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and "/E" in item]
    other = next(item for item in found if str(item.E) != str(found[0].E))
    found[0].E, other.E = str(other.E), str(found[0].E)


def _more(pdf: pikepdf.Pdf) -> None:
    found = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and "/E" in item]
    below = next(item for item in pdf.objects
                 if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/P")  # fmt: skip
    below.E = str(found[0].E)


@pytest.mark.parametrize("change", [_exchanged, _more])
def test_g27_grounds_read_at_the_wrong_marker_are_found(change: Any) -> None:
    made = next(one for one in PDFS if one.project == "mini dossier")
    found = checks.findings(pdf_with(change)(made.data), "pdf", "x", shown(made))
    assert "text-differs" in {row.code for row in found}
    same = checks.findings(pdf_with(lambda _: None)(made.data), "pdf", "x", shown(made))
    assert "text-differs" not in {row.code for row in same}


def test_g27_words_in_a_controls_title_are_found() -> None:
    made = next(one for one in DOCUMENTS if one.project == "mini dossier")
    title = next(spoken_text.in_document(shown(made)))
    for text in (VALUE, "unkenntlich gemacht"):
        changed = swap("word/document.xml", f'"{title}"', f'"{text}"')(made.data)
        assert "text-differs" in {
            row.code for row in checks.findings(changed, "docx", "x", shown(made))
        }
