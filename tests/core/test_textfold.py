"""Folding is quick for plain letters, and the same as its definition for all."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.textfold import fold

_BETWEEN = re.compile(
    r"[\s\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u2015\u202a-\u202e\u2060-\u206f\u2212\ufeff_-]+"
)


#: Letters with a sign of their own, as they are spelt without it.
SPELT = dict(zip("łŁđĐðÐħĦıŋŊŧŦſςɑɡƒĸ", "llddddhhinnttsσagfk", strict=True)) | {
    "þ": "th", "Þ": "th", "ß": "ss", "ẞ": "ss",
}  # fmt: skip


def defined(text: str) -> str:
    """Fold a text as a whole."""
    spelt = "".join(SPELT.get(letter, letter) for letter in text)
    decomposed = unicodedata.normalize("NFKD", spelt)
    letters = "".join(c for c in decomposed if not unicodedata.combining(c))
    return _BETWEEN.sub("", unicodedata.normalize("NFKC", letters.casefold()))


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Plain Words", "plainwords"),
        ("Straße-Größe", "strassegrosse"),
        ("I\u0307stanbul, e\u0301te\u0301", "istanbul,ete"),
        ("\ufb01\u00adnance \uff34otal", "financetotal"),
        ("\u1112\u1161\u11ab \u03a3\u03c2", "\ud55c\u03c3\u03c3"),
    ],
)
def test_letters_that_look_the_same_fold_to_the_same(text: str, folded: str) -> None:
    assert fold(text) == folded == defined(text)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_folding_by_pieces_is_folding_as_a_whole(text: str) -> None:
    assert fold(text) == defined(text)


def test_every_letter_folds_the_same_beside_plain_ones() -> None:
    letters = [chr(code) for code in range(0x3000)]
    assert [one for one in letters if fold(f"A{one}b ") != defined(f"A{one}b ")] == []
