"""Templates that LibreOffice ships, converted when the test runs; its own program opens the result.

They come with the Debian packages that ``make`` asks for; where they are missing, the test fails.
"""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest

from pipeline.audit import checks
from pipeline.edition.edition import Edition, view_for
from pipeline.edition.table_of_contents import pages as contents
from pipeline.workflow.design import Look
from tests.support.brand_files import HOUSES, converted, drawn, house_look, made

pytestmark = pytest.mark.slow


def pages(data: bytes, name: str, folder: Path) -> int:
    path = folder / name
    path.write_bytes(data)
    return len(pypdfium2.PdfDocument(converted(path, "pdf", folder).read_bytes()))


def audited(edition: Edition, fmt: str, look: Look) -> bytes:
    assert fmt in {"pptx", "docx"}
    view = view_for(edition, fmt)
    data = made(view, fmt, look)
    checks.audit(data, view, fmt, "x", (), look.trusted(fmt))
    return data


@pytest.mark.parametrize("name", HOUSES["pptx"][1:])
def test_decks_in_templates_of_libreoffice(name: str, tmp_path: Path) -> None:
    look = house_look(name)
    for project in ("first", "mini"):
        edition = drawn(project, "public", look)
        data = audited(edition, "pptx", look)
        assert pages(data, f"{project}.pptx", tmp_path) == len(edition.slides)


@pytest.mark.parametrize("name", HOUSES["docx"][1:])
def test_documents_in_templates_of_libreoffice(name: str, tmp_path: Path) -> None:
    look = house_look(name)
    for project in ("first", "mini"):
        edition = drawn(project, "public", look)
        data = audited(edition, "docx", look)
        assert pages(data, f"{project}.docx", tmp_path) == 1 + len(contents(edition)) + len(
            edition.slides
        )
