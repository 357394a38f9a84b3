"""YAML syntax errors turned into problems with a hint that an author can act on; YAML nodes.

A parser stops where it can go no further, which is seldom where the mistake is. From there the
lines are looked over for the mistakes that people make. Messages never echo what is written (G23).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from pipeline.content import quoting

#: Line breaks as editors count them: to YAML, U+0085, U+2028 and U+2029 are some as well.
_BREAK = re.compile(r"\r\n?|\n")
#: Characters that YAML does not take: control characters, halves of pairs; and a byte order mark
#: where it is no part of a text: before a line's first letter, or within a key.
_FORBIDDEN = re.compile(
    "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
    "|(?:(?<=\n)|(?<=\r)|\\A)[ ]*\ufeff|\ufeff(?=[\\w-]*\ufeff*[ ]*:(?:[ \r\n]|\\Z))"
)
_KEY = r"(?:[\w-]+|\"[^\"]*\"|'[^']*')"
_DASHES = re.compile(r" *(?:- +)*")
_VALUE = re.compile(rf"(?: *(?:- +)*)(?:{_KEY}:(?: +|$))?")
#: A text in quotation marks, which an apostrophe does not begin.
_QUOTED_RUN = re.compile(r"(?<![\w.])(?:\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*')")
_ENTRY_BEGINS = re.compile(r"[\[{,]\s*")
_FLOW_SLOT = re.compile(r"(?<=[\[{,])\s*(?=\[\[(?!\[)[^\[\],]*(?:\]\]|:\s))")
_FLOW_VALUE = re.compile(rf"(?<=[\[{{,])\s*(?:{_KEY}:\s+)?(?=[*&%@`])")
_NO_SPACE_COLON = re.compile(r" *(?:- +)*([a-z_]+):(?=[^\s/:])")
_NO_SPACE_DASH = re.compile(r"( *(?:- +)*)-(?=[A-Za-z\"'\[{*])")
_KEYED = re.compile(rf" *(?:- +)*{_KEY}:(?:\s|$)")
_FULL = re.compile(rf" *(?:- +)*{_KEY}:\s+[^\s|>#]")
_QUOTED = {
    '"': re.compile(r'"(?:[^"\\]|\\.)*"'),
    "'": re.compile(r"'(?:[^']|'')*'"),
}

#: What YAML takes for line breaks and editors do not, and what stands for each while it is read.
_SEPARATORS = str.maketrans("\x85\u2028\u2029", "\ue085\ue028\ue029")
_RESTORED = str.maketrans("\ue085\ue028\ue029", "\x85\u2028\u2029")
_SEPARATOR = re.compile("[\x85\u2028\u2029]")
_STAND_IN = re.compile("[\ue085\ue028\ue029]")


def readable(text: str) -> str:
    """Return a text in which separators that no editor shows as line breaks are letters."""
    is_needed = _SEPARATOR.search(text) and not _STAND_IN.search(text)
    return text.translate(_SEPARATORS) if is_needed else text


def compose(text: str) -> Node | None:
    """Return the nodes of a YAML text; separators that no editor shows as line breaks are letters.

    Raises:
        MarkedYAMLError: it is no good YAML.
    """
    root = yaml.compose(readable(text), Loader=yaml.CSafeLoader)
    if readable(text) == text:
        return root
    todo, seen = [root], set[int]()
    while todo:
        node = todo.pop()
        if node is None or id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, ScalarNode):
            node.value = node.value.translate(_RESTORED)
        elif isinstance(node, SequenceNode):
            todo += node.value
        elif isinstance(node, MappingNode):
            todo += [child for pair in node.value for child in pair]
    return root


@dataclass(frozen=True)
class Fault:
    """YAML mistake: line and column, both from 1, and its message."""

    line: int
    column: int
    code: str
    message: str
    hint: str


class Lines:
    """The lines of a text as an editor counts them."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def starts(self) -> list[int]:
        """Return the position of each line's first character."""
        return [0, *(found.end() for found in _BREAK.finditer(self.text))]

    @cached_property
    def all(self) -> list[str]:
        """Return the lines without their ends."""
        return _BREAK.split(self.text)

    def place(self, index: int) -> tuple[int, int]:
        """Return line and column of a character; behind the text, those of its last one."""
        index = min(index, len(self.text.rstrip()) or 1) if index >= len(self.text) else index
        line = bisect_right(self.starts, index)
        return line, index - self.starts[line - 1] + 1

    def index(self, line: int, column: int) -> int:
        """Return the position in the text of a place."""
        return self.starts[min(line, len(self.starts)) - 1] + column - 1

    def rest(self, line: int, column: int) -> str:
        """Return what stands in a line from a column on."""
        return self.all[min(line, len(self.all)) - 1][column - 1 :]

    def before(self, line: int, column: int) -> str:
        """Return what stands in a line before a column, without the spaces at its end."""
        return self.all[min(line, len(self.all)) - 1][: column - 1].rstrip()


def characters(text: str) -> Iterator[Fault]:
    """Yield each character that YAML does not take, at its own place."""
    lines = Lines(text)
    for found in _FORBIDDEN.finditer(text):
        code = ord(found.group()[-1])
        message = f"character U+{code:04X} cannot stand in a content file"
        yield Fault(*lines.place(found.end() - 1), "forbidden-character", message, "remove it")


def explained(text: str, error: yaml.MarkedYAMLError) -> Fault:
    """Return the problems of a file at which a YAML parser stopped."""
    lines = Lines(text)
    mark: Any = error.problem_mark or error.context_mark
    stopped = lines.place(mark.index) if mark else (1, 1)
    context_mark: Any = error.context_mark
    began = lines.place(context_mark.index) if context_mark else stopped
    problem, context = error.problem or "", error.context or ""
    if "expected a single document" in problem or "but found another document" in problem:
        hint = "remove the line with '---': a content file is one document"
        return Fault(*stopped, "bad-yaml", "a second document begins here", hint)
    if opened := _opened_before(text, mark, lines):
        return opened
    near = [row for row in dict.fromkeys((stopped[0], began[0], stopped[0] - 1)) if row > 0]
    for number in near:
        line = lines.all[min(number, len(lines.all)) - 1]
        if (
            found := _tab(number, lines, problem)
            or _beginning(number, lines)
            or _spacing(number, line)
        ):
            return found
    return _indentation(lines, stopped[0]) or _by_parser(lines, (stopped, began), problem, context)


def _opened_before(text: str, mark: Any, lines: Lines) -> Fault | None:
    """Return the quotation mark that was closed by one of another text, lines below it."""
    last: Any = None
    try:
        for token in yaml.scan(text, Loader=yaml.CSafeLoader):
            if mark is not None and token.start_mark.index >= mark.index:
                break
            if isinstance(token, yaml.ScalarToken) and token.style in _QUOTED:
                last = token
    except yaml.YAMLError:
        pass
    if last is None or mark is None:
        return None
    begin, end = lines.place(last.start_mark.index), lines.place(last.end_mark.index - 1)
    if end[0] == begin[0] or end[0] != lines.place(mark.index)[0]:
        return None
    hint = f"close it; it now goes on to line {end[0]}"
    return Fault(*begin, "bad-yaml", OPEN_QUOTE, hint)


OPEN_QUOTE = "the quotation mark that opens here is not closed"


def _by_parser(
    lines: Lines, places: tuple[tuple[int, int], tuple[int, int]], problem: str, context: str
) -> Fault:
    """Return what the parser itself knows of a mistake.

    Args:
        lines: of the file.
        places: where it stopped, and where that which it was reading began.
        problem: the parser's words.
        context: the parser's words for what it was reading.
    """
    stopped, began = places
    in_brackets = quoting.is_in_brackets(lines.text, lines.index(*stopped))
    quoted = quoting.quote_it(lines.rest(*stopped), in_brackets=in_brackets)
    if found := _in_entry(lines, stopped) or _in_entry(lines, began):
        return found
    if "alias" in problem or "anchor" in problem or "alias" in context or "anchor" in context:
        return Fault(*stopped, "yaml-alias", NO_ALIAS, quoted)
    if "escape" in problem:
        return Fault(*stopped, "bad-yaml", *_ESCAPE)
    if "quoted scalar" in context:
        hint = (
            "close it; a quotation mark within a text is written \\\" in double ones, '' in single"
        )
        return Fault(*began, "bad-yaml", OPEN_QUOTE, hint)
    if "flow sequence" in context or "flow mapping" in context:
        hint = "close it; put quotation marks around an entry that holds brackets or commas"
        return Fault(*began, "bad-yaml", "the bracket that opens here is not closed", hint)
    if "mapping values" in problem:
        line = lines.rest(stopped[0], 1)
        value = _VALUE.match(line)
        hint = quoting.colon(line[value.end() if value else 0 :], in_brackets=in_brackets)
        return Fault(*stopped, "bad-yaml", "a ':' is not expected here", hint)
    if "could not find expected" in problem:
        hint = "write 'key: value', with a space behind the colon"
        return Fault(*began, "bad-yaml", "a ':' is missing in this line", hint)
    if "cannot start any token" in problem:
        return Fault(*stopped, "bad-yaml", "a text cannot begin with this sign", quoted)
    hint = "check the indentation, '-' and ':' of this line and the one above"
    return Fault(*stopped, "bad-yaml", "the structure breaks here", hint)


def _in_entry(lines: Lines, place: tuple[int, int]) -> Fault | None:
    """Return the fault of an entry in brackets that goes on where it should have ended."""
    before, rest = lines.before(*place), lines.rest(*place)
    if not quoting.is_in_brackets(lines.text, lines.index(*place)) or not before or not rest:
        return None
    *others, entry = _ENTRY_BEGINS.split(before)
    if rest[0] == ":" and entry and others:
        hint = quoting.colon(entry + rest, in_brackets=True)
        return Fault(*place, "bad-yaml", "a ':' is not expected here", hint)
    if before[-1] in _QUOTED and rest[0] not in ",]}:":
        if rest[0] in _QUOTED:
            hint = "write a comma between two entries"
            return Fault(*place, "bad-yaml", "a comma is missing before this entry", hint)
        message = "the text goes on behind its closing quotation mark"
        return Fault(*place, "bad-yaml", message, quoting.quote_all(in_brackets=True))
    if rest[0] in "[{" and others and entry.strip() and not entry.rstrip().endswith(":"):
        message = f"a '{rest[0]}' is not expected here"
        return Fault(*place, "bad-yaml", message, quoting.quote_it(entry, in_brackets=True))
    return None


_ESCAPE = (
    "what follows this backslash is no sign that YAML knows",
    "write the letter itself; a backslash within double quotes is written \\\\",
)
NO_ALIAS = "a text cannot begin with '*' or '&'"


def _tab(number: int, lines: Lines, problem: str) -> Fault | None:
    """Return the fault of a tab among the spaces that a line begins with."""
    line = lines.all[min(number, len(lines.all)) - 1]
    stripped = line.lstrip()
    tab = line.find("\t", 0, len(line) - len(stripped))
    if tab < 0 and "\\t" not in problem:
        return None
    message = "a tab is not allowed here"
    if tab < 0:
        hint = "write spaces in its place"
        return Fault(number, line.find("\t") + 1, "bad-yaml", message, hint)
    is_entry = stripped[:2] in {"- ", "-"}
    depths, last = _open(lines.all[: number - 1])
    wanted = sorted({depth for depth, entry in depths if entry == is_entry and depth})
    hint = "write spaces in its place, so that the line begins below those that it belongs to"
    if last and not _FULL.match(last) and _KEYED.match(last):
        hint = f"write {_depth(last) + 2} spaces in its place"
    elif wanted:
        counts = " or ".join(str(depth) for depth in wanted)
        kind = "dashes" if is_entry else "keys"
        hint = (
            f"write {counts} spaces in its place, as before those {kind} above that it belongs to"
        )
    return Fault(number, tab + 1, "bad-yaml", message, hint)


def _beginning(number: int, lines: Lines) -> Fault | None:
    """Return a fault of how a value begins."""
    line = lines.all[min(number, len(lines.all)) - 1]
    found = _VALUE.match(line)
    at = found.end() if found else 0
    value = line[at:]
    sign = value[:1]
    entry = _flow(_FLOW_SLOT, number, lines)
    if entry is not None or value.startswith("[["):
        told = quoting.slot(in_brackets=entry is not None)
        return Fault(number, (at if entry is None else entry) + 1, "unquoted-slot", *told)
    is_plain = bool(sign) and sign in "*&%@`"
    entry = at if is_plain else _flow(_FLOW_VALUE, number, lines)
    if entry is not None:
        code = "yaml-alias" if line[entry] in "*&" else "bad-yaml"
        message = f"a text cannot begin with '{line[entry]}'"
        hint = quoting.quote_it(line[entry:], in_brackets=not is_plain)
        return Fault(number, entry + 1, code, message, hint)
    if sign in _QUOTED and (quoted := _QUOTED[sign].match(value)):
        behind = value[quoted.end() :]
        if behind.strip() and not re.match(r"\s+#|\s*[,\]}:]", behind):
            hint = quoting.quote_it(value, in_brackets=False)
            if "\\" in value or "''" in value:
                hint = quoting.quote_all(in_brackets=False)
            message = "the text goes on behind its closing quotation mark"
            return Fault(number, at + 1, "bad-yaml", message, hint)
    return None


def _flow(wanted: re.Pattern[str], number: int, lines: Lines) -> int | None:
    """Return where in a line an entry of brackets begins in a certain way, from 0."""
    line = lines.all[min(number, len(lines.all)) - 1]
    masked = _QUOTED_RUN.sub(lambda run: "x" * len(run.group()), line)
    for found in wanted.finditer(masked):
        if quoting.is_in_brackets(lines.text, lines.index(number, found.end() + 1)):
            return found.end()
    return None


def _spacing(number: int, line: str) -> Fault | None:
    """Return a fault of the space behind a colon or a dash, or of a colon in a text."""
    if found := _NO_SPACE_COLON.match(line):
        hint = "write 'key: value', with a space behind the colon"
        return Fault(number, found.end(), "bad-yaml", "a space is missing behind this ':'", hint)
    if found := _NO_SPACE_DASH.match(line):
        hint = "write '- ' before each entry of a list"
        return Fault(number, found.end(), "bad-yaml", "a space is missing behind this '-'", hint)
    found = _VALUE.match(line)
    at = found.end() if found else 0
    value = line[at:]
    colon = re.search(r":(?:\s|$)", value)
    if at and colon and value[:1] not in "\"'[{|>#":
        place = at + colon.start() + 1
        hint = quoting.colon(value, in_brackets=False)
        return Fault(number, place, "bad-yaml", "a ':' is not expected here", hint)
    return None


def _indentation(lines: Lines, number: int) -> Fault | None:
    """Return a fault of how far a line is indented, if another depth would be right."""
    line = lines.all[min(number, len(lines.all)) - 1]
    margin = len(line) - len(line.lstrip(" "))
    is_entry = line[margin : margin + 2] in {"- ", "-"}
    if not (is_entry or _KEYED.match(line)):
        return None
    depths, last = _open(lines.all[: number - 1])
    wanted = [depth for depth, entry in depths if entry == is_entry]
    is_deeper = bool(last) and not _FULL.match(last) and margin > _depth(last)
    if margin in wanted or is_deeper or not wanted:
        return None
    expected = min(wanted, key=lambda depth: (abs(depth - margin), -depth))
    message = f"this line is indented by {_spaces(margin)}, {_spaces(expected)} are expected"
    hint = "indent lines that belong together alike: the keys of one slide, the dashes of one list"
    return Fault(number, margin + 1, "bad-yaml", message, hint)


def _spaces(count: int) -> str:
    return f"{count} space{'' if count == 1 else 's'}" if count else "no spaces"


def _depth(line: str) -> int:
    found = _DASHES.match(line)
    return found.end() if found else 0


def _open(before: list[str]) -> tuple[list[tuple[int, bool]], str]:
    """Return the lists and mappings that are open behind some lines, by depth, and the last line.

    A list is told from a mapping by True.
    """
    depths: list[tuple[int, bool]] = []
    last = ""
    for line in before:
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        margin = len(line) - len(line.lstrip(" "))
        is_part = last.rstrip().endswith(("|", ">", "|-", ">-", "|+", ">+"))
        if is_part and margin > len(last) - len(last.lstrip(" ")):
            continue  # of a block of text
        if not (_KEYED.match(line) or line.lstrip().startswith("- ")):
            continue
        depths = [row for row in depths if row[0] < margin or row == (margin, False)]
        at = margin
        while line[at : at + 2] == "- ":
            depths = [row for row in depths if row[0] < at] + [(at, True)]
            at += 2 + len(line[at + 2 :]) - len(line[at + 2 :].lstrip(" "))
        if _KEYED.match(line) and (at, False) not in depths:
            depths.append((at, False))
        last = line
    return depths, last
