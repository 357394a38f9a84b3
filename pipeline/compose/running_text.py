"""Lowering of running texts to the edition's primitives: flat, with all numbers as printed.

Everything is opened and counted in reading order. References are filled in when all numbers are
known (``text_numbers.finished``).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import assert_never

from pipeline.compose import text_numbers
from pipeline.compose.opener import Opener
from pipeline.compose.parts import Media
from pipeline.compose.text_figures import TextFigures
from pipeline.compose.text_values import Shape
from pipeline.content import markup, texts
from pipeline.content.model import running_text as kinds
from pipeline.content.model.parts import Markable, WithheldPart
from pipeline.content.rules.running_text import caption_number
from pipeline.content.texts import Texts
from pipeline.edition.running_text import (
    PageBreak,
    RunningText,
    TextBlock,
    TextHeading,
    TextParagraph,
    TextStyle,
)
from pipeline.edition.runs import MarkerRun, NoteRun, Runs, TextRun
from pipeline.edition.texts import plain, rebuilt


@dataclass(frozen=True)
class Composed:
    """Texts of an edition.

    Attributes:
        before: how many of them stand before the slides.
        numbers_differ: parts are withheld in a way that makes later numbers differ from those of
            the full edition.
    """

    texts: tuple[RunningText, ...]
    before: int
    numbers_differ: bool


class TextComposition:
    """Composition of a dossier's texts, file by file in reading order."""

    def __init__(self, given: Texts, opener: Opener, pictures: Media) -> None:
        """Begin with nothing composed.

        Args:
            given: the dossier's texts.
            opener: of this edition.
            pictures: the dossier's, by file name.
        """
        self._files = list(given.by_file.values())
        self._opener = opener
        self._pictures = pictures
        self._numbers = text_numbers.Numbers(
            opener.phrases["annex"], sum(len(text.annexes) for text in self._files)
        )
        self._texts: list[RunningText] = []
        self._before: int | None = None
        self._differ = False

    def add(self, count: int) -> None:
        """Compose the next files; those of the first call stand before the slides."""
        for text in self._files[:count]:
            for _, annex in texts.parts(text):
                self._add(text, annex)
        del self._files[:count]
        if self._before is None:
            self._before = len(self._texts)

    def _add(self, text: kinds.Text, annex: kinds.Annex | kinds.WithheldAnnex | None) -> None:
        lowering = _Lowering(self._opener, self._pictures, self._numbers, text)
        self._texts.append(lowering.text(annex))
        self._differ = self._differ or lowering.numbers_differ

    def composed(self) -> Composed:
        """Return the texts with their references filled in."""
        finished = text_numbers.finished(self._texts, self._numbers)
        return Composed(finished, self._before or 0, self._differ)


class _Lowering(TextFigures):
    """One body or annex on its way down."""

    def __init__(
        self, opener: Opener, pictures: Media, numbers: text_numbers.Numbers, text: kinds.Text
    ) -> None:
        super().__init__(opener, pictures, text.footnotes)
        self._numbers = numbers
        self._source = text
        self._computed = text.numbering == "computed"
        self._blocks: list[TextBlock] = []
        self.numbers_differ = False

    def text(self, annex: kinds.Annex | kinds.WithheldAnnex | None) -> RunningText:
        """Lower the body, or an annex."""
        label, title = "", Runs(())
        is_landscape = False
        self._numbers.begin()
        if annex is None:
            self._lower(self._source.blocks)
        else:
            label = self._numbers.annex(annex.number, annex.id, computed=self._computed)
            is_landscape = annex.landscape
            title = self._annex(annex)
        return self._with_footnotes(
            RunningText(
                role="annex" if annex else "body",
                label=label,
                title=title,
                anchor="",
                is_landscape=is_landscape,
                blocks=tuple(self._blocks),
            ),
            annex.id if annex else None,
        )

    def _annex(self, annex: kinds.Annex | kinds.WithheldAnnex) -> Runs:
        """Lower an annex and return its title; one that is withheld has its marker there."""
        if isinstance(annex, kinds.WithheldAnnex):
            held = self._held(annex.withheld, "annex")
            if held is None:
                return (self.opener.marker(annex.withheld),)
            (inner,) = held.annexes
            assert isinstance(inner, kinds.Annex)  # noqa: S101 - see opened_text
            with self._from_slot(held):
                return self._annex_parts(inner)
        if annex.withhold is not None:
            with self._shaded():
                return self._annex_parts(annex)
        return self._annex_parts(annex)

    def _annex_parts(self, annex: kinds.Annex) -> Runs:
        title = self._runs(annex.title) if annex.title else ()
        self._lower(annex.blocks)
        return title

    def _lower(self, blocks: Sequence[kinds.GivenBlock]) -> None:
        for block in blocks:
            self._one(block)

    def _one(self, block: kinds.GivenBlock) -> None:
        if isinstance(block, WithheldPart):
            self._slot(block)
        elif isinstance(block, Markable) and block.withhold is not None:
            if self.opener.audience == "public":  # refused before; never print it (G1)
                raise AssertionError("an unsealed part reached the public edition")
            with self._shaded():
                self._given(block)
        else:
            self._given(block)

    def _given(self, block: kinds.GivenBlock) -> None:
        match block:
            case kinds.Section():
                self._heading(block, self._runs(block.text))
                self._lower(block.blocks)
            case kinds.TextParagraph():
                self._paragraph(block, "body")
            case kinds.TextList():
                self._items(block.items, 1, "body", "")
            case kinds.Statement():
                self._speaker(block)
                self._words(block.blocks, "body")
            case kinds.Quotation():
                self._words(block.blocks, "quote")
            case kinds.PageEnd():
                self._put(PageBreak())
            case kinds.WithheldSection() | kinds.WithheldParagraph() | kinds.WithheldBlocks():
                raise AssertionError("a slot is lowered by itself")
            case _:
                if not isinstance(block, kinds.Grid):
                    self._captioned(block.caption, block.id)
                for drawn in self.figure(block):
                    self._put(drawn)

    def _slot(self, block: WithheldPart) -> None:
        """Lower what stands for a withheld part: the part, or its marker."""
        shape: Shape = "blocks"
        if isinstance(block, kinds.WithheldSection):
            shape = "section"
        elif isinstance(block, kinds.WithheldParagraph):
            shape = "words"
        held = self._held(block.withheld, shape)
        if isinstance(block, kinds.WithheldSection):
            if held is None:
                self.numbers_differ = self.numbers_differ or self._computed
                self._heading(block, (self.opener.marker(block.withheld),))
                return
            (section,) = held.blocks
            assert isinstance(section, kinds.Section)  # noqa: S101 - see opened_text
            with self._from_slot(held):
                self._heading(block, self._runs(section.text))
                self._lower(section.blocks)
        elif isinstance(block, kinds.WithheldParagraph):
            self._numbered_slot(block, held)
        elif held is None:
            self._put(TextParagraph(runs=(self.opener.marker(block.withheld),)))
        else:
            with self._from_slot(held):
                self._lower(held.blocks)

    def _numbered_slot(self, block: kinds.WithheldParagraph, held: kinds.Text | None) -> None:
        if held is not None:
            first, *rest = held.blocks
            assert isinstance(first, kinds.TextParagraph)  # noqa: S101 - see opened_text
            with self._from_slot(held):
                number = {"number": block.number, "id": block.id}
                self._paragraph(first.model_copy(update=number), "body")
                self._lower(rest)
            return
        marker = self.opener.marker(block.withheld)
        last = self._blocks[-1] if self._blocks else None
        joins = self._computed and self.opener.redactions.join_adjacent
        if joins and isinstance(last, TextParagraph) and last.mark and _is_markers(last.runs):
            anchor = self._numbers.same_paragraph(block.id, last.anchor)
            joined = {"runs": (*last.runs, marker), "anchor": anchor}
            self._blocks[-1] = last.model_copy(update=joined)
            self.numbers_differ = True
            return
        mark = self._numbers.paragraph(block.number, block.id, computed=self._computed)
        self._put(TextParagraph(mark=mark, runs=(marker,), anchor=block.id or ""))

    def _put(self, block: TextBlock) -> None:
        self._blocks.append(block)

    def _heading(self, block: kinds.Section | kinds.WithheldSection, runs: Runs) -> None:
        number = self._numbers.heading(
            block.level,
            block.number,
            block.id,
            computed=self._computed and not block.unnumbered,
        )
        anchor = block.id or ""
        self._put(TextHeading(level=block.level, number=number, runs=runs, anchor=anchor))

    def _paragraph(self, block: kinds.TextParagraph, style: TextStyle) -> None:
        mark = ""
        if block.number is not None:
            mark = self._numbers.paragraph(block.number, block.id, computed=self._computed)
        runs = self._runs(block.text)
        self._put(TextParagraph(style=style, mark=mark, runs=runs, anchor=block.id or ""))
        self._items(block.items, 1, style, mark)

    def _speaker(self, block: kinds.Statement) -> None:
        """Head a statement as delegations' are: ``DK:``."""
        runs = self._runs(block.speaker)
        if not plain(runs).endswith(":"):
            runs = (*runs, TextRun(text=":"))
        self._put(TextParagraph(style="speaker", runs=runs, anchor=block.id or ""))

    def _words(self, blocks: Iterable[kinds.Words], style: TextStyle) -> None:
        """Lower what stands in a statement or a quotation."""
        for block in blocks:
            match block:
                case kinds.TextParagraph() if block.withhold is None:
                    self._paragraph(block, style)
                case kinds.TextParagraph():
                    with self._shaded():
                        self._paragraph(block, style)
                case kinds.TextList():
                    self._items(block.items, 1, style, "")
                case kinds.WithheldBlocks():
                    begin = len(self._blocks)
                    self._slot(block)
                    self._blocks[begin:] = [
                        row.model_copy(update={"style": style})
                        if isinstance(row, TextParagraph)
                        else row
                        for row in self._blocks[begin:]
                    ]
                case _:
                    assert_never(block)

    def _items(
        self,
        items: Iterable[kinds.Entry | kinds.WithheldEntry],
        level: int,
        style: TextStyle,
        within: str,
    ) -> None:
        """Lower the entries of a list, and what hangs on each.

        Args:
            items: of the list.
            level: of its entries, from 1.
            style: of their paragraphs.
            within: the number of what the list hangs on, for references.
        """
        marks = self._numbers.entries(computed=self._computed)
        for item in items:
            mark = marks.next(item.mark)
            printed = text_numbers.entry_reference(within, mark)
            if item.id and mark:
                self._numbers.name(item.id, printed)
            depth = level if item.mark else level - 1
            anchor = item.id or ""
            if isinstance(item, kinds.WithheldEntry):
                held = self._held(item.withheld, "words")
                if held is None:
                    runs: Runs = (self.opener.marker(item.withheld),)
                    self._put(
                        TextParagraph(style=style, level=depth, mark=mark, runs=runs, anchor=anchor)
                    )
                    continue
                with self._from_slot(held):
                    self._opened_item(held, (depth, mark, anchor, printed), style)
            elif item.withhold is not None:
                with self._shaded():
                    self._entry(item, (depth, mark, anchor, printed), style)
            else:
                self._entry(item, (depth, mark, anchor, printed), style)

    def _entry(self, item: kinds.Entry, place: tuple[int, str, str, str], style: TextStyle) -> None:
        level, mark, anchor, printed = place
        runs = self._runs(item.text)
        self._put(TextParagraph(style=style, level=level, mark=mark, runs=runs, anchor=anchor))
        self._items(item.items, level + 1, style, printed)

    def _opened_item(
        self, held: kinds.Text, place: tuple[int, str, str, str], style: TextStyle
    ) -> None:
        """Lower an entry from its slot: its words, then what goes on or hangs on it."""
        level, mark, anchor, printed = place
        for block in held.blocks:
            if isinstance(block, kinds.TextParagraph):
                runs = self._runs(block.text)
                self._put(
                    TextParagraph(style=style, level=level, mark=mark, runs=runs, anchor=anchor)
                )
                self._items(block.items, level + 1, style, printed)
            elif isinstance(block, kinds.TextList):
                self._items(block.items, level + 1, style, printed)
            mark = anchor = ""

    def _captioned(self, caption: markup.Rich | None, id_: str | None) -> None:
        if caption:
            runs = self._runs(caption)
            self._put(TextParagraph(style="caption", runs=runs, anchor=id_ or ""))
            if id_:
                self._numbers.name(id_, caption_number(caption))

    def _with_footnotes(self, drawn: RunningText, id_: str | None) -> RunningText:
        """Number the footnotes in the order of their references."""
        used = text_numbers.notes_used(drawn)
        marks = {
            at: NoteRun(mark=self._numbers.note(), index=index) for index, at in enumerate(used)
        }

        def numbered(runs: Runs) -> Runs:
            return tuple(marks[run.index] if isinstance(run, NoteRun) else run for run in runs)

        notes: list[Runs] = []
        for at in used:
            rich, is_shaded = self._notes[at]
            runs = self.opener.runs(rich)
            runs = text_numbers.shaded_runs(runs) if is_shaded else runs
            notes.append((TextRun(text=f"{marks[at].mark} "), *runs))
        numbered_text = rebuilt(drawn, numbered)
        return numbered_text.model_copy(update={"footnotes": tuple(notes), "anchor": id_ or ""})


def _is_markers(runs: Runs) -> bool:
    return all(isinstance(run, MarkerRun) for run in runs)
