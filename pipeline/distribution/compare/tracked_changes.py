"""Word document with tracked changes, made from two editions' documents.

Only the two documents are read, so what neither prints is not in the result. Paragraphs, lists,
tables and footnotes are compared. Styles, headers, footers and pictures are those of the
later one: a picture that went is not shown, and links of words that went are lost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from difflib import SequenceMatcher
from typing import Any

from lxml import etree

from pipeline.audit.findings import UnreadableError
from pipeline.audit.office import opc
from pipeline.core import stable_zip
from pipeline.distribution.compare.cover_facts import CoverFacts
from pipeline.distribution.compare.difference import Comparison, Side
from pipeline.distribution.compare.docx_runs import (
    Element,
    Numbers,
    atoms,
    come,
    gone,
    merged,
    text,
    w,
)
from pipeline.distribution.package.listing import refused
from pipeline.distribution.package.package_manifest import is_statement

_BODY, _NOTES, _LISTS = "word/document.xml", "word/footnotes.xml", "word/numbering.xml"
#: Share of words in common from which two blocks are the same one, changed.
_ALIKE = 0.4
#: Largest number of pairs of blocks that are compared with each other; more would take seconds.
_MOST_PAIRS = 10_000


def of(comparison: Comparison) -> bytes:
    """Return the document of two packages or editions, with tracked changes.

    Raises:
        DistributeError: they do not have one document each.
    """
    hint = "compare packages, or editions, that have one document (.docx) each"
    for side in (comparison.before, comparison.after):
        if len(_documents(side)) != 1:
            message = f"there is not one document, but {len(_documents(side))}"
            raise refused(side.label, "no-document", message, hint)
    names = [_documents(side)[0] for side in (comparison.before, comparison.after)]
    try:
        files = comparison.before.files[names[0]], comparison.after.files[names[1]]
        return tracked(*files, (comparison.before.facts, comparison.after.facts))
    except (UnreadableError, etree.XMLSyntaxError, LookupError, TypeError, AttributeError):
        raise refused(names[1], "no-document", "a document cannot be read", hint) from None


def _documents(side: Side) -> list[str]:
    return [name for name in side.files if name.endswith(".docx") and not is_statement(name)]


def tracked(
    before: bytes,
    after: bytes,
    facts: tuple[CoverFacts, CoverFacts] = (CoverFacts(), CoverFacts()),
) -> bytes:
    """Return a document with tracked changes.

    Args:
        before: a document that this program made.
        after: another one.
        facts: number and date of both; they are shown as the later one has them, unmarked.

    Raises:
        UnreadableError: one of them cannot be read.
    """
    old, new = opc.unzipped(before)[0], opc.unzipped(after)[0]
    return stable_zip.pack(_Redline(old, new, facts).members())


class _Redline:
    """One comparison of two documents."""

    def __init__(
        self,
        old: Mapping[str, bytes],
        new: Mapping[str, bytes],
        facts: tuple[CoverFacts, CoverFacts],
    ) -> None:
        self._members = dict(new)
        self._old = _parsed(old[_BODY])
        self._new = _parsed(new[_BODY])
        _take_facts((self._old, self._new), facts)
        self._old_notes = _parsed(old[_NOTES]) if _NOTES in old else None
        self._new_notes = _parsed(new[_NOTES]) if _NOTES in new else None
        self._keeps_lists = old.get(_LISTS) == new.get(_LISTS)
        self._both_notes: list[tuple[str, str]] = []
        ids = (
            element.get(w("id"), "") for tree in (self._old, self._new) for element in tree.iter()
        )
        self._numbers = Numbers(max((int(number) for number in ids if number.isdigit()), default=0))

    def members(self) -> dict[str, bytes]:
        """Return the parts of the document."""
        body = self._new.find(w("body"))
        self._fill(body, self._old.find(w("body")), body)
        self._footnotes(body)
        self._members[_BODY] = _written(self._new)
        if self._new_notes is not None:
            self._members[_NOTES] = _written(self._new_notes)
        return self._members

    def _fill(self, target: Element, before: Element, after: Element) -> None:
        """Put the changes between two lists of blocks in the place of a target's blocks."""
        old, new = _blocks(before), _blocks(after)
        found = list(self._compared(old, new))
        rest = [child for child in target if child not in new]
        for child in list(target):
            target.remove(child)
        head = [child for child in rest if child.tag == w("tcPr")]
        target.extend(head + found + [child for child in rest if child.tag != w("tcPr")])

    def _compared(self, old: Sequence[Element], new: Sequence[Element]) -> Iterator[Element]:
        for before, after in _pairs(old, new):
            if before is None:
                yield self._inserted(after)
            elif after is None:
                yield self._deleted(before)
            elif after.tag == w("p"):
                yield merged(before, after, self._numbers, self._both_notes)
            else:
                yield self._table(before, after)

    def _table(self, before: Element, after: Element) -> Element:
        out: Element = etree.Element(w("tbl"))
        out.extend(deepcopy([part for part in after if part.tag != w("tr")]))
        for old, new in _pairs(before.findall(w("tr")), after.findall(w("tr"))):
            if old is None:
                out.append(self._inserted_row(new))
            elif new is None:
                out.append(self._deleted_row(old))
            elif _widths(old) != _widths(new):
                out.extend((self._deleted_row(old), self._inserted_row(new)))
            else:
                row = deepcopy(new)
                cells = zip(row.findall(w("tc")), old.findall(w("tc")), strict=True)
                for cell, was in cells:
                    self._fill(cell, was, cell)
                out.append(row)
        return out

    def _inserted(self, block: Element) -> Element:
        if block.tag == w("tbl"):
            return self._whole(block, self._inserted_row)
        out: Element = etree.Element(w("p"), block.attrib)
        out.extend(deepcopy(block.findall(w("pPr"))))
        self._mark(out, "ins")
        out.extend(come(atoms(block), self._numbers))
        return out

    def _whole(self, table: Element, marked: Callable[[Element], Element]) -> Element:
        """Return a table of which each row is new, or gone."""
        out: Element = etree.Element(w("tbl"))
        out.extend(deepcopy([part for part in table if part.tag != w("tr")]))
        out.extend([marked(row) for row in table.findall(w("tr"))])
        return out

    def _inserted_row(self, row: Element) -> Element:
        out = deepcopy(row)
        self._mark_row(out, "ins")
        for cell in out.findall(w("tc")):
            for block in _blocks(cell):
                cell.replace(block, self._inserted(block))
        return out

    def _deleted(self, block: Element) -> Element:
        if block.tag == w("tbl"):
            return self._whole(block, self._deleted_row)
        out: Element = etree.Element(w("p"))
        out.extend(deepcopy(block.findall(w("pPr"))))
        for name in ("sectPr", *(() if self._keeps_lists else ("numPr",))):
            for part in list(out.iter(w(name))):
                part.getparent().remove(part)
        self._mark(out, "del")
        out.extend(gone(atoms(block), self._numbers))
        return out

    def _deleted_row(self, row: Element) -> Element:
        out = deepcopy(row)
        self._mark_row(out, "del")
        for cell in out.findall(w("tc")):
            for block in _blocks(cell):
                cell.replace(block, self._deleted(block))
        return out

    def _mark(self, paragraph: Element, kind: str) -> None:
        """Mark the end of a paragraph as new, or as gone."""
        look = paragraph.find(w("pPr"))
        if look is None:
            look = etree.SubElement(paragraph, w("pPr"))
        letters = look.find(w("rPr"))
        if letters is None:
            letters = etree.Element(w("rPr"))
            late = [part for part in look if part.tag in (w("sectPr"), w("pPrChange"))]
            look.insert(look.index(late[0]) if late else len(look), letters)
        letters.insert(0, self._numbers.change(kind))

    def _mark_row(self, row: Element, kind: str) -> None:
        look = row.find(w("trPr"))
        if look is None:
            look = etree.Element(w("trPr"))
            row.insert(1 if row.find(w("tblPrEx")) is not None else 0, look)
        look.append(self._numbers.change(kind))

    def _footnotes(self, body: Element) -> None:
        """Compare footnotes that stay, and bring those whose references went."""
        old, new = self._old_notes, self._new_notes
        if old is None:
            return
        if new is None:  # there is no part to bring them to
            for change in body.iter(w("del")):
                for run in [
                    child for child in change if child.find(w("footnoteReference")) is not None
                ]:
                    change.remove(run)
            return
        notes = {tree: {note.get(w("id")): note for note in tree} for tree in (old, new)}
        for first, second in self._both_notes:
            note = notes[new][second]
            self._fill(note, notes[old][first], note)
        last = max(int(number) for number in notes[new])
        for change in list(body.iter(w("del"))):
            for reference in change.iter(w("footnoteReference")):
                last += 1
                note = deepcopy(notes[old][reference.get(w("id"))])
                note.set(w("id"), str(last))
                reference.set(w("id"), str(last))
                new.append(note)


def _take_facts(trees: tuple[Element, Element], facts: tuple[CoverFacts, CoverFacts]) -> None:
    """Give the earlier document the later one's number and date, where only these differ."""
    found: list[dict[str, Element]] = []
    for tree, own in zip(trees, facts, strict=True):
        paragraphs = list(tree.iter(w("p")))
        lines = [("text", " ".join(text([paragraph]).split())) for paragraph in paragraphs]
        rows = zip(own.keys(lines, 1), lines, paragraphs, strict=True)
        found.append({key: paragraph for key, (_, line), paragraph in rows if key != line})
    for key, paragraph in found[0].items():
        if key in found[1]:
            later = [part for part in found[1][key] if part.tag != w("pPr")]
            for part in [part for part in paragraph if part.tag != w("pPr")]:
                paragraph.remove(part)
            paragraph.extend(deepcopy(later))


def _pairs(
    old: Sequence[Element], new: Sequence[Element]
) -> Iterator[tuple[Element | None, Element | None]]:
    """Yield which blocks, or rows, belong together, in the order of the later text."""
    keys = [[(str(block.tag), text([block])) for block in side] for side in (old, new)]
    matcher = SequenceMatcher(None, keys[0], keys[1], autojunk=False)
    for tag, old_start, old_end, start, end in matcher.get_opcodes():
        if tag == "equal":
            yield from zip(old[old_start:old_end], new[start:end], strict=True)
        else:
            yield from _alike(old[old_start:old_end], new[start:end])


def _alike(
    old: Sequence[Element], new: Sequence[Element]
) -> Iterator[tuple[Element | None, Element | None]]:
    """Yield pairs of blocks that are much alike, in order, so that their likeness is largest."""
    rows, columns = len(old), len(new)
    if rows * columns > _MOST_PAIRS:
        yield from ((block, None) for block in old)
        yield from ((None, block) for block in new)
        return
    alike = [[_likeness(first, second) for second in new] for first in old]
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for row in range(rows - 1, -1, -1):
        for column in range(columns - 1, -1, -1):
            both = alike[row][column]
            best[row][column] = max(
                best[row + 1][column],
                best[row][column + 1],
                both + best[row + 1][column + 1] if both else 0.0,
            )
    row = column = 0
    while row < rows and column < columns:
        both = alike[row][column]
        if both and best[row][column] == both + best[row + 1][column + 1]:
            yield old[row], new[column]
            row, column = row + 1, column + 1
        elif best[row][column] == best[row + 1][column]:
            yield old[row], None
            row += 1
        else:
            yield None, new[column]
            column += 1
    yield from ((block, None) for block in old[row:])
    yield from ((None, block) for block in new[column:])


def _likeness(old: Element, new: Element) -> float:
    """Return the share of words that two blocks have in common; 0 for those that are others."""
    if old.tag != new.tag or (old.tag == w("tbl") and _grid(old) != _grid(new)):
        return 0.0
    first, second = text([old]).split(), text([new]).split()
    if old.tag == w("tr") and len(old.findall(w("tc"))) == len(new.findall(w("tc"))):
        # as many cells are something in common
        first, second = [*first, "\0"], [*second, "\0"]
    if not first and not second:
        return 1.0
    ratio = SequenceMatcher(None, first, second, autojunk=False).ratio()
    return ratio if ratio >= _ALIKE else 0.0


def _grid(table: Element) -> int:
    return len(table.findall(f"{w('tblGrid')}/{w('gridCol')}"))


def _widths(row: Element) -> list[Any]:
    spans = (cell.find(f"{w('tcPr')}/{w('gridSpan')}") for cell in row.findall(w("tc")))
    return [None if span is None else span.get(w("val")) for span in spans]


def _blocks(parent: Element) -> list[Element]:
    return [child for child in parent if child.tag in (w("p"), w("tbl"))]


def _parsed(data: bytes) -> Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    return etree.fromstring(data, parser)


def _written(tree: Element) -> bytes:
    return etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
