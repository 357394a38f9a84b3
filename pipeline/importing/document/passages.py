"""Paragraphs of a document, read: words, emphasis, links, fields, notes; revisions accepted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from pipeline.core.ooxml_names import q
from pipeline.importing.colour_scheme import Colour
from pipeline.importing.document import formulas, page_places, paint, unseen_words
from pipeline.importing.document.fields import Field, Fields
from pipeline.importing.document.page_places import Page
from pipeline.importing.document.styles import Styles, Values, value
from pipeline.importing.document.symbols import sign_of, text_of
from pipeline.importing.found import Run, Told
from pipeline.importing.office_package import Element, find, whole, word_name
from pipeline.importing.printed_markers import count
from pipeline.importing.source_part import SourcePart

#: What stands around runs, and means nothing for their words.
_AROUND = frozenset(("ins", "moveTo", "smartTag", "bdo", "dir", "customXml", "sdtContent"))
_WHITE: Colour = (1.0, 1.0, 1.0)
_FIGURES = frozenset(("drawing", "pict", "object"))


@dataclass
class Words:
    """What was read of one paragraph.

    Attributes:
        told: what was changed in it, as (code, words).
        left: what stays behind.
        figures: drawings within it, in their order.
        breaks: where pages end: before its words, behind them.
        size: of its largest letters, in points.
    """

    runs: list[Run] = field(default_factory=list)
    told: list[tuple[str, str]] = field(default_factory=list)
    left: list[Told] = field(default_factory=list)
    anchors: list[str] = field(default_factory=list)
    figures: list[Element] = field(default_factory=list)
    breaks: list[str] = field(default_factory=list)
    size: float = 0.0
    contents: list[str] = field(default_factory=list)

    @property
    def has_words(self) -> bool:
        """Tell whether it says anything, or withholds something."""
        return any(run.text.strip() or run.withheld or run.note for run in self.runs)

    def tell(self, code: str, words: str) -> None:
        """Note once what was changed."""
        if all(known != code for known, _ in self.told):
            self.told.append((code, words))

    def leave(self, what: str, why: str, words: str, text: str | None = None) -> None:
        """Note something that stays behind."""
        self.left.append(Told(what, why, words, text=text))


@dataclass
class Setting:
    """Where paragraphs stand.

    Attributes:
        behind: colour behind the words; None if it is not known.
        in_note: they are those of a note, which names no other.
        page: size of the largest page.
        of_table: how the style of their table has them look.
        unseen: why nobody sees any of them; '' if they are seen.
    """

    source: SourcePart
    styles: Styles
    fields: Fields = field(default_factory=Fields)
    behind: Colour | None = _WHITE
    in_note: bool = False
    page: Page = field(default_factory=Page)
    of_table: Values = field(default_factory=dict)
    unseen: str = ""


@dataclass
class _Line:
    setting: Setting
    style: str
    words: Words
    behind: Colour | None
    unseen: str = ""
    href: str = ""
    place: str = ""
    deleted: int = 0

    def look(self, properties: Element | None) -> Values:
        """Return how a run looks."""
        return self.setting.styles.of_run(self.style, properties, self.setting.of_table)

    def why(self, look: Values, *, is_own_shade: bool = False) -> str:
        """Return why nobody sees words of a look; '' if they are seen."""
        return self.unseen or unseen_words.why(look, self.behind, is_own_shade=is_own_shade)


def read(element: Element, style: str, setting: Setting) -> Words:
    """Return what a paragraph says.

    Args:
        element: the paragraph.
        style: its id.
        setting: where it stands.
    """
    words = Words()
    shade = find(element, "w:pPr/w:shd")
    shade = shade if shade is not None else setting.styles.first(style, "w:shd")
    behind = paint.behind(shade, setting.styles.colours, setting.behind)
    unseen = setting.unseen or page_places.why_of_paragraph(
        element, style, setting.styles, setting.page
    )
    line = _Line(setting, style, words, behind, unseen)
    for child in element:
        _inline(child, line)
    if line.deleted:
        text = f"words that a revision takes away: {line.deleted}"
        words.leave("revision", "deleted", text)
    return words


def _inline(element: Element, line: _Line) -> None:
    name = word_name(element)
    if name == "r":
        _run(element, line)
    elif name in _AROUND:
        if name in {"ins", "moveTo"}:
            line.words.tell("inserted", "what a revision inserts was taken as if it were accepted")
        for child in element:
            _inline(child, line)
    elif name in _OTHERS:
        _OTHERS[name](element, line)


def _removed(element: Element, line: _Line) -> None:
    line.deleted += _counted(element)


def _bookmark(element: Element, line: _Line) -> None:
    if anchor := str(element.get(q("w:name"), "")):
        line.words.anchors.append(anchor)


def _simple_field(element: Element, line: _Line) -> None:
    line.setting.fields.begin(str(element.get(q("w:instr"), ""))).in_result = True
    for child in element:
        _inline(child, line)
    line.setting.fields.end()


def _elsewhere(element: Element, line: _Line) -> None:
    del element
    line.words.leave("embedded-file", "embedded", "a part that stands in another file")


def _counted(element: Element) -> int:
    names = {q("w:t"), q("w:delText")}
    return count(" ".join(str(row.text or "") for row in element.iter() if row.tag in names))


def _hyperlink(element: Element, line: _Line) -> None:
    before = line.href, line.place
    address = line.setting.source.address(element)
    anchor = str(element.get(q("w:anchor"), ""))
    if address:
        line.href = f"{address}#{anchor}" if anchor else address
    elif anchor:
        line.place = anchor
    for child in element:
        _inline(child, line)
    line.href, line.place = before


def _control(element: Element, line: _Line) -> None:
    """Read a control for filling in; its prompt is no content."""
    properties = find(element, "w:sdtPr")
    if find(properties, "w:showingPlcHdr") is not None:
        words = f"the prompt of a control that is not filled in: {_counted(element)} words"
        line.words.leave("placeholder", "hidden", words)
        return
    content = find(element, "w:sdtContent")
    for child in content if content is not None else ():
        _inline(child, line)


def _formula(element: Element, line: _Line) -> None:
    def is_unseen(properties: Element | None) -> bool:
        return bool(line.why(line.look(properties)))

    rows = [*formulas.signs(element, is_unseen)]
    text = "".join(sign for sign, is_seen in rows if is_seen)
    hidden = count(" ".join(sign for sign, is_seen in rows if not is_seen))
    if hidden:
        line.words.leave("paragraph", "hidden", f"{unseen_words.WHY['hidden']}: {hidden} words")
    if text.strip() and line.setting.fields.is_shown:
        line.words.tell("formula", "of a formula, the signs were taken and not how it is set")
        line.words.runs.append(Run(f" {text} "))


_OTHERS: dict[str, Callable[[Element, _Line], None]] = {
    "del": _removed, "moveFrom": _removed, "hyperlink": _hyperlink, "fldSimple": _simple_field,
    "sdt": _control, "oMath": _formula, "oMathPara": _formula, "bookmarkStart": _bookmark,
    "subDoc": _elsewhere,
}  # fmt: skip


def _run(element: Element, line: _Line) -> None:
    properties = find(element, "w:rPr")
    if find(properties, "w:del") is not None:
        line.deleted += _counted(element)
        return
    if line.setting.in_note and _is_own_mark(properties, line):
        return
    look = line.look(properties)
    is_shaded = find(properties, "w:shd") is not None
    for child in element:
        name = word_name(child)
        if name in {"footnoteReference", "endnoteReference"}:
            if not line.why(look, is_own_shade=is_shaded):
                _note(child, name, line)
            if str(child.get(q("w:customMarkFollows"), "0")) not in {"0", "false", "off"}:
                return
        else:
            _part(child, look, line, is_shaded=is_shaded)


def _part(child: Element, look: Values, line: _Line, *, is_shaded: bool) -> None:
    """Read what stands in a run."""
    name = word_name(child)
    if name in {"fldChar", "instrText"}:
        closed = line.setting.fields.take(child)
        if closed is not None:
            _empty_field(closed, look, line, is_shaded=is_shaded)
    elif name in _FIGURES:
        _figure(child, look, line)
    elif name == "ruby":
        _ruby(child, line, is_unseen=bool(line.why(look, is_own_shade=is_shaded)))
    elif name == "br" and child.get(q("w:type")) == "page":
        line.words.breaks.append("behind" if line.words.has_words else "before")
    elif text := _text(child, look, line):
        _say(text, look, line, is_own_shade=is_shaded)


def _empty_field(closed: Field, look: Values, line: _Line, *, is_shaded: bool) -> None:
    """Say what a field shows that has no result; what it may show otherwise is told."""
    if sign := closed.shown:
        _say(sign, look, line, is_own_shade=is_shaded)
    elif closed.shows_code and line.setting.fields.is_shown and not line.why(look):
        line.words.leave("paragraph", "field", "a field that shows what its code says",
                         " ".join(closed.words))  # fmt: skip


def _figure(element: Element, look: Values, line: _Line) -> None:
    """Note a drawing; one among hidden words is hidden with them."""
    is_hidden = bool(line.unseen or look.get("vanish")) and not line.setting.unseen
    if is_hidden or not line.setting.fields.is_shown:
        words = f"a drawing among words that nobody sees: {_counted(element)} words"
        line.words.leave("shape", "hidden", words)
    else:
        line.words.figures.append(element)


def _ruby(element: Element, line: _Line, *, is_unseen: bool) -> None:
    """Read words that bear small ones above them; the small ones are told."""
    above, base = find(element, "w:rt"), find(element, "w:rubyBase")
    if is_unseen:
        words = f"{unseen_words.WHY['hidden']}: {_counted(element)} words"
        line.words.leave("paragraph", "hidden", words)
        return
    apart = replace(line, words=Words())
    for child in above if above is not None else ():
        _inline(child, apart)
    said = "".join(run.text for run in apart.words.runs)
    line.words.left += apart.words.left
    if said.strip():
        line.words.leave("paragraph", "look-lost", "small words above others", said)
    for child in base if base is not None else ():
        _inline(child, line)


def _is_own_mark(properties: Element | None, line: _Line) -> bool:
    """Tell whether a run of a note is the note's own number."""
    style = value(properties, "w:rStyle")
    names = line.setting.styles.names(style) if style else []
    return any(name in {"footnote reference", "endnote reference"} for name in names)


def _text(child: Element, look: Values, line: _Line) -> str:
    """Return what an element of a run says."""
    name = word_name(child)
    if name == "t":
        return text_of(look.get("font", ""), str(child.text or ""))
    if name in {"tab", "ptab"}:
        return "\t"
    if name in {"br", "cr"}:
        if child.get(q("w:type")) != "column":
            line.words.tell("line-break", "a line break became a space")
        return "\n"
    if name == "noBreakHyphen":
        return "\u2011"
    if name == "softHyphen":
        return "\u00ad"
    if name == "sym":
        return sign_of(str(child.get(q("w:font"), "")), str(child.get(q("w:char"), "")))
    return ""


def _note(child: Element, name: str, line: _Line) -> None:
    key = str(child.get(q("w:id"), ""))
    if line.setting.in_note or not line.setting.fields.is_shown:
        return
    line.words.runs.append(Run("", note=f"{name.removesuffix('Reference')}-{key}"))


def _say(text: str, look: Values, line: _Line, *, is_own_shade: bool) -> None:
    """Add words of one look, unless nobody sees them."""
    fields, words = line.setting.fields, line.words
    text_, why = text.strip(), line.why(look, is_own_shade=is_own_shade)
    if not (fields.is_shown or fields.is_contents):
        return
    if fields.is_contents and not why:
        words.contents.append(text)
        return
    if why in {"highlight", "black"}:
        if text_ and fields.is_shown:
            words.runs += _covered(why, text)
        return
    if why and text_:
        words.leave("paragraph", why, f"{unseen_words.WHY[why]}: {count(text)} words")
        return
    if why:
        return
    size = whole(look.get("sz", "20"), 20)
    if text_:
        words.size = max(words.size, size / 2)
        _tell_look(look, words)
    href = fields.href or line.href
    place = fields.place or ("" if href else line.place)
    words.runs.append(
        Run(text, bool(look.get("b")), bool(look.get("i")), href, look.get("lang", ""), place=place)
    )


def _covered(why: str, text: str) -> list[Run]:
    """Return a run that stands for covered words, with the spaces around them."""
    before, behind = Run(" " * text[0].isspace()), Run(" " * text[-1].isspace())
    if why == "highlight":
        return [before, Run("", withheld="highlight", words=count(text)), behind]
    return [before, Run("", withheld="black", words=count(text)), behind]


def _tell_look(look: Values, words: Words) -> None:
    if look.get("vertAlign", "baseline") not in {"", "baseline"}:
        words.tell("superscript", "raised or lowered signs are set in the line")
    if look.get("strike") or look.get("dstrike"):
        words.tell("struck-through", "words that are struck through are set as others")
    if look.get("u", "none") not in {"", "none"} and not look.get("link"):
        words.tell("underlined", "words that are underlined are set as others")


def style_of(element: Element, styles: Styles) -> str:
    """Return the id of a paragraph's style."""
    own = value(find(element, "w:pPr"), "w:pStyle")
    return own if own in styles.rows else styles.default


def letters_of(runs: list[Run]) -> Iterator[tuple[str, int]]:
    """Yield the base language of runs, and how many letters are in it."""
    for run in runs:
        if run.lang and run.text:
            yield run.lang.split("-")[0].lower(), len(run.text)
