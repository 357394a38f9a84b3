"""G15: a picture is made anew from its pixels; what else its file held stays behind."""

from __future__ import annotations

import io
import zlib
from base64 import b64decode

import PIL.Image
import pytest
from PIL import ImageCms
from PIL.PngImagePlugin import PngInfo

from pipeline.audit import images
from pipeline.content.load import load
from pipeline.core.errors import ContentError
from tests.conftest import Written

SLIDE = "- {kind: image, title: T, image: {file: coast.png, alt: A}}"
SECRET = "Zyxwvut was here"


def saved(written: Written, data: bytes) -> tuple[bytes, PIL.Image.Image]:
    folder = written(SLIDE)
    (folder / "media" / "coast.png").write_bytes(data)
    image = load(folder).media["coast.png"]
    out = b64decode(image.data)
    picture = PIL.Image.open(io.BytesIO(out))
    assert (image.width, image.height) == picture.size
    return out, picture


def encoded(picture: PIL.Image.Image, fmt: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, fmt, **options)
    return buffer.getvalue()


def test_g15_texts_in_a_png_stay_behind(written: Written) -> None:
    info = PngInfo()
    info.add_text("Comment", SECRET)
    info.add_itxt("Description", SECRET, zip=True)
    given = encoded(PIL.Image.new("RGB", (8, 4), "red"), "PNG", pnginfo=info, dpi=(72, 72))
    out, _ = saved(written, given + SECRET.encode())
    assert SECRET.encode() in given
    assert SECRET.encode() not in out
    assert list(images.faults(out)) == []


def test_g15_place_camera_and_orientation_of_a_photograph_stay_behind(written: Written) -> None:
    exif = PIL.Image.Exif()
    exif[0x010E], exif[0x0112] = SECRET, 6
    given = encoded(PIL.Image.new("RGB", (8, 4), "red"), "JPEG", exif=exif, comment=SECRET)
    out, picture = saved(written, given)
    assert SECRET.encode() in given
    assert SECRET.encode() not in out
    assert picture.size == (4, 8), "turned upright"
    assert not picture.getexif()


def test_what_is_transparent_stands_on_paper(written: Written) -> None:
    """The colour behind transparent pixels may be what somebody wanted to hide."""
    given = PIL.Image.new("RGBA", (2, 1), (255, 0, 0, 0))
    _, picture = saved(written, encoded(given, "PNG"))
    assert picture.mode == "RGB"
    assert picture.getpixel((0, 0)) == (255, 255, 255)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "CMYK", "I;16"])
def test_every_kind_of_pixels_becomes_red_green_and_blue(written: Written, mode: str) -> None:
    fmt = "JPEG" if mode == "CMYK" else "PNG"
    out, picture = saved(written, encoded(PIL.Image.new(mode, (5, 3)), fmt))
    assert picture.mode == "RGB"
    assert list(images.faults(out)) == []


def test_a_large_picture_is_made_smaller_and_keeps_its_proportions(written: Written) -> None:
    _, picture = saved(written, encoded(PIL.Image.new("L", (4000, 1000)), "PNG"))
    assert picture.size == (1920, 480)


def test_g10_equal_pixels_give_equal_bytes(written: Written) -> None:
    picture = PIL.Image.effect_noise((64, 64), 40)
    one, _ = saved(written, encoded(picture, "PNG", compress_level=1))
    other, _ = saved(written, encoded(picture, "PNG", compress_level=9))
    assert one == other
    assert zlib.crc32(one) == zlib.crc32(other)


def test_grey_in_sixteen_bits_keeps_its_tones(written: Written) -> None:
    deep = PIL.Image.new("I;16", (3, 1))
    deep.putdata([0, 0x8080, 0xFFFF])
    _, picture = saved(written, encoded(deep, "PNG"))
    assert [picture.getpixel((x, 0)) for x in range(3)] == [(t, t, t) for t in (0, 128, 255)]


def swapped_profile() -> bytes:
    """Return sRGB's profile with red for green and green for red, under another name."""
    data = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for old, new in ((b"rXYZ", b"?XYZ"), (b"gXYZ", b"rXYZ"), (b"?XYZ", b"gXYZ")):
        data = data.replace(old, new, 1)
    return data.replace("sRGB".encode("utf-16-be"), "xRGB".encode("utf-16-be"))


def test_colours_of_another_profile_are_converted(written: Written) -> None:
    picture = PIL.Image.new("RGB", (4, 4), (10, 200, 30))
    _, shown = saved(written, encoded(picture, "PNG", icc_profile=swapped_profile()))
    red, green, blue = (int(tone) for tone in shown.getpixel((0, 0)))  # type: ignore[union-attr]
    assert abs(red - 200) < 8
    assert abs(green - 10) < 8
    assert abs(blue - 30) < 8
    assert "icc_profile" not in shown.info


def test_srgb_and_a_profile_that_cannot_be_read_leave_the_pixels_alone(written: Written) -> None:
    picture = PIL.Image.new("RGB", (4, 4), (10, 200, 30))
    plain, _ = saved(written, encoded(picture, "PNG"))
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for profile in (srgb, b"no profile"):
        assert saved(written, encoded(picture, "PNG", icc_profile=profile))[0] == plain


def test_the_name_of_a_picture_says_which_letters_it_may_have(written: Written) -> None:
    slides = "- {kind: image, title: T, image: {file: Küste im März.JPG, alt: A}}"
    with pytest.raises(ContentError) as caught:
        load(written(slides))
    (problem, *_) = caught.value.problems
    assert problem.code == "bad-form"
    assert "without accents" in problem.hint
