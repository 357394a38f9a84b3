"""What the catalogue record may tell: what the cover prints, and nothing of a withheld part."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pipeline.compose import compose
from pipeline.content.load import load
from pipeline.edition.formats import Audience
from pipeline.resources.authorities import CatalogueFacts
from tests.conftest import MINI, words_vault

Project = Callable[[Path], Path]


def facts(folder: Path, *changes: tuple[str, str], audience: Audience = "public") -> CatalogueFacts:
    path = folder / "dossier.yaml"
    text = path.read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, "utf-8")
    source = load(folder)
    return compose(source, audience, words_vault(source, "7605/24")).catalogue


def test_earlier_versions_are_told_from_other_documents(project: Project) -> None:
    lines = "previous: [7606/24, 7605/24, 7606/1/24 REV 1, WK 7606/2024 INIT]"
    commission = "\n  commission: COM(2024) 7 final"
    found = facts(project(MINI), ("previous: 7606/24", lines + commission))
    assert found.versions == ("7606/24",)
    others = ("7605/24", "7606/1/24 REV 1", "WK 7606/2024 INIT", "COM(2024) 7 final")
    assert found.related == others


def test_g1_a_line_with_a_withheld_part_is_left_out_of_both_editions(project: Project) -> None:
    lines = "previous: [7606/24, '[[other]]', '[7604/24](https://example.org)']"
    for audience in ("public", "full"):
        copy = project(MINI)
        with (copy / "redactions.yaml").open("a", encoding="utf-8") as slots:
            slots.write("  other: {grounds: [defence]}\n")
        found = facts(copy, ("previous: 7606/24", lines), audience=audience)
        assert (found.versions, found.related) == (("7606/24",), ("7604/24",))


def test_codes_stand_for_names_that_the_cover_prints(project: Project) -> None:
    usual = facts(project(MINI))
    assert (usual.publisher, usual.creator, usual.place) == ("CONSIL", "CONSIL", "BEL_BRU")
    other = "language: de\nlabels: {institution: Amt, place: Luxemburg}"
    elsewhere = facts(project(MINI), ("language: de", other))
    assert (elsewhere.publisher, elsewhere.creator, elsewhere.place) == ("", "", "")
    named = facts(project(MINI), ("language: de", "language: de\nplace: Luxemburg"))
    assert (named.publisher, named.place) == ("CONSIL", "")
    author = ("  lead_in:", "  enclosure_author: Frontex\n  lead_in:")
    assert facts(project(MINI), author).creator == "FRONTEX"
    unknown = ("  lead_in:", "  enclosure_author: Somebody\n  lead_in:")
    assert facts(project(MINI), unknown).creator == ""


def test_only_a_partially_accessible_edition_has_a_date_of_release(project: Project) -> None:
    assert facts(project(MINI)).released == "2024-09-01"
    assert facts(project(MINI), audience="full").released == ""
