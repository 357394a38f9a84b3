"""Trial build without files: all problems on which a build would stop, and notices.

Both editions are composed and fitted, and what has a page of its own is laid out. The withheld
values are looked at only where the key was given; without it, the public edition is tried whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import ceil
from pathlib import Path

from pipeline import compose
from pipeline.content import load
from pipeline.content.secret import Vault
from pipeline.core.errors import PipelineError, Problem
from pipeline.edition.cover import CoverPart
from pipeline.edition.edition import Edition
from pipeline.edition.formats import Audience
from pipeline.edition.texts import plain
from pipeline.layout import fit
from pipeline.redaction.unmarked_repeats import repeats
from pipeline.workflow import author_notices
from pipeline.workflow import design as looks
from pipeline.workflow.author_notices import slide_places, text_places
from pipeline.workflow.preparing import with_statement

#: Points of a cover that its texts do not change: heads, number, date, space between its parts.
_FIXED = 330.0
_FIXED_PARTS: tuple[CoverPart, ...] = (
    "institution", "secretariat", "place_date", "original", "number", "marking", "document_type",
)  # fmt: skip
#: Points, each more than is needed: above a text, of its lines, of a letter; of the rows' labels.
_ABOVE, _LINE, _LETTER, _LABELS = 12.0, 14.0, 7.0, 110.0
_GLYPH = "missing-glyph"
_AUDIENCES: tuple[Audience, ...] = ("full", "public")


def problems(
    folder: Path, source: load.Source, look: looks.Look, values: Vault | None = None
) -> tuple[tuple[Problem, ...], tuple[Problem, ...]]:
    """Return the problems that a build would stop on, and notices for the author.

    Args:
        folder: the dossier.
        source: as loaded.
        look: as opened.
        values: the withheld ones, if the key was given.
    """
    found: list[Problem] = list(source.not_buildable())
    notices: list[Problem] = []
    unsealed = set(source.unsealed())
    for audience in _AUDIENCES:
        if audience == "public" and unsealed:
            continue
        try:
            drawn = compose.compose(source, audience, values if audience == "full" else None)
            if audience == "public" and values is not None:
                found += repeats(source, folder, values, drawn)
            fitted = fit.fit(drawn, look.theme, slide_places(source), text_places(source))
        except PipelineError as error:
            # a character is told where it stands, not again with its slide
            found += (row for row in error.problems if row.code != _GLYPH or values is not None)
            continue
        notices += fit.small_tables(fitted, look.theme, slide_places(source))
        for document in with_statement(source, look, fitted):
            found += _overflowing(document, look, source)
    if not source.dossier.has_access and not source.dossier.draft:
        where = source.documents["dossier.yaml"].where(("marking",))
        message = "the public edition is left out: no access has been given to this LIMITE document"
        hint = "leave it so; or, once access was given, write 'access:' with its date and scope"
        notices.append(Problem(where, "not-released", message, hint))
    for where in unsealed:
        message = "marked for withholding: the public edition cannot be built yet"
        notices.append(Problem(where, "unsealed", message, "run 'dossier seal' when all is marked"))
    return tuple(dict.fromkeys(sorted(found))), tuple(dict.fromkeys(sorted(notices)))


def _overflowing(drawn: Edition, look: looks.Look, source: load.Source) -> Iterator[Problem]:
    """Yield the pages of cover and contents that do not hold their text, where it is written.

    A slide's blocks stand in frames that were measured: its page always holds them.
    """
    if "pdf" not in source.dossier.formats or _surely_fits(drawn, look):
        return
    from pipeline.render import pdf  # noqa: PLC0415 - heavy, and rarely needed

    yield from author_notices.in_content(pdf.overflowing(drawn, look.theme), source)


def _surely_fits(drawn: Edition, look: looks.Look) -> bool:
    """Tell whether cover and contents need not be laid out: by a count that errs on one side."""
    if drawn.contents_title:
        return False
    cover, page = drawn.cover, look.theme.cover_page
    full = page.width - page.margin[1] - page.margin[3]

    def height(texts: Iterable[str], width: float) -> float:
        return sum(_LINE * ceil(len(text) * _LETTER / width) for text in texts)

    tables = (*cover.rows, *cover.below)
    rows = [height(map(plain, row.lines), full - _LABELS) + _ABOVE for row in tables]
    counted: tuple[CoverPart, ...] = tuple(part for part in cover.head if part not in _FIXED_PARTS)
    head = [plain(line) for part in counted for line in cover.lines(part)]
    below = (plain(cover.lead_in), plain(cover.enclosure_author), *cover.notices)
    others = (*below, cover.justifications, cover.closing, *head)
    used = sum(rows) + height(others, full) + _ABOVE * len(cover.notices)
    return used <= page.height - page.margin[0] - page.margin[2] - _FIXED
