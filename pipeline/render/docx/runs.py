"""Paragraphs, runs, fields and footnotes of the Word document, as XML.

Every paragraph and every run that differs has a named style; the ids stand in
``templates/docx/word/styles.xml.j2``. What is not asked for here cannot enter a paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import assert_never
from xml.sax.saxutils import escape

from pipeline.core.lengths import Pt, twips
from pipeline.design.theme import Theme
from pipeline.edition.runs import MarkerRun, NoteRun, ReferenceRun, Run, Runs, TextRun
from pipeline.edition.spoken_text import title
from pipeline.resources.labels import locale

AFTER_TABLE = "AfterTable"
WITHHELD_BLOCK = "WithheldBlock"
WITHHELD_IN_TEXT = "WithheldInText"

#: Line break, tab and soft hyphen: Word has an element for each.
_BREAKS = re.compile("([\n\t\u00ad])")
#: White space that a value of an attribute cannot keep; a no-break space can stand there.
_LINES = re.compile("[ \t\r\n]+")


_COLOUR = re.compile(r"<w:color [^>]*/>")


def attribute(value: str) -> str:
    """Escape a value for an attribute in double quotes; line breaks become spaces."""
    return escape(_LINES.sub(" ", value), {'"': "&quot;"})


def text(value: str, look: str = "") -> str:
    """Return a run.

    Args:
        value: letters; a line break, tab or soft hyphen inside becomes its element.
        look: run properties as XML.
    """
    properties = f"<w:rPr>{look}</w:rPr>" if look else ""
    pieces = "".join(_piece(piece) for piece in _BREAKS.split(value) if piece)
    return f"<w:r>{properties}{pieces}</w:r>" if pieces else ""


def _piece(piece: str) -> str:
    if piece == "\n":
        return "<w:br/>"
    if piece == "\u00ad":
        return "<w:softHyphen/>"
    return "<w:tab/>" if piece == "\t" else f'<w:t xml:space="preserve">{escape(piece)}</w:t>'


def style(name: str) -> str:
    """Return the run property that names a character style."""
    return f'<w:rStyle w:val="{name}"/>' if name else ""


def field_begin(instruction: str, *, locked: bool = False) -> str:
    """Return the begin of a field, after which its result stands, so that nothing asks for it.

    Args:
        instruction: what a program would fill it with.
        locked: no program is to fill it anew.
    """
    lock = ' w:fldLock="1"' if locked else ""
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"{lock}/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {escape(instruction)} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )


def field_end() -> str:
    """Return the end of a field."""
    return '<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def paragraph(name: str, content: str, properties: str = "") -> str:
    """Return a paragraph in a named style; ``properties`` follow the style in schema order."""
    return f'<w:p><w:pPr><w:pStyle w:val="{name}"/>{properties}</w:pPr>{content}</w:p>'


def lowered(parts: list[str], points: float) -> list[str]:
    """Return paragraphs and tables of which the first stands so much lower."""
    if points < 1:
        return parts
    space = f'<w:spacing w:before="{twips(Pt(points))}"/>'
    first, *rest = parts
    if is_table(first):
        return [paragraph(AFTER_TABLE, "", space), *parts]
    name, end, others = first.partition('"/>')
    return [f"{name}{end}{space}{others}", *rest]


def blank_paragraph() -> str:
    """Return the only empty paragraph there is, one point high.

    The format wants a paragraph between two tables (else they join, as boxed paragraphs do), at the
    end of a cell, and before the end of a section.
    """
    return paragraph(AFTER_TABLE, "")


def is_table(part: str) -> bool:
    """Tell a table from a paragraph among the parts that this package makes."""
    return part.startswith("<w:tbl>")


def _would_join(above: str, below: str) -> bool:
    boxes = tuple(
        f'<w:p><w:pPr><w:pStyle w:val="{name}"/>' for name in (WITHHELD_BLOCK, WITHHELD_IN_TEXT)
    )
    return (is_table(above) and is_table(below)) or (
        above.startswith(boxes) and below.startswith(boxes)
    )


def with_paragraphs(parts: Iterable[str], *, closed: bool = False) -> list[str]:
    """Put a paragraph between parts that would join and, if ``closed``, after a last table."""
    out: list[str] = []
    for part in parts:
        if out and _would_join(out[-1], part):
            out.append(blank_paragraph())
        out.append(part)
    if closed and (not out or is_table(out[-1])):
        out.append(blank_paragraph())
    return out


def _mark_style(mark: str) -> str:
    """Return the run property of a mark: figures are raised, an asterisk stands high by itself."""
    return style("FootnoteReference" if mark.isalnum() else "FootnoteSign")


def _signs(mark: str, font: str) -> str:
    """Return a footnote's own mark as symbols.

    LibreOffice shows a note's mark by itself, and takes it from the text only where that is a
    symbol; written as letters it stands there twice.
    """
    return "".join(f'<w:sym w:font="{attribute(font)}" w:char="{ord(sign):04X}"/>' for sign in mark)


def printed_mark(run: NoteRun) -> str:
    """Return a footnote's mark without its footnote."""
    return text(run.mark, _mark_style(run.mark))


def printed_number(run: ReferenceRun) -> str:
    """Return a cross-reference without a way to its place."""
    return text(run.text)


def _controlled(run: MarkerRun, written: str) -> str:
    """Return a marker in a control that bears its ground: a footnote cannot have form fields."""
    return (
        f'<w:sdt><w:sdtPr><w:alias w:val="{attribute(title(run))}"/>'
        '<w:lock w:val="sdtContentLocked"/></w:sdtPr>'
        f"<w:sdtContent>{written}</w:sdtContent></w:sdt>"
    )


def _field(run: MarkerRun, written: str) -> str:
    """Return a marker as the result of a form field, whose status text is its ground.

    Programs that skip controls have its letters; what reads Word aloud says the status text.
    """
    status = f'<w:statusText w:type="text" w:val="{attribute(title(run))}"/>'
    data = (
        '<w:ffData><w:name w:val=""/><w:enabled w:val="0"/><w:calcOnExit w:val="0"/>'
        f"{status}<w:textInput/></w:ffData>"
    )
    begin = field_begin("FORMTEXT").replace('"begin"/>', f'"begin">{data}</w:fldChar>', 1)
    return begin + written + field_end()


@dataclass(frozen=True)
class Direct:
    """Colours that stand at the letters themselves: not every program follows a style.

    Attributes:
        marker, withheld: colour of the letters, and what stands behind and below them, as XML.
        gap: the same of what a draft lacks; no style has it, as no finished document does.
        header: colour of a column's header, as XML.
    """

    marker: tuple[str, str] = ("", "")
    withheld: tuple[str, str] = ("", "")
    gap: tuple[str, str] = ("", "")
    header: str = ""

    @classmethod
    def of(cls, theme: Theme) -> Direct:
        """Return the colours of a theme."""

        def colour(token: str) -> str:
            return f'<w:color w:val="{theme.colour(token)}"/>'

        def behind(token: str) -> str:
            return f'<w:shd w:val="clear" w:color="auto" w:fill="{theme.colour(token)}"/>'

        line = f'<w:u w:val="thick" w:color="{theme.colour("withheld_line")}"/>'
        return cls(
            marker=(colour("marker_text"), behind("marker_ground")),
            withheld=(colour("ink"), line + behind("withheld_ground")),
            gap=(colour("paper"), behind("attention")),
            header=colour("accent"),
        )


@dataclass(frozen=True)
class Pen:
    """Writer of runs into one part of the document.

    Attributes:
        link: gives the relationship id for a link target.
        direct: colours that do not hang on a style alone.
        in_notes: it writes footnotes.
        note: writes a reference to a footnote.
        reference: writes a cross-reference.
    """

    link: Callable[[str], str]
    direct: Direct = Direct()
    in_notes: bool = False
    note: Callable[[NoteRun], str] = printed_mark
    reference: Callable[[ReferenceRun], str] = printed_number

    def runs(self, runs: Runs, name: str = "", look: str = "") -> str:
        """Return runs as XML.

        Args:
            runs: the text.
            name: character style of runs that have none.
            look: colour or size of words (not of markers), where it is not the style's; as XML.
        """
        return "".join(self._run(run, name, look) for run in runs)

    def _run(self, run: Run, name: str, look: str) -> str:
        match run:
            case TextRun():
                return self._words(run, name, look)
            case MarkerRun():
                own = "<w:b/><w:bCs/>" + "".join(self.direct.marker)
                written = text(run.text, style("RedactionMarker") + own)
                return (_controlled if self.in_notes else _field)(run, written)
            case NoteRun():
                return self.note(run)
            case ReferenceRun():
                return self.reference(run)
            case _:
                assert_never(run)

    def _words(self, run: TextRun, name: str, look: str) -> str:
        behind = ""
        if run.to_write:
            return text(run.text, "<w:b/><w:bCs/>" + "".join(self.direct.gap))
        if run.withheld:
            name = "WithheldText"
            colour, behind = self.direct.withheld
            look = colour + _COLOUR.sub("", look)  # one colour, or Word refuses the file
        elif run.href:
            name = "Hyperlink"
        strong = "<w:b/><w:bCs/>" if run.strong else ""
        emphasis = "<w:i/><w:iCs/>" if run.emphasis else ""
        lang = f'<w:lang w:val="{locale(run.lang)}"/>' if run.lang else ""
        written = text(run.text, f"{style(name)}{strong}{emphasis}{look}{behind}{lang}")
        if run.href is None:
            return written
        return f'<w:hyperlink r:id="{self.link(run.href)}" w:history="1">{written}</w:hyperlink>'


class Footnotes:
    """The footnotes of the whole document, in the order of their references.

    The marks are the edition's own: a note repeats its mark, so Word must not count.
    """

    def __init__(self, pen: Pen, font: str) -> None:
        """Begin with no notes.

        Args:
            pen: writes into the footnotes' part.
            font: in which the marks are set.
        """
        self._pen = pen
        self.font = font
        self._notes: list[str] = []

    def add(self, runs: Runs, mark: str, look: str = "FootnoteText") -> int:
        """Add a note in a style and return its id.

        A mark at the start of the note gets its style and a run of its own.
        """
        number = len(self._notes) + 1
        first = runs[0] if runs else None
        leading = ""
        if isinstance(first, TextRun) and first.text.startswith(mark):
            signs = _signs(mark, self.font)
            leading = f"<w:r><w:rPr>{_mark_style(mark)}</w:rPr>{signs}</w:r>"
            runs = (first.model_copy(update={"text": first.text[len(mark) :]}), *runs[1:])
        content = paragraph(look, leading + self._pen.runs(runs))
        self._notes.append(f'<w:footnote w:id="{number}">{content}</w:footnote>')
        return number

    def fill(self, blank: bytes) -> bytes:
        """Return the part with all notes after the separators that the blank one has."""
        return blank.replace(b"</w:footnotes>", "".join([*self._notes, "</w:footnotes>"]).encode())


class Notes:
    """The footnotes of a slide or text: one has one reference; later ones repeat its mark."""

    def __init__(
        self, own: tuple[Runs, ...], footnotes: Footnotes, look: str = "FootnoteText"
    ) -> None:
        """Begin a slide or a text.

        Args:
            own: the notes that are referred to.
            footnotes: of the document; referenced notes are added to it.
            look: their style.
        """
        self._own = own
        self._footnotes = footnotes
        self._look = look
        self._used: set[int] = set()

    def reference(self, run: NoteRun) -> str:
        """Return a reference with the mark that the edition prints."""
        if run.index in self._used or run.index >= len(self._own):
            return printed_mark(run)
        self._used.add(run.index)
        number = self._footnotes.add(self._own[run.index], run.mark, self._look)
        return (
            f"<w:r><w:rPr>{_mark_style(run.mark)}</w:rPr>"
            f'<w:footnoteReference w:customMarkFollows="1" w:id="{number}"/>'
            f"{_signs(run.mark, self._footnotes.font)}</w:r>"
        )

    def unused(self) -> tuple[Runs, ...]:
        """Return the notes that nothing has referred to, so that none is lost."""
        notes = enumerate(self._own)
        return tuple(note for index, note in notes if index not in self._used)
