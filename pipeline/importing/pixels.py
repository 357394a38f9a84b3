"""Picture as it is shown on a slide: pixels cropped and turned, without the rest of its file."""

from __future__ import annotations

import io
import re
import struct
import warnings
from dataclasses import dataclass, field

import PIL.Image
from PIL import ImageDraw

#: Pixels that a file may claim; the content's pictures have the same limit.
_MOST_PIXELS = 80_000_000
_TOO_LARGE = "it has more than 80 million pixels"
_FORMATS = ("PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP", "DIB")
_PNG = b"\x89PNG\r\n\x1a\n"
#: Parts of a PNG that say how its pixels look.
_PNG_KEPT = {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP",
             b"sBIT", b"pHYs"}  # fmt: skip
#: Parts of a JPEG that are not (Exif, other pictures, Photoshop's, comments), unless they begin so:
#: with the size of a dot, a colour profile, or how colours are stored.
_JPEG_DROPPED = {*range(0xE0, 0xF0), 0xFE}
_JPEG_KEPT = {0xE0: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}
_MARKS, _SCAN, _END, _JFIF = 0xFF, 0xDA, 0xD9, 0xE0
_JFIF_SIZE = 18
#: A marker within the dots of a scan: no filler, no restart.
_NEXT = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
_BARE = {*range(0xD0, 0xD9), 0x01}
#: Corners of outlines, as shares of width and height.
_OUTLINES: dict[str, list[tuple[float, float]]] = {
    "triangle": [(0.5, 0), (1, 1), (0, 1)],
    "rtTriangle": [(0, 0), (1, 1), (0, 1)],
    "diamond": [(0.5, 0), (1, 0.5), (0.5, 1), (0, 0.5)],
    "parallelogram": [(0.25, 0), (1, 0), (0.75, 1), (0, 1)],
    "trapezoid": [(0.25, 0), (0.75, 0), (1, 1), (0, 1)],
    "pentagon": [(0.5, 0), (1, 0.38), (0.81, 1), (0.19, 1), (0, 0.38)],
    "hexagon": [(0.25, 0), (0.75, 0), (1, 0.5), (0.75, 1), (0.25, 1), (0, 0.5)],
    "octagon": [(0.29, 0), (0.71, 0), (1, 0.29), (1, 0.71), (0.71, 1), (0.29, 1), (0, 0.71),
                (0, 0.29)],
    "plus": [(0.25, 0), (0.75, 0), (0.75, 0.25), (1, 0.25), (1, 0.75), (0.75, 0.75), (0.75, 1),
             (0.25, 1), (0.25, 0.75), (0, 0.75), (0, 0.25), (0.25, 0.25)],
    "homePlate": [(0, 0), (0.5, 0), (1, 0.5), (0.5, 1), (0, 1)],
    "chevron": [(0, 0), (0.5, 0), (1, 0.5), (0.5, 1), (0, 1), (0.5, 0.5)],
    "star4": [(0.5, 0), (0.59, 0.41), (1, 0.5), (0.59, 0.59), (0.5, 1), (0.41, 0.59), (0, 0.5),
              (0.41, 0.41)],
    "star5": [(0.5, 0), (0.62, 0.38), (1, 0.38), (0.69, 0.62), (0.81, 1), (0.5, 0.76), (0.19, 1),
              (0.31, 0.62), (0, 0.38), (0.38, 0.38)],
}  # fmt: skip
#: Outlines that show all of a picture.
_WHOLE = {"", "rect"}
_QUALITY = 95


class UnreadablePictureError(Exception):
    """The picture cannot be read; the message says why, in words of our own."""


@dataclass
class View:
    """How a picture is shown.

    Attributes:
        crop: shares that are cut off left, top, right and below.
        quarters: right angles by which it is turned clockwise.
        flipped: left to right, upside down.
        outline: name of a shape beyond which nothing is seen.
        painted: boxes that are blackened, as shares of what is shown.
    """

    crop: tuple[float, float, float, float]
    quarters: int = 0
    flipped: tuple[bool, bool] = (False, False)
    outline: str = ""
    painted: list[tuple[float, float, float, float]] = field(default_factory=list)

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


def _shown(data: bytes, view: View) -> tuple[str, bytes]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with PIL.Image.open(io.BytesIO(data), formats=_FORMATS) as given:
            if given.width * given.height > _MOST_PIXELS:
                raise UnreadablePictureError(_TOO_LARGE)
            kind = str(given.format)
            kind = "JPEG" if kind == "MPO" else kind  # several in one file: the first is shown
            if view.is_plain and kind in {"PNG", "JPEG"}:
                given.load()  # whether it can be read is known only then
                return ("png", _bare_png(data)) if kind == "PNG" else ("jpg", _bare_jpeg(data))
            profile = given.info.get("icc_profile")
            picture = _changed(_of_usual_mode(given), view)
    stream = io.BytesIO()
    if kind == "JPEG" and picture.mode in {"RGB", "L", "CMYK"}:
        picture.save(stream, "JPEG", quality=_QUALITY, subsampling=0, icc_profile=profile)
        return "jpg", stream.getvalue()
    if picture.mode == "CMYK":
        picture, profile = picture.convert("RGB"), None
    picture.save(stream, "PNG", icc_profile=profile)
    return "png", stream.getvalue()


def _of_usual_mode(given: PIL.Image.Image) -> PIL.Image.Image:
    given.load()
    if given.mode in {"RGB", "RGBA", "L", "CMYK"}:
        return given.copy()
    see_through = "transparency" in given.info or "A" in given.getbands()
    if given.mode.startswith("I"):
        return given.convert("I").point(lambda tone: tone * (1 / 257)).convert("L")
    return given.convert("RGBA" if see_through else "RGB")


def _changed(picture: PIL.Image.Image, view: View) -> PIL.Image.Image:
    width, height = picture.size
    left, top, right, bottom = (min(max(side, 0.0), 1.0) for side in view.crop)
    box = (round(left * width), round(top * height),
           round((1 - right) * width), round((1 - bottom) * height))  # fmt: skip
    if box[2] <= box[0] or box[3] <= box[1]:
        raise UnreadablePictureError("nothing is left of it by cropping")
    picture = picture.crop(box)
    if view.outline not in _WHOLE:
        picture = _cut_out(picture, view.outline)
    if view.flipped[0]:
        picture = picture.transpose(PIL.Image.Transpose.FLIP_LEFT_RIGHT)
    if view.flipped[1]:
        picture = picture.transpose(PIL.Image.Transpose.FLIP_TOP_BOTTOM)
    if view.quarters:
        picture = picture.rotate(-90 * view.quarters, expand=True)
    for area in view.painted:
        _paint(picture, area)
    return picture


def _cut_out(picture: PIL.Image.Image, outline: str) -> PIL.Image.Image:
    """Make white what an outline hides; of one that is not drawn here, what an ellipse does."""
    if picture.mode not in {"RGB", "L"}:
        picture = picture.convert("RGBA" if picture.mode == "RGBA" else "RGB")
    mask = PIL.Image.new("L", picture.size, 0)
    area = (0, 0, picture.width - 1, picture.height - 1)
    pen = ImageDraw.Draw(mask)
    if corners := _OUTLINES.get(outline):
        wide, high = area[2], area[3]
        pen.polygon([(x * wide, y * high) for x, y in corners], fill=255)
    elif outline.startswith(("round", "snip", "flowChartAlternate")):
        pen.rounded_rectangle(area, radius=round(min(picture.size) / 6), fill=255)
    else:
        pen.ellipse(area, fill=255)
    paper = PIL.Image.new(picture.mode, picture.size, "white")
    paper.paste(picture, mask=mask)
    return paper


def _paint(picture: PIL.Image.Image, area: tuple[float, float, float, float]) -> None:
    width, height = picture.size
    left, top, right, bottom = (min(max(side, 0.0), 1.0) for side in area)
    box = (int(left * width), int(top * height), round(right * width), round(bottom * height))
    if box[2] > box[0] and box[3] > box[1]:
        picture.paste(PIL.Image.new(picture.mode, (box[2] - box[0], box[3] - box[1]), "black"), box)


def _bare_png(data: bytes) -> bytes:
    """Return a PNG without what does not say how its pixels look."""
    out, at = [_PNG], len(_PNG)
    while at + 12 <= len(data):
        size, name = struct.unpack(">I4s", data[at : at + 8])
        if name in _PNG_KEPT:
            out.append(data[at : at + 12 + size])
        at += 12 + size
        if name == b"IEND":
            break
    return b"".join(out)


def _bare_jpeg(data: bytes) -> bytes:
    """Return a JPEG without what does not say how its pixels look, nor what follows its end."""
    out, at = [data[:2]], 2
    while at + 4 <= len(data) and data[at] == _MARKS:
        marker = data[at + 1]
        if marker == _MARKS:
            at += 1
            continue
        if marker in _BARE:
            out.append(data[at : at + 2])
            at += 2
            continue
        if marker == _END:
            out.append(data[at : at + 2])
            return b"".join(out)
        size = 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        begin = _JPEG_KEPT.get(marker)
        is_kept = begin is not None and data.startswith(begin, at + 4)
        if marker == _SCAN:  # dots follow, up to the next marker that is none of theirs
            found = _NEXT.search(data, at + size)
            size = (found.start() if found else len(data)) - at
        if is_kept or marker not in _JPEG_DROPPED:
            out.append(_without_thumbnail(data[at : at + size], marker))
        at += size
    return b"".join([*out, b"\xff\xd9"])  # it is cut off, and is shown as far as it goes


def _without_thumbnail(part: bytes, marker: int) -> bytes:
    """Return a part without the small picture that the first one may hold."""
    if marker != _JFIF or len(part) <= _JFIF_SIZE:
        return part
    return b"\xff\xe0\x00\x10" + part[4 : _JFIF_SIZE - 2] + b"\0\0"
