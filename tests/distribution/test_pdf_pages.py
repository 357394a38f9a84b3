"""The last PDF that was handed out, and what differs from it page by page."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.errors import DistributeError
from pipeline.distribution import issue
from pipeline.distribution.compare import last_handed_out, pdf_pages
from pipeline.distribution.register.register import Occasion
from pipeline.workflow import package_order
from pipeline.workflow.build import build
from pipeline.workflow.options import Options
from tests.conftest import FIRST, Project

DAY, SALT = "2026-11-25", "ab" * 32


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, bytes]:
    """Return two PDFs of a dossier: a slide was changed, one went, one came."""
    root = tmp_path_factory.mktemp("pages")
    found: list[bytes] = []
    for number, edited in enumerate((False, True)):
        folder = root / str(number) / FIRST.name
        folder.mkdir(parents=True)
        for path in FIRST.glob("*.yaml"):
            text = path.read_text("utf-8")
            if edited:
                text = text.replace("Joint operational", "Common practical")
                start = text.find("  - kind: agreements")
                if start > 0:
                    text = text[:start] + text[text.index("  - kind: arrangements") :]
                new = "  - kind: bullets\n    title: Another slide\n    points: [quite new]\n\n"
                text = text.replace("  - kind: closing", f"{new}  - kind: closing")
            (folder / path.name).write_text(text, "utf-8")
        output = root / f"output-{number}"
        options = Options(output, formats=("pdf",), audiences=("public",))
        build(folder, options, lambda _: None)
        (pdf,) = output.glob("*/public/*/*.pdf")
        found.append(pdf.read_bytes())
    return found[0], found[1]


def test_pages_are_paired_and_their_words_compared(files: tuple[bytes, bytes]) -> None:
    pairs = pdf_pages.pages(*files)
    changed = [pair for pair in pairs if not pair.is_same]
    assert [(pair.before, pair.after) for pair in changed] == [(5, None), (8, 7), (None, 8)]
    gone, edited, come = changed
    assert {one.how for one in gone.words} == {"gone"}
    assert "Albania" in gone.words[0].text
    texts = [(one.how, one.text) for one in edited.words if one.how != "same"]
    assert texts == [("gone", "Joint operational"), ("come", "Common practical")]
    assert {one.how for one in come.words} == {"come"}
    assert come.title == "Another slide"
    assert [pair.label for pair in changed] == ["Slide 5", "Slide 7", "Slide 8"]
    assert [pair.label for pair in pairs[:2]] == ["Cover", "Slide 1"]


def test_a_page_that_only_moved_is_the_same(files: tuple[bytes, bytes]) -> None:
    pairs = pdf_pages.pages(*files)
    assert (pairs[-1].before, pairs[-1].after) == (9, 9)
    assert all(pair.is_same for pair in pdf_pages.pages(files[0], files[0]))


def test_what_is_no_pdf_is_refused(files: tuple[bytes, bytes]) -> None:
    with pytest.raises(DistributeError):
        pdf_pages.pages(files[0], b"%PDF-1.7 nothing")


def distributed(folder: Path, output: Path, day: str = DAY, *, again: bool = False) -> None:
    wanted = package_order.Wanted(output, "public")
    issue.issue(package_order.packed(folder, wanted), output, Occasion(day, SALT, again=again))


def test_the_last_package_of_an_audience_is_found_by_the_register(
    project: Project, tmp_path: Path
) -> None:
    folder, output = project(FIRST), tmp_path / "output"
    assert last_handed_out.last(output, folder.name) == ()
    cover = folder / "dossier.yaml"
    cover.write_text(cover.read_text("utf-8") + "formats: [pdf]\n", "utf-8")
    options = Options(output, audiences=("public",))
    build(folder, options, lambda _: None)
    distributed(folder, output)
    path = folder / "presentation.yaml"
    path.write_text(path.read_text("utf-8").replace("Thank you", "Many thanks"), "utf-8")
    build(folder, options, lambda _: None)
    distributed(folder, output, "2026-11-26", again=True)
    (found,) = last_handed_out.last(output, folder.name)
    assert (found.name, found.entry.issue) == ("public.public.en", 2)
    (pdf,) = output.glob("*/public/*/*.pdf")
    assert last_handed_out.handed_out(output, found) == pdf.read_bytes()
    assert last_handed_out.last(output, "another") == ()
    package = output / issue.FOLDER / "public" / found.entry.file
    package.write_bytes(package.read_bytes() + b"x")
    with pytest.raises(DistributeError, match="not the one that was handed out"):
        last_handed_out.handed_out(output, found)
    package.unlink()
    with pytest.raises(DistributeError, match="not there"):
        last_handed_out.handed_out(output, found)


WORDS = st.lists(st.sampled_from(["ab", "cd", "ef"]), max_size=8)
SIDES = st.lists(WORDS, max_size=6)


@given(first=SIDES, second=SIDES)
def test_every_page_stands_once_in_its_order(
    first: list[list[str]], second: list[list[str]]
) -> None:
    pairs = list(pdf_pages._aligned(first, second))
    assert [one for one, _ in pairs if one is not None] == list(range(len(first)))
    assert [other for _, other in pairs if other is not None] == list(range(len(second)))


@given(before=WORDS, after=WORDS)
def test_words_that_stayed_and_went_are_those_of_before(
    before: list[str], after: list[str]
) -> None:
    found = list(pdf_pages._stretches(before, after))
    old = " ".join(one.text for one in found if one.how != "come").split()
    new = " ".join(one.text for one in found if one.how != "gone").split()
    assert (old, new) == (before, after)
