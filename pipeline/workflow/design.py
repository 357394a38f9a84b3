"""Theme and brand templates of a dossier, opened once for all its files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from pipeline.content.load import Source
from pipeline.core import atomic_write
from pipeline.core.errors import Problem, TemplateError, Where, shown_path
from pipeline.design import theme
from pipeline.design.brand import (
    NONE,
    House,
    derive_theme,
    docx_template,
    layout_matching,
    pptx_template,
    template_places,
    theme_file,
)
from pipeline.design.brand.ooxml_reader import BadTemplateError
from pipeline.design.brand.trusted_parts import TrustedParts, of_house
from pipeline.design.theme import Theme
from pipeline.edition.formats import Format
from pipeline.output import freshness

_FILE = "dossier.yaml"
_Path = tuple[str, ...]


@dataclass(frozen=True)
class Look:
    """Theme and brand templates of a dossier, with the digests of their files.

    Attributes:
        warnings: what their user should know.
        files: digests by path: see ``manifest.Record.look``.
    """

    theme: Theme
    house: House = NONE
    warnings: tuple[str, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def _theme_digest(self) -> str:
        return freshness.sha256(self.theme.model_dump_json().encode())

    def digest(self, fmt: Format) -> str:
        """Return the digest of all that decides a format's design, besides the program."""
        parts = sorted(self.house.files(fmt).items())
        rows = [f"{name} {freshness.sha256(data)}" for name, data in parts]
        rows += [f"{key} {name}" for key, name in sorted(self.house.styles.items())]
        return freshness.sha256("\n".join([self._theme_digest, *rows]).encode())

    def trusted(self, fmt: Format) -> TrustedParts:
        """Return the trusted parts that a finished file of a format has from its template."""
        return of_house(self.house, fmt, self.theme)


def opened(folder: Path, source: Source, given: Path | None = None) -> Look:
    """Open the theme and templates that a dossier names.

    Args:
        folder: the dossier.
        source: as loaded.
        given: a theme file that the command line names, instead of the dossier's.

    Raises:
        TemplateError: with all problems of all its files.
    """
    opener = _Opener(folder, source, given)
    look = opener.look()
    if opener.problems:
        raise TemplateError(*opener.problems)
    return look


class _Opener:
    def __init__(self, folder: Path, source: Source, given: Path | None) -> None:
        self.problems: list[Problem] = []
        self._folder = folder
        self._source = source
        self._given = given
        self._names: list[str] = []
        self._warnings: list[str] = []

    def look(self) -> Look:
        base = self._theme()
        template, derived = self._deck(base)
        paper, mapped = self._document()
        files = freshness.look_digests(self._folder, self._names, self._given)
        return Look(derived, House(template, paper, mapped), tuple(self._warnings), files)

    def _where(self, *path: str) -> Where:
        return self._source.documents[_FILE].where(path)

    def _add(self, where: Where, code: str, message: str, hint: str = "") -> None:
        self.problems.append(Problem(where, code, message, hint))

    def _read(self, path: _Path, named: str, endings: tuple[str, ...]) -> bytes | None:
        """Return a file that the dossier names; ``path``: where the name stands."""
        document = self._source.documents[_FILE]
        where = document.where(path if path in document.values else path[:1])
        try:
            data = template_places.found(self._folder, named, endings).read_bytes()
        except template_places.BadPlaceError as error:
            self._add(where, error.code, error.message, error.hint)
            return None
        except OSError:
            self._add(where, "no-template", "the file cannot be read")
            return None
        self._names.append(named)
        return data

    def _theme(self) -> Theme:
        named = self._source.dossier.theme
        shown, data = "", None
        if self._given is not None:
            shown = shown_path(self._given)
            try:
                data = atomic_write.read(self._given)
            except OSError:
                self._add(Where(shown), "no-template", "the file cannot be read")
        elif named is not None:
            shown = shown_path(self._folder / named)
            data = self._read(("theme",), named, (".yaml", ".yml"))
        if data is None:
            return theme.load()
        try:
            made, warnings = theme_file.merged(data, shown)
        except TemplateError as error:
            self.problems += error.problems
            return theme.load()
        self._warnings += [str(warning) for warning in warnings]
        return made

    def _deck(self, base: Theme) -> tuple[pptx_template.DeckTemplate | None, Theme]:
        given = self._source.dossier.pptx_template
        if given is None:
            return None, base
        data = self._read(("pptx_template", "file"), given.file, (".pptx", ".potx"))
        self._known("layouts", given.layouts, list(base.slide.layouts), "unknown-layout", "layout")
        if data is None or self.problems:
            return None, base
        try:
            template = pptx_template.read(data)
            chosen = layout_matching.choose(template, base.slide.layouts, given.layouts)
            self._missing(chosen, template)
            if self.problems:
                return None, base
            derived = derive_theme.derive(template, chosen, base)
        except BadTemplateError as error:
            where = Where(shown_path(self._folder / given.file))
            self._add(where, "bad-template", str(error), "save it anew as .pptx or .potx")
            return None, base
        if chosen.reasons.get("text") == "instead":
            name = chosen.layouts["text"].name
            self._warnings.append(
                f"{given.file}: no layout is known to be for text; '{name}' is taken for text, "
                f"tables and charts: map another one to 'text' under 'layouts:' if it does not suit"
            )
        self._warnings += [f"{given.file}: {warning}" for warning in derived.warnings]
        return template, derived.theme

    def _document(self) -> tuple[docx_template.DocumentTemplate | None, dict[str, str]]:
        given = self._source.dossier.docx_template
        if given is None:
            return None, {}
        data = self._read(("docx_template", "file"), given.file, (".docx", ".dotx"))
        from pipeline.render.docx import word_styles  # noqa: PLC0415 - heavy

        ours = word_styles.ours()
        self._known("styles", given.styles, list(ours), "unknown-style", "style")
        if data is None:
            return None, {}
        try:
            template = docx_template.read(data)
        except BadTemplateError as error:
            where = Where(shown_path(self._folder / given.file))
            self._add(where, "bad-template", str(error), "save it anew as .docx or .dotx")
            return None, {}
        self._missing_styles(template, given.styles, ours)
        return template, dict(given.styles)

    def _missing_styles(
        self,
        template: docx_template.DocumentTemplate,
        mapped: Mapping[str, str],
        ours: Mapping[str, docx_template.OurStyle],
    ) -> None:
        found = docx_template.needed(ours, template, mapped)
        for name in mapped:
            where = self._where("docx_template", "styles", name)
            kind = ours[name][1] if name in ours else ""
            if name in ours and name not in found:
                listed = ", ".join(
                    f"'{style.name}'" for style in template.named if style.kind == kind
                )
                message = f"the file has no {kind} style of this name"
                self._add(where, "missing-style", message, f"it has {listed}")
        for name, style in found.items():
            if template.hides(style):
                at = self._where("docx_template", *(("styles", name) if name in mapped else ()))
                message = f"the file's style for '{name}' hides its text"
                self._add(at, "hidden-style", message, "map another one, or mend the file")

    def _known(
        self, key: str, mapped: Mapping[str, str], ours: Sequence[str], code: str, word: str
    ) -> None:
        """Check that a map names ours on its left."""
        template = {"layouts": "pptx_template", "styles": "docx_template"}[key]
        for name in mapped:
            if name not in ours:
                where = self._source.documents[_FILE].where_key((template, key, name))
                hint = f"use one of {', '.join(ours)}"
                self._add(where, code, f"there is no such {word}", hint)

    def _missing(
        self, chosen: layout_matching.Choice, template: pptx_template.DeckTemplate
    ) -> None:
        listed = ", ".join(f"'{layout.name}'" for layout in template.layouts)
        told = {
            "unknown": "the file has no layout of this name",
            "unfit": "this layout of the file has no title",
        }
        for row in chosen.missing:
            if row.mapped:
                where = self._where("pptx_template", "layouts", row.ours)
                self._add(where, "missing-layout", told[row.reason], f"it has {listed}")
            else:
                message = f"no layout of the file can stand for '{row.ours}'"
                hint = f"map one under 'layouts:'; it has {listed}"
                self._add(self._where("pptx_template"), "missing-layout", message, hint)
