"""Pictures behind the texts of a brand: small, on white, and their mean colours."""

from __future__ import annotations

import io

from PIL import Image, UnidentifiedImageError

#: Pictures are looked at in this size at most.
_PIXELS = 256


def flat(data: bytes) -> Image.Image | None:
    """Return a picture on white, small enough to be looked at often; None if it cannot be read."""
    try:
        with Image.open(io.BytesIO(data)) as picture:
            picture.thumbnail((_PIXELS, _PIXELS))
            shown = picture.convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        return None
    flat = Image.new("RGB", shown.size, (255, 255, 255))
    flat.paste(shown, mask=shown.getchannel("A"))
    return flat


def mean(flat: Image.Image, part: tuple[float, float, float, float] | None) -> str:
    """Return the mean colour of a picture, as six hexadecimal digits.

    Args:
        flat: the picture.
        part: its left, top, right and bottom edge, as shares; None for all of it.
    """
    if part:
        left, top, right, bottom = part
        x, y = int(left * flat.width), int(top * flat.height)
        x, y = min(x, flat.width - 1), min(y, flat.height - 1)
        ends = max(int(right * flat.width), x + 1), max(int(bottom * flat.height), y + 1)
        flat = flat.crop((x, y, *ends))
    return flat.resize((1, 1), Image.Resampling.BOX).tobytes().hex().upper()
