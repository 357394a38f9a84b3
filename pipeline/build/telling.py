"""What a build tells of an edition besides its files: notices for those who write it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from pipeline import fit, labels
from pipeline.compose.unverified import unverified
from pipeline.diagnostics import Problem, Where
from pipeline.edition import Edition, Format
from pipeline.source import load
from pipeline.theme import Theme

Tell = Callable[[str], object]


def slide_places(source: load.Source) -> Mapping[int, Where]:
    """Return where each slide stands in its file, by its number."""
    document = source.documents["presentation.yaml"]
    count = len(source.presentation.slides)
    return {number: document.where(("slides", number - 1)) for number in range(1, count + 1)}


def small_tables(drawn: Edition, theme: Theme, source: load.Source, tell: Tell) -> None:
    """Tell which tables are set smaller than other text."""
    for notice in fit.small_tables(drawn, theme, slide_places(source)):
        tell(f"notice: {notice}")


def unverified_phrases(
    documents: Sequence[tuple[Edition, Sequence[Format]]], source: load.Source, tell: Tell
) -> None:
    """Tell which printed phrases are translations that nobody has checked."""
    phrases = labels.load(source.dossier.language, source.dossier.labels)
    if not phrases.unverified:
        return
    if found := unverified(documents, phrases):
        where = source.documents["dossier.yaml"].where(("language",))
        message = f"{len(found)} printed phrases are this project's own: {', '.join(found)}"
        hint = "have them checked; those under 'labels:' in dossier.yaml count as checked"
        tell(f"notice: {Problem(where, 'unverified-labels', message, hint)}")
