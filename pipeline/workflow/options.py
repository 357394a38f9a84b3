"""Options of a build: editions, formats, key, output folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pipeline.content.secret import Vault
from pipeline.edition.formats import Audience, Format
from pipeline.workflow.executors.this_machine import Engine, beside


@dataclass(frozen=True)
class Options:
    """Options of a build: editions, formats, key, output folder.

    Attributes:
        output: the output folder.
        audiences: which editions.
        formats: which files; empty for those that the dossier names.
        keep: write each composed edition as JSON beside the records, to look at.
        key: file with the key of the vault; without it nothing withheld is read.
        key_is_found: the key was not given but found in the user's configuration; one that does
            not open this vault is then as good as none.
        vault: values instead of those of the vault file.
        theme: a brand's theme file, instead of the one that the dossier names.
        engine: where files are made.
    """

    output: Path
    audiences: tuple[Audience, ...] = ("full", "public")
    formats: tuple[Format, ...] = ()
    keep: bool = False
    key: Path | None = None
    key_is_found: bool = False
    vault: Vault | None = None
    theme: Path | None = None
    engine: Engine = beside
