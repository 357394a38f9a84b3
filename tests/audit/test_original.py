"""The proof of an import: each loss is found, and an honest import has none.

tests/projects/imported-deck is what ``dossier import`` made of ``known_decks.deck(3)``.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import yaml
from PIL import Image

from pipeline import cli
from pipeline.audit.original import deck, original_file, proof
from pipeline.core import stable_zip
from tests.conftest import ROOT
from tests.support import known_decks

_NUMBER = 3


class Imported:
    """An import's result, to be broken: content and report."""

    def __init__(self, folder: Path, data: bytes) -> None:
        self.folder, self.data = folder, data
        shutil.copytree(ROOT / "tests" / "projects" / "imported-deck", folder)
        self.content: Any = yaml.load(
            (folder / "presentation.yaml").read_text("utf-8"), yaml.CBaseLoader
        )
        self.report: Any = json.loads((folder / "import-report.json").read_text("utf-8"))
        self.report["original"]["sha256"] = sha256(data).hexdigest()
        self.save()

    def save(self) -> None:
        text = yaml.safe_dump(self.content, allow_unicode=True, sort_keys=False, width=10**6)
        (self.folder / "presentation.yaml").write_text(text, "utf-8")
        (self.folder / "import-report.json").write_text(json.dumps(self.report), "utf-8")

    def slide(self, text: str) -> Any:
        """Return the slide of the content that says something."""
        return next(row for row in self.content["slides"] if text in json.dumps(row))

    def items(self, what: str, text: str = "") -> Iterator[tuple[list[Any], Any]]:
        """Yield the report's items of a kind, each with the list that it stands in."""
        for slide in self.report["slides"]:
            for item in list(slide["items"]):
                if item["what"] == what and text in str(item["text"]):
                    yield slide["items"], item

    def untold(self, what: str, text: str = "") -> None:
        """Take items out of the report."""
        found = list(self.items(what, text))
        assert found
        for rows, item in found:
            rows.remove(item)

    def findings(self) -> tuple[str, ...]:
        self.save()
        rows = proof.findings(self.data, "deck.pptx", self.folder)
        return tuple(f"{row.code}: {row.message}" for row in rows)


@pytest.fixture(scope="session")
def original() -> bytes:
    return known_decks.deck(_NUMBER).data


@pytest.fixture
def imported(tmp_path: Path, original: bytes) -> Imported:
    return Imported(tmp_path / "x", original)


def test_an_honest_import_has_no_findings(imported: Imported) -> None:
    assert imported.findings() == ()


def _points(imported: Imported) -> Any:
    return imported.slide("3-67")["points"]


def _lose_point(made: Imported) -> None:
    del _points(made)[1]


def _lose_point_and_item(made: Imported) -> None:
    del _points(made)[2]["points"][1]
    made.untold("paragraph", "3-73")


def _swap_points(made: Imported) -> None:
    rows = _points(made)
    rows[0], rows[1] = rows[1], rows[0]


def _swap_points_and_items(made: Imported) -> None:
    _swap_points(made)
    (_, first), (_, second) = (*made.items("paragraph", "3-68"), *made.items("paragraph", "3-69"))
    first["where"], second["where"] = second["where"], first["where"]


def _change_digit(made: Imported) -> None:
    _points(made)[0] = _points(made)[0].replace("3-68", "3-86")


def _change_digit_and_item(made: Imported) -> None:
    _change_digit(made)
    next(made.items("paragraph", "3-68"))[1]["text"] = _points(made)[0]


def _change_word(made: Imported) -> None:
    _points(made)[1] = "Visits transfer 3-69"


def _lose_word(made: Imported) -> None:
    _points(made)[1] = "Visit 3-69"


def _lose_level(made: Imported) -> None:
    rows = _points(made)
    inner = rows[2].pop("points")
    rows[2] = rows[2]["text"]
    rows += inner
    for _, item in made.items("paragraph"):
        where = item["where"] or ""
        if where.startswith("presentation.yaml slides/15/points/3/points/"):
            item["where"] = where.replace("points/3/points/1", "points/4").replace(
                "points/3/points/2", "points/5"
            )
        elif where == "presentation.yaml slides/15/points/3/text":
            item["where"] = "presentation.yaml slides/15/points/3"


def _gain_level(made: Imported) -> None:
    rows = _points(made)
    rows[0] = {"text": rows[0], "points": [rows.pop(1)]}
    next(made.items("paragraph", "3-68"))[1]["where"] += "/text"
    next(made.items("paragraph", "3-69"))[1]["where"] = (
        "presentation.yaml slides/15/points/1/points/1"
    )
    for _, item in made.items("paragraph"):
        where = str(item["where"])
        if where.startswith("presentation.yaml slides/15/points/3"):
            item["where"] = where.replace("15/points/3", "15/points/2", 1)


def _merge_paragraphs(made: Imported) -> None:
    rows = _points(made)
    rows[0] = f"{rows[0]} {rows.pop(1)}"


def _merge_and_lose(made: Imported) -> None:
    rows = made.slide("3-141")["points"]
    rows[0] = f"{rows[0]} {rows.pop(1).rpartition(' ')[0]}"
    first, second = (next(made.items("paragraph", text))[1] for text in ("3-141", "3-142"))
    second["where"] = first["where"]
    for item in (first, second):
        item["fate"], item["why"], item["words"] = "changed", "paragraphs-joined", "joined"


def _lose_note(made: Imported) -> None:
    made.slide("3-67")["notes"].pop()


def _lose_notes_and_items(made: Imported) -> None:
    del made.slide("3-67")["notes"]
    made.untold("note")


def _swap_notes(made: Imported) -> None:
    made.slide("3-67")["notes"].reverse()


def _lose_title(made: Imported) -> None:
    del made.slide("3-67")["title"]


def _lose_title_and_item(made: Imported) -> None:
    _lose_title(made)
    made.untold("title", "3-67")


def _lose_slide(made: Imported) -> None:
    made.content["slides"].remove(made.slide("3-67"))


def _lose_slide_and_entry(made: Imported) -> None:
    made.content["slides"].pop()
    made.report["slides"] = [row for row in made.report["slides"] if row["number"] != 23]


def _call_slide_empty(made: Imported) -> None:
    made.content["slides"].pop()
    entry = next(row for row in made.report["slides"] if row["number"] == 23)
    entry["became"], entry["items"] = [], []


def _swap_rows(made: Imported) -> None:
    rows = made.slide("3-111")["table"]["rows"]
    rows[0], rows[1] = rows[1], rows[0]


def _swap_rows_and_items(made: Imported) -> None:
    _swap_rows(made)
    for _, item in made.items("cell"):
        where = str(item["where"])
        for row, other in (("1", "2"), ("2", "1")):
            if where.startswith(f"presentation.yaml slides/20/table/rows/{row}/"):
                item["where"] = where.replace(f"rows/{row}/", f"rows/{other}/")
                break


def _swap_cells(made: Imported) -> None:
    row = made.slide("3-111")["table"]["rows"][1]
    row[1], row[2] = row[2], row[1]


def _lose_row(made: Imported) -> None:
    made.slide("3-111")["table"]["rows"].pop(1)


def _lose_header(made: Imported) -> None:
    table = made.slide("3-111")["table"]
    table["header"] = table["rows"].pop(0)


def _lose_cells_and_items(made: Imported) -> None:
    made.slide("3-111")["table"]["rows"][2][3] = ""
    made.untold("cell", "3-127")


def _lose_span(made: Imported) -> None:
    row = made.slide("3-128")["table"]["rows"][0]
    row[1] = {"text": row[1]["text"]}
    row.append("")


def _lose_table(made: Imported) -> None:
    made.slide("3-111").pop("table")
    made.untold("table")
    made.untold("cell", "3-1")


def _round_value(made: Imported) -> None:
    made.slide("3-12")["chart"]["series"][0]["values"][0] = "44.1"


def _change_value(made: Imported) -> None:
    made.slide("3-19")["chart"]["series"][2]["values"][1] = "95"


def _lose_value(made: Imported) -> None:
    made.slide("3-19")["chart"]["series"][0]["values"][2] = "n/a"


def _swap_values(made: Imported) -> None:
    made.slide("3-27")["chart"]["series"][1]["values"].reverse()


def _lose_series(made: Imported) -> None:
    made.slide("3-27")["chart"]["series"].pop()


def _lose_series_name(made: Imported) -> None:
    made.slide("3-27")["chart"]["series"][1]["name"] = "2"


def _lose_category(made: Imported) -> None:
    made.slide("3-27")["chart"]["categories"][4] = "5"


def _lose_number_of_table(made: Imported) -> None:
    made.slide("3-76")["table"]["rows"][2][2] = ""


def _lose_chart(made: Imported) -> None:
    made.slide("3-27").pop("chart")


def _lose_chart_and_item(made: Imported) -> None:
    _lose_chart(made)
    entry = next(row for row in made.report["slides"] if row["number"] == 6)
    entry["items"] = [item for item in entry["items"] if item["what"] != "chart"]


def _lose_alternative(made: Imported) -> None:
    del made.slide("3-27")["chart"]["alt"]


def _lose_alternative_and_item(made: Imported) -> None:
    _lose_alternative(made)
    made.untold("alternative-text", "3-35")


def _lose_link(made: Imported) -> None:
    rows = made.slide("3-49")["points"]
    rows[0] = rows[0].replace("](https://example.eu/3/51)", "").replace("[", "")


def _change_link(made: Imported) -> None:
    rows = made.slide("3-49")["points"]
    rows[0] = rows[0].replace("/3/51", "/3/53")


def _swap_picture(made: Imported) -> None:
    one, other = (made.folder / "media" / f"slide-8-picture-{n}.png" for n in (1, 2))
    other.write_bytes(one.read_bytes())


def _whiten_picture(made: Imported) -> None:
    Image.new("RGB", (120, 80), "white").save(made.folder / "media" / "slide-15-picture-1.png")


def _lose_picture_file(made: Imported) -> None:
    (made.folder / "media" / "slide-15-picture-1.png").unlink()


def _lose_picture(made: Imported) -> None:
    made.slide("3-102").pop("image")
    entry = next(row for row in made.report["slides"] if row["number"] == 17)
    entry["items"] = [item for item in entry["items"] if item["what"] != "picture"]


def _lose_node(made: Imported) -> None:
    slide = next(row for row in made.report["slides"] if any(
        item["what"] == "smartart" for item in row["items"]
    ))  # fmt: skip
    item = next(item for item in slide["items"] if item["what"] == "smartart")
    slide["items"].remove(item)


def _lose_group(made: Imported) -> None:
    slide = made.slide("3-8")
    slide["points"] = slide["points"][:1]


def _lose_group_and_items(made: Imported) -> None:
    _lose_group(made)
    made.untold("paragraph", "3-10")
    made.untold("paragraph", "3-11")


def _lose_slot(made: Imported) -> None:
    made.slide("withheld-1")["points"].pop()


def _untell_hidden_shape(made: Imported) -> None:
    made.untold("shape")


def _miscount_hidden_shape(made: Imported) -> None:
    next(made.items("shape"))[1]["words"] = "beside the slide: 3 words"


def _untell_comments(made: Imported) -> None:
    made.untold("comment")


def _untell_hidden_slide(made: Imported) -> None:
    made.untold("slide")


LOSSES: tuple[Callable[[Imported], None], ...] = (
    _lose_point, _lose_point_and_item, _swap_points, _swap_points_and_items, _change_digit,
    _change_digit_and_item, _change_word, _lose_word, _lose_level, _gain_level, _merge_paragraphs,
    _merge_and_lose, _lose_note, _lose_notes_and_items, _swap_notes, _lose_title,
    _lose_title_and_item, _lose_slide, _lose_slide_and_entry, _call_slide_empty, _swap_rows,
    _swap_rows_and_items, _swap_cells, _lose_row, _lose_header, _lose_cells_and_items, _lose_span,
    _lose_table, _round_value, _change_value, _lose_value, _swap_values, _lose_series,
    _lose_series_name, _lose_category, _lose_number_of_table, _lose_chart, _lose_chart_and_item,
    _lose_alternative, _lose_alternative_and_item, _lose_link, _change_link, _swap_picture,
    _whiten_picture, _lose_picture_file, _lose_picture, _lose_node, _lose_group,
    _lose_group_and_items, _lose_slot, _untell_hidden_shape, _miscount_hidden_shape,
    _untell_comments, _untell_hidden_slide,
)  # fmt: skip


@pytest.mark.parametrize("lose", LOSSES, ids=lambda lose: lose.__name__.strip("_"))
def test_a_loss_is_found(imported: Imported, lose: Callable[[Imported], None]) -> None:
    lose(imported)
    said = " ".join(imported.findings())
    assert said
    quoted = [f"{_NUMBER}-{count}" for count in range(1, 160)]
    assert not any(text in said for text in quoted), "no message quotes the original (G23)"


def test_the_command_says_what_it_found(
    imported: Imported, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "deck.pptx"
    path.write_bytes(imported.data)
    command = ["audit", "--original", str(path), str(imported.folder)]
    assert cli.main(command) == 0
    assert "passed" in capsys.readouterr().err
    _lose_note(imported)
    imported.save()
    assert cli.main([*command, "--json"]) == 3
    said = capsys.readouterr()
    assert json.loads(said.out)[0]["code"] == "not-imported"
    assert "slide 13" in said.err or "notes" in said.err


@pytest.mark.parametrize("data", [b"", b"PK", b"\xd0\xcf\x11\xe0 legacy", b"{}" * 100])
def test_what_is_no_deck_is_a_finding(imported: Imported, data: bytes) -> None:
    imported.report["original"]["sha256"] = sha256(data).hexdigest()
    imported.data = data
    assert [row.split(":")[0] for row in imported.findings()] == ["unreadable"]


def test_another_file_than_the_one_imported_is_told(imported: Imported) -> None:
    imported.data += b" "
    assert [row.split(":")[0] for row in imported.findings()] == ["another-original"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"<p:sld ", b'<!DOCTYPE x [<!ENTITY a "b">]><p:sld '),
        (b"</p:sld>", b""),
        (b"</p:spTree>", b"<p:grpSp>" * 400 + b"</p:grpSp>" * 400 + b"</p:spTree>"),
    ],
)
def test_hostile_parts_are_findings(imported: Imported, old: bytes, new: bytes) -> None:
    file = original_file.read(imported.data)
    members = dict(file.members)
    name = "ppt/slides/slide2.xml"
    members[name] = members[name].replace(old, new, 1)
    assert members[name] != file.members[name]
    imported.data = stable_zip.pack(members)
    imported.report["original"]["sha256"] = sha256(imported.data).hexdigest()
    assert [row.split(":")[0] for row in imported.findings()] == ["unreadable"]


@pytest.mark.parametrize(
    "report", ["", "[]", "{}", '{"schema": 2}', '{"schema": 1, "slides": 3}', "[" * 100_000]
)
def test_a_report_of_another_form_is_a_finding(imported: Imported, report: str) -> None:
    (imported.folder / "import-report.json").write_text(report)
    rows = proof.findings(imported.data, "deck.pptx", imported.folder)
    assert [row.code for row in rows] == ["unreadable"]


def test_the_reader_finds_all_that_a_known_deck_says(original: bytes) -> None:
    known = known_decks.deck(_NUMBER)
    slides = deck.slides(original_file.read(original))
    assert len(slides) == len(known.slides)
    for slide, truth in zip(slides, known.slides, strict=True):
        if slide.is_hidden:
            continue
        said = {line.text: line.level for shape in slide.shapes for line in shape.lines}
        assert {text for _, text in truth.lines} <= set(said)
        assert [said[text] for _, text in truth.lines] == [level for level, _ in truth.lines]
        assert [line.text for line in slide.notes] == truth.notes
        cells = [line.text for shape in slide.shapes for cell in shape.cells for line in cell.lines]
        assert cells == [text for row in truth.cells for text in row]
        assert [shape.alternative for shape in slide.shapes if shape.alternative] == (
            truth.alternatives
        )
        charts = [shape.chart for shape in slide.shapes if shape.chart]
        for chart, meant in zip(charts, truth.charts, strict=True):
            assert [row.name for row in chart.series] == [name for name, _ in meant.series]
            for row, (_, values) in zip(chart.series, meant.series, strict=True):
                assert [float(value) for value in row.values] == values
        assert sum(bool(shape.picture) for shape in slide.shapes) == truth.pictures
