"""Models of redactions.yaml: withheld places, their grounds, and how markers are printed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Literal, cast

from pydantic import BeforeValidator, Field, ValidatorFunctionWrapHandler, WrapValidator

from pipeline.content import markup
from pipeline.content.model.dossier_yaml import Authored, Id, Plain
from pipeline.resources.labels import MarkerStyle


class GroundUse(Authored):
    """One ground of a redaction."""

    ground: Id = Field(description="Id from the list of grounds.")
    detail: Plain | None = Field(None, description="Printed in brackets after the label.")
    within: Id | None = Field(
        None, description="Another ground in use, in whose brackets this one's label is printed."
    )


def _as_ground(value: object) -> object:
    return {"ground": value} if isinstance(value, str) else value


class AllowedRepeat(Authored):
    """A place where the words of a slot may stand, and why."""

    place: Plain = Field(
        alias="in",
        description="File and path, keys as typed and places in lists from 1: presentation.yaml "
        "slides/3/points/2.",
    )
    reason: Plain = Field(description="Why the words may stand there.")


def _as_allowed(value: object) -> object:
    """Take the earlier form, a reason without a place, as one that allows nothing."""
    return [{"in": UNPLACED, "reason": value}] if isinstance(value, str) else value


#: Stands for the place that a reason of the earlier form does not name.
UNPLACED = "anywhere"


def _grounds(value: object, handler: ValidatorFunctionWrapHandler) -> tuple[GroundUse, ...]:
    return () if value is markup.GAP else cast("tuple[GroundUse, ...]", handler(value))


class SlotDeclaration(Authored):
    """Why one place is withheld."""

    grounds: Annotated[
        Annotated[
            tuple[Annotated[GroundUse, BeforeValidator(_as_ground)], ...], Field(min_length=1)
        ],
        WrapValidator(_grounds),
    ]
    reason: Plain | None = Field(
        None, description="Why the ground applies here; public, for the statement of reasons."
    )
    repeats_allowed: Annotated[tuple[AllowedRepeat, ...], BeforeValidator(_as_allowed)] = Field(
        (),
        description="Places where the same words may stand in public text, each with its reason. "
        "All others, and properties and hidden parts of files, stay searched.",
    )
    holds: tuple[Id, ...] = Field(
        (),
        description="Slots that stand inside the part that this one withholds; 'dossier seal' "
        "writes it.",
    )


class Justification(Authored):
    """What a ground covers in this dossier, and why; public."""

    scope: Plain | None = Field(
        None, description="What kind of thing is withheld; printed in the legend by ground."
    )
    reason: Plain | None = Field(
        None, description="Why the ground applies, for slots without a reason of their own."
    )


class Redactions(Authored):
    """redactions.yaml: every withheld place of the dossier, by its id."""

    marker: MarkerStyle = Field(
        "plain",
        description="What is printed: the bare marker; with its number and a legend on a last "
        "slide; with its grounds; or the word DELETED in the dossier's language.",
    )
    numbering: Literal["marker", "ground"] = Field(
        "marker",
        description="What numbers count: markers, each its own; or justifications, so that markers "
        "on the same grounds have the same number (J1, J1, J2).",
    )
    justifications: dict[Id, Justification] = Field(
        default_factory=dict, description="Scope and reason of grounds, by the ground's id."
    )
    join_adjacent: bool = Field(
        default=False,
        description="Print one marker for neighbouring ones, so that their number is not shown.",
    )
    statement: bool = Field(
        default=False,
        description="Add a statement of reasons to the public edition, as DOCX and PDF.",
    )
    slots: dict[Id, SlotDeclaration] = Field(default_factory=dict)

    def reasons(self, slots: Iterable[str]) -> str:
        """Return why some slots are withheld: their own reasons, or else those of their grounds."""
        found: list[str | None] = []
        for slot in slots:
            declared = self.slots[slot]
            grounds = [self.justifications.get(use.ground) for use in declared.grounds]
            found += (
                [declared.reason] if declared.reason else [row.reason for row in grounds if row]
            )
        return " ".join(dict.fromkeys(reason for reason in found if reason))
