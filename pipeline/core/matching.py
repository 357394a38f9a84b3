"""Matching of withheld words in a text in any spelling: search terms, folded texts, matchers.

A value is found as words: ``Niger`` is not in ``Nigeria``, nor ``12`` in ``120`` or ``1.2``. What
does not count is defined in ``textfold`` (case, accents, invisible characters, hyphens); and

* between words any few signs may stand, or none; ``C#`` and ``7%``, which are hardly more than a
  letter, keep their signs;
* ``ü`` is ue and u, ``ø`` oe and o, ``å`` aa and a, ``æ`` ae and a, each both ways;
* numbers are read with any separator of thousands and decimals, telephone numbers in any grouping,
  with +, 00 or 0, e-mail addresses with (at) and (dot), house numbers before or after the street,
  dates in the usual forms, with the months of English and of the dossier's language;
* letters that are spaced out (``S m i t h``) are a word.

A value of one letter, and one of two or three capitals, is found in the same case only. Nothing
here keeps a value anywhere but in the ``Matcher`` that is asked for.

Guarantees: G26, G27.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from pipeline.core.spellings import SHORT, TOKEN, key_of, ways
from pipeline.core.textfold import canonical, coarse

#: Letters and digits from which a value is found by them alone: chance does not repeat so many.
_LONG = 200
#: Letters from which a word of a person's name is searched by itself.
_NAME_PART = 2
#: Words behind a comma that are the rest of a name: Smith, Mary Jane.
_FORENAMES = 2
_SCHEME = re.compile(r"^(?:mailto:|https?://(?:www\.)?|www\.)", re.IGNORECASE)


@dataclass(frozen=True, repr=False, eq=False)
class Needle:
    """Search term: one text and the slot it belongs to; printing it gives the slot alone.

    Attributes:
        slot: the slot's id, which messages may name.
        text: the words, which may not.
        language: of the dossier, whose months are known; ISO 639-1.
        is_allowed: a reviewer allowed it in public text somewhere; there it is no leak.
        is_name: it is one word of a person's name: a name has a capital, or capitals alone.
    """

    slot: str
    text: str
    language: str = "en"
    is_allowed: bool = False
    is_name: bool = False

    def __repr__(self) -> str:
        """Return the slot's id."""
        return f"Needle({self.slot})"

    @cached_property
    def matcher(self) -> Matcher:
        """Return the compiled matcher of the text."""
        return Matcher(self.text, self.language, is_name=self.is_name)


class Text:
    """A text to be searched, folded when first needed."""

    def __init__(self, words: str) -> None:
        """Take a text as it stands."""
        self.words = words

    @cached_property
    def canonical(self) -> str:
        """Return it as it reads."""
        return canonical(self.words)

    @cached_property
    def coarse(self) -> bytes:
        """Return its letters and digits."""
        return coarse(self.canonical)


class Matcher:
    """Matcher of one value in texts.

    Attributes:
        is_searchable: it has a letter or a digit.
        is_wordy: it stands out from numbers and chance: long enough, with a letter.
        key: coarse text without which a text does not hold the value; may be empty.
    """

    def __init__(self, value: str, language: str = "en", *, is_name: bool = False) -> None:
        """Make ready for search; see ``Needle``."""
        self._is_name = is_name
        text = _SCHEME.sub("", canonical(value).strip()).rstrip("/")
        signs = "".join(TOKEN.findall(text))
        self.is_searchable = bool(signs)
        self.is_wordy = len(signs) >= SHORT and any(c.isalpha() for c in signs)
        if len(signs) > _LONG:
            self.key, self._pattern = key_of(text), None
            return
        found = ways(text, language) if signs else []
        self.key = min((way.key for way in found), key=len, default=b"")
        if any(self.key not in way.key for way in found):
            self.key = b""
        self._pattern = re.compile("|".join(way.pattern for way in found)) if found else None

    def may_be_in(self, folded: bytes) -> bool:
        """Tell whether the value may stand in a text, by its coarse form."""
        return self.is_searchable and self.key in folded

    def find(self, text: Text) -> Iterator[tuple[int, int]]:
        """Yield matches of the value: begin and end in the canonical text.

        The place of a very long value is the whole text.
        """
        if not self.may_be_in(text.coarse):
            return
        if self._pattern is None:
            yield 0, len(text.canonical)
            return
        for found in self._pattern.finditer(text.canonical):
            is_small = self._is_name and found[0][0].islower()
            if not is_small or _in_address(text.canonical, *found.span()):
                yield found.span()

    def is_in(self, words: str | Text) -> bool:
        """Tell whether the value stands in a text."""
        text = Text(words) if isinstance(words, str) else words
        return next(self.find(text), None) is not None


#: Signs that an address of a mailbox or on the web has.
_ADDRESS = re.compile(r"@|://|\bwww\.")


def _in_address(text: str, begin: int, end: int) -> bool:
    """Tell whether a match stands in an address, in which names are written small."""
    while begin and not text[begin - 1].isspace():
        begin -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return bool(_ADDRESS.search(text[begin:end]))


def name_parts(value: str) -> Iterator[str]:
    """Yield the words of a value that may be a person's name, to be looked for by themselves (G26).

    They have a capital, unless no word has; a mailbox has them before its sign. No names are a
    label before a colon, and what stands behind a comma in more than two words: an office.
    """
    text = re.sub(r"@[\w.-]+", " ", re.sub(r"^\s*\w+\s*:(?=.*[^\W\d_])", "", value))
    head, *rest = text.split(",")
    parts = [head, *(part for part in rest if len(TOKEN.findall(part)) <= _FORENAMES)]
    words = [word for part in parts for word in TOKEN.findall(part)]
    if TOKEN.findall(value) == words and len(words) == 1:
        return  # the whole value
    has_capitals = any(word[0].isupper() for word in words) and "@" not in value
    for word in dict.fromkeys(words):
        is_name = word[0].isupper() or not has_capitals
        if len(word) >= _NAME_PART and word[0].isalpha() and is_name:
            yield word[0].upper() + word[1:]
