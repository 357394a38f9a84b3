"""Reasons for which a dossier has no public edition: it is a draft, or nobody has given access."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.content import drafts
from pipeline.content.load import Source
from pipeline.core.errors import Problem

#: What is told of a document to which access is needed and was not given.
NO_ACCESS = "no access has been given to this LIMITE document"


def of_draft(source: Source) -> tuple[Problem, ...]:
    """Return why nothing of a draft goes out, with all that is to be written; else nothing."""
    if not source.dossier.draft:
        return ()
    where = source.documents["dossier.yaml"].where_key(("draft",))
    hint = "write what is missing ('dossier check' lists it), then remove 'draft: true'"
    problem = Problem(where, "draft", "this is a draft, of which no public edition is made", hint)
    return (problem, *(row for row in source.notices if row.code == drafts.TO_WRITE))


def of_source(source: Source) -> tuple[Problem, ...]:
    """Return why no public edition may be made; nothing if it may."""
    return of_draft(source) or tuple(_of_access(source))


def in_short(source: Source) -> str:
    """Return the reason in one line; empty if a public edition may be made."""
    if source.dossier.draft:
        return "it is a draft"
    return NO_ACCESS if any(_of_access(source)) else ""


def _of_access(source: Source) -> Iterator[Problem]:
    if not source.dossier.has_access:
        where = source.documents["dossier.yaml"].where(("marking",))
        hint = "add 'access: {date: …, scope: full}' or 'partial' with the date of the decision"
        yield Problem(where, "not-released", f"no public edition: {NO_ACCESS}", hint)
