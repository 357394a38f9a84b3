"""Text of a dossier with a new version's changes, as they were decided, written into it.

Pieces that stay keep their lines, but for their number and where an entry begins. What was written
is read again and must be the pieces that were meant; if not, it is laid out anew, and else refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.content import numerals, text_foreign
from pipeline.content.text_draft import TextDocument
from pipeline.importing.version.change import Comparison, Row
from pipeline.importing.version.pieces import Parts, Piece, divided
from pipeline.importing.version.wording import PLACE, Wording

#: Columns before an entry of the deepest level, at most.
_FARTHEST = 16
_LEFT_MARGIN = ("heading", "annex", "paragraph", "table", "fence", "page-end")


@dataclass(eq=False)
class _Out:
    """A piece to be written; ``is_changed`` tells that its lines are not those of the file."""

    piece: Piece
    behind: list[str]
    is_changed: bool = False
    was: Piece | None = None

    @property
    def stood(self) -> Piece:
        """Return the piece of the file that stands here, or did; else the one that came."""
        return self.piece if self.was is None else self.was


def written(comparison: Comparison, read: Callable[[str], TextDocument]) -> str | None:
    """Return the text, or None if it would not read as it is meant.

    Args:
        comparison: with all decisions.
        read: reads a text, as the content does.
    """
    ours = comparison.ours
    out = _pieces(ours, comparison)
    _lead(out, comparison.rows, is_computed=ours.is_computed)
    if not ours.is_computed:
        _number(out)
    notes, tail = _notes(out, ours, comparison)
    for is_tidy in (False, True):
        text = "\n".join(_lines(ours, out, notes, tail, is_tidy=is_tidy)).rstrip("\n") + "\n"
        if _is_meant(out, read(text)):
            return text
    return None


def _pieces(ours: Parts, comparison: Comparison) -> list[_Out]:
    """Return the pieces that stand, in order, each with the footnotes that stand below it."""
    index = {id(piece): at for at, piece in enumerate(ours.pieces)}
    last = len(ours.pieces) - 1
    out: list[_Out] = []
    for row in comparison.rows:
        is_own = row.pieces is row.ours
        for at, piece in enumerate(row.pieces):
            was = row.ours[at] if at < len(row.ours) else None
            out.append(_Out(piece, [], is_changed=not is_own, was=was))
        for piece in row.ours:
            at = index[id(piece)]
            if out and at < last:
                out[-1].behind += ours.notes_behind.get(at, [])
    return out


def _lead(out: list[_Out], rows: Sequence[Row], *, is_computed: bool) -> None:
    """Let references of what was taken lead to places of this text."""
    by_piece = {id(row.piece): row for row in out}
    targets: dict[str, tuple[_Out | None, Piece]] = {}
    for place_row in rows:
        is_even = len(place_row.pieces) == len(place_row.theirs)
        own = place_row.pieces if is_even else ()
        for at, other in enumerate(place_row.theirs):
            if other.id:
                found = by_piece.get(id(own[at])) if own else None
                if found is not None or other.id not in targets:
                    targets[other.id] = found, other
    used = {row.piece.id for row in out if row.piece.id}
    for row in out:
        if not row.is_changed:
            continue
        leads: dict[str, str] = {}
        for place in row.piece.wording.places:
            if place in targets:
                leads[place] = _reference(*targets[place], used, is_computed=is_computed)
        if leads:
            wording = row.piece.wording
            row.piece = replace(
                row.piece, wording=Wording(wording.renamed({}, leads), wording.targets)
            )


def _has_number(piece: Piece, *, is_computed: bool) -> bool:
    """Tell whether a reference to a piece prints a number; that of a figure is in its caption."""
    if piece.kind == "heading":
        return bool(piece.number) or (is_computed and "unnumbered" not in piece.flags)
    return piece.kind in {"annex", "fence"} or piece.number not in {"", "–"}


def _reference(found: _Out | None, other: Piece, used: set[str], *, is_computed: bool) -> str:
    """Return a reference to a place, which gets a name if it has none; else its number."""
    if found is None or not _has_number(found.piece, is_computed=is_computed):
        return other.number.strip(".") or "…"
    if not found.piece.id:
        name, number = other.id, 1
        while name in used:
            number += 1
            name = f"{other.id}-{number}"
        used.add(name)
        found.piece, found.is_changed = replace(found.piece, id=name), True
    return f"[see](#{found.piece.id})"


def _number(out: list[_Out]) -> None:
    """Let typed numbers run on, as the rules of the content want them."""
    count, is_free = 0, False
    headings: dict[int, numerals.Sequence] = {}
    entries: dict[int, numerals.Sequence] = {}
    for row in out:
        piece = row.piece
        if piece.kind == "annex":
            count, is_free, headings = 0, False, {}
        if piece.kind in _LEFT_MARGIN:
            entries = {}
        if piece.kind == "heading":
            headings = {level: order for level, order in headings.items() if level <= piece.level}
            is_free = is_free or "whole" in piece.flags
            _take(row, headings.setdefault(piece.level, numerals.Sequence()))
        elif piece.kind == "paragraph" and piece.number:
            typed = int(piece.number.rstrip("."))
            count = typed if is_free and typed > count else count + 1
            is_free = False
            _renumber(row, f"{count}.")
        elif piece.kind == "entry":
            entries = {level: order for level, order in entries.items() if level <= piece.level}
            if piece.number == "–":
                entries.pop(piece.level, None)
            else:
                _take(row, entries.setdefault(piece.level, numerals.Sequence()))


def _take(row: _Out, order: numerals.Sequence) -> None:
    if not row.piece.number:
        return
    before = order.count
    wanted = order.take(row.piece.number)
    if wanted and " " not in wanted:
        order.count = before + 1
        _renumber(row, wanted)


def _renumber(row: _Out, number: str) -> None:
    if row.piece.number != number:
        prefix = row.piece.prefix.replace(row.piece.number, number, 1)
        row.piece = replace(row.piece, number=number, prefix=prefix)
        row.is_changed = True


def _notes(
    out: list[_Out], ours: Parts, comparison: Comparison
) -> tuple[dict[str, list[str]], list[str]]:
    """Return the lines of all footnotes by name, and the names of those at the end."""
    used = {name for row in out for name in row.piece.wording.notes}
    lines: dict[str, list[str]] = {}
    for row in comparison.notes:
        for piece in row.pieces:
            if piece.id in used:
                lines[piece.id] = list(piece.lines) or _rendered(piece, 0)
    fresh = [name for name in comparison.new_notes if name in used]
    for name in fresh:
        piece = comparison.new_notes[name]
        text = piece.wording.renamed(comparison.names.all, {})
        lines[name] = [f"[^{name}]: {text}"]
    last = ours.notes_behind.get(len(ours.pieces) - 1, [])
    above = ours.notes_behind.get(-1, [])
    return lines, [name for name in (*above, *last, *fresh) if name in lines]


def _rendered(piece: Piece, indent: int, *, is_flat: bool = False) -> list[str]:
    """Return the lines of a piece that is written anew."""
    raw = piece.wording.raw
    if piece.is_block:
        head, *rest = raw.split("\n")
        return [f"{head}{piece.braces}", *rest]
    if is_flat:
        raw = re.sub(r"\s*\n\s*", " ", raw)
    prefix = f"[^{piece.id}]: " if piece.kind == "note" else piece.prefix
    return f"{' ' * indent}{prefix}{raw}{piece.braces}".split("\n")


class _Layout:
    """Columns at which entries and what hangs on them begin."""

    def __init__(self) -> None:
        self._entries: dict[int, int] = {}
        self._content: dict[int, int] = {0: 0}
        self._shift = 0

    def indent(self, row: _Out, *, is_tidy: bool) -> int:
        """Return the column of a piece, and note what follows from it."""
        piece, was = row.piece, row.was
        if piece.kind in _LEFT_MARGIN:
            room = len(piece.prefix) if piece.kind == "paragraph" else 0
            self._entries, self._content = {}, {0: room}
            before = was.prefix if was and was.kind == "paragraph" else ""
            self._shift = room - len(before) if was else 0
            return 0
        is_placed = piece.line != 0 and not is_tidy
        if piece.kind == "part":
            return piece.indent + self._shift if is_placed else self._content.get(piece.level, 0)
        above = self._content.get(piece.level - 1, 0)
        column = self._entries.get(piece.level, above)
        if is_placed:
            column = piece.indent + self._shift
        self._entries = {at: row for at, row in self._entries.items() if at < piece.level}
        self._content = {at: row for at, row in self._content.items() if at < piece.level}
        self._entries[piece.level] = column
        self._content[piece.level] = column + len(piece.prefix)
        return column


def _lines(
    ours: Parts, out: list[_Out], notes: dict[str, list[str]], tail: list[str], *, is_tidy: bool
) -> Iterator[str]:
    yield from ours.front
    layout = _Layout()
    before: _Out | None = None
    for row in out:
        if before is not None and _is_apart(before, row, is_tidy=is_tidy):
            yield ""
        column = layout.indent(row, is_tidy=is_tidy)
        yield from _own_lines(row, column, is_tidy=is_tidy)
        before = row
        for name in row.behind:
            if name in notes:
                yield ""
                yield from notes[name]
                before = _Out(replace(row.piece, kind="note"), [], is_changed=True)
    for name in tail:
        yield ""
        yield from notes[name]


def _own_lines(row: _Out, column: int, *, is_tidy: bool) -> Iterator[str]:
    piece = row.piece
    if piece.is_block or not is_tidy:
        if not row.is_changed and column == piece.indent:
            yield from piece.lines
            return
        lines = _rendered(piece, column)
        yield lines[0]
        room = 0 if piece.is_block else column - piece.indent
        for line in lines[1:]:
            yield f"{' ' * room}{line}" if room >= 0 else line[min(-room, _margin(line)) :]
        return
    yield from _rendered(piece, column, is_flat=True)


def _margin(line: str) -> int:
    return len(line) - len(line.lstrip())


def _is_apart(before: _Out, row: _Out, *, is_tidy: bool) -> bool:
    """Tell whether an empty line goes before a piece: as in the file, where both stood there."""
    above, piece = before.stood, row.stood
    follows = above.line > 0 and piece.line == above.line + len(above.lines)
    if row.piece.kind == "entry" and before.piece.kind == "entry":
        if piece.is_apart and piece.line > 0 and not is_tidy:
            return True
        stands = follows and not (is_tidy or before.is_changed)
        return row.piece.level > before.piece.level and not (
            stands or _leads(before, is_flat=is_tidy)
        )
    return not follows or piece.is_apart or is_tidy


def _leads(before: _Out, *, is_flat: bool) -> bool:
    """Tell whether a list may begin right below the lines of a piece."""
    return text_foreign.leads_to_list(_rendered(before.piece, _FARTHEST, is_flat=is_flat)[-1])


def _is_meant(out: Sequence[_Out], document: TextDocument) -> bool:
    """Tell whether a text reads as the pieces that were meant, each withheld as it was."""
    if document.problems:
        return False
    found = divided(document).pieces
    if len(found) != len(out):
        return False
    for piece, row in zip(found, out, strict=True):
        wanted = row.piece
        if piece.shape != wanted.shape or _keys(piece) != _keys(wanted):
            return False
        if [hidden.slot for hidden in piece.wording.hidden] != [
            hidden.slot for hidden in wanted.wording.hidden
        ]:
            return False
        if (wanted.ground or wanted.under) and not (piece.ground or piece.under):
            return False  # a mark would not cover it any more
    return True


def _keys(piece: Piece) -> list[str]:
    return [PLACE if key.startswith(PLACE) else key for key in piece.wording.keys]
