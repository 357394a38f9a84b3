"""Runs: pieces of a text of one kind; words, redaction markers, references to notes and places.

Text is always a tuple of runs.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from pipeline.edition.primitive import Primitive


class TextRun(Primitive):
    """Text of one emphasis, link and language.

    Attributes:
        href: link target, http(s) or mailto.
        withheld: this edition prints the words, the public edition prints a marker instead.
        to_write: no words of the author's: a draft lacks a text here.
        lang: BCP 47 tag of the words' language, ``de`` or ``de-AT``; None for the edition's own.
    """

    kind: Literal["text"] = "text"
    text: str
    strong: bool = False
    emphasis: bool = False
    href: str | None = None
    withheld: bool = False
    to_write: bool = False
    lang: str | None = None


class MarkerRun(Primitive):
    """One redaction marker.

    Attributes:
        text: what is printed; a fixed phrase that says nothing of what it stands for (G5).
        spoken: what a screen reader says: the word and the grounds.
        number: position among the markers of the edition, from 1, in reading order (G6).
        numeral: number of its justification, as printed; empty if markers are not numbered by it.
        grounds: ids from the closed list, in its order.
        label: the grounds in words, as the cover would print them.
        reason: why they apply here, if the reviewer gave a reason; public.
    """

    kind: Literal["marker"] = "marker"
    text: str
    spoken: str
    number: int
    numeral: str = ""
    grounds: tuple[str, ...]
    label: str = ""
    reason: str = ""


class NoteRun(Primitive):
    """A reference to a footnote of the same slide or running text.

    Attributes:
        mark: what is printed, for example ``*`` or ``1``.
        index: position in the ``footnotes`` of the slide or text, from 0.
    """

    kind: Literal["note"] = "note"
    mark: str
    index: int


class ReferenceRun(Primitive):
    """A reference to another place of the running text, printed as that place's number.

    Attributes:
        text: the number as printed, ``12`` or ``ANNEX I``.
        anchor: name of the place to which it leads; see ``running_text``.
    """

    kind: Literal["reference"] = "reference"
    text: str
    anchor: str


Run = Annotated[TextRun | MarkerRun | NoteRun | ReferenceRun, Field(discriminator="kind")]
Runs = tuple[Run, ...]
