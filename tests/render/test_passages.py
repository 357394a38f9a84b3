"""Passages in another language, and soft hyphens, from the content file to every format."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pikepdf
import pytest
from pydantic_core import PydanticCustomError

from pipeline.audit import checks
from pipeline.compose import compose
from pipeline.content.load import load
from pipeline.content.markup import Slot, Unsealed, Words, parse, parse_plain
from pipeline.design import theme
from pipeline.edition.edition import Edition, view_for
from pipeline.edition.formats import FORMATS, Format
from pipeline.edition.runs import TextRun
from pipeline.edition.texts import all_runs
from pipeline.layout.fit import fit
from pipeline.workflow.publish import render
from tests.conftest import Written, read_back
from tests.support import validators

PASSAGES = """
- kind: bullets
  title: "The [Visa-Informationssystem]{lang=de}"
  lead: "A *lead* with [eine **lange** deutsche Passage, die/das/der über mehrere Zeilen geht, bis
    sie umbricht, und dann nochmals weiter, damit es bestimmt mehr als zwei Zeilen sind]{lang=de}."
  points: ["[Seite](https://example.org/){lang=de-AT}", "[lex]{lang=la} and [own]{lang=en}"]
- kind: table
  title: Table
  table: {alt: T, header: [A, "[Spalte]{lang=de}"], rows: [["1", "[[[cell]]]{lang=de}"]]}
"""
SOFT = "Donau\u00addampf\u00adschiff\u00adfahrts\u00adgesell\u00adschaft"


def drawn(folder: Path) -> Edition:
    return fit(compose(load(folder), "public"), theme.load())


@pytest.fixture
def edition(written: Written) -> Edition:
    return drawn(written(PASSAGES, "cell: {grounds: [personal-data]}"))


def made(edition: Edition, fmt: Format) -> bytes:
    return render(view_for(edition, fmt), fmt, theme.load())


def codes(data: bytes, edition: Edition, fmt: Format) -> set[str]:
    return {one.code for one in checks.findings(data, fmt, f"x.{fmt}", view_for(edition, fmt))}


def changed(data: bytes, old: bytes, new: bytes) -> bytes:
    """Return a package or a page with one thing changed wherever it stands."""
    if not data.startswith(b"PK"):
        assert old in data
        return data.replace(old, new)
    out = io.BytesIO()
    found = False
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for info in source.infolist():
            content = source.read(info)
            found |= old in content
            target.writestr(info, content.replace(old, new))
    assert found
    return out.getvalue()


def test_a_span_says_the_language_of_words_links_and_slots() -> None:
    parts = parse("[a **b** [c]{lang=fr}]{lang=de} [d](https://e.eu){lang=de-AT} [[[f]]]{lang=el}")
    assert parts == (
        Words("a ", lang="de"),
        Words("b", strong=True, lang="de"),
        Words(" ", lang="de"),
        Words("c", lang="fr"),
        Words(" "),
        Words("d", href="https://e.eu", lang="de-AT"),
        Words(" "),
        Slot("f", 63, lang="el"),
    )
    (unsealed,) = parse("[[[personal-data: g]]]{lang=de}")
    assert isinstance(unsealed, Unsealed)
    assert unsealed.lang == "de"


@pytest.mark.parametrize("text", ["a {b} c", "f(x){y}", "[x] {y}", "[a]", "{lang=de}"])
def test_braces_elsewhere_are_text(text: str) -> None:
    assert parse(text) == (Words(text),)


def test_a_backslash_keeps_a_brace() -> None:
    assert parse(r"[a]\{lang=de}") == (Words("[a]{lang=de}"),)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[a]{lang=xx}", "bad-language"),
        ("[a]{lang=DE}", "bad-language"),
        ("[a]{lang=de-XX}", "bad-language"),
        ("[a]{lang=de-Latn}", "bad-language"),
        ("[a]{lang=german}", "bad-language"),
        ("[a]{lang=und}", "bad-language"),
        ("[a]{.red}", "bad-attribute"),
        ("[a]{#id lang=de}", "bad-attribute"),
        ("[a]{style=x lang=de}", "bad-attribute"),
        ("[a]{}", "bad-attribute"),
        ("[a]{lang=", "bad-attribute"),
        ("[a]{lang=de}{lang=fr}", "bad-attribute"),
        ("[[a]]{lang=de}", "bad-attribute"),
        ("[a](https://b.eu){.red}", "bad-attribute"),
        ("[a](https://b.eu){lang", "bad-attribute"),
        ("[]{lang=de}", "empty-text"),
    ],
)
def test_what_is_no_language_is_an_error(text: str, code: str) -> None:
    with pytest.raises(PydanticCustomError) as caught:
        parse(text)
    assert caught.value.context is not None
    assert caught.value.context["code"] == code


def test_plain_text_has_no_languages() -> None:
    with pytest.raises(PydanticCustomError, match="content"):
        parse_plain("[a]{lang=de}")


def test_runs_know_their_language_and_the_edition_s_own_needs_none(edition: Edition) -> None:
    runs = [run for runs in all_runs(edition) for run in runs if isinstance(run, TextRun)]
    said = {run.text: run.lang for run in runs}
    assert said["Visa-Informationssystem"] == "de"
    assert said["lange"] == "de"
    assert said["Seite"] == "de-AT"
    assert said["lex"] == "la"
    assert all(run.lang is None for run in runs if "own" in run.text)


@pytest.mark.parametrize("fmt", FORMATS)
def test_every_format_says_the_language_and_passes_the_audit(edition: Edition, fmt: Format) -> None:
    data = made(edition, fmt)
    assert codes(data, edition, fmt) == set()
    match fmt:
        case "pdf":
            assert pdf_languages(data) == {"de", "de-AT", "la"}
        case "html":
            found = set(re.findall(r'<span lang="([^"]+)">', data.decode()))
            assert found == {"de", "de-AT", "la"}
        case _:
            with zipfile.ZipFile(io.BytesIO(data)) as package:
                text = "".join(
                    package.read(name).decode()
                    for name in package.namelist()
                    if re.search(r"document\.xml|slides/slide\d+\.xml", name)
                )
            tags = set(re.findall(r'<w:lang w:val="([^"]+)"|<a:rPr lang="([^"]+)"', text))
            found = {"".join(tag) for tag in tags} - {"en-GB"}
            assert found == {"de-DE", "de-AT", "la"}


def pdf_languages(data: bytes) -> set[str]:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return {
            str(item.Lang)
            for item in pdf.objects
            if isinstance(item, pikepdf.Dictionary) and "/Lang" in item and "/S" in item
        }


def test_a_passage_over_several_lines_of_a_pdf_has_its_language_on_each(edition: Edition) -> None:
    with pikepdf.open(io.BytesIO(made(edition, "pdf"))) as pdf:
        marked = [
            item
            for item in pdf.objects
            if isinstance(item, pikepdf.Dictionary) and "/Lang" in item and "/S" in item
        ]
        assert all(item.S == "/Span" for item in marked)
        # one in the title, one in the table, and the lead's, with its heavy word, on several lines
        assert sum(str(item.Lang) == "de" for item in marked) >= 6


@pytest.mark.parametrize(
    ("fmt", "old", "new"),
    [
        ("docx", b'<w:lang w:val="la"/>', b'<w:lang w:val="cy"/>'),
        ("docx", b'<w:lang w:val="la"/>', b'<w:lang w:val="de-DE"/>'),
        ("pptx", b'lang="la"', b'lang="cy"'),
        ("pptx", b'lang="la"', b'lang="de-DE"'),
        ("html", b'<span lang="la">', b'<span lang="cy">'),
        ("html", b'<span lang="la">', b'<span lang="de">'),
        ("pdf", b"/Lang (la)", b"/Lang (cy)"),
    ],
)
def test_g27_a_language_of_other_words_is_found(
    edition: Edition, fmt: Format, old: bytes, new: bytes
) -> None:
    data = made(edition, fmt)
    if fmt == "pdf":
        with pikepdf.open(io.BytesIO(data)) as pdf:
            for item in pdf.objects:
                if isinstance(item, pikepdf.Dictionary) and item.get("/Lang") == "la":
                    item.Lang = pikepdf.String("cy")
            out = io.BytesIO()
            pdf.save(out, static_id=True)
        assert "unknown-markup" in codes(out.getvalue(), edition, fmt)
    else:
        assert "unknown-markup" in codes(changed(data, old, new), edition, fmt)


@pytest.mark.parametrize("fmt", FORMATS)
def test_soft_hyphens_survive_and_deck_and_pdf_break_alike(written: Written, fmt: Format) -> None:
    slides = f"""
    - kind: bullets
      title: Soft hyphens
      points: ["{" ".join([SOFT] * 6)}"]
    """
    edition = drawn(written(slides))
    data = made(edition, fmt)
    assert codes(data, edition, fmt) == set()
    if fmt == "docx":
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            assert package.read("word/document.xml").count(b"<w:softHyphen/>") == 6 * 5
    elif fmt == "pdf":  # no word is divided, so no hyphen is drawn
        assert "Donau\u2010" not in read_back(data, fmt).pages[1]
        assert SOFT.replace("\u00ad", "") in read_back(data, fmt).pages[1].replace("\u00ad", "")
    else:
        assert SOFT in "".join(read_back(data, fmt).pages)


@pytest.mark.parametrize("profile", ["ua1", "2a"])
def test_a_pdf_with_passages_keeps_its_profiles(edition: Edition, profile: str) -> None:
    assert validators.pdf_profile(made(edition, "pdf"), profile) == []


@pytest.mark.slow
@pytest.mark.parametrize("fmt", ["docx", "pptx"])
def test_the_open_xml_sdk_takes_passages_and_soft_hyphens(written: Written, fmt: Format) -> None:
    slides = f'- {{kind: bullets, title: Soft, points: ["{SOFT}", "[**{SOFT}**]{{lang=de}}"]}}\n'
    edition = drawn(written(PASSAGES + slides, "cell: {grounds: [personal-data]}"))
    assert validators.open_xml(made(edition, fmt), fmt) == []
