"""Templates that LibreOffice ships, converted when the test runs; its own program opens the result.

They come with the Debian packages that ``make`` asks for; where they are missing, the test fails.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

import pypdfium2
import pytest

from pipeline import theme
from pipeline.audit import checks
from pipeline.build.look import Look
from pipeline.contents import pages as contents
from pipeline.edition import Edition, view_for
from pipeline.house import House, document
from tests.house.bench import drawn, look_of, made

SHIPPED = Path("/usr/lib/libreoffice/share/template/common")

pytestmark = pytest.mark.slow


def converted(path: Path, ending: str, folder: Path) -> Path:
    profile = (folder / "profile").as_uri()
    command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", ending,
               "--outdir", str(folder), str(path)]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return folder / f"{path.stem}.{ending}"


def pages(data: bytes, name: str, folder: Path) -> int:
    path = folder / name
    path.write_bytes(data)
    return len(pypdfium2.PdfDocument(converted(path, "pdf", folder).read_bytes()))


def audited(edition: Edition, fmt: str, look: Look) -> bytes:
    assert fmt in {"pptx", "docx"}
    view = view_for(edition, fmt)
    data = made(view, fmt, look)
    checks.audit(data, view, fmt, "x", (), look.vouched(fmt))
    return data


@pytest.mark.parametrize("name", ["Metropolis", "DNA"])
def test_decks_in_templates_of_libreoffice(name: str, tmp_path: Path) -> None:
    file = converted(SHIPPED / "presnt" / f"{name}.otp", "pptx", tmp_path)
    look = look_of(file.read_bytes())
    for project in ("first", "mini"):
        edition = drawn(project, "public", look)
        data = audited(edition, "pptx", look)
        assert pages(data, f"{project}.pptx", tmp_path) == len(edition.slides)


@pytest.mark.parametrize("name", ["styles/Modern", "officorr/Modern_business_letter_serif"])
def test_documents_in_templates_of_libreoffice(name: str, tmp_path: Path) -> None:
    file = converted(SHIPPED / f"{name}.ott", "docx", tmp_path)
    look = Look(theme.load(), House(document=document.read(file.read_bytes())))
    for project in ("first", "mini"):
        edition = drawn(project, "public", look)
        data = audited(edition, "docx", look)
        assert pages(data, f"{project}.docx", tmp_path) == 1 + len(contents(edition)) + len(
            edition.slides
        )
