"""Pictures of a dossier hold what was seen on the slide, and nothing else of their files."""

from __future__ import annotations

import io
import struct
import zlib

import PIL.Image
import pytest
from PIL import ImageChops, ImageCms
from pptx.util import Inches

from pipeline.importing.pixels import UnreadablePictureError, View, shown
from tests.importing import decks
from tests.importing.conftest import Import
from tests.importing.decks import Deck

WHOLE = (0.0, 0.0, 0.0, 0.0)
WORD = b"QUARK"


def stored(kind: str, picture: PIL.Image.Image | None = None, **extra: object) -> bytes:
    stream = io.BytesIO()
    if picture is None:
        picture = PIL.Image.effect_noise((80, 40), 50).convert("RGB")
    picture.save(stream, kind, **extra)
    return stream.getvalue()


def opened(data: bytes) -> PIL.Image.Image:
    return PIL.Image.open(io.BytesIO(data))


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def part(marker: int, data: bytes) -> bytes:
    return bytes((0xFF, marker)) + (len(data) + 2).to_bytes(2, "big") + data


def pngs() -> dict[str, bytes]:
    plain = stored("PNG")
    at = plain.index(b"IDAT")
    end = at + 8 + int.from_bytes(plain[at - 4 : at], "big")
    profile = chunk(b"iCCP", WORD + bytes(2) + zlib.compress(WORD))
    return {
        "text": plain[:33] + chunk(b"tEXt", b"a\0" + WORD) + plain[33:],
        "profile": plain[:33] + profile + plain[33:],
        "bits": plain[:33] + chunk(b"sBIT", b"\5\5\5" + WORD) + plain[33:],
        "more dots": plain[:end] + chunk(b"IDAT", WORD) + plain[end:],
        "end": plain[:-12] + chunk(b"IEND", WORD),
        "behind": plain + WORD,
    }


def jpegs() -> dict[str, bytes]:
    plain, many = stored("JPEG"), stored("JPEG", progressive=True)
    scan = many.index(b"\xff\xda", many.index(b"\xff\xda") + 2)
    table = many.rindex(b"\xff\xc4", 0, scan)
    adobe = b"Adobe\0\x64\0\0\0\0\1" + WORD
    return {
        "comment": plain[:2] + part(0xFE, WORD) + plain[2:],
        "Exif": plain[:2] + part(0xE1, b"Exif\0\0" + WORD) + plain[2:],
        "thumbnail": plain[:20] + part(0xE0, b"JFXX\0\x10" + WORD) + plain[20:],
        "other pictures": plain[:20] + part(0xE2, b"MPF\0" + WORD) + plain[20:],
        "Adobe": plain[:20] + part(0xEE, adobe) + plain[20:],
        "profile": plain[:20] + part(0xE2, b"ICC_PROFILE\0\1\1" + WORD) + plain[20:],
        "within the dots": plain[:-2] + WORD + plain[-2:],
        "behind": plain + WORD + b"\xff\xd9",
        "second picture": plain + stored("JPEG", comment=WORD),
        "between scans": many[:table] + part(0xFE, WORD) + many[table:],
    }


@pytest.mark.filterwarnings("ignore:Image appears")
@pytest.mark.parametrize(
    ("name", "data"), [*pngs().items(), *jpegs().items()], ids=[*pngs(), *jpegs()]
)
def test_nothing_but_pixels_of_a_picture_gets_in(name: str, data: bytes) -> None:
    assert WORD in data or name == "profile"
    kind, kept = shown(data, View(WHOLE))
    assert WORD not in kept
    picture = opened(kept)
    assert not picture.info.get("icc_profile")
    apart = ImageChops.difference(picture.convert("RGB"), opened(data).convert("RGB"))
    most = max(high for _, high in apart.getextrema())  # type: ignore[misc]
    assert most == 0 if kind == "png" else most < 40


def test_unseen_pixels_have_no_colours() -> None:
    picture = PIL.Image.new("RGBA", (8, 8), (200, 17, 99, 0))
    picture.paste((200, 17, 99, 3), (0, 0, 4, 4))
    picture.putpixel((7, 7), (1, 2, 3, 200))
    kept = opened(shown(stored("PNG", picture), View(WHOLE))[1])
    assert kept.getpixel((0, 0)) == kept.getpixel((6, 6)) == (255, 255, 255, 0)
    assert kept.getpixel((7, 7)) == (1, 2, 3, 200)


def test_colours_of_another_profile_become_those_of_srgb() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    kept = opened(shown(stored("PNG", icc_profile=profile), View(WHOLE))[1])
    assert "icc_profile" not in kept.info


@pytest.mark.parametrize("outline", ["heart", "cloud", "custom", "frame", "tiles"])
def test_a_picture_within_an_outline_that_is_not_drawn_is_not_taken(outline: str) -> None:
    with pytest.raises(UnreadablePictureError, match="outline"):
        shown(stored("PNG"), View(WHOLE, outline=outline))


def test_what_a_smaller_frame_cuts_off_stays_behind(imported: Import) -> None:
    def make(deck: Deck) -> None:
        slide = deck.slide(decks.ONLY_TITLE, "Frame")
        picture = PIL.Image.new("RGB", (40, 20), "red")
        picture.paste("blue", (20, 0, 40, 20))
        shape = slide.shapes.add_picture(io.BytesIO(stored("PNG", picture)), 0, Inches(2))
        shape._element.xpath(".//a:fillRect")[0].set("r", "-100000")

    made = imported(make)
    (path,) = (made.folder / "media").iterdir()
    assert opened(path.read_bytes()).getcolors() == [(400, (255, 0, 0))]
    assert made.items(why="cropped")


def test_a_covered_picture_that_is_askew_is_withheld_whole(imported: Import) -> None:
    def make(deck: Deck) -> None:
        slide = deck.slide(decks.ONLY_TITLE, "Askew")
        shape = slide.shapes.add_picture(decks.picture("red", (80, 40)), Inches(2), Inches(2))
        shape.rotation = 30
        black = slide.shapes.add_shape(1, shape.left, shape.top, shape.width // 2, shape.height)
        black.fill.solid()
        black.fill.fore_color.rgb = decks.RGBColor(0, 0, 0)

    made = imported(make)
    assert not (made.folder / "media").exists()
    assert made.items(fate="to-withhold")


def test_a_picture_that_nobody_sees_is_told(imported: Import) -> None:
    def make(deck: Deck) -> None:
        slide = deck.slide(decks.ONLY_TITLE, "Light")
        shape = slide.shapes.add_picture(decks.picture("red", (80, 40)), Inches(2), Inches(2))
        blip = shape._element.xpath(".//a:blip")[0]
        blip.append(decks.etree.fromstring(f'<a:lum {decks.NAMES} bright="100000"/>'))

    made = imported(make)
    assert not (made.folder / "media").exists()
    assert made.items(why="see-through", what="picture")


def test_pictures_with_too_many_pixels_in_sum_are_told(
    imported: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pipeline.importing import picture_reader  # noqa: PLC0415

    monkeypatch.setattr(picture_reader, "_MOST_PIXELS", 80 * 40 * 2)

    def make(deck: Deck) -> None:
        for colour in ("red", "green", "blue"):
            slide = deck.slide(decks.ONLY_TITLE, colour)
            slide.shapes.add_picture(decks.picture(colour, (80, 40)), 0, Inches(2))

    made = imported(make)
    assert len([*(made.folder / "media").iterdir()]) == 2
    assert [row["what"] for row in made.items(why="unreadable")] == ["picture"]
