"""Pictures of an imported file, compared by their pixels with those of the content."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path

from PIL import Image

from pipeline.core import atomic_write

#: Pictures are compared at this width and height; mean difference of equal ones, of 255.
_SIDE, _DIFFERENCE = 24, 12.0
#: A pixel is white, so that a frame of another form may have hidden what was there.
_WHITE = 235
#: Share of pixels that must be seen in both.
_LEAST = 0.2
_LARGEST = 128 * 2**20
Crop = tuple[float, float, float, float]
_Pixel = tuple[int, int, int]


def is_same(original: bytes, made: Path, crop: Crop, *, is_masked: bool) -> bool | None:
    """Tell whether a picture of the content shows the original's pixels; None if that is open.

    Args:
        original: bytes of the file's picture.
        made: the file of the content.
        crop: shares that the original cuts off: left, top, right, bottom.
        is_masked: it is shown in a frame that is no rectangle.
    """
    try:
        first, second = _opened(original), _opened(atomic_write.read(made, _LARGEST))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    width, height = first.size
    left, top, right, bottom = crop
    far, low = (1 - right) * width, (1 - bottom) * height
    box = (int(left * width), int(top * height), int(far), int(low))
    if box[2] - box[0] < 1 or box[3] - box[1] < 1:
        return None
    old, new = _pixels(first.crop(box)), _pixels(second)
    places = list(_shown(new)) if is_masked else list(range(len(new)))
    if len(places) < _LEAST * len(new):
        return None
    total = sum(abs(a - b) for at in places for a, b in zip(old[at], new[at], strict=True))
    return total / (3 * len(places)) <= _DIFFERENCE


def _shown(pixels: Sequence[_Pixel]) -> Iterator[int]:
    """Yield the places of a masked picture that no mask touches."""
    for at in range(len(pixels)):
        around = (at, at - 1, at + 1, at - _SIDE, at + _SIDE)
        inside = [pixels[place] for place in around if 0 <= place < len(pixels)]
        if not any(min(pixel) >= _WHITE for pixel in inside):
            yield at


def _pixels(picture: Image.Image) -> list[_Pixel]:
    white = Image.new("RGBA", picture.size, "white")
    whole = Image.alpha_composite(white, picture).convert("RGB")
    small = whole.resize((_SIDE, _SIDE), Image.Resampling.BOX).tobytes()
    return [(small[at], small[at + 1], small[at + 2]) for at in range(0, len(small), 3)]


def _opened(data: bytes) -> Image.Image:
    """Return the pixels of a picture."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            return Image.open(io.BytesIO(data)).convert("RGBA")
        except Image.DecompressionBombWarning:
            raise ValueError("too large") from None
