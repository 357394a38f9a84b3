"""Names of the pages of a finished file, and their lines, with and without footers.

Left out is what stands at the foot and the head of pages without being content: number, marking
and language, the page's number, in contents the numbers of pages, and a web page's count of slides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import assert_never

from pipeline.audit.readers.extract import Reading
from pipeline.edition.formats import Format

#: Number, marking, language, and what follows: of the page and, before that, of the slide.
_PLACED = re.compile(r"(\S.*?) [A-Z]{2} (?:[^\d|]*\d+[^\d|]* \| )?[^\d|]+ \d+")
#: Language and number as a deck has them at the foot; number and marking stand before them.
_RIGHT = re.compile(r"[A-Z]{2} \d+")
#: The same in files of earlier releases, where all stood at the left.
_FOOT = re.compile(r"(\S.*?)(?: \| [^|]+)*? \| [A-Z]{2}(?: [^|]*(?:\| [^|]+ \d+)?)?")
#: The numbers at the foot of a slide's page, behind the language: of the slide, and of the page.
_NUMBERS = re.compile(r"(?<= [A-Z]{2}) [^\d|]*(\d+)[^\d|]* \| [^\d|]+ (\d+)$")
_NUMBER = re.compile(r"\d+")
#: What the number of a document has.
_REFERENCE = re.compile(r"\d/\d\d")
#: A list's bullet, which a PDF has before its words or, in earlier releases, on a line of its own.
_BULLET = re.compile(r"^[•–](?: |$)")
_LISTED = re.compile(r"\s*\b\d+$")
#: Lines at a page's end among which its foot stands.
_LAST = 2
#: Parts of a web page in front of its slides: cover and contents.
_FRONT_OF_WEB = 2


def names(reading: Reading, fmt: Format) -> list[str]:
    """Return the name of each page: ``slide 3`` by its own number, ``cover``, ``contents``."""
    count = len(reading.pages)
    match fmt:
        case "pptx":
            return _counted(count, 0)
        case "docx":
            return ["text"] * count
        case "pdf":
            feet = [_slide(text) for text in reading.pages]
            if any(feet) or not _is_of_earlier(reading):
                pages = zip(feet, reading.pages, strict=True)
                return [number or _upright(at, text) for at, (number, text) in enumerate(pages)]
            return _counted(count, _front_of_earlier(reading))
        case "html":
            found = [
                place or _in_front(at) for at, place in enumerate(reading.places or ("",) * count)
            ]
            return [*found[:-1], "foot"] if count > _FRONT_OF_WEB else found
        case _:
            assert_never(fmt)


def _counted(count: int, front: int) -> list[str]:
    """Return names of pages of which some stand before the first slide."""
    return [_in_front(at) if at < front else f"slide {at - front + 1}" for at in range(count)]


def _slide(text: str) -> str:
    """Return what a PDF's page is called by the slide's number at its foot; empty without one."""
    found = _NUMBERS.search(" ".join(text.split()))
    return f"slide {found[1]}" if found else ""


def _upright(at: int, text: str) -> str:
    """Return the name of a page without a slide: contents have the document's number above."""
    written = [line for line in text.splitlines() if line.strip()]
    below = written[: len(list(_without_foot(written, frozenset())))]
    has_head = len(written) - len(below) > 1
    return _in_front(at) if at == 0 or has_head else f"page {at + 1}"


def _is_of_earlier(reading: Reading) -> bool:
    """Tell whether a PDF is of an earlier release, in which the numbers of slides begin anew."""
    return len(set(reading.labels)) < len(reading.labels)


def _in_front(at: int) -> str:
    return "contents" if at else "cover"


def _front_of_earlier(reading: Reading) -> int:
    """Return how many pages stand before the first slide in a PDF of an earlier release."""
    labels = reading.labels
    again = max((at for at, label in enumerate(labels) if label == labels[0]), default=0)
    # there the numbers begin anew with the first slide
    return again or len(reading.pages)


def lines(reading: Reading, fmt: Format) -> list[tuple[str, ...]]:
    """Return the lines of each page that are its content."""
    called = names(reading, fmt)
    feet = _feet(reading.pages) if fmt == "pptx" else frozenset[str]()
    return [
        tuple(_content(text.splitlines(), name, fmt, feet))
        for name, text in zip(called, reading.pages, strict=True)
    ]


def every(reading: Reading, fmt: Format) -> Iterator[tuple[str, str]]:
    """Yield the place and text of all lines, those at the foot of pages included."""
    feet = dict.fromkeys(reading.furniture) if fmt == "docx" else ()
    written = (
        *zip(names(reading, fmt), reading.pages, strict=True),
        *(("foot", foot) for foot in feet),
    )
    for place, text in written:
        yield from ((place, " ".join(line.split())) for line in text.splitlines() if line.strip())


def _feet(pages: Sequence[str]) -> frozenset[str]:
    """Return the lines before the last that all slides of a deck share: number and marking."""
    tails = [
        [line for line in page.splitlines() if line.strip()][-1 - _LAST : -1] for page in pages
    ]
    if len(tails) == 1:
        (tail,) = tails
        numbered = [at for at, line in enumerate(tail) if _REFERENCE.search(line)]
        return frozenset(tail[numbered[0] :] if numbered else ())
    return frozenset(set(tails[0]).intersection(*tails[1:])) if tails else frozenset()


def _content(written: Sequence[str], name: str, fmt: Format, feet: frozenset[str]) -> Iterator[str]:
    kept = [line for line in written if line.strip()]
    titles: set[str] = set()
    match fmt:
        case "pptx" | "pdf":
            kept = list(_without_foot(kept, feet))
        case "docx":
            titles = {" ".join(line.split()) for line in kept}
        case "html":
            number = 1 if name.startswith("slide") else 0
            kept = [] if name == "foot" else kept[number:]
        case _:
            assert_never(fmt)
    for line in kept:
        joined = _BULLET.sub("", " ".join(line.split()))
        if not joined:
            continue
        bare = _LISTED.sub("", joined)
        # a document's contents have the titles that stand above its slides
        yield bare if name == "contents" or bare in titles else joined


def _without_foot(written: Sequence[str], feet: frozenset[str]) -> Sequence[str]:
    """Return the lines of a page without its foot, and the number at the head of upright pages.

    Args:
        written: the lines.
        feet: lines that a deck has at the foot of all slides.
    """
    if feet and written and _RIGHT.fullmatch(" ".join(written[-1].split())):
        ends = [at for at in range(max(len(written) - 1 - _LAST, 0), len(written) - 1)
                if all(line in feet for line in written[at:-1])]  # fmt: skip
        return written[: ends[0] if ends else -1]
    for at in range(max(len(written) - _LAST, 0), len(written)):
        line = " ".join(written[at].split())
        foot = _FOOT.fullmatch(line) or _PLACED.fullmatch(line)
        if foot and all(_NUMBER.fullmatch(line.strip()) for line in written[at + 1 :]):
            above = written[:at]
            head = above[-1].strip() if above else ""
            return above[:-1] if head and line.startswith(f"{head} ") else above
    return written
