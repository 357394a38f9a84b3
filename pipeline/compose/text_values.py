"""Parts of running texts from their slots: Markdown, read as the files are."""

from __future__ import annotations

from typing import Literal, assert_never

from pydantic import ValidationError

from pipeline.compose.opened_parts import bad_part, notes_in
from pipeline.compose.opener import Opener
from pipeline.content import texts
from pipeline.content.model import running_text as kinds
from pipeline.content.model.walk import parts, slots_in

#: What a slot stands for: an annex, a section, the words of a numbered paragraph or an entry with
#: what hangs on them, the row of a form, or blocks without a number.
Shape = Literal["annex", "section", "words", "row", "blocks"]


def opened_text(value: str, slot: str, shape: Shape, opener: Opener) -> kinds.Text:
    """Validate a withheld part of a text; an error names its slot only (G19, G23).

    Args:
        value: of the slot.
        slot: its id.
        shape: what its place wants.
        opener: of this edition.

    Raises:
        ContentError: bad-withheld-part.
    """
    holds = opener.slots[slot].holds
    form = f"```form\n{value}\n```\n" if shape == "row" else value
    found = _read(form, slot, opener.phrases["annex"])
    if found is not None and _fits(found, shape):
        inside = all(inner in holds for _, inner, _ in slots_in(found))
        if inside and all(note in found.footnotes for note in notes_in(found)):
            return found
    raise bad_part(slot)


def _read(value: str, slot: str, annex: str) -> kinds.Text | None:
    document = texts.document(value, slot, annex, is_part=True)
    if document.problems:
        return None
    try:
        return kinds.Text.model_validate(document.tree)
    except ValidationError:
        return None


def _fits(text: kinds.Text, shape: Shape) -> bool:
    """Tell whether a text is what its place wants; numbers elsewhere must not depend on it."""
    blocks = text.blocks
    if shape == "annex":
        return not blocks and len(text.annexes) == 1 and isinstance(text.annexes[0], kinds.Annex)
    if text.annexes or not blocks:
        return False
    match shape:
        case "section":
            return len(blocks) == 1 and isinstance(blocks[0], kinds.Section)
        case "words":
            words = (kinds.TextParagraph, kinds.TextList)
            is_text = isinstance(blocks[0], kinds.TextParagraph) and _is_plain(text)
            return is_text and all(isinstance(block, words) for block in blocks)
        case "row":
            rows = [row for form in blocks if isinstance(form, kinds.Form) for row in form.rows]
            return len(blocks) == len(rows) == 1 and isinstance(rows[0], kinds.FormRow)
        case "blocks":
            return _is_plain(text)
        case _:
            assert_never(shape)


def _is_plain(text: kinds.Text) -> bool:
    """Tell whether blocks have no number and no heading with which others are counted."""
    return not any(
        isinstance(part, kinds.Section | kinds.WithheldSection | kinds.WithheldParagraph)
        or (isinstance(part, kinds.TextParagraph) and part.number is not None)
        for _, part in parts(text)
    )
