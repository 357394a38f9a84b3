"""Words of a deck: titles, lists, columns, notes, in the order in which a person reads them."""

from __future__ import annotations

from typing import Any

from lxml import etree
from pptx.enum.text import MSO_AUTO_SIZE

from tests.importing import decks
from tests.importing.conftest import Import
from tests.importing.decks import Deck

ROWS = [(0, "one"), (1, "two"), (2, "three"), (3, "four"), (0, "five")]


def test_lists_keep_three_levels_and_tell_of_the_fourth(imported: Import) -> None:
    def make(deck: Deck) -> None:
        decks.listed(deck.slide(decks.BULLETS, "Levels").placeholders[1], ROWS)

    made = imported(make)
    assert made.slides == [
        {
            "kind": "bullets",
            "title": "Levels",
            "points": [
                {"text": "one", "points": [{"text": "two", "points": ["three", "four"]}]},
                "five",
            ],
        }
    ]
    (told,) = made.items(why="level")
    assert told["text"] == "four"
    assert told["where"] == "presentation.yaml slides/1/points/1/points/1/points/2"


def test_nothing_is_invented_for_what_a_deck_does_not_say(imported: Import) -> None:
    def make(deck: Deck) -> None:
        slide = deck.slide(decks.BLANK)
        decks.box(slide, (1, 5, 3, 1), "only words")
        slide.shapes.add_picture(decks.picture(), 0, 0)

    made = imported(make)
    assert made.cover == {
        "draft": True, "language": "en", "cover": {"type": "working-document"}
    }  # fmt: skip
    (slide,) = made.slides
    assert "title" not in slide
    assert "alt" not in slide["image"]
    places = [row["place"] for row in made.report["to_write"]]
    assert {"number", "date", "codes", "cover/subject", "slides/1/title", "slides/1/image/alt"} <= {
        *places
    }
    assert made.items(why="file-name")[0]["text"] == "image.png"


def test_two_bodies_are_columns_with_their_headings(imported: Import) -> None:
    def make(deck: Deck) -> None:
        slide = deck.slide(decks.COMPARED, "Known and open")
        for place, text in ((1, "Known"), (3, "Open")):
            slide.placeholders[place].text = text
        decks.listed(slide.placeholders[2], [(0, "a"), (1, "b")])
        decks.listed(slide.placeholders[4], [(0, "c"), (0, "d")])

    (slide,) = imported(make).slides
    assert slide["kind"] == "columns"
    assert slide["left"] == {"heading": "Known", "points": [{"text": "a", "points": ["b"]}]}
    assert slide["right"] == {"heading": "Open", "points": ["c", "d"]}


def test_free_texts_are_read_in_rows_then_columns_and_groups_as_units(imported: Import) -> None:
    def make(deck: Deck) -> None:
        slide = deck.slide(decks.ONLY_TITLE, "Order")
        decks.box(slide, (5, 4, 2, 0.5), "six")
        decks.box(slide, (1, 4, 2, 0.5), "five")
        decks.box(slide, (5, 2, 2, 0.5), "three")
        group = slide.shapes.add_group_shape()
        for place, text in (((1, 2, 2, 0.4), "one"), ((1, 2.5, 2, 0.4), "two")):
            shape = group.shapes.add_textbox(*[decks.Inches(side) for side in place])
            shape.text_frame.text = text
        decks.box(slide, (5, 2.6, 2, 0.4), "four")

    (slide,) = imported(make).slides
    assert slide["points"] == ["one", "two", "three", "four", "five", "six"]


def _heads_and_texts(deck: Deck) -> None:
    slide = deck.slide(decks.ONLY_TITLE, "Columns")
    for left in (0.5, 5):
        decks.box(slide, (left, 2, 4, 0.5), f"head {left}")
        decks.box(slide, (left, 2.8, 4, 2), f"text below it {left}")


def test_columns_that_the_file_has_as_such_are_read_as_columns(imported: Import) -> None:
    (slide,) = imported(_heads_and_texts).slides
    assert slide["left"] == {"heading": "head 0.5", "text": ["text below it 0.5"]}
    assert slide["right"] == {"heading": "head 5", "text": ["text below it 5"]}


def test_two_lists_below_each_other_are_columns(imported: Import) -> None:
    def make(deck: Deck) -> None:
        slide = deck.slide(decks.ONLY_TITLE, "Lists")
        decks.box(slide, (1, 2, 6, 1), "one", "two", "three")
        decks.box(slide, (1, 4, 6, 1), "four", "five", "six")

    (slide,) = imported(make).slides
    assert slide["left"] == {"points": ["one", "two", "three"]}
    assert slide["right"] == {"points": ["four", "five", "six"]}


def test_words_around_a_picture_are_read_in_rows(imported: Import) -> None:
    def make(deck: Deck) -> None:
        slide = deck.slide(decks.ONLY_TITLE, "Around")
        slide.shapes.add_picture(decks.picture(), *map(decks.Inches, (3.6, 2, 2.8, 3)))
        for place, text in (
            ((7, 4), "four"),
            ((0.5, 2), "one"),
            ((7, 2), "two"),
            ((0.5, 4), "three"),
        ):
            decks.box(slide, (*place, 2.6, 0.6), text)

    (slide,) = imported(make).slides
    assert slide["points"] == ["one", "two", "three", "four"]


def test_words_that_are_made_smaller_to_fit_are_on_the_slide(imported: Import) -> None:
    def make(deck: Deck) -> None:  # the body of this layout is, as its master says
        rows = [(0, f"{at} {'word ' * 14}".strip()) for at in range(9)]
        decks.listed(deck.slide(decks.BULLETS, "Long").placeholders[1], rows)

    made = imported(make)
    assert sum(len(slide["points"]) for slide in made.slides) == 9
    assert not made.items(why="off-slide")


def test_a_list_that_grew_below_its_slide_is_taken_and_told(imported: Import) -> None:
    def make(deck: Deck) -> None:
        body = deck.slide(decks.BULLETS, "Long").placeholders[1]
        decks.listed(body, [(0, f"{at} {'word ' * 14}".strip()) for at in range(9)])
        body.text_frame.auto_size = MSO_AUTO_SIZE.NONE

    made = imported(make)
    assert sum(len(slide["points"]) for slide in made.slides) == 9
    assert made.items(why="off-slide", fate="changed")


def test_notes_are_lines_and_feet_that_repeat_are_told(imported: Import) -> None:
    def make(deck: Deck) -> None:
        for title in ("First", "Second"):
            slide = deck.slide(decks.BULLETS, title)
            slide.placeholders[1].text = f"text of {title}"
            slide.notes_slide.notes_text_frame.text = "Say this.\nAnd that."
            foot = decks.box(slide, (3, 7, 4, 0.3), "Agency for Examples")
            foot._element.xpath(".//p:nvPr")[0].append(
                etree.fromstring(f'<p:ph {decks.NAMES} type="ftr" idx="11"/>')
            )

    made = imported(make)
    assert [slide["notes"] for slide in made.slides] == [["Say this.", "And that."]] * 2
    assert "Agency for Examples" not in (made.folder / "presentation.yaml").read_text()
    assert [row["text"] for row in made.items(why="furniture")] == ["Agency for Examples"] * 2


def test_prompts_of_a_layout_are_not_taken_and_its_words_are_told(imported: Import) -> None:
    def make(deck: Deck) -> None:
        slide = deck.slide(decks.BULLETS, "A title")
        layout = slide.slide_layout
        box = decks.box(slide, (1, 6, 3, 0.5), "House of Examples")
        layout.shapes._spTree.append(box._element)

    made = imported(make)
    assert made.slides == [{"kind": "title", "title": "A title"}]
    assert "Click to edit" not in made.everything
    assert [row["text"] for row in made.items(why="of-the-template")] == ["House of Examples"]


def test_emphasis_of_a_part_is_markup_and_of_the_whole_is_none(imported: Import) -> None:
    def make(deck: Deck) -> None:
        frame = deck.slide(decks.BULLETS, "Markup").placeholders[1].text_frame
        decks.runs(frame.paragraphs[0], ("part ", ""), ("bold", 'b="1"'))
        decks.runs(frame.add_paragraph(), ("all bold", 'b="1"'))
        decks.runs(frame.add_paragraph(), ("m", ""), ("2", 'baseline="30000"'))

    made = imported(make)
    assert made.slides[0]["points"] == ["part **bold**", "all bold", "m2"]
    assert made.items(why="superscript")


def test_the_language_is_that_of_most_words_and_others_are_marked(imported: Import) -> None:
    def make(deck: Deck) -> None:
        frame = deck.slide(decks.BULLETS).placeholders[1].text_frame
        decks.runs(frame.paragraphs[0], ("Viele deutsche Wörter ", 'lang="de-DE"'),
                   ("and few", 'lang="en-GB"'))  # fmt: skip

    made = imported(make)
    assert made.cover["language"] == "de"
    assert made.slides[0]["points"] == ["Viele deutsche Wörter [and few]{lang=en}"]
    assert imported(make, language="en", force=True).cover["language"] == "en"


def test_text_too_long_for_a_slide_is_divided_and_told(imported: Import) -> None:
    sentence = "This sentence is one of many, and each of them says about as much as this one. "

    def make(deck: Deck) -> None:
        slide = deck.slide(decks.BULLETS, sentence * 4)
        slide.placeholders[1].text = sentence * 60

    made = imported(make)
    words = " ".join(_words(made.slides)).split()
    assert words == (sentence * 64).split()
    assert made.items(why="paragraph-divided")
    assert made.items(why="title-divided")


def _words(tree: Any) -> list[str]:
    match tree:
        case dict():
            rows = (value for key, value in tree.items() if key != "kind")
            return [text for value in rows for text in _words(value)]
        case list():
            return [text for value in tree for text in _words(value)]
        case _:
            return [str(tree)]


def test_a_title_of_one_endless_word_becomes_text(imported: Import) -> None:
    made = imported(lambda deck: deck.slide(decks.ONLY_TITLE, "W" * 200))
    (slide,) = made.slides
    assert "title" not in slide
    assert "W" * 200 in _words(made.slides)
    assert made.items(why="title-divided")
