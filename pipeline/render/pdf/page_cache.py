"""Cache of painted pages with their layout: what a page says in a PDF, put into the next file.

WeasyPrint paints every page of a file anew. What it writes for one follows from the page's layout
and, of the rest of the file, from three things alone: the width of each letter, which is noted when
the letter first comes up in the file, and rounded at the size that it has there; the letters'
fonts; and resources by name. A page is put into a file as it was only if all its letters have the
widths that they had, and if the resources that it names are named by what they are. Pages with
pictures, groups, patterns and shadings, whose names are numbers in order, are painted anew, and so
is the first page that needs a font.

A painting lives as long as the layout of its page, in memory alone (see ``core.cache``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Any

from pipeline.render.pdf.weasyprint_setup import documents, pydyf, streams

#: Operators that name what another page may have numbered (PDF 32000-1, annex A).
_SHARED = re.compile(rb"(?<!\S)(?:Do|scn|SCN|sh|BI)(?!\S)")
_STATES = re.compile(rb"/(\S+) gs(?!\S)")
#: States that are named by what they are: opacity.
_OPACITY = re.compile(r"[aA][0-9.]+")
#: The choice of a font, and letters of it by their numbers.
_WORDS = re.compile(rb"/(\S+) \S+ Tf(?!\S)|<([0-9a-f]+)>")
_DIGITS = 4

_paint = documents.Page.paint


@dataclass(frozen=True)
class _Noted:
    """Notes on the letters of one font, as a page found and left them.

    Attributes:
        widths, words: of the whole file, to which later pages add; what a letter stands for.
        before, after: how many of each there were.
    """

    widths: dict[int, Any]
    words: dict[int, str]
    before: tuple[int, int]
    after: tuple[int, int]

    @cached_property
    def own_widths(self) -> dict[int, Any]:
        """Return the widths that the page noted, in order."""
        return dict(islice(self.widths.items(), self.before[0], self.after[0]))

    @cached_property
    def own_words(self) -> dict[int, str]:
        """Return what the letters that the page noted stand for, in order."""
        return dict(islice(self.words.items(), self.before[1], self.after[1]))

    def agrees(self, font: Any, letters: frozenset[int]) -> bool:
        """Tell whether a page with these letters would be painted with a font as it was."""
        return all(
            font.widths.get(letter, self.own_widths.get(letter)) == self.widths[letter]
            and (letter in font.to_unicode or letter in self.own_words)
            for letter in letters
        )

    def note(self, font: Any) -> None:
        """Note in a font what the page would note."""
        for letter, width in self.own_widths.items():
            font.widths.setdefault(letter, width)
        for letter, word in self.own_words.items():
            font.to_unicode.setdefault(letter, word)


@dataclass(frozen=True)
class _Painting:
    """What was painted of a page.

    Attributes:
        content: its operators.
        tags: of its boxes, which are numbered from the first.
        states: opacities by name, in order of use.
        noted: by the key of each font of the file.
        names: keys of fonts by their names in the content.
    """

    content: bytes
    tags: dict[Any, dict[str, Any]]
    states: dict[str, Any]
    noted: dict[Any, _Noted]
    names: dict[bytes, Any]

    @cached_property
    def letters(self) -> dict[Any, frozenset[int]]:
        """Return the letters of the page by the keys of their fonts."""
        found: dict[Any, set[int]] = {}
        letters: set[int] = set()
        for name, digits in _WORDS.findall(self.content):
            if name:
                letters = found.setdefault(self.names[name], set())
            else:
                starts = range(0, len(digits), _DIGITS)
                letters.update(int(digits[at : at + _DIGITS], 16) for at in starts)
        return {key: frozenset(used) for key, used in found.items()}

    def put(self, stream: Any) -> bool:
        """Write the page as it was into a file, and tell whether that gives what painting would."""
        fonts = stream._fonts
        if self.tags and stream._tags:
            return False
        for key, letters in self.letters.items():
            if key not in fonts or not self.noted[key].agrees(fonts[key], letters):
                return False
        for key in self.letters:
            self.noted[key].note(fonts[key])
        for name, state in self.states.items():
            stream._resources["ExtGState"].setdefault(name, state)
        stream._tags.update((box, dict(tag)) for box, tag in self.tags.items())
        stream.stream.append(self.content)
        return True


class _Before:
    """State of a file before a page is painted."""

    def __init__(self, stream: Any) -> None:
        self._noted = {key: _counts(font) for key, font in stream._fonts.items()}
        self._named = _named(stream)
        self._start = len(stream.stream)
        self._tagged = len(stream._tags)

    def painting(self, stream: Any) -> _Painting | None:
        """Return what was painted since; None if another file may number it in another way.

        The content stands in the stream as one piece from now on.
        """
        content = b"\n".join(
            item if isinstance(item, bytes) else pydyf._to_bytes(item)
            for item in stream.stream[self._start :]
        )
        stream.stream[self._start :] = [content]
        states = [name.decode() for name in dict.fromkeys(_STATES.findall(content))]
        fonts = stream._fonts
        names = {font.hash.encode(): key for key, font in fonts.items()}
        if (
            _SHARED.search(content)
            or _named(stream) != self._named
            or not all(_OPACITY.fullmatch(name) for name in states)
            or len(names) < len(fonts)
            or any(font.bitmap or font.missing for font in fonts.values())
        ):
            return None
        noted = {
            key: _Noted(font.widths, font.to_unicode, self._noted.get(key, (0, 0)), _counts(font))
            for key, font in fonts.items()
        }
        opacities = {name: stream._resources["ExtGState"][name] for name in states}
        tags = {box: dict(tag) for box, tag in islice(stream._tags.items(), self._tagged, None)}
        if tags and self._tagged:
            return None
        return _Painting(content, tags, opacities, noted, names)


def _counts(font: Any) -> tuple[int, int]:
    return len(font.widths), len(font.to_unicode)


def _named(stream: Any) -> list[int]:
    """Return how many resources are numbered."""
    kinds = stream._resources
    states = sum(not _OPACITY.fullmatch(name) for name in kinds["ExtGState"])
    return [states, *(len(kinds[kind]) for kind in ("XObject", "Pattern", "Shading"))]


def _paint_once(page: Any, stream: Any, scale: float = 1) -> None:
    """Paint a page into a file, or put into it what was painted of the page before."""
    if not isinstance(stream, streams.Stream) or stream._tags is None:
        _paint(page, stream, scale)
        return
    key = (scale, stream._output_intent)
    known, painting = vars(page).get("_painted", (None, None))
    if painting is not None and known == key and painting.put(stream):
        return
    before = _Before(stream)
    _paint(page, stream, scale)
    vars(page)["_painted"] = (key, before.painting(stream))


def keep() -> None:
    """Have WeasyPrint keep what it paints."""
    documents.Page.paint = _paint_once
