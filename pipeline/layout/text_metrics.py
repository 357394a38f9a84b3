"""Widths and line breaks of text with the real fonts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from itertools import groupby
from typing import Any, NamedTuple, assert_never

import uharfbuzz

from pipeline.core.cache import cached, cached_by_identity
from pipeline.design.theme import FONTS
from pipeline.edition.runs import MarkerRun, NoteRun, ReferenceRun, Run, Runs, TextRun

#: Points added to a marker's width by its padding.
_MARKER_PADDING = 8.0
_SPACES = re.compile(r"[ \t\n]+|[^ \t\n]+")
#: Inside a word a line may break after hyphen, slash and dash, but not before a number's digits
#: (Unicode Standard Annex 14: HY, SY and BA before NU).
_BREAKS = re.compile(r"(?<=[-/])(?![-/–\d])|(?<=–)(?![-/–])")

_BREAKING = re.compile(r"[-/–].")

#: Letters from which words of several looks, one behind the other, count as too long for a line.
_GLUED = 24
#: Where a word that is wider than its line is broken first: an address, a file's name.
_PORTIONS = re.compile(r"[^/._&=?#@~|+:;,-]*[/._&=?#@~|+:;,-]+|[^/._&=?#@~|+:;,-]+")
#: Letters from which such a word is broken there.
_ADDRESS = 20
#: Points by which widths that are added in another order may differ, and much more.
_DOUBT = 0.001
#: HarfBuzz comes without types that hold.
hb: Any = uharfbuzz


@dataclass(frozen=True)
class _Face:
    font: Any
    units_per_em: int
    characters: frozenset[int]


@cache
def _face(family: str, *, bold: bool, italic: bool) -> _Face:
    style = {(False, False): "Regular", (True, False): "Bold", (False, True): "Italic"}
    name = style.get((bold, italic), "BoldItalic")
    if family == SUBSTITUTES[-1]:  # signs are not slanted
        name = "Bold" if bold else "Regular"
    path = FONTS / f"{family.replace(' ', '')}-{name}.ttf"
    face = hb.Face(hb.Blob.from_file_path(str(path)))
    return _Face(hb.Font(face), face.upem, frozenset(face.unicodes))


@cache
def beside_capitals(family: str) -> tuple[float, float]:
    """Return the padding above and below a text that puts its capitals in the middle.

    A background reaches from the top of a bold face's line to its bottom, and capitals do not.

    Returns:
        Parts of the letters' size; one of them is 0.
    """
    face = _face(family, bold=True, italic=False)
    extents = face.font.get_font_extents("ltr")
    glyph = face.font.get_nominal_glyph(ord("H"))
    capital = face.font.get_glyph_extents(glyph).y_bearing
    more = (-extents.descender - (extents.ascender - capital)) / face.units_per_em
    return round(max(more, 0.0), 4), round(max(-more, 0.0), 4)


#: Faces for what a family has not, in order; the last one is for signs alone.
SUBSTITUTES = ("Liberation Sans", "DejaVu Sans")
#: A space that HarfBuzz takes from the usual one where a face has none of its own.
NO_BREAK_SPACE = 0xA0


@lru_cache(maxsize=32_768)
def advance(text: str, family: str, *, bold: bool = False, italic: bool = False) -> float:
    """Return the width of a text at a size of 1 point, shaped without ligatures."""
    face = _face(family, bold=bold, italic=italic)
    if text.isascii() or _has(face, text):
        return _advance(text, face)
    return sum(
        _advance("".join(letters), _face(name, bold=bold, italic=italic))
        for name, letters in groupby(text, key=partial(_family_for, family))
    )


def _has(face: _Face, text: str) -> bool:
    return all(ord(sign) in face.characters or ord(sign) == NO_BREAK_SPACE for sign in text)


def _advance(text: str, face: _Face) -> float:
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    hb.shape(face.font, buffer, {"liga": False, "clig": False})
    width = sum(int(position.x_advance) for position in buffer.glyph_positions or ())
    return width / face.units_per_em


def _family_for(family: str, sign: str) -> str:
    """Return the family in which a character is set: the first that has it."""
    code = ord(sign)
    if code == NO_BREAK_SPACE:
        return family
    return next((name for name in (family, *SUBSTITUTES) if code in characters(name)), family)


def unbroken(text: str) -> Iterator[str]:
    """Divide a text where lines may break: at spaces, after hyphens and dashes.

    Words with a slash ("and/or") stay on one line, as in Office, and break after it only where
    even a line of their own is too short.
    """
    for part in _SPACES.findall(text):
        if part.isalnum() or not _BREAKING.search(part):  # most words, without a look for breaks
            yield part
            continue
        held = ""
        for piece in _BREAKS.split(part):
            if held and held[-1] != "/":
                yield held
                held = ""
            held += piece
        if held:
            yield held


def portions(piece: str) -> tuple[str, ...]:
    """Divide what stays on one line where it is broken if the line is too short for it.

    An address is broken after its signs, words with a slash after that; all else anywhere.
    """
    if "/" in piece[:-1] or len(piece) >= _ADDRESS:
        return tuple(_PORTIONS.findall(piece))
    return (piece,)


def loosened(runs: Runs) -> frozenset[int]:
    """Return the runs before which a line may break although no space stands there.

    Words of several styles, or with a marker, can be longer than any line; a browser would let
    them run out of the page.
    """
    found: set[int] = set()
    glued: list[int] = []
    before, length = "", 0
    for index, run in enumerate(runs):
        letters = _stretch(run, bold=False)[0]
        if index and (letters[:1].isspace() or before[-1:].isspace()):
            glued, length = [], 0
        glued.append(index)
        length += len(letters.partition(" ")[0])
        if length > _GLUED:
            found.update(glued[1:])
        if " " in letters:
            glued, length = [index], len(letters.rpartition(" ")[2])
        before = letters
    return frozenset(found)


class _Piece(NamedTuple):  # a text has many, and a tuple is made in a third of a data class's time
    """Letters of one style within which a line is not broken, if it can be helped.

    Attributes:
        padding: points before the letters, whatever their size.
        unit: width of the letters at a size of 1 point.
    """

    text: str
    family: str
    bold: bool
    italic: bool
    padding: float
    unit: float

    def advance(self, text: str, size: float) -> float:
        """Return the width in points of some of the letters."""
        return advance(text, self.family, bold=self.bold, italic=self.italic) * size

    def is_followed_by(self, following: _Piece) -> bool:
        """Say whether no line may break between this and the next piece, of whatever style."""
        if self.text.isspace() or following.text.isspace():
            return False
        return not _BREAKS.search(self.text[-1:] + following.text[:1])


class _Word(NamedTuple):
    """What must stay on one line, be it of several styles; or the spaces between.

    Attributes:
        ends_run: spaces that end a run before another one. In the PDF they need room on their line
            as letters do; Office lets them hang.
    """

    pieces: tuple[_Piece, ...]
    text: str
    is_space: bool
    ends_run: bool = False

    def width(self, size: float) -> float:
        """Return the width in points of letters of a size."""
        return sum([piece.padding + piece.unit * size for piece in self.pieces])


#: Letters, bold, italic, and the points before them.
_Stretch = tuple[str, bool, bool, float]


def _stretch(run: Run, *, bold: bool) -> _Stretch:
    match run:
        case TextRun():
            return run.text, bold or run.strong, run.emphasis, 0.0
        case MarkerRun():
            return run.text, True, False, _MARKER_PADDING
        case NoteRun():
            return run.mark, bold, False, 0.0
        case ReferenceRun():
            return run.text, bold, False, 0.0
        case _:
            assert_never(run)


class _Words:
    """Words of a paragraph; their widths are worked out once for each size of its letters."""

    def __init__(self, words: tuple[_Word, ...]) -> None:
        self.words = words
        self.texts = tuple([word.text for word in words])
        #: Of each word of one piece: its padding and the width of its letters.
        self._plain = [word.pieces[0][-2:] if len(word.pieces) == 1 else None for word in words]
        self._widths: dict[float, tuple[float, ...]] = {}
        self._wholes: dict[float, float] = {}

    def widths(self, size: float) -> tuple[float, ...]:
        """Return the width in points of each word, and of the spaces between, in order."""
        known = self._widths.get(size)
        if known is None:
            known = self._widths[size] = tuple([
                word.width(size) if plain is None else plain[0] + plain[1] * size
                for word, plain in zip(self.words, self._plain, strict=True)
            ])  # fmt: skip
        return known

    def whole(self, size: float) -> float:
        """Return the width of all of them on one line."""
        known = self._wholes.get(size)
        if known is None:
            known = self._wholes[size] = sum(self.widths(size))
        return known


@cached_by_identity(32_768)
def _words(runs: Runs, family: str, bold: bool) -> _Words:  # noqa: FBT001
    return _divided(tuple([_stretch(run, bold=bold) for run in runs]), family)


@cached(8192)
def _divided(stretches: tuple[_Stretch, ...], family: str) -> _Words:
    """Divide a text; the same one is measured at several sizes and widths."""
    words: list[_Word] = []
    for text, bold, italic, padding in stretches:
        if words and words[-1].is_space:
            words[-1] = words[-1]._replace(ends_run=True)
        before = padding
        for letters in unbroken(text):
            word = _word(letters, family, bold, italic, before)
            before = 0.0
            last = words[-1] if words else None
            if last and last.pieces[-1].is_followed_by(word.pieces[0]):
                both = (*last.pieces, *word.pieces)
                words[-1] = _Word(both, last.text + word.text, last.is_space)
            else:
                words.append(word)
    return _Words(tuple(words))


@cached(8192)  # a text has few words that it has once
def _word(letters: str, family: str, bold: bool, italic: bool, padding: float) -> _Word:  # noqa: FBT001
    unit = advance(letters, family, bold=bold, italic=italic)
    piece = _Piece(letters, family, bold, italic, padding, unit)
    return _Word((piece,), letters, letters.isspace())


def line_count(runs: Runs, size: float, width: float, family: str, *, bold: bool = False) -> int:
    """Return on how many lines runs are set, breaking greedily as Office and browsers do.

    Args:
        runs: one paragraph.
        size: points.
        width: points available.
        family: family of the face.
        bold: the paragraph's style is bold.
    """
    if width <= 0:
        raise ValueError("no text fits a line without width")
    prepared = _words(runs, family, bold)
    if prepared.whole(size) < width - _DOUBT:
        return 1
    widths = prepared.widths(size)
    lines, used, pending = 1, 0.0, 0.0
    words = prepared.words
    for at, (word, wide) in enumerate(zip(words, widths, strict=True), start=1):
        if word.is_space:
            pending += wide
            continue
        behind = widths[at] if at < len(words) and words[at].ends_run else 0.0
        if used and used + pending + wide + behind > width:
            lines, used, pending = lines + 1, 0.0, 0.0
        if wide <= width:
            used += pending + wide
        else:
            more, used = _broken(word, width, size)
            lines += more
        pending = 0.0
    return lines


def _broken(word: _Word, width: float, size: float) -> tuple[int, float]:
    """Break a word that is wider than a line; return the further lines, and how full the last is.

    A line holds one letter at least. An address breaks after its signs first, and ends its last
    line: in the PDF it is a box of its own.
    """
    lines, used, in_pair = 0, 0.0, False
    for piece in word.pieces:
        used += piece.padding
        divided = portions(piece.text)
        for part in divided:
            if used and used + piece.advance(part, size) > width:
                lines, used = lines + 1, 0.0
            for letter in part:
                wide = piece.advance(letter, size)
                if used and used + wide > width:
                    lines, used = lines + 1, 0.0
                used += wide
        in_pair = in_pair or len(divided) > 1
    return lines, width if in_pair else used


def pieces(runs: Runs, size: float, family: str, *, bold: bool) -> Iterable[tuple[str, float]]:
    """Return unbreakable pieces of text, and spaces, each with its width in points."""
    words = _words(runs, family, bold)
    return zip(words.texts, words.widths(size), strict=True)


def widest_word(runs: Runs, size: float, family: str, *, bold: bool = False) -> float:
    """Return the width in points of the widest piece that cannot be broken."""
    return max(_words(runs, family, bold).widths(size), default=0.0)


def characters(family: str) -> frozenset[int]:
    """Return the code points for which a face has a glyph."""
    return _face(family, bold=False, italic=False).characters
