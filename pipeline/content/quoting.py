"""Hints on quotation marks, colons and brackets in YAML: what to put in quotes, and how."""

from __future__ import annotations

import re

import yaml

#: What quotation marks go around: a text that fills its line, or an entry within brackets.
_WHOLE = "the whole text"
_ENTRY = "this entry alone, up to the comma or bracket that ends it"
_TYPOGRAPHIC = frozenset("\u201c\u201d\u201e\u00ab\u00bb\u2018\u2019\u201a")
_BEYOND = re.compile(r"[,\]}].*", re.DOTALL)


def quote_it(text: str, *, in_brackets: bool) -> str:
    """Return how a text is put in quotation marks that it does not hold itself.

    Args:
        text: as typed, from its first letter to the end of its line; only its marks are looked at.
        in_brackets: it is an entry of a list or a mapping in brackets.
    """
    what = _ENTRY if in_brackets else _WHOLE
    own = _BEYOND.sub("", text) if in_brackets else text
    if '"' not in own and "\\" not in own:
        if _TYPOGRAPHIC.intersection(own):
            straight = f'put straight quotation marks (") around {what}'
            return f"{straight}; the typographic ones stay as they are"
        if "'" not in own:
            return f"put quotation marks around {what}"
        return f'put double quotation marks (") around {what}; the single ones stay as they are'
    single = f"put single quotation marks (') around {what}"
    if "'" in own:
        return f"{single}, and write each single one within it twice ('')"
    return f"{single}; the double ones stay as they are" if '"' in own else single


def quote_all(*, in_brackets: bool) -> str:
    """Return how a text is put right whose quotation marks end before it does."""
    what = "entry" if in_brackets else "text"
    return (
        f"move the closing mark behind the last word of this {what}; a mark within is written "
        "\\\" if double ones stand around it, '' if single ones do"
    )


def slot(*, in_brackets: bool) -> tuple[str, str]:
    """Return message and hint for a text that begins with two brackets and no quotation mark."""
    what = f"{_ENTRY}; the other entries stay as they are" if in_brackets else _WHOLE
    message = "quotation marks are missing around this text, which begins with '[['"
    return message, f'write "[[…]]", with quotation marks around {what}'


def colon(text: str, *, in_brackets: bool) -> str:
    """Return the hint for a text that is read as a key and its value."""
    return f"because of its ': ', {quote_it(text, in_brackets=in_brackets)}"


def no_text(value: object) -> tuple[str, str]:
    """Return message and hint for what is a list or a mapping and should be one text."""
    if isinstance(value, list):
        message = "a list is written here, and one text is expected"
        hint = (
            "leave out the '[ ]' or the '- ' that makes it a list; to print brackets, put "
            "quotation marks around the whole text with its brackets"
        )
        return message, hint
    hint = "write one line of text; one that begins with '{' stands in quotation marks"
    return "a text is expected here", hint


def is_in_brackets(text: str, index: int) -> bool:
    """Tell whether a place of a YAML text, good as far as there, lies within brackets."""
    depth = 0
    try:
        for token in yaml.scan(text[:index], Loader=yaml.CSafeLoader):
            if isinstance(token, yaml.FlowSequenceStartToken | yaml.FlowMappingStartToken):
                depth += 1
            elif isinstance(token, yaml.FlowSequenceEndToken | yaml.FlowMappingEndToken):
                depth -= 1
    except yaml.YAMLError:
        pass
    return depth > 0
