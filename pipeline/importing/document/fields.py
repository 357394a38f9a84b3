"""Fields of a document: which stand open, whether their result is shown, and where it leads."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pipeline.core.ooxml_names import q
from pipeline.importing.document.styles import switched, value
from pipeline.importing.office_package import Element, find, find_all, whole

#: Fields whose result is a list that this program makes itself.
_CONTENTS = frozenset(("TOC", "INDEX", "TOA"))
#: Fields that say where something is, or are nothing in print.
_UNSHOWN = frozenset(("TC", "XE", "TA", "RD", "PRIVATE", "SET", "ASK", "FILLIN"))
_REFERENCES = frozenset(("REF", "NOTEREF"))
#: Fields that show words of their code, or a number that no one counts here.
_SHOW_CODE = frozenset(
    ("MACROBUTTON", "GOTOBUTTON", "EQ", "SYMBOL", "LISTNUM", "AUTONUM", "AUTONUMLGL", "AUTONUMOUT")
)
_WORD = re.compile(r'"([^"]*)"|(\S+)')


@dataclass
class Field:
    """A field that stands open.

    Attributes:
        form: what it lets people choose (w:ffData).
    """

    instruction: str = ""
    in_result: bool = False
    form: Element | None = None

    @property
    def words(self) -> list[str]:
        """Return the words of its instruction, quotation marks taken away."""
        return [quoted or bare for quoted, bare in _WORD.findall(self.instruction)]

    @property
    def kind(self) -> str:
        """Return what it is, in capitals."""
        words = self.words
        return words[0].upper() if words else ""

    @property
    def shown(self) -> str:
        """Return what a field without a result shows: a box that is ticked or not, a choice."""
        if self.kind == "FORMCHECKBOX":
            box = find(self.form, "w:checkBox")
            given = find(box, "w:checked")
            given = given if given is not None else find(box, "w:default")
            return "\u2612" if switched(given) else "\u2610"
        if self.kind == "FORMDROPDOWN":
            rows = find_all(self.form, "w:ddList/w:listEntry")
            chosen = value(self.form, "w:ddList/w:result") or value(self.form, "w:ddList/w:default")
            at = whole(chosen)
            return str(rows[at].get(q("w:val"), "")) if 0 <= at < len(rows) else ""
        return ""

    @property
    def shows_code(self) -> bool:
        """Tell whether a field shows something that stands in its code, or a number of its own."""
        return self.kind in _SHOW_CODE


@dataclass
class Fields:
    """Fields that stand open, the innermost last; they may reach over paragraphs."""

    open: list[Field] = field(default_factory=list)

    def begin(self, instruction: str = "") -> Field:
        """Open a field."""
        self.open.append(Field(instruction))
        return self.open[-1]

    def end(self) -> Field | None:
        """Close the innermost field, and return it."""
        return self.open.pop() if self.open else None

    def step(self, char: Element) -> Field | None:
        """Take a sign that opens, divides or closes a field (w:fldChar).

        Returns:
            a field that ends without a result; None for all else.
        """
        kind = str(char.get(q("w:fldCharType"), ""))
        if kind == "begin":
            self.begin().form = find(char, "w:ffData")
        elif kind == "separate" and self.open:
            self.open[-1].in_result = True
        elif kind == "end":
            closed = self.end()
            return closed if closed is not None and not closed.in_result else None
        return None

    def take(self, element: Element) -> Field | None:
        """Take a sign of a field, or a part of its instruction (w:instrText).

        Returns:
            a field that ends without a result; None for all else.
        """
        if element.tag == q("w:fldChar"):
            return self.step(element)
        if self.open and not self.open[-1].in_result:
            self.open[-1].instruction += str(element.text or "")
        return None

    @property
    def is_contents(self) -> bool:
        """Tell whether a table of contents stands open, in whose result we are."""
        return all(row.in_result for row in self.open) and any(
            row.kind in _CONTENTS for row in self.open
        )

    @property
    def is_shown(self) -> bool:
        """Tell whether words are the result of all open fields, and shown."""
        return all(
            row.in_result and row.kind not in _CONTENTS and row.kind not in _UNSHOWN
            for row in self.open
        )

    @property
    def href(self) -> str:
        """Return where a link of the innermost field leads that has one."""
        for row in reversed(self.open):
            if row.kind == "HYPERLINK":
                words = row.words[1:]
                if words and not words[0].startswith("\\"):
                    return words[0]
        return ""

    @property
    def place(self) -> str:
        """Return the bookmark to which a reference leads; '' for none."""
        for row in reversed(self.open):
            words = row.words
            if row.kind in _REFERENCES and len(words) > 1:
                return words[1]
            if row.kind == "HYPERLINK" and "\\l" in words[:-1]:
                return words[words.index("\\l") + 1]
        return ""
