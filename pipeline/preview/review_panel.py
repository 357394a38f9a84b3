"""Data of the reviewer's panel: slots, marks and published texts of a dossier."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from pipeline.compose.marker_places import place_names
from pipeline.compose.markers import references
from pipeline.core.errors import PipelineError, Problem, Where
from pipeline.edition.runs import MarkerRun
from pipeline.edition.texts import markers
from pipeline.preview.session import Session, Update
from pipeline.redaction import sealing, slot_places, vault, withholding
from pipeline.redaction.inference import warnings
from pipeline.redaction.published_texts import Published, published
from pipeline.redaction.sentences import Sentence, Sentences
from pipeline.redaction.yaml_edit import edited_files
from pipeline.resources import labels


def panel(session: Session) -> dict[str, Any]:
    """Return the data of the reviewer's panel for a dossier as it stands."""
    public = session.sight("public")
    try:
        content = edited_files.read(session.folder)
        values = session.values()
        held = frozenset(values or ()) if values is not None or not session.has_vault else None
        read = Sentences(content, values)
        return {
            "state": public.state,
            "slots": [_slot(row, read) for row in slot_places.rows(content, held)],
            "marks": [_mark(content, row, read) for row in withholding.listed(content)],
            "warnings": [told(row) for row in (warnings(public.source) if public.source else ())],
            "published": list(_published(content, public)),
            "statement": list(_reasons(public)),
            "sealable": (session.folder / vault.RECIPIENTS).exists(),
            "problems": [],
        }
    except PipelineError as error:
        return {"state": public.state, "problems": [told(row) for row in error.problems]}


def _slot(row: slot_places.Row, read: Sentences) -> dict[str, Any]:
    return {
        "slot": row.slot,
        "grounds": [
            {"id": use.ground, "reference": reference, "detail": str(use.detail or "")}
            for use, reference in zip(row.grounds, row.references, strict=True)
        ],
        "reason": str(row.reason or ""),
        "places": [
            _place(place.where, place.slide, place.what)
            | {"sentence": asdict(read.of_place(row.slot, place))}
            for place in row.places
        ],
        "inside": row.inside,
        "sentence": asdict(read.of_value(row.slot) if row.inside else Sentence("", "", "")),
        "held": row.held,
    }


def _mark(
    content: edited_files.Content, row: withholding.Marked, read: Sentences
) -> dict[str, Any]:
    what = slot_places.called(content, row.file, row.path)
    return {
        "ground": row.ground,
        "whole": row.whole,
        "place": _place(row.where, row.slide, what),
        "sentence": asdict(read.of_mark(row)),
    }


def _published(content: edited_files.Content, public: Update) -> Iterator[dict[str, Any]]:
    if public.edition is None:
        return
    for row in published(content, sealing.sealed(content), public.edition):
        yield _printed(row)


def _printed(row: Published) -> dict[str, Any]:
    return {
        "text": row.text,
        "words": row.words,
        "path": list(row.path),
        "target": row.is_target,
        "place": _place(row.where, row.slide, row.what),
    }


def _place(where: Where, slide: int, what: str) -> dict[str, Any]:
    """Return a place: the slide as numbered in the file, which the window calls as it prints."""
    return {
        "slide": slide,
        "what": what,
        "file": where.file,
        "line": where.line,
        "column": where.column,
    }


def told(row: Problem) -> dict[str, Any]:
    """Return a problem as JSON has it."""
    return {
        "where": str(row.where),
        "code": row.code,
        "message": row.message,
        "hint": row.hint,
    }


def _reasons(public: Update) -> Iterator[dict[str, Any]]:
    """Yield the rows of the statement of reasons, as the public edition would have them."""
    if public.edition is None or public.source is None:
        return
    setting = public.source.redactions
    phrases = labels.load(public.language, public.source.dossier.labels)
    names = place_names(public.edition, phrases)
    for run in markers(public.edition):
        yield {
            "number": run.numeral or run.number,
            "place": names[run.number],
            "ground": run.label,
            "reference": references(run.grounds),
            "reason": setting.reasons(_slots(run)),
            "slots": _slots(run),
        }


def _slots(run: MarkerRun) -> list[str]:
    """Return the slots that a marker stands for; see ``session``."""
    return run.reason.split()
