"""Parts of running texts that can be withheld as a whole: around some words, or by their name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import BaseModel

from pipeline.content.model import parts, walk
from pipeline.content.model import running_text as kinds
from pipeline.content.model.parts import Markable
from pipeline.content.text_draft import TextDocument
from pipeline.content.yaml_positions import Path
from pipeline.redaction.withholding import Spot
from pipeline.redaction.yaml_edit.edited_files import Content

#: What a reader calls a part.
_NAMES: dict[type[BaseModel], str] = {
    parts.KeyedRow: "row",
    parts.SeriesSpec: "series",
    kinds.TextParagraph: "paragraph",
    kinds.Entry: "entry",
    kinds.Section: "section",
    kinds.Annex: "annex",
    kinds.Form: "form",
    kinds.FormRow: "row",
    kinds.Grid: "table",
    kinds.Statement: "statement",
    kinds.Quotation: "quotation",
    parts.TableSpec: "table",
    parts.ChartSpec: "chart",
    parts.ImageSpec: "picture",
    parts.MapSpec: "map",
    parts.TimelineSpec: "timeline",
}


@dataclass(frozen=True)
class Whole:
    """A part around some words.

    Attributes:
        place: as ``withhold_part`` takes it: ``body.md annex-1/paragraph-4``.
        what: a reader calls it: ``paragraph 4.``
    """

    place: str
    what: str


def around(content: Content, spot: Spot) -> Iterator[Whole]:
    """Yield the parts around words of a text, from the innermost; none for words of slides."""
    document = content.documents[spot.file]
    if not isinstance(document, TextDocument):
        return
    for path, called in reversed(list(_parts(content, spot.file))):
        if path == spot.path[: len(path)]:
            yield Whole(f"{spot.file} {document.place_name(path)}", called)


def path_of(content: Content, name: str, place: str) -> Path | None:
    """Return the path of a part by its name; None if a text has no such part.

    Args:
        content: the dossier's files.
        name: of the file.
        place: in it: ``annex-1/paragraph-4``.
    """
    document = content.documents.get(name)
    if not isinstance(document, TextDocument):
        return None
    named = [path for path, called in document.names.items() if called == place]
    named += [path for path, _ in _parts(content, name) if document.place_name(path) == place]
    return max((path for path in named if path[:1] != ("footnotes",)), key=len, default=None)


def _parts(content: Content, name: str) -> Iterator[tuple[Path, str]]:
    """Yield the parts of a file that are not marked, with what readers call each; parents first."""
    model = dict(content.enclosed()).get(name)
    for path, part in walk.parts(model):
        if not isinstance(part, Markable) or part.withhold is not None:
            continue
        yield path, _called(part)
        if isinstance(part, parts.TableSpec):
            rows = (index for index, row in enumerate(part.rows) if isinstance(row, tuple))
            yield from (((*path, "rows", index), "row") for index in rows)


def _called(part: Markable) -> str:
    name = next((word for kind, word in _NAMES.items() if isinstance(part, kind)), "part")
    number = getattr(part, "number", None) or getattr(part, "mark", None)
    return f"{name} {number}" if number else name
