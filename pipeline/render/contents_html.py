"""HTML pages of the table of contents, for PDF, preview and web page: entries nested by levels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial

from pipeline.edition import table_of_contents
from pipeline.edition.edition import Edition
from pipeline.render import slide_html


def contents_pages(edition: Edition, begins_on: Mapping[str, int]) -> tuple[str, ...]:
    """Return the document of each page of the contents, of which there may be none.

    Args:
        edition: what is listed.
        begins_on: page of each place in a text, by its anchor.
    """
    template = slide_html.environment().get_template("contents.html.j2")
    return tuple(
        template.render(
            language=edition.language,
            heading="" if number else edition.contents_title,
            branches=branches(entries),
            printed=partial(_number, begins_on=begins_on),
        )
        for number, entries in enumerate(table_of_contents.pages(edition))
    )


def _number(entry: table_of_contents.Entry, begins_on: Mapping[str, int]) -> str:
    """Return the number behind an entry: of its page in a document with texts, or of its slide."""
    return str(begins_on.get(entry.anchor, entry.number))


@dataclass
class Branch:
    """An entry of the contents with those below it; a page may begin below an entry of the last."""

    entry: table_of_contents.Entry | None
    below: list[Branch] = field(default_factory=list["Branch"])


def branches(entries: tuple[table_of_contents.Entry, ...]) -> list[Branch]:
    """Return entries nested by their levels."""
    found: list[Branch] = []
    stack: list[Branch] = []
    for entry in entries:
        del stack[entry.level - 1 :]
        while len(stack) < entry.level - 1:
            empty = Branch(None)
            (stack[-1].below if stack else found).append(empty)
            stack.append(empty)
        made = Branch(entry)
        (stack[-1].below if stack else found).append(made)
        stack.append(made)
    return found
