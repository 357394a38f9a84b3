"""Write the types of docs/covers.md: every cover with its rows, an example, a picture.

Rows and what is needed come from templates/covers.yaml, so the page cannot say anything else; a
test compares the page with what is written here.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import yaml

from pipeline.compose import compose
from pipeline.content.load import load
from pipeline.content.model.dossier_yaml import CoverText
from pipeline.content.rules import covers as rules
from pipeline.design import theme
from pipeline.edition.edition import view_for
from pipeline.layout import fit
from pipeline.resources import covers, labels
from pipeline.workflow.publish import render
from tools import cover_examples
from tools.pictures import PICTURES, packed

PAGE = PICTURES.parent / "covers.md"
_WIDTH = 300
_TYPES = "\n## Types\n"


def page() -> str:
    """Return the page: what is written there by hand, and the types."""
    by_hand, _, _ = PAGE.read_text("utf-8").partition(_TYPES)
    return "\n".join([f"{by_hand}{_TYPES}", *map(_section, covers.forms())])


def _section(kind: str) -> str:
    form, phrases = covers.forms()[kind], labels.load("en")
    printed = "its `label`" if kind == "other" else phrases[f"type.{kind}"]
    said = [f"### {kind}", "", f"Printed: {printed}."]
    if not form.seen:
        said.append(
            "No published document of this form was read: a build says that it is unverified."
        )
    said += ["", "| key | label | |", "|---|---|---|", *_rows(kind), ""]
    example = yaml.safe_dump(_example(kind), allow_unicode=True, sort_keys=False, width=100)
    said += [f"```yaml cover\n{example}```", ""]
    said += [f"![Cover of the type {kind}](pictures/cover-{kind}.png)", ""]
    return "\n".join(said)


def _rows(kind: str) -> Iterator[str]:
    form, phrases = covers.forms()[kind], labels.load("en")
    for field in form.needs:
        info = CoverText.model_fields[field]
        about = f"needed; {_small(info.description)}"
        yield f"| `{field}` | {phrases.phrases.get(field, '')} | {about} |"
    for row in form.all_rows:
        where = "under the sentence" if row in form.below else ""
        what = f"always “{phrases[row.phrase]}”" if row.phrase else ""
        notes = [note for note in ("needed" if row.needed else "", where, what) if note]
        key = f"`{row.field}`" if not row.phrase else ""
        yield f"| {key} | {phrases[row.field]} | {', '.join(notes)} |"
    listed = {*form.needs, *(row.field for row in form.all_rows), *rules.EVERYWHERE}
    for field in rules.fields(kind):
        if field not in listed:
            about = _small(CoverText.model_fields[field].description)
            yield f"| `{field}` | {phrases.phrases.get(field, '')} | {about} |"
    told = {"needed": "needed", "none": "has no place here"}
    for name in ("codes", "marking"):
        if getattr(form, name) == "none" or (name == "codes" and form.codes == "needed"):
            yield f"| `{name}` | | {told[getattr(form, name)]} |"
    if form.lead_in == "needed":
        yield "| `lead_in` | | needed |"
    elif form.lead_in in phrases.phrases:
        yield f"| `lead_in` | | if left out: “{phrases[form.lead_in]}” |"


def _small(text: str | None) -> str:
    words = (text or "").rstrip(".")
    return words[:1].lower() + words[1:]


def _example(kind: str) -> dict[str, object]:
    data = cover_examples.dossier(kind)
    return {key: value for key, value in data.items() if key not in {"formats", "access"}}


def draw(kind: str) -> bytes:
    """Return a small picture of a type's cover."""
    look = theme.load()
    with tempfile.TemporaryDirectory() as place:
        folder = cover_examples.written(Path(place, "x"), cover_examples.dossier(kind))
        edition = fit.fit(compose(load(folder), "public"), look)
    document = pypdfium2.PdfDocument(render(view_for(edition, "pdf"), "pdf", look))
    data = packed(document[0], _WIDTH)
    document.close()
    return data


def write() -> Iterator[Path]:
    """Write the page and its pictures, and yield where."""
    PAGE.write_text(page(), "utf-8")
    yield PAGE
    for kind in covers.forms():
        path = PICTURES / f"cover-{kind}.png"
        path.write_bytes(draw(kind))
        yield path
