"""Picture as its page shows it: pixels cropped and turned, without the rest of its file."""

from __future__ import annotations

import io
import struct
import warnings
from dataclasses import dataclass, field

import PIL.Image
from PIL import ImageCms, ImageDraw

#: Pixels that a file may claim; the content's pictures have the same limit.
_MOST_PIXELS = 80_000_000
_TOO_LARGE = "it has more than 80 million pixels"
_FORMATS = ("PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP", "DIB")
#: Corners of outlines, as shares of width and height.
_OUTLINES: dict[str, list[tuple[float, float]]] = {
    "triangle": [(0.5, 0), (1, 1), (0, 1)],
    "rtTriangle": [(0, 0), (1, 1), (0, 1)],
    "diamond": [(0.5, 0), (1, 0.5), (0.5, 1), (0, 0.5)],
    "parallelogram": [(0.25, 0), (1, 0), (0.75, 1), (0, 1)],
    "trapezoid": [(0.25, 0), (0.75, 0), (1, 1), (0, 1)],
    "pentagon": [(0.5, 0), (1, 0.38), (0.81, 1), (0.19, 1), (0, 0.38)],
    "hexagon": [(0.25, 0), (0.75, 0), (1, 0.5), (0.75, 1), (0.25, 1), (0, 0.5)],
    "octagon": [(0.3, 0), (0.7, 0), (1, 0.3), (1, 0.7), (0.7, 1), (0.3, 1), (0, 0.7), (0, 0.3)],
    "plus": [(0.25, 0), (0.75, 0), (0.75, 0.25), (1, 0.25), (1, 0.75), (0.75, 0.75), (0.75, 1),
             (0.25, 1), (0.25, 0.75), (0, 0.75), (0, 0.25), (0.25, 0.25)],
    "homePlate": [(0, 0), (0.5, 0), (1, 0.5), (0.5, 1), (0, 1)],
    "chevron": [(0, 0), (0.5, 0), (1, 0.5), (0.5, 1), (0, 1), (0.5, 0.5)],
    "star4": [(0.5, 0), (0.59, 0.41), (1, 0.5), (0.59, 0.59), (0.5, 1), (0.41, 0.59), (0, 0.5),
              (0.41, 0.41)],
    "star5": [(0.5, 0), (0.62, 0.38), (1, 0.38), (0.69, 0.62), (0.81, 1), (0.5, 0.76), (0.19, 1),
              (0.31, 0.62), (0, 0.38), (0.38, 0.38)],
}  # fmt: skip
#: Outlines that show all of a picture; those that are round; those whose corners are cut.
_WHOLE = {"", "rect", "flowChartProcess"}
_ROUND = {"ellipse", "flowChartConnector"}
_CORNERS = ("round", "snip", "flowChartAlternate")
#: Part of the shorter side that a corner takes, where the file does not say it.
_CORNER = 1 / 6
_QUALITY = 95
#: Of 255: what is fainter is not seen, and is blanked.
_FAINT = 13
#: A picture of more pixels is packed faster and less tightly.
_QUICKLY = 8_000_000


class UnreadablePictureError(Exception):
    """The picture cannot be read; the message says why, in words of our own."""


@dataclass
class View:
    """How a picture is shown.

    Attributes:
        crop: shares that are cut off left, top, right and below; below 0, of white that is added.
        quarters: right angles by which it is turned clockwise.
        flipped: left to right, upside down.
        outline: name of a shape beyond which nothing is seen.
        corners: what the shape's own numbers say of its corners, as shares of the shorter side.
        painted: boxes that are painted over, as shares of what is shown, with their colours.
        is_askew: it is turned by a part of a right angle, so that no place within it is known.
    """

    crop: tuple[float, float, float, float]
    quarters: int = 0
    flipped: tuple[bool, bool] = (False, False)
    outline: str = ""
    corners: list[float] = field(default_factory=list)
    painted: list[tuple[float, float, float, float, str]] = field(default_factory=list)
    is_askew: bool = False

    @property
    def is_cut_out(self) -> bool:
        """Tell whether an outline hides a part of it."""
        return self.outline not in _WHOLE

    @property
    def is_plain(self) -> bool:
        """Tell whether all pixels are shown as they are stored."""
        cropped = any(side > 0 for side in self.crop)
        turned = bool(self.quarters) or any(self.flipped)
        return not (cropped or turned or self.painted or self.is_cut_out)


def shown(data: bytes, view: View) -> tuple[str, bytes]:
    """Return the ending and the bytes of a picture as it is shown.

    Raises:
        UnreadablePictureError: it cannot be read.
    """
    try:
        return _shown(data, view)
    except UnreadablePictureError:
        raise
    except PIL.Image.DecompressionBombError:
        raise UnreadablePictureError(_TOO_LARGE) from None
    except (OSError, ValueError, SyntaxError, TypeError, struct.error, IndexError, EOFError,
            OverflowError, MemoryError):  # fmt: skip
        raise UnreadablePictureError("its file cannot be read") from None


def pixel_count(data: bytes) -> int:
    """Return how many pixels a picture's file claims; 0 for what is no picture."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with PIL.Image.open(io.BytesIO(data), formats=_FORMATS) as given:
                return given.width * given.height
    except Exception:  # each format has errors of its own; ``shown`` tells them
        return 0


def _shown(data: bytes, view: View) -> tuple[str, bytes]:
    """Write a picture anew from its pixels: nothing else of its file gets into the new one."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with PIL.Image.open(io.BytesIO(data), formats=_FORMATS) as given:
            if given.width * given.height > _MOST_PIXELS:
                raise UnreadablePictureError(_TOO_LARGE)
            given.load()
            is_photo = given.format in {"JPEG", "MPO"}
            profile = given.info.get("icc_profile")
            if is_photo and view.is_plain and not profile and given.mode in {"RGB", "L"}:
                given.info.clear()
                kept = given if given.format == "JPEG" else given.copy()
                return "jpg", _as_jpeg(kept)
            picture = _changed(_of_usual_mode(given, profile), view)
    picture.info.clear()
    if is_photo and picture.mode in {"RGB", "L"}:
        return "jpg", _as_jpeg(picture)
    stream = io.BytesIO()
    level = 6 if picture.width * picture.height <= _QUICKLY else 2
    _without_faint(picture).save(stream, "PNG", compress_level=level)
    return "png", stream.getvalue()


def _as_jpeg(picture: PIL.Image.Image) -> bytes:
    """Write a JPEG; one whose pixels are as they were is written as finely as it was."""
    stream = io.BytesIO()
    if picture.format == "JPEG":
        try:
            picture.save(stream, "JPEG", quality="keep")
            return stream.getvalue()
        except (OSError, ValueError, TypeError):  # its tables are unusual
            stream = io.BytesIO()
            picture = picture.copy()
    picture.save(stream, "JPEG", quality=_QUALITY, subsampling=0)
    return stream.getvalue()


def _of_usual_mode(given: PIL.Image.Image, profile: bytes | None) -> PIL.Image.Image:
    """Return pixels with the colours of sRGB, see-through ones as RGBA."""
    see_through = "transparency" in given.info or "A" in given.getbands()
    if given.mode.startswith("I"):
        return given.convert("I").point(lambda tone: tone * (1 / 257)).convert("L")
    if see_through:
        picture = given.convert("RGBA")
        coloured = _in_srgb(picture.convert("RGB"), profile)
        coloured.putalpha(picture.getchannel("A"))
        return coloured
    if given.mode not in {"RGB", "L", "CMYK"}:
        given = given.convert("RGB")
    picture = _in_srgb(given, profile)
    return picture.convert("RGB") if picture.mode == "CMYK" else picture.copy()


def _in_srgb(picture: PIL.Image.Image, profile: bytes | None) -> PIL.Image.Image:
    """Turn colours of another profile into those that every program shows without one."""
    if not profile:
        return picture
    try:
        own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if "sRGB" in ImageCms.getProfileDescription(own):
            return picture
        usual = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
        made = ImageCms.profileToProfile(picture, own, usual, outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return picture  # it is no profile, or one of other colours
    return picture if made is None else made


def _without_faint(picture: PIL.Image.Image) -> PIL.Image.Image:
    """Return a picture whose unseen pixels have no colours; one that is whole without alpha."""
    if picture.mode != "RGBA":
        return picture
    alpha = picture.getchannel("A")
    least = alpha.getextrema()[0]
    if least == 255:  # noqa: PLR2004 - the whole of a byte
        return picture.convert("RGB")
    seen = alpha.point([255 if tone >= _FAINT else 0 for tone in range(256)])
    blank = PIL.Image.new("RGBA", picture.size, (255, 255, 255, 0))
    blank.paste(picture, mask=seen)
    return blank


def _changed(picture: PIL.Image.Image, view: View) -> PIL.Image.Image:
    if view.is_plain:
        return picture
    picture = _cropped(picture, view)
    if view.is_cut_out:
        picture = _cut_out(picture, view)
    if view.flipped[0]:
        picture = picture.transpose(PIL.Image.Transpose.FLIP_LEFT_RIGHT)
    if view.flipped[1]:
        picture = picture.transpose(PIL.Image.Transpose.FLIP_TOP_BOTTOM)
    if view.quarters:
        picture = picture.rotate(-90 * view.quarters, expand=True)
    if view.painted and picture.mode not in {"RGB", "RGBA", "L"}:
        picture = picture.convert("RGBA")
    for area in view.painted:
        _paint(picture, area)
    return picture


def _cropped(picture: PIL.Image.Image, view: View) -> PIL.Image.Image:
    """Cut off what is not shown; white that is added counts where places within it count."""
    width, height = picture.size
    least = -1.0 if view.painted or view.is_cut_out else 0.0
    left, top, right, bottom = (min(max(side, least), 1.0) for side in view.crop)
    box = (round(left * width), round(top * height),
           round((1 - right) * width), round((1 - bottom) * height))  # fmt: skip
    if box[2] <= box[0] or box[3] <= box[1]:
        raise UnreadablePictureError("nothing is left of it by cropping")
    if (box[2] - box[0]) * (box[3] - box[1]) > _MOST_PIXELS:
        raise UnreadablePictureError(_TOO_LARGE)
    if min(left, top, right, bottom) >= 0:
        return picture.crop(box)
    paper = PIL.Image.new(picture.mode, (box[2] - box[0], box[3] - box[1]), "white")
    paper.paste(picture, (-box[0], -box[1]))
    return paper


def _cut_out(picture: PIL.Image.Image, view: View) -> PIL.Image.Image:
    """Make white what an outline hides.

    Raises:
        UnreadablePictureError: it is an outline that is not drawn here.
    """
    mask = PIL.Image.new("L", picture.size, 0)
    area = (0, 0, picture.width - 1, picture.height - 1)
    pen = ImageDraw.Draw(mask)
    corner = max([_CORNER, *view.corners]) * min(picture.size)
    if view.outline.startswith(_CORNERS):
        if view.outline.startswith("snip"):
            pen.polygon(_snipped(area[2], area[3], corner), fill=255)
        else:
            pen.rounded_rectangle(area, radius=round(corner), fill=255)
    elif view.outline in _ROUND:
        pen.ellipse(area, fill=255)
    elif view.outline in _OUTLINES and not view.corners:
        corners = _OUTLINES[view.outline]
        pen.polygon([(x * area[2], y * area[3]) for x, y in corners], fill=255)
    else:
        raise UnreadablePictureError("it is shown within an outline that is not drawn here")
    paper = PIL.Image.new(picture.mode, picture.size, "white")
    paper.paste(picture, mask=mask)
    return paper


def _snipped(width: float, height: float, corner: float) -> list[tuple[float, float]]:
    far, low = width - corner, height - corner
    return [(corner, 0), (far, 0), (width, corner), (width, low), (far, height), (corner, height),
            (0, low), (0, corner)]  # fmt: skip


def _paint(picture: PIL.Image.Image, area: tuple[float, float, float, float, str]) -> None:
    width, height = picture.size
    left, top, right, bottom = (min(max(side, 0.0), 1.0) for side in area[:4])
    box = (int(left * width), int(top * height), round(right * width), round(bottom * height))
    if box[2] > box[0] and box[3] > box[1]:
        picture.paste(PIL.Image.new(picture.mode, (box[2] - box[0], box[3] - box[1]), area[4]), box)
