"""Web pages in a real browser: Chromium draws them, axe looks for what keeps readers out."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pikepdf
import pytest

from pipeline.content.load import load
from pipeline.design import theme
from pipeline.edition.edition import view_for
from pipeline.edition.formats import Audience
from pipeline.workflow import publish
from tests.conftest import FIRST, GALLERY, MINI, ready, words_vault
from tests.support.validators import look

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]

WIDTHS = (320, 768, 1280)
PROJECTS = {"first": FIRST, "mini": MINI, "gallery": GALLERY}
AUDIENCES: tuple[Audience, ...] = ("public", "full")
PAGES = [f"{name}-{audience}" for name in PROJECTS for audience in AUDIENCES]


def written(folder: Path) -> None:
    for name, project in PROJECTS.items():
        for audience in AUDIENCES:
            vault = words_vault(load(project)) if audience == "full" else None
            drawn = view_for(ready(project, audience, vault), "html")
            data = publish.render(drawn, "html", theme.load())
            (folder / f"{name}-{audience}.html").write_bytes(data)


@cache
def seen() -> list[dict[str, Any]]:
    """Return what the browser saw of all pages; without browser or tools this fails."""
    with TemporaryDirectory() as place:
        folder = Path(place)
        written(folder)
        jobs = [
            {"file": str(folder / f"{page}.html"), "widths": WIDTHS, "schemes": ["light", "dark"],
             "print": str(folder / f"{page}.pdf")}
            for page in PAGES
        ]  # fmt: skip
        forced = {"file": str(folder / "gallery-public.html"), "widths": (768,),
                  "schemes": ["dark"], "forced": True}  # fmt: skip
        found = look(jobs)
        found += [{**row, "forced": True} for row in look([forced])]
        for page in PAGES:
            with pikepdf.open(folder / f"{page}.pdf") as pdf:
                found.append({"file": f"{page}.html", "printed": len(pdf.pages)})
    return found


def of(page: str, key: str) -> list[dict[str, Any]]:
    rows = [row for row in seen() if Path(row["file"]).stem == page and key in row]
    assert rows
    return rows


@pytest.mark.parametrize("page", PAGES)
def test_no_page_is_wider_than_its_window(page: str) -> None:
    rows = of(page, "scroll")
    assert {(row["scheme"], row["width"]) for row in rows} >= {
        (scheme, width) for scheme in ("light", "dark") for width in WIDTHS
    }
    for row in rows:
        assert row["scroll"] <= row["client"] == row["width"], row["over"]
        assert row["over"] == [], row


@pytest.mark.parametrize("page", PAGES)
def test_axe_finds_nothing_that_keeps_readers_out(page: str) -> None:
    for row in of(page, "violations"):
        assert row["violations"] == [], (row["scheme"], row["width"])


@pytest.mark.parametrize("page", PAGES)
def test_g14_a_page_asks_for_nothing_and_breaks_no_policy(page: str) -> None:
    for row in of(page, "requests"):
        assert row["requests"] == []
        assert row["messages"] == []


@pytest.mark.parametrize("page", PAGES)
def test_a_page_can_be_printed(page: str) -> None:
    (row,) = of(page, "printed")
    assert 3 <= row["printed"] <= 40
