"""Actions of the reviewer's panel, by the functions that the commands call."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from pipeline.core.errors import ContentError, PipelineError, Problem, Where
from pipeline.preview.session import Session
from pipeline.redaction import (
    releasing,
    sealing,
    slot_places,
    text_wholes,
    unmarking,
    withholding,
    withholding_parts,
)
from pipeline.redaction.sentences import Sentences
from pipeline.redaction.withholding import Passage
from pipeline.redaction.yaml_edit import edited_files


class _Asked(BaseModel):
    """What the browser asks for.

    Attributes:
        state: digest of the files as the window showed them.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    state: str


class _Find(_Asked):
    slide: int
    words: str
    before: str = ""
    after: str = ""
    path: tuple[str | int, ...] = ()
    target: bool = False
    place: str = ""
    all: bool = False

    @property
    def passage(self) -> Passage:
        """Return the words, and what is known of their place."""
        around = self.before, self.after
        return Passage(
            self.slide, self.words, *around, self.path, self.target, self.place, self.all
        )


class _Withhold(_Find):
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
    """Result of an action: what was done or found, in words, or its ``problems``."""

    words: str = ""
    problems: tuple[Problem, ...] = ()
    found: dict[str, Any] | None = None


def _near(where: Where) -> str:
    """Return a place in a file of the dossier that is open."""
    return f"{Path(where.file).name}, line {where.line}"


def find(session: Session, given: bytes) -> Done:
    """Return the place and sentence of words that are to be marked; nothing is changed."""

    def act(asked: _Find) -> dict[str, Any]:
        content = edited_files.read(session.folder)
        spot = withholding.spot(content, asked.passage)
        where = content.source.documents[spot.file].where(spot.path)
        words = " ".join(asked.words.split())
        if asked.target:
            sentence = {"before": "", "words": words, "after": ""}
        else:
            sentence = asdict(Sentences(content, session.values()).of_spot(spot, words))
        return {
            "slide": asked.slide,
            "what": "link target"
            if asked.target
            else slot_places.called(content, spot.file, spot.path),
            "file": where.file,
            "line": where.line,
            "sentence": sentence,
            "wholes": [asdict(row) for row in text_wholes.around(content, spot)],
        }

    return _done(session, given, _Find, act)


def withhold(session: Session, given: bytes) -> Done:
    """Mark selected words, or a slide; ``dossier withhold``."""

    def act(asked: _Withhold) -> str:
        if asked.whole:
            folder, ground = session.folder, asked.ground
            if asked.place:
                where = withholding_parts.withhold_part(folder, asked.place, ground)
            else:
                where = withholding_parts.withhold_slide(folder, asked.slide, ground)
            return f"Marked as a whole in {_near(where)}; not yet sealed"
        where = withholding.withhold(session.folder, asked.passage, asked.ground)
        return f"Marked in {_near(where)}; not yet sealed"

    return _done(session, given, _Withhold, act)


def unmark(session: Session, given: bytes) -> Done:
    """Take a mark away; ``dossier unmark``."""

    def act(asked: _Unmark) -> str:
        name = Path(asked.file).name
        where = unmarking.unmark(session.folder, asked.line, asked.column, name)
        return f"No longer marked: {_near(where)}"

    return _done(session, given, _Unmark, act)


def seal(session: Session, given: bytes) -> Done:
    """Move all marked words into the vault; ``dossier seal``."""

    def act(_: _Asked) -> str:
        done = sealing.seal(session.folder, session.key)
        names = ", ".join(row.slot for row in done.sealed) or "nothing"
        again = "; ".join(f"{row.slot} also in {_near(row.where)}" for row in done.repeats)
        return f"Sealed: {names}" + (f". Unmarked still: {again}" if again else "")

    return _done(session, given, _Asked, act)


def release(session: Session, given: bytes) -> Done:
    """Put a slot's words back as public text; ``dossier release``."""

    def act(asked: _Release) -> str:
        if session.key is None:
            hint = "start 'dossier serve' with the file of your key: --key FILE"
            raise ContentError(Problem(Where(session.name), "no-key", "a key is needed", hint))
        where = releasing.release(session.folder, asked.slot, session.key)
        return f"{asked.slot} is public text again" + (f": {_near(where)}" if where else "")

    return _done(session, given, _Release, act)


_A = TypeVar("_A", bound=_Asked)


def _done(
    session: Session, given: bytes, model: type[_A], act: Callable[[_A], str | dict[str, Any]]
) -> Done:
    """Do what was asked for, unless the files have changed since the window showed them."""
    try:
        asked = model.model_validate_json(given)
    except ValidationError:
        return Done(
            problems=(Problem(Where(session.name), "bad-value", "this was not understood"),)
        )
    if asked.state != session.state():
        message = "the files have changed since these pages were drawn"
        hint = "nothing was done; look again, and do it again"
        return Done(problems=(Problem(Where(session.name), "changed-meanwhile", message, hint),))
    try:
        done = act(asked)
        return Done(done) if isinstance(done, str) else Done(found=done)
    except PipelineError as error:
        return Done(problems=error.problems)
