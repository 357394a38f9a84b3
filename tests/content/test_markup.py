from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from pipeline.content import inline_parser, markup
from pipeline.content.markup import Note, Slot, Unsealed, Words, parse, parse_plain


def test_emphasis_links_notes_and_slots_are_read() -> None:
    parts = parse("**a** *b* [c](https://d.eu/?e=1) f[^g] [[h-1]]")
    assert parts == (
        Words("a", strong=True),
        Words(" "),
        Words("b", emphasis=True),
        Words(" "),
        Words("c", href="https://d.eu/?e=1"),
        Words(" f"),
        Note("g", 34),
        Words(" "),
        Slot("h-1", 39),
    )


@pytest.mark.parametrize(
    "text", ["a * b", "x_y_z", "<b>no</b>", "`code`", "# no heading", "1. one", "&amp;"]
)
def test_everything_else_is_text(text: str) -> None:
    assert "".join(part.text for part in parse(text) if isinstance(part, Words)) == text


def test_a_backslash_escapes() -> None:
    assert parse(r"\*a\* \[\[b\]\] \[^c\]") == (Words("*a* [[b]] [^c]"),)


def test_a_no_break_space_is_kept_and_other_white_space_folded() -> None:
    assert parse("a\u00a0b \n  c") == (Words("a\u00a0b c"),)


def test_unsealed_words_are_a_secret_from_the_start() -> None:
    (part,) = parse("[[personal-data: Jane [Q] Doe]]")
    assert isinstance(part, Unsealed)
    assert "Jane" not in repr(part)
    assert part.secret.reveal() == "Jane [Q] Doe"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a [[Bad Id]] b", "bad-redaction"),
        ("a [[open b", "bad-redaction"),
        ("a [^ b", "bad-note"),
        ("[a](javascript:alert(1))", "bad-link"),
        ("[a](file:///etc/passwd)", "bad-link"),
        ("[a](data:text/html,x)", "bad-link"),
        ("a\x00b", "forbidden-character"),
        ("a\ufffeb", "forbidden-character"),
        ("   ", "empty-text"),
    ],
)
def test_bad_markup_has_a_code_and_quotes_nothing(text: str, code: str) -> None:
    with pytest.raises(PydanticCustomError) as caught:
        parse(text)
    context = caught.value.context or {}
    assert context["code"] == code
    assert "alert" not in str(context)


def test_plain_text_refuses_redactions_and_notes() -> None:
    for text in ("a [[b]]", "a[^b]"):
        with pytest.raises(PydanticCustomError):
            parse_plain(text)


@given(st.text(max_size=80))
def test_any_text_is_read_or_refused_and_never_crashes(text: str) -> None:
    try:
        parts = parse(text)
    except PydanticCustomError:
        return
    assert parts


@pytest.mark.parametrize(
    "text", ["a [[defence: x [[personal-data: y]] z]] b", "[[defence: x [[r1]] z]]"]
)
def test_a_mark_within_a_mark_is_refused(text: str) -> None:
    """It would end where the inner one ends, and the rest would be published."""
    with pytest.raises(PydanticCustomError) as caught:
        parse(text)
    assert (caught.value.context or {})["code"] == "bad-redaction"


@pytest.mark.parametrize(
    "text",
    ["Plan [defence: q]]", "Plan [ [defence: q] ]", "[defence:q]", "a [personal-data : b]",
     "[[defence: a]] and [defence: b]"],
)  # fmt: skip
def test_a_mark_that_is_mistyped_is_not_published(text: str) -> None:
    with pytest.raises(PydanticCustomError) as caught:
        parse(text)
    assert caught.value.context
    assert caught.value.context["code"] == "bad-redaction"


@pytest.mark.parametrize(
    "text",
    [
        "[[defence: q]]",
        "see [defence](https://x.eu)",
        "[defence: q](https://x.eu)",
        "\\\\[defence: q\\\\]",
        "[note: x]",
    ],
)
def test_other_brackets_are_text(text: str) -> None:
    assert parse(text.replace("\\\\", "\\"))


def test_letters_and_plain_signs_are_read_as_the_parser_reads_them() -> None:
    for code in range(0x21, 0x2100):
        text = f"a{chr(code)}b {chr(code)}c"
        if markup._PLAIN.fullmatch(text):
            tokens = inline_parser.parser().parseInline(text)[0].children or []
            assert markup._joined(markup._flatten(tokens, text)) == markup._read(text)
