"""Notices about texts of which YAML drops, splits or joins a part."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from pydantic import BaseModel
from pydantic_core import PydanticCustomError

from pipeline.content import markup
from pipeline.content.model.parts import ChartSpec
from pipeline.content.model.walk import parts
from pipeline.content.rules.figures import decimals_of
from pipeline.content.yaml_letters import Scalar
from pipeline.content.yaml_positions import Document, Path
from pipeline.core.errors import Problem

#: A comment that begins like a word: "Milestones #2".
_COMMENT = re.compile(r"[ \t]+#(?=\w)")
#: Lines that look like a list, or an empty line between paragraphs.
_NEW_LINE = re.compile(r"\n[ \t]*(?:\n|[-*•–] |\d+[.)] )")
#: What was meant as a link, and is none, because its address holds a space.
_SPACED_LINK = re.compile(r"\[[^\[\]\n]+\]\((?:https?://|mailto:)[^()\n]* [^()\n]*\)")
#: What may begin bold words; escaped stars do not.
_BOLD = re.compile(r"(?<![\\*])\*\*(?=[^\s*])")
_BRACKETS = (("(", ")"), ("[", "]"), ("„", "“"), ("«", "»"))


def notices(
    documents: Mapping[str, Document], models: Iterable[tuple[str, BaseModel]]
) -> Iterator[Problem]:
    """Yield notices about texts that YAML may have changed, with their place."""
    for document in documents.values():
        for path, scalar in document.scalars.items():
            yield from _unclosed(path, scalar, document)
            if scalar.style != "md":
                yield from _of_text(path, scalar, document)
    for name, model in models:
        yield from _rounded(model, documents[name])


def _unclosed(path: Path, scalar: Scalar, document: Document) -> Iterator[Problem]:
    """Yield where stars that should make words bold are printed as they stand."""
    for opener in _BOLD.finditer(scalar.folded) if "**" in scalar.value else ():
        try:
            first = markup.parse(scalar.folded[opener.start() :])[0]
        except PydanticCustomError:  # told where the text is read
            return
        if isinstance(first, markup.Words) and first.text.startswith("**"):
            yield Problem(
                document.where(path, opener.start()),
                "unclosed-bold",
                "these stars are printed as they stand: they make no words bold",
                "write ** behind the last bold word, too, or \\** for the stars themselves",
            )
            return


def _of_text(path: Path, scalar: Scalar, document: Document) -> Iterator[Problem]:
    where = document.values[path]
    if "](" in scalar.value and (link := _SPACED_LINK.search(scalar.folded)):
        yield Problem(
            document.where(path, link.start()),
            "no-link",
            "this is printed as it stands and is no link: its address holds a space",
            "write %20 for the space",
        )
    end = scalar.start + len(scalar.raw)
    if scalar.style is None:
        if comment := _COMMENT.match(document.text, end):
            yield Problem(
                document.place(comment.end() - 1),
                "comment",
                "what follows '#' is a comment: it is not part of the text",
                "if it belongs to the text, put quotation marks around all of it",
            )
        if closing := _divided(path, scalar, document.text):
            yield Problem(
                where,
                "divided",
                "a comma divides this text: its parts are entries of their own",
                "if it is one entry, put quotation marks around all of it: from here, over the "
                f"comma, to its end with the '{closing}'",
            )
    if _is_joined(scalar):
        yield Problem(
            where,
            "lines-joined",
            "the lines of this text are joined to one paragraph",
            _apart(path, scalar.style),
        )


#: Keys behind which several paragraphs can stand.
_SEVERAL = frozenset(
    (
        *("from", "to", "on", "previous", "commission", "subject", "enclosure"),
        *("notes", "lines", "lead", "quote", "agency", "points"),
    )
)


def _apart(path: Path, style: str | None) -> str:
    """Return how paragraphs of a text are kept apart, where they can be."""
    key = path[-1] if path else ""
    first = {"|": "remove the '|'", ">": "remove the '>'", None: "divide it"}.get(
        style, "divide the quoted text"
    )
    if key in _SEVERAL:
        return (
            f"leave it so; or, to keep them apart, {first} and write each paragraph in a line "
            f"below '{key}:' that begins with '- ', the first one, too"
        )
    if isinstance(key, int) and path[-2:-1] and path[-2] in _SEVERAL:
        return (
            f"leave it so; or, to keep them apart, {first} and write each paragraph in a line that "
            "begins with '- ', the first one, too"
        )
    return "leave it so: this text is one paragraph"


def _divided(path: Path, scalar: Scalar, text: str) -> str:
    """Return the bracket that is open in an entry between commas, and another entry closes."""
    behind = text[scalar.start + len(scalar.raw) :].lstrip(" \t")[:1]
    if not path or not isinstance(path[-1], int) or behind != ",":
        return ""
    opened = (
        closing
        for opening, closing in _BRACKETS
        if scalar.raw.count(opening) > scalar.raw.count(closing)
    )
    return next(opened, "")


def _is_joined(scalar: Scalar) -> bool:
    value = scalar.value.strip()
    if scalar.style == "|":
        return "\n" in value
    if scalar.style == ">":  # a line break that is left stands for an empty line
        return "\n" in value
    return bool(_NEW_LINE.search(scalar.raw if scalar.style is None else value))


def _rounded(model: BaseModel, document: Document) -> Iterator[Problem]:
    """Yield charts that print fewer decimals than they were given."""
    for path, spec in parts(model):
        if isinstance(spec, ChartSpec) and spec.decimals is not None:
            given = decimals_of(spec)
            if given > spec.decimals:
                yield Problem(
                    document.where((*path, "decimals")),
                    "rounded",
                    f"values with {given} decimal places are printed with {spec.decimals}",
                    "leave 'decimals' out to print as many as are given",
                )
