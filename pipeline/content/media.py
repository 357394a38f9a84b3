"""Pictures of a dossier: read from its folder ``media``, made anew from pixels; unused files.

What a file holds besides pixels (place, camera, comments, a thumbnail of the uncut picture) stays
behind (G15).
"""

from __future__ import annotations

import difflib
import io
import warnings
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import PIL.Image
from PIL import ImageCms, ImageOps

from pipeline.content.model.parts import ImageSpec
from pipeline.content.model.running_text import Text
from pipeline.content.model.slides import Presentation
from pipeline.content.model.walk import parts
from pipeline.content.yaml_positions import Document
from pipeline.core.errors import Problem, Where, shown_path

FOLDER = "media"
#: Pixels of the longer side from which a picture is made smaller: two for each point of a slide.
_LARGEST_SIDE = 1920
#: Pixels that a file may claim; more is taken for a mistake or an attack.
_MOST_PIXELS = 80_000_000
_FORMATS = ("PNG", "JPEG")
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
        return _from_pixels(path.read_bytes())
    except (OSError, ValueError, SyntaxError, PIL.Image.DecompressionBombError):
        hint = f"{_SAVE_IT}; it may have 80 million pixels at most"
        problems.append(Problem(where, "bad-media", "the picture cannot be read", hint))
        return None


def _from_pixels(data: bytes) -> Image:
    """Return a picture upright, of limited size, with nothing but its pixels.

    Raises:
        OSError, ValueError, SyntaxError: it is no picture that can be read.
    """
    with warnings.catch_warnings(), PIL.Image.open(io.BytesIO(data), formats=_FORMATS) as given:
        warnings.simplefilter("error", PIL.Image.DecompressionBombWarning)
        if given.width * given.height > _MOST_PIXELS:
            raise ValueError("too many pixels")
        upright = ImageOps.exif_transpose(given)
        picture = _in_srgb(upright, given.info)
    if picture.mode == "RGBA":  # on paper, as every page has it: no reader has to blend
        ground = PIL.Image.new("RGB", picture.size, "white")
        ground.paste(picture, mask=picture.getchannel("A"))
        picture = ground
    if max(picture.size) > _LARGEST_SIDE:
        picture.thumbnail((_LARGEST_SIDE, _LARGEST_SIDE), PIL.Image.Resampling.LANCZOS)
    bare = PIL.Image.frombytes("RGB", picture.size, picture.tobytes())
    buffer = io.BytesIO()
    bare.save(buffer, "PNG", compress_level=9)
    return Image(b64encode(buffer.getvalue()).decode(), *bare.size)


def _in_srgb(
    picture: PIL.Image.Image, info: Mapping[str | tuple[int, int], Any]
) -> PIL.Image.Image:
    """Return a picture in RGB or RGBA as screens and printers take it, whatever it was made in.

    Args:
        picture: of any mode.
        info: of its file: a colour profile, a transparent colour.
    """
    if picture.mode.startswith("I"):  # grey in 16 bits, of which the upper 8 are shown
        picture = picture.convert("I").point(lambda tone: tone * (1 / 257)).convert("L")
    see_through = "A" in picture.getbands() or "transparency" in info
    alpha = picture.convert("RGBA").getchannel("A") if see_through else None
    if picture.mode not in {"RGB", "L", "CMYK", "LAB"}:
        picture = picture.convert("L" if picture.mode in {"1", "LA", "La"} else "RGB")
    coloured = _converted(picture, info.get("icc_profile"))
    if alpha is not None:
        coloured.putalpha(alpha)
    return coloured


def _converted(picture: PIL.Image.Image, profile: bytes | None) -> PIL.Image.Image:
    """Return a picture in sRGB; a profile that cannot be read says nothing."""
    if profile:
        try:
            given = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            if not ImageCms.getProfileDescription(given).startswith("sRGB"):
                wanted = ImageCms.createProfile("sRGB")
                made = ImageCms.profileToProfile(picture, given, wanted, outputMode="RGB")
                if made is not None:
                    return made
        except (ImageCms.PyCMSError, OSError):
            pass
    return picture.convert("RGB")
