"""Check whether a package withholds more than the one handed out before.

What was public once is public. Whoever withholds it later has to say why, for the register.
Public files do not name their slots, so the text is compared: a marker that is new, or that words
went beside, may stand for words that everybody had. The answer errs on the side of asking.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher

from pipeline.audit.findings import UnreadableError
from pipeline.audit.office.opc import unzipped
from pipeline.distribution.compare import difference, word_changes
from pipeline.distribution.package import marker_counts
from pipeline.distribution.package.audiences import PUBLIC
from pipeline.distribution.package.listing import refused
from pipeline.distribution.package.package_manifest import Contents, is_statement
from pipeline.distribution.packing import Package
from pipeline.distribution.register import register
from pipeline.distribution.register.register_entries import Entry, Line
from pipeline.edition.formats import FORMATS, Format

#: A document in a language.
_Whose = tuple[str, str]
Kept = Callable[[Entry], Package | None]


def check(lines: Sequence[Line], package: Package, kept: Kept) -> None:
    """Check that public editions of a package withhold no more than those that went out last.

    Args:
        lines: of the register.
        package: that is to go out.
        kept: gives the package of a line, if it is there still.

    Raises:
        DistributeError: they do, or it cannot be decided.
    """
    for row in package.contents.editions:
        if row.edition != "public" or not row.markers:
            continue
        for entry, markers in _before(lines, package.contents, (row.dossier, row.language)):
            name = f"{entry.file} of {entry.day}"
            if row.markers > markers:
                raise _more(package, f"{row.markers} markers, and {name} had {markers}")
            old = kept(entry)
            if old is None:
                raise _unknown(package, name)
            places = list(_places(old, package, row.language))
            if places:
                shown = ", ".join(dict.fromkeys(places))
                raise _more(package, f"more than in {name} may be withheld: {shown}")


def _more(package: Package, message: str) -> Exception:
    hint = "compare them with 'dossier diff'; say why with --reason, which the register keeps"
    return refused(package.file_name, "withholds-more", message, hint)


def _unknown(package: Package, name: str) -> Exception:
    message = f"{name} is not there any more, so what it withheld cannot be compared"
    hint = "put it back from a copy; or say with --reason why this one may withhold more"
    return refused(package.file_name, "withholds-more", message, hint)


def _before(
    lines: Sequence[Line], declared: Contents, whose: _Whose
) -> Iterator[tuple[Entry, int]]:
    """Yield what went out last to this audience and to the public, with its markers.

    Of packages that share no format with this one the numbers alone would be compared; one that
    shares a format says more, so it is looked for first.
    """
    formats = _formats(declared, whose[1])
    for audience in dict.fromkeys((declared.audience, PUBLIC)):
        rows = [
            (entry, edition.markers)
            for entry in reversed(register.distributions(lines))
            if entry.audience == audience
            for edition in entry.editions
            if edition.edition == "public" and (edition.dossier, edition.language) == whose
        ]
        alike = [row for row in rows if formats & _endings(row[0])]
        yield from (alike or rows)[:1]


def _formats(declared: Contents, language: str) -> set[str]:
    return {
        str(file.format)
        for file in declared.files
        if file.edition == "public" and file.language == language and file.format
    }


def _endings(entry: Entry) -> set[str]:
    return {file.name.rpartition(".")[2] for file in entry.files}


def _places(old: Package, new: Package, language: str) -> Iterator[str]:
    """Yield where markers of the new package may stand for words of the old one."""
    sides = [
        difference.side(unzipped(package.data)[0], package.file_name) for package in (old, new)
    ]
    names = [_names(package.contents, language) for package in (old, new)]
    for fmt in FORMATS:
        if fmt not in names[0] or fmt not in names[1]:
            continue
        texts: list[list[tuple[str, str]]] = []
        for side, own in zip(sides, names, strict=True):
            try:
                reading = marker_counts.reading(side.files[own[fmt]], fmt)
            except UnreadableError:
                yield own[fmt]
                break
            texts.append(difference.lines(reading, fmt))
        else:
            yield from _narrowed(texts, sides)


def _names(declared: Contents, language: str) -> Mapping[Format, str]:
    return {
        file.format: file.name
        for file in declared.files
        if file.format
        and (file.edition, file.language) == ("public", language)
        and not is_statement(file.name)
    }


def _narrowed(
    texts: Sequence[list[tuple[str, str]]], sides: Sequence[difference.Side]
) -> Iterator[str]:
    first, second = texts
    matcher = SequenceMatcher(
        None, [line for _, line in first], [line for _, line in second], autojunk=False
    )
    for tag, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        if tag == "equal":
            continue
        # with the lines around it, as a marker there may now stand for more
        old = first[max(old_start - 1, 0) : old_end + 1]
        new = second[max(new_start - 1, 0) : new_end + 1]
        if word_changes.may_withhold_more(
            word_changes.words([line for _, line in old], sides[0].markers),
            word_changes.words([line for _, line in new], sides[1].markers),
        ):
            yield (new or old)[-1][0]
