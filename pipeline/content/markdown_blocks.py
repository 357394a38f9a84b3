"""Blocks of a Markdown text, by markdown-it's rules and one of our own for ``(a)``, ``(i)``, ``–``.

What CommonMark knows and a text may not have (HTML, block quotes, indented code) is read as well,
so that it can be told; nothing is dropped. Inline syntax is not read here: see ``markup``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token
from mdit_py_plugins.footnote.index import footnote_def

from pipeline.content import numerals

#: A mark of a list that CommonMark does not know.
MARK = re.compile(rf"(?:{numerals.MARK}|[–—])(?=[ \t]|$)", re.MULTILINE)
#: What a line of words ends with when a list may begin right below it.
OPENING = (":", ";", ",", ".", "–", "—")
#: Columns by which what belongs to such an entry is indented at least.
_INDENT = 2
#: Lists in lists; deeper ones are told by ``rules``, which sees one level more than is allowed.
_DEEPEST = 40
#: Braces behind a row of a pipe table: for markdown-it they would be one cell too many.
_BRACES = re.compile(r"(?<=\|)[ \t]*\{[^{}|\n]*\}(?=[ \t]*$)", re.MULTILINE)
_RULES = ("table", "fence", "code", "blockquote", "hr", "list", "html_block", "heading", "lheading")


@dataclass
class Block:
    """A block with those inside it.

    Attributes:
        kind: as markdown-it calls it, without ``_open``; ``entries`` and ``entry`` are ours.
        first, behind: its lines, from 0.
        mark: what its line begins with: ``#``, ``-``, ``(a)``; of a numbered entry its digits.
        info: behind the sign of a fence.
        content: of a leaf, its lines joined.
    """

    kind: str
    first: int
    behind: int
    mark: str = ""
    info: str = ""
    content: str = ""
    inside: list[Block] = field(default_factory=list["Block"])


def read(text: str) -> list[Block]:
    """Return the blocks of a text; its lines count as an editor counts them."""
    bare = _BRACES.sub(lambda found: " " * len(found[0]), text)
    tokens = [token for token in _parser().parse(bare, {}) if token.type != "inline_table"]
    return _nested(iter(tokens))


def moved(text: str, first: int) -> list[Block]:
    """Return the blocks of a stretch of whole lines, counted from the line it begins with."""
    todo = found = read(text)
    while todo:
        for block in todo:
            block.first += first
            block.behind += first
        todo = [inner for block in todo for inner in block.inside]
    return found


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("zero", {"maxNesting": _DEEPEST, "html": True})
    parser.enable(list(_RULES))
    parser.disable(["inline", "text_join"])
    within: RuleOptionsType = {"alt": ["paragraph", "blockquote"]}
    parser.block.ruler.before("list", "entries", _entries, within)
    parser.block.ruler.before("lheading", "footnote_def", footnote_def, within)
    return parser


def _nested(tokens: Iterator[Token]) -> list[Block]:
    """Return blocks up to the end of what holds them."""
    found: list[Block] = []
    for token in tokens:
        if token.nesting < 0:
            break
        first, behind = token.map or (found[-1].first, found[-1].behind) if found else (0, 0)
        if token.map:
            first, behind = token.map
        kind = token.type.removesuffix("_open")
        mark = token.info if kind == "list_item" and token.info else token.markup
        info = token.meta.get("label", "") if kind == "footnote_reference" else token.info
        block = Block(kind, first, behind, mark, info, token.content)
        if token.nesting > 0:
            block.inside = _nested(tokens)
            if kind in {"paragraph", "heading"}:
                block.content = "".join(inner.content for inner in block.inside)
        found.append(block)
    return found


def _mark_at(state: StateBlock, line: int) -> re.Match[str] | None:
    start = state.bMarks[line] + state.tShift[line]
    return MARK.match(state.src, start, state.eMarks[line])


def _is_word(state: StateBlock, line: int, mark: re.Match[str]) -> bool:
    """Tell whether a mark is a word of the line above: "points (a)" and "(b)" below it."""
    above = state.src[state.bMarks[line - 1] : state.eMarks[line - 1]].rstrip()
    is_numeral = mark[0][-1] == ")"
    return is_numeral and not above.endswith(OPENING) and not numerals.is_first(mark[0])


def _entries(state: StateBlock, first: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    """Read a list whose entries begin with marks of ours."""
    if state.is_code_block(first) or (mark := _mark_at(state, first)) is None:
        return False
    is_within = state.parentType == "paragraph" and state.sCount[first] >= state.blkIndent
    if silent:
        ends = state.skipSpaces(mark.end()) < state.eMarks[first] and not _is_word(
            state, first, mark
        )
        return not is_within or ends
    opened = state.push("entries_open", "ul", 1)
    line, before = first, state.parentType
    state.parentType = "list"
    while mark is not None:
        _entry(state, line, end, mark)
        line = state.line
        outside = line >= end or state.sCount[line] < state.blkIndent or state.is_code_block(line)
        mark = None if outside else _mark_at(state, line)
    opened.map = [first, line]
    state.push("entries_close", "ul", -1)
    state.line, state.parentType = line, before
    return True


def _entry(state: StateBlock, line: int, end: int, mark: re.Match[str]) -> None:
    """Read an entry: what stands behind its mark, and what is indented below it."""
    opened = state.push("entry_open", "li", 1)
    opened.markup = mark[0]
    begins = state.skipSpaces(mark.end())
    kept = (state.blkIndent, state.listIndent, state.tight)
    of_line = (state.bMarks[line], state.tShift[line], state.sCount[line])
    state.listIndent, state.blkIndent = state.blkIndent, state.sCount[line] + _INDENT
    # as if its words stood where those below it begin: none of them is indented code
    state.bMarks[line], state.tShift[line], state.sCount[line] = begins, 0, state.blkIndent
    if begins >= state.eMarks[line] and state.isEmpty(line + 1):
        state.line = min(line + 1, end)
    else:
        state.md.block.tokenize(state, line, end)
    state.blkIndent, state.listIndent, state.tight = kept
    state.bMarks[line], state.tShift[line], state.sCount[line] = of_line
    opened.map = [line, state.line]
    state.push("entry_close", "li", -1)
