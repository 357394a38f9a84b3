"""Pydantic errors of any content file turned into problems with hints: what was most likely meant.

A validator reports each broken rule; a person made one mistake. What only follows from another
problem is left out, and a hint names what was most likely meant: words of the program, never of
the file (G23).
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, cast

from babel import Locale
from babel.core import get_global
from pydantic import BaseModel

from pipeline.content import known_keys, language_tags, quoting
from pipeline.content.yaml_positions import Document, Path, Tree
from pipeline.core.errors import Problem

Entry = dict[str, Any]
#: Keys that a hint lists; more are looked up.
_LISTED = 12
#: Letters of a known word with which a longer one may begin: "alternative" for "alt".
_START = 3
_EMPTY_HINT = "write it, or remove the key"

#: pydantic's error types in our words: code, message, hint. Input is never echoed.
_PLAIN: dict[str, tuple[str, str, str]] = {
    "model_type": ("not-a-mapping", "keys and values are expected here", "write 'key: value'"),
    "model_attributes_type": ("not-a-mapping", "keys and values are expected here", ""),
    "dict_type": ("not-a-mapping", "keys and values are expected here", "write 'key: value'"),
    "tuple_type": (
        "not-a-list",
        "a list is expected here",
        "write the entries in square brackets, a comma between two: [first, second]; or each on a "
        "line of its own that begins with '- '",
    ),
    "string_too_long": ("too-long", "this is too long", ""),
    "bool_parsing": ("bad-value", "true or false is expected here", "write true or false"),
    "int_parsing": ("bad-value", "a whole number is expected here", "write digits only"),
    "bool_type": ("bad-value", "true or false is expected here", "write true or false"),
    "int_type": ("bad-value", "a whole number is expected here", "write digits only"),
}
_DATES = {"date_from_datetime_parsing", "date_parsing", "date_type"}
_ISO_DATE = re.compile(r"\d{4}-\d\d-\d\d")

#: What a pattern of a field stands for, by the pattern: a form in words, an example.
FORMS: dict[str, str] = {
    r"^[A-Z]{3}$": "a country is written as three capital letters (ISO 3166-1), such as FRA",
    r"^[a-z]{2}$": "a language is written as two small letters (ISO 639-1), such as en",
    r"^[A-Za-z]{1,5}(?:/[A-Za-z]{1,5})*$": "initials are written with a stroke between them, such "
    "as KM/ek",
    r"^[IVXLC]+$": "a section has a Roman numeral in capitals, such as II",
    r"^[A-Z]+(?:[-/ ][A-Z]+)*(?: \d{1,5})?$": "a subject code is written in capitals, with a "
    "number behind it if it has one, such as FRONT 12",
    r"^\d{4}-\d\d(?:-\d\d)?$": "a time is written as YYYY-MM or YYYY-MM-DD",
    r"^\d{4}(?:-\d\d(?:-\d\d)?)?$": "a time is written as YYYY, YYYY-MM or YYYY-MM-DD",
    r"^[A-Za-z0-9][A-Za-z0-9._-]*$": "a picture is named by its file in the folder media alone, "
    "without a path, such as kiosk.png",
    r"^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$": "an id is made of small letters, digits and hyphens, and "
    "begins with a letter",
}


def problems(model: type[BaseModel], document: Document, errors: Iterable[Entry]) -> list[Problem]:
    """Return a problem for each mistake.

    Args:
        model: of the file.
        document: its places, and what is written there.
        errors: of the validator, without their input.
    """
    faults = _Faults(model, document)
    entries = _telling([{**entry, "loc": without_kind(entry["loc"])} for entry in errors], document)
    found = {(row.where, row.code): row for entry in entries for row in faults.of(entry)}
    return list(found.values())


def without_kind(loc: Path) -> Path:
    """Drop the kind that pydantic puts after a slide's index: it may equal the name of a field."""
    return (*loc[:2], *loc[3:]) if loc[:1] == ("slides",) else loc


def _telling(entries: list[Entry], document: Document) -> list[Entry]:
    """Leave out what only follows from another error."""
    broken: set[Path] = set()
    out: list[Entry] = []
    for entry in entries:
        place = document.resolve(entry["loc"])
        if not any(place[:end] in broken for end in range(len(place))):
            out.append(entry)
        if entry["type"] in {"model_type", "dict_type", "tuple_type", "union_tag_invalid"}:
            broken.add(place)
    places = [document.resolve(entry["loc"]) for entry in out]
    above = {place[:end] for place in places for end in range(len(place))}
    return [
        entry
        for entry, place in zip(out, places, strict=True)
        if entry["type"] != "too_short" or place not in above
    ]


class _Faults:
    """Tells the errors of one file."""

    def __init__(self, model: type[BaseModel], document: Document) -> None:
        self._model = model
        self._document = document
        self._meant: set[Path] = set()

    def of(self, entry: Entry) -> Iterator[Problem]:
        """Yield the problem of one error, or none if another problem covers it."""
        loc: Path = tuple(entry["loc"])
        where, value = self._document.where(loc), self._value(loc)
        if self._begins_slot(loc):
            begins_here = self._document.typed(loc).startswith("[[")
            text = self._document.resolve(loc)[: None if begins_here else -1]
            in_brackets = self._document.in_brackets(text)
            yield Problem(where, "unquoted-slot", *quoting.slot(in_brackets=in_brackets))
        elif (parent := self._sentence(loc, entry)) is not None:
            place = self._document.where(parent)
            message = "a ':' divides this text: it is read as a key and its value"
            yield Problem(place, "not-a-text", message, self._document.quoted(parent))
        elif entry["type"] == "dossier" and not (value is None and loc in self._document.values):
            context = entry["ctx"]
            where = self._document.where(loc, context["offset"])
            yield Problem(where, context["code"], context["text"], context["hint"])
        elif entry["type"] == "missing":
            yield from self._missing(loc)
        elif entry["type"] == "extra_forbidden":
            where = self._document.where_key(loc)
            yield Problem(where, "unknown-key", "this key is not known here", self._key_hint(loc))
        elif value is None and isinstance((self._document.resolve(loc) or ("",))[-1], int):
            yield Problem(where, "empty-text", *self._nothing(loc, "this entry is empty"))
        elif value is None and loc in self._document.values:
            code = {"tuple_type": "not-a-list", "dict_type": "not-a-mapping"}.get(entry["type"])
            told = self._nothing(loc, "nothing is written behind this key")
            where = self._document.where_key(loc)
            if code == "not-a-list":
                told = (told[0], "write the entries in square brackets, a comma between two, or "
                        "remove the key")  # fmt: skip
            yield Problem(where, code or "empty-text", *told)
        else:
            if entry["type"] == "union_tag_invalid":
                where = self._document.where((*loc, "kind"))
            yield Problem(where, *_told(entry, value, self._kind(loc)))

    def _nothing(self, loc: Path, message: str) -> tuple[str, str]:
        """Return message and hint for an empty value, or for letters that YAML reads as none."""
        scalar = self._document.scalars.get(self._document.resolve(loc))
        if scalar is not None and scalar.raw.strip():
            hint = "write what is meant, remove it, or put quotation marks around these letters"
            return f"{message}: '~' and 'null' are read as nothing", hint
        return message, _EMPTY_HINT if message.endswith("key") else "write it, or remove it"

    def _value(self, loc: Path) -> Tree:
        tree = self._document.tree
        for step in self._document.resolve(loc):
            if isinstance(tree, dict) and isinstance(step, str):
                tree = tree.get(step)
            elif isinstance(tree, list) and isinstance(step, int):
                tree = tree[step]
        return tree

    def _kind(self, loc: Path) -> str:
        value = self._value((*loc, "kind"))
        return value if isinstance(value, str) else ""

    def _begins_slot(self, loc: Path) -> bool:
        place = self._document.values.get(self._document.resolve(loc))
        if place is None or not isinstance(self._value(loc), list):
            return False
        before = self._document.lines.all[place.line - 1][: place.column + 1]
        return before.endswith("[[") or before[:-1].endswith("[[")

    def _sentence(self, loc: Path, entry: Entry) -> Path | None:
        """Return where a text was read as a mapping of one key, because it holds a colon."""
        if entry.get("ctx", {}).get("code") == "not-a-text":
            place = self._document.values.get(self._document.resolve(loc))
            line = self._document.lines.all[place.line - 1] if place else ""
            in_braces = place and line.startswith("{", place.column - 1)
            return loc if isinstance(self._value(loc), dict) and not in_braces else None
        if entry["type"] not in {"missing", "extra_forbidden"}:
            return None
        parent = self._document.resolve(loc[:-1])
        value = self._value(parent)
        if not isinstance(value, dict) or len(value) != 1 or not parent:
            return None
        (key,) = value
        known = known_keys.known(self._model, parent, self._document.tree)
        if "text" not in known or key in known or near(key, known):
            return None
        return parent

    def _missing(self, loc: Path) -> Iterator[Problem]:
        key, parent = str(loc[-1]), self._document.resolve(loc[:-1])
        value = self._value(parent)
        typed = value if isinstance(value, dict) else {}
        known = known_keys.known(self._model, parent, self._document.tree)
        if any(near(name, [key]) for name in typed if name not in known):
            return  # told where it is misspelt
        about = known_keys.description(self._model, parent, self._document.tree, key)
        where = self._document.where(parent)
        in_braces = self._document.lines.rest(where.line, where.column).startswith("{")
        place = f"on a line of its own, behind {where.column - 1} spaces like the keys here"
        if in_braces:
            place = "within these braces"
        elif where.column == 1:
            place = "on a line of its own, not indented"
        hint = f"add '{key}:' {place}" + (f" – {about}" if about else "")
        also = f", besides 'kind: {key}'" if typed.get("kind") == key else ""
        yield Problem(where, "missing-key", f"'{key}:' is missing{also}", hint)

    def _key_hint(self, loc: Path) -> str:
        """Return what a key was meant to be, or where it belongs, or what is known here."""
        key = str(loc[-1])
        if "[[" in key:
            place = self._document.where_key(loc)
            text = self._document.lines.rest(place.line, place.column)
            in_brackets = self._document.in_brackets((*loc, ""))
            return f"this was meant as text: {quoting.colon(text, in_brackets=in_brackets)}"
        known = known_keys.known(self._model, self._document.resolve(loc[:-1]), self._document.tree)
        if found := near(key, known):
            return f"did you mean '{found}'?"
        if key.casefold() in {"color", "colour", "colors", "colours"}:
            return f"remove it: {NO_COLOUR}"
        if homes := known_keys.homes(self._model).get(key):
            return f"it belongs {' or '.join(homes[:3])}"
        if 0 < len(known) <= _LISTED:
            return f"remove it; known here are {', '.join(known)}"
        return "remove it; docs/authoring.md and templates/schema/ list the keys"


def _told(entry: Entry, value: Tree, kind: str) -> tuple[str, str, str]:
    """Return code, message and hint of an error that stands by itself."""
    context: dict[str, Any] = entry.get("ctx", {})
    match entry["type"]:
        case "union_tag_not_found":
            return "missing-key", "'kind:' is missing", "add 'kind:' and the name of a kind"
        case "union_tag_invalid":
            choice = _quoted(context["expected_tags"])
            return "unknown-kind", "this kind is not known", meant(kind, choice)
        case "literal_error":
            return "unknown-value", *_choice(value, _quoted(context["expected"]))
        case "too_short":
            return "too-few", f"at least {context['min_length']} are needed here", ""
        case "too_long":
            return "too-many", f"at most {context['max_length']} are possible here", ""
        case "greater_than_equal" | "less_than_equal":
            bound = context.get("ge", context.get("le"))
            side = "at least" if "ge" in context else "at most"
            return "bad-value", f"this must be {side} {bound}", ""
        case "string_pattern_mismatch":
            return "bad-form", *_form(FORMS.get(context["pattern"], ""), value)
        case name if name in _DATES:
            if isinstance(value, str) and _ISO_DATE.fullmatch(value):
                return "bad-date", "there is no such day", "look at the month and the day again"
            return "bad-date", "this is not a date", "write YYYY-MM-DD, such as 2026-11-30"
        case name:
            return _plain(name, value)


def _plain(name: str, value: Tree) -> tuple[str, str, str]:
    if name == "string_type":
        return "not-a-text", *quoting.no_text(value)
    code, message, hint = _PLAIN.get(name, ("bad-value", "this value cannot be used", ""))
    if code == "not-a-list" and isinstance(value, dict):
        hint += "; a text that begins with '{' stands in quotation marks"
    return code, message, hint


def _quoted(choice: str) -> list[str]:
    return re.findall(r"'([^']*)'", choice)


def meant(value: Tree, choice: Sequence[str]) -> str:
    """Return a hint with what was meant, and what can be written."""
    found = near(value, choice) if isinstance(value, str) else ""
    start = f"did you mean '{found}'? " if found else ""
    return f"{start}use one of {', '.join(choice)}"


#: How the fills of a map look.
FILLS = {
    "area": "a light colour",
    "partner": "a dark colour",
    "hatched": "slanting lines",
    "dotted": "dots",
}
NO_COLOUR = "no colour can be chosen, each house has its own"


def _choice(value: Tree, choice: Sequence[str]) -> tuple[str, str]:
    """Return message and hint for a value that is none of those that can be chosen."""
    if set(choice) != set(FILLS):
        return "this value is not known here", meant(value, choice)
    looks = ", ".join(f"{name} ({look})" for name, look in FILLS.items())
    found = near(value, FILLS) if isinstance(value, str) else ""
    start = f"did you mean '{found}'? " if found else ""
    return "this is no fill of a map", f"{start}use one of {looks}; {NO_COLOUR}"


def near(word: str, known: Iterable[str]) -> str:
    """Return the known word that is most like another one, if any is."""
    names = {name.casefold(): name for name in known}
    folded = word.casefold()
    starts = [name for name in names if len(name) >= _START and folded.startswith(name)]
    if starts and names[max(starts, key=len)] != word:
        return names[max(starts, key=len)]
    found = difflib.get_close_matches(word.casefold(), sorted(names), n=1, cutoff=0.7)
    return names[found[0]] if found and names[found[0]] != word else ""


def _form(form: str, value: Tree) -> tuple[str, str]:
    """Return message and hint for a value of another form; what was meant, if it is recognised."""
    message, code = "this is not written in the form wanted here", ""
    if form.startswith("a country"):
        message, code = "this is no country code", country(value) if isinstance(value, str) else ""
    elif form.startswith("a language"):
        message = "this is no language code"
        code = _language(value) if isinstance(value, str) else ""
    return message, f"did you mean '{code}'? {form}" if code else form


@cache
def _alpha_3() -> dict[str, str]:
    """Return the codes of three letters by those of two (CLDR, territory aliases)."""
    aliases = cast("Mapping[str, list[str]]", get_global("territory_aliases"))
    return {
        new[0]: old
        for old, new in aliases.items()
        if re.fullmatch("[A-Z]{3}", old) and len(new) == 1
    }


def country(text: str) -> str:
    """Return the code of three letters of a country that is given in another way, or nothing."""
    code = text.strip().upper()
    code = {"EL": "GR", "UK": "GB"}.get(code, code)
    if len(code) == 3:  # noqa: PLR2004 - letters of a code
        return code if code in _alpha_3().values() else ""
    names = {name.casefold(): key for key, name in Locale("en").territories.items()}
    return _alpha_3().get(code) or _alpha_3().get(names.get(text.strip().casefold(), ""), "")


#: Other codes of three letters in use, mostly in sport: no letters of ISO 3166-1.
_OTHER_CODES = {
    "BUL": "BGR", "CRO": "HRV", "DEN": "DNK", "GER": "DEU", "GRE": "GRC", "LAT": "LVA",
    "NED": "NLD", "POR": "PRT", "SLO": "SVN", "SUI": "CHE",
}  # fmt: skip
#: Codes that a hint names.
_MOST = 3


def meant_country(code: str, known: Iterable[str]) -> list[str]:
    """Return which known codes of three letters another one may stand for, few or none."""
    names = set(known)
    if (other := _OTHER_CODES.get(code)) in names:
        return [f"'{other}'"]
    near_by = sorted(
        name
        for name in names
        if sum(a != b for a, b in zip(name, code, strict=False)) == 1
        or (name[0] == code[0] and sorted(name) == sorted(code))
    )
    return [f"'{name}'" for name in near_by] if len(near_by) <= _MOST else []


def _language(text: str) -> str:
    """Return the code of a language that is given by its name, or in other letters."""
    folded = text.strip().casefold()
    if language_tags.is_language(folded) and len(folded) == 2:  # noqa: PLR2004 - letters of a code
        return folded
    for code, name in Locale("en").languages.items():
        own = Locale(code).display_name if len(code) == 2 and _has_locale(code) else None  # noqa: PLR2004
        if folded in {name.casefold(), (own or name).casefold()} and len(code) == 2:  # noqa: PLR2004
            return str(code)
    return ""


@cache
def _has_locale(code: str) -> bool:
    from babel.localedata import exists  # noqa: PLC0415

    return bool(exists(code))
