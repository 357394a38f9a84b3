"""Parser of one line of inline markup, to tokens: CommonMark, slots, marks, footnotes, languages.

They make tokens; ``pipeline.content.markup`` makes parts of a text of them.
"""

from __future__ import annotations

import re
from functools import cache
from types import SimpleNamespace

from markdown_it import MarkdownIt, helpers
from markdown_it.rules_inline import StateInline
from mdit_py_plugins.attrs import attrs_plugin

from pipeline.content.inline_rules import ID, NOTE, OPENERS, REFERENCE, SLOT, UNSEALED

#: What begins with a bracket, and is no link.
_OURS = (("slot", SLOT), ("unsealed", UNSEALED), ("note", NOTE), ("reference", REFERENCE))
#: A slot that is all that stands in a bracket.
_BRACKETED = re.compile(rf"\[\[\[{ID}(?:\]\]|:)")


def _slot_rule(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    for kind, pattern in _OURS:
        match = pattern.match(state.src, state.pos)
        if match is None:
            continue
        if not silent:
            token = state.push(kind, "", 0)
            token.meta = {"match": match, "offset": state.pos}
        state.pos = match.end()
        return True
    opener = state.src[state.pos : state.pos + 2]
    if opener not in OPENERS or _BRACKETED.match(state.src, state.pos):
        return False
    if not silent:
        state.push("incomplete", "", 0).meta = {"opener": opener, "offset": state.pos}
    state.pos += 2
    return True


def _stray_rule(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - as above
    """Find a brace that should say a language, and was not read as one."""
    if silent or state.src[state.pos] != "{":
        return False
    before = state.src[max(state.pos - 2, 0) : state.pos]
    is_behind_link = not state.pending and state.tokens and state.tokens[-1].type == "link_close"
    if not is_behind_link and (before[-1:] not in {"]", "}"} or before.startswith("\\")):
        return False
    state.push("incomplete", "", 0).meta = {"opener": "]{", "offset": state.pos}
    state.pos += 1
    return True


def _label_end(state: StateInline, start: int, disable_nested: bool = False) -> int:  # noqa: FBT001, FBT002 - as above
    """Return where the text of a link ends; -1 if it has none, or holds another link.

    As the parser does it, but that slots, marks and footnotes, which begin with a bracket as links
    do, may stand in it.
    """
    old, level, found = state.pos, 1, -1
    state.pos = start + 1
    while state.pos < state.posMax and found < 0:
        sign, at = state.src[state.pos], state.pos
        level -= sign == "]"
        if not level:
            found = at
            break
        ours = any(pattern.match(state.src, at) for _, pattern in _OURS)
        state.md.inline.skipToken(state)
        if sign == "[" and not ours:
            level += at == state.pos - 1
            if disable_nested and at != state.pos - 1:
                break
    state.pos = old
    return found


def _any_link(_url: str) -> bool:
    return True


@cache
def parser() -> MarkdownIt:
    """Return the parser of one line of text."""
    made = MarkdownIt("zero").enable(["emphasis", "link", "escape"])
    setattr(made, "validateLink", _any_link)  # noqa: B010 - judged in _href, with our own words
    made.inline.ruler.before("link", "slot", _slot_rule)
    labels = SimpleNamespace(**{**vars(helpers), "parseLinkLabel": _label_end})
    setattr(made, "helpers", labels)  # noqa: B010 - a module, by its type
    attrs_plugin(made, after=("link_close",), spans=True, allowed=("lang",))
    made.inline.ruler.push("stray", _stray_rule)
    return made
