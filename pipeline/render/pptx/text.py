"""Text of a deck as DrawingML: runs, paragraphs and text bodies.

What a paragraph shares with the style it inherits is not written again: a slide says only where
it differs from its layout.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import assert_never

from pipeline.core.lengths import Pt, emu
from pipeline.design.theme import Theme
from pipeline.edition.runs import MarkerRun, NoteRun, ReferenceRun, Run, Runs, TextRun
from pipeline.render.drawingml.drawing_text import Xml, text, xml
from pipeline.render.pptx.text_styles import LetterStyle, Style, colour, fill
from pipeline.resources.labels import locale

#: List levels that DrawingML knows.
_LEVELS = 9
#: Per cent of the size, in thousandths: how far a footnote mark is raised.
_RAISED = 30_000
#: Points: the edge of a marker's letters.
_EDGE = Pt(0.5)
#: A look that no text has, so that all of it is stated.
_UNSTATED = LetterStyle(Pt(0), bold=False, colour="")
_LINK_COLOUR_URI = "{A12FA001-AC4F-418D-AE19-62706E023703}"


@dataclass(frozen=True)
class Line:
    """Paragraph to be set, with its style.

    Attributes:
        strong: colour of strong words, where it is another one than the style's.
        unit: words behind the others, smaller; of a line with a unit, markers are as small.
        small: their letters.
    """

    runs: Runs
    style: Style
    strong: str = ""
    unit: Runs = ()
    small: LetterStyle | None = None


def plain_line(words: str, style: Style) -> Line:
    """Return a paragraph of words without emphasis of their own."""
    return Line((TextRun(text=words),), style)


@dataclass(frozen=True)
class Setting:
    """Settings of a text body: inherited style, anchor, inset.

    Attributes:
        base: what its paragraphs inherit; ``level`` 0 when they inherit the bullets of lists.
        own: the shape states the base itself, in its list styles; else its layout does.
        anchor: "t", "ctr" or "b"; empty to inherit the whole setting from the layout.
        inset: points between the shape's edges and the text: left, top, right, bottom.
        turned: it is read upwards.
        one_line: it stands on one line, whatever face a program takes for that which was measured.
    """

    base: Style
    own: bool = False
    anchor: str = "t"
    inset: tuple[float, float, float, float] = (0, 0, 0, 0)
    turned: bool = False
    one_line: bool = False


class Typesetter:
    """Writer of one slide's text as DrawingML."""

    def __init__(self, theme: Theme, language: str, link: Callable[[str], str]) -> None:
        """Create one.

        Args:
            theme: design tokens.
            language: BCP 47 tag for every run.
            link: returns the relationship id of a link target.
        """
        self.theme = theme
        self.language = language
        self.link = link

    def body(self, tag: str, lines: Sequence[Line], setting: Setting, *more: Xml) -> Xml:
        """Return a text body, ``p:txBody`` or ``a:txBody``; more paragraphs go after its lines."""
        paragraphs = [*(self._paragraph(line, setting.base) for line in lines), *more]
        levels = self._levels(lines, setting.base) if setting.own else ()
        if not paragraphs:
            paragraphs = [xml("a:p", None, xml("a:endParaRPr", {"lang": self.language}))]
        return xml(
            tag, None, self._properties(setting), xml("a:lstStyle", None, *levels), *paragraphs
        )

    def _properties(self, setting: Setting) -> Xml:
        if not setting.anchor:
            return xml("a:bodyPr")
        sides = zip(("lIns", "tIns", "rIns", "bIns"), setting.inset, strict=True)
        attributes: dict[str, str | int] = {"wrap": "none" if setting.one_line else "square"}
        if self.theme.house:  # a house's placeholder may have columns, and text in their middle
            attributes = {"vert": "horz", **attributes, "numCol": 1}
        if setting.turned:
            attributes = {"vert": "vert270", **attributes}
        attributes |= {side: emu(Pt(inset)) for side, inset in sides}
        attributes |= {"rtlCol": 0, "anchor": setting.anchor}
        if self.theme.house:
            attributes["anchorCtr"] = 0
        return xml("a:bodyPr", attributes, xml("a:noAutofit"))

    def _levels(self, lines: Sequence[Line], base: Style) -> list[Xml]:
        """Return list styles for the levels in use."""
        if base.level is None:
            return [self._level(1, base, {"marL": 0, "indent": 0}, [xml("a:buNone")])]
        deepest = max((line.style.level or 0 for line in lines), default=0)
        return [
            self._level(level + 1, base, self._indent(level), self._bullet(level, base.look))
            for level in range(min(deepest + 1, _LEVELS))
        ]

    def _level(self, number: int, base: Style, indent: dict[str, int], bullet: list[Xml]) -> Xml:
        look = base.look
        return xml(
            f"a:lvl{number}pPr",
            {**indent, "algn": base.align},
            xml("a:lnSpc", None, xml("a:spcPct", {"val": 100_000})),
            xml("a:spcBef", None, xml("a:spcPts", {"val": 0})),
            _space(base.space),
            *bullet,
            xml(
                "a:defRPr",
                {"sz": _hundredths(look.size), "b": int(look.bold), **self._plain()},
                fill(self.theme, look.colour),
                self._face(base),
            ),
        )

    def _plain(self) -> dict[str, str | int]:
        """Return what a brand's placeholder may set otherwise, as it was measured."""
        if self.theme.house is None:
            return {}
        return {"i": 0, "u": "none", "strike": "noStrike", "cap": "none", "spc": 0, "baseline": 0}

    def _face(self, base: Style) -> Xml | None:
        """Return the name of a font that text would not inherit from a brand's scheme."""
        house = self.theme.house
        if house is None:
            return None
        name = house.heading_face if base.look.colour.startswith("title:") else house.face
        return xml("a:latin", {"typeface": name}) if name else None

    def _indent(self, level: int) -> dict[str, int]:
        step = self.theme.list_indent
        return {"marL": emu(Pt(step * (level + 1))), "indent": emu(Pt(-step))}

    def _bullet(self, level: int, look: LetterStyle) -> list[Xml]:
        mark = "paper" if look.colour == "paper" else "accent"
        return [
            xml("a:buClr", None, colour(self.theme, mark)),
            xml("a:buFont", {"typeface": "Arial"}),
            xml("a:buChar", {"char": "–" if level % 2 else "•"}),
        ]

    def _paragraph(self, line: Line, base: Style) -> Xml:
        style = line.style
        attributes: dict[str, str | int] = {}
        children: list[Xml] = []
        if style.space != base.space:
            children.append(_space(style.space))
        if style.level is None and base.level is not None:
            attributes |= {"marL": 0, "indent": 0}
            children.append(xml("a:buNone"))
        elif style.level is not None:
            level = min(style.level, _LEVELS - 1)
            if base.level is None:
                attributes |= self._indent(level)
                children += self._bullet(level, style.look)
            if level:
                attributes["lvl"] = level
        if style.left != base.left:
            attributes |= {"marL": emu(style.left), "indent": 0}
        if style.align != base.align:
            attributes["algn"] = style.align
        properties = xml("a:pPr", attributes, *children) if attributes or children else None
        # not every program lets a placeholder's own list styles prevail over its layout's
        inherited = _UNSTATED if self.theme.house else base.look
        runs = [self._run(run, _look(run, line), inherited) for run in line.runs]
        if line.unit and line.small:
            spaced = (TextRun(text=" "), *line.unit)
            runs += [self._run(run, line.small, inherited) for run in spaced]
        return xml("a:p", None, properties, *runs)

    def _run(self, run: Run, look: LetterStyle, base: LetterStyle) -> Xml:
        match run:
            case TextRun():
                return _run(self._text_properties(run, look, base), run.text)
            case MarkerRun():
                return _run(self._marker_properties(look, base), run.text)
            case NoteRun():
                # An asterisk is raised already.
                raised: dict[str, str | int] = {} if run.mark == "*" else {"baseline": _RAISED}
                return _run(self._properties_of(look, base, raised), run.mark)
            case ReferenceRun():  # what it leads to stands in no deck
                return _run(self._properties_of(look, base, {}), run.text)
            case _:
                assert_never(run)

    def _properties_of(
        self,
        look: LetterStyle,
        base: LetterStyle,
        more: dict[str, str | int],
        *children: Xml,
        edge: Xml | None = None,
    ) -> Xml:
        """Return run properties: what differs from the base, then more of this run's own."""
        attributes: dict[str, str | int] = {"lang": self.language}
        if look.size != base.size:
            attributes["sz"] = _hundredths(look.size)
        if look.bold != base.bold or base is _UNSTATED:
            attributes["b"] = int(look.bold)
        attributes |= more
        attributes["dirty"] = 0
        background = fill(self.theme, look.colour) if look.colour != base.colour else None
        return xml("a:rPr", attributes, edge, background, *children)

    def _text_properties(self, run: TextRun, look: LetterStyle, base: LetterStyle) -> Xml:
        more: dict[str, str | int] = {}
        children: list[Xml] = []
        if run.lang:
            more["lang"] = locale(run.lang)
        if run.emphasis:
            more["i"] = 1
        if run.to_write:
            look = LetterStyle(look.size, bold=True, colour="paper")
            children.append(xml("a:highlight", None, colour(self.theme, "attention")))
        if run.withheld:
            more["u"] = "heavy"
            children.append(xml("a:highlight", None, colour(self.theme, "withheld_ground")))
            children.append(xml("a:uFill", None, fill(self.theme, "withheld_line")))
            if look.colour == "paper":
                # The background of withheld words is pale, whatever the slide's background is.
                look = LetterStyle(look.size, look.bold, "ink")
            if self.theme.house:
                look = LetterStyle(look.size, look.bold, self.theme.withheld_ink)
        if run.href is not None:
            children.append(self._hyperlink(run.href, keep_colour=self._keeps_colour(look)))
        heavy = LetterStyle(look.size, look.bold or run.strong, look.colour)
        return self._properties_of(heavy, base, more, *children)

    def _keeps_colour(self, look: LetterStyle) -> bool:
        return look.colour != "ink" or self.theme.house is not None

    def _hyperlink(self, href: str, *, keep_colour: bool) -> Xml:
        """Return a link; ``keep_colour``: the theme's link colour may not be legible here."""
        kept: Xml | None = None
        if keep_colour:
            flag = xml("ahyp:hlinkClr", {"val": "tx"})
            kept = xml("a:extLst", None, xml("a:ext", {"uri": _LINK_COLOUR_URI}, flag))
        return xml("a:hlinkClick", {"r:id": self.link(href)}, kept)

    def _marker_properties(self, look: LetterStyle, base: LetterStyle) -> Xml:
        bold = LetterStyle(look.size, bold=True, colour="marker_text")
        ground = colour(self.theme, "marker_ground")
        # where no highlight is drawn, white letters have an edge that can be read
        edge = xml("a:ln", {"w": emu(_EDGE)}, xml("a:solidFill", None, ground))
        highlight = xml("a:highlight", None, ground)
        return self._properties_of(bold, base, {}, highlight, edge=edge)

    def field(
        self, kind: str, guid: str, shown: str, look: LetterStyle | None = None, before: str = ""
    ) -> Xml:
        """Return a paragraph with one field, such as the slide's number, and words before it."""
        properties = xml("a:rPr", {"lang": self.language, "dirty": 0})
        if look:
            properties = self._properties_of(look, _UNSTATED, {})
        field = xml("a:fld", {"id": guid, "type": kind}, properties, text("a:t", shown))
        words = _run(xml("a:rPr", {"lang": self.language, "dirty": 0}), before) if before else None
        return xml("a:p", None, words, field)


def _look(run: Run, line: Line) -> LetterStyle:
    if line.small and isinstance(run, MarkerRun):
        return line.small
    is_strong = isinstance(run, TextRun) and run.strong
    look = line.style.look
    return replace(look, colour=line.strong) if is_strong and line.strong else look


def _run(properties: Xml, shown: str) -> Xml:
    return xml("a:r", None, properties, text("a:t", shown))


def _space(points: float) -> Xml:
    return xml("a:spcAft", None, xml("a:spcPts", {"val": _hundredths(points)}))


def _hundredths(points: float) -> int:
    return round(points * 100)
