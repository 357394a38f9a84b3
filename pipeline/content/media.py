"""Pictures of a dossier: read from its folder ``media``, made anew from pixels; unused files."""

from __future__ import annotations

import difflib
from base64 import b64encode
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.content.model.parts import ImageSpec
from pipeline.content.model.running_text import Text
from pipeline.content.model.slides import Presentation
from pipeline.content.model.walk import parts
from pipeline.content.yaml_positions import Document
from pipeline.core.errors import Problem, Where, shown_path

FOLDER = "media"
_SUFFIXES = {".png", ".jpg", ".jpeg"}
_SAVE_IT = "save it as PNG or JPEG in the dossier's folder media, and write that file's name here"


@dataclass(frozen=True)
class Image:
    """Picture made anew from its pixels.

    Attributes:
        data: a PNG in base 64.
        width, height: pixels.
    """

    data: str
    width: int
    height: int


def read(
    folder: Path, model: Presentation | Text, document: Document, problems: list[Problem]
) -> dict[str, Image]:
    """Read every picture that a deck or a text shows.

    Args:
        folder: the dossier's.
        model: its deck, or a text.
        document: places in its file.
        problems: gets one for each file that cannot be used.
    """
    out: dict[str, Image] = {}
    for path, spec in parts(model):
        if isinstance(spec, ImageSpec) and spec.file not in out:
            where = document.where((*path, "file"))
            image = _read(folder / FOLDER / spec.file, where, problems)
            if image is not None:
                out[spec.file] = image
    return out


def strays(folder: Path, models: Iterable[Presentation | Text]) -> Iterator[Problem]:
    """Yield files that nothing shows: one of them may be a picture that is withheld by now."""
    named = {
        spec.file for model in models for _, spec in parts(model) if isinstance(spec, ImageSpec)
    }
    for name in sorted(_files(folder / FOLDER) - named):
        yield Problem(
            Where(shown_path(folder / FOLDER / name)),
            "unused-media",
            "no slide and no text shows this file",
            "remove it if it is withheld: whoever has the dossier has the picture",
        )


def _files(folder: Path) -> set[str]:
    found = folder.rglob("*") if folder.is_dir() else ()
    return {str(path.relative_to(folder)) for path in found if path.is_file()}


def _read(path: Path, where: Where, problems: list[Problem]) -> Image | None:
    if path.is_symlink() or not path.is_file():
        message = "there is no such picture"
        hint = "put the file itself into the dossier's folder media, or correct its name here"
        if not path.parent.is_dir():
            hint = "make a folder named media beside presentation.yaml, and put the file into it"
        if path.suffix.lower() not in _SUFFIXES:
            message, hint = "a picture is a PNG or a JPEG", _SAVE_IT
        elif near := difflib.get_close_matches(path.name, _files(path.parent), n=1, cutoff=0.5):
            hint = f"did you mean '{near[0]}'? otherwise {hint}"
        problems.append(Problem(where, "no-media", message, hint))
        return None
    try:
        return _made_anew(path)
    except (OSError, ValueError, SyntaxError):
        hint = f"{_SAVE_IT}; it may have 80 million pixels at most"
        problems.append(Problem(where, "bad-media", "the picture cannot be read", hint))
        return None


def _made_anew(path: Path) -> Image:
    from pipeline.content import picture_pixels  # noqa: PLC0415 - of no use without pictures

    data, (width, height) = picture_pixels.made_anew(path.read_bytes())
    return Image(b64encode(data).decode(), width, height)
