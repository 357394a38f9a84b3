"""Preparation of editions for the renderers: composed, fitted, rebuilt from their JSON."""

from __future__ import annotations

from pathlib import Path

from pipeline import compose
from pipeline.compose.statement_of_reasons import statement
from pipeline.content import load
from pipeline.content.secret import Vault
from pipeline.edition import edition
from pipeline.edition.edition import Edition
from pipeline.edition.formats import Audience
from pipeline.edition.texts import markers
from pipeline.layout import fit
from pipeline.resources import labels
from pipeline.workflow import design as looks
from pipeline.workflow.author_notices import slide_places, text_places


def prepared(
    source: load.Source, look: looks.Look, audience: Audience, values: Vault | None = None
) -> Edition:
    """Compose and fit one edition; renderers get what its JSON holds, and nothing else.

    Args:
        source: as loaded.
        look: its design.
        audience: who will read it.
        values: withheld ones, for the full edition alone.
    """
    composed = compose.compose(source, audience, values if audience == "full" else None)
    fitted = fit.fit(composed, look.theme, slide_places(source), text_places(source))
    return edition.from_json(edition.to_json(fitted))


def prepared_documents(
    folder: Path, audience: Audience, theme: Path | None = None
) -> tuple[list[Edition], looks.Look]:
    """Return an edition and what goes out with it, as they would be rendered, and their design.

    Nothing withheld is read.
    """
    source = load.load(folder)
    look = looks.opened(folder, source, theme)
    return with_statement(source, look, prepared(source, look, audience)), look


def prepared_edition(
    folder: Path, audience: Audience, theme: Path | None = None
) -> tuple[Edition, looks.Look]:
    """Return an edition as it would be rendered, without withheld values, and its design."""
    documents, look = prepared_documents(folder, audience, theme)
    return documents[0], look


def with_statement(source: load.Source, look: looks.Look, drawn: Edition) -> list[Edition]:
    """Return an edition, and the statement of reasons if one goes out with it."""
    if drawn.audience == "full" or not source.redactions.statement or not markers(drawn):
        return [drawn]
    phrases = labels.load(drawn.language, source.dossier.labels)
    return [drawn, fit.fit(statement(drawn, phrases), look.theme)]
