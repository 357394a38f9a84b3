"""Templates made by other software, and what the tests of house templates share."""

from __future__ import annotations

import io
import subprocess
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

import docx
import pptx

from pipeline.compose import compose
from pipeline.content.load import load
from pipeline.design import theme
from pipeline.design.brand import House, derive_theme, docx_template, layout_matching, pptx_template
from pipeline.edition.edition import Edition, view_for
from pipeline.edition.formats import Audience, Format
from pipeline.layout import fit
from pipeline.workflow import publish
from pipeline.workflow.design import Look
from tests.conftest import FIRST, MINI, words_vault

#: python-pptx's own template: slides of 4:3, with an author, a thumbnail and printer settings.
DECK = Path(pptx.__file__).parent / "templates" / "default.pptx"
#: python-docx's own template, with custom XML and a thumbnail.
PAPER = Path(docx.__file__).parent / "templates" / "default.docx"
#: Templates that LibreOffice ships; they come with the Debian packages that ``make`` asks for.
SHIPPED = Path("/usr/lib/libreoffice/share/template/common")
#: Templates of other software by the format that is made in them.
HOUSES: dict[Format, tuple[str, ...]] = {
    "pptx": ("python-pptx", "presnt/Metropolis", "presnt/DNA"),
    "docx": ("python-docx", "styles/Modern", "officorr/Modern_business_letter_serif"),
}
LAYOUT = "ppt/slideLayouts/slideLayout2.xml"


def changed(package: Path | bytes, parts: Mapping[str, Callable[[bytes], bytes]]) -> bytes:
    """Return an Office file with some parts changed; a new part is made from b''."""
    data = package if isinstance(package, bytes) else package.read_bytes()
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        names = source.namelist()
        for name in [*names, *(part for part in parts if part not in names)]:
            content = source.read(name) if name in names else b""
            target.writestr(name, parts[name](content) if name in parts else content)
    return out.getvalue()


def swap(old: str, new: str) -> Callable[[bytes], bytes]:
    def change(content: bytes) -> bytes:
        assert old.encode() in content, old
        return content.replace(old.encode(), new.encode(), 1)

    return change


def look_of(data: bytes, mapped: Mapping[str, str] | None = None) -> Look:
    """Return the look that a deck template gives."""
    template, base = pptx_template.read(data), theme.load()
    chosen = layout_matching.choose(template, base.slide.layouts, mapped or {})
    assert not chosen.missing
    derived = derive_theme.derive(template, chosen, base)
    return Look(derived.theme, House(template), derived.warnings)


@cache
def deck_look() -> Look:
    return look_of(DECK.read_bytes())


@cache
def paper_look() -> Look:
    return Look(theme.load(), House(document=docx_template.read(PAPER.read_bytes())))


def converted(path: Path, ending: str, folder: Path) -> Path:
    """Let LibreOffice save a file in another format."""
    profile = (folder / "profile").as_uri()
    command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", ending,
               "--outdir", str(folder), str(path)]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return folder / f"{path.stem}.{ending}"


@cache
def house_look(name: str) -> Look:
    """Return the look that one of ``HOUSES`` gives."""
    if name == "python-pptx":
        return deck_look()
    if name == "python-docx":
        return paper_look()
    with tempfile.TemporaryDirectory() as place:
        if name in HOUSES["pptx"]:
            file = converted(SHIPPED / f"{name}.otp", "pptx", Path(place))
            return look_of(file.read_bytes())
        file = converted(SHIPPED / f"{name}.ott", "docx", Path(place))
        return Look(theme.load(), House(document=docx_template.read(file.read_bytes())))


def drawn(name: str, audience: Audience, look: Look, words: str = "geheime Worte") -> Edition:
    source = load(MINI if name == "mini" else FIRST)
    values = words_vault(source, words) if audience == "full" or name == "mini" else None
    if audience == "full" and name != "mini":
        values = None
    return fit.fit(compose(source, audience, values), look.theme)


def made(edition: Edition, fmt: Format, look: Look) -> bytes:
    return publish.render(view_for(edition, fmt), fmt, look.theme, look.house)
