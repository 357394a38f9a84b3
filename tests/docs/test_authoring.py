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
from tools.authoring import PAGE, Example, examples, write

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


TEXTS = re.findall(r"^~~~markdown\n(.*?)^~~~$", PAGE.read_text("utf-8"), re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize("text", TEXTS)
def test_an_example_of_running_text_is_read_and_composed(text: str, tmp_path: Path) -> None:
    folder = write(EXAMPLES[1], tmp_path / "wk-1-2026")
    (folder / "body.md").write_text(text, "utf-8")
    slots = dict.fromkeys(re.findall(r"\[\[([a-z]+)\]\]|withheld: ([a-z]+)", text))
    rows = "".join(f"  {one or two}: {{grounds: [defence]}}\n" for one, two in slots)
    (folder / "redactions.yaml").write_text(f"slots:\n{rows}" if rows else "slots: {}\n", "utf-8")
    public = compose(load(folder), "public")
    assert public.texts
    assert ("[REDACTED]" in public.model_dump_json()) == bool(slots)


def test_every_kind_has_an_example() -> None:
    models = (*get_args(GivenSlide), WithheldSlide)
    kinds = {get_args(model.model_fields["kind"].annotation)[0] for model in models}
    assert {example.kind for example in EXAMPLES} - {"dossier"} == kinds


def test_every_example_has_its_picture_with_an_alternative_and_no_other_is_kept() -> None:
    linked = re.findall(r"!\[([^\]]+)\]\(pictures/([\w.-]+)\)", PAGE.read_text("utf-8"))
    wanted = [f"{example.name}.png" for example in EXAMPLES if example.kind != "dossier"]
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
