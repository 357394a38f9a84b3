"""Paragraphs of a shape, a cell or a note, read: words, emphasis, links and languages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.core.ooxml_names import q
from pipeline.importing import surfaces
from pipeline.importing.colour_scheme import Colour, Scheme, is_black, is_same
from pipeline.importing.found import Paragraph, Run, Told
from pipeline.importing.office_package import (
    Element,
    Relation,
    find,
    is_on,
    local,
    per_mille,
    whole,
)
from pipeline.importing.printed_markers import count, marked
from pipeline.importing.run_joining import merged, plain_if_all
from pipeline.importing.surfaces import Paint

#: How programs write signs that XML forbids; all of them end a line or are nothing.
_ESCAPED = re.compile("_x00(?:0[0-9A-Fa-f]|1[0-9A-Fa-f])_|[\x0b\x0c\u2028\u2029\u0085]")
#: Letters that nobody reads, in hundredths of a point.
_UNREADABLE = 200
#: Size of letters where nothing says it; how opaque letters are at most that nobody sees.
_USUAL_SIZE, _FAINT = 1800, 20_000
#: Deepest level that a paragraph can say.
_DEEPEST = 8
_COUNTED = ("slidenum", "datetime")


@dataclass
class Setting:
    """Where some paragraphs stand, as far as it says how they look.

    Attributes:
        levels: gives the properties that a level inherits, the nearest first.
        relations: of the part, for links.
        behind: colour behind the words; None if it is not known.
        usual: paint of its letters by the shape's style; None if it has none.
        scale: by how much they are scaled to fit.
        link: of the shape as a whole.
        told: gets what is left out.
        at: what a paragraph is called in the report.
    """

    colours: Scheme
    relations: dict[str, Relation]
    levels: Callable[[int], Iterator[Element]] = lambda _: iter(())
    behind: Colour | None = None
    usual: Paint | None = None
    scale: float = 1.0
    link: str = ""
    told: list[Told] = field(default_factory=list)
    at: str = "paragraph"
    largest: float = 0.0


def read(body: Element | None, setting: Setting) -> list[Paragraph]:
    """Return the paragraphs of a text that have words, or had some that are withheld."""
    found: list[Paragraph] = []
    for index, element in enumerate(_paragraphs(body), start=1):
        paragraph = _paragraph(element, setting, f"{setting.at} {index}")
        if any(run.text.strip() or run.withheld for run in paragraph.runs):
            found.append(paragraph)
    return found


def _paragraphs(body: Element | None) -> list[Element]:
    return [] if body is None else body.findall(q("a:p"))


def _is_left(properties: Sequence[Element | None]) -> bool:
    stated = [row for row in properties if row is not None]
    sides = [str(row.get("algn")) for row in stated if row.get("algn")]
    return sides[:1] in ([], ["l"]) and not any(is_on(row.get("rtl")) for row in stated)


def _paragraph(element: Element, setting: Setting, at: str) -> Paragraph:
    properties = find(element, "a:pPr")
    given = whole(properties.get("lvl")) if properties is not None else 0
    level = min(max(given, 0), _DEEPEST)
    inherited = list(setting.levels(level))
    paragraph = Paragraph([], level, _has_mark(properties, inherited))
    paragraph.is_left = _is_left([properties, *inherited])
    paragraph.spacing = spacing_of(properties, inherited, _size(inherited))
    if _is_numbered(properties, inherited):
        paragraph.told.append(("numbering", "a numbered point bears a mark and no number here"))
    for child in element:
        paragraph.runs += _runs(child, _Line(setting, inherited, paragraph, at))
    paragraph.runs = marked(merged(paragraph.runs))
    plain_if_all(paragraph)
    return paragraph


def _size(inherited: list[Element]) -> float:
    """Return the size of letters that a paragraph inherits, in points; 0 if unknown."""
    return whole(_first([row for row in _defaults(inherited) if row is not None], "sz")) / 100


def spacing_of(own: Element | None, inherited: list[Element], size: float) -> float:
    """Return the space above a paragraph, in points."""
    for row in ([own] if own is not None else []) + inherited:
        points, share = find(row, "a:spcBef/a:spcPts"), find(row, "a:spcBef/a:spcPct")
        if points is not None:
            return whole(points.get("val")) / 100
        if share is not None:
            return per_mille(share.get("val")) / 100_000 * size
    return 0.0


def _has_mark(own: Element | None, inherited: list[Element]) -> bool:
    for row in ([own] if own is not None else []) + inherited:
        names = {local(child) for child in row}
        if "buNone" in names:
            return False
        if names & {"buChar", "buAutoNum", "buBlip"}:
            return True
    return False


def _is_numbered(own: Element | None, inherited: list[Element]) -> bool:
    for row in ([own] if own is not None else []) + inherited:
        names = {local(child) for child in row}
        if names & {"buNone", "buChar", "buBlip", "buAutoNum"}:
            return "buAutoNum" in names
    return False


@dataclass
class _Line:
    setting: Setting
    inherited: list[Element]
    paragraph: Paragraph
    at: str

    def tell(self, code: str, words: str) -> None:
        """Note once what was changed."""
        if all(known != code for known, _ in self.paragraph.told):
            self.paragraph.told.append((code, words))

    def leave(self, what: str, why: str, words: str, text: str | None) -> None:
        """Note something that stays behind."""
        self.setting.told.append(Told(what, why, words, text=text, at=self.at))


def _runs(element: Element, line: _Line) -> Iterator[Run]:
    match local(element):
        case "r":
            yield from _run(element, line)
        case "br":
            line.tell("line-break", "a line break became a space")
            yield Run(" ")
        case "fld":
            kind = str(element.get("type", "")).lower()
            text = "".join(str(row.text or "") for row in element.iter(q("a:t")))
            if kind.startswith(_COUNTED):
                what = "slide-number" if kind.startswith("slidenum") else "date"
                line.leave(what, "field", "a field that the program fills in", text)
            else:
                yield from _run(element, line)
        case "m" | "oMath" | "oMathPara":
            text = "".join(str(row.text or "") for row in element.iter(q("m:t")))
            if text.strip():
                line.tell("formula", "of a formula, the signs were taken and not how it is set")
                yield Run(f" {text} ")
        case _:
            return


def _run(element: Element, line: _Line) -> Iterator[Run]:
    text = "".join(str(row.text or "") for row in element.findall(q("a:t")))
    if not text:
        return
    if _ESCAPED.search(text):
        line.tell("line-break", "a line break became a space")
        text = _ESCAPED.sub(" ", text)
    own = find(element, "a:rPr")
    chain = [row for row in (own, *_defaults(line.inherited)) if row is not None]
    size = whole(_first(chain, "sz"))
    if text.strip():
        line.setting.largest = max(line.setting.largest, size / 100)
        line.paragraph.size = max(line.paragraph.size, size / 100)
    if hidden := _hidden(own, chain, size, line):
        if text.strip():
            yield from hidden(text)
        return
    _tell_look(own, line)
    bold, italic = is_on(_first(chain, "b")), is_on(_first(chain, "i"))
    lang = str(own.get("lang", "")) if own is not None else ""
    yield Run(text, bold, italic, _link(own, line, text), lang)


def _defaults(inherited: list[Element]) -> Iterator[Element | None]:
    for row in inherited:
        yield find(row, "a:defRPr")


def _first(chain: list[Element], name: str) -> str | None:
    return next((str(row.get(name)) for row in chain if row.get(name) is not None), None)


def _hidden(
    own: Element | None, chain: list[Element], size: int, line: _Line
) -> Callable[[str], Iterator[Run]] | None:
    """Return what becomes of words that nobody sees; None if they are seen."""
    colours = line.setting.colours
    is_stated, paint = _paint(own, chain, line.setting)
    colour = colours.slots.get(colours.names.get("tx1", "dk1"))
    if is_stated:
        colour = paint.colour if paint is not None else None
    highlight = colours.of(find(own, "a:highlight")) if own is not None else None
    if highlight is not None and (is_black(highlight) or is_same(highlight, colour)):
        if is_black(colour) or is_same(highlight, colour):
            return lambda text: iter((Run("", withheld="highlight", words=count(text)),))
        return None
    if highlight is None and is_black(line.setting.behind) and is_black(colour):
        return lambda text: iter((Run("", withheld="black", words=count(text)),))
    if 0 < (size or _USUAL_SIZE) * line.setting.scale < _UNREADABLE:
        return _left(line, "too-small", "letters too small to be read")
    if is_stated and _is_transparent(own, paint):
        return _left(line, "see-through", "letters that can be seen through")
    if highlight is None and is_stated and is_same(colour, line.setting.behind):
        return _left(line, "same-colour", "letters in the colour of what stands behind them")
    return None


def _paint(
    own: Element | None, chain: list[Element], setting: Setting
) -> tuple[bool, Paint | None]:
    """Return whether it is said what letters are painted with, and the paint."""
    is_stated, paint = surfaces.fill(own, setting.colours)
    if is_stated:
        return True, paint
    if setting.usual is not None:
        return True, setting.usual
    for row in chain:
        is_stated, paint = surfaces.fill(row, setting.colours)
        if is_stated:
            return True, paint
    return False, None


def _is_transparent(own: Element | None, paint: Paint | None) -> bool:
    """Tell whether nobody sees letters, for their paint; those with an outline are seen."""
    if paint is None:
        return not any(True for _ in surfaces.outlines(own))
    return paint.alpha <= _FAINT


def _left(line: _Line, why: str, words: str) -> Callable[[str], Iterator[Run]]:
    def leave(text: str) -> Iterator[Run]:
        line.leave("paragraph", why, f"{words}: {count(text)} words", None)
        return iter(())

    return leave


def _tell_look(own: Element | None, line: _Line) -> None:
    if own is None:
        return
    if per_mille(own.get("baseline")):
        line.tell("superscript", "raised or lowered signs are set in the line")
    if own.get("strike") not in {None, "noStrike"}:
        line.tell("struck-through", "words that are struck through are set as others")
    if own.get("u") not in {None, "none"} and find(own, "a:hlinkClick") is None:
        line.tell("underlined", "words that are underlined are set as others")


def _link(own: Element | None, line: _Line, text: str) -> str:
    given = find(own, "a:hlinkClick") if own is not None else None
    if given is None:
        return line.setting.link
    relation = line.setting.relations.get(str(given.get(q("r:id"), "")))
    if relation is not None and relation.external and "://slide" not in relation.target:
        return relation.target
    if text.strip():
        line.tell("link-inside", "a link to a slide or an action of the program is left out")
    return line.setting.link
