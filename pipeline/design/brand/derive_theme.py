"""Theme derived from a brand's deck template: its grid, colours and fonts, our type scale.

The derived theme is used for fitting, for the deck and for the PDF alike, so that all show the same
pages in the same grid. Each box is where the brand has its placeholder, inside the insets.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeVar

from pipeline.core.lengths import Pt
from pipeline.design import colours
from pipeline.design.brand import layout_matching
from pipeline.design.brand.footer_position import Foot, footers
from pipeline.design.brand.layout_matching import Choice
from pipeline.design.brand.layout_reader import Face, Placeholder
from pipeline.design.brand.palette import Palette, palette
from pipeline.design.brand.pptx_template import DeckTemplate
from pipeline.design.brand.shape_geometry import cut, rect_of, shares
from pipeline.design.theme import STEPS, Theme
from pipeline.design.tokens import (
    Box,
    Font,
    Fonts,
    HouseGrid,
    HouseLayout,
    Plate,
    SlideLayout,
    Style,
)

#: Faces of the project by the names that they are metric-compatible with.
_FAMILIES = {
    "calibri": "Carlito", "carlito": "Carlito",
    "arial": "Liberation Sans", "helvetica": "Liberation Sans",
    "liberation sans": "Liberation Sans",
    "times new roman": "Liberation Serif", "liberation serif": "Liberation Serif",
}  # fmt: skip
#: What stands in for a face that does not come with the project.
_STAND_IN = "Carlito"
#: Such a face is taken to be so much wider: most are, and what is too wide runs over its box.
_STRETCH = 1.2
#: How far the type scale may shrink with the room, and its last step below the others.
_LEAST_SCALE, _LAST = 0.72, 0.86
#: Points: text is not set smaller, whatever the room.
_SMALLEST = 12.0
_LARGEST_TITLE, _LEAST_TITLE, _TITLE_STEPS = 40.0, 15.0, (1.0, 0.85, 0.7, 0.5)
#: Share of a text's box on which it may be hard to read before that is told: a corner is less.
_UNEVEN = 0.1
#: Points between blocks of a slide and what stands below them.
_GAP, _FOOT_GAP = 14.0, 8.0
#: A section's title takes this share of the room: the panel's share of our own section slide.
_SECTION = 0.3
#: Lengths of a theme that shrink as its type does.
_LENGTHS = (
    "gap", "card_gap", "card_padding", "row_height", "row_padding", "row_numbers",
    "request_padding", "roomy_row", "roomy_less",
    "timeline_above", "timeline_below", "cell_padding", "withheld_height", "list_indent",
)  # fmt: skip
#: Styles that belong to a slide's foot and keep their size.
_FIXED = ("footnote", "footer")
#: Lines above a title: speaker and occasion.
_OVERLINE_LINES = 2
#: Share of a title's box that they may take; above it they stand in the text's.
_MIDDLE = 0.35


@dataclass(frozen=True)
class Derived:
    """Derived theme, with notes for its user."""

    theme: Theme
    warnings: tuple[str, ...]


def derive(template: DeckTemplate, chosen: Choice, base: Theme) -> Derived:
    """Return the theme of a deck template.

    Args:
        template: the brand's.
        chosen: its layouts for ours; none may be missing.
        base: the theme of the project, for what a template does not say.
    """
    return _Deriver(template, chosen, base).derived()


def _family(name: str) -> str:
    return _FAMILIES.get(name.lower(), _STAND_IN)


class _Deriver:
    def __init__(self, template: DeckTemplate, chosen: Choice, base: Theme) -> None:
        self._base = base
        self._chosen = chosen
        self._faces = {key: Face(template, layout) for key, layout in chosen.layouts.items()}
        self._width, self._height = template.size
        self._plain = self._faces["text"]
        self._foot = self._footers(self._plain)
        main = layout_matching.contents_of(self._plain)[0]
        self._body = self._above_foot(main.box, self._plain)
        normal = base.slide.layouts["text"].regions["body"]
        room = self._body.width * self._body.height / (normal[2] * normal[3])
        self._scale = min(max(room**0.5, _LEAST_SCALE), 1.0)
        self._main = main
        self._palette: Palette = palette(self._plain, main, base)

    # the whole

    def derived(self) -> Derived:
        base, tones = self._base, self._palette
        styles = {name: self._style(name, style) for name, style in base.styles.items()}
        layouts: dict[str, SlideLayout] = {}
        house: dict[str, HouseLayout] = {}
        extra: dict[str, str] = {}
        for key, face in self._faces.items():
            layouts[key], house[key] = self._layout(key, face)
            token = f"title:{key}"
            styles[token], extra[token] = self._title_style(key, face)
            extra[f"footer:{key}"] = self._footer_colour(face)
        shades = dict(tones.shades)
        for key, face in self._faces.items():
            holder = layout_matching.title_of(face)
            tone = holder.look.tone if holder else None
            if tone and tone.shade and f"#{tone.colour}" == extra[f"title:{key}"]:
                shades[f"title:{key}"] = tone.shade
        footer = self._foot
        left, right = self._body.x, self._body.x + self._body.width
        slide = base.slide.model_copy(
            update={
                "width": self._width,
                "height": self._height,
                "footer": (left, footer[0].y, right - left, footer[0].height),
                "footnote_bottom": round(footer[0].y - _FOOT_GAP, 2),
                "layouts": layouts,
            }
        )
        grid = HouseGrid(
            layouts=house,
            shades=shades,
            face=self._stated_face(self._main, "+mn-lt"),
            heading_face=self._stated_face(layout_matching.title_of(self._plain), "+mj-lt"),
            stretch=_STRETCH if self._warnings() else 1,
            paper_colours=dict(tones.on_paper),
        )
        fonts = self._fonts()
        theme = base.model_copy(
            update={
                "colours": {**tones.colours, **extra},
                "fonts": fonts,
                "styles": styles,
                "slide": slide,
                "house": grid,
                **{name: round(getattr(base, name) * self._scale, 1) for name in _LENGTHS},
            }
        )
        warnings = (*self._warnings(), *self._uneven())
        return Derived(Theme.model_validate(theme.model_dump()), warnings)

    def _uneven(self) -> list[str]:
        """Return which layouts have a picture on which our text could get lost."""
        ink = self._palette.colours["ink"][1:]
        names = {
            face.layout.name
            for key, face in self._faces.items()
            for box in self._regions(key, face, self._body, {"title": {}}, []).values()
            if face.hidden_share(box, ink) > _UNEVEN
        }
        return [
            f"the background of the layout '{name}' is uneven: text on it may be hard to read"
            for name in sorted(names)
        ]

    # faces

    def _face_name(self, holder: Placeholder | None, slot: str) -> str:
        named = holder.look.face if holder else ""
        if not named or named.startswith("+"):
            named = self._plain.fonts.get(named or slot, "")
        return named or self._base.fonts.deck.name

    def _stated_face(self, holder: Placeholder | None, slot: str) -> str:
        """Return a face's name if the scheme's would be another one."""
        name = self._face_name(holder, slot)
        return "" if name == self._plain.fonts.get("+mn-lt") else name

    def _fonts(self) -> Fonts:
        body = self._face_name(self._main, "+mn-lt")
        title = self._face_name(layout_matching.title_of(self._plain), "+mj-lt")
        heading = Font(name=title, family=_family(title)) if title != body else None
        deck = Font(name=body, family=_family(body))
        return self._base.fonts.model_copy(update={"deck": deck, "heading": heading})

    def _warnings(self) -> list[str]:
        names = {
            self._face_name(self._main, "+mn-lt"),
            self._face_name(layout_matching.title_of(self._plain), "+mj-lt"),
        }
        return [
            f"the face '{name}' does not come with the project: text is measured in {_STAND_IN} "
            "with an allowance, and set in it in the PDF, so lines may break elsewhere in the deck"
            for name in sorted(names)
            if name.lower() not in _FAMILIES
        ]

    # type

    def _style(self, name: str, style: Style) -> Style:
        """Return a style at the scale of the brand's boxes, with one more, smaller step."""
        if name in _FIXED:
            return style
        largest, least = style.sizes[0] * self._scale, style.sizes[-1] * self._scale
        steps = [largest + (least - largest) * step / (STEPS - 2) for step in range(STEPS - 1)]
        sizes = [*steps, least * _LAST]
        if len(style.sizes) == 1:
            sizes = [largest * _LAST if name == "legend" else largest]
        rounded = tuple(max(round(size * 2) / 2, _SMALLEST) for size in sizes)
        colour = "ink" if name in {"kicker", "attribution"} else style.colour
        return style.model_copy(
            update={"sizes": rounded, "space": round(style.space * self._scale, 1),
                    "colour": colour}
        )  # fmt: skip

    def _title_style(self, key: str, face: Face) -> tuple[Style, str]:
        """Return the style of a layout's title, and its colour: the brand's if it can be read."""
        holder = layout_matching.title_of(face)
        assert holder is not None  # noqa: S101 - a layout without title is not chosen
        largest = min(holder.look.size or 32.0, _LARGEST_TITLE)
        sizes = tuple(Pt(max(round(largest * step * 2) / 2, _LEAST_TITLE)) for step in _TITLE_STEPS)
        tone = holder.look.tone
        wanted = tone.colour if tone else self._palette.colours["ink"][1:]
        colour, _, _ = colours.made_legible(wanted, face.backgrounds_at(holder.box))
        style = Style(sizes=sizes, bold=holder.look.bold, colour=f"title:{key}")
        return style, f"#{colour}"

    # places

    def _footers(self, face: Face) -> Foot:
        return footers(face, self._width, self._height)

    def _above_foot(self, box: Box, face: Face) -> Box:
        """Return a box cut where the foot begins."""
        foot, number, *_ = self._footers(face)
        limit = min(foot.y, number.y) - _FOOT_GAP
        top = min(max(box.y, 0), self._height)
        left = min(max(box.x, 0), self._width)
        right = min(box.x + box.width, self._width)
        bottom = min(box.y + box.height, limit)
        return Box(left, top, max(right - left, 1), max(bottom - top, 1))

    def _grown(self, box: Box, face: Face, title: Box) -> Box:
        """Return a box that reaches down to the foot, if nothing stands there."""
        whole = self._above_foot(Box(box.x, box.y, box.width, self._height), face)
        end = box.y + box.height
        added = Box(box.x, end, box.width, whole.y + whole.height - end)
        others = (*face.obstacles, title)
        if added.height <= 0 or any(shares(added, other) for other in others):
            return self._above_foot(box, face)
        return whole

    def _layout(self, key: str, face: Face) -> tuple[SlideLayout, HouseLayout]:
        title = layout_matching.title_of(face)
        assert title is not None  # noqa: S101 - a layout without title is not chosen
        title_box, anchor, inline = title.box, title.anchor, True
        overline: Box | None = None
        holders: dict[str, dict[str, str | int]] = {"title": title.attributes}
        text_only: list[str] = []
        boxes = self._regions(key, face, title_box, holders, text_only)
        if key == "section" and layout_matching.needs_split(
            face, self._body.width * self._body.height
        ):
            room = self._above_foot(layout_matching.section_room(face), face)
            title_box = Box(room.x, room.y, room.width * _SECTION, room.height)
            start = room.x + room.width * _SECTION + _GAP
            boxes = {"body": Box(start, room.y, room.x + room.width - start, room.height)}
            anchor, inline = "t", False
        if key in {"title", "closing"}:
            overline, title_box, boxes["body"] = self._overline(title_box, boxes["body"])
        found = map(face.plate, (title_box, *boxes.values(), *self._footers(face)[:2]))
        plates = {rect_of(plate[0]): f"#{plate[1]}" for plate in found if plate}
        behind_body = face.background_at(boxes["body"])
        ink, paper = (self._palette.colours[token][1:] for token in ("ink", "paper"))
        foot, number, foot_holder, number_holder = self._footers(face)
        for name, holder in (("footer", foot_holder), ("number", number_holder)):
            if holder is not None:
                holders[name] = holder.attributes
        layout = self._base.slide.layouts[key].model_copy(
            update={
                "overline": rect_of(overline) if overline else None,
                "title": rect_of(title_box),
                "regions": {name: rect_of(box) for name, box in boxes.items()},
            }
        )
        house = HouseLayout(
            part=face.layout.part,
            holders=holders,
            text_only=tuple(text_only),
            background=f"#{face.background}",
            plates=tuple(Plate(rect=rect, colour=colour) for rect, colour in plates.items()),
            inverted=colours.contrast(ink, behind_body)
            < min(colours.LEAST, colours.contrast(paper, behind_body)),
            anchor=_one_of(anchor, ("t", "ctr", "b"), "t"),
            align=_one_of(title.look.align, ("l", "ctr", "r"), "l"),
            body_align=self._body_align(key, face),
            footer=rect_of(foot),
            footer_align=_one_of(foot_holder.look.align if foot_holder else "l",
                                 ("l", "ctr", "r"), "l"),
            number=rect_of(number),
            number_align=_one_of(number_holder.look.align if number_holder else "r",
                                 ("l", "ctr", "r"), "r"),
            footer_colour=f"footer:{key}",
            inline_numeral=inline,
        )  # fmt: skip
        return layout, house

    def _body_align(self, key: str, face: Face) -> Literal["l", "ctr", "r"]:
        """Return where the lines of a title slide stand, as the brand has its subtitle."""
        if key not in {"title", "closing"}:
            return "l"
        subtitle = next((holder for holder in face.holders if holder.kind == "subTitle"), None)
        return _one_of(subtitle.look.align if subtitle else "l", ("l", "ctr", "r"), "l")

    def _footer_colour(self, face: Face) -> str:
        """Return the colour of a layout's foot: the brand's if it can be read."""
        foot, number, holder, _ = self._footers(face)
        tone = holder.look.tone if holder else None
        wanted = tone.colour if tone else self._palette.colours["muted"][1:]
        backgrounds = (*face.backgrounds_at(foot), *face.backgrounds_at(number))
        return f"#{colours.made_legible(wanted, backgrounds)[0]}"

    def _overline(self, title: Box, body: Box) -> tuple[Box, Box, Box]:
        """Return a box for the lines above a title, and what is left of title and body.

        It is taken from the title's own; from the top of the text if the title is too low for it.
        """
        style = self._base.styles["overline"]
        line = style.sizes[0] * self._scale * self._base.line_height + style.space
        needed = line * _OVERLINE_LINES
        if needed > title.height * _MIDDLE:
            top, rest = cut(body, needed)
            return top, title, rest
        top, rest = cut(title, needed)
        return top, rest, body

    def _regions(
        self,
        key: str,
        face: Face,
        title: Box,
        holders: dict[str, dict[str, str | int]],
        text_only: list[str],
    ) -> dict[str, Box]:
        """Return the boxes of a layout's regions, and note the placeholders that stand there."""
        names = list(self._base.slide.layouts[key].regions)
        contents = layout_matching.contents_of(face)
        if key in {"title", "closing"}:
            contents.sort(key=lambda holder: holder.kind != "subTitle")
        if len(names) > 1 and len(contents) > 1:
            pair = sorted(contents[:2], key=lambda holder: holder.box.x)
            taken = dict(zip(names, pair, strict=False))
            boxes = {name: self._above_foot(holder.box, face) for name, holder in taken.items()}
        elif contents:
            taken = {"body": contents[0]}
            box = self._grown(contents[0].box, face, title)
            boxes = self._divided(names, box)
        else:
            taken = {}
            below = title.y + title.height + _GAP
            top = max(self._body.y, below) if below < self._height / 2 else self._body.y
            floor = self._body.y + self._body.height
            box = Box(self._body.x, top, self._body.width, max(floor - top, 1))
            boxes = self._divided(names, self._above_foot(box, face))
        seen: list[dict[str, str | int]] = [holders["title"]]
        for name, holder in taken.items():
            if holder.attributes not in seen:
                holders[name] = holder.attributes
                seen.append(holder.attributes)
                text_only += [name] if holder.kind in {"body", "subTitle"} else []
        return boxes

    def _divided(self, names: list[str], box: Box) -> dict[str, Box]:
        """Divide a box side by side among regions."""
        width = (box.width - _GAP * (len(names) - 1)) / len(names)
        return {
            name: Box(box.x + index * (width + _GAP), box.y, width, box.height)
            for index, name in enumerate(names)
        }


_Word = TypeVar("_Word", bound=str)


def _one_of(value: str, known: tuple[_Word, ...], default: _Word) -> _Word:
    return next((word for word in known if word == value), default)
