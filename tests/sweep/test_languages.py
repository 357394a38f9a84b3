"""The gallery, every kind of slide at its limits, in each of the official languages."""

from __future__ import annotations

import pytest

from pipeline.audit import checks
from pipeline.compose import compose
from pipeline.content.load import load
from pipeline.design import theme
from pipeline.edition import edition as waist
from pipeline.edition.formats import FORMATS
from pipeline.layout import fit
from pipeline.resources import labels
from pipeline.workflow import design as looks
from pipeline.workflow.publish import render
from tests.conftest import GALLERY, Project


def test_there_are_phrases_for_all_official_languages() -> None:
    assert len(labels.languages()) == 24


@pytest.mark.slow
@pytest.mark.exhaustive
@pytest.mark.parametrize("language", labels.languages())
def test_the_gallery_comes_out_in_every_language(language: str, project: Project) -> None:
    folder = project(GALLERY)
    file = folder / "dossier.yaml"
    text = file.read_text("utf-8")
    assert "language: en\n" in text
    file.write_text(text.replace("language: en\n", f"language: {language}\ncontents: true\n"))
    source = load(folder)
    look = looks.opened(folder, source)
    for audience in ("full", "public"):
        drawn = waist.from_json(waist.to_json(fit.fit(compose(source, audience), theme.load())))
        for fmt in FORMATS:
            view = waist.view_for(drawn, fmt)
            data = render(view, fmt, look.theme, look.house)
            found = checks.findings(data, fmt, fmt, view, (), look.trusted(fmt))
            assert found == (), f"{audience} {fmt}"
