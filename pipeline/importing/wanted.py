"""Options of an import: number, language, and what else the command line says."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Wanted:
    """What is wanted of an import.

    Attributes:
        number: of the document, as printed; '' if it is not known.
        language: ISO 639-1; '' to take that of most of the file's words.
        hidden: take hidden slides, too.
        template: make the deck the dossier's own template.
        force: replace what stands in the dossier's place.
    """

    number: str = ""
    language: str = ""
    hidden: bool = False
    template: bool = False
    force: bool = False
