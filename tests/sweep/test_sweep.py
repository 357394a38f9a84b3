"""Every inline element x every text field x every format x both editions x four languages.

A cell works: it is found by its own word in every file that shows it, and the audit has nothing to
say. Or ``check`` refuses it, where it stands. Some cells of each kind in ``make test``, all of them
in ``make test-all``.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, get_args, get_origin

import pytest
from pydantic import BaseModel

from pipeline.audit import checks
from pipeline.audit.compare import squash
from pipeline.audit.readers.extract import Reading
from pipeline.compose import compose
from pipeline.content import markup
from pipeline.content.load import Source, load
from pipeline.content.model import dossier_yaml, slides
from pipeline.content.model.walk import texts
from pipeline.core.errors import ContentError
from pipeline.core.matching import Needle
from pipeline.design import theme
from pipeline.edition import edition as waist
from pipeline.edition.edition import Edition
from pipeline.edition.formats import FORMATS, SPECS, Audience, Format
from pipeline.layout import fit
from pipeline.workflow import design as looks
from pipeline.workflow.publish import render
from tests.conftest import GALLERY, read_back
from tests.support import cells
from tests.support.cells import Cell, Dossier
from tests.support.thinned import thinned

MEDIA = {path.name: path.read_bytes() for path in (GALLERY / "media").iterdir()}
#: Languages of three scripts, which share what is built in ``make test``: each so many-th of the
#: pairs of a specimen and an inline element. The number of specimens has no factor in common with
#: it.
_SOME = ("en", "el", "bg")
_THINNED, _NEXT = 21, 14


def written(dossier: Dossier, folder: Path) -> Path:
    target = folder / "wk-9999-2026"
    dossier.write(target, MEDIA)
    return target


def edition_of(source: Source, audience: Audience, dossier: Dossier) -> Edition:
    composed = compose(source, audience, dossier.vault if audience == "full" else None)
    return waist.from_json(waist.to_json(fit.fit(composed, theme.load())))


def shown(cell: Cell, audience: Audience, fmt: Format) -> bool:
    """Tell whether a file shows a cell's word."""
    if cell.slots and audience == "public":
        return False
    if cell.field == "notes":
        return fmt == "pptx"
    if cell.place[0] == "cover":  # a deck has none
        return fmt != "pptx"
    if cell.place[0] == "pie" and "series" in cell.place:  # names the column of its table
        return fmt != "pdf"
    return True


def said(reading: Reading) -> str:
    parts = (reading.pages, reading.notes, reading.alternatives, reading.labels)
    return squash("\n".join(text for part in parts for text in part))


def assert_found(dossier: Dossier, reading: Reading, audience: Audience, fmt: Format) -> None:
    text, links = said(reading), "\n".join(reading.links)
    wrong = []
    for cell in dossier.cells:
        if (squash(cell.word) in text) is not shown(cell, audience, fmt):
            wrong.append(str(cell))
        if cell.inline == "link" and shown(cell, audience, fmt):
            target = cell.text.partition("](")[2].partition(")")[0]
            if target and target not in links:
                wrong.append(f"the target of {cell}")
    assert not wrong, f"{audience} {fmt}"


def assert_comes_out_right(dossier: Dossier, folder: Path) -> None:
    source = load(written(dossier, folder))
    needles = [Needle(slot, secret.reveal()) for slot, secret in dossier.vault.items()]
    look = looks.opened(folder, source)
    for audience in ("full", "public"):
        drawn = edition_of(source, audience, dossier)
        for fmt in (fmt for fmt in FORMATS if drawn.slides or not SPECS[fmt].needs_slides):
            view = waist.view_for(drawn, fmt)
            data = render(view, fmt, look.theme, look.house)
            looked_for = needles[:3] if audience == "public" else ()
            found = checks.findings(data, fmt, fmt, view, looked_for, look.trusted(fmt))
            assert found == (), f"{audience} {fmt}: {found[0]}"
            assert_found(dossier, read_back(data, fmt), audience, fmt)


def pairs_of(language: str, *, thinned: bool) -> list[tuple[str, str]]:
    """Return the pairs of a language; thinned, the languages share them between each other."""
    every = list(cells.every())
    if not thinned:
        return every
    return every[_SOME.index(language) * _NEXT :: _THINNED]


@pytest.mark.parametrize("language", _SOME)
def test_some_cells_of_every_kind_come_out_right_in_every_format(
    language: str, tmp_path: Path
) -> None:
    inline = list(cells.INLINES)[_SOME.index(language) * 2 + 1]
    pairs = pairs_of(language, thinned=True)
    assert_comes_out_right(cells.accepted(language, pairs, inline), tmp_path)


def test_the_thinned_sweep_has_every_specimen_and_every_inline_element() -> None:
    chosen = {pair for one in _SOME for pair in pairs_of(one, thinned=True)}
    assert {name for name, _ in chosen} == set(cells.SPECIMENS)
    assert {inline for _, inline in chosen} == set(cells.INLINES)


@pytest.mark.parametrize(
    ("kind", "inline"),
    thinned([(kind, inline) for kind in cells.COVERS for inline in cells.INLINES], 7),
)
def test_cells_of_covers_come_out_right_in_every_format(
    kind: str, inline: str, tmp_path: Path
) -> None:
    assert_comes_out_right(cells.accepted("en", [], inline, kind), tmp_path)


@pytest.mark.slow
@pytest.mark.exhaustive
@pytest.mark.parametrize("inline", cells.INLINES)
@pytest.mark.parametrize("language", cells.LANGUAGES)
def test_every_cell_comes_out_right_in_every_format(
    language: str, inline: str, tmp_path: Path
) -> None:
    pairs = [(name, inline) for name in cells.SPECIMENS]
    assert_comes_out_right(cells.accepted(language, pairs, inline), tmp_path)


@pytest.mark.parametrize(
    ("language", "way"),
    thinned([(one, way) for way in ("form", "rule") for one in cells.LANGUAGES], 5),
)
def test_check_refuses_the_other_cells_each_where_it_stands(
    language: str, way: typing.Literal["form", "rule"], tmp_path: Path
) -> None:
    dossier = cells.refused(language, way)
    folder = written(dossier, tmp_path)
    wanted = set(places_of_refused(dossier, folder, way))
    assert len(wanted) > 1
    with pytest.raises(ContentError) as caught:
        load(folder, tmp_path)
    places = [(Path(row.where.file).name, row.where.line) for row in caught.value.problems]
    assert set(places) == wanted
    assert len(places) == len(wanted)


def places_of_refused(dossier: Dossier, folder: Path, way: str) -> Iterator[tuple[str, int]]:
    for name in ("dossier.yaml", "presentation.yaml"):
        lines = (folder / name).read_text("utf-8").splitlines()
        for number, line in enumerate(lines, start=1):
            if any(cell.text in line and cells.refusal(cell) == way for cell in dossier.cells):
                beside = way == "rule"  # told at the country, on the next line
                yield name, number + beside


def rich_fields(kind: Any, seen: set[Any]) -> Iterator[tuple[str, str]]:
    """Yield the model and the field of every text below a type."""
    for part in get_args(kind):
        yield from rich_fields(part, seen)
    if not isinstance(kind, type) or not issubclass(kind, BaseModel) or kind in seen:
        return
    seen.add(kind)
    hints = typing.get_type_hints(kind, include_extras=True)
    for name in kind.model_fields:
        if is_rich(hints[name]):
            yield owner(kind, name), name
        yield from rich_fields(hints[name], seen)


def owner(kind: type[BaseModel], name: str) -> str:
    """Return the model that declares a field: kinds of slides share some of them."""
    return next(
        one.__name__
        for one in reversed(kind.__mro__)
        if name in vars(one).get("__annotations__", ())
    )


def is_rich(kind: Any) -> bool:
    found = {
        dossier_yaml.RichText,
        dossier_yaml.NotelessText,
        dossier_yaml.LettersText,
        dossier_yaml.CellText,
        dossier_yaml.RichLines,
        dossier_yaml.NotelessLines,
    }
    if kind in found:
        return True
    if get_origin(kind) in {tuple, typing.Union, types.UnionType, typing.Annotated}:
        return any(is_rich(part) for part in get_args(kind) if not isinstance(part, type))
    return False


def fields_with_texts(value: object) -> Iterator[tuple[str, str]]:
    """Yield the model and the field of every text in a loaded dossier."""
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            given = getattr(value, name)
            if any(text for _, text in own_texts(given)):
                yield owner(type(value), name), name
            yield from fields_with_texts(given)
    elif isinstance(value, dict):
        for part in value.values():
            yield from fields_with_texts(part)
    elif isinstance(value, tuple):
        for part in value:
            yield from fields_with_texts(part)


def own_texts(value: object) -> Iterable[tuple[Any, markup.Rich]]:
    """Return the texts of a field itself, without those of the models below it."""
    if isinstance(value, tuple) and any(isinstance(part, BaseModel) for part in value):
        value = tuple(part for part in value if not isinstance(part, BaseModel))
    return () if isinstance(value, BaseModel | dict) else texts(value, ("field",))


def test_the_sweep_has_every_text_field_of_every_kind_and_of_the_cover(tmp_path: Path) -> None:
    pairs = [(name, "plain") for name in cells.SPECIMENS]
    source = load(written(cells.accepted("en", pairs), tmp_path))
    known: set[Any] = set()
    wanted = set(rich_fields(slides.Presentation, known))
    wanted |= set(rich_fields(dossier_yaml.CoverText, known))
    found = set(fields_with_texts(source.presentation))
    for kind in cells.COVERS:
        dossier = cells.accepted("en", [], kind=kind)
        found |= set(fields_with_texts(load(written(dossier, tmp_path / kind)).dossier.cover))
    assert len(wanted) > 40
    assert wanted - found == {("SeriesSpec", "values")} - found
