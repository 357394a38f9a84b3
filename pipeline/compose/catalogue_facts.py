"""Facts of a document for its catalogue record: authority codes, related documents.

All of it comes from fields that the edition prints. A code that stands for a name is given only
where the cover prints that very name: the standard institution and place of its language, or an
author that the table of bodies lists.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeGuard

from pipeline.compose.opener import Opener
from pipeline.content import markup
from pipeline.content.model import reference
from pipeline.content.model.dossier_yaml import Dossier
from pipeline.content.model.reference import Reference
from pipeline.edition.cover import Cover
from pipeline.edition.texts import plain
from pipeline.resources import authorities, labels
from pipeline.resources.authorities import CatalogueFacts


def facts(dossier: Dossier, opener: Opener, cover: Cover) -> CatalogueFacts:
    """Return the facts of one edition.

    Args:
        dossier: what the author wrote.
        opener: decides what this audience reads.
        cover: as composed for this audience.
    """
    known, standard = authorities.load(), labels.load(dossier.language)
    printed_place = dossier.place or opener.phrases["place"]
    is_ours = cover.institution == standard["institution"]
    publisher = known.institution if is_ours else ""
    author = plain(cover.enclosure_author)
    creator = known.code("corporate-body", author.casefold()) if author else publisher
    is_public = opener.audience == "public"
    released = dossier.released if is_public else None
    if released and released.scope == "partial" and not opener.slots:
        released = None
    lines = tuple(_named(dossier))
    versions = tuple(line for line in lines if _is_earlier(line, dossier.number))
    return CatalogueFacts(
        publisher=publisher,
        creator=creator,
        place=known.place if printed_place == standard["place"] else "",
        document_type=known.code("resource-type", dossier.cover.type),
        released=released.date.isoformat() if released else "",
        versions=versions,
        related=tuple(line for line in lines if line not in versions),
    )


def _named(dossier: Dossier) -> Iterator[str]:
    """Yield the lines of the cover that name documents, but for those with a withheld part."""
    for lines in (dossier.cover.previous, dossier.cover.commission):
        for line in lines or ():
            words = [part.text for part in line if _is_public(part)]
            if len(words) == len(line):
                yield "".join(words)


def _is_public(part: markup.Inline) -> TypeGuard[markup.Words]:
    return isinstance(part, markup.Words) and part.href_slot is None


def _is_earlier(line: str, number: Reference | None) -> bool:
    """Tell whether a line is the number of this document with another revision or none."""
    if number is None:
        return False
    try:
        other = reference.parse(line)
    except reference.BadReferenceError:
        return False
    same = (other.series, other.number, other.year) == (number.series, number.number, number.year)
    return same and other != number
