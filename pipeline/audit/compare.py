"""Comparison of a finished file's text, links and properties with those of its edition."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, chain, groupby

from pipeline.audit.expected import Expected, expected
from pipeline.audit.expected.flow import strictly
from pipeline.audit.findings import problem
from pipeline.audit.readers.extract import Reading
from pipeline.core.errors import Problem
from pipeline.edition import table_of_contents
from pipeline.edition.edition import Edition
from pipeline.edition.formats import SPECS, Format
from pipeline.edition.runs import TextRun
from pipeline.edition.spoken_text import figure_names
from pipeline.edition.texts import all_runs, slide_title

#: White space and list bullets: where lines break, and how a format draws a list, may differ.
_SHAPE = re.compile("[\\s•–‣▪◦­]")

#: Properties whose text is the program's or the format's own, not the content's.
_OWN_PROPERTIES = {
    "Application": re.compile(r"dossier"),
    "Producer": re.compile(r"WeasyPrint \d+(?:\.\d+)*"),
    "revision": re.compile(r"1"),
    "xmp:Producer": re.compile(r"WeasyPrint \d+(?:\.\d+)*"),
    "xmp:part": re.compile(r"\d"),
    "xmp:rev": re.compile(r"20(?:20|24)"),
    # pikepdf does not read structures; the packet itself is read in ``objects``
    "xmp:schemas": re.compile(r"None"),
    "xmp:conformance": re.compile(r"[A-Z]"),
}
_DATE = re.compile(r"(?:D:)?(\d{4})-?(\d\d)-?(\d\d)(?:T?00:?00:?00Z?|T00:00:00\+00:00)?")


def squash(text: str) -> str:
    """Return a text without white space and bullets."""
    return _SHAPE.sub("", text)


@dataclass(frozen=True)
class Measure:
    """Expected texts, links and properties of a file, computed once for all checks of it.

    Attributes:
        edition: what the file was made from.
        fmt: its format.
    """

    edition: Edition
    fmt: Format

    @classmethod
    def of(cls, edition: Edition, fmt: Format) -> Measure:
        """Return the measure of a file; where a format lets tables flow, they are whole."""
        flows = "flow" in SPECS[fmt].draws
        return cls(table_of_contents.flowing(edition) if flows else edition, fmt)

    @cached_property
    def wanted(self) -> Expected:
        """Return the texts that the file must hold."""
        return expected(self.edition, self.fmt)

    @cached_property
    def words(self) -> tuple[TextRun, ...]:
        """Return all runs of words of the edition, in reading order."""
        runs = (run for runs in all_runs(self.edition) for run in runs)
        return tuple(run for run in runs if isinstance(run, TextRun))

    @cached_property
    def hrefs(self) -> frozenset[str]:
        """Return the link targets of the edition."""
        return frozenset(run.href for run in self.words if run.href)

    @cached_property
    def told(self) -> frozenset[str]:
        """Return the edition's texts that a file may repeat as a name or a title."""
        edition, wanted = self.edition, self.wanted
        titles = (edition.title, edition.reference, f"{edition.reference} – {edition.title}")
        own = (edition.author, edition.language, edition.file_stem)
        slides = (slide_title(slide) for slide in edition.slides)
        kept = (wanted.alternatives, wanted.names, wanted.expansions, wanted.furniture)
        texts = (*titles, *own, *slides, *self.hrefs, edition.notes_word)
        return frozenset(filter(None, chain(texts, figure_names(edition), *kept)))


def findings(reading: Reading, measure: Measure, name: str) -> list[Problem]:
    """Compare a reading with its edition.

    Args:
        reading: what the file says.
        measure: what it must say.
        name: its name, for messages; places are named, words never (G23).
    """
    wanted = measure.wanted
    if wanted.on_pages:
        wanted = wanted.on_pages(reading.pages)
    return [
        *_pages(reading, wanted, name),
        *_notes(reading, wanted, name),
        *_furniture(reading, wanted, name),
        *_alternatives(reading, wanted, name),
        *_compare(reading.labels, wanted.labels, name, wanted.label_word),
        *_compare(reading.expansions, wanted.expansions, name, "spoken marker"),
        *_jumps(reading, wanted, name),
        *properties(reading, measure.edition, name),
        *_links(reading, measure, name),
    ]


def _compare(
    found: tuple[str, ...],
    wanted: tuple[str, ...],
    name: str,
    what: str,
    bare: Callable[[str], str] = squash,
) -> Iterator[Problem]:
    if len(found) != len(wanted):
        message = f"has {len(found)} {what}s instead of {len(wanted)}"
        yield problem(name, "text-differs", message)
        return
    for number, (text, other) in enumerate(zip(found, wanted, strict=True), start=1):
        if bare(text) != bare(other):
            yield problem(name, "text-differs", f"{what} {number} is not what the edition says")


def _pages(reading: Reading, wanted: Expected, name: str) -> Iterator[Problem]:
    # where a list's bullets are no text, a dash is one
    bare = strictly if wanted.has_no_bullets else squash
    found = list(_compare(reading.pages, wanted.pages, name, "page", bare))
    if found and len(reading.pages) == 1 and (part := _first_other(reading.pages[0], wanted)):
        message = f"the text of {part} is not what the edition says"
        found = [problem(name, "text-differs", message)]
    yield from found


def _first_other(text: str, wanted: Expected) -> str:
    """Return the name of the part of a document at which its text is another first, if any."""
    if not wanted.parts:
        return ""
    found, whole = strictly(text), strictly("".join(part for _, part in wanted.parts))
    pairs = enumerate(zip(found, whole, strict=False))
    same = next((at for at, (sign, other) in pairs if sign != other), len(found))
    ends = accumulate(len(strictly(part)) for _, part in wanted.parts)
    names = [name for name, _ in wanted.parts]
    return next((name for name, end in zip(names, ends, strict=True) if same < end), names[-1])


def _notes(reading: Reading, wanted: Expected, name: str) -> Iterator[Problem]:
    found = list(_compare(reading.notes, wanted.notes, name, "note"))
    if len(reading.notes) != len(wanted.noted):
        yield from found
        return
    for note, other, holder in zip(reading.notes, wanted.notes, wanted.noted, strict=True):
        if squash(note) != squash(other):
            message = f"a note of {holder} is not what the edition says"
            yield problem(name, "text-differs", message)


def _alternatives(reading: Reading, wanted: Expected, name: str) -> Iterator[Problem]:
    found, needed = set(reading.alternatives), set(wanted.alternatives)
    if not needed <= found:
        yield problem(name, "text-differs", "an alt text of the edition is missing")
    if not found <= needed | set(wanted.names):
        yield problem(name, "text-differs", "an alt text is not what the edition says")


def _jumps(reading: Reading, wanted: Expected, name: str) -> Iterator[Problem]:
    # one link may have several areas: one for each of its lines, one for a marker in it
    if [at for at, _ in groupby(reading.jumps)] != [at for at, _ in groupby(wanted.jumps)]:
        yield problem(name, "text-differs", "a link within the file does not lead to its place")


def _furniture(reading: Reading, wanted: Expected, name: str) -> Iterator[Problem]:
    if wanted.is_furniture_ordered:
        yield from _compare(reading.furniture, wanted.furniture, name, wanted.furniture_word)
    elif sorted(map(squash, reading.furniture)) != sorted(map(squash, wanted.furniture)):
        message = f"a {wanted.furniture_word} is not what the edition says"
        yield problem(name, "text-differs", message)


def properties(reading: Reading, edition: Edition, name: str) -> Iterator[Problem]:
    """Yield properties of a file that are not public fields of the edition (G13)."""
    allowed = {
        edition.title,
        edition.reference,
        f"{edition.reference} – {edition.title}",
        edition.author,
        edition.language,
    }
    for key, value in reading.properties:
        own = _OWN_PROPERTIES.get(key)
        date = _DATE.fullmatch(value)
        if value in allowed or (own and own.fullmatch(value)):
            continue
        if date is None or "-".join(date.groups()) != edition.date:
            yield problem(name, "foreign-property", "a property is not from the edition")


def _links(reading: Reading, measure: Measure, name: str) -> Iterator[Problem]:
    if not set(reading.links) <= measure.hrefs:
        yield problem(name, "unknown-link", "a link leads where the edition has no link")
