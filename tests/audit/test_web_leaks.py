"""Deliberate leaks in a web page, each in one place of it: the gate finds every one (G27)."""

from __future__ import annotations

import io
import re
from base64 import b64decode, b64encode

import PIL.Image
import pytest

from pipeline.audit import checks
from pipeline.audit.leaks import scan
from pipeline.core.matching import Needle
from pipeline.design import web_css
from pipeline.edition.formats import Audience
from tests.support import leaking
from tests.support.leaking import NEEDLES, VALUE, Change, made

FOUND = "leaked-value"
POINT, MARK = "Noch ein Punkt", "[UNKENNTLICH GEMACHT]"
STYLE = re.compile(rb"<style>(.*)</style>", re.DOTALL)


def swap(old: str, new: str, *, count: int = 1) -> Change:
    """Replace something in a page; it must be there."""

    def change(data: bytes) -> bytes:
        assert old.encode() in data, old
        return data.replace(old.encode(), new.encode(), count)

    return change


def resealed(old: str, new: str) -> Change:
    """Change the style sheet, and let the page's policy allow it."""

    def change(data: bytes) -> bytes:
        before = STYLE.search(data)
        assert before
        style = before[1].decode()
        assert old in style
        changed = style.replace(old, new, 1)
        policies = [str(web_css.policy(one)).replace("'", "&#39;") for one in (style, changed)]
        data = data.replace(policies[0].encode(), policies[1].encode())
        return data.replace(before[1], changed.encode())

    return change


#: Place -> change, the code that the audit gives without knowing the value, whether the keyed audit
#: must name the slot, too.
PAGE: dict[str, tuple[Change, str, bool]] = {
    "a text": (swap(POINT, f"{POINT} {VALUE}"), "text-differs", True),
    "a marker": (swap(MARK, VALUE), "text-differs", True),
    "what a marker says aloud": (swap("unkenntlich gemacht:", f"{VALUE}:"), "text-differs", True),
    "a comment": (swap("<main", f"<!-- {VALUE} --><main"), "loose-bytes", True),
    "a comment within a text": (swap(POINT, f"{POINT}<!--{VALUE}-->"), "loose-bytes", True),
    "an instruction": (swap("<main", f"<?x {VALUE}?><main"), "loose-bytes", True),
    "a section of characters": (swap("<main", f"<![CDATA[{VALUE}]]><main"), "loose-bytes", True),
    "a second declaration": (swap("<main", f'<!DOCTYPE x "{VALUE}"><main'), "loose-bytes", True),
    "a title": (swap("<title>", f"<title>{VALUE} "), "foreign-property", True),
    "the author": (swap('author" content="', f'author" content="{VALUE} '),
        "foreign-property", True),
    "the description": (swap('description" content="', f'description" content="{VALUE} '),
        "foreign-property", True),
    "a date with more than a date": (swap("2024-02-07", f"2024-02-07 {VALUE}"),
        "foreign-property", True),
    "a property of another kind": (swap("<style>",
        f'<meta name="keywords" content="{VALUE}">\n<style>'), "unknown-markup", True),
    "a setting": (swap("width=device-width", VALUE), "unknown-markup", True),
    "a style of its own": (swap("<main ", f'<main style="--x: {VALUE}" '), "unknown-markup", True),
    "the style sheet": (resealed(":root {", f"/* {VALUE} */:root {{"), "hidden-text", True),
    "what the style sheet adds": (resealed('content: ""', f'content: "{VALUE}"'),
        "hidden-text", True),
    "a second style sheet": (swap("</head>", f"<style>/*{VALUE}*/</style></head>"),
        "unknown-markup", True),
    "a data attribute": (swap("<main ", f'<main data-x="{VALUE}" '), "unknown-markup", True),
    "the title of an element": (swap("<main ", f'<main title="{VALUE}" '), "unknown-markup", True),
    "a class": (swap('class="lead"', f'class="lead {VALUE}"'), "unknown-markup", True),
    "an id": (swap('id="main"', f'id="{VALUE}"'), "unknown-markup", True),
    "a label": (swap('aria-label="', f'aria-label="{VALUE} '), "unknown-markup", True),
    "the language": (swap('lang="de"', f'lang="{VALUE}"'), "unknown-markup", True),
    "an element that is hidden": (swap("<main ", f"<p hidden>{VALUE}</p><main "),
        "unknown-markup", True),
    "an element that only screen readers read": (swap(POINT,
        f'{POINT}<span class="spoken"> {VALUE} </span>'), "text-differs", True),
    "words that screen readers do not read": (swap(POINT,
        f'{POINT}<span aria-hidden="true">{VALUE}</span>'), "unknown-markup", True),
    "a second body": (swap("</body>", f"</body><body><p>{VALUE}</p></body>"),
        "unknown-markup", True),
    "a second main part": (swap("</main>", f"</main><main>{VALUE}</main>"), "unknown-markup", True),
    "a part that is not a slide": (swap("</main>", f"<div><p>{VALUE}</p></div></main>"),
        "unknown-markup", True),
    "text between slides": (swap("</main>", f"{VALUE}</main>"), "unknown-markup", True),
    "text in a table but in no cell": (swap("<tbody>", f"<tbody>{VALUE}"), "unknown-markup", True),
    "text after the page": (swap("</html>", f"</html>{VALUE}"), "unknown-markup", True),
    "bytes after its end": (lambda data: data + VALUE.encode(), "unknown-markup", True),
    "text before the page's head": (swap("<head>", f"{VALUE}<head>"), "unknown-markup", True),
    "an end with attributes": (swap("</main>", f'</main x="{VALUE}">'), "loose-bytes", True),
    "an end of nothing": (swap("</main>", f"</main></x{VALUE}>"), "loose-bytes", True),
    "letters as numbers": (swap(POINT, f"{POINT} {leaking.ENTITIES}"), "loose-bytes", True),
    "letters as numbers in an attribute": (swap('aria-label="',
        f'aria-label="{leaking.ENTITIES}'), "loose-bytes", True),
    "spaces in a tag": (swap("<main ", f"<main\u00a0{VALUE} "), "unknown-markup", True),
    "an attribute without quotes": (swap("<main ", f"<main x={leaking.PLAIN} "),
        "loose-bytes", True),
    "a link's target": (swap("https://example.eu/a", f"https://example.eu/{leaking.PERCENT}"),
        "unknown-link", True),
    "a link within the page": (swap('href="#main"', f'href="#{VALUE}"'), "unknown-markup", True),
    "a script": (swap("<main ", f"<script>x = '{VALUE}'</script><main "), "unknown-markup", True),
    "a handler": (swap("<main ", f"<main onclick=\"x('{VALUE}')\" "), "unknown-markup", True),
    "a form": (swap("<main ", f'<input value="{VALUE}"><main '), "unknown-markup", True),
    "a frame": (swap("<main ", f'<iframe srcdoc="{VALUE}"></iframe><main '),
        "unknown-markup", True),
    "a template": (swap("<main ", f"<template>{VALUE}</template><main "), "unknown-markup", True),
    "an element of its own": (swap("<main ", f"<x-x>{VALUE}</x-x><main "), "unknown-markup", True),
    "the policy": (swap("default-src", f"{VALUE} default-src"), "unknown-markup", True),
    "the name of a table": (swap("Erfundene Zahlen für", f"{VALUE} für"), "text-differs", True),
    "the number of a slide": (swap("Folie 2", f"Folie 2 {VALUE}"), "text-differs", True),
    "the contents": (swap('href="#slide-2">', f'href="#slide-2">{VALUE}'), "text-differs", True),
    "the foot": (swap("<footer><p>", f"<footer><p>{VALUE}"), "text-differs", True),
    "a picture that is none": (swap("<main ",
        f'<img src="data:text/plain;base64,{leaking.B64}" alt=""><main '), "unknown-markup", True),
}  # fmt: skip


def codes(
    data: bytes, *needles: Needle, name: str = "mini", audience: Audience = "public"
) -> set[str]:
    said = leaking.edition(name, audience)
    found = checks.findings(data, "html", "x.html", said, needles)
    assert VALUE not in "".join(map(str, found)), "G23: a finding quotes the value"
    assert not [row for row in found if "cannot be read (" in row.message]
    return {row.code for row in found}


@pytest.mark.parametrize("leak", PAGE)
def test_g27_a_value_in_a_web_page_is_found_in(leak: str) -> None:
    change, code, is_told = PAGE[leak]
    data = change(made("html"))
    assert code in codes(data)
    assert (FOUND in codes(data, *NEEDLES)) == is_told


def test_a_leak_list_of_pages_is_long_enough() -> None:
    assert len(PAGE) >= 50


#: In slides of the gallery that have drawings and pictures.
DRAWN: dict[str, tuple[Change, str]] = {
    "a drawing's title": (swap("<title id=",
        f"<title>{VALUE}</title><title id="), "text-differs"),
    "a drawing's description": (swap("<defs>", f"<desc>{VALUE}</desc><defs>"), "unknown-markup"),
    "a drawing's data": (swap("<defs>", f"<metadata>{VALUE}</metadata><defs>"), "unknown-markup"),
    "a foreign object": (swap("<defs>", f"<foreignObject><p>{VALUE}</p></foreignObject><defs>"),
        "unknown-markup"),
    "a path": (swap('<path d="', f'<path d="{VALUE}'), "unknown-markup"),
    "a paint": (swap('" fill="#', f'" fill="{VALUE}#'), "unknown-markup"),
    "a chart's label": (swap(">Entries</text>", f">Entries {VALUE}</text>"), "text-differs"),
    "a label of another drawing": (swap("<defs>", f'<text x="1" y="1">{VALUE}</text><defs>'),
        "text-differs"),
    "the table of a chart": (swap('first">2022</th>', f'first">{VALUE}</th>'),
        "text-differs"),
    "the name of a chart's table": (swap("<summary>", f"<summary>{VALUE}"), "text-differs"),
    "an alt text": (swap('alt="', f'alt="{VALUE} '), "unknown-markup"),
    "a caption": (swap("<figcaption>", f"<figcaption>{VALUE}"), "text-differs"),
    "a picture's address": (swap('src="data:image/png;base64,',
        f'src="data:image/png;{VALUE};base64,'), "unknown-markup"),
}  # fmt: skip


@pytest.mark.parametrize("leak", DRAWN)
def test_g15_g27_a_value_in_a_drawing_or_a_picture_is_found_in(leak: str) -> None:
    change, code = DRAWN[leak]
    data = change(made("html", "figures"))
    assert code in codes(data, name="figures")
    assert FOUND in codes(data, *NEEDLES, name="figures")


def replaced_picture(change: Change) -> bytes:
    data = made("html", "figures")
    found = re.search(rb"data:image/png;base64,([^\"]+)", data)
    assert found
    return data.replace(found[1], b64encode(change(b64decode(found[1]))))


def test_g15_a_picture_holds_the_edition_s_pixels_and_nothing_else() -> None:
    other = io.BytesIO()
    PIL.Image.new("RGB", (960, 600), "red").save(other, "PNG")
    assert codes(replaced_picture(lambda _: other.getvalue()), name="figures") == {"foreign-data"}
    tail = replaced_picture(lambda png: png + VALUE.encode())
    assert codes(tail, name="figures") == {"foreign-data"}
    assert FOUND in codes(tail, *NEEDLES, name="figures")
    said = b"Comment\0" + leaking.PLAIN.encode()
    chunk = replaced_picture(lambda _: leaking.png((b"tEXt", said)))
    assert codes(chunk, name="figures") == {"foreign-data"}
    assert FOUND in codes(chunk, *NEEDLES, name="figures")


def test_short_values_are_not_found_by_chance_in_the_letters_of_a_picture() -> None:
    """Base64 of half a megabyte holds nearly every word of four letters."""
    noise = b64encode(bytes(range(256)) * 2000).decode()
    png = b64encode(leaking.png()).decode()
    text = f'<p>x</p><img src="data:image/png;base64,{png}">'
    assert scan.leaks(text.encode(), "x", [Needle("short", png[20:24])]) == []
    assert scan.leaks(f"{noise} {png[20:24]}".encode(), "x", [Needle("short", png[20:24])]) != []


def test_g4_a_page_of_another_theme_needs_that_theme_to_be_known() -> None:
    data = resealed("--accent: #0E4A9E", "--accent: #FFFFFF")(made("html"))
    assert "hidden-text" in codes(data)


def test_changed_added_or_lost_markers_are_found() -> None:
    for old, new in ((POINT, ""), (POINT, POINT + MARK), (MARK, "1 Million")):
        assert "text-differs" in codes(swap(old, new)(made("html")))


def test_g29_without_an_edition_the_structure_of_a_page_is_checked() -> None:
    data = swap("<main ", f"<p hidden>{VALUE}</p><main ")(made("html"))
    assert "unknown-markup" in {row.code for row in checks.findings(data, "html", "x")}
    elsewhere = swap("https://example.eu/a", "javascript:alert(1)")(made("html"))
    assert {row.code for row in checks.findings(elsewhere, "html", "x")} == {
        "unknown-link",
        "unknown-markup",
    }


def test_a_page_that_browsers_and_parsers_read_differently_is_refused() -> None:
    """Each of these is text to one reader and markup to another."""
    pieces = ("<p", "</", "<!", "<style>x</style", "<b>x", "<a href=x>y</a>", "<P>x</P>", "&amp")
    for piece in pieces:
        data = swap(POINT, f"{POINT}{piece}")(made("html"))
        assert "loose-bytes" in codes(data), piece
