"""Numbers by the Interinstitutional Style Guide, in every language, chart, axis and table."""

from __future__ import annotations

import re
from typing import get_args

import pytest

from pipeline.audit import checks
from pipeline.compose import chart_axis, compose
from pipeline.content.load import load
from pipeline.content.secret import Secret, Vault
from pipeline.core import stable_zip
from pipeline.design import theme
from pipeline.edition.blocks import Chart, Paragraph, Table
from pipeline.edition.edition import Edition, view_for
from pipeline.edition.formats import FORMATS, Format
from pipeline.edition.runs import MarkerRun
from pipeline.edition.texts import markers, plain
from pipeline.layout.fit import fit
from pipeline.resources import labels
from pipeline.workflow.publish import render
from tests.conftest import Written, read_back

_COMMA = frozenset(set(labels.languages()) - {"en", "ga", "mt"})
_SLIDES = """
- {{kind: title, agency: AGENCY, title: A title}}
- kind: chart
  title: A chart
  chart:
    form: {form}
    stacked: {stacked}
    alt: Invented numbers.
    categories: [North, South, East]
    series:
      - {{name: Entries, values: ["1204.5", "[[x]]", "n/a"]}}
      - {{name: Exits, values: ["2000", "900", "[[y]]"]}}
- kind: table
  title: A table
  table:
    alt: Invented numbers.
    numeric: [2, 3]
    header: [Region, "2024", "2025"]
    rows:
      - [North, "1204.5", "-12345"]
      - [South, n/a, "[[z]]"]
"""
_SLOTS = ", ".join(f"{slot}: {{grounds: [defence]}}" for slot in "xyz")
_VAULT: Vault = {"x": Secret("8123.5"), "y": Secret("77.5"), "z": Secret("4321")}


def _edition(written: Written, form: str, language: str = "en", vault: Vault | None = None,
             *, stacked: bool = False) -> Edition:  # fmt: skip
    slides = _SLIDES.format(form=form, stacked=str(stacked).lower())
    folder = written(slides.replace(', "n/a"]', ', "n/a"]'), _SLOTS)
    file = folder / "dossier.yaml"
    text = re.sub(r"(?m)^language: .*$", f"language: {language}", file.read_text("utf-8"))
    file.write_text(text, "utf-8")
    composed = compose(load(folder), "full" if vault else "public", vault)
    return fit(composed, theme.load())


@pytest.mark.parametrize("language", labels.languages())
def test_numbers_have_the_signs_of_the_style_guide(language: str) -> None:
    point = "," if language in _COMMA else "."
    form = chart_axis.Form(1, language)
    assert form.printed(-1234567.25) == f"\u22121\u00a0234\u00a0567{point}2"
    assert form.printed(1000) == f"1\u00a0000{point}0"
    assert form.printed(-0.01) == f"0{point}0"
    assert chart_axis.tick_labels((-2000, 0, 2000), form) == ("\u22122\u00a0000", "0", "2\u00a0000")
    assert chart_axis.in_table("1204.5", language) == f"1\u00a0204{point}5"
    assert chart_axis.in_table("1 204", language) == "1\u00a0204"
    assert chart_axis.in_table("-7", language) == "\u22127"


@pytest.mark.parametrize(
    ("text", "language", "printed"),
    [
        ("1,204.5", "en", "1\u00a0204.5"),
        ("1.204,5", "de", "1\u00a0204,5"),
        ("1,204.5", "de", "1,204.5"),  # not how the language writes: left alone
        ("1.204", "de", "1.204"),  # a thousand, or one and a bit
        ("1.204", "en", "1.204"),
        ("1,204", "en", "1\u00a0204"),
        ("1.204.567", "fr", "1\u00a0204\u00a0567"),
        ("0123", "en", "0123"),
        ("2024/25", "en", "2024/25"),
        ("12 %", "en", "12 %"),
        ("", "en", ""),
    ],
)
def test_a_table_keeps_what_could_be_read_in_two_ways(
    text: str, language: str, printed: str
) -> None:
    assert chart_axis.in_table(text, language) == printed


@pytest.mark.parametrize(
    ("form", "stacked"),
    [
        ("column", False),
        ("bar", False),
        pytest.param("line", False, marks=pytest.mark.slow),
        pytest.param("column", True, marks=pytest.mark.slow),
        pytest.param("bar", True, marks=pytest.mark.slow),
    ],
)
@pytest.mark.parametrize("fmt", get_args(Format))
def test_a_withheld_number_has_its_marker_and_no_cell_is_empty(
    written: Written, fmt: Format, form: str, *, stacked: bool
) -> None:
    edition = view_for(_edition(written, form, stacked=stacked), fmt)
    data = render(edition, fmt, theme.load())
    assert checks.findings(data, fmt, f"x.{fmt}", edition) == ()
    said = " ".join(read_back(data, fmt).pages)
    assert said.count("[REDACTED]") == len(markers(edition)) == 3
    assert said.count("n/a") >= 1


@pytest.mark.parametrize("language", ["en", "de", "el", "bg"])
def test_what_is_not_available_is_said_in_the_words_of_the_language(
    written: Written, language: str
) -> None:
    edition = _edition(written, "column", language)
    word = labels.load(language)["not_available"]
    chart, table = (edition.slides[index].blocks[0] for index in (1, 2))
    assert isinstance(chart, Chart)
    assert isinstance(table, Table)
    assert [plain(runs) for runs in chart.series[0].shown][2] == word
    assert plain(table.rows[2][1].runs) == word
    assert all(cell.runs for row in table.rows for cell in row)
    assert isinstance(chart.series[0].shown[1][0], MarkerRun)


@pytest.mark.parametrize("language", ["en", "de"])
def test_native_numbers_do_not_follow_the_language_of_the_reader(
    written: Written, language: str
) -> None:
    edition = _edition(written, "column", language)
    parts = stable_zip.unpack(render(view_for(edition, "pptx"), "pptx", theme.load()))
    chart = next(data for name, data in parts.items() if "charts/chart" in name).decode()
    assert not re.search(r'formatCode="[^"]*[,][^"]*"', chart)
    assert f"<a:t>{chart_axis.Form(1, language).printed(1204.5)}</a:t>" in chart


def test_the_full_edition_prints_withheld_numbers_as_such(written: Written) -> None:
    edition = _edition(written, "column", vault=_VAULT)
    told = edition.slides[1].blocks[1]
    assert isinstance(told, Paragraph)
    assert "8\u00a0123.5" in plain(told.runs)
    for fmt in FORMATS:
        data = render(view_for(edition, fmt), fmt, theme.load())
        said = " ".join(read_back(data, fmt).pages).replace("\u00a0", " ")
        assert "8 123.5" in said
        assert "4 321" in said


@pytest.mark.parametrize("fmt", FORMATS)
def test_a_withheld_row_is_one_cell_across_its_table(written: Written, fmt: Format) -> None:
    table = "{alt: x, numeric: [2], row_headers: true, header: [A, B, C], rows: [[a, '1', c], {withheld: x}]}"  # noqa: E501
    folder = written(f"- {{kind: table, title: T, table: {table}}}", "x: {grounds: [defence]}")
    edition = view_for(fit(compose(load(folder), "public"), theme.load()), fmt)
    block = edition.slides[0].blocks[0]
    assert isinstance(block, Table)
    assert [cell.columns for cell in block.rows[-1]] == [3, 1, 1]
    assert all(cell.runs or cell.covered for row in block.rows for cell in row)
    data = render(edition, fmt, theme.load())
    assert checks.findings(data, fmt, f"x.{fmt}", edition) == ()
