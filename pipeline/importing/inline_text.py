"""Words of an office file as inline markup of the content, all signs escaped; slots numbered.

Running text is Markdown, in which more signs have a meaning than in YAML: ``running`` escapes them,
too. What is written is read again by the content's own parser, and must say the same, letter by
letter; otherwise it is written in simpler ways.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import groupby

from pydantic_core import PydanticCustomError

from pipeline.content import characters, markup, text_foreign
from pipeline.content.language_tags import is_language
from pipeline.content.link_targets import is_link
from pipeline.importing.found import Run
from pipeline.layout import settable_characters

#: A face of the project's; what it has not, others have.
_FAMILY = "Carlito"
_SIGNS = re.compile(r"[\\*\[\]]|_(?=\W|_|$)|(?<![^\W_])_")
_BRACE = re.compile(r"(?:(?<=[\]}])|^)\{")
#: What Markdown reads besides: braces, code, HTML, struck words, pictures, named signs, cells.
_RUNNING = re.compile(r"[`{|]|<(?=[A-Za-z/!?])|~(?=~)|(?<=~)~|!(?=\\?\[)|&(?=#?\w)")
#: What an address may not hold within ``[…](…)``.
_IN_ADDRESS = {"(": "%28", ")": "%29", " ": "%20", "<": "%3C", ">": "%3E", "[": "%5B", "]": "%5D",
               "\\": "%5C", "*": "%2A", "\n": "", "\t": ""}  # fmt: skip
#: A sign that would make a picture of the link behind it.
_BEFORE_LINK = re.compile(r"(?<!\\)!(?=\[(?!\[))")
_LINE_ENDS = re.compile("[\r\n\t\x0b\x0c\u0085\u2028\u2029]")
_LETTER = re.compile(r"[^\W\d_]")


@dataclass
class Slots:
    """Slots of a dossier, numbered in the order of reading."""

    ids: list[str] = field(default_factory=list)

    def new(self) -> str:
        """Return the id of a new slot."""
        self.ids.append(f"withheld-{len(self.ids) + 1}")
        return self.ids[-1]


@dataclass
class Written:
    """A text of the content, and what was changed in it, as (code, words)."""

    text: str
    told: list[tuple[str, str]] = field(default_factory=list)

    def tell(self, code: str, words: str) -> None:
        """Note once what was changed."""
        if all(known != code for known, _ in self.told):
            self.told.append((code, words))


def written(runs: Sequence[Run], language: str, slots: Slots, *, running: bool = False) -> Written:
    """Return words as a text of the content; it is empty if nothing is left of them.

    Args:
        runs: those of a document name notes and places by their ids in the content.
        language: of the dossier.
        slots: gets those that are needed.
        running: whether it stands in Markdown, and not in YAML.
    """
    out = Written("")
    rows = [_clean(run, language, out) for run in runs]
    ids = [slots.new() if row.withheld else "" for row in rows]
    for simpler in _SIMPLER:
        parts, own = simpler(rows, ids)
        text = _joined(parts, own, running=running)
        if _reads_as(text, parts) and not (running and any(text_foreign.inline(text))):
            if simpler not in (_as_is, _with_plain_edges):
                out.tell("look-lost", "some of its look, links or languages cannot be written")
            out.text = text
            return out
    return out


def letters(text: str) -> str:
    """Return words that are printed in letters alone, such as the name of a series."""
    cleaned = characters.folded("".join(filter(_is_writable, _on_one_line(text))))
    return escaped(cleaned).strip()


def escaped(text: str, *, running: bool = False) -> str:
    """Return words with a backslash before each sign that content would read.

    Args:
        text: the words.
        running: whether they stand in Markdown, and not in YAML.
    """
    text = _SIGNS.sub(lambda found: f"\\{found[0]}", text)
    if running:
        return _RUNNING.sub(lambda found: f"\\{found[0]}", text)
    return _BRACE.sub(r"\{", text)


def says_nothing(runs: Sequence[Run]) -> bool:
    """Tell whether nothing is left of words: content can write none of their signs."""
    if any(run.withheld or run.note or run.place for run in runs):
        return False
    text = _on_one_line("".join(run.text for run in runs))
    return not characters.folded("".join(filter(_is_writable, text))).strip()


def _clean(run: Run, language: str, out: Written) -> Run:
    """Return a run with what content can hold of it."""
    text = _on_one_line(run.text)
    kept = "".join(filter(_is_writable, text))
    if kept != text:
        lost = [sign for sign in text if not _is_writable(sign)]
        out.tell("no-glyph", f"{len(lost)} signs that no face of the project has, or that are none")
    base = run.lang.split("-")[0].lower()
    base = {"iw": "he", "no": "nb"}.get(base, base)
    lang = base if base and base != language and _LETTER.search(kept) and is_language(base) else ""
    href = _address(run.href)
    if run.href and not href and kept.strip():
        out.tell("bad-link", "a link that does not lead to a web page or a mailbox")
    return replace(run, text=kept, lang=lang, href=href)


def _on_one_line(text: str) -> str:
    return _LINE_ENDS.sub(" ", text)


@cache
def _is_writable(sign: str) -> bool:
    if sign.isascii():
        return sign.isprintable()
    if characters.FORBIDDEN.match(sign):
        return False
    plain = characters.folded(f".{sign}.")[1:-1]
    return all(settable_characters.is_settable(letter, _FAMILY) for letter in plain)


def _address(href: str) -> str:
    address = "".join(_IN_ADDRESS.get(sign, sign) for sign in href.strip())
    return address if is_link(address) and address.isprintable() else ""


_Rows = tuple[Sequence[Run], Sequence[str]]


def _as_is(rows: Sequence[Run], ids: Sequence[str]) -> _Rows:
    return rows, ids


def _with_plain_edges(rows: Sequence[Run], ids: Sequence[str]) -> _Rows:
    """Take emphasis from signs at its edges: beside a letter, markup would not end there."""
    out: list[tuple[Run, str]] = []
    for run, slot in zip(rows, ids, strict=True):
        if slot or not (run.bold or run.italic):
            out.append((run, slot))
            continue
        found = _EDGES.fullmatch(run.text)
        parts = found.groups() if found else ("", run.text, "")
        for index, text in enumerate(parts):
            if text:
                out.append((replace(run if index == 1 else _bare(run), text=text), ""))
    return [run for run, _ in out], [slot for _, slot in out]


def _without_look(rows: Sequence[Run], ids: Sequence[str]) -> _Rows:
    return [_bare(row) for row in rows], ids


def _without_language(rows: Sequence[Run], ids: Sequence[str]) -> _Rows:
    return [replace(_bare(row), lang="") for row in rows], ids


def _as_words(rows: Sequence[Run], ids: Sequence[str]) -> _Rows:
    return [replace(_bare(row), lang="", href="") for row in rows], ids


def _bare(run: Run) -> Run:
    return replace(run, bold=False, italic=False)


_EDGES = re.compile(r"([\W_]*)(.*?)([\W_]*)", re.DOTALL)
_SIMPLER: tuple[Callable[[Sequence[Run], Sequence[str]], _Rows], ...] = (
    _as_is, _with_plain_edges, _without_look, _without_language, _as_words,
)  # fmt: skip


def _joined(runs: Sequence[Run], ids: Sequence[str], *, running: bool) -> str:
    out: list[str] = []
    rows = list(zip(runs, ids, strict=True))
    for (href, lang), group in groupby(rows, key=lambda row: (row[0].href, row[0].lang)):
        inner = "".join(_emphasised([*group], running=running))
        text = inner.strip(" ")
        if not text or not (href or lang):
            out.append(inner)
            continue
        lead, trail = inner[: len(inner) - len(inner.lstrip(" "))], inner[len(inner.rstrip(" ")) :]
        target = f"({href})" if href else ""
        attribute = f"{{lang={lang}}}" if lang else ""
        out.append(f"{lead}[{text}]{target}{attribute}{trail}")
    text = characters.spaced("".join(out))
    if not running:
        return text
    text = _BEFORE_LINK.sub(r"\!", text.strip(" \u00a0"))
    return f"\\{text}" if text and not text.strip("=") else text


def _emphasised(rows: Sequence[tuple[Run, str]], *, running: bool) -> Iterator[str]:
    for (bold, italic), group in groupby(rows, key=lambda row: (row[0].bold, row[0].italic)):
        inner = "".join(_leaf(run, slot, running=running) for run, slot in group)
        text = inner.strip(" ")
        marks = "**" * bold + "*" * italic
        if not text or not marks:
            yield inner
            continue
        at = inner.index(text)
        yield f"{inner[:at]}{marks}{text}{marks[::-1]}{inner[at + len(text) :]}"


def _leaf(run: Run, slot: str, *, running: bool) -> str:
    if slot:
        return f"[[{slot}]]"
    if run.note:
        return f"[^{run.note}]"
    return f"[see](#{run.place})" if run.place else escaped(run.text, running=running)


_Look = tuple[str, bool, bool, str, str]


def _reads_as(text: str, runs: Sequence[Run]) -> bool:
    """Tell whether a text is read as it was meant, letter by letter."""
    try:
        parts = markup.parse(text)
    except PydanticCustomError:
        return False
    got = [look for part in parts for look in _looks_of(part)]
    wanted = [
        (letter, run.bold, run.italic, run.href, run.lang)
        for run in runs
        for letter in _meant(run)
        if letter not in _SPACE
    ]
    if [row[0] for row in got] != [row[0] for row in wanted]:  # folded over the edge of a run
        whole = characters.folded("".join("".join(_meant(run)) for run in runs))
        plain = "".join(row[0] for row in got)
        return plain == "".join(letter for letter in whole if letter not in _SPACE)
    return got == wanted


_SLOT, _NOTE, _PLACE, _SPACE = "\ue000", "\ue001", "\ue002", " \u00a0"


def _meant(run: Run) -> Sequence[str]:
    """Return what a run should be read as: its letters, or one sign and a name."""
    if run.withheld:
        return _SLOT
    if run.note:
        return (f"{_NOTE}{run.note}",)
    return (f"{_PLACE}{run.place}",) if run.place else characters.folded_within(run.text)


def _looks_of(part: markup.Inline) -> Iterator[_Look]:
    match part:
        case markup.Words():
            lang, href = part.lang or "", part.href or ""
            for letter in part.text:
                if letter not in _SPACE:
                    yield letter, part.strong, part.emphasis, href, lang
        case markup.Slot():
            yield _SLOT, part.strong, part.emphasis, "", part.lang or ""
        case markup.Note():
            yield f"{_NOTE}{part.id}", False, False, "", ""
        case markup.Reference():
            yield f"{_PLACE}{part.id}", False, False, "", ""
        case _:
            yield "", False, False, "", ""
