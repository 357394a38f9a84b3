"""How a value is found in a text: always as it is, in its usual spellings, and as words alone."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.core.matching import Matcher, Text, name_parts
from pipeline.core.textfold import canonical, coarse

LETTERS = st.characters(exclude_categories=["Cs", "Cc"])


@given(st.text(LETTERS, max_size=40))
@settings(max_examples=400)
def test_a_value_finds_itself(value: str) -> None:
    matcher = Matcher(value)
    if matcher.is_searchable:
        assert matcher.is_in(f"x | {value} | y")


@given(st.text(LETTERS, max_size=20), st.text(LETTERS, max_size=20))
@settings(max_examples=200)
def test_what_the_coarse_look_rules_out_is_not_there(value: str, text: str) -> None:
    matcher = Matcher(value)
    joined = Text(f"{text} {value} {text}")
    if matcher.is_searchable and matcher._pattern is not None:
        found = matcher._pattern.search(joined.canonical)
        assert found is None or matcher.key in coarse(canonical(joined.words))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("12/25/2031", "on 12/25/2031"), ("Name: ........ Quark", "Name: ........ Quark"),
        ("5 %", "5%"), ("€ 5", "€5"), ("12km", "12 km"), ("G7", "G-7"), ("F-16", "F16"),
        ("F16", "F-16"), ("A320", "A 320"), ("R&D", "R & D"), ("12:31", "12h31"),
        ("5 September 2031", "5 Sept 2031"), ("05.04.31", "5 April 2031"),
        ("5 April 2031", "5-Apr-2031"), ("12345678", "12 34 56 78"),
        ("85.07.30-033.28", "85073003328"), ("555 61 11", "5556111"),
        ("BE12 3456 7890 1234", "BE12345678901234"), ("BE12345678901234", "BE12 3456 7890 1234"),
        ("Quark --------> Quork", "Quark --------> Quork"), ("NigerDelta", "NigerDelta"),
        ("Niger", "the NigerDelta"), ("Smith", "S m i t h"), ("Σίσυφος", "ΣΙΣΥΦΟΣ"),
    ],
)  # fmt: skip
def test_a_value_is_found_in_its_usual_spellings(value: str, text: str) -> None:
    assert Matcher(value).is_in(text)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("Niger", "Nigeria"), ("12", "120"), ("12", "1.2"), ("234", "1 234"),
        ("1 000", "1 000 000"),
        ("100", "100 000"), ("1", "1 000"), ("C#", "a C"), ("7%", "7 of"), ("IT", "it is"),
        ("5 April 2031", "15 April 2031"), ("12:30", "112:30"),
    ],
)  # fmt: skip
def test_a_value_is_not_found_in_its_neighbours(value: str, text: str) -> None:
    assert not Matcher(value).is_in(text)


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ("Jane Quark", ["Jane", "Quark"]), ("Quark", []), ("Contact: Quark", ["Quark"]),
        ("Jane Quark: rapporteur", ["Jane", "Quark"]), ("Bo Xu", ["Bo", "Xu"]),
        ("Ann Quark, Head of the Border Unit", ["Ann", "Quark"]), ("jane quark", ["Jane", "Quark"]),
        ("Quark, Mary Jane", ["Quark", "Mary", "Jane"]), ("jane.quark@ex.eu", ["Jane", "Quark"]),
    ],
)  # fmt: skip
def test_g26_names_are_told_from_labels_and_offices(value: str, names: list[str]) -> None:
    assert list(name_parts(value)) == names
