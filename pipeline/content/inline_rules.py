"""Patterns of what inline markup adds to CommonMark: ids, slots, marks, footnotes, references."""

from __future__ import annotations

import re

ID = r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*"
SLOT = re.compile(rf"\[\[({ID})\]\]")
#: A mark holds no other: it would end where that ends.
UNSEALED = re.compile(rf"\[\[({ID}):\s*((?:(?!\[\[{ID}(?:\]\]|:)).)+?)\]\]", re.DOTALL)
NOTE = re.compile(rf"\[\^({ID})\]")
#: A reference to a place of a running text; what stands in its brackets stands for the number.
REFERENCE = re.compile(rf"\[([^\[\]]*)\]\(#({ID})\)")
#: What opens a construct of ours: code, name and hint for one that is not complete.
OPENERS = {
    "[[": (
        "bad-redaction",
        "redaction",
        "write [[slot-id]], or [[ground: words]] while it is not sealed",
    ),
    "[^": ("bad-note", "footnote", "write [^note-id]"),
    "]{": ("bad-attribute", "language", "write [words]{lang=de}, or \\{ for the sign itself"),
}
