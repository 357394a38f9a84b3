"""What a finished file may have from a house's template, for its audit.

All of it is computed from the template alone, so none of it can be text of an edition (G12).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from pipeline.diagnostics import Problem, TemplateError, Where, shown_path
from pipeline.house import deck, themefile
from pipeline.house.deck import DeckTemplate
from pipeline.house.package import BadTemplateError, q
from pipeline.house.shapes import Face
from pipeline.theme import Theme


@dataclass(frozen=True)
class Vouched:
    """What comes from a template.

    Attributes:
        parts: which are vouched for if they are the same bytes.
        values: names of the template that attributes may repeat: faces, styles.
        deck: the template of a deck, which knows its grounds and its scheme.
    """

    parts: Mapping[str, bytes] = field(default_factory=dict)
    values: frozenset[str] = frozenset()
    deck: DeckTemplate | None = None

    @cached_property
    def faces(self) -> dict[str, Face]:
        """Return the layouts of a deck by their parts."""
        if self.deck is None:
            return {}
        return {layout.part: Face(self.deck, layout) for layout in self.deck.layouts}


#: A file that has nothing from a template.
NOTHING = Vouched()


def of_file(path: Path) -> tuple[str, Vouched]:
    """Return the format of a template and what finished files of it may have from there.

    Raises:
        TemplateError: the file cannot be used.
    """
    where = Where(shown_path(path))
    ending = path.suffix.lower()
    try:
        if ending in {".pptx", ".potx"}:
            return "pptx", of_deck(deck.read(path.read_bytes()))
    except OSError:
        raise TemplateError(Problem(where, "no-template", "the file cannot be read")) from None
    except BadTemplateError as error:
        raise TemplateError(Problem(where, "bad-template", str(error))) from None
    hint = "give a .pptx, .potx, .docx or .dotx"
    raise TemplateError(Problem(where, "bad-template", "a file of another kind", hint))


def of_files(paths: Sequence[Path], theme: Path | None) -> dict[str, Vouched]:
    """Return what finished files may have from some templates and a theme file, by format.

    Raises:
        TemplateError: a file cannot be used.
    """
    found = dict(of_file(path) for path in paths)
    said = frozenset[str]().union(*(one.values for one in found.values()))
    if theme is not None:
        try:
            made, _ = themefile.merged(theme.read_bytes(), shown_path(theme))
        except OSError:
            problem = Problem(Where(shown_path(theme)), "no-template", "the file cannot be read")
            raise TemplateError(problem) from None
        said |= names(made)
    return {
        fmt: replace(found.get(fmt, NOTHING), values=said | found.get(fmt, NOTHING).values)
        for fmt in ("pptx", "docx")
    }


def names(theme: Theme) -> frozenset[str]:
    """Return the names that a house's theme gives to faces, layouts and itself."""
    fonts = (theme.fonts.deck, theme.fonts.cover, theme.fonts.heading)
    layouts = (layout.name for layout in theme.slide.layouts.values())
    families = (name for font in fonts if font for name in (font.name, font.family))
    return frozenset((theme.name, *families, *layouts))


def of_deck(template: DeckTemplate) -> Vouched:
    """Return what a deck may have from its template."""
    said: set[str] = set()
    for part in template.parts:
        if part.endswith(".xml"):
            for row in template.foreign.xml(part).iter(q("a:latin")):
                said.add(str(row.get("typeface", "")))
    return Vouched(template.parts, frozenset(said), template)
