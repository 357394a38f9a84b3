"""List that numbers the paragraphs of a text: the longest that counts 1., 2., 3. on one level."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence

from pipeline.importing.document.list_labels import Label
from pipeline.importing.found import Run
from pipeline.importing.found_document import Block, Passage

Labelled = Callable[[Passage], tuple[Label | None, list[Run]]]


def main_list(
    blocks: Sequence[Block], annex: str, label_of: Labelled, key_of: Callable[[Passage, Label], str]
) -> str:
    """Return the key of the list whose items are numbered paragraphs; '' for none.

    Args:
        blocks: from the beginning of the body, or of an annex.
        annex: what the heading of an annex begins with.
        label_of: returns the number or mark of a paragraph.
        key_of: returns which list a paragraph is of.
    """
    found: Counter[str] = Counter()
    begins = re.compile(rf"\s*{re.escape(annex)}(?:\s|$)")
    for block in blocks:
        if not isinstance(block, Passage) or block.heading or block.level or block.box:
            continue
        if begins.match("".join(run.text for run in block.runs)) and not block.label:
            break
        label, _ = label_of(block)
        if label is not None and label.is_paragraph:
            found[key_of(block, label)] += 1
    return found.most_common(1)[0][0] if found else ""
