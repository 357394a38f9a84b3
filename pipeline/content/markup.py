"""Inline markup of a text, parsed: words, emphasis, links, slots, marks, footnotes, languages.

``**strong**``, ``*emphasis*``, ``[text](https://…)``, ``[^note]`` for a footnote, ``[see](#id)``
for the number of a place of a running text, ``[[slot]]`` for withheld text that is declared in
redactions.yaml, ``[[ground: words]]`` for text that a reviewer has marked and not yet sealed, and
Pandoc's ``[words]{lang=de}`` for words in another language.
Everything else in CommonMark is off; a backslash escapes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, assert_never, cast
from urllib.parse import unquote

from pydantic_core import PydanticCustomError

from pipeline.content import inline_rules, mistyped_marks, quoting
from pipeline.content.characters import FORBIDDEN, folded, origin, spaced
from pipeline.content.language_tags import is_language
from pipeline.content.link_targets import is_link
from pipeline.content.secret import Secret
from pipeline.core.cache import cached

if TYPE_CHECKING:
    from markdown_it.token import Token

#: The first sign that may begin words with a look of their own, a link or a language.
_FIRST_SIGN = re.compile(r"(?<!\\)(?:\*|\[(?!\[))")
#: Letters, digits and signs that no rule looks at: most texts have nothing else.
_PLAIN = re.compile(r"(?:[^\W_]|[ .,;()/'\"?%€\u2018-\u201e\u2013\u2014-])+")
#: Texts that a process keeps as they were read: a watcher reads the same ones again and again.
_KEPT = 16384


@dataclass(frozen=True)
class Words:
    """Plain text with its emphasis, link and language.

    ``href_slot`` stands for a withheld target; ``lang`` is a tag, None for the dossier's language.
    """

    text: str
    strong: bool = False
    emphasis: bool = False
    href: str | None = None
    href_slot: str | None = None
    lang: str | None = None


@dataclass(frozen=True)
class Slot:
    """A place whose words are withheld; ``offset`` is its position in the authored text."""

    id: str
    offset: int = 0
    strong: bool = False
    emphasis: bool = False
    lang: str | None = None


@dataclass(frozen=True)
class Note:
    """A reference to a footnote of the slide."""

    id: str
    offset: int = 0


@dataclass(frozen=True)
class Reference:
    """A reference to a place of a running text; ``words`` stand for its number in the file."""

    id: str
    words: str = ""
    offset: int = 0


@dataclass(frozen=True, eq=False)
class Unsealed:
    """Words marked for withholding that still stand in the content file."""

    ground: str
    secret: Secret
    offset: int = 0
    lang: str | None = None


@dataclass(frozen=True)
class Gap:
    """A text of a draft that is still to be written; see ``pipeline.content.drafts``."""

    offset: int = 0


Inline = Words | Slot | Note | Reference | Unsealed | Gap
Rich = tuple[Inline, ...]
#: Stands for a text, a number, a date or grounds that a draft does not have yet.
GAP: Rich = (Gap(),)


def _error(code: str, message: str, hint: str, offset: int = 0) -> PydanticCustomError:
    return PydanticCustomError(
        "dossier", "content", {"code": code, "text": message, "hint": hint, "offset": offset}
    )


def check_characters(text: str) -> str:
    """Return the text if every character can be written to XML and PDF.

    Raises:
        PydanticCustomError: with the offset of the first character that cannot (G25).
    """
    if bad := FORBIDDEN.search(text):
        message = f"character U+{ord(bad.group()):04X} cannot be written to a document"
        raise _error("forbidden-character", message, "remove it", bad.start())
    return text


def _href(token: Token, offset: int) -> tuple[str | None, str | None]:
    """Return a link's target, or the slot that stands for it."""
    url = str(token.attrs["href"])
    if match := inline_rules.SLOT.fullmatch(unquote(url)):
        return None, match.group(1)
    if not is_link(url):
        hint = "use https://…, http://… or mailto:…"
        raise _error("bad-link", "a link may only lead to a web page or a mailbox", hint, offset)
    return url, None


@dataclass
class _Look:
    strong: int = 0
    emphasis: int = 0
    href: str | None = None
    href_slot: str | None = None
    langs: list[str | None] = field(default_factory=lambda: [None])

    def enter(self, token: Token, source: str) -> None:
        """Note the language of what is within a link or a span."""
        given = token.attrs.get("lang")
        strange = token.meta.get("insecure_attrs")
        place = max(source.find("{"), 0)
        if strange or (given is None and token.type == "span_open"):
            hint = "write [words]{lang=de}"
            raise _error("bad-attribute", "only a language can be given here", hint, place)
        if given is not None and not is_language(str(given)):
            hint = "write a code like de or de-AT (BCP 47: a language, and a region if it matters)"
            raise _error("bad-language", "this is not the tag of a language", hint, place)
        self.langs.append(self.langs[-1] if given is None else str(given))


def _leaf(token: Token, look: _Look) -> Inline | None:
    strong, emphasis, lang = look.strong > 0, look.emphasis > 0, look.langs[-1]
    meta: dict[str, Any] = token.meta
    match token.type:
        case "text" | "text_special":
            if not token.content:
                return None
            return Words(token.content, strong, emphasis, look.href, look.href_slot, lang)
        case "slot":
            return Slot(meta["match"].group(1), meta["offset"], strong, emphasis, lang)
        case "note":
            return Note(meta["match"].group(1), meta["offset"])
        case "reference":
            words, place = meta["match"].groups()
            return _reference(words, place, meta["offset"])
        case "unsealed":
            ground, words = meta["match"].groups()
            return Unsealed(ground, Secret(words), meta["offset"], lang)
        case "incomplete":
            code, what, hint = inline_rules.OPENERS[meta["opener"]]
            message = f"'{meta['opener']}' opens a {what} that is not complete"
            raise _error(code, message, hint, meta["offset"])
        case _:
            raise AssertionError(f"the parser made a token of type {token.type}")


def _reference(words: str, place: str, offset: int) -> Reference:
    if " " in words.strip():
        message = "these words would not be printed: the number of the place stands for them"
        hint = "write them before the bracket, and [see](#place) for the number alone"
        raise _error("reference-words", message, hint, offset)
    return Reference(place, words, offset)


def _flatten(tokens: list[Token], source: str) -> list[Inline]:
    look = _Look()
    out: list[Inline] = []
    for token in tokens:
        match token.type:
            case "strong_open" | "strong_close":
                look.strong += token.nesting
            case "em_open" | "em_close":
                look.emphasis += token.nesting
            case "link_open":
                look.enter(token, source)
                look.href, look.href_slot = _href(token, max(source.find("]("), 0))
            case "link_close":
                look.langs.pop()
                look.href = look.href_slot = None
            case "span_open":
                look.enter(token, source)
            case "span_close":
                look.langs.pop()
            case _:
                if (leaf := _leaf(token, look)) is not None:
                    out.append(leaf)
    return out


def _joined(parts: list[Inline]) -> Rich:
    out: list[Inline] = []
    for part in parts:
        last = out[-1] if out else None
        if (
            isinstance(part, Words)
            and isinstance(last, Words)
            and replace(part, text="") == replace(last, text="")
        ):
            out[-1] = replace(last, text=last.text + part.text)
        else:
            out.append(part)
    return tuple(out)


def _given(value: object) -> str:
    """Return a text as it stands in the file, white space folded; offsets are counted in it."""
    if not isinstance(value, str):
        raise _error("not-a-text", *quoting.no_text(value))
    text = check_characters(spaced(value))
    if not folded(text):
        raise _error("empty-text", "this text is empty", "write it, or remove the key")
    return text


def parse(value: object) -> Rich:
    """Read one authored text into inline parts.

    White space is folded to single spaces, as in CommonMark paragraphs, and what no reader sees.

    Raises:
        PydanticCustomError: with our code, hint and the offset in the text; never with its words.
    """
    if isinstance(value, tuple):
        return cast("Rich", value)
    given = _given(value)
    text = folded(given)
    if text == given:
        return _read(text)
    try:
        return tuple(_moved(part, given) for part in _read(text))
    except PydanticCustomError as error:
        context = error.context or {}
        moved = {**context, "offset": origin(given, int(context["offset"]))}
        raise PydanticCustomError("dossier", "content", moved) from None


def unfolded(text: str) -> Rich:
    """Read a text with all its characters; white space is folded."""
    return _read(spaced(text))


def _moved(part: Inline, given: str) -> Inline:
    """Return a part with its offset in the text as it was given."""
    if isinstance(part, Words):
        return part
    return replace(part, offset=origin(given, part.offset))


def parse_cell(value: object) -> Rich:
    """Read the text of a table's cell, which may be empty."""
    if value is None or (isinstance(value, str) and not folded(value)):
        return ()
    return parse(value)


def parse_noteless(value: object) -> Rich:
    """Read a text that has no page of its own on which a footnote could stand."""
    text = parse(value)
    for part in text:
        if isinstance(part, Note):
            hint = "write it in brackets, or refer to it from another text of the slide"
            raise _error("note-not-allowed", "a footnote cannot stand here", hint, part.offset)
    return text


def parse_letters(value: object) -> Rich:
    """Read a text that is printed or spoken in letters alone: names in charts, alt texts."""
    text = parse_noteless(value)
    if any(_has_look(part) for part in text):
        at = _FIRST_SIGN.search(value) if isinstance(value, str) else None
        hint = "write the words alone; a backslash before * or [ prints the sign itself"
        message = "this text is in letters alone: it has no bold or italic words, links, languages"
        raise _error("letters-only", message, hint, at.start() if at else 0)
    return text


def _has_look(part: Inline) -> bool:
    match part:
        case Words():
            return part != Words(part.text)
        case Slot():
            return part.strong or part.emphasis or part.lang is not None
        case Unsealed():
            return part.lang is not None
        case Note() | Gap():
            return False
        case Reference():
            return True
        case _:
            assert_never(part)


@cached(_KEPT)
def _read(text: str) -> Rich:
    if _PLAIN.fullmatch(text):
        return (Words(text),)
    if (at := mistyped_marks.first(text, inline_rules.UNSEALED)) is not None:
        code, _, hint = inline_rules.OPENERS["[["]
        message = "this begins like a mark for withholding, and is none"
        raise _error(code, message, f"{hint}; or \\[ for the sign itself", at)
    from pipeline.content import inline_parser  # noqa: PLC0415 - few texts have a sign for it

    tokens = inline_parser.parser().parseInline(text)[0].children or []
    if not (parts := _joined(_flatten(tokens, text))):
        raise _error("empty-text", "this text is empty", "write it, or remove the key")
    return parts


def parse_plain(value: object) -> str:
    """Read a text that must not hold markup of ours: names, codes, labels.

    Raises:
        PydanticCustomError: it is not a text, is empty, or holds a redaction or a footnote.
    """
    text = _given(value)
    for opener in inline_rules.OPENERS:
        if opener in text:
            message = f"'{opener}' has no meaning in this field"
            hint = "only running text may hold redactions, footnotes and languages"
            raise _error("markup-not-allowed", message, hint, text.find(opener))
    return folded(text)
