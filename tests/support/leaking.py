"""Files that leak on purpose: what was rendered, changed in one place (used by test_leaks)."""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Callable
from functools import cache

import pikepdf

from pipeline.core.matching import Needle
from pipeline.design import theme
from pipeline.edition.edition import Edition, view_for
from pipeline.edition.formats import Audience, Format
from pipeline.edition.slide import Slide
from pipeline.workflow import publish
from tests.conftest import FIRST, GALLERY, MINI, naming_slides, ready, words_vault

VALUE = "Wendelin Österreicher-Weiß"
NEEDLES = (Needle("speaker", VALUE), Needle("contract-price", "17 Millionen"))
EPOCH = (1980, 1, 1, 0, 0, 0)
Change = Callable[[bytes], bytes]


@cache
def edition(name: str = "mini", audience: Audience = "public") -> Edition:
    if name == "figures":
        return _figures(edition("gallery", audience))
    folder = {"mini": MINI, "first": FIRST, "gallery": GALLERY}[name]
    if audience == "public":
        return ready(folder, audience)
    from pipeline.content.load import load  # noqa: PLC0415

    return ready(folder, audience, words_vault(load(folder)))


def _figures(whole: Edition) -> Edition:
    """Return an edition of four slides: two with charts, a picture, a map with patterns.

    A file of these is searched in a third of the time that the whole one takes.
    """
    charts = [slide for slide in whole.slides if _has(slide, "chart")][:2]
    picture = next(slide for slide in whole.slides if _has(slide, "picture"))
    patterned = next(slide for slide in whole.slides if _has(slide, "map") and '"hatched"' in
                     slide.model_dump_json())  # fmt: skip
    chosen = (*charts, picture, patterned)
    slides = [
        slide.model_copy(update={"number": number}) for number, slide in enumerate(chosen, start=1)
    ]
    return whole.model_copy(update={"slides": tuple(slides)})


def _has(slide: Slide, kind: str) -> bool:
    return any(block.kind == kind for block in slide.blocks)


@cache
def made(fmt: Format, name: str = "mini", audience: Audience = "public") -> bytes:
    drawn = view_for(edition(name, audience), fmt)
    return naming_slides(drawn, lambda one: publish.render(one, fmt, theme.load()))


def member(name: str) -> zipfile.ZipInfo:
    """Return a member's header as our files have it."""
    info = zipfile.ZipInfo(name, EPOCH)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.create_system = 3
    info.external_attr = 0o600 << 16
    return info


def rezipped(
    data: bytes,
    change: Callable[[str, bytes], bytes] = lambda _, content: content,
    extra: dict[str, bytes] | None = None,
) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            target.writestr(member(name), change(name, source.read(name)))
        for name, content in (extra or {}).items():
            target.writestr(member(name), content)
    return out.getvalue()


def swap(part: str, old: str | bytes, new: str | bytes) -> Change:
    """Replace something in one part; it must be there."""
    before = old.encode() if isinstance(old, str) else old
    after = new.encode() if isinstance(new, str) else new

    def change(name: str, content: bytes) -> bytes:
        if name != part:
            return content
        assert before in content, f"{before!r} is not in {part}"
        return content.replace(before, after, 1)

    return lambda data: rezipped(data, change)


def adding(name: str, content: bytes) -> Change:
    return lambda data: rezipped(data, extra={name: content})


def png(*chunks: tuple[bytes, bytes], tail: bytes = b"") -> bytes:
    """Return a PNG of one grey point with more chunks than it needs."""
    head = struct.pack(">LLBBBBB", 1, 1, 8, 0, 0, 0, 0)
    rows = [(b"IHDR", head), *chunks, (b"IDAT", zlib.compress(b"\0\x80")), (b"IEND", b"")]
    out = b"\x89PNG\r\n\x1a\n"
    for kind, body in rows:
        out += struct.pack(">L", len(body)) + kind + body
        out += struct.pack(">L", zlib.crc32(kind + body))
    return out + tail


def with_image(image: bytes) -> Change:
    """Put another image into the gallery's document."""
    return lambda data: rezipped(
        data, lambda name, content: image if name == "word/media/image1.png" else content
    )


def zip_comment(data: bytes) -> bytes:
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a") as archive:
        archive.comment = VALUE.encode()
    return out.getvalue()


def zip_member(change: Callable[[zipfile.ZipInfo], None]) -> Change:
    """Change the header of the last member."""

    def changed(data: bytes) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
            names = source.namelist()
            for name in names:
                info = member(name)
                if name == names[-1]:
                    change(info)
                target.writestr(info, source.read(name))
        return out.getvalue()

    return changed


def duplicate(data: bytes) -> bytes:
    import warnings  # noqa: PLC0415

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return rezipped(data, extra={"docProps/app.xml": f"<a>{VALUE}</a>".encode()})


def between_members(data: bytes) -> bytes:
    """Put bytes before the directory, which moves."""
    end = data[-22:]
    offset = int.from_bytes(end[16:20], "little")
    hidden = VALUE.encode()
    moved = end[:16] + struct.pack("<L", offset + len(hidden)) + end[20:]
    return data[:offset] + hidden + data[offset:-22] + moved


def before_archive(data: bytes) -> bytes:
    return VALUE.encode() + data


def gzipped(text: str) -> bytes:
    return gzip.compress(text.encode(), mtime=0)


def nested() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("inner/sheet.xml", f"<v>{VALUE}</v>")
    return out.getvalue()


PLAIN = "".join(c for c in unicodedata.normalize("NFKD", VALUE) if not unicodedata.combining(c))
B64 = base64.b64encode(VALUE.encode()).decode()
HEX = VALUE.encode().hex()
PERCENT = "".join(f"%{byte:02X}" for byte in VALUE.encode())
ENTITIES = "".join(f"&#{ord(c)};" for c in VALUE)
SHA = hashlib.sha256(VALUE.encode()).hexdigest()


def pdf_with(change: Callable[[pikepdf.Pdf], None]) -> Change:
    def changed(data: bytes) -> bytes:
        out = io.BytesIO()
        with pikepdf.open(io.BytesIO(data)) as pdf:
            change(pdf)
            pdf.save(out, static_id=True)
        return out.getvalue()

    return changed


def drawn(operators: str, page: int = 4) -> Callable[[pikepdf.Pdf], None]:
    """Draw text in Helvetica; ``%s`` in the operators is the value."""
    shown = operators.replace("%s", "Wendelin Oesterreicher 17 Millionen")

    def change(pdf: pikepdf.Pdf) -> None:
        face = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
        sheet = pdf.pages[page]
        sheet.obj.Resources.Font["/Fx"] = pdf.make_indirect(face)
        sheet.contents_add(b"q", prepend=True)
        sheet.contents_add(f"\nQ {shown}".encode())

    return change


def incremental(data: bytes) -> bytes:
    """Add a revision that changes the title, by hand."""
    start = data.rindex(b"startxref")
    previous = int(data[start + 9 :].split()[0])
    with pikepdf.open(io.BytesIO(data)) as pdf:
        root = pdf.Root.objgen[0]
        number = int(pdf.trailer.Size)
    place = len(data)
    body = f"{number} 0 obj\n<</Title ({PLAIN})>>\nendobj\n".encode()
    table = f"xref\n{number} 1\n{place:010d} 00000 n \n".encode()
    trailer = (
        f"trailer\n<</Size {number + 1} /Root {root} 0 R /Info {number} 0 R /Prev {previous}>>\n"
        f"startxref\n{place + len(body)}\n%%EOF\n"
    )
    return data + body + table + trailer.encode()


def between_objects(data: bytes) -> bytes:
    """Hide bytes in a comment after the header, and keep what the file says of itself."""
    head, rest = data.split(b"\n3 0 obj", 1)
    return head + b"\n%" + PLAIN.encode() + b"\n3 0 obj" + rest
