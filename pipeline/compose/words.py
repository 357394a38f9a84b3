"""The only place that opens a ``Secret``: turns authored text into the runs one audience may read.

For the public edition a slot always becomes a marker; the vault is not even looked at (G1, G3).
For the full edition a held value becomes words, a value that is not held becomes the same marker.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import assert_never

from pipeline import labels
from pipeline.diagnostics import ContentError, Problem, Where
from pipeline.edition import Audience, GroundUse, MarkerRun, NoteRun, Runs, TextRun, plain
from pipeline.source import markup
from pipeline.source.model import SlotDeclaration
from pipeline.source.withheld import Vault

Marks = Mapping[str, NoteRun]
"""Footnote references of one slide by note id."""


@dataclass
class Opener:
    """Opens the texts of one edition in reading order, and keeps count of its markers.

    Attributes:
        vault: None for the public edition, whatever the dossier holds.
        markers: printed so far.
        relied_on: slots whose marker this edition shows, in order of first use.
        shown: slots whose value this edition prints.
    """

    audience: Audience
    slots: Mapping[str, SlotDeclaration]
    phrases: labels.Labels
    vault: Vault | None
    markers: list[MarkerRun] = field(default_factory=list)
    relied_on: list[str] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        if self.audience == "public":
            self.vault = None

    def held(self, slot: str) -> str | None:
        """Return the value of a slot for an audience that may read it, else None."""
        if self.vault is None or (secret := self.vault.get(slot)) is None:
            return None
        self.shown.append(slot)
        return secret.reveal()

    def marker(self, slot: str) -> MarkerRun:
        """Return the next marker: fixed text, numbered in reading order (G5, G6)."""
        run = self._marker(slot, len(self.markers) + 1)
        self.markers.append(run)
        return run

    def _marker(self, slot: str, number: int) -> MarkerRun:
        if slot not in self.relied_on:
            self.relied_on.append(slot)
        spoken = self.phrases["marker_spoken"].format(grounds=self.justification([slot]))
        grounds = self._ordered(use.ground for use in self.slots[slot].grounds)
        text = self.phrases["marker"]
        return MarkerRun(text=text, spoken=spoken, number=number, grounds=grounds)

    def runs(self, rich: markup.Rich, marks: Marks | None = None) -> Runs:
        """Open one text."""
        return tuple(self._run(part, marks or {}) for part in rich)

    def text(self, rich: markup.Rich) -> str:
        """Open one text for a place that has only letters: alt text, a property.

        Its markers are not counted: the same slot's place in the running text is.
        """
        return plain(
            tuple(
                self._marker(part.id, 0)
                if isinstance(part, markup.Slot)
                and (self.vault is None or part.id not in self.vault)
                else self._run(part, {})
                for part in rich
            )
        )

    def _run(self, part: markup.Inline, marks: Marks) -> TextRun | MarkerRun | NoteRun:
        match part:
            case markup.Words(text, strong, emphasis, href):
                return TextRun(text=text, strong=strong, emphasis=emphasis, href=href)
            case markup.Note(note):
                return marks[note]
            case markup.Slot(slot, _, strong, emphasis):
                if (value := self.held(slot)) is None:
                    return self.marker(slot)
                words = _printable(value, slot)
                return TextRun(text=words, strong=strong, emphasis=emphasis, withheld=True)
            case markup.Unsealed(_, secret):
                if self.audience == "public":  # refused before; never print it (G1)
                    raise AssertionError("unsealed text reached the public edition")
                return TextRun(text=secret.reveal(), withheld=True)
            case _:
                assert_never(part)

    def _ordered(self, ids: Iterable[str]) -> tuple[str, ...]:
        named = set(ids)
        return tuple(ground for ground in labels.grounds() if ground in named)

    def justification(self, slots: Iterable[str]) -> str:
        """Return the grounds of some slots as a cover prints them, in fixed order (G8).

        A ground's details, and the labels of the grounds declared within it, follow in brackets,
        each once.
        """
        uses = [use for slot in slots for use in self.slots[slot].grounds]
        parts: list[str] = []
        for ground in self._ordered(use.ground for use in uses if use.within is None):
            details = [
                detail
                for use in uses
                for detail in (
                    use.detail if use.ground == ground and use.within is None else None,
                    self.phrases[f"ground.{use.ground}"] if use.within == ground else None,
                )
                if detail
            ]
            label = self.phrases[f"ground.{ground}"]
            unique = ", ".join(dict.fromkeys(details))
            parts.append(f"{label} ({unique})" if unique else label)
        return ", ".join(parts)

    def grounds_in_use(self) -> tuple[GroundUse, ...]:
        """Return the grounds on which this edition's markers rest, with their number."""
        used = self._ordered(ground for marker in self.markers for ground in marker.grounds)
        known = labels.grounds()
        return tuple(
            GroundUse(
                id=ground,
                reference=known[ground].reference,
                label=self.phrases[f"ground.{ground}"],
                markers=sum(ground in marker.grounds for marker in self.markers),
            )
            for ground in used
        )


def _printable(value: str, slot: str) -> str:
    if markup.FORBIDDEN.search(value):
        message = f"the value of slot '{slot}' holds a character that no document can carry"
        where = Where("withheld values")
        raise ContentError(Problem(where, "forbidden-character", message, "withhold it anew"))
    return markup.SPACE.sub(" ", value)
