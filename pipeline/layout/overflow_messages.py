"""Messages for slides that are too full: where, by how much, how many words too many.

Of a slide that prints withheld words they give no amount: it depends on their length (G23).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from math import ceil

from pipeline.core.errors import Problem, Where
from pipeline.design.theme import Theme
from pipeline.design.tokens import Box
from pipeline.edition.blocks import Block, BulletList, Cards, Chart, Paragraph, Table, Timeline
from pipeline.edition.primitive import Primitive
from pipeline.edition.runs import NoteRun, Runs, TextRun
from pipeline.edition.slide import Slide
from pipeline.edition.texts import all_runs

#: What authors call a region, where its own name says less.
_NAMES = {"second": "right column"}
#: What a message says of amounts.
_AMOUNT = re.compile(r" by \d+ points|: about \d+ of [^;]* are too many|, and needs \d+")


def overfull(
    where: Where, place: str, over: float, box: Box, texts: Iterable[Block | Runs]
) -> Problem:
    """Return the problem of a region or title that does not hold its text.

    Args:
        where: the slide stands.
        place: ``title``, or the region.
        over: points by which it is too high at the smallest size.
        box: the space that it has.
        texts: what stands there.
    """
    texts = list(texts)
    name = _NAMES.get(place, place.replace("-", " "))
    name = name if any(map(str.isdigit, name)) else f"the {name}"
    message = f"{name} is too full by {ceil(over)} points"
    message += f" at the smallest size{_words_too_many(over / (box.height + over), texts)}"
    hint = "shorten the text, or divide it over two slides"
    if place == "title":
        hint = "shorten it"
    elif any(isinstance(text, Cards | Timeline) for text in texts):
        hint = "shorten its longest part"
    if any(isinstance(text, Chart) for text in texts):
        hint = "give shorter names, fewer decimals or fewer numbers, or two slides"
    return Problem(where, "slide-overflow", message, hint)


def _words_too_many(share: float, texts: Sequence[Block | Runs]) -> str:
    """Return about how many words are too many, if the texts are words and no figures."""
    words, whose = 0, "its"
    for text in texts:
        if isinstance(text, Cards | Timeline):  # as high as the longest of them
            each = text.cards if isinstance(text, Cards) else text.points
            words += max(_count(all_runs(part)) for part in each)
            whose = "the longest part's"
        elif isinstance(text, Paragraph | BulletList | Table):
            words += _count(all_runs(text))
        elif isinstance(text, tuple):
            words += _count([text])
        else:
            return ""
    many = min(ceil(words * share), words)
    return f": about {many} of {whose} {words} words are too many" if words else ""


def _count(texts: Iterable[Runs]) -> int:
    printed = ("".join(run.text for run in text if not isinstance(run, NoteRun)) for text in texts)
    return sum(len(text.split()) for text in printed)


def in_a_house(problem: Problem, layout: str, box: Box, over: float, theme: Theme) -> Problem:
    """Return a problem of a slide in a brand's template with the space that its layout has."""
    if theme.house is None:
        return problem
    name = theme.slide.layouts[layout].name
    room = f"; the template's room for '{name}' is {box.width:.0f} x {box.height:.0f} points"
    needed = f", and needs {ceil(box.height + over)} in height"
    hint = f"{problem.hint}, or map '{layout}' to a layout with more room"
    return replace(problem, message=f"{problem.message}{room}{needed}", hint=hint)


def discreet(problems: Sequence[Problem], slide: Slide) -> tuple[Problem, ...]:
    """Take the amounts out of the problems of a slide that prints withheld words (G23).

    By how much such a slide is too full depends on their length.
    """
    if not _prints_withheld(slide):
        return tuple(problems)
    note = "; it prints withheld words, so by how much is not told"
    return tuple(
        replace(row, message=_AMOUNT.sub("", row.message) + note)
        if _AMOUNT.search(row.message)
        else row
        for row in problems
    )


def _prints_withheld(part: Primitive) -> bool:
    runs = (run for runs in all_runs(part) for run in runs)
    return any(isinstance(run, TextRun) and run.withheld for run in runs)
