"""Numbers of a text as printed: typed ones, or counted; references to them; names of places.

Nothing here knows a withheld value: what is counted is what an edition shows (G7, G37).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from pipeline.content import numerals
from pipeline.core.errors import ContentError, Problem, Where
from pipeline.edition.primitive import Primitive
from pipeline.edition.running_text import RunningText, TextBlock, TextHeading, TextParagraph
from pipeline.edition.runs import NoteRun, ReferenceRun, Runs, TextRun
from pipeline.edition.texts import all_runs, rebuilt

#: How headings are counted, by level: a style and what stands around it.
_HEADINGS = (("I", "", "."), ("A", "", "."), ("a", "(", ")"), ("i", "(", ")"))


@dataclass
class Numbers:
    """Counts of a dossier's texts.

    Attributes:
        annex_word: "ANNEX" in the edition's language.
        annexes: how many there are.
        known: printed numbers by the id of their place.
        joined: ids of places that are joined to others, whose ids stand for them.
    """

    annex_word: str
    annexes: int
    known: dict[str, str] = field(default_factory=dict[str, str])
    joined: dict[str, str] = field(default_factory=dict[str, str])
    _headings: list[int] = field(default_factory=lambda: [0] * len(_HEADINGS))
    _paragraphs: int = 0
    _annexes: int = 0
    _notes: int = 0

    def begin(self) -> None:
        """Begin the body or an annex: each counts anew, but for footnotes."""
        self._headings = [0] * len(_HEADINGS)
        self._paragraphs = 0

    def name(self, id_: str | None, printed: str) -> None:
        """Keep what references to a place print."""
        if id_:
            self.known[id_] = printed

    def annex(self, typed: str | None, id_: str | None, *, computed: bool) -> str:
        """Return the label of the next annex."""
        self._annexes += 1
        number = typed or ""
        if computed and self.annexes > 1:
            number = numerals.roman(self._annexes)
        label = f"{self.annex_word} {number}".rstrip()
        self.name(id_, label)
        return label

    def heading(self, level: int, typed: str | None, id_: str | None, *, computed: bool) -> str:
        """Return the number of the next heading; empty if it has none."""
        number = typed or ""
        if computed:
            self._headings[level - 1] += 1
            self._headings[level:] = [0] * (len(_HEADINGS) - level)
            style, before, behind = _HEADINGS[level - 1]
            number = f"{before}{numerals.printed(self._headings[level - 1], style)}{behind}"
        self.name(id_, number.removesuffix("."))
        return number

    def paragraph(self, typed: str, id_: str | None, *, computed: bool) -> str:
        """Return the number of the next numbered paragraph."""
        self._paragraphs += 1
        number = f"{self._paragraphs}." if computed else typed
        self.name(id_, number.removesuffix("."))
        return number

    def same_paragraph(self, id_: str | None, anchor: str) -> str:
        """Give the last paragraph's number to one that is joined to it; return their anchor."""
        self.name(id_, str(self._paragraphs))
        if id_ and anchor:
            self.joined[id_] = anchor
        return anchor or id_ or ""

    def note(self) -> str:
        """Return the sign of the next footnote."""
        self._notes += 1
        return str(self._notes)

    def entries(self, *, computed: bool) -> Entries:
        """Return the marks of a list."""
        return Entries(computed)


@dataclass
class Entries:
    """Marks of the entries of one list."""

    computed: bool
    _style: str = ""
    _before: str = ""
    _count: int = 0

    def next(self, typed: str) -> str:
        """Return the next mark as printed."""
        if typed in {"", "–"}:
            self._style = "" if typed else self._style
            return typed
        if not self.computed:
            return typed
        if not self._style:
            self._before = typed[: typed.startswith("(")]
            letters = typed.strip("()")
            known = numerals.styles(letters)
            first = [style for style in known if numerals.value(letters, style) == 1]
            self._style, self._count = (first or known or ["1"])[0], 0
        self._count += 1
        return f"{self._before}{numerals.printed(self._count, self._style)})"


def entry_reference(within: str, mark: str) -> str:
    """Return what a reference to an entry prints: ``12(a)``, or ``12 a)``."""
    within = within.removesuffix(".")
    if mark in {"", "–"}:
        return within
    return f"{within}{mark}" if mark.startswith("(") or not within else f"{within}\u00a0{mark}"


def shaded_runs(runs: Runs) -> Runs:
    """Mark words that the public edition does not have."""
    return tuple(
        run.model_copy(update={"withheld": True}) if isinstance(run, TextRun) else run
        for run in runs
    )


def notes_used(drawn: Primitive) -> list[int]:
    """Return the footnotes that are referred to, in reading order."""
    used = (run.index for runs in all_runs(drawn) for run in runs if isinstance(run, NoteRun))
    return list(dict.fromkeys(used))


def finished(texts: Sequence[RunningText], numbers: Numbers) -> tuple[RunningText, ...]:
    """Return texts with references filled in, and places named by their count (G6, G7).

    Args:
        texts: whose anchors are the ids of authors.
        numbers: of all places.
    """
    wanted = {
        numbers.joined.get(run.anchor, run.anchor)
        for text in texts
        for runs in all_runs(text)
        for run in runs
        if isinstance(run, ReferenceRun)
    }
    anchors: dict[str, str] = {}
    if not wanted <= numbers.known.keys():
        message = "a withheld part refers to a place that the texts do not have any more"
        hint = "put its id back in braces, or withhold the part anew"
        raise ContentError(Problem(Where("withheld values"), "unknown-place", message, hint))
    named = [_named(text, index, wanted, anchors) for index, text in enumerate(texts, start=1)]

    anchors |= {
        joined: anchors[other] for joined, other in numbers.joined.items() if other in anchors
    }

    def filled(runs: Runs) -> Runs:
        return tuple(
            ReferenceRun(text=numbers.known[run.anchor], anchor=anchors[run.anchor])
            if isinstance(run, ReferenceRun)
            else run
            for run in runs
        )

    return tuple(rebuilt(text, filled) if wanted else text for text in named)


def _named(
    text: RunningText, number: int, wanted: Iterable[str], anchors: dict[str, str]
) -> RunningText:
    """Return a text with names for its places, and keep which id has which."""
    anchors[text.anchor] = f"text-{number}"
    blocks: list[TextBlock] = []
    count = 0
    for block in text.blocks:
        if isinstance(block, TextHeading) or (
            isinstance(block, TextParagraph) and block.anchor in wanted
        ):
            count += 1
            name = f"text-{number}-{count}"
            anchors[block.anchor] = name
            blocks.append(block.model_copy(update={"anchor": name}))
        elif isinstance(block, TextParagraph) and block.anchor:
            blocks.append(block.model_copy(update={"anchor": ""}))
        else:
            blocks.append(block)
    return text.model_copy(update={"anchor": f"text-{number}", "blocks": tuple(blocks)})
