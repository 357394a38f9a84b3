"""Authored text turned into the runs that one audience may read; grounds of the slots in use.

A ``Secret`` may be opened in ``compose/``, ``redaction/`` and ``content/secret.py``, which
``tests/architecture/test_walls.py`` holds by path; within ``compose/``, this module does it.
For the public edition a slot always becomes a marker; the vault is not even looked at (G1, G3).
For the full edition a held value becomes words, a value that is not held becomes the same marker.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import assert_never

from pipeline.content import characters, link_targets, markup
from pipeline.content.model.redactions_yaml import Redactions, SlotDeclaration
from pipeline.content.secret import Vault
from pipeline.core.errors import ContentError, Problem, Where
from pipeline.edition.edition import Edition, GroundUse
from pipeline.edition.formats import Audience
from pipeline.edition.runs import MarkerRun, NoteRun, ReferenceRun, Runs, TextRun
from pipeline.edition.texts import markers, plain
from pipeline.resources import labels

Marks = Mapping[str, NoteRun]
"""Footnote references of one slide by note id."""


@dataclass
class Opener:
    """Opener of authored texts: turns them into runs, and records the slots that it met.

    Attributes:
        vault: None for the public edition, whatever the dossier holds.
        relied_on: slots whose marker this edition shows, in order of first use.
        shown: slots whose value this edition prints.
    """

    audience: Audience
    redactions: Redactions
    phrases: labels.Labels
    vault: Vault | None
    relied_on: list[str] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        if self.audience == "public":
            self.vault = None

    @property
    def slots(self) -> Mapping[str, SlotDeclaration]:
        """Declared slots, by id."""
        return self.redactions.slots

    def held(self, slot: str) -> str | None:
        """Return the value of a slot for an audience that may read it, else None."""
        if self.vault is None or (secret := self.vault.get(slot)) is None:
            return None
        self.shown.append(slot)
        return secret.reveal()

    def marker(self, slot: str) -> MarkerRun:
        """Return a slot's marker, not yet numbered (see ``markers``); its text is fixed (G5)."""
        if slot not in self.relied_on:
            self.relied_on.append(slot)
        declaration = self.slots[slot]
        label = self.justification([slot])
        return MarkerRun(
            text=self.phrases.marker("deleted" if self.redactions.marker == "deleted" else "plain"),
            spoken=self.phrases["marker_spoken"].format(grounds=label),
            number=0,
            grounds=ordered(use.ground for use in declaration.grounds),
            label=label,
            reason=self.redactions.reasons([slot]),
        )

    def runs(self, rich: markup.Rich, marks: Marks | None = None) -> Runs:
        """Open one text."""
        return tuple(run for part in rich for run in self._runs(part, marks or {}))

    def text(self, rich: markup.Rich) -> str:
        """Open one text for a place that has only letters: alt text, a property.

        Its markers have no number: they are read where they stand.
        """
        return plain(self.runs(rich))

    def _runs(self, part: markup.Inline, marks: Marks) -> Runs:
        match part:
            case markup.Words(href_slot=str() as slot):
                return self._link(part, slot)
            case markup.Words(text):
                return (self._look(part, text, part.href),)
            case markup.Note(note):
                return (marks[note],)
            case markup.Reference(place):  # filled in when all numbers are known
                return (ReferenceRun(text="", anchor=place),)
            case markup.Slot(slot):
                if (value := self.held(slot)) is None:
                    return (self.marker(slot),)
                look = self._look(part, _printable(value, slot))
                return (look.model_copy(update={"withheld": True}),)
            case markup.Unsealed(_, secret, lang=lang):
                if self.audience == "public":  # refused before; never print it (G1)
                    raise AssertionError("unsealed text reached the public edition")
                return (TextRun(text=secret.reveal(), withheld=True, lang=self._other(lang)),)
            case markup.Gap():
                return (self.gap(),)
            case _:
                assert_never(part)

    def gap(self) -> TextRun:
        """Return what stands in a draft where something is still to be written."""
        return TextRun(text=self.phrases["to_write"], strong=True, to_write=True)

    def _look(
        self, part: markup.Words | markup.Slot, text: str, href: str | None = None
    ) -> TextRun:
        lang, strong, emphasis = self._other(part.lang), part.strong, part.emphasis
        return TextRun(text=text, strong=strong, emphasis=emphasis, href=href, lang=lang)

    def _other(self, lang: str | None) -> str | None:
        """Return a language, unless it is the edition's own."""
        return None if lang == self.phrases.language else lang

    def _link(self, words: markup.Words, slot: str) -> Runs:
        """Open a link whose target is withheld: its words stay, a marker follows them."""
        look = self._look(words, words.text)
        if (value := self.held(slot)) is None:
            space = TextRun(text=" ")
            return (look, space, self.marker(slot))
        if not link_targets.is_link(value):
            message = f"the value of slot '{slot}' is not the target of a link"
            where = Where("withheld values")
            raise ContentError(Problem(where, "bad-link", message, "withhold it anew"))
        return (look.model_copy(update={"href": value, "withheld": True}),)

    def justification(self, slots: Collection[str]) -> str:
        """Return the grounds of some slots as a cover prints them, in fixed order (G8).

        A ground's details, and the labels of the grounds declared within it, follow in brackets,
        each once. Grounds that a draft lacks stand last.
        """
        uses = [use for slot in slots for use in self.slots[slot].grounds]
        parts: list[str] = []
        for ground in ordered(use.ground for use in uses if use.within is None):
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
        if not all(self.slots[slot].grounds for slot in slots):
            parts.append(self.phrases["to_write"])
        return ", ".join(parts)


def ordered(ids: Iterable[str]) -> tuple[str, ...]:
    """Return ground ids without repeats, in the order of the closed list (G8)."""
    named = set(ids)
    return tuple(ground for ground in labels.grounds() if ground in named)


def grounds_in_use(edition: Edition, phrases: labels.Labels) -> tuple[GroundUse, ...]:
    """Return the grounds on which an edition's markers rest, with their number."""
    found = markers(edition)
    known = labels.grounds()
    return tuple(
        GroundUse(
            id=ground,
            reference=known[ground].reference,
            label=phrases[f"ground.{ground}"],
            markers=sum(ground in marker.grounds for marker in found),
        )
        for ground in ordered(ground for marker in found for ground in marker.grounds)
    )


#: What ends a line, but for a last one.
_LINES = re.compile(r"[\n\r\x0b\x0c\x85\u2028\u2029](?=.)", re.DOTALL)


def _printable(value: str, slot: str) -> str:
    if characters.FORBIDDEN.search(value):
        message = f"the value of slot '{slot}' holds a character that no document can carry"
        where = Where("withheld values")
        raise ContentError(Problem(where, "forbidden-character", message, "withhold it anew"))
    if _LINES.search(value):  # two lines would be printed as one: not what was withheld
        message = f"the value of slot '{slot}' has several lines, and stands within a line"
        where = Where("withheld values")
        raise ContentError(Problem(where, "line-break-in-value", message, "withhold it anew"))
    return characters.folded_within(value)
