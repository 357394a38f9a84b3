"""Charts, tables, timelines, pictures and titles that cannot be drawn are told with their place."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.content import picture_pixels
from pipeline.content.load import load
from pipeline.core.errors import ContentError
from pipeline.redaction import sealing
from tests.conftest import GALLERY, Written

CHART = """
- kind: chart
  title: T
  chart:
    form: column
    alt: A
    categories: [a, b]
    series: [{name: s, values: ["1", "2"]}]
"""
PIE = CHART.replace("column", "pie")
TABLE = """
- kind: table
  title: T
  table:
    alt: A
    header: [a, b]
    rows: [[x, y], [z, w]]
"""
TIMES = """
- kind: timeline
  title: T
  spacing: time
  entries:
    - {label: a, text: x, at: "2020"}
    - {label: b, text: y, at: "2021-05"}
    - {label: c, text: z, at: "2022-05-09"}
"""
OPTIONS = """
- kind: options
  title: T
  alt: A
  options: [a, b]
  preferred: 1
  criteria: [{criterion: c, ratings: [x, y]}]
  cost: {label: d, values: ["1", "2"]}
"""
MAP = "{alt: A, legend: [{label: l, fill: area}]}"
PHASES = """
- kind: next-steps
  title: T
  alt: A
  today: 2026-04
  phases: [{name: a, starts: 2026-01, ends: 2026-03}, {name: b, at: 2026-12-15}]
"""
MAPPED = """
- kind: arrangements
  title: T
  partners: [{name: a, state: BRA}]
  map:
    alt: A
    legend:
      - {label: l, fill: area, states: [FRA]}
      - {label: m, fill: partner}
      - {label: n, fill: dotted}
"""
MESSAGE = """
- kind: message
  title: T
  chart: {form: bar, alt: A, categories: [a], series: [{name: s, values: ["1"]}]}
  point: {number: a, statement: b}
"""
MIXED = f"""
- kind: mixed
  title: T
  figures:
    - map: {MAP}
    - heading: H
      map: {MAP}
"""
IMAGE = "- {kind: image, title: T, image: {file: coast.png, alt: A}}"

BROKEN = [
    (CHART, "form: column", "form: pie\n    stacked: true", "bad-chart"),
    (CHART, "[a, b]", "[a]", "uneven-chart"),
    (CHART, '"2"', '"2,5"', "not-a-number"),
    (CHART, '"2"', "two", "not-a-number"),
    (CHART, '"2"', '"1[[s]]"', "not-a-number"),
    (CHART, '"2"', '"1e5"', "not-a-number"),
    (CHART, 'column\n', 'doughnut\n', None),
    (PIE, ', b]', ']', "bad-chart"),
    (PIE, ', b]', ', b, c, d, e, f, g]', "bad-chart"),
    (PIE, "s, values", 't, values: ["1", "2"]}, {name: s, values', "bad-chart"),
    (CHART, '"1", "2"]}', '"1", "2"]}, {name: t, values: ["1", "2"]}', None),
    (PIE, '"2"', '"-2"', "bad-chart"),
    (PIE, '"2"', '"[[s]]"', "bad-chart"),
    (CHART, "form: column", "form: line\n    stacked: true", "bad-chart"),
    (TABLE, "[z, w]", "[{text: z, columns: 2}]", None),
    (TABLE, "[z, w]", "[z]", "uneven-table"),
    (TABLE, "[x, y], [z, w]", "[{text: x, rows: 2}, y], [w]", None),
    (TABLE, "[z, w]", "[{text: z, rows: 2}, w]", "uneven-table"),
    (TABLE, "header: [a, b]", "groups: [{text: g, columns: 2}]\n    header: [a, b]", None),
    (TABLE, "header: [a, b]", "groups: [{text: g, columns: 3}]\n    header: [a, b]",
     "uneven-table"),
    (TIMES, '"2021-05"', '"2019"', "times-out-of-order"),
    (TIMES, ', at: "2021-05"', "", "missing-key"),
    (TIMES, '"2021-05"', '"May 2021"', "bad-form"),
    (TIMES, '"2021-05"', '"2021-05-20"', None),
    (IMAGE, "coast.png", "nothing.png", "no-media"),
    (IMAGE, "coast.png", "../dossier.yaml", "bad-form"),
    (IMAGE, "title: T", "title: Other", None),
    (OPTIONS, "[x, y]", "[x]", "too-few"),
    (OPTIONS, "[x, y]", "[x, y, z]", "uneven-options"),
    (OPTIONS, '["1", "2"]', '["1", "2", "3"]', "uneven-options"),
    (OPTIONS, "preferred: 1", "preferred: 3", "bad-value"),
    (OPTIONS, "preferred: 1", "preferred: 2", None),
    (MESSAGE, "chart: ", "chart: &c ", None),
    (MESSAGE, "title: T", f"title: T\n  map: {MAP}", "bad-message"),
    (MESSAGE, "  chart: ", "  map: &c {alt: A, legend: [{label: l, fill: area}]} #", None),
    (MIXED, "heading: H", "image: {file: coast.png, alt: A}", "bad-figure"),
    (MIXED, f"- map: {MAP}", "- heading: I", "bad-figure"),
    (MIXED, f"heading: H\n      map: {MAP}", "map: {withheld: s}", "unknown-slot"),
    (MIXED, "heading: H", "heading: I", None),
    (PHASES, "ends: 2026-03", "ends: 2025-12", "bad-steps"),
    (PHASES, "ends: 2026-03", "ends: 2026-03-20", "bad-steps"),
    (PHASES, "ends: 2026-03", "done: true", "bad-steps"),
    (PHASES, "ends: 2026-03", "ends: 2026-13", "bad-steps"),
    (PHASES, "ends: 2026-03", "ends: 2030-03", "bad-steps"),
    (PHASES, "at: 2026-12-15", "at: 2026-12-15, starts: 2026-01", "bad-steps"),
    (PHASES, "2026-04", "2027-04", "bad-steps"),
    (PHASES, "2026-04", "2026-99", "bad-steps"),
    (PHASES, "today: 2026-04", "steps: [{by: a, step: b, responsible: c}]", "bad-steps"),
    (PHASES, "today: 2026-04", "subtitle: S", None),
    ("- {kind: next-steps, title: T, alt: A}", "T", "T", "bad-steps"),
    (MAPPED, "fill: area, states: [FRA]", "fill: dotted", "fill-twice"),
    (MAPPED, "fill: partner", "fill: hatched", None),
    (MAPPED, "fill: partner", "fill: hatched}\n      - {withheld: s", "unknown-slot"),
    (MAPPED, ", state: BRA}", "}", None),
    (MAPPED, "name: a, state: BRA", "name: a, state: FRA", "state-twice"),
    ("- {kind: message, title: T, point: {number: a, statement: b}}", "T", "T", "bad-message"),
    ("- {kind: quote, title: T, quote: a}", "quote: a}",
     "quote: a}\n- {kind: quote, title: '*T*', quote: b}", "title-twice"),
    ("- {kind: quote, title: T, quote: a}", "quote: a}",
     "quote: a}\n- {kind: quote, title: T, subtitle: U, quote: b}", None),
    ("- {kind: agenda, title: T}", "T}", "T}", "empty-agenda"),
    ("- {kind: agenda, title: T}", "T}", "T}\n- {kind: section, section: I, title: U}", None),
]  # fmt: skip


@pytest.mark.parametrize(("slides", "old", "new", "code"), BROKEN)
def test_figures_that_cannot_be_drawn_are_told(
    written: Written, slides: str, old: str, new: str, code: str | None
) -> None:
    assert old in slides
    folder = written(slides.strip().replace(old, new))
    if code is None:
        load(folder)
        return
    with pytest.raises(ContentError) as caught:
        load(folder)
    assert code in [problem.code for problem in caught.value.problems]
    assert all(problem.where.line for problem in caught.value.problems)


@pytest.mark.parametrize("entry", ['{label: b, text: "[[s]]", at: "2021"}', "{withheld: s}"])
def test_g5_a_place_in_time_must_not_tell_when_something_withheld_was(
    written: Written, entry: str
) -> None:
    slides = TIMES.strip().replace('{label: b, text: y, at: "2021-05"}', entry)
    folder = written(slides, "s: {grounds: [defence]}")
    with pytest.raises(ContentError, match="time-tells-slot"):
        load(folder)
    path = folder / "presentation.yaml"
    path.write_text(path.read_text("utf-8").replace("spacing: time", "spacing: even"), "utf-8")
    load(folder)


def test_a_picture_that_no_slide_shows_is_told(written: Written) -> None:
    folder = written(IMAGE)
    (folder / "media" / "left-over.png").write_bytes(b"")
    (notice,) = load(folder).notices
    assert (Path(notice.where.file).name, notice.code) == ("left-over.png", "unused-media")


@pytest.mark.parametrize(
    ("named", "hint"),
    [("cost.png", "did you mean 'coast.png'?"), ("coast.svg", "save it as PNG or JPEG")],
)
def test_a_picture_that_is_missing_is_one_problem_that_says_what_was_meant(
    written: Written, named: str, hint: str
) -> None:
    folder = written(IMAGE)
    deck = folder / "presentation.yaml"
    deck.write_text(deck.read_text("utf-8").replace("coast.png", named), "utf-8")
    with pytest.raises(ContentError) as caught:
        load(folder)
    (problem,) = caught.value.problems
    assert problem.code == "no-media"
    assert hint in problem.hint


@pytest.mark.parametrize("data", [b"", b"GIF89a", b"\x89PNG\r\n\x1a\n broken", b"<svg/>"])
def test_a_file_that_is_no_picture_is_told(written: Written, data: bytes) -> None:
    folder = written(IMAGE)
    (folder / "media" / "coast.png").write_bytes(data)
    with pytest.raises(ContentError, match="bad-media"):
        load(folder)


def test_g25_a_link_out_of_the_folder_is_no_picture(written: Written, tmp_path: Path) -> None:
    folder = written(IMAGE)
    outside = tmp_path / "outside.png"
    (folder / "media" / "coast.png").rename(outside)
    (folder / "media" / "coast.png").symlink_to(outside)
    with pytest.raises(ContentError, match="no-media"):
        load(folder)


def test_a_picture_of_too_many_pixels_is_not_unpacked(
    written: Written, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(picture_pixels, "_MOST_PIXELS", 1000)
    with pytest.raises(ContentError, match="bad-media"):
        load(written(IMAGE))


def test_a_picture_cannot_be_sealed(written: Written) -> None:
    """The vault keeps words; the file would stay in the folder for everybody to see."""
    folder = written(IMAGE.replace("alt: A}", "alt: A, withhold: defence}"))
    with pytest.raises(ContentError, match="part-holds-picture"):
        sealing.seal(folder, GALLERY / "no-key")
