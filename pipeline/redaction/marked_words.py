"""Marked words and parts in content files: their places, the values to seal, the text that stays.

A whole part is cut out with its comments: those between its keys, those beside it, and those below
it that are indented as far as its keys. A comment above it, or beside the key or the dash that it
hangs on, stays.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from yaml.nodes import MappingNode

from pipeline.content import markup, yaml_letters, yaml_positions
from pipeline.content.model import walk
from pipeline.content.model.parts import ImageSpec, Markable
from pipeline.content.model.running_text import Annex, Section
from pipeline.content.model.slides import GivenSlide
from pipeline.content.secret import Secret
from pipeline.content.yaml_letters import NotEditableError
from pipeline.core.errors import ContentError, Problem
from pipeline.redaction import text_parts
from pipeline.redaction.withheld_needles import Form
from pipeline.redaction.yaml_edit import edited_files, nodes
from pipeline.redaction.yaml_edit.edited_files import DECK, Content

KEY = "withhold"
_COMMENT_BESIDE = re.compile(r"[ \t]+#[^\r\n]*")
_COMMENT_BELOW = re.compile(r"(?:[ \t]*\r?\n)+( *)#[^\r\n]*")
_BEFORE_COMMENT = re.compile(r"[ \t]+(?=#)")


@dataclass(frozen=True)
class Mark:
    """Marked words or a marked part in a content file.

    Attributes:
        start: of what goes, in characters from the beginning of the file.
        end: behind it.
        secret: the value.
        written: as typed, without the mark, where that differs from the value.
        before: what is written before the id of the slot that takes its place.
        behind: what is written behind the id.
        tree: how the slot of a whole part reads, with an id left out; None for words.
        holds: slots that stand inside a whole part.
        along: paths of footnotes that go along with it.
        is_words: words that are a paragraph of a text alone.
    """

    file: str
    path: yaml_positions.Path
    start: int
    end: int
    ground: str
    secret: Secret
    written: Secret | None
    before: str = "[["
    behind: str = "]]"
    tree: dict[str, yaml_positions.Tree] | None = None
    holds: tuple[str, ...] = ()
    along: tuple[yaml_positions.Path, ...] = ()
    is_words: bool = False
    is_markdown: bool = False

    @property
    def form(self) -> Form:
        """Return how the value is written."""
        if self.tree is None:
            return "words"
        if not self.is_markdown:
            return "yaml"
        return "markdown" if "kind" in self.tree else "row"

    def stand_in(self, slot: str) -> str:
        """Return the slot markup that takes the place of the words or the part."""
        return f"{self.before}{slot}{self.behind}"


def whole(content: Content) -> Iterator[Mark]:
    """Yield the parts that are marked as a whole, but those that hold marks still to be sealed.

    Raises:
        ContentError: a part cannot be moved, because of what it holds or how it is written.
    """
    found = [
        (name, path, part)
        for name, model in content.enclosed()
        for path, part in walk.parts(model)
        if isinstance(part, Markable) and part.withhold
    ]
    problems = [
        Problem(content.documents[name].where_key((*path, KEY)), *why)
        for name, path, part in found
        for why in _hindrances(
            part, _notes_along(content, name, path), is_text=name.endswith(".md")
        )
    ]
    if problems:
        raise ContentError(*problems)
    for name, path, part in found:
        if _holds_marks(part):
            continue
        make = _of_text if content.is_markdown(name, path) else _mark
        mark = make(content, name, path, part)
        if mark is None:  # raised here, so that nothing hangs on to what the file says
            raise edited_files.not_editable(content.documents[name].where_key((*path, KEY)))
        yield mark


def _notes_along(content: Content, name: str, path: yaml_positions.Path) -> Collection[str]:
    """Return the footnotes that go along with a part of a text."""
    if not content.is_markdown(name, path):
        return ()
    return text_parts.notes_within(content, name, path)


def _of_text(content: Content, name: str, path: yaml_positions.Path, part: Markable) -> Mark | None:
    """Return the mark of a part of a Markdown text."""
    try:
        row, tree = text_parts.span(content, name, path), text_parts.node(content, name, path)
        secret, written = text_parts.secret(content, name, path)
    except NotEditableError:
        return None
    notes = text_parts.notes_within(content, name, path)
    return Mark(
        name,
        path,
        row.start,
        row.end,
        str(part.withhold),
        secret,
        written,
        f"{row.head}[[",
        f"]]{row.tail}",
        text_parts.stand_in(tree),
        tuple(slot for _, slot, _ in walk.slots_in(part)),
        tuple(("footnotes", note) for note in notes),
        is_markdown=True,
    )


def _holds_marks(part: Markable) -> bool:
    """Tell whether words or parts below a part are marked; they are sealed before it."""
    return any(path for path, _ in walk.marked(part)) or any(
        isinstance(piece, markup.Unsealed) for _, text in walk.texts(part) for piece in text
    )


def _hindrances(
    part: Markable, along: Collection[str], *, is_text: bool
) -> Iterator[tuple[str, str, str]]:
    """Yield why a part cannot be moved: code, message, hint.

    Args:
        part: that is marked.
        along: footnotes that go with it.
        is_text: it stands in a running text.
    """
    inside = [piece for _, text in walk.texts(part) for piece in text]
    notes = (piece.id for piece in inside if isinstance(piece, markup.Note))
    left = [note for note in dict.fromkeys(notes) if note not in along]
    if any(isinstance(inner, ImageSpec) for _, inner in walk.parts(part)):
        yield (
            "part-holds-picture",
            "this part is marked as a whole, and shows a picture that cannot go into the vault",
            "take the file out of the folder media, write 'withheld: slot-id' in place of the "
            "part, and declare the slot",
        )
    if not isinstance(part, GivenSlide) and left:
        yield (
            "part-holds-notes",
            "this part is marked as a whole, and the footnote that it refers to would stay behind: "
            + ", ".join(f"[^{note}]" for note in left),
            _note_hint(left[0], is_text=is_text, is_section=isinstance(part, Section | Annex)),
        )


def _note_hint(note: str, *, is_text: bool, is_section: bool) -> str:
    if is_section:
        return (
            f"move the line '[^{note}]: …' below the heading: what is defined within a section "
            "goes along with it"
        )
    if is_text:
        return (
            f"write the footnote's words into the part and take '[^{note}]' and its line out; or "
            "withhold the section, with that line within it"
        )
    return "take out the reference and its footnote, or withhold the whole slide"


def _mark(content: Content, name: str, path: yaml_positions.Path, part: Markable) -> Mark | None:
    try:
        text, inner = content.yaml(name, path)
        node = nodes.at(yaml_letters.compose(text), inner)
        start, end = _span(text, node)
        written = _unmarked(text, node, start, end)
    except NotEditableError:
        return None
    column = start - (text.rfind("\n", 0, start) + 1)
    value = re.sub(rf"\n {{1,{column}}}", "\n", written) if column else written
    alone = yaml_positions.read(value, DECK)
    tree = edited_files.at(content.documents[name].tree, path)
    if alone.problems or not isinstance(tree, dict):
        return None
    if not edited_files.alike(alone.tree, {key: tree[key] for key in tree if key != KEY}):
        return None
    slide = isinstance(part, GivenSlide)
    before = "kind: withheld, slot: " if slide else "withheld: "
    if not node.flow_style:
        newline = "\r\n" if "\r\n" in text else "\n"
        before = before.replace(", ", newline + " " * column)
    return Mark(
        name,
        path,
        start,
        end,
        str(part.withhold),
        Secret(value),
        Secret(written) if written != value else None,
        f"{{{before}" if node.flow_style else before,
        "}" if node.flow_style else "",
        {"kind": "withheld", "slot": None} if slide else {"withheld": None},
        tuple(slot for _, slot, _ in walk.slots_in(part)),
    )


def _span(text: str, node: MappingNode) -> tuple[int, int]:
    """Return where a part begins and ends, with the comments that go along."""
    start, end, column = node.start_mark.index, nodes.end(text, node), node.start_mark.column
    if found := _COMMENT_BESIDE.match(text, end):
        end = found.end()
    if node.flow_style:
        return start, end
    while (found := _COMMENT_BELOW.match(text, end)) and len(found[1]) >= column:
        end = found.end()
    line = text.rfind("\n", 0, start) + 1
    if not text[line:start].strip():
        above = re.compile(rf"(?:^ {{{column}}}#[^\n]*\n(?:[ \t]*\r?\n)*)+\Z", re.MULTILINE)
        if found := above.search(text[:line]):
            start = found.start() + column
    return start, end


def _unmarked(text: str, node: MappingNode, start: int, end: int) -> str:
    """Return a part as it stands in the file, without the key that marks it.

    Raises:
        NotEditableError: the key stands in a way that is not known here.
    """
    entries: list[nodes.Entry] = node.value
    index = next((i for i, (key, _) in enumerate(entries) if key.value == KEY), None)
    if index is None or len(entries) == 1:
        raise NotEditableError
    if node.flow_style:
        return nodes.out_of_flow(text[:end], entries, index)[start:]
    key, value = entries[index]
    begin, behind = int(key.start_mark.index), nodes.end(text, value)
    if beside := _BEFORE_COMMENT.match(text, behind):
        return text[start:begin] + text[beside.end() : end]
    if index == 0:
        following = int(entries[1][0].start_mark.index)
        comment = text.find("#", behind, following)
        return text[start:begin] + text[following if comment < 0 else comment : end]
    line = text.rfind("\n", 0, begin)
    if text[line + 1 : begin].strip():
        raise NotEditableError
    line -= text[line - 1] == "\r"
    return text[start:line] + text[behind:end]
