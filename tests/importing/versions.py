"""Three versions of an invented text: as it was imported, as it stands, as it comes anew.

A text is a list of blocks. One of them, the target, has words that may be withheld; in each version
something happens to it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

from pipeline.content import text_reader
from pipeline.content.text_draft import TextDocument
from pipeline.importing.version import pieces
from pipeline.importing.version.pieces import Parts

#: Words that stand nowhere else.
VALUE, CHANGED_VALUE = "Quirbel of Zanzifax", "Quirbel of Zanzifaxia and Vornhold"
GROUND = "international-relations"
SLOT = "r1"

KINDS = (
    "heading", "numbered", "paragraph", "dash", "letter", "part", "pipes", "table", "form", "quote",
    "statement", "footnote",
)  # fmt: skip
#: What became of the target in the dossier, and in the new file.
OURS = ("same", "edited", "slot", "slot-edited", "mark", "whole-slot", "whole-mark", "deleted",
        "inserted")  # fmt: skip
THEIRS = ("same", "far", "near", "value", "moved", "moved-far", "deleted", "inserted", "rewritten",
          "value-elsewhere")  # fmt: skip


@dataclass(frozen=True)
class Block:
    """A block: its kind, its words with ``{}`` for the value, and what stands for the value."""

    kind: str
    words: str
    value: str = ""
    braces: str = ""
    whole: bool = False

    @property
    def text(self) -> str:
        return self.value if self.whole else self.words.replace("{}", self.value)


def context() -> list[Block]:
    """Return the blocks around the target, which stands fourth."""
    return [
        Block("heading", "Findings of the invented mission"),
        Block("numbered", "The mission visited nine lakes in the north of Quarkland last year."),
        Block(
            "paragraph", "It was received by everybody who keeps a boat, and by some who do not."
        ),
        Block("numbered", "The boats were counted twice, since one of them had moved in between."),
        Block("heading", "Outlook for the coming season"),
        Block(
            "paragraph", "Whether the ice holds in spring will be known once the spring is over."
        ),
        Block("numbered", "The report is to be sent to all who asked for it before the summer."),
    ]


def target(kind: str) -> Block:
    words = "In the opinion of the harbour master {} has agreed to lower all fees by half"
    return Block(
        kind, words if kind in {"pipes", "table", "form", "heading"} else f"{words}.", VALUE
    )


def blocks(kind: str) -> list[Block]:
    rows = context()
    return [*rows[:3], target(kind), *rows[3:]]


def edited(words: str) -> str:
    return words.replace("lower all fees by half", "lower all the fees by one half")


def ours(kind: str, fate: str) -> list[Block]:
    """Return the blocks as they stand in the dossier."""
    rows = blocks(kind)
    row = rows[3]
    if fate in {"edited", "slot-edited"}:
        row = replace(row, words=row.words.replace("In the opinion of", "In the humble opinion of"))
    if fate in {"slot", "slot-edited"}:
        row = replace(row, value=f"[[{SLOT}]]")
    if fate == "mark":
        row = replace(row, value=f"[[{GROUND}: {VALUE}]]")
    if fate == "whole-slot":
        row = replace(row, value=f"[[{SLOT}]]", whole=True)
        if kind == "heading":  # and all below it
            return [*rows[:3], row, *rows[5:]]
    if fate == "whole-mark":
        row = replace(row, braces=f" {{withhold={GROUND}}}")
    if fate == "deleted":
        return [*rows[:3], *rows[4:]]
    if fate == "inserted":
        own = Block(
            "paragraph", "This sentence was written by the drafting officer alone, on a Monday."
        )
        return [*rows[:3], own, *rows[3:]]
    return [*rows[:3], row, *rows[4:]]


def theirs(kind: str, fate: str) -> list[Block]:
    """Return the blocks as they come anew."""
    rows = blocks(kind)
    row = rows[3]
    rest = [*rows[:3], *rows[4:]]
    match fate:
        case "far":
            row = replace(row, words=edited(row.words))
        case "near":
            row = replace(row, words=row.words.replace("has agreed", "and others agreed"))
        case "value":
            row = replace(row, value=CHANGED_VALUE)
        case "moved":
            return [*rest[:6], row, *rest[6:]]
        case "moved-far":
            return [*rest[:6], replace(row, words=edited(row.words)), *rest[6:]]
        case "deleted":
            return rest
        case "inserted":
            own = Block("paragraph", "Twelve further lakes were seen from the air, in bad weather.")
            return [*rows[:3], own, *rows[3:]]
        case "rewritten":
            row = replace(row, words="Nobody said what {} would do about it, when asked")
        case "value-elsewhere":
            last = Block("paragraph", f"A letter from {VALUE} came too late to be read out.")
            return [*rows, last]
        case _:
            pass
    return [*rows[:3], row, *rows[4:]]


#: How an import writes each kind.
_FORMS = {
    "heading": "# {text}{braces}{whole}",
    "numbered": "{number}. {text}{braces}",
    "paragraph": "{text}{braces}",
    "dash": "There were points on the list:\n\n– the first of them\n– {text}{braces}\n– the last",
    "letter": "There were points on a list:\n\n(a) the first\n(b) {text}{braces}\n(c) the last",
    "part": "There were points:\n\n(a) the first of all\n\n    {text}{braces}\n\n(b) the second",
    "pipes": "| Harbour | Said |{braces}\n|---|---|\n| North | {text} |",
    "table": "```table Table 1: Words\nalt: Words\nheader: [Harbour, Said]\nrows:\n"
    '  - [North, "{text}"]\n```',
    "form": "```form\nHarbour: North\nSaid: {text}{braces}\n```",
    "quote": "```quote{braces}\n{text}\n```",
    "statement": "```statement DK{braces}\n{text}\n```",
    "footnote": "The harbour master spoke[^note-1].",
}


def written(rows: list[Block]) -> str:
    """Return a text as an import writes it; numbers run on."""
    out: list[str] = []
    notes: list[str] = []
    number = 0
    for row in rows:
        number += row.kind == "numbered"
        whole = " {whole}" if row.whole else ""
        form = _FORMS[row.kind]
        out.append(form.format(text=row.text, braces=row.braces, whole=whole, number=number))
        if row.kind == "footnote":
            notes.append(f"[^note-1]: {row.text}")
    return "\n\n".join([*out, *notes]) + "\n"


@cache
def read(text: str) -> TextDocument:
    return text_reader.read(text, "body.md")


@cache
def parts(text: str) -> Parts:
    document = read(text)
    assert not document.problems, (document.problems, text)
    return pieces.divided(document)


def is_possible(kind: str, fate: str) -> bool:
    """Tell whether a part of this kind can be marked or withheld as a whole where it stands."""
    if fate == "whole-mark":
        return kind not in {"footnote", "table"}
    return fate != "whole-slot" or kind not in {"pipes", "table", "form", "quote", "statement"}
