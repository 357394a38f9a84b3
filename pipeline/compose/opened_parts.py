"""Texts and withheld parts of a slide, opened for an audience or left as markers; shading."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from typing import Any, TypeVar, cast

from pydantic import TypeAdapter, ValidationError

from pipeline.compose.opener import Marks, Opener
from pipeline.content import markup, yaml_positions
from pipeline.content.model import parts as kinds
from pipeline.content.model.walk import slots_in, texts
from pipeline.core.errors import ContentError, Problem, Where
from pipeline.edition.blocks import Block, Paragraph, ParagraphStyle, Withheld
from pipeline.edition.primitive import Primitive
from pipeline.edition.runs import MarkerRun, Runs, TextRun
from pipeline.edition.texts import rebuilt

_Part = TypeVar("_Part")
Drawn = TypeVar("Drawn", bound=Primitive)


def bad_part(slot: str) -> ContentError:
    """Return the error for a slot whose value cannot be used; it names the slot only (G19, G23)."""
    message = f"the value of slot '{slot}' is not a valid part of a presentation"
    where = Where("withheld values")
    return ContentError(Problem(where, "bad-withheld-part", message, "withhold it anew"))


def opened(
    value: str,
    slot: str,
    model: TypeAdapter[_Part],
    notes: Container[str] | None,
    holds: Container[str],
    *,
    is_in_text: bool = False,
) -> _Part:
    """Validate a withheld part, which is stored as YAML; an error names its slot only (G19, G23).

    Args:
        value: of the slot.
        slot: its id.
        model: of the part.
        notes: footnotes that the part may refer to; None for a slide, which has its own.
        holds: slots that may stand inside the part: those that its own slot declares.
        is_in_text: it stands in a text, and may refer to places of it.
    """
    document = yaml_positions.read(value, slot)
    try:
        if not document.problems:
            part = model.validate_python(document.tree)
            known = getattr(part, "footnotes", ()) if notes is None else notes
            inside = all(inner in holds for _, inner, _ in slots_in(part))
            refers = not is_in_text and any(_references_in(part))
            if inside and not refers and all(note in known for note in notes_in(part)):
                return part
    except ValidationError:
        pass
    raise bad_part(slot) from None


def shaded(drawn: Drawn) -> Drawn:
    """Mark every word of a part that the public edition does not have."""

    def shade(runs: Runs) -> Runs:
        return tuple(
            run.model_copy(update={"withheld": True}) if isinstance(run, TextRun) else run
            for run in runs
        )

    return rebuilt(drawn, shade)


def notes_in(part: object) -> Iterator[str]:
    """Yield the footnotes that a part refers to, in reading order."""
    for _, text in texts(part):
        yield from (note.id for note in text if isinstance(note, markup.Note))


def _references_in(part: object) -> Iterator[markup.Reference]:
    for _, text in texts(part):
        yield from (ref for ref in text if isinstance(ref, markup.Reference))


class OpenedParts:
    """Opening of one slide's texts and parts.

    Attributes:
        is_in_text: they stand in a running text.
    """

    is_in_text = False

    def __init__(self, opener: Opener, marks: Marks) -> None:
        """Begin a slide.

        Args:
            opener: of this edition.
            marks: the slide's footnote references by note id.
        """
        self.opener = opener
        self.marks = marks

    def runs(self, rich: markup.Rich) -> Runs:
        """Open a text."""
        return self.opener.runs(rich, self.marks)

    def lines(self, lines: Iterable[markup.Rich] | None) -> tuple[Runs, ...]:
        """Open several lines, if there are any."""
        return tuple(self.runs(line) for line in lines or ())

    def paragraphs(
        self, lines: Iterable[markup.Rich | None] | None, style: ParagraphStyle
    ) -> list[Block]:
        """Lower lines to paragraphs of a style."""
        return [Paragraph(style=style, runs=self.runs(line)) for line in lines or () if line]

    def withheld(self, marker: MarkerRun, region: str = "body") -> Withheld:
        """Return what stands in the place of a figure or table that is withheld as a whole."""
        words = self.opener.phrases["withheld.part"]
        return Withheld(region=region, marker=marker, words=words)

    def given(self, part: _Part | kinds.WithheldPart, model: Any) -> _Part | MarkerRun:
        """Return a part as given, or what its slot holds for this audience, or the marker."""
        if not isinstance(part, kinds.WithheldPart):
            return part
        value = self.opener.held(part.withheld)
        if value is None:
            return self.opener.marker(part.withheld)
        holds = self.opener.slots[part.withheld].holds
        adapter: TypeAdapter[Any] = TypeAdapter(model)
        held = opened(value, part.withheld, adapter, self.marks, holds, is_in_text=self.is_in_text)
        return cast("_Part", held)

    def seen(self, part: object, drawn: Drawn) -> Drawn:
        """Shade what the public edition does not have: a part from its slot, or one marked."""
        if isinstance(part, kinds.Markable) and part.withhold is not None:
            if self.opener.audience == "public":  # refused before; never print it (G1)
                raise AssertionError("an unsealed part reached the public edition")
            return shaded(drawn)
        return shaded(drawn) if isinstance(part, kinds.WithheldPart) else drawn
