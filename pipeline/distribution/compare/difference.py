"""Differences between two packages or output folders: files, text, properties, markers.

Files are read as the audit reads them, and compared line by line as a reader has them before him.
Slots are not distinguished: a public file does not name them, so markers are counted.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from pipeline.audit.findings import UnreadableError
from pipeline.audit.readers.extract import Reading
from pipeline.core.errors import DistributeError, shown_path
from pipeline.distribution import received
from pipeline.distribution.compare import page_lines, word_changes
from pipeline.distribution.compare.cover_facts import CoverFacts, left_out
from pipeline.distribution.compare.word_changes import Step
from pipeline.distribution.package import marker_counts, package_manifest
from pipeline.distribution.package.listing import refused
from pipeline.distribution.package.package_manifest import is_statement
from pipeline.edition.formats import Format, format_of
from pipeline.output.manifest import NAME
from pipeline.resources import labels

#: Behind the number in a file's name: the language without the year, and the kinds of file.
_ENDING = re.compile(r"(\.[a-z]{2})\d\d((?:\.[A-Za-z]+)+)$")
_NONE = CoverFacts()
_WRITTEN = frozenset(
    {NAME, package_manifest.SUMS, package_manifest.SIGNATURE, package_manifest.README}
)


@dataclass(frozen=True)
class Change:
    """Lines that differ between two files.

    Attributes:
        place: of the first line, in the second file, or in the first if nothing came.
        before: lines that went.
        after: lines that came.
        lifted: markers that are no longer there; ``added`` are new.
        steps: what became of the words, in reading order.
    """

    place: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    lifted: int
    added: int
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True)
class FileDifference:
    """Differences of one file between two sides.

    Attributes:
        before: its name in the first; empty if it is not there. ``after`` is that in the second.
        changes: of the text, in reading order; empty where a file is new or gone.
        properties: name, value before, value after.
        markers: printed before and after; None where a file cannot be read or is no document.
        is_same: the bytes are the same, and the name is another.
    """

    before: str
    after: str
    changes: tuple[Change, ...] = ()
    properties: tuple[tuple[str, str, str], ...] = ()
    markers: tuple[int, int] | None = None
    is_same: bool = False


@dataclass(frozen=True)
class Side:
    """One side of a comparison: a package or a folder, read back.

    Attributes:
        files: by name, without signatures.
        markers: what its markers are printed like.
        label: what it is, for a reader.
        is_public: it holds public editions alone.
        facts: number and date of its editions.
    """

    files: Mapping[str, bytes]
    markers: tuple[str, ...]
    label: str
    is_public: bool
    facts: CoverFacts = _NONE


@dataclass(frozen=True)
class Comparison:
    """Comparison of two sides, with the files that differ.

    Attributes:
        left_out: says what is left out of what differs; empty if nothing.
    """

    before: Side
    after: Side
    files: tuple[FileDifference, ...]
    left_out: str = ""

    @property
    def is_public(self) -> bool:
        """Tell whether everything in the comparison is public."""
        return self.before.is_public and self.after.is_public


def compared(before: Path, after: Path, *, whole: bool = False) -> Comparison:
    """Compare two packages or folders; files that differ are in the order of their names.

    Args:
        before: a package, its folder, or the folder of an edition.
        after: another one.
        whole: with number and date of the cover, and what stands at the foot of pages.

    Raises:
        DistributeError: there is no package and no edition here.
    """
    sides = _side(before), _side(after)
    said = left_out(*(side.facts for side in sides))
    if whole:
        said, sides = "", (replace(sides[0], facts=_NONE), replace(sides[1], facts=_NONE))
    old, new = sides
    found: list[FileDifference] = []
    for first, second in _pairs(old.files, new.files):
        if not first or not second:
            found.append(FileDifference(first, second))
        elif old.files[first] != new.files[second]:
            found.append(_compared((first, second), old, new, whole=whole))
        elif first != second:
            found.append(FileDifference(first, second, is_same=True))
    found.sort(key=lambda file: (file.after or file.before, file.before))
    return Comparison(old, new, tuple(found), said)


def _side(path: Path) -> Side:
    members, faults = received.read(path)
    if broken := received.frame(members, faults):
        raise DistributeError(*broken)
    found = side(members, shown_path(path))
    # two issues of a package have one name, and two files
    return replace(found, label=path.name) if path.is_file() else found


def side(members: Mapping[str, bytes], shown: str) -> Side:
    """Return the files of a package, or of an edition's folder, without signatures.

    Args:
        members: by name, below the package's folder.
        shown: what it is called in messages.

    Raises:
        DistributeError: there is no package and no edition here.
    """
    data = {name.partition("/")[2]: content for name, content in members.items()}
    if NAME not in data:
        hint = "give a package (.zip), its folder, or an edition's folder below output/"
        raise refused(shown, "no-package", "there is no manifest here", hint)
    files = {name: content for name, content in data.items() if name not in _WRITTEN}
    try:
        declared = package_manifest.read(data[NAME])
    except package_manifest.BadContentsError:
        return _edition(files, data[NAME], shown)
    for file in declared.files:  # a signature is no difference of the text
        if file.audited is not None and file.name in files:
            files[file.name] = files[file.name][: file.audited.size]
    return Side(
        files,
        markers=tuple(sorted({row.marker for row in declared.editions})),
        label=declared.name,
        is_public={row.edition for row in declared.editions} == {"public"},
        facts=_facts(
            declared.editions[0].language if declared.editions else "",
            [(row.reference, row.date) for row in declared.editions],
        ),
    )


def _edition(files: Mapping[str, bytes], data: bytes, shown: str) -> Side:
    """Return an edition's folder; its manifest does not tell its markers, its language does."""
    try:
        declared: Any = json.loads(data)
        language, edition = declared["language"], declared["edition"]
        facts = _facts(language, [(declared["reference"], declared["date"])])
        label = f"{declared['dossier']} {edition} {language}"
    except (ValueError, TypeError, LookupError, RecursionError):
        language, edition, label, facts = "", "", "", _NONE
    if language not in labels.languages():
        raise refused(shown, "bad-manifest", "the manifest cannot be read", "")
    markers = labels.load(language).markers()
    return Side(files, markers, label, edition == "public", facts)


def _facts(language: str, rows: Sequence[tuple[str, str]]) -> CoverFacts:
    return CoverFacts(
        frozenset(number for number, _ in rows),
        frozenset(day for _, written in rows if (day := _day(written))),
        language if language in labels.languages() else "",
    )


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:  # no day of the calendar
        return None


def _pairs(old: Mapping[str, bytes], new: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    """Yield which files belong together: by name, by its end, else the only ones of a format."""
    yield from ((name, name) for name in old if name in new)
    gone = [name for name in old if name not in new]
    come = [name for name in new if name not in old]
    for kind in (_ending, format_of):
        for end in dict.fromkeys(map(kind, gone)):
            first = [name for name in gone if end and kind(name) == end]
            second = [name for name in come if end and kind(name) == end]
            if len(first) == len(second) == 1:
                yield first[0], second[0]
                gone.remove(first[0])
                come.remove(second[0])
    yield from ((name, "") for name in gone)
    yield from (("", name) for name in come)


def _ending(name: str) -> str:
    """Return the end of a file's name that versions of a document share: language, kind, format."""
    found = _ENDING.search(name)
    return "".join(found.groups()) if found else ""


def _compared(names: tuple[str, str], old: Side, new: Side, *, whole: bool) -> FileDifference:
    fmt = format_of(names[1])
    if fmt is None:
        return FileDifference(*names)
    try:
        first = marker_counts.reading(old.files[names[0]], fmt)
        second = marker_counts.reading(new.files[names[1]], fmt)
    except UnreadableError:
        return FileDifference(*names)
    return FileDifference(
        *names,
        changes=tuple(_changes(names, (first, second), (old, new), whole=whole)),
        properties=tuple(_properties((first, old), (second, new))),
        markers=(_count(_whole(first), old.markers), _count(_whole(second), new.markers)),
    )


def _whole(reading: Reading) -> str:
    return "".join((*reading.pages, *reading.notes))


def lines(reading: Reading, fmt: Format, *, whole: bool = False) -> list[tuple[str, str]]:
    """Return place and text of each line of content.

    Args:
        reading: of a file.
        fmt: its format.
        whole: what stands at the foot of pages is content, too.
    """
    if whole:
        found = list(page_lines.every(reading, fmt))
    else:
        pages = zip(page_lines.names(reading, fmt), page_lines.lines(reading, fmt), strict=True)
        found = [(place, line) for place, texts in pages for line in texts]
    return found + [
        (f"note {number}", " ".join(line.split()))
        for number, text in enumerate(reading.notes, 1)
        for line in text.splitlines()
        if line.strip()
    ]


def _changes(
    names: tuple[str, str],
    readings: tuple[Reading, Reading],
    sides: tuple[Side, Side],
    *,
    whole: bool,
) -> Iterator[Change]:
    fmt = format_of(names[1])
    assert fmt is not None  # noqa: S101 - see _compared
    first, second = (lines(reading, fmt, whole=whole) for reading in readings)
    old, new = sides
    # the lead-in of a statement of reasons has the number, too
    mentions = [2 if is_statement(name) else 1 for name in names]
    matcher = SequenceMatcher(
        None,
        old.facts.keys(first, mentions[0]),
        new.facts.keys(second, mentions[1]),
        autojunk=False,
    )
    for tag, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        if tag == "equal":
            continue
        gone, come = first[old_start:old_end], second[new_start:new_end]
        before, after = tuple(text for _, text in gone), tuple(text for _, text in come)
        steps = word_changes.steps(
            word_changes.words(before, old.markers), word_changes.words(after, new.markers)
        )
        lifted = sum(word.is_marker for step in steps if step.kind == "gone" for word in step.words)
        added = sum(word.is_marker for step in steps if step.kind == "come" for word in step.words)
        yield Change((come or gone)[0][0], before, after, lifted, added, steps)


def _count(text: str, markers: Sequence[str]) -> int:
    bare = re.sub(r"\s+", "", text)
    return max(
        (len(re.findall(marker_counts.pattern(marker), bare)) for marker in markers), default=0
    )


def _properties(
    first: tuple[Reading, Side], second: tuple[Reading, Side]
) -> Iterator[tuple[str, str, str]]:
    before, after = dict(first[0].properties), dict(second[0].properties)
    for name in sorted(before.keys() | after.keys()):
        values = before.get(name, ""), after.get(name, "")
        if first[1].facts.bare(values[0]) != second[1].facts.bare(values[1]):
            yield name, *values


def as_data(found: Sequence[FileDifference]) -> list[dict[str, Any]]:
    """Return differences as JSON has them."""
    return [
        {
            "before": file.before or None,
            "after": file.after or None,
            "same": file.is_same,
            "markers": list(file.markers) if file.markers else None,
            "properties": [
                {"name": name, "before": before, "after": after}
                for name, before, after in file.properties
            ],
            "changes": [
                {
                    "place": row.place,
                    "before": list(row.before),
                    "after": list(row.after),
                    "lifted": row.lifted,
                    "added": row.added,
                }
                for row in file.changes
            ],
        }
        for file in found
    ]
