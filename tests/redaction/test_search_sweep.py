"""G26: every kind of value x every place a repeat can stand, and what only looks like a repeat.

For each value one dossier holds it unmarked in all places, and another what is nearly it: the
search must stop at each of the first and at none of the second. All content is invented.
"""

from __future__ import annotations

import copy
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from pipeline.compose import compose
from pipeline.content.load import load
from pipeline.content.secret import Secret
from pipeline.redaction import withheld_needles
from pipeline.redaction.unmarked_repeats import repeats
from tests.conftest import GALLERY
from tests.support.thinned import thinned


class Value(NamedTuple):
    """A withheld value, what else it may be spelt as, and what is nearly it."""

    words: str
    repeat: str
    near: str
    ground: str = "defence"


VALUES = {
    "a word": Value("Quarkland", "QUARKLAND,", "Quarklandia"),
    "a word in a longer one": Value("Niger", "to Niger.", "Nigeria"),
    "a name": Value("Jane Quark", "Ms Quark", "Quarks", "personal-data"),
    "a label and a name": Value("Speaker: Quark", "speaker Quark", "the speaker"),
    "YAML: a mapping": Value("Abidjan: talks", "Abidjan – talks", "Abidjan: talking"),
    "YAML: a list": Value("[Quark]", "of Quark", "Quarkish"),
    "YAML: a mapping in braces": Value("{Quork}", "of Quork", "Quorky"),
    "YAML: a dash": Value("- Quirk", "a Quirk", "Quirky"),
    "YAML: a time": Value("12:30", "at 12.30", "112:30"),
    "YAML: an anchor": Value("&Quark5 x", "Quark5 x", "Quark55 x"),
    "YAML: a null": Value("null", "is null", "nullity"),
    "YAML: a bool": Value("no", "say no", "nota"),
    "a template": Value("{{ quark }}", "a quark", "quarks"),
    "markup": Value("<b>Quark</b> b", "b Quark b b", "Quark b"),
    "one letter": Value("Q", "Plan Q", "IQ q"),
    "capitals": Value("WHO", "the WHO", "who asks"),
    "a letter and a sign": Value("C#", "in C#", "in C, C++"),
    "per cent": Value("7%", "by 7 %", "by 7, 17%"),
    "a number": Value("12", "for 12 of", "120, 1.2, 12.5, B12"),
    "a large number": Value("1 234,5", "1.234,5", "1 234,56"),
    "a telephone": Value("+32 2 555 61 11", "02/555.61.11", "+32 2 555 61 12"),
    "a telephone at home": Value("02 555 61 11", "0032 2 5556111", "02 555 61 12"),
    "a mailbox": Value("j.quark@example.eu", "j.quark (at) example.eu", "k.quark@example.eu"),
    "an address": Value("12 High Street", "High St. 12", "112 High Street"),
    "a day": Value("5 April 2031", "2031-04-05", "15 April 2031"),
    "a day in figures": Value("05.04.2031", "April 5, 2031", "5 May 2031"),
    "an umlaut": Value("Müßler", "Muessler", "Mussl"),
    "two letters for one": Value("Soerquist", "Sørquist", "Soerq"),
    "a barred letter": Value("Łukwicz", "LUKWICZ", "Lukwiczki"),
    "a thorn": Value("Þorquist", "Thorquist", "Horquist"),
    "Greek": Value("Κουάρκος", "ΚΟΥΑΡΚΟΣ", "Κουάρκοςα"),
    "Cyrillic": Value("Кваркин", "КВАРКИН", "Кваркина"),
    "letters of two scripts": Value("Quirkson", "Quіrkson", "Quirksons"),
    "Arabic": Value("كواركي", "هنا كواركي هنا", "كواركيون"),
    "Hebrew": Value("קווארק", "הנה קווארק", "קווארקים"),
    "Chinese": Value("夸克国", "在夸克国里", "夸克"),
    "soft hyphens": Value("Quarkberger", "Quark\u00adber\u00adger", "Quarkbergerin"),
    "a long text": Value("quark " * 3333, "quark " * 3333, "quark " * 3000),
    "one long word": Value("quarkx" * 40, "quarkx" * 40, "quarkx" * 39 + "y"),
}

COVER: dict[str, Any] = yaml.safe_load((GALLERY / "dossier.yaml").read_text("utf-8"))
SLIDES: list[dict[str, Any]] = [
    {
        "kind": "bullets", "title": "T-TITLE", "subtitle": "T-SUBTITLE", "notes": ["T-NOTE"],
        "footnotes": {"f": {"text": "T-FOOTNOTE"}}, "lead": "Lead[^f]",
        "points": ["T-POINT", {"text": "x", "points": ["T-NESTED"]}, "[T-LINK](https://e.eu)"],
    },
    {
        "kind": "table", "title": "Two",
        "table": {"alt": "T-ALT", "header": ["T-HEAD", "y"], "rows": [["T-CELL", "z"]]},
    },
    {
        "kind": "chart", "title": "Three", "remark": "T-REMARK",
        "chart": {
            "form": "column", "alt": "c", "unit": "T-UNIT", "categories": ["T-CATEGORY", "w"],
            "series": [{"name": "T-SERIES", "values": ["3401", "3402"]}],
        },
    },
    {
        "kind": "map", "title": "Four",
        "map": {
            "alt": "m", "legend": [{"label": "T-LEGEND", "fill": "area", "states": ["FRA"]}],
        },
    },
    {
        "kind": "timeline", "title": "Five",
        "entries": [{"label": "T-LABEL", "text": "T-ENTRY"}, {"label": "u", "text": "v"}],
    },
    {"kind": "image", "title": "Six", "image": {"file": "coast.png", "alt": "T-PICTURE",
                                              "caption": "T-CAPTION"}},
    {"kind": "quote", "title": "Seven", "quote": "T-QUOTE", "attribution": "T-BY"},
    {"kind": "cards", "title": "Eight",
     "cards": [{"label": "T-CARD", "text": "T-TEXT"}, {"label": "s", "text": "t"}]},
]  # fmt: skip
PLACES = [
    *sorted(
    {word for word in yaml.safe_dump(SLIDES).replace("[", " ").replace("]", " ").split()
     if word.startswith("T-")}
    ),
    "T-SUBJECT", "T-FROM", "T-LEADIN", "T-COMMENT",
]  # fmt: skip
CELLS = 2 * len(VALUES) * len(PLACES)


def filled(part: Any, words: str) -> Any:
    """Return a part with words in all its places."""
    if isinstance(part, dict):
        return {key: filled(value, words) for key, value in part.items()}
    if isinstance(part, list):
        return [filled(one, words) for one in part]
    if not isinstance(part, str) or "T-" not in part:
        return part
    return next((part.replace(place, words) for place in PLACES if place in part), part)


def escaped(words: str) -> str:
    return words.replace("[[", "\\[\\[").replace("{{", "\\{\\{")


def dossier(folder: Path, slides: list[dict[str, Any]], words: str, ground: str) -> Path:
    """Write a dossier with words in all places, and a slot on its last slide."""
    folder.mkdir(parents=True)
    media = folder / "media"
    media.mkdir()
    shutil.copy(GALLERY / "media" / "coast.png", media)
    cover = copy.deepcopy(COVER)
    cover["cover"] |= {"subject": ["x", words], "from": words, "lead_in": words}
    last = {
        "kind": "bullets",
        "title": "Last",
        "points": ["Held [[s]] held"],
    }
    (folder / "dossier.yaml").write_text(yaml.safe_dump(cover, allow_unicode=True), "utf-8")
    deck = yaml.safe_dump({"slides": [*slides, last]}, allow_unicode=True, width=200_000)
    comment = f"# {words}\n" if "\n" not in words else ""
    (folder / "presentation.yaml").write_text(comment + deck, "utf-8")
    (folder / "redactions.yaml").write_text(f"slots: {{s: {{grounds: [{ground}]}}}}\n", "utf-8")
    return folder


def stops(folder: Path, words: str) -> Iterator[str]:
    """Yield the places at which the search stops, by their names."""
    source = load(folder)
    for problem in repeats(source, folder, {"s": Secret(words)}, compose(source, "public")):
        assert problem.code == "unmarked-repeat"
        named = problem.hint.partition("{in: ")[2].partition(",")[0]
        yield named or f"{Path(problem.where.file).name} comment"


#: Where each place stands.
def wanted() -> set[str]:
    found = {
        "dossier.yaml cover/subject/2",
        "dossier.yaml cover/from",
        "dossier.yaml cover/lead_in",
    }
    found.add("presentation.yaml comment")

    def walk(part: Any, path: tuple[str, ...]) -> None:
        if isinstance(part, dict):
            for key, value in part.items():
                walk(value, (*path, key))
        elif isinstance(part, list):
            for index, value in enumerate(part, start=1):
                walk(value, (*path, str(index)))
        elif isinstance(part, str) and "T-" in part:
            found.add(f"presentation.yaml slides/{'/'.join(path)}")

    walk(SLIDES, ())
    return found


@pytest.mark.parametrize("name", thinned(VALUES, 2))
def test_g26_the_search_stops_at_every_repeat_and_nowhere_else(name: str, tmp_path: Path) -> None:
    value = VALUES[name]
    repeat, near = (escaped(words) for words in (value.repeat, value.near))
    same = dossier(tmp_path / "1" / "same", filled(SLIDES, repeat), repeat, value.ground)
    assert set(stops(same, value.words)) == wanted()
    nearly = dossier(tmp_path / "2" / "near", filled(SLIDES, near), near, value.ground)
    assert list(stops(nearly, value.words)) == []


def test_the_sweep_is_as_wide_as_it_says() -> None:
    assert len(PLACES) == len(wanted())
    assert CELLS >= 500


#: A part of each kind that can be withheld as a whole, with a place for words.
PARTS: dict[str, tuple[str, Any]] = {
    "item": ("points", {"text": "T-POINT"}),
    "nested item": ("points", {"text": "x1q", "points": ["T-POINT"]}),
    "row": ("rows", ["T-POINT", "x2q"]),
    "row with a key": ("rows", {"row": ["x3q", "T-POINT"]}),
    "entry": ("entries", {"label": "T-POINT", "text": "x4q"}),
    "legend entry": ("legend", {"label": "T-POINT", "fill": "area", "states": ["FRA"]}),
    "partner": ("partners", {"name": "T-POINT", "state": "FRA"}),
    "series": ("series", {"name": "T-POINT", "values": ["8801", "8802"]}),
    "table": ("table", {"alt": "x5q", "header": ["x6q"], "rows": [["T-POINT"]]}),
    "chart": ("chart", {"form": "pie", "alt": "x7q", "categories": ["T-POINT", "x8q"],
        "series": [{"name": "x9q", "values": ["8803", "8804"]}]}),
    "map": ("map", {"alt": "T-POINT",
        "legend": [{"label": "xaq", "fill": "area", "states": ["FRA"]}]}),
    "slide": ("slides", {"kind": "bullets", "title": "xbq", "notes": "T-POINT", "points": ["xcq"]}),
}  # fmt: skip
TEXTS = {
    name: row for name, row in VALUES.items() if "long" not in name and row.ground == "defence"
}


@pytest.mark.parametrize("part", PARTS)
def test_g26_each_text_of_a_part_withheld_whole_is_found_and_nothing_else(part: str) -> None:
    _, model = PARTS[part]
    for name, value in TEXTS.items():
        held = yaml.safe_dump(filled(model, escaped(value.words)), allow_unicode=True)
        needles = tuple(
            withheld_needles.of_value("s", held, form="yaml", is_name=False, language="en")
        )
        assert any(one.matcher.is_in(value.repeat) for one in needles), (part, name)
        assert not any(one.matcher.is_in(value.near) for one in needles), (part, name)


def test_g26_codes_of_a_part_are_no_texts() -> None:
    held = yaml.safe_dump(PARTS["legend entry"][1])
    assert withheld_needles.texts_of(held) == ("T-POINT",)
    slide = "{kind: chart, title: A, chart: {form: bar, stacked: true, alt: B, categories: [C, D]}}"
    assert withheld_needles.texts_of(slide) == ("A", "B", "C", "D")
