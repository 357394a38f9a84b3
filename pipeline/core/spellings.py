"""Spelling variants of a value as regular expressions, over folded text.

Words, numbers, telephone numbers, mailboxes, addresses and dates each have their usual forms. What
a form cannot do without, its ``key``, stands in the coarse text of whatever holds it.

Guarantee: G26.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from babel import Locale

from pipeline.core.textfold import canonical, coarse

#: Letters and digits below which the signs of a value count, and it is found as a whole word only.
SHORT = 4
TOKEN = re.compile(r"[^\W_]+")
_PIECE = re.compile(r"\d+|[^\W\d_]+")
#: Signs at the edge of a short value that do not belong to it.
_EDGE = " \t\r\n.,;:!?\"'()[]{}"
#: What may stand between two words, and within one where a line is broken.
_BETWEEN = r"[\W_]{0,6}"
#: Signs between two words of a value, at most: a line break, a hyphen, quotation marks, spaces.
_WIDE = 6
_BROKEN = r"(?:-\s{0,2})?"
_SPACED = r"[\s._\-]"
#: Letters up to which a word may be spaced out.
_SPELT_OUT = 24
#: Digits from which a number is a code, which is written in groups of any size.
_GROUPED = 8
#: Scripts that set no space between words.
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
#: Both ways to write a letter, by the letter.
_EITHER = {
    "a": "[aäåæ]", "o": "[oöøœ]", "u": "[uü]", "ä": "(?:[äæ]|ae?)", "ö": "(?:[öøœ]|oe?)",
    "ø": "(?:[öøœ]|oe?)", "œ": "(?:[öøœ]|oe?)", "ü": "(?:ü|ue?)", "å": "(?:å|aa?)",
    "æ": "(?:[äæ]|ae?)",
}  # fmt: skip
_PAIR = {
    "ae": "(?:[aäå]e|ä|æ)", "oe": "(?:[oöøœ]e|ö|ø|œ)", "ue": "(?:[uü]e|ü)",
    "aa": "(?:[aäå][aäå]|å)",
}  # fmt: skip

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"(?<![\w.,])(?:\+|\(?0)[\d\s()/.\-]{6,}\d(?!\w)")
#: Digits of a telephone number at least: shorter ones are extensions, and numbers of all kinds.
_LEAST_PHONE = 7
#: An account, a card, a number at home: groups of digits, or of digits and capitals.
_CODE = re.compile(r"(?<![\w.,])\(?[A-Z]{0,4}\d{1,4}\)?(?:[ ./-]{1,2}[A-Z0-9]{1,6})+(?![\w.,])")
_AT = r"[\s(\[{<]{0,3}(?:@|at)[\s)\]}>]{0,3}"
_DOT = r"[\s(\[{<]{0,3}(?:\.|dot|punkt|point|punto|ponto|punt)[\s)\]}>]{0,3}"
_ISO = re.compile(r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
_DOTTED = re.compile(r"(?<!\d)(\d{1,2})([./-])\s?(\d{1,2})\2\s?(\d{4}|\d{2})(?!\d)(?!\2)")
#: Bounds by which three numbers are a date.
_MONTHS, _DAYS, _CENTURY = 12, 31, 100
#: Words of an address that are also written short.
_STREETS = {
    "street": "street|st", "road": "road|rd", "avenue": "avenue|ave|av",
    "boulevard": "boulevard|blvd|boul|bd", "square": "square|sq", "place": "place|pl",
    "strasse": "strasse|str", "str": "strasse|str", "st": "street|st", "rd": "road|rd",
    "av": "avenue|ave|av", "ave": "avenue|ave|av", "bd": "boulevard|blvd|boul|bd",
    "blvd": "boulevard|blvd|boul|bd",
}  # fmt: skip


@dataclass(frozen=True, repr=False, eq=False)
class Part:
    """Spelling variants of one piece of a value.

    Attributes:
        pattern: a regular expression over canonical text.
        key: coarse text that stands in whatever the pattern finds; may be empty.
    """

    pattern: str
    key: bytes = b""


def key_of(text: str) -> bytes:
    """Return the part of a canonical value that is in the coarse form of any text that holds it."""
    # an e behind the a, o or u of another word counts as its umlaut
    return coarse(text).lstrip(b"e")


def ways(text: str, language: str) -> list[Part]:
    """Return the spelling variants of a value.

    Args:
        text: the value, canonical; it has a letter or a digit.
        language: whose months are known besides English; ISO 639-1.
    """
    signs = "".join(TOKEN.findall(text))
    if len(signs) < SHORT:
        return [_short(text.strip(_EDGE) or text.strip(), signs)]
    segments = _segments(text, language)
    key = max((part.key for part in segments), key=len, default=b"")
    found = [Part(_bounded(_BETWEEN.join(part.pattern for part in segments), signs), key)]
    typed = r"\s+".join(map(re.escape, text.split()))
    before = _before(text[0]) if text[0].isalnum() else r"(?<![^\W_])"
    behind = _behind(text[-1]) if text[-1].isalnum() else r"(?![^\W_])"
    found.append(Part(f"{before}(?i:{typed}){behind}", key_of(text)))  # as it is, at least
    if moved := _moved(TOKEN.findall(text)):
        found.append(Part(_bounded(_BETWEEN.join(map(_street, moved)), "".join(moved)), key))
    return found


def _moved(tokens: list[str]) -> list[str] | None:
    """Return an address with its house number at the other end; None if it has none at an end."""
    numbers = [token[0].isdigit() for token in tokens]
    if sum(numbers) != 1 or len(tokens) < 3 or len(tokens[numbers.index(True)]) > SHORT:  # noqa: PLR2004
        return None
    if numbers[0]:
        return [*tokens[1:], tokens[0]]
    return [tokens[-1], *tokens[:-1]] if numbers[-1] else None


def _short(text: str, signs: str) -> Part:
    """Return how a value of few letters stands in a text: with its signs."""
    out: list[str] = []
    for found in re.finditer(r"\d+|[^\W\d_]+|\s+|[^\w\s]|_", text):
        piece = found[0]
        before = text[found.start() - 1 : found.start()] if found.start() else ""
        if (piece.isdigit() and before.isalpha()) or (piece.isalpha() and before.isdigit()):
            out.append(r"[\s-]?")
        if piece.isdigit():
            out.append(piece)
        elif piece.isspace():
            beside = text[found.start() - 1 : found.start()] + text[found.end() : found.end() + 1]
            out.append(r"\s+" if beside.isalpha() or beside.isdigit() else r"\s*")
        elif piece.isalpha():
            out.append("".join(map(_letter, piece.casefold())) if _ignores_case(signs) else piece)
        elif piece in ".," and _within_number(text, found.start()):
            out.append("[.,]")
        elif piece in "%€$£°&":
            out.append(rf"\s?{re.escape(piece)}\s?")
        elif piece == "-" and text[found.start() - 1 : found.start()].isalnum():
            out.append(r"[\s-]?")
        else:
            out.append(re.escape(piece))
    pattern = "".join(out).removeprefix(r"\s?").removesuffix(r"\s?")
    inner = f"(?i:{pattern})" if _ignores_case(signs) else pattern
    before = _before(text[0], strict=True) if text[0].isalnum() else r"(?<![^\W_])"
    behind = _behind(text[-1], strict=True) if text[-1].isalnum() else r"(?![^\W_])"
    return Part(before + inner + behind, key_of(text) if text.isalpha() else b"")


def _within_number(text: str, at: int) -> bool:
    return text[at - 1 : at].isdigit() and text[at + 1 : at + 2].isdigit()


def _ignores_case(signs: str) -> bool:
    return len(signs) > 1 and not (signs.isalpha() and signs.isupper())


def _bounded(pattern: str, signs: str) -> str:
    """Return a pattern that begins and ends where words do; it ignores case."""
    return f"{_before(signs[0])}(?i:{pattern}){_behind(signs[-1])}"


def _before(sign: str, *, strict: bool = False) -> str:
    """Return what must stand before a value that begins with a sign."""
    if _UNSPACED.match(sign):
        return ""
    if sign.isdigit():
        return (r"(?<![^\W_])" if strict else r"(?<!\d)") + r"(?<!\d[.,'])(?<!\d (?=\d{3}(?!\d)))"
    if strict:
        return r"(?<![^\W_])"
    return r"(?:(?<![^\W\d_])|(?<=[a-z])(?=[A-Z]))"


def _behind(sign: str, *, strict: bool = False) -> str:
    """Return what must stand behind a value that ends with a sign."""
    if _UNSPACED.match(sign):
        return ""
    if sign.isdigit():
        return (r"(?![^\W_])" if strict else r"(?!\d)") + r"(?![.,']\d)(?! \d{3}(?!\d))"
    if strict:
        return r"(?![^\W_])"
    return r"(?:(?![^\W\d_])|(?<=[a-z])(?=[A-Z]))"


def _letter(letter: str) -> str:
    return _EITHER.get(letter.lower(), re.escape(letter))


def _word(word: str) -> str:
    """Return how letters without a sign between them are written."""
    out: list[str] = []
    at, low = 0, word.casefold()
    while at < len(low):
        pair = _PAIR.get(low[at : at + 2])
        out.append(pair or _letter(low[at]))
        at += 2 if pair else 1
    plain = _BROKEN.join(out)
    if len(low) == 1 or len(low) > _SPELT_OUT:
        return plain
    spaced = _SPACED.join(map(_letter, low))
    begins, ends = (
        rf"(?:(?<!\b\w{_SPACED})|(?=(?-i:[A-Z])))",
        rf"(?!{_SPACED}(?-i:[a-z])(?![^\W\d_]))",
    )
    return f"(?:{plain}|{begins}{spaced}{ends})"


def _number(digits: str) -> str:
    """Return how digits are written: with or without separators of thousands, or in any groups."""
    if len(digits) < SHORT:
        return digits
    if len(digits) >= _GROUPED:
        return r"[\s.,'/-]?".join(digits)
    first = len(digits) % 3 or 3
    groups = [digits[:first], *(digits[i : i + 3] for i in range(first, len(digits), 3))]
    return r"[\s.,']?".join(groups)


def _pieces(token: str) -> str:
    return r"[\s-]?".join(
        _number(piece) if piece.isdigit() else _word(piece) for piece in _PIECE.findall(token)
    )


def _street(token: str) -> str:
    spelt = _STREETS.get(token.lower())
    return rf"(?:{spelt})\b" if spelt else _pieces(token)


def _segments(text: str, language: str) -> list[Part]:
    """Return the pieces of a value in order: words, numbers, addresses, telephones, dates."""
    out: list[Part] = []
    at = 0
    for start, end, part in sorted(_special(text, language), key=lambda row: row[:2]):
        if start < at:
            continue
        out += _plain(text[at:start])
        out.append(part)
        at = end
    return out + _plain(text[at:])


def _special(text: str, language: str) -> Iterator[tuple[int, int, Part]]:
    """Yield what has forms of its own: where it begins and ends, and how it may be spelt."""
    for found in _EMAIL.finditer(text):
        yield found.start(), found.end(), _email(found[0])
    for start, end, day in _dates(text, language):
        yield start, end, _date(day, language)
    for found in _PHONE.finditer(text):
        if sum(c.isdigit() for c in found[0]) >= _LEAST_PHONE:
            yield found.start(), found.end(), _phone(found[0])
    for found in _CODE.finditer(text):
        signs = re.sub(r"[\W_]", "", found[0])
        if sum(c.isdigit() for c in signs) >= _LEAST_PHONE and not found[0].isalnum():
            groups = r"[\s()./-]{0,3}".join(map(_letter, signs))
            yield found.start(), found.end(), Part(groups, coarse(signs))


def _plain(text: str) -> list[Part]:
    """Return words and numbers with what stands between them, as one piece."""
    found = list(TOKEN.finditer(text))
    if not found:
        return []
    is_address = bool(_moved([token[0] for token in found]))
    spelt = _street if is_address else _pieces
    out = [spelt(found[0][0])]
    for token, other in pairwise(found):
        sign = text[token.end() : other.start()]
        digits = token[0][-1].isdigit() and other[0][0].isdigit()
        gap = _BETWEEN if len(sign) < _WIDE else rf"[\W_]{{0,{len(sign) + _WIDE}}}"
        out += [_joint(sign, other[0]) if digits else gap, spelt(other[0])]
    if not is_address:
        # the h of a time, and words for signs, are letters: a text may hold them between
        keys = (key_of(text),) if ":" not in text else (key_of(token[0]) for token in found)
        return [Part("".join(out), max(keys, key=len))]
    known = (key_of(token[0]) for token in found if token[0].lower() not in _STREETS)
    return [Part("".join(out), max(known, key=len, default=b""))]


def _joint(sign: str, following: str) -> str:
    """Return what may stand between two numbers that a sign joins."""
    bare = sign.strip()
    if sign in {" ", ".", ",", "'"} and re.match(r"\d{3}(?!\d)", following):
        return r"[\s.,']?"
    if sign in {".", ","}:
        return "[.,]"
    if bare == ":":
        return r"\s?[:.h]\s?"
    if bare in {"/", "-"}:
        return r"\s?[/-]\s?"
    return r"\s+" if not bare else rf"\s?{re.escape(bare)}\s?"


def _email(address: str) -> Part:
    local, _, domain = address.partition("@")
    names = [_DOT.join(map(_pieces, map(str, _split(part)))) for part in (local, domain)]
    keys = [key_of(word) for part in (local, domain) for word in re.split(r"[\W_]+", part)]
    return Part(_AT.join(names), max(keys, key=len))


def _split(part: str) -> list[str]:
    return part.split(".")


def _phone(number: str) -> Part:
    """Return how a telephone number is written, here and abroad."""
    digits = re.sub(r"\D", "", number.replace("(0)", "") if number[0] == "+" else number)
    abroad = number[0] == "+" or digits.startswith("00")
    apart = r"[\s()/.\-]{0,3}"

    def spaced(part: str) -> str:
        return apart.join(part)

    if abroad:
        whole = digits.removeprefix("00")
        ways = [rf"(?:(?:\+|00){apart})?{spaced(whole)}"]
        for length in (1, 2, 3):
            rest = spaced(whole[length:])
            ways += [
                rf"0{apart}{rest}",
                rf"(?:(?:\+|00){apart})?{spaced(whole[:length])}{apart}0{apart}{rest}",
            ]
    else:
        whole = digits[1:]
        rest = spaced(whole)
        ways = [rf"0{apart}{rest}", rf"(?:\+|00)\d{{1,3}}{apart}(?:0{apart})?{rest}"]
    return Part(rf"(?<!\d)\(?(?:{'|'.join(ways)})(?!\d)", whole[-_LEAST_PHONE + 1 :].encode())


_Day = tuple[int, int, int]


@cache
def months(language: str) -> dict[str, int]:
    """Return the names of months, canonical and in lower case, in English and a language."""
    names: dict[str, int] = {}
    for code in ("en", language):
        names_of = Locale(code).months
        for use in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in names_of[use][width].items():
                    plain = canonical(str(name)).lower().rstrip(".")
                    if not plain.isdigit():
                        names[plain] = int(number)
    return names | {"sept": 9}


@cache
def _named_dates(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what finds ``5 April 2024`` and ``April 5, 2024``."""
    names = "|".join(sorted(map(re.escape, months(language)), key=len, reverse=True))
    day = r"(?<!\d)(\d{1,2})(?:st|nd|rd|th|er|\.)?"
    return (
        re.compile(rf"(?i){day},?\s*(?:de\s+|of\s+)?({names})\.?,?\s*(?:de\s+)?(\d{{4}})(?!\d)"),
        re.compile(rf"(?i)(?<!\w)({names})\.?\s*{day},?\s*(\d{{4}})(?!\d)"),
    )


def _dates(text: str, language: str) -> Iterator[tuple[int, int, _Day]]:
    """Yield the days that a text names; other numbers in such a form are numbers."""
    for start, end, (year, month, date) in _written_dates(text, language):
        if 1 <= month <= _MONTHS and 1 <= date <= _DAYS:
            yield start, end, (year + 2000 if year < _CENTURY else year, month, date)


def _written_dates(text: str, language: str) -> Iterator[tuple[int, int, _Day]]:
    names = months(language)
    first, last = _named_dates(language)
    for found in _ISO.finditer(text):
        yield *found.span(), (int(found[1]), int(found[2]), int(found[3]))
    for found in _DOTTED.finditer(text):
        yield *found.span(), (int(found[4]), int(found[3]), int(found[1]))
    for found in first.finditer(text):
        yield *found.span(), (int(found[3]), names[found[2].lower()], int(found[1]))
    for found in last.finditer(text):
        yield *found.span(), (int(found[3]), names[found[1].lower()], int(found[2]))


def _date(day: _Day, language: str) -> Part:
    """Return how a day is written."""
    year, month, date = day
    names = "|".join(
        re.escape(name) for name, number in months(language).items() if number == month
    )
    short = str(year)[2:]
    ordinal = r"(?:st|nd|rd|th|er|\.)?"
    ways = (
        rf"{year}\s?[-./]\s?0?{month}\s?[-./]\s?0?{date}",
        rf"{year}{month:02}{date:02}",
        rf"0?{date}\s?[-./]\s?0?{month}\s?[-./]\s?(?:{year}|{short})",
        rf"0?{date}{ordinal},?[\s-]*(?:de\s+|of\s+)?(?:{names})\.?,?[\s-]*(?:de\s+)?(?:{year}|'?{short})",
        rf"(?:{names})\.?\s*0?{date}{ordinal},?\s*(?:{year}|'?{short})",
    )
    return Part(rf"(?:{'|'.join(ways)})", b"")
