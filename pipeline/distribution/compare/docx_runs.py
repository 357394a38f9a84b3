"""Changes within a paragraph of a Word document, word by word, as tracked runs.

A word is a run of its own. What Word treats as one thing stays one thing: a link, a field, the
control around a marker, a footnote's reference. What has no text of its own and spans more than a
paragraph, such as a bookmark or half of a field, is no word; it stays where the newer text has it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from lxml import etree

Element = Any
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_WORDS = re.compile(r"\s+|[^\s]+")
#: Attributes of every change; there is no date, so the same two editions give the same file.
_AUTHOR = "dossier"


def w(name: str) -> str:
    """Return the full name of an element or attribute."""
    return f"{{{_W}}}{name}"


@dataclass(frozen=True)
class Atom:
    """Word of a paragraph, or what is treated as one.

    Attributes:
        key: what makes two of them the same; empty for what is no word.
        parts: the elements that it stands for, in the paragraph.
    """

    key: str
    parts: tuple[Element, ...]


class Numbers:
    """Ids of tracked changes, unique in a file; above all that are in use."""

    def __init__(self, first: int) -> None:
        self._next = first

    def change(self, kind: str) -> Element:
        """Return the element of a change: ``ins`` or ``del``."""
        self._next += 1
        return etree.Element(w(kind), {w("id"): str(self._next), w("author"): _AUTHOR})


def atoms(paragraph: Element) -> list[Atom]:
    """Return the words of a paragraph, in reading order."""
    found: list[Atom] = []
    field: list[Element] = []
    depth = 0
    for child in paragraph:
        if child.tag == w("pPr"):
            continue
        marks = [sign.get(w("fldCharType")) for sign in child.iter(w("fldChar"))]
        is_run = child.tag == w("r")
        if is_run and (depth or "begin" in marks):
            depth += marks.count("begin") - marks.count("end")
            field.append(child)
            if depth == 0:
                found.append(Atom(f"\0field {text(field)}", tuple(field)))
                field = []
        elif is_run and not marks:
            found += _run(child)
        elif child.tag in (w("hyperlink"), w("sdt")):
            found += _loose(field)
            field, depth = [], 0
            kind = "link" if child.tag == w("hyperlink") else "control"
            found.append(Atom(f"\0{kind} {text([child])}", (child,)))
        else:
            found += _loose(field)
            field, depth = [], 0
            found.append(Atom("", (child,)))
    return found + _loose(field)


def _loose(field: Sequence[Element]) -> list[Atom]:
    """Return half of a field, which has its other half in another paragraph."""
    return [Atom("", (run,)) for run in field]


def _run(run: Element) -> Iterator[Atom]:
    look = run.find(w("rPr"))
    for child in run:
        if child is look:
            continue
        if child.tag == w("t"):
            for word in _WORDS.findall(child.text or ""):
                yield Atom(word, (_word(look, word),))
            continue
        copied: Element = etree.Element(w("r"))
        copied.extend(deepcopy([part for part in (look, child) if part is not None]))
        is_note = child.tag == w("footnoteReference")
        name = etree.QName(child).localname
        told = _symbol(child) if child.tag == w("sym") else _picture(child)
        yield Atom("\0note" if is_note else f"\0{name} {told}", (copied,))


def _symbol(element: Element) -> str:
    """Return the character that a symbol shows."""
    return chr(int(str(element.get(w("char"), "FFFD")), 16))


def _picture(element: Element) -> str:
    """Return the alternative text of a picture."""
    return " ".join(str(drawing.get("descr", "")) for drawing in element.iter("{*}docPr"))


def _word(look: Element | None, word: str) -> Element:
    run = etree.Element(w("r"))
    if look is not None:
        run.append(deepcopy(look))
    words = etree.SubElement(run, w("t"))
    words.text = word
    words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return run


def text(elements: Iterable[Element]) -> str:
    """Return the printed text of elements; line breaks and tabs are spaces."""
    found = (
        (part.text or "") if part.tag == w("t") else _symbol(part) if part.tag == w("sym") else " "
        for element in elements
        for part in element.iter(w("t"), w("sym"), w("tab"), w("br"))
        if part.getparent() is None or part.getparent().tag != w("tabs")
    )
    return "".join(found)


def gone(found: Sequence[Atom], numbers: Numbers) -> Iterator[Element]:
    """Yield removed words as runs: their letters, without links, controls and pictures."""
    change = numbers.change("del")
    for atom in found:
        change.extend(_plain(atom.parts, is_gone=True) if atom.key else ())
    if len(change):
        yield change


def come(found: Sequence[Atom], numbers: Numbers) -> Iterator[Element]:
    """Yield words that came. A link holds its change; a locked control could not be rejected."""
    change = numbers.change("ins")
    for atom in found:
        if atom.key and atom.parts[0].tag != w("hyperlink"):
            parts = atom.parts
            change.extend(
                _plain(parts, is_gone=False) if parts[0].tag == w("sdt") else deepcopy(list(parts))
            )
            continue
        if len(change):
            yield change
            change = numbers.change("ins")
        for part in map(deepcopy, atom.parts):
            if part.tag == w("hyperlink"):
                within = numbers.change("ins")
                within.extend(list(part))
                part.append(within)
            yield part
    if len(change):
        yield change


def _plain(parts: Sequence[Element], *, is_gone: bool) -> Iterator[Element]:
    """Yield the runs of elements, with letters, tabs, breaks and references alone."""
    for part in parts:
        for run in part.iter(w("r")):
            copied = etree.Element(w("r"))
            for child in run:
                if child.tag in (w("rPr"), w("tab"), w("br"), w("sym"), w("footnoteReference")):
                    copied.append(deepcopy(child))
                elif child.tag == w("t"):
                    words = deepcopy(child)
                    words.tag = w("delText") if is_gone else w("t")
                    copied.append(words)
            if any(child.tag != w("rPr") for child in copied):
                yield copied


def merged(
    before: Element, after: Element, numbers: Numbers, notes: list[tuple[str, str]]
) -> Element:
    """Return a paragraph with the changes that make it another.

    Args:
        before: as it was.
        after: as it is; its styles are taken.
        numbers: of the changes.
        notes: takes the ids of footnotes that stand in both, before and after.
    """
    old = [atom for atom in atoms(before) if atom.key]
    new = atoms(after)
    out: Element = etree.Element(w("p"), after.attrib)
    out.extend(deepcopy(after.findall(w("pPr"))))
    loose = [atom.key == "" for atom in new]
    words = [atom for atom in new if atom.key]
    matcher = SequenceMatcher(
        None, [atom.key for atom in old], [atom.key for atom in words], autojunk=False
    )
    places = [number for number, is_loose in enumerate(loose) if not is_loose] + [len(new)]
    done = 0
    for tag, old_start, old_end, start, end in matcher.get_opcodes():
        if tag in ("delete", "replace"):
            out.extend(gone(old[old_start:old_end], numbers))
        until = places[end] if end > start else done
        if tag == "equal":
            pairs = zip(old[old_start:old_end], words[start:end], strict=True)
            notes += [_notes(*pair) for pair in pairs if pair[0].key == "\0note"]
            out.extend(deepcopy(part) for atom in new[done:until] for part in atom.parts)
        else:
            out.extend(come(new[done:until], numbers))
        done = until
    out.extend(deepcopy(part) for atom in new[done:] for part in atom.parts)
    return out


def _notes(before: Atom, after: Atom) -> tuple[str, str]:
    first, second = (
        str(next(iter(atom.parts[0].iter(w("footnoteReference")))).get(w("id")))
        for atom in (before, after)
    )
    return first, second
