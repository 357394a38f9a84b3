"""G4, G13, G25: nothing is hidden by paint, properties come from public fields, content is data."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.audit import checks
from pipeline.design import theme
from pipeline.edition.edition import view_for
from pipeline.edition.formats import FORMATS, Format
from pipeline.render import feet_html, pdf, slide_html, text_html
from pipeline.workflow import publish
from tests.conftest import FIRST, MINI, ROOT, read_back, ready

#: Syntax of everything that stands between content and a finished file.
HOSTILE = (
    "{{ 7*7 }} {% raw %} <script>alert(1)</script> </p> &amp; ]]> <!-- x --> ${x} %s \\u0041 "
    "(a) Tj ET /Name << >> endstream"
)


@pytest.mark.parametrize("fmt", FORMATS)
def test_g25_content_that_looks_like_code_is_printed_as_it_stands(
    project: Callable[[Path], Path], fmt: Format
) -> None:
    copy = project(MINI)
    deck = copy / "presentation.yaml"
    hostile = HOSTILE.replace("\\", "\\\\").replace("'", "''")
    text = deck.read_text("utf-8").replace("- Noch ein Punkt[^two]", f"- '{hostile} [^two]'")
    deck.write_text(text, "utf-8")
    edition = view_for(ready(copy, "public"), fmt)
    data = publish.render(edition, fmt, theme.load())
    checks.audit(data, edition, fmt, "x")
    read = re.sub(r"\s", "", " ".join(read_back(data, fmt).pages))
    assert re.sub(r"\s", "", HOSTILE) in read


def test_g25_a_document_may_fetch_nothing_from_outside() -> None:
    for url in ("file:///etc/passwd", "http://127.0.0.1:9/x", "https://example.eu/"):
        with pytest.raises(ValueError, match="disallowed protocol"):
            pdf._fetcher().fetch(url)


@pytest.mark.parametrize("audience", ["public", "full"])
def test_g4_nothing_is_hidden_by_style(audience: str) -> None:
    """Removal happens before layout: no style could hide what must not be read."""
    edition = ready(FIRST, audience)  # type: ignore[arg-type]
    look = theme.load()
    pages = "".join(
        (
            slide_html.cover(edition),
            *slide_html.slides(edition, look),
            feet_html.document(edition, [("cover", 0)]),
            feet_html.style(look),
            slide_html.style(look),
            text_html.style(look),
        )
    )
    assert not re.search(
        r"opacity|visibility|display:\s*none|(?<!background-)clip|transparent|text-indent|z-index|mask|filter:",
        pages,
    )


@pytest.mark.parametrize("fmt", ["docx", "pptx"])
def test_g4_no_office_file_has_hidden_text_or_slides(fmt: Format) -> None:
    edition = view_for(ready(MINI, "public"), fmt)
    data = publish.render(edition, fmt, theme.load())
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name).decode("utf-8", "replace") for name in archive.namelist()}
    for name, part in parts.items():
        assert not re.search(r'<w:vanish|<w:del |<w:ins |<w:comment|show="0"|hidden="1"', part), (
            name
        )


@pytest.mark.parametrize("fmt", FORMATS)
def test_g13_every_property_is_a_public_field_or_the_program_s_own(fmt: Format) -> None:
    edition = view_for(ready(MINI, "public"), fmt)
    reading = read_back(publish.render(edition, fmt, theme.load()), fmt)
    values = {value for key, value in reading.properties if "at" not in key.lower()}
    assert edition.title in " ".join(values)
    assert edition.author in values
    assert not [
        value for value in values if re.search(r"python|docx|Normal\.dotm|Macintosh", value)
    ]


def test_no_package_of_ours_names_a_person_or_a_machine() -> None:
    for path in (ROOT / "templates").rglob("*.j2"):
        assert not re.search(r"Steve|Canny|creator>[A-Za-z]", path.read_text("utf-8")), path
