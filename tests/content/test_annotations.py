"""Annotations of charts: what is refused, each where it is written, and what editions have."""

from __future__ import annotations

import pytest

from pipeline.compose import compose
from pipeline.content.load import load
from pipeline.core.errors import ContentError
from pipeline.edition.blocks import Annotation, Chart
from pipeline.edition.texts import plain
from tests.conftest import Written

SLIDE = """- kind: chart
  title: A
  chart:
    form: {form}
    alt: x
    order: {order}
    annotation: {{category: {category}, series: {series}, text: {text}}}
    categories: [a, b]
    series:
      - {{name: S, values: ["1", "2"]}}
      - {first}
"""
TWO = '{name: T, values: ["3", n/a]}'


def slide(
    form: str = "column",
    category: int = 1,
    series: int = 1,
    text: str = "Since May",
    first: str = TWO,
    order: str = "given",
) -> str:
    return SLIDE.format(
        form=form, category=category, series=series, text=text, first=first, order=order
    )


@pytest.mark.parametrize(
    ("given", "place"),
    [
        (slide(form="line", category=3), "category"),
        (slide(series=3), "series"),
        (slide(category=2, series=2), "annotation"),
        (slide(text="x" * 41), "text"),
        (slide(text='"**bold**"'), "text"),
    ],
)
def test_an_annotation_that_leads_nowhere_or_is_too_long_is_refused_where_it_is_written(
    given: str, place: str, written: Written
) -> None:
    with pytest.raises(ContentError) as caught:
        load(written(given))
    (problem,) = caught.value.problems
    line = given.splitlines()[6]
    assert "annotation" in line
    assert problem.where.line > 1
    text = written(given) / "presentation.yaml"
    told = text.read_text("utf-8").splitlines()[problem.where.line - 1]
    assert told.strip() == line.strip()
    assert place in told


def test_parts_of_a_whole_have_no_annotation(written: Written) -> None:
    given = slide(form="pie").replace(f"      - {TWO}\n", "")
    with pytest.raises(ContentError, match="a pie has no annotation"):
        load(written(given))


def annotation_of(given: str, written: Written, slots: str = "") -> tuple[Annotation, Chart]:
    edition = compose(load(written(given, slots)), "public", None)
    chart = next(block for block in edition.slides[0].blocks if isinstance(block, Chart))
    assert chart.annotation
    return chart.annotation, chart


def test_an_annotation_goes_with_its_number_when_categories_are_ordered(written: Written) -> None:
    found, chart = annotation_of(slide(form="bar", order="value"), written)
    assert plain(chart.categories[found.place]) == "a"
    assert plain(chart.series[found.series].name) == "S"


def test_a_withheld_annotation_is_a_marker(written: Written) -> None:
    held = "held: {grounds: [defence]}"
    found, _ = annotation_of(slide(text='"[[held]]"'), written, held)
    assert plain(found.runs) == "[REDACTED]"


def test_an_edition_without_the_series_has_no_annotation(written: Written) -> None:
    given = slide(series=2, first="{withheld: held}")
    edition = compose(load(written(given, "held: {grounds: [defence]}")), "public", None)
    (chart,) = (block for block in edition.slides[0].blocks if isinstance(block, Chart))
    assert chart.annotation is None
