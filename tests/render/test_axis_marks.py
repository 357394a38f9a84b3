"""Marks of axes with decimals: texts of the dossier's language in whatever program."""

from __future__ import annotations

import re

import pytest

from pipeline.compose import compose
from pipeline.content.load import load
from pipeline.core import stable_zip
from pipeline.design import theme
from pipeline.edition.edition import view_for
from pipeline.edition.formats import Format
from pipeline.layout.fit import fit
from pipeline.workflow.publish import render
from tests.conftest import Written, read_back

_TWO = "{name: S, values: ['0.5', '1.25']}"
_WHOLE = "{name: S, values: ['100', '200']}"
CHARTS = {
    "left": f"{{form: area, alt: x, categories: [a, b], series: [{_TWO}]}}",
    "lying": f"{{form: bar, stacked: true, alt: x, categories: [a, b], series: [{_TWO}, {_TWO}]}}",
    "right": (
        f"{{form: column, alt: x, right_unit: km, categories: [a, b], series: [{_WHOLE}, "
        "{name: T, form: line, axis: right, values: ['0.5', '1.25']}]}"
    ),
    "below": (
        "{form: scatter, alt: x, series: [{name: S, x: ['0.5', '1.2'], values: ['100', '200']}]}"
    ),
}


@pytest.mark.parametrize("fmt", ["pptx", "docx"])
@pytest.mark.parametrize("kind", CHARTS)
def test_marks_with_decimals_are_texts_of_the_dossiers_language(
    kind: str, fmt: Format, written: Written
) -> None:
    folder = written(f"- {{kind: chart, title: A, chart: {CHARTS[kind]}}}")
    dossier = folder / "dossier.yaml"
    dossier.write_text(dossier.read_text("utf-8").replace("language: en", "language: de"), "utf-8")
    look = theme.load()
    edition = fit(compose(load(folder), "public", None), look)
    data = render(view_for(edition, fmt), fmt, look)
    parts = stable_zip.unpack(data)
    (chart,) = (
        parts[name].decode() for name in parts if re.search(r"/charts/chart\d*\.xml$", name)
    )
    axes = re.findall(r"<c:(?:valAx|catAx)>.*?</c:(?:valAx|catAx)>", chart, re.DOTALL)
    assert not any("General" in axis for axis in axes if "c:valAx" in axis)
    unnumbered = [axis for axis in axes if '<c:tickLblPos val="none"/>' in axis]
    assert len(unnumbered) == 1
    reading = read_back(data, fmt)
    said = " ".join((*reading.pages, *reading.labels))
    assert re.search(r"\b0,50?\b", said)
