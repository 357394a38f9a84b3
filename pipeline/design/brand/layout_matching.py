"""Matching of a brand's slide layouts to the project's layouts; their title and content boxes.

What the dossier maps comes first; then equal names, ours or those that PowerPoint and LibreOffice
give; then PowerPoint's types, which do not depend on a language; then the next layout of a chain,
down to text. A layout serves if it has a title, and placeholders for what ours holds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.design.brand.layout_reader import Face, Placeholder
from pipeline.design.brand.pptx_template import DeckTemplate, Layout
from pipeline.design.tokens import Box, SlideLayout

#: Types of layouts that open a deck or a section.
_OPENERS = ("title", "secHead")
TITLES = ("title", "ctrTitle")
CONTENT = ("obj", "body", "subTitle", "tbl", "chart", "pic")
#: Share of the text layout's room that a section's text needs, in its own place and in both.
_ROOM, _BOTH = 0.55, 0.6

#: Our id -> names that programs give, types of PowerPoint, and ours that may stand in.
_KNOWN: dict[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    "title": (("title slide",), ("title",), ("text",)),
    "section": (("section header", "section"), ("secHead",), ("text",)),
    "text": (
        ("title and content", "title, content", "title and text"),
        ("obj", "tx"),
        (),
    ),
    "text-figure": (("two content", "title, 2 content"), ("twoObj",), ("text",)),
    "columns": (("two content", "title, 2 content"), ("twoObj",), ("text",)),
    "message": (("two content", "title, 2 content"), ("twoObj",), ("text",)),
    "table": (("title and table",), ("tbl",), ("text",)),
    "chart": (("title and chart",), ("chart",), ("text",)),
    "closing": (("closing", "thank you", "end"), (), ("title",)),
}
_OTHER: tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]] = (
    ("title only",),
    ("titleOnly",),
    ("text",),
)


@dataclass(frozen=True)
class Missing:
    """A layout that could not be found.

    Attributes:
        ours: our id.
        mapped: the dossier's map names one that the file does not have or that cannot serve.
        reason: "none", "unknown" or "unfit".
    """

    ours: str
    mapped: bool
    reason: str


@dataclass(frozen=True)
class Choice:
    """Chosen layouts by our ids, and the reason of each: "mapped", "name", "type", "instead"."""

    layouts: Mapping[str, Layout]
    reasons: Mapping[str, str]
    missing: tuple[Missing, ...]


def title_of(face: Face) -> Placeholder | None:
    """Return a layout's title."""
    return next(
        (holder for holder in face.holders if holder.kind in TITLES and holder.is_upright), None
    )


def contents_of(face: Face) -> list[Placeholder]:
    """Return placeholders for a slide's text or objects, the largest first."""
    found = [holder for holder in face.holders if holder.kind in CONTENT and holder.is_upright]
    return sorted(found, key=lambda holder: -holder.box.width * holder.box.height)


def choose(
    template: DeckTemplate, ours: Mapping[str, SlideLayout], mapped: Mapping[str, str]
) -> Choice:
    """Find a layout of the template for each of ours.

    Args:
        template: the brand's.
        ours: our layouts by id.
        mapped: our id -> the name of a layout of the file.
    """
    return _Chooser(template, ours, mapped).choice()


class _Chooser:
    def __init__(
        self, template: DeckTemplate, ours: Mapping[str, SlideLayout], mapped: Mapping[str, str]
    ) -> None:
        self._ours = ours
        self._mapped = mapped
        self._layouts = template.layouts
        self._faces = {layout.part: Face(template, layout) for layout in template.layouts}
        self._chosen: dict[str, Layout] = {}
        self._reasons: dict[str, str] = {}
        self._missing: list[Missing] = []

    def choice(self) -> Choice:
        """Choose a layout for each of ours, beginning with those that others fall back on."""
        for ours in sorted(self._ours, key=lambda name: ("text", "title").index(name)
                           if name in {"text", "title"} else 2):  # fmt: skip
            self._find(ours)
        return Choice(self._chosen, self._reasons, tuple(self._missing))

    def _find(self, ours: str) -> None:
        if ours in self._mapped:
            self._take_mapped(ours)
            return
        names, kinds, instead = _KNOWN.get(ours, _OTHER)
        own = (ours, self._ours[ours].name.lower())
        for reason, wanted in (("name", own), ("name", names), ("type", kinds)):
            for layout in self._layouts:
                said = layout.kind if reason == "type" else layout.name.lower()
                if said in wanted and self._serves(ours, layout):
                    self._chosen[ours], self._reasons[ours] = layout, reason
                    return
        for other in instead:
            if other in self._chosen:
                self._chosen[ours], self._reasons[ours] = self._chosen[other], "instead"
                return
        for layout in self._for_text() if ours == "text" else ():
            if self._serves(ours, layout):
                self._chosen[ours], self._reasons[ours] = layout, "instead"
                return
        if not instead:
            self._missing.append(Missing(ours, mapped=False, reason="none"))

    def _for_text(self) -> list[Layout]:
        """Return what may hold text where nothing says so: the largest first, openers last."""

        def rank(layout: Layout) -> tuple[bool, float]:
            names = (*_KNOWN["title"][0], *_KNOWN["section"][0], *_KNOWN["closing"][0])
            opens = layout.kind in _OPENERS or layout.name.lower() in names
            held = contents_of(self._faces[layout.part])[:1]
            return opens, -sum(holder.box.width * holder.box.height for holder in held)

        return sorted(self._layouts, key=rank)

    def _take_mapped(self, ours: str) -> None:
        name = self._mapped[ours].lower()
        found = [layout for layout in self._layouts if layout.name.lower() == name]
        if not found:
            self._missing.append(Missing(ours, mapped=True, reason="unknown"))
        elif title_of(self._faces[found[0].part]) is None:
            self._missing.append(Missing(ours, mapped=True, reason="unfit"))
        else:
            self._chosen[ours], self._reasons[ours] = found[0], "mapped"

    def _serves(self, ours: str, layout: Layout) -> bool:
        face = self._faces[layout.part]
        if title_of(face) is None:
            return False
        contents = contents_of(face)
        if ours in {"text", "title"} and not contents:
            return False
        if ours in {"text-figure", "columns", "message"} and len(contents) < 2:  # noqa: PLR2004
            return False
        if ours == "section":
            return self._has_room(face)
        return True

    def _has_room(self, face: Face) -> bool:
        """Tell whether a section's layout can hold a slide's content, not its title alone."""
        if "text" not in self._chosen:
            return False
        text = contents_of(self._faces[self._chosen["text"].part])
        contents = contents_of(face)
        if not text or not contents:
            return False
        needed = text[0].box.width * text[0].box.height
        box, both = contents[0].box, section_room(face)
        return (
            box.width * box.height >= _ROOM * needed or both.width * both.height >= _BOTH * needed
        )


def section_room(face: Face) -> Box:
    """Return the box around a layout's title and its text."""
    title, contents = title_of(face), contents_of(face)
    boxes = [holder.box for holder in (title, *contents[:1]) if holder]
    left, top = min(b.x for b in boxes), min(b.y for b in boxes)
    right, bottom = max(b.x + b.width for b in boxes), max(b.y + b.height for b in boxes)
    return Box(left, top, right - left, bottom - top)


def needs_split(face: Face, text_area: float) -> bool:
    """Tell whether a section's title and text have to share the space of both."""
    contents = contents_of(face)
    return not contents or contents[0].box.width * contents[0].box.height < _ROOM * text_area
