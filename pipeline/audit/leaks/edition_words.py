"""Words that an edition prints, which are no leak when the search finds them in its files.

A value can stand in public text where a reviewer has allowed it, or where a page's number is the
same by chance. The search of the finished file does not leave it out because of that: it goes
through the file's texts one by one, and passes over those alone that are the edition's, letter for
letter. Whatever holds the value besides is found, in text, in properties, in hidden places.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import pairwise

from pipeline.audit.compare import Measure, squash
from pipeline.core.matching import Matcher
from pipeline.core.textfold import canonical
from pipeline.edition.edition import Edition
from pipeline.edition.formats import FORMATS
from pipeline.edition.texts import strings

_DIGITS = re.compile(r"\d+")
#: What a property says of the program or of a date.
_OWN = re.compile(
    r"/?[A-Z]{6}\+(?:Carlito|Liberation-?(?:Serif|Sans))(?:-[A-Za-z-]+)?"
    r"|dossier|WeasyPrint \d+(?:\.\d+)*|Carlito|Liberation (?:Serif|Sans)|[a-z]{2,3}(?:-[A-Z]{2})?"
    r"|(?:D:)?\d{8}(?:\d{6}Z?)?|\d{4}-\d\d-\d\d(?:T00:00:00(?:Z|\+00:00))?|PDF/U?A-?\d?[a-z]?"
    r"|General|[#0.;\[\]>=\x22\u00a0\u2212]+|Sheet1!\$[A-Z]+\$\d+(?::\$[A-Z]+\$\d+)?"
    r"|\d{1,3}(?:-\d{1,3})+|\d{4}-\d{1,3}-\d{1,3}"
)


def is_own(piece: str) -> bool:
    """Tell whether a whole text is the program's own in every file, or a date, or a number."""
    return bool(_OWN.fullmatch(piece.strip()))


class EditionTexts:
    """Texts of an edition and of what goes out with it, for the search to pass over."""

    def __init__(self, *measures: Measure) -> None:
        """Take what files must say."""
        self._measures = measures

    @classmethod
    def of(cls, *editions: Edition) -> EditionTexts:
        """Return the texts of editions in any format."""
        return cls(*(Measure(edition, fmt) for edition in editions for fmt in FORMATS))

    def holds(self, piece: str) -> bool:
        """Tell whether a text of a file is one of the edition's."""
        if not self._measures:
            return False
        plain = squash(piece)
        return plain in self._texts or _DIGITS.sub("", plain) in self._furniture

    def on_page(self, number: int, matcher: Matcher) -> bool:
        """Tell whether a value stands on a page of the edition, counted from 1."""
        for measure in self._measures:
            pages = measure.wanted.pages
            if number <= len(pages) and matcher.is_in(pages[number - 1]):
                return True
        return False

    @cached_property
    def _texts(self) -> frozenset[str]:
        return frozenset(squash(canonical(text)) for text in self._all())

    @cached_property
    def _furniture(self) -> frozenset[str]:
        """Return what stands on every page, without the page's number."""
        found: set[str] = set()
        for measure in self._measures:
            edition = measure.edition
            *places, language = edition.footer
            foot = " ".join(filter(None, edition.footer))
            word = edition.page_word
            both = f"{edition.slide_word.replace('{number}', '')} | {word}"
            for text in (
                *(foot, f"{foot} {word}", f"{foot} {both}", both, word),
                *(*places, language, f"{language} {word}", f"{language} {both}"),
            ):
                found.add(_DIGITS.sub("", squash(canonical(text))))
        return frozenset(filter(None, found))

    def _all(self) -> Iterator[str]:
        for measure in self._measures:
            wanted, edition = measure.wanted, measure.edition
            for page in (*wanted.pages, *wanted.notes):
                yield from _joined([line for line in page.split("\n") if line])
            yield from (*wanted.furniture, *wanted.alternatives, *wanted.names, *wanted.labels)
            yield from (*wanted.expansions, *measure.told, edition.date, edition.dossier)
            yield from (edition.file_stem, *(f"{edition.file_stem}.{fmt}" for fmt in FORMATS))
            yield f"{edition.file_stem}.jsonld"
            yield from strings(edition)


def _joined(lines: list[str]) -> Iterator[str]:
    """Yield lines, and those that follow one another as one: a title and its number."""
    yield from lines
    yield from map("".join, pairwise(lines))
    yield from map("".join, _triples(lines))


def _triples(lines: list[str]) -> Iterable[tuple[str, str, str]]:
    return zip(lines, lines[1:], lines[2:], strict=False)
