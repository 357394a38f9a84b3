"""Trial of one imported slide: validated, composed and fitted before it is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from pipeline.compose import slides as lowering
from pipeline.compose.opener import Opener
from pipeline.content.media import Image
from pipeline.content.model import slides as kinds
from pipeline.content.model.redactions_yaml import GroundUse, Redactions, SlotDeclaration
from pipeline.content.rules import figures
from pipeline.content.yaml_positions import Document
from pipeline.core.errors import PipelineError, Where
from pipeline.design.theme import Theme
from pipeline.importing.report_items import plain
from pipeline.layout import fit
from pipeline.resources import labels

#: In the place of what a draft may leave out: it takes as much room as what will be written.
_UNWRITTEN = "(to be written)"
#: Keys that only pictures, tables and charts have.
_FIGURES = frozenset(("file", "header", "series"))


@dataclass(frozen=True)
class Verdict:
    """What became of a slide in its place.

    Attributes:
        codes: of its problems; none if it fits.
        title: whether one is about its title.
        title_alone: whether all are.
        parts: slides over which it goes on.
    """

    codes: tuple[str, ...]
    title: bool = False
    title_alone: bool = False
    parts: int = 1


@dataclass
class Fitting:
    """Asks whether slides fit.

    Attributes:
        sizes: of the pictures, in pixels, by file.
        look: of the dossier.
    """

    language: str
    sizes: Mapping[str, tuple[int, int]]
    look: Theme

    def __post_init__(self) -> None:
        self._phrases = labels.load(self.language)
        self._media = {name: Image("", *size) for name, size in self.sizes.items()}

    def verdict(self, tree: dict[str, Any], slots: list[str]) -> Verdict:
        """Return what becomes of a slide.

        Args:
            tree: as it is to be written.
            slots: of the dossier.
        """
        data = _whole(plain({key: value for key, value in tree.items() if key != "notes"}))
        try:
            deck = kinds.Presentation.model_validate({"slides": [data]})
            if faults := [*figures.problems(deck, Document(""))]:
                return Verdict(tuple(row.code for row in faults))
            (slide,) = deck.slides
            use = GroundUse(ground=next(iter(labels.grounds())), detail=None, within=None)
            declared = SlotDeclaration.model_construct(grounds=(use,), holds=())
            redactions = Redactions.model_construct(
                marker="plain", slots=dict.fromkeys(slots, declared)
            )
            opener = Opener("full", redactions, self._phrases, None)
            drawn = lowering.compose(slide, 1, opener, self._media, with_notes=False)
            parts, problems = fit.fit_slide(drawn, self.look, Where(""))
        except ValidationError:
            return Verdict(("not-valid",))
        except PipelineError as error:
            return Verdict(tuple(row.code for row in error.problems))
        of_title = ["title is too" in row.message for row in problems]
        codes = tuple(row.code for row in problems)
        return Verdict(codes, any(of_title), any(of_title) and all(of_title), len(parts))


def _whole(data: Any) -> Any:
    """Return a slide with something in the place of what a draft may leave out."""
    out: dict[str, Any] = {"title": _UNWRITTEN, **_described(data)}
    return {"section": "I", **out} if out["kind"] == "section" else out


def _described(data: Any) -> Any:
    """Return a part with an alternative text for each figure."""
    match data:
        case dict():
            alt = {"alt": _UNWRITTEN} if _FIGURES & data.keys() else {}
            return {**alt, **{key: _described(value) for key, value in data.items()}}
        case list():
            return [_described(value) for value in data]
        case _:
            return data
