"""What the reviewer's panel shows, and what it does, with the functions that the commands call."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from pipeline import labels
from pipeline.compose.inference import warnings
from pipeline.compose.marking import place_names, references
from pipeline.diagnostics import ContentError, PipelineError, Problem, Where
from pipeline.edition import MarkerRun
from pipeline.serve.desk import Desk, Sight
from pipeline.source import places, sealing, vault, withholding
from pipeline.source.editing import DECK
from pipeline.source.withholding import Passage
from pipeline.texts import markers


class _Asked(BaseModel):
    """What the browser asks for.

    Attributes:
        state: digest of the files as the window showed them.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    state: str


class _Withhold(_Asked):
    slide: int
    words: str
    before: str = ""
    after: str = ""
    ground: str
    whole: bool = False


class _Unmark(_Asked):
    file: str
    line: int
    column: int


class _Release(_Asked):
    slot: str


@dataclass(frozen=True)
class Done:
    """What was done, in words; ``problems`` if nothing was."""

    words: str = ""
    problems: tuple[Problem, ...] = ()


def panel(desk: Desk) -> dict[str, Any]:
    """Return what the panel shows of a dossier as it stands."""
    public = desk.sight("public")
    try:
        return {
            "state": public.state,
            "slots": [_slot(row) for row in places.places(desk.folder, _key(desk))],
            "marks": [_mark(row) for row in withholding.listed(desk.folder)],
            "warnings": [_told(row) for row in (warnings(public.source) if public.source else ())],
            "statement": list(_reasons(public)),
            "sealable": (desk.folder / vault.RECIPIENTS).exists(),
            "problems": [],
        }
    except PipelineError as error:
        return {"state": public.state, "problems": [_told(row) for row in error.problems]}


def _key(desk: Desk) -> Any:
    """Return the key file, unless it does not open this vault."""
    return None if desk.needs_key else desk.key


def _slot(row: places.Row) -> dict[str, Any]:
    return {
        "slot": row.slot,
        "grounds": [
            {"id": use.ground, "reference": reference, "detail": str(use.detail or "")}
            for use, reference in zip(row.grounds, row.references, strict=True)
        ],
        "reason": str(row.reason or ""),
        "places": [_place(place.where, place.slide, str(place)) for place in row.places],
        "held": row.held,
    }


def _mark(row: withholding.Marked) -> dict[str, Any]:
    named = f"slide {row.slide}" if row.slide else "cover"
    return {
        "ground": row.ground,
        "whole": row.whole,
        "place": _place(row.where, row.slide, named),
    }


def _place(where: Where, slide: int, words: str) -> dict[str, Any]:
    return {
        "slide": slide,
        "words": words,
        "file": where.file,
        "line": where.line,
        "column": where.column,
    }


def _told(row: Problem) -> dict[str, Any]:
    return {
        "where": str(row.where),
        "code": row.code,
        "message": row.message,
        "hint": row.hint,
    }


def _reasons(public: Sight) -> Iterator[dict[str, Any]]:
    """Yield the rows of the statement of reasons, as the public edition would have them."""
    if public.edition is None or public.source is None:
        return
    declared = public.source.redactions.slots
    phrases = labels.load(public.language, public.source.dossier.labels)
    names = place_names(public.edition, phrases)
    for run in markers(public.edition):
        yield {
            "number": run.number,
            "place": names[run.number],
            "ground": run.label,
            "reference": references(run.grounds),
            "reason": " ".join(
                reason for slot in _slots(run) if (reason := declared[slot].reason) is not None
            ),
            "slots": _slots(run),
        }


def _slots(run: MarkerRun) -> list[str]:
    """Return the slots that a marker stands for; see ``desk``."""
    return run.reason.split()


def _near(where: Where) -> str:
    """Return a place in a file of the dossier that is open."""
    return f"{Path(where.file).name}, line {where.line}"


def withhold(desk: Desk, given: bytes) -> Done:
    """Mark selected words, or a slide; ``dossier withhold``."""

    def act(asked: _Withhold) -> str:
        if asked.whole:
            where = withholding.withhold_slide(desk.folder, asked.slide, asked.ground)
            return f"Marked as a whole in {_near(where)}; not yet sealed"
        passage = Passage(asked.slide, asked.words, asked.before, asked.after)
        where = withholding.withhold(desk.folder, passage, asked.ground)
        return f"Marked in {_near(where)}; not yet sealed"

    return _done(desk, given, _Withhold, act)


def unmark(desk: Desk, given: bytes) -> Done:
    """Take a mark away; ``dossier unmark``."""

    def act(asked: _Unmark) -> str:
        name = DECK if asked.file.endswith(DECK) else "dossier.yaml"
        where = withholding.unmark(desk.folder, asked.line, asked.column, name)
        return f"No longer marked: {_near(where)}"

    return _done(desk, given, _Unmark, act)


def seal(desk: Desk, given: bytes) -> Done:
    """Move all marked words into the vault; ``dossier seal``."""

    def act(_: _Asked) -> str:
        done = sealing.seal(desk.folder, desk.key)
        names = ", ".join(row.slot for row in done.sealed) or "nothing"
        again = "; ".join(f"{row.slot} also in {_near(row.where)}" for row in done.repeats)
        return f"Sealed: {names}" + (f". Unmarked still: {again}" if again else "")

    return _done(desk, given, _Asked, act)


def release(desk: Desk, given: bytes) -> Done:
    """Put a slot's words back as public text; ``dossier release``."""

    def act(asked: _Release) -> str:
        if desk.key is None:
            hint = "start 'dossier serve' with the file of your key: --key FILE"
            raise ContentError(Problem(Where(desk.name), "no-key", "a key is needed", hint))
        where = sealing.release(desk.folder, asked.slot, desk.key)
        return f"{asked.slot} is public text again" + (f": {_near(where)}" if where else "")

    return _done(desk, given, _Release, act)


_A = TypeVar("_A", bound=_Asked)


def _done(desk: Desk, given: bytes, model: type[_A], act: Callable[[_A], str]) -> Done:
    """Do what was asked for, unless the files have changed since the window showed them."""
    try:
        asked = model.model_validate_json(given)
    except ValidationError:
        return Done(problems=(Problem(Where(desk.name), "bad-value", "this was not understood"),))
    if asked.state != desk.state():
        message = "the files have changed since these pages were drawn"
        hint = "nothing was done; look again, and do it again"
        return Done(problems=(Problem(Where(desk.name), "changed-meanwhile", message, hint),))
    try:
        return Done(act(asked))
    except PipelineError as error:
        return Done(problems=error.problems)
