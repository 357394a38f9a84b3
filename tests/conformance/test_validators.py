"""No validator finds anything, in any file; and each of them can find something."""

from __future__ import annotations

import io

import pikepdf
import pytest

from pipeline.core import stable_zip
from pipeline.core.errors import RenderError
from pipeline.render import ooxml
from tests.support import validators
from tests.support.made_files import FILES, HOUSED, REFUSED, Made
from tests.support.thinned import thinned

OFFICE = [made for made in (*FILES, *HOUSED) if made.fmt in {"pptx", "docx"}]
PDFS = [made for made in FILES if made.fmt == "pdf"]


@pytest.mark.slow
@pytest.mark.parametrize("made", thinned(OFFICE, 3, rest="exhaustive"), ids=str)
def test_the_open_xml_sdk_finds_nothing(made: Made) -> None:
    assert validators.open_xml(made.data, made.fmt) == []


@pytest.mark.slow
def test_the_one_file_that_is_left_out_is_refused_by_the_build() -> None:
    with pytest.raises(RenderError, match="chart-too-wide"):
        _ = REFUSED.data


@pytest.mark.slow
@pytest.mark.parametrize("part", ["ppt/slides/slide1.xml", "ppt/presentation.xml"])
def test_the_open_xml_sdk_finds_an_attribute_that_is_not_allowed(part: str) -> None:
    parts = stable_zip.unpack(FILES[0].data)
    broken = parts[part].replace(b"<p:cSld", b'<p:cSld wrong="1"', 1)
    broken = broken.replace(b"<p:sldSz", b'<p:sldSz wrong="1"', 1)
    assert broken != parts[part]
    assert validators.open_xml(ooxml.pack({**parts, part: broken}), "pptx")


@pytest.mark.parametrize("made", PDFS, ids=str)
def test_qpdf_finds_nothing(made: Made) -> None:
    assert validators.pdf_syntax(made.data) == []


@pytest.mark.parametrize("profile", ["ua1", "2a"])
def test_the_validator_of_pdf_profiles_can_find_something(profile: str) -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(PDFS[0].data)) as pdf:
        del pdf.Root.StructTreeRoot
        pdf.save(out)
    assert validators.pdf_profile(out.getvalue(), profile)
