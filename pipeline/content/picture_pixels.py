"""Pixels of an author's picture, upright and in sRGB, without anything else that its file holds.

What a file holds besides (place, camera, comments, a thumbnail of the uncut picture) stays behind
(G15).
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Mapping
from typing import Any

import PIL.Image
from PIL import ImageCms, ImageOps

#: Pixels of the longer side from which a picture is made smaller: two for each point of a slide.
_LARGEST_SIDE = 1920
#: Pixels that a file may claim; more is taken for a mistake or an attack.
_MOST_PIXELS = 80_000_000
_FORMATS = ("PNG", "JPEG")


def made_anew(data: bytes) -> tuple[bytes, tuple[int, int]]:
    """Return a picture upright, of limited size, with nothing but its pixels.

    Args:
        data: a PNG or a JPEG.

    Returns:
        A PNG; its width and height in pixels.

    Raises:
        OSError, ValueError, SyntaxError: it is no picture that can be read, or a too large one.
    """
    try:
        with warnings.catch_warnings(), PIL.Image.open(io.BytesIO(data), formats=_FORMATS) as given:
            warnings.simplefilter("error", PIL.Image.DecompressionBombWarning)
            if given.width * given.height > _MOST_PIXELS:
                raise ValueError("too many pixels")
            upright = ImageOps.exif_transpose(given)
            picture = _in_srgb(upright, given.info)
    except PIL.Image.DecompressionBombError:
        raise ValueError("too many pixels") from None
    if picture.mode == "RGBA":  # on paper, as every page has it: no reader has to blend
        ground = PIL.Image.new("RGB", picture.size, "white")
        ground.paste(picture, mask=picture.getchannel("A"))
        picture = ground
    if max(picture.size) > _LARGEST_SIDE:
        picture.thumbnail((_LARGEST_SIDE, _LARGEST_SIDE), PIL.Image.Resampling.LANCZOS)
    bare = PIL.Image.frombytes("RGB", picture.size, picture.tobytes())
    buffer = io.BytesIO()
    bare.save(buffer, "PNG", compress_level=9)
    return buffer.getvalue(), bare.size


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
