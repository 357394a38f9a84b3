"""The web page: its structure, its looks, and that it says what the other formats say."""

from __future__ import annotations

import re
from base64 import b64encode
from collections import Counter
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

import pytest

from pipeline.audit.html import html_tree
from pipeline.audit.html.html_tree import Node
from pipeline.content.load import load
from pipeline.design import colours, theme, web_css
from pipeline.edition.edition import Edition, view_for
from pipeline.edition.formats import FORMATS, Audience, Format
from pipeline.edition.texts import markers
from pipeline.workflow import publish
from tests.conftest import FIRST, GALLERY, MINI, read_back, ready, words_vault

PROJECTS = {"first": FIRST, "mini": MINI, "gallery": GALLERY}
Project = Callable[[Path], Path]


@cache
def edition(name: str, audience: Audience = "public") -> Edition:
    vault = words_vault(load(PROJECTS[name])) if audience == "full" else None
    return view_for(ready(PROJECTS[name], audience, vault), "html")


@cache
def page(name: str, audience: Audience = "public") -> str:
    return publish.render(edition(name, audience), "html", theme.load()).decode()


def root(name: str, audience: Audience = "public") -> Node:
    tree, faults = html_tree.parsed(page(name, audience).encode())
    assert faults == []
    return tree


def every(name: str, tag: str, audience: Audience = "public") -> list[Node]:
    return [node for node in root(name, audience).below() if node.tag == tag]


def text(node: Node) -> str:
    return "".join(child if isinstance(child, str) else text(child) for child in node.children)


@pytest.mark.parametrize("name", PROJECTS)
@pytest.mark.parametrize("audience", ["public", "full"])
def test_headings_leave_no_level_out_and_begin_with_one_of_the_first(
    name: str, audience: Audience
) -> None:
    nodes = root(name, audience).below()
    levels = [int(node.tag[1]) for node in nodes if re.fullmatch(r"h\d", node.tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("name", PROJECTS)
def test_every_slide_is_a_section_named_by_its_title_and_listed_in_the_contents(name: str) -> None:
    sections = every(name, "section")
    assert [one.attributes["id"] for one in sections] == [
        f"slide-{slide.number}" for slide in edition(name).slides
    ]
    (nav,) = every(name, "nav")
    listed = [one.attributes["href"] for one in nav.below() if one.tag == "a"]
    # what continues is listed once, where it begins
    assert listed == [f"#slide-{s.number}" for s in edition(name).slides if s.part <= 1]


@pytest.mark.parametrize("name", PROJECTS)
def test_g14_a_page_fetches_nothing_and_runs_nothing(name: str) -> None:
    tags = Counter(node.tag for node in root(name, "full").below())
    assert not {"script", "link", "iframe", "object", "embed", "base", "form"} & set(tags)
    (style,) = every(name, "style")
    digest = b64encode(sha256(text(style).encode()).digest()).decode()
    policy = next(
        node.attributes["content"]
        for node in every(name, "meta")
        if node.attributes.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy.startswith("default-src 'none'; ")
    assert f"style-src 'sha256-{digest}'" in policy
    assert not re.search(r"url\(|@import|@font-face|expression", text(style))


def test_g4_the_style_sheet_hides_only_what_is_read_aloud() -> None:
    """Neither is the eye kept from what stands in the text, nor anything from it on paper."""
    sheet = web_css.sheet(theme.load())
    hiding = r"opacity|visibility: *hidden|display: none|clip|transparent[^)]|text-indent|filter:"
    rules = re.findall(r"([^{}]+)\{([^{}]*)\}", sheet)
    found = {name.strip() for name, body in rules if re.search(hiding, body)}
    # on paper a link over the front and an arrow back to the text lead nowhere
    assert found == {".spoken", ".skip", ".back"}


@pytest.mark.parametrize("name", PROJECTS)
@pytest.mark.parametrize("audience", ["public", "full"])
def test_g5_markers_are_the_same_in_text_count_and_order_in_every_format(
    name: str, audience: Audience
) -> None:
    given = edition(name, audience)
    (main,) = every(name, "main", audience)
    (header,) = every(name, "header", audience)
    shown = [
        [text(part) for part in node.elements()]
        for part in (header, main)
        for node in part.below()
        if node.classes == ["marker"]
    ]
    wanted = [[run.text, f" {run.spoken} "] for run in markers(given)]
    # charts say in a table what their drawings say, and in the title a marker is repeated
    assert [row for row in shown if row in wanted] == shown
    assert len(shown) >= len(wanted)


@pytest.mark.parametrize("audience", ["public", "full"])
def test_g5_a_page_says_as_many_markers_as_the_other_formats(audience: Audience) -> None:
    def counted(fmt: Format) -> int:
        given = ready(FIRST, audience)
        data = publish.render(view_for(given, fmt), fmt, theme.load())
        return "".join(read_back(data, fmt).pages).count("[REDACTED]")

    assert {fmt: counted(fmt) for fmt in FORMATS} == dict.fromkeys(FORMATS, 3)


def test_g16_speaker_notes_are_in_no_page() -> None:
    assert not any(slide.notes for slide in edition("gallery", "full").slides)
    assert "Speaker notes stay" not in page("gallery", "full")


def test_a_marker_is_read_aloud_with_its_grounds() -> None:
    spoken = '<span class="spoken"> redacted: protection of personal data </span>'
    assert f'<span aria-hidden="true">[REDACTED]</span>{spoken}' in page("first")


def test_withheld_words_of_the_full_edition_are_said_to_be_withheld() -> None:
    shown = [
        [text(part) for part in node.elements()]
        for node in root("mini", "full").below()
        if node.classes == ["withheld"]
    ]
    web = edition("mini", "full").web
    assert shown
    said = {(row[0], row[-1]) for row in shown}
    assert said == {(f" {web.withheld} ", f" {web.withheld_end} ")}
    assert not [node for node in root("mini").below() if node.classes == ["withheld"]]


def test_footnotes_lead_there_and_back() -> None:
    links = {
        node.attributes["role"]: node.attributes["href"][1:]
        for node in every("mini", "a")
        if "role" in node.attributes
    }
    ids = {node.attributes["id"] for node in root("mini").below() if "id" in node.attributes}
    assert set(links) == {"doc-noteref", "doc-backlink"}
    assert set(links.values()) <= ids


def test_a_note_that_is_referred_to_twice_has_two_places(project: Project) -> None:
    copy = project(MINI)
    deck = copy / "presentation.yaml"
    said = deck.read_text("utf-8")
    assert said.count("[^two]") == 1
    deck.write_text(said.replace("[^two]", "[^two] und wieder[^two]"), "utf-8")
    given = view_for(ready(copy, "public"), "html")
    made = publish.render(given, "html", theme.load()).decode()
    assert 'id="ref-2-1"' in made
    assert 'id="ref-2-1-2"' in made


def test_tables_have_names_heads_and_frames_that_a_keyboard_can_scroll() -> None:
    (table,) = every("mini", "table")[1:2]
    heads = [node for node in table.below() if node.tag == "th"]
    assert {node.attributes["scope"] for node in heads} == {"col", "row"}
    frames = [node for node in root("gallery").below() if node.classes == ["scroll"]]
    assert all(node.attributes["tabindex"] == "0" for node in frames)
    grids = [node for node in every("gallery", "table") if node.classes == ["grid"]]
    assert grids
    assert all(any(one.tag == "caption" for one in node.below()) for node in grids)
    spans = [node for node in every("gallery", "th") if "colspan" in node.attributes]
    assert spans


def test_drawings_have_names_and_their_ids_are_their_own() -> None:
    drawings = every("gallery", "svg")
    ids = [node.attributes["id"] for node in root("gallery").below() if "id" in node.attributes]
    assert len(ids) == len(set(ids))
    for drawing in drawings:
        named = drawing.attributes.get("aria-labelledby")
        assert (named in ids) != (drawing.attributes.get("aria-hidden") == "true")


def test_every_chart_has_its_numbers_in_a_table() -> None:
    charts = [node for node in every("gallery", "figure") if node.classes == ["chart"]]
    assert len(charts) >= 5
    for chart in charts:
        assert [node.tag for node in chart.below()].count("table") == 1


def test_text_can_be_read_in_light_and_dark() -> None:
    light = {**theme.load().colours, "band": theme.load().colours["accent"]}
    light["band_text"] = light["paper"]
    for tokens in (light, web_css.dark(light)):
        look = {key: value.lstrip("#") for key, value in tokens.items()}
        for ink, grounds in {
            "ink": ("paper", "tint", "withheld_ground"),
            "accent": ("paper", "tint"),
            "muted": ("paper",),
            "band_text": ("band",),
            "marker_text": ("marker_ground",),
        }.items():
            for ground in grounds:
                assert colours.contrast(look[ink], look[ground]) >= 4.5, (ink, ground)
        for paint in ("accent", "second", "attention"):
            assert colours.contrast(look[paint], look["paper"]) >= 3, paint


def test_g10_a_page_is_the_same_bytes_each_time() -> None:
    again = publish.render(edition("gallery"), "html", theme.load())
    assert again == page("gallery").encode()


def test_a_page_is_not_larger_than_what_it_shows() -> None:
    assert len(page("first")) < 250_000


def test_a_house_s_colours_are_the_page_s() -> None:
    own = theme.load().model_copy(update={"colours": {**theme.load().colours, "accent": "#7A1F3D"}})
    sheet = web_css.sheet(own)
    assert "--accent: #7A1F3D" in sheet
    assert sheet != web_css.sheet(theme.load())


def test_a_face_s_name_cannot_leave_its_string() -> None:
    given = theme.load()
    plain = web_css.sheet(given)
    font = given.fonts.deck.model_copy(update={"name": 'X"; } * { display: none } </style>'})
    own = given.model_copy(update={"fonts": given.fonts.model_copy(update={"deck": font})})
    sheet = web_css.sheet(own)
    assert "</style>" not in sheet
    assert sheet.count('"') == plain.count('"')
    assert sheet.count("}") == plain.count("}")
