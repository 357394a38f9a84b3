"""The distributor's pages: the register, and what changed."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from lxml import html

from pipeline import cli
from pipeline.distribution import issue
from pipeline.distribution.compare import difference, difference_page
from pipeline.distribution.register import register, register_page
from pipeline.distribution.register.register_entries import Occasion
from tests.distribution.test_difference import editions
from tests.distribution.test_register import package
from tests.support.validators import look


def text_of(page: Any) -> str:
    return " ".join(page.text_content().split())


def test_a_page_of_what_changed_has_every_word_that_went_and_came(built: Path) -> None:
    full, public = editions(built)
    comparison = difference.compared(public, full)
    page = html.document_fromstring(difference_page.as_html(comparison).decode())
    assert page.xpath("//script | //link | //@src | //@href | //@style") == []
    assert [one.text_content() for one in page.xpath("//h2")] == [
        one.after or one.before for one in comparison.files
    ]
    for one, section in zip(comparison.files, page.xpath("//section"), strict=True):
        for kind, rows in (("del", "before"), ("ins", "after")):
            # what stayed, and what went, is the text before; with what came, it is the text after
            shown = [
                re.sub(r"\s+", " ", "".join(_words(block, kind))).strip()
                for block in section.xpath(".//p[@class='text']")
            ]
            meant = [" ".join(getattr(change, rows)) for change in one.changes]
            squeezed = [re.sub(r"\s+", "", words) for words in meant]
            assert [re.sub(r"\s+", "", words) for words in shown] == squeezed, one.after
        badges = section.xpath(".//span[contains(@class, 'badge lifted')]")
        assert len(badges) == sum(change.lifted for change in one.changes)
    assert page.xpath("//p[@class='notice']")


def _words(block: Any, kept: str) -> list[str]:
    """Return the words of one side: what stayed, and what the kept element holds."""
    found = [block.text or ""]
    for child in block:
        if child.tag == kept:
            # what is read to those who do not see colours is no word of the text
            assert child[0].get("class") == "spoken"
            found.append(child[0].tail)
        found.append(child.tail or "")
    return found


def test_a_page_that_quotes_what_is_withheld_is_for_its_owner_alone(
    built: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """G21."""
    full, public = editions(built)
    for one, mode in ((full, 0o600), (public, 0o644)):
        target = tmp_path / "what.html"
        assert cli.main(["diff", str(public), str(one), "--html", str(target), "--force"]) == 0
        said = capsys.readouterr()
        assert ("quote what is withheld" in said.err) is (mode == 0o600)
        assert said.out == ""
        assert target.stat().st_mode & 0o777 == mode
        assert ("quote what is withheld" in target.read_text("utf-8")) is (mode == 0o600)
    assert "Nothing differs." in target.read_text("utf-8")
    nowhere = str(tmp_path / "no" / "what.html")
    assert cli.main(["diff", str(public), str(full), "--html", nowhere]) == 1
    assert "cannot-write" in capsys.readouterr().err


def test_what_a_page_quotes_is_words_and_no_markup() -> None:
    step = difference.Step("come", (difference.word_changes.Word("<script>alert(1)</script>"),))
    change = difference.Change("<b>slide</b>", (), ("x",), 0, 0, (step,))
    one = difference.FileDifference("a.pdf", "a.pdf", (change,), (("<i>", "<u>", "&"),), (0, 0))
    side = difference.Side({}, (), "<em>", is_public=True)
    page = difference_page.as_html(difference.Comparison(side, side, (one,))).decode()
    for markup in ("<script>", "<b>slide", "<i>", "<u>", "<em>"):
        assert markup not in page


def written(folder: Path, built: Path) -> list[Path]:
    """Write all pages, with the longest words that they can have."""
    output = folder / "output"
    output.mkdir()
    for number in range(3):
        made = package(str(number).encode())
        issue.issue(made, output, Occasion("2026-11-25", "0" * 64, again=True, reason="why " * 200))
    lines = register.read(output / register.NAME)[0]
    longest = "sftp://" + "a-very-long-name." * 9 + "example/" + "folder/" * 20
    entry = register.distributions(lines)[-1]
    sent = register.sent(
        lines, entry, Occasion("2026-11-25", "0" * 64), (longest, "2026-11-25T10:00:00Z")
    )
    pages = [
        register_page.write((*lines, sent), output, restricted=one)[0] for one in (False, True)
    ]
    full, public = editions(built)
    for name, sides in {"lifted": (public, full), "nothing": (full, full)}.items():
        path = folder / f"{name}.html"
        path.write_bytes(difference_page.as_html(difference.compared(*sides)))
        pages.append(path)
    empty = folder / "empty"
    empty.mkdir()
    return [*pages, register_page.write((), empty, restricted=False)[0]]


WIDTHS = (320, 768, 1100, 1280)


@cache
def seen(built: Path) -> list[dict[str, Any]]:
    with TemporaryDirectory() as place:
        jobs = [
            {"file": str(path), "widths": WIDTHS, "schemes": ["light", "dark"]}
            for path in written(Path(place), built)
        ]
        return look(jobs)


@pytest.mark.slow
@pytest.mark.xdist_group("browser")
def test_no_page_is_wider_than_its_window_and_axe_finds_nothing(built: Path) -> None:
    rows = [row for row in seen(built) if "width" in row]
    assert len(rows) == 5 * len(WIDTHS) * 2
    for row in rows:
        where = (Path(row["file"]).name, row["scheme"], row["width"])
        assert row["violations"] == [], where
        assert row["scroll"] <= row["client"] == row["width"], (where, row["over"])
        assert row["over"] == [], where
    assert all(row["requests"] == [] == row["messages"] for row in seen(built) if "messages" in row)
