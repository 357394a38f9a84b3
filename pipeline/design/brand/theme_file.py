"""Brand's theme file (YAML), validated and laid over the project's theme.

Mappings are merged key by key; lists and values replace. Every bad value is a problem with its
place in the brand's file.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, TypeAlias, cast

import yaml
from pydantic import ValidationError
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from pipeline.core import nesting_limits
from pipeline.core.errors import Problem, TemplateError, Where
from pipeline.design import colours
from pipeline.design.theme import FONTS, Theme
from pipeline.resources import paths

Path: TypeAlias = tuple[str | int, ...]
Tree: TypeAlias = dict[str, Any]

#: Fields of a theme that no file sets.
_DERIVED = ("house", "word_slots")
#: Bytes of a theme file: ours has seven thousand.
_LARGEST = 1_000_000
#: Text on backgrounds, by tokens: warned of when it is hard to read.
_PAIRS = (
    ("ink", "paper"), ("muted", "paper"), ("accent", "paper"), ("second", "paper"),
    ("attention", "paper"), ("ink", "tint"), ("accent", "tint"), ("marker_text", "marker_ground"),
)  # fmt: skip


def merged(data: bytes, file: str) -> tuple[Theme, tuple[Problem, ...]]:
    """Return a brand's theme and what is worth a warning.

    Args:
        data: the file.
        file: its path as shown to the user.

    Raises:
        TemplateError: with a problem for each bad value.
    """
    base = yaml.load(paths.templates("theme.yaml").read_text("utf-8"), yaml.CSafeLoader)
    reader = _Reader(file)
    own = reader.read(data)
    if reader.problems:
        raise TemplateError(*reader.problems)
    whole = _laid_over(base, own)
    try:
        theme = Theme.model_validate(whole)
    except ValidationError as error:
        rows = error.errors(include_url=False, include_input=False)
        raise TemplateError(*(reader.explained(dict(row)) for row in rows)) from None
    problems = list(reader.checked(theme, base))
    if problems:
        raise TemplateError(*problems)
    return theme, tuple(_pale(theme, reader))


def _laid_over(base: Tree, own: Tree) -> Tree:
    out = dict(base)
    for key, value in own.items():
        under = out.get(key)
        if isinstance(value, dict) and isinstance(under, dict):
            out[key] = _laid_over(cast(Tree, under), cast(Tree, value))
        else:
            out[key] = value
    return out


def _pale(theme: Theme, reader: _Reader) -> Iterator[Problem]:
    for text, background in _PAIRS:
        found = colours.contrast(theme.colour(text), theme.colour(background))
        if found < colours.LEAST:
            where = reader.where(("colours", text))
            message = (
                f"'{text}' on '{background}' has a contrast of {found:.1f}, not {colours.LEAST}"
            )
            hint = "take a darker or a lighter colour"
            yield Problem(where, "low-contrast", message, hint)


class _Reader:
    """Reads YAML and remembers where each key and value stands."""

    def __init__(self, file: str) -> None:
        self.problems: list[Problem] = []
        self._file = file
        self._keys: dict[Path, Where] = {}
        self._values: dict[Path, Where] = {}

    def read(self, data: bytes) -> Tree:
        if len(data) > _LARGEST:
            self._add(Where(self._file), "too-large", "the file is larger than 1 MB")
            return {}
        try:
            text = data.decode("utf-8-sig")
            excess = None
            with suppress(yaml.MarkedYAMLError):  # told by the loader that reads it
                excess = nesting_limits.of_yaml(text)
            if excess is not None:
                where = Where(self._file, excess.line, excess.column)
                self._add(where, "too-large", excess.message, "no theme needs as many")
                return {}
            loader = yaml.SafeLoader(text)
        except UnicodeDecodeError as error:
            line = error.object[: error.start].count(b"\n") + 1
            where = Where(self._file, line, 1)
            self._add(where, "not-utf-8", "the file is not UTF-8 text here", "save it as UTF-8")
            return {}
        except yaml.YAMLError:
            message = "the file holds a character that YAML does not allow"
            self._add(Where(self._file, 1, 1), "bad-yaml", message)
            return {}
        return self._loaded(loader)

    def _loaded(self, loader: yaml.SafeLoader) -> Tree:
        try:
            node = loader.get_single_node()
            if node is None:
                return {}
            self._walk(node, (), set())
            tree: Any = loader.construct_document(node) if not self.problems else {}
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            where = Where(self._file, mark.line + 1, mark.column + 1) if mark else Where(self._file)
            message, hint = "this is not valid YAML", "check this line and the one above"
            self._add(where, "bad-yaml", message, hint)
            return {}
        except (ValueError, RecursionError):
            self._add(Where(self._file, 1, 1), "bad-value", "a value in the file cannot be read")
            return {}
        if not isinstance(tree, dict):
            where = self.where(())
            self._add(where, "not-a-mapping", "keys and values are expected here")
            return {}
        return cast(Tree, tree)

    def _add(self, where: Where, code: str, message: str, hint: str = "") -> None:
        self.problems.append(Problem(where, code, message, hint))

    def _walk(self, node: Node, path: Path, above: set[int]) -> None:
        self._values[path] = self._place(node)
        if id(node) in above:
            self._add(self._place(node), "yaml-alias", "a value holds itself", "write it out")
            return
        inner = above | {id(node)}
        if isinstance(node, SequenceNode):
            for index, child in enumerate(node.value):
                self._walk(child, (*path, index), inner)
        elif isinstance(node, MappingNode):
            for key, value in node.value:
                self._pair(key, value, path, inner)

    def _pair(self, key: Node, value: Node, path: Path, above: set[int]) -> None:
        if not isinstance(key, ScalarNode):
            self._add(self._place(key), "bad-key", "a key must be a word")
            return
        name = str(key.value)
        if name == "<<":
            return
        if (*path, name) in self._keys:
            self._add(self._place(key), "duplicate-key", "this key stands here twice", "keep one")
            return
        self._keys[(*path, name)] = self._place(key)
        if not path and name in _DERIVED:
            self._add(self._place(key), "unknown-key", "this key is not known here", "remove it")
        self._walk(value, (*path, name), above)

    def _place(self, node: Node) -> Where:
        mark = node.start_mark
        return Where(self._file, mark.line + 1, mark.column + 1)

    def where(self, path: Path) -> Where:
        """Return the place of a value, or of the nearest parent that the file has."""
        known = max((path[:n] for n in range(len(path) + 1) if path[:n] in self._values), key=len,
                    default=())  # fmt: skip
        return self._values.get(known, Where(self._file, 1, 1))

    def explained(self, row: dict[str, Any]) -> Problem:
        """Return a problem for an error of pydantic."""
        path: Path = tuple(row["loc"])
        place = self.where(path)
        match row["type"]:
            case "extra_forbidden":
                where = self._keys.get(path, place)
                known = sorted(Theme.model_fields)
                near = difflib.get_close_matches(str(path[-1]), known, n=1)
                hint = f"did you mean '{near[0]}'?" if near else "see templates/theme.yaml"
                return Problem(where, "unknown-key", "this key is not known here", hint)
            case "string_pattern_mismatch":
                hint = 'write "#" and six digits or capitals A to F, as "#0E4A9E"'
                return Problem(place, "bad-colour", "this is not a colour", hint)
            case "missing":
                return Problem(place, "missing-key", f"'{path[-1]}' is missing", "add it")
            case "dict_type" | "model_type" | "model_attributes_type":
                return Problem(place, "not-a-mapping", "keys and values are expected here")
            case _:
                hint = "compare it with templates/theme.yaml"
                return Problem(place, "bad-value", "this value cannot be used here", hint)

    def checked(self, theme: Theme, base: Tree) -> Iterator[Problem]:
        """Yield values that the types allow and a theme may not have."""
        for name, style in theme.styles.items():
            path: Path = ("styles", name)
            if name not in base["styles"]:
                hint = "see the styles in templates/theme.yaml"
                where = self._keys.get(path, self.where(path))
                yield Problem(where, "unknown-key", "this key is not known here", hint)
            if style.colour not in theme.colours:
                hint = f"use one of {', '.join(theme.colours)}"
                where = self.where((*path, "colour"))
                yield Problem(where, "unknown-colour", "no colour has this name", hint)
            if (
                not style.sizes
                or min(style.sizes) <= 0
                or list(style.sizes) != sorted(style.sizes, reverse=True)
            ):
                where = self.where((*path, "sizes"))
                hint = "write them in points, the largest first"
                yield Problem(where, "bad-value", "these sizes cannot be used", hint)
        yield from self._fonts(theme)
        yield from self._grid(theme, base)

    def _fonts(self, theme: Theme) -> Iterator[Problem]:
        known = sorted({path.name.partition("-")[0] for path in FONTS.glob("*-Regular.ttf")})
        for name in ("deck", "cover", "heading"):
            font = getattr(theme.fonts, name)
            if font is not None and font.family.replace(" ", "") not in known:
                hint = f"use one of {', '.join(known)}; 'name' is what Office files ask for"
                where = self.where(("fonts", name, "family"))
                yield Problem(where, "unknown-font", "this face does not come with the project",
                              hint)  # fmt: skip

    def _grid(self, theme: Theme, base: Tree) -> Iterator[Problem]:
        width, height = theme.slide.width, theme.slide.height
        known: Tree = base["slide"]["layouts"]
        for name, layout in theme.slide.layouts.items():
            path: Path = ("slide", "layouts", name)
            if name not in known:
                hint = f"use one of {', '.join(known)}"
                where = self._keys.get(path, self.where(path))
                yield Problem(where, "unknown-layout", "there is no such layout", hint)
                continue
            for region in layout.regions:
                if region not in known[name]["regions"]:
                    where = self.where((*path, "regions", region))
                    hint = f"use {', '.join(known[name]['regions'])}"
                    yield Problem(where, "unknown-key", "this layout has no such region", hint)
            rects: dict[Path, tuple[float, ...] | None] = {("title",): layout.title}
            rects[("overline",)] = layout.overline
            rects |= {("regions", key): rect for key, rect in layout.regions.items()}
            for more, rect in rects.items():
                if rect is None:
                    continue
                x, y, wide, high = rect
                if min(x, y) < 0 or min(wide, high) <= 0 or x + wide > width or y + high > height:
                    where = self.where((*path, *more))
                    hint = f"the slide is {width:g} by {height:g} points: left, top, width, height"
                    yield Problem(where, "outside-slide", "this box is not on the slide", hint)
