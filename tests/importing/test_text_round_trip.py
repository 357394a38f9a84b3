"""Any words of an office file stand in the content as they were, whatever signs they hold."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.content import characters, markup, yaml_positions
from pipeline.importing import content_files, inline_text
from pipeline.importing.found import Run
from pipeline.importing.inline_text import Slots
from pipeline.importing.report_items import Leaf

SIGNS = st.text(st.sampled_from("ab c*_[](){}\\`<>&#:-\"'!^|~%@,.;?/=+ \u00a0äß€"), max_size=24)
WORDS = st.one_of(
    SIGNS,
    st.text(max_size=20),
    st.sampled_from(
        [  # what content would read
         "[words]{lang=de}", "[[slot]]", "[^note]", "**no**", "- a list", "a: b", "yes", "1.10",
         "~", "null", "# no comment", "{a: b}", "[a](https://example.eu)", "\\", "'", '"', "a\\*b",
         "[[personal-data: x]]", "[ redaction: x]", "&amp; &anchor *alias", "--- ", "%TAG", "@x"]
    ),
)  # fmt: skip

LOOKS = st.tuples(
    WORDS,
    st.booleans(),
    st.booleans(),
    st.sampled_from(["", "de", "en"]),
    st.sampled_from(["", "https://example.eu/a_(b)?x=[1]"]),
)


def read_back(text: str) -> markup.Rich:
    """Write a text into a content file, and read it as content is read."""
    written = content_files.written({"points": [Leaf(text)]})
    document = yaml_positions.read(written, "presentation.yaml")
    assert not document.problems, written
    assert isinstance(document.tree, dict)
    (point,) = document.tree["points"]  # type: ignore[misc]
    return markup.parse(point)


def spoken(parts: markup.Rich) -> str:
    assert all(isinstance(part, markup.Words) for part in parts), parts
    return "".join(part.text for part in parts if isinstance(part, markup.Words))


def settable(text: str) -> str:
    spaced = inline_text._on_one_line(text)
    return "".join(sign for sign in spaced if inline_text._is_writable(sign))


@settings(max_examples=300)
@given(WORDS)
def test_any_words_are_read_as_they_were_written(words: str) -> None:
    plain = characters.folded(settable(words))
    got = inline_text.written([Run(words)], "en", Slots())
    if not plain:
        assert not got.text
        return
    assert spoken(read_back(got.text)) == plain


@settings(max_examples=300)
@given(st.lists(LOOKS, max_size=5))
def test_words_of_any_look_keep_their_letters(rows: list[tuple[str, bool, bool, str, str]]) -> None:
    runs = [Run(text, bold, italic, href, lang) for text, bold, italic, lang, href in rows]
    whole = "".join(settable(run.text) for run in runs)
    got = inline_text.written(runs, "en", Slots())
    if not characters.folded(whole):
        assert not got.text
        return
    letters = [sign for sign in spoken(read_back(got.text)) if not sign.isspace()]
    assert letters == [sign for sign in characters.folded(whole) if not sign.isspace()]


def test_emphasis_links_and_languages_are_markup_again() -> None:
    runs = [
        Run("Plain "),
        Run("bold ", bold=True),
        Run("both.", bold=True, italic=True),
        Run("x "),
        Run("Wort", lang="de-DE"),
        Run(" and "),
        Run("here", href="https://example.eu/a b"),
    ]
    text = inline_text.written(runs, "en", Slots()).text
    looks = {part.text.strip(): part for part in read_back(text) if isinstance(part, markup.Words)}
    assert looks["bold"].strong
    assert looks["both"].strong
    assert looks["both"].emphasis
    assert looks["Wort"].lang == "de"
    assert looks["here"].href == "https://example.eu/a%20b"


def test_a_link_that_leads_nowhere_is_words_and_told() -> None:
    got = inline_text.written([Run("here", href="file:///etc/passwd")], "en", Slots())
    assert got.text == "here"
    assert [code for code, _ in got.told] == ["bad-link"]


def test_withheld_words_become_slots_in_their_order() -> None:
    slots = Slots()
    runs = [Run("by "), Run("", withheld="marker"), Run(" and ", bold=True),
            Run("", withheld="highlight", words=2)]  # fmt: skip
    text = inline_text.written(runs, "en", slots).text
    assert [part.id for part in markup.parse(text) if isinstance(part, markup.Slot)] == slots.ids
    assert slots.ids == ["withheld-1", "withheld-2"]


def test_signs_that_no_face_has_are_left_out_and_told() -> None:
    got = inline_text.written([Run("fire 🔥 and שלום")], "en", Slots())
    assert got.text == "fire and"
    assert [code for code, _ in got.told] == ["no-glyph"]
