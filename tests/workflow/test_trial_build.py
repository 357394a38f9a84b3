"""``check`` finds what ``build`` would refuse, without building, and says where it is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.audit import checks
from pipeline.content.load import load
from pipeline.content.secret import Secret, Vault
from pipeline.core.errors import LeakError, PipelineError, Problem, Where
from pipeline.design import theme
from pipeline.edition.edition import view_for
from pipeline.edition.formats import FORMATS, Format
from pipeline.edition.runs import TextRun
from pipeline.workflow import author_notices, build, trial_build
from pipeline.workflow import design as looks
from pipeline.workflow.publish import render
from tests.conftest import GALLERY, Written, ready

LONG = "Words that go on and on, " * 60


def tried(folder: Path, values: Vault | None = None) -> tuple[list[str], list[str]]:
    source = load(folder, folder.parent)
    problems, notices = trial_build.problems(folder, source, looks.opened(folder, source), values)
    return [str(row.code) for row in problems], [row.code for row in notices]


CASES = {
    "a slide that is too full": (
        f"- kind: quote\n  title: One\n  quote: '{LONG}'",
        "slide-overflow",
    ),
    "a title that is too long": (
        f"- kind: bullets\n  title: '{LONG[:400]}'\n  points: [a]",
        "slide-overflow",
    ),
    "a character without a glyph": (
        "- kind: bullets\n  title: One\n  points: [你好]",
        "missing-glyph",
    ),
    "a table whose words do not fit": (
        "- kind: table\n  title: One\n  table: {alt: x, header: ["
        + ", ".join(f"Implementations{n}" for n in "abcdefghijklmnop")
        + "], rows: [["
        + ", ".join("abcdefghijklmnop")
        + "]]}",
        "table-too-wide",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_check_and_build_refuse_the_same_at_the_same_place(
    name: str, written: Written, tmp_path: Path
) -> None:
    slides, code = CASES[name]
    folder = written(slides)
    problems, _ = tried(folder)
    assert problems == [code]
    options = build.Options(tmp_path / "output")
    with pytest.raises(PipelineError) as caught:
        build.build(folder, options, print)
    assert {row.code for row in caught.value.problems} == {code}
    source = load(folder)
    again, _ = trial_build.problems(folder, source, looks.opened(folder, source))
    assert {row.where for row in again} == {row.where for row in caught.value.problems}


def test_a_cover_that_is_too_long_is_refused_where_it_is_written(written: Written) -> None:
    folder = written("- kind: bullets\n  title: One\n  points: [a]")
    file = folder / "dossier.yaml"
    text = file.read_text("utf-8")
    file.write_text(text.replace("Delegations will find below", f"{LONG * 3}"))
    source = load(folder, folder.parent)
    (problem,), _ = trial_build.problems(folder, source, looks.opened(folder, source))
    assert problem.code == "slide-overflow"
    assert problem.where.file == "wk-1-2026/dossier.yaml"
    assert file.read_text("utf-8").splitlines()[problem.where.line - 2] == "cover:"


def test_only_the_values_tell_that_the_full_edition_is_too_full(written: Written) -> None:
    slides = "- kind: quote\n  title: One\n  quote: '[[held]]'"
    folder = written(slides, "held: {grounds: [personal-data]}")
    assert tried(folder) == ([], [])
    assert tried(folder, {"held": Secret(LONG)}) == (["slide-overflow"], [])


def test_what_is_not_sealed_yet_is_a_notice(written: Written) -> None:
    folder = written("- kind: bullets\n  title: One\n  points: ['[[personal-data: Erika]]']")
    assert tried(folder) == ([], ["unsealed"])


def test_a_table_in_smaller_type_is_a_notice(written: Written) -> None:
    names = ", ".join(f"Heading {n}" for n in "abcdefghijkl")
    cells = ", ".join(["1000"] * 12)
    slides = (
        f"- kind: table\n  title: One\n  table: {{alt: x, header: [{names}], rows: [[{cells}]]}}"
    )
    assert tried(written(slides)) == ([], ["small-table"])


def test_the_gallery_has_nothing_to_tell() -> None:
    assert tried(GALLERY) == ([], [])


def test_what_the_audit_refuses_says_where_it_is_written() -> None:
    source, drawn = load(GALLERY, GALLERY.parent), ready(GALLERY, "public")
    rows = [
        ("x.pdf", "page 1 is not what the edition says", "gallery/dossier.yaml:9:3"),
        ("x.pdf", "page 2 has text that cannot be seen", "gallery/presentation.yaml:3:5"),
        ("x.pptx", "ppt/slides/slide8.xml has a shape", "gallery/presentation.yaml:59:5"),
        ("x.docx", "page 1 is not what the edition says", "gallery/dossier.yaml:9:3"),
        ("x.html", "page 2 is not what the edition says", ""),
        ("x.html", "page 3 is not what the edition says", "gallery/presentation.yaml:3:5"),
    ]
    for file, message, place in rows:
        error = LeakError(Problem(Where(file), "text-differs", message, "report this"))
        (problem,) = author_notices.with_places(error, drawn, source).problems
        assert (f"it is written at {place}" in problem.hint) is bool(place), problem.hint
        assert problem.hint.endswith("report this")


@pytest.mark.parametrize("fmt", FORMATS)
@pytest.mark.parametrize(("number", "place"), [(1, "3:5"), (8, "59:5")])
def test_a_text_that_differs_is_told_where_its_slide_is_written(
    fmt: Format, number: int, place: str
) -> None:
    source, whole = load(GALLERY, GALLERY.parent), ready(GALLERY, "public")
    drawn = whole.model_copy(update={"slides": whole.slides[:8]})
    other = drawn.slides[number - 1].model_copy(update={"title": (TextRun(text="Other"),)})
    slides = (*drawn.slides[: number - 1], other, *drawn.slides[number:])
    data = render(drawn.model_copy(update={"slides": slides}), fmt, theme.load())
    found = checks.findings(data, fmt, f"x.{fmt}", view_for(drawn, fmt))
    told = author_notices.with_places(LeakError(*found), drawn, source).problems
    assert any(f"it is written at gallery/presentation.yaml:{place};" in row.hint for row in told)


def test_a_note_of_a_document_that_differs_is_told_with_its_slide() -> None:
    source, drawn = load(GALLERY, GALLERY.parent), ready(GALLERY, "public")
    (at, slide) = next((at, one) for at, one in enumerate(drawn.slides) if one.footnotes)
    mark = slide.footnotes[0][0].text.split()[0]
    notes = ((TextRun(text=f"{mark} Another note."),), *slide.footnotes[1:])
    other = slide.model_copy(update={"footnotes": notes})
    slides = (*drawn.slides[:at], other, *drawn.slides[at + 1 :])
    data = render(drawn.model_copy(update={"slides": slides}), "docx", theme.load())
    found = checks.findings(data, "docx", "x.docx", view_for(drawn, "docx"))
    assert f"a note of slide {slide.number} is not what the edition says" in {
        row.message for row in found
    }
    told = author_notices.with_places(LeakError(*found), drawn, source).problems
    where = author_notices.slide_places(source)[
        sum(one.part <= 1 for one in drawn.slides[: at + 1])
    ]
    assert any(f"it is written at {where};" in row.hint for row in told)


TOO_WIDE = (
    "```table\nalt: x\nheader: ["
    + ", ".join(f"Implementations{letter}" for letter in "abcdefghijklmnop")
    + "]\nrows:\n  - ["
    + ", ".join("abcdefghijklmnop")
    + "]\n```"
)
FIGURES = {
    "fence": "```table\nalt: x\nheader: [a, b]\nrows: [[c, d]]\n```",
    "pipes": "| a | b |\n|---|---|\n| c | d |",
    "form": "```form\nLabel: value\n```",
    "timeline": (
        "```timeline\nentries:\n  - {label: '2020', text: a}\n  - {label: '2021', text: b}\n```"
    ),
    "withheld": "```chart Figure\nwithheld: held\n```",
}


@pytest.mark.parametrize("before", FIGURES)
def test_a_figure_of_a_text_that_is_too_wide_is_told_where_it_stands(
    before: str, written: Written
) -> None:
    folder = written("- kind: bullets\n  title: One\n  points: [a]", "held: {grounds: [defence]}")
    parts = ["1. Some words.", FIGURES[before], "# I. HEAD", TOO_WIDE, "# ANNEX I", TOO_WIDE]
    if before != "withheld":
        parts.insert(1, "2. Some [[held]]")
    text = "\n\n".join(parts) + "\n"
    (folder / "body.md").write_text(text, "utf-8")
    source = load(folder, folder.parent)
    found, _ = trial_build.problems(folder, source, looks.opened(folder, source))
    places = [problem.where.line for problem in found if problem.code == "table-too-wide"]
    lines = text.splitlines()
    first = lines.index("alt: x", lines.index("# I. HEAD"))
    assert places == [first, lines.index("alt: x", first + 1)]
