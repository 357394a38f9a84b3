"""Pages painted before stand in the next file with the same bytes that painting gives."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pipeline.compose import compose
from pipeline.content.load import load
from pipeline.core import cache
from pipeline.design import theme
from pipeline.edition.edition import Edition, from_json, to_json
from pipeline.layout.fit import fit
from pipeline.render import pdf
from pipeline.render.pdf import page_cache
from pipeline.render.pdf.weasyprint_setup import weasyprint
from tests.conftest import FIRST, ready
from tools.bench import generated

#: Letters that stand nowhere else in an invented deck.
RARE = "Žižkov Øre Ωmega Жук ½ §"


@pytest.fixture
def put(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[bool]]:
    """Note for each page that was painted before whether it was put into the file as it was."""
    told: list[bool] = []
    asked = page_cache._Painting.put

    def noted(painting: page_cache._Painting, stream: object) -> bool:
        told.append(asked(painting, stream))
        return told[-1]

    monkeypatch.setattr(page_cache._Painting, "put", noted)
    cache.forget()
    yield told
    cache.forget()


def drawn(deck: tuple[generated.Slide, ...], folder: Path) -> Edition:
    generated.write(folder, deck)
    return from_json(to_json(fit(compose(load(folder), "public"), theme.load())))


def painted_anew(edition: Edition) -> bytes:
    cache.forget()
    return pdf.render(edition, theme.load())


def titled(deck: tuple[generated.Slide, ...], at: int, title: str) -> tuple[generated.Slide, ...]:
    return (*deck[:at], replace(deck[at], title=title), *deck[at + 1 :])


def versions() -> list[tuple[generated.Slide, ...]]:
    """Return a deck and what becomes of it: letters come, go, and move to other slides."""
    deck = generated.slides(12)
    return [
        deck,
        titled(deck, 4, RARE),
        titled(deck, 9, RARE),
        titled(titled(deck, 2, RARE), 9, f"{RARE} again"),
        titled(deck, 9, RARE),
        deck[::-1],
        deck[:3] + deck[6:],
        deck,
    ]


@pytest.mark.slow
def test_edits_in_one_process_give_the_bytes_of_a_new_one(tmp_path: Path, put: list[bool]) -> None:
    editions = [
        drawn(deck, tmp_path / f"wk-{number}-2024") for number, deck in enumerate(versions(), 1)
    ]
    cache.forget()
    warm = [pdf.render(edition, theme.load()) for edition in editions]
    assert put.count(True) > len(editions)
    for number, (edition, data) in enumerate(zip(editions, warm, strict=True)):
        assert painted_anew(edition) == data, number


def test_a_page_whose_letters_have_no_notes_any_more_is_painted_anew(
    tmp_path: Path, put: list[bool]
) -> None:
    """The letters come up first on one slide; when it has lost them, the next is the first."""
    deck = generated.slides(6)
    both = titled(titled(deck, 2, RARE), 4, f"{RARE} again")
    one = titled(deck, 4, f"{RARE} again")
    first, second = (drawn(row, tmp_path / f"wk-{at}-2024") for at, row in enumerate((both, one)))
    cache.forget()
    pdf.render(first, theme.load())
    put.clear()
    data = pdf.render(second, theme.load())
    assert True in put
    assert False in put
    assert painted_anew(second) == data


def test_a_slide_that_changed_is_not_answered_for_by_what_was_painted(
    tmp_path: Path, put: list[bool]
) -> None:
    """The canary of this store: words that are new stand in the file, and the old ones do not."""
    deck = generated.slides(6)
    before, after = (
        drawn(titled(deck, 3, title), tmp_path / f"wk-{at}-2024")
        for at, title in enumerate(("Harbour canary", "Another canary"))
    )
    cache.forget()
    assert pdf.render(before, theme.load()) != pdf.render(after, theme.load())
    assert put
    assert painted_anew(after) == pdf.render(after, theme.load())


def neighbours(edition: Edition) -> list[Edition]:
    """Return an edition and others that say the same on slides in another setting.

    Their pages differ in what is not in their slides: number, language, mark of the full edition,
    contents, place in the file, profile.
    """
    slides = edition.slides
    later = tuple(slide.model_copy(update={"number": slide.number + 1}) for slide in slides[1:])
    copied = slides[1].model_copy(update={"number": 2})
    marked = (edition.footer[0], f"{edition.footer[1]} | FULL EDITION", edition.footer[2])
    changes: list[dict[str, object]] = [
        {},
        {"reference": "WK 9/2024 INIT", "footer": ("WK 9/2024", *edition.footer[1:])},
        {"language": "bg", "page_word": "Страница", "slide_word": "Слайд {number}"},
        {"footer": marked, "audience": "full"},
        {"contents_title": "Contents"},
        {"slides": (slides[0], copied, *later)},
        {"contents_title": "Contents", "slides": (slides[0], copied, *later)},
        {"pdf_profile": "ua2-a4"},
        {"title": "Another title", "date": "2024-01-09"},
    ]
    return [edition.model_copy(update=change) for change in changes]


def test_the_same_slides_in_another_setting_have_the_bytes_that_they_have_alone(
    tmp_path: Path, put: list[bool]
) -> None:
    editions = neighbours(drawn(generated.slides(3), tmp_path / "wk-1-2024"))
    cache.forget()
    warm = [pdf.render(edition, theme.load()) for edition in editions]
    assert len(set(warm)) == len(warm)
    assert put.count(True) > len(editions)
    for number, (edition, data) in enumerate(zip(editions, warm, strict=True)):
        assert painted_anew(edition) == data, number


def test_bodies_of_slides_are_laid_out_once_for_both_editions_and_wherever_they_stand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edition, *others = neighbours(drawn(generated.slides(3), tmp_path / "wk-1-2024"))
    laid_out: list[str] = []
    rendered = weasyprint.HTML.render

    def noted(html: Any, **options: Any) -> Any:
        document = rendered(html, **options)
        laid_out.extend(page._page_box.page_type.name for page in document.pages[:1])
        return document

    monkeypatch.setattr(weasyprint.HTML, "render", noted)
    cache.forget()
    pdf.render(edition, theme.load())
    assert sum(name.startswith("slide-") for name in laid_out) == len(edition.slides)
    for other in (others[0], others[2], others[4]):
        laid_out.clear()
        pdf.render(other, theme.load())
        assert laid_out == ["cover"], "the feet, which begin with the cover's"


@pytest.mark.usefixtures("put")
@pytest.mark.parametrize("audience", ["public", "full"])
def test_the_second_edition_has_the_bytes_that_it_has_alone(audience: str) -> None:
    editions = {name: ready(FIRST, name) for name in ("public", "full")}
    alone = {name: painted_anew(edition) for name, edition in editions.items()}
    cache.forget()
    other = "full" if audience == "public" else "public"
    pdf.render(editions[other], theme.load())
    assert pdf.render(editions[audience], theme.load()) == alone[audience]
