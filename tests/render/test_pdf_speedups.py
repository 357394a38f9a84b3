"""Maps and objects of a PDF are written quickly, and as WeasyPrint and pydyf write them."""

from __future__ import annotations

import io
import zlib
from types import SimpleNamespace
from typing import Any

import pytest

from pipeline.core import cache
from pipeline.design import theme
from pipeline.edition.edition import view_for
from pipeline.render import pdf
from pipeline.render.pdf import computed_styles, speedups
from pipeline.render.pdf.weasyprint_setup import drawing, pydyf, streams, styles, weasyprint
from pipeline.render.svg import map_drawing
from tests.conftest import FIRST, ready


def drawn(data: str, draw: Any) -> bytes:
    """Return the operators of a path."""
    stream = pydyf.Stream()
    image = SimpleNamespace(stream=stream, point=lambda x, y, _: (float(x), float(y)))
    image.inner_width = image.inner_height = 100
    vertices: list[Any] = []
    draw(image, SimpleNamespace(get={"d": data}.get, vertices=vertices), 12)
    content: bytes = stream.data
    return content[content.index(b"stream\n") :]


@pytest.mark.parametrize(
    "data",
    [
        "M10 20l5 0 0 5 -5 -5z",
        "M-3 -4l1 1 2 -2zM100 7l-50 50 3 3 -9 0z",
        map_drawing._path(((1, 2, 30, 4, 30, 40), (7, 7, 9, 7, 9, 12, 7, 12))),
    ],
)
def test_rings_are_drawn_as_weasyprint_draws_them(data: str) -> None:
    assert drawing.TAGS["path"] is speedups._draw
    assert speedups._RINGS.fullmatch(data)
    assert drawn(data, speedups._draw) == drawn(data, speedups._others)


@pytest.mark.parametrize("data", ["M0 5L5 0M-1 1L1 -1", "M1.5 2l3 4z", "m1 2l3 4z", "M1 2z"])
def test_other_paths_are_left_to_weasyprint(data: str) -> None:
    assert not speedups._RINGS.fullmatch(data)
    assert drawn(data, speedups._draw) == drawn(data, speedups._others)


def test_what_a_page_draws_does_not_end_in_a_carriage_return() -> None:
    """Packed data end in a checksum (RFC 1950), which may be any byte."""
    content = b"q" * 92 + b"p"
    assert zlib.compress(content).endswith(b"\r")
    stream = streams.Stream({}, (0, 0, 1, 1), {}, {}, None, {}, None, compress=True)
    stream.stream = [content]
    data = stream.data
    packed = data[data.index(b"stream\n") + 7 : -len(b"\nendstream")]
    assert not packed.endswith(b"\r")
    assert zlib.decompress(packed) == content + b"\n"


#: Ways in which a property may come to its value.
STYLED = """
<html lang="en"><style>
:root { --wide: 40pt; direction: rtl; font-size: 12pt; page: small }
@page { size: 300pt 200pt; margin: 1em } @page small { margin: 5pt }
p { margin-inline-start: var(--wide); padding-block: 3pt; border: medium solid; inline-size: 50% }
em { text-decoration: underline; float: left; width: calc(50% + 10pt); font-size: larger }
span { all: inherit; color: currentcolor; border-inline-end: 2pt solid red; outline: 1pt solid }
ul { direction: ltr; list-style: inherit; column-count: 2; letter-spacing: inherit }
</style><p>One <em>two <b>three</b></em> <span lang="el">four</span><ul><li>five<li>six</ul>
"""


def test_computed_styles_are_weasyprint_s(monkeypatch: pytest.MonkeyPatch) -> None:
    def made() -> list[bytes]:
        cache.forget()
        edition = pdf.render(view_for(ready(FIRST, "public"), "pdf"), theme.load())
        return [edition, weasyprint.HTML(string=STYLED).write_pdf(pdf_identifier=b"x")]

    assert styles.ComputedStyle.__missing__ is computed_styles._computed
    ours = made()
    monkeypatch.setattr(styles.ComputedStyle, "__missing__", computed_styles._any)
    assert made() == ours


@pytest.mark.parametrize("identifier", [False, True, b"of the file"])
def test_settled_objects_are_written_as_they_would_be(identifier: bool | bytes) -> None:
    def written(*, settled: bool) -> bytes:
        pdf = pydyf.PDF()
        page = pydyf.Dictionary({"Type": "/Page", "Parent": pdf.pages.reference})
        pdf.add_page(page)
        plain = pydyf.Stream([b"1 0 0 rg", "0 0 m"], pydyf.Dictionary({"N": 3}))
        packed = pydyf.Stream(["BT", pydyf.Dictionary({"MCID": 1}), b"ET"] * 40, compress=True)
        for item in (plain, packed, pydyf.String("é"), pydyf.Array([1, 2.5])):
            pdf.add_object(item)
        page["Contents"] = packed.reference
        pdf.info["Title"] = pydyf.String("Title")
        if settled:
            speedups.settle(pdf)
        target = io.BytesIO()
        pdf.write(target, b"1.7", identifier, compress=True)
        return target.getvalue()

    assert written(settled=True) == written(settled=False)
