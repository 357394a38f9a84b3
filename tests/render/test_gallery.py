"""The gallery, the page for authors and the README leave out nothing that can be written."""

from __future__ import annotations

import re
from typing import get_args

import yaml

from pipeline.content.load import load
from pipeline.content.model import parts, slides
from pipeline.content.model.redactions_yaml import Redactions
from pipeline.content.model.walk import parts as parts_of
from tests.conftest import GALLERY, ROOT
from tools.authoring import PAGE, examples

KINDS = {
    get_args(model.model_fields["kind"].annotation)[0] for model in get_args(slides.GivenSlide)
}
FORMS = set(get_args(parts.ChartSpec.model_fields["form"].annotation))


def test_the_page_shows_every_form_of_chart_and_both_spacings() -> None:
    text = "".join(one.text for one in examples())
    assert set(re.findall(r"form: (\w+)", text)) == FORMS
    assert "stacked: true" in text
    assert "spacing: time" in text


def test_the_page_s_slots_are_valid() -> None:
    page = PAGE.read_text("utf-8")
    blocks = re.findall(r"^```yaml\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    assert len(blocks) == 1
    Redactions.model_validate(yaml.safe_load(blocks[0]))


def test_links_within_the_page_lead_to_its_headings() -> None:
    page = PAGE.read_text("utf-8")
    titles = re.findall(r"^## (.+)$", page, re.MULTILINE)
    assert set(titles) >= KINDS | {"withheld"}
    headings = {title.lower().replace(" ", "-") for title in titles}
    examples = re.compile(r"^(`{3,}|~{3,}).*?^\1$|`[^`\n]+`", re.MULTILINE | re.DOTALL)
    prose = examples.sub("", page)
    assert set(re.findall(r"\(#([a-z-]+)\)", prose)) <= headings


def test_the_readme_lists_every_kind() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    listed = readme[readme.index("Kinds of slides:") : readme.index("## Withholding a text")]
    assert set(re.findall(r"`([a-z-]+)`", listed)) == KINDS | {"withheld"}


def test_the_gallery_has_every_kind_form_spacing_and_withheld_part() -> None:
    deck = load(GALLERY).presentation
    assert {slide.kind for slide in deck.slides} == KINDS | {"withheld"}
    models = [model for _, model in parts_of(deck)]
    drawn = {(m.form, m.stacked) for m in models if isinstance(m, parts.ChartSpec)}
    assert drawn >= {(form, False) for form in FORMS} | {("column", True), ("bar", True)}
    spacings = {m.spacing for m in models if isinstance(m, slides.TimelineSlide)}
    assert spacings == {"even", "time"}
    cells = [m for m in models if isinstance(m, parts.SpanningCell)]
    assert any(cell.rows > 1 for cell in cells)
    assert any(cell.columns > 1 for cell in cells)
    text = (GALLERY / "presentation.yaml").read_text("utf-8")
    for part in ("table", "chart", "image", "map"):
        assert f"{part}: {{withheld: " in text
    assert re.search(r"point:\s+withheld: ", text)
    held = set(re.findall(r"- withheld: (\S+)", text))
    assert held == {
        "point-whole", "row-whole", "series-planned", "entry-next", "partner-whole", "legend-entry",
        "figure-whole", "request-whole", "criterion-whole", "step-whole", "phase-whole",
        "scatter-series", "mixed-row", "images-picture-whole",
    }  # fmt: skip
