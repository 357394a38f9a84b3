"""The letters of all 24 official languages come out as they went in, in every format."""

from __future__ import annotations

import ctypes

import pypdfium2
import pytest
from pypdfium2 import raw

from pipeline.audit import checks
from pipeline.compose import compose
from pipeline.content.load import load
from pipeline.design import theme
from pipeline.edition.edition import Edition, view_for
from pipeline.edition.formats import FORMATS, Format
from pipeline.layout.fit import fit
from pipeline.workflow.publish import render
from tests.conftest import Written, read_back

#: The letters that each language adds to the Latin ones (or its own alphabet), and its quotes.
LETTERS = {
    "bg": "абвгдежзийклмнопрстуфхцчшщъьюя АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЮЯ ѝ „така“",
    "cs": "áčďéěíňóřšťúůýž ÁČĎÉĚÍŇÓŘŠŤÚŮÝŽ „tak“",
    "da": "æøå ÆØÅ »sådan«",
    "de": "äöüß ÄÖÜẞ „so“",
    "el": "αβγδεζηθικλμνξοπρσςτυφχψω ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ άέήίόύώϊϋΐΰ ΆΈΉΊΌΎΏ «έτσι»",
    "en": "café naïve “so” ‘so’ – —",
    "es": "áéíóúüñ ÁÉÍÓÚÜÑ ¿así? ¡así! «así»",
    "et": "äöüõšž ÄÖÜÕŠŽ „nii“",
    "fi": "äöåšž ÄÖÅŠŽ ”näin”",
    "fr": "àâæçéèêëîïôœùûüÿ ÀÂÆÇÉÈÊËÎÏÔŒÙÛÜŸ « ainsi »",
    "ga": "áéíóú ÁÉÍÓÚ ḃċḋḟġṁṗṡṫ “mar sin”",
    "hr": "čćđšž ČĆĐŠŽ „tako”",
    "hu": "áéíóöőúüű ÁÉÍÓÖŐÚÜŰ „így”",
    "it": "àèéìòù ÀÈÉÌÒÙ «così»",
    "lt": "ąčęėįšųūž ĄČĘĖĮŠŲŪŽ „taip“",
    "lv": "āčēģīķļņšūž ĀČĒĢĪĶĻŅŠŪŽ „tā”",
    "mt": "ċġħżà ĊĠĦŻÀ “hekk”",
    "nl": "éëïóöüĳ ÉËÏÓÖÜĲ ‘zo’",
    "pl": "ąćęłńóśźż ĄĆĘŁŃÓŚŹŻ „tak”",
    "pt": "áâãàçéêíóôõú ÁÂÃÀÇÉÊÍÓÔÕÚ «assim»",
    "ro": "ăâîșț ĂÂÎȘȚ „așa”",
    "sk": "áäčďéíĺľňóôŕšťúýž ÁÄČĎÉÍĹĽŇÓÔŔŠŤÚÝŽ „tak“",
    "sl": "čšž ČŠŽ „tako“ »tako«",
    "sv": "åäöé ÅÄÖÉ ”så”",
}


@pytest.fixture
def edition(written: Written) -> Edition:
    """A slide, a table and a chart's categories in every language."""
    slides = "".join(
        f"""
        - kind: bullets
          title: "{code}: {text}"
          lead: "**{text}**"
          points: ["*{text}*", "{text}"]
        """
        for code, text in LETTERS.items()
    )
    rows = ", ".join(f'["{code}", "{text}"]' for code, text in LETTERS.items())
    slides += f"""
        - kind: table
          title: All of them
          table: {{alt: Letters, header: [Code, Letters], rows: [{rows}]}}
        - kind: chart
          title: Three scripts
          chart:
            form: bar
            alt: Letters
            categories: ["{LETTERS["bg"][:16]}", "{LETTERS["el"][:16]}", "{LETTERS["ro"]}"]
            series: [{{name: "ßẞ", values: ["1", "2", "3"]}}]
        """
    return fit(compose(load(written(slides)), "public"), theme.load())


@pytest.mark.parametrize("fmt", FORMATS)
def test_every_letter_comes_out_as_it_went_in(edition: Edition, fmt: Format) -> None:
    """The audit compares all text with the edition; a letter that is lost or changed fails it."""
    data = render(view_for(edition, fmt), fmt, theme.load())
    assert checks.findings(data, fmt, f"x.{fmt}", view_for(edition, fmt)) == ()
    said = "".join(read_back(data, fmt).pages)
    for text in LETTERS.values():
        assert set(text) - {" "} <= set(said)


def test_no_letter_falls_back_to_another_face(edition: Edition) -> None:
    """Bullets are drawn in Liberation Sans, as the deck draws them in Arial."""
    document = pypdfium2.PdfDocument(render(view_for(edition, "pdf"), "pdf", theme.load()))
    faces: dict[str, set[str]] = {}
    for sheet in list(document)[1:]:
        layer = sheet.get_textpage()
        for item in sheet.get_objects((raw.FPDF_PAGEOBJ_TEXT,), textpage=layer):
            name = ctypes.create_string_buffer(100)
            raw.FPDFFont_GetBaseFontName(raw.FPDFTextObj_GetFont(item.raw), name, 100)
            family = name.value.decode().partition("+")[2].rpartition("-")[0] or name.value.decode()
            faces.setdefault("Carlito" if "Carlito" in family else family, set()).update(
                item.extract()
            )
    document.close()
    letters = {face: said - set("•–  ") for face, said in faces.items()}
    assert [face for face, said in letters.items() if said] == ["Carlito"]
