"""The page for authors and the gallery are complete, and every example of the page is valid."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml

from pipeline.source import parts, slides
from pipeline.source.load import load
from pipeline.source.model import Dossier, Redactions
from pipeline.source.walk import parts as parts_of
from tests.conftest import GALLERY, ROOT
from tools import authoring

PAGE = authoring.PAGE.read_text("utf-8")
EXAMPLES = list(authoring.examples(PAGE))
SLIDES = [one for one in EXAMPLES if authoring.is_slides(one)]
KINDS = {
    get_args(model.model_fields["kind"].annotation)[0] for model in get_args(slides.GivenSlide)
}
#: A page of pictures must stay light: bytes of all of them.
LIGHT = 600 * 1024


@pytest.mark.parametrize("example", SLIDES, ids=lambda one: one.picture)
def test_every_example_of_slides_is_valid(example: authoring.Example, tmp_path: Path) -> None:
    authoring.write_dossier(example, tmp_path / "example")
    load(tmp_path / "example")


def test_the_other_examples_are_the_other_two_files() -> None:
    others = [yaml.safe_load(one.text) for one in EXAMPLES if not authoring.is_slides(one)]
    assert [sorted(one)[0] for one in others] == ["codes", "slots"]
    Dossier.model_validate(_as_typed(others[0]))
    Redactions.model_validate(others[1])


def _as_typed(given: dict[str, Any]) -> dict[str, Any]:
    return {key: str(value) if key.endswith("date") else value for key, value in given.items()}


def test_the_page_shows_every_kind_and_every_form_of_chart() -> None:
    shown = {kind for one in SLIDES for kind in re.findall(r"^- kind: (\S+)", one.text, re.M)}
    assert shown == KINDS | {"withheld"}
    assert KINDS | {"withheld"} <= set(re.findall(r"^## (\S+)$", PAGE, re.M))
    forms = set(re.findall(r"form: (\w+)", "".join(one.text for one in SLIDES)))
    assert forms == set(get_args(parts.ChartSpec.model_fields["form"].annotation))


def test_every_picture_of_the_page_is_there_and_no_other() -> None:
    shown = set(re.findall(r"\(pictures/([a-z0-9-]+\.png)\)", PAGE))
    assert shown == {path.name for path in authoring.PICTURES.glob("*")}
    assert sum(path.stat().st_size for path in authoring.PICTURES.glob("*")) < LIGHT


def test_links_of_the_page_lead_to_its_headings() -> None:
    headings = {title.lower().replace(" ", "-") for title in re.findall(r"^## (.+)$", PAGE, re.M)}
    assert set(re.findall(r"\(#([a-z-]+)\)", PAGE)) <= headings


def test_the_readme_lists_every_kind() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    listed = readme[readme.index("Kinds of slides:") : readme.index("## Withholding a text")]
    assert set(re.findall(r"`([a-z-]+)`", listed)) == KINDS | {"withheld"}


def test_the_gallery_has_every_kind_form_spacing_and_withheld_part() -> None:
    deck = load(GALLERY).presentation
    assert {slide.kind for slide in deck.slides} == KINDS | {"withheld"}
    models = [model for _, model in parts_of(deck)]
    drawn = {(m.form, m.stacked) for m in models if isinstance(m, parts.ChartSpec)}
    forms = get_args(parts.ChartSpec.model_fields["form"].annotation)
    assert drawn >= {(form, False) for form in forms} | {("column", True), ("bar", True)}
    spacings = {m.spacing for m in models if isinstance(m, slides.TimelineSlide)}
    assert spacings == {"even", "time"}
    cells = [m for m in models if isinstance(m, parts.SpanningCell)]
    assert any(cell.rows > 1 for cell in cells)
    assert any(cell.columns > 1 for cell in cells)
    text = (GALLERY / "presentation.yaml").read_text("utf-8")
    for part in ("table", "chart", "image", "map"):
        assert f"{part}: {{withheld: " in text
    held = set(re.findall(r"- withheld: (\S+)", text))
    assert held == {
        "point-whole", "row-whole", "series-planned", "entry-next", "partner-whole", "legend-entry"
    }  # fmt: skip
