"""docs/authoring.md cannot rot: its examples load, and its pictures are there."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest

from pipeline.compose import compose
from pipeline.content.load import load
from pipeline.content.model.dossier_yaml import CoverText
from pipeline.content.model.slides import GivenSlide, WithheldSlide
from pipeline.resources import covers, labels
from tools import cover_guide
from tools.authoring import PAGE, Example, examples, texts, write, write_text

EXAMPLES = list(examples())


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: one.name)
def test_an_example_of_the_page_loads_and_has_what_it_shows(
    example: Example, tmp_path: Path
) -> None:
    source = load(write(example, tmp_path / "wk-1-2026"))
    public = compose(source, "public")
    if example.kind != "dossier":
        assert source.presentation.slides[0].kind == example.kind
        assert ("[REDACTED]" in public.model_dump_json()) == bool(source.redactions.slots)


TEXTS = list(texts())


def test_every_example_of_running_text_has_a_name_and_so_a_picture() -> None:
    assert len(TEXTS) == len(re.findall(r"^~~~markdown", PAGE.read_text("utf-8"), re.MULTILINE))
    assert len({example.name for example in TEXTS}) == len(TEXTS) >= 5


@pytest.mark.parametrize("example", TEXTS, ids=lambda one: one.name)
def test_an_example_of_running_text_is_read_and_composed(example: Example, tmp_path: Path) -> None:
    source = load(write_text(example, tmp_path / "wk-1-2026"))
    public = compose(source, "public")
    assert public.texts
    assert ("[REDACTED]" in public.model_dump_json()) == bool(source.redactions.slots)


def test_every_kind_has_an_example() -> None:
    models = (*get_args(GivenSlide), WithheldSlide)
    kinds = {get_args(model.model_fields["kind"].annotation)[0] for model in models}
    assert {example.kind for example in EXAMPLES} - {"dossier"} == kinds


def test_every_example_has_its_picture_with_an_alternative_and_no_other_is_kept() -> None:
    linked = re.findall(r"!\[([^\]]+)\]\(pictures/([\w.-]+)\)", PAGE.read_text("utf-8"))
    drawn = (*EXAMPLES, *TEXTS)
    wanted = [f"{example.name}.png" for example in drawn if example.kind != "dossier"]
    assert sorted(name for _, name in linked) == sorted(wanted)
    wanted += [f"cover-{kind}.png" for kind in covers.forms()]
    kept = {path.name for path in (PAGE.parent / "pictures").iterdir()}
    assert kept == set(wanted)
    assert sum(path.stat().st_size for path in (PAGE.parent / "pictures").iterdir()) < 800_000


def test_the_page_of_covers_says_what_the_forms_say() -> None:
    assert cover_guide.PAGE.read_text("utf-8") == cover_guide.page()


def test_every_row_of_the_cover_and_every_label_is_documented() -> None:
    text = PAGE.read_text("utf-8")
    rows = [f"cover.{info.alias or name}" for name, info in CoverText.model_fields.items()]
    missing = [key for key in (*rows, *labels.load("en").phrases) if f"`{key}`" not in text]
    assert missing == []
