"""Withheld values of a dossier, opened for a build or a check; search terms for them."""

from __future__ import annotations

from pathlib import Path

from pipeline import compose
from pipeline.content import load
from pipeline.content.secret import Vault
from pipeline.core.errors import ContentError, Problem, Where, shown_path
from pipeline.core.matching import Needle
from pipeline.redaction import vault, withheld_needles
from pipeline.redaction.unmarked_repeats import repeats
from pipeline.workflow.log_guard import Report
from pipeline.workflow.options import Options


def held_values(folder: Path, options: Options, report: Report) -> Vault | None:
    """Return the withheld values if this build may read them; the public edition needs none."""
    if options.vault is not None:
        return options.vault
    if options.key is None or not vault.exists(folder):
        return None
    try:
        return vault.read(folder, options.key)
    except vault.VaultError as error:
        if not options.key_is_found or {row.code for row in error.problems} != {"wrong-key"}:
            raise
        report(f"{folder.name}: your own key does not open its vault; built without it")
        return None


def held_needles(folder: Path, key: Path | None) -> tuple[Needle, ...]:
    """Return the search terms for a dossier's withheld values; none without the key."""
    if key is None or not vault.exists(folder):
        return ()
    return needles(vault.read(folder, key), load.load(folder))


def searched_needles(folder: Path, key: Path) -> tuple[Needle, ...]:
    """Search a dossier's content for its withheld values, and return what was looked for.

    Raises:
        ContentError: words stand unmarked where they may not, or the vault cannot be used.
    """
    source = load.load(folder)
    values = vault.read(folder, key)
    looked_for = needles(values, source)
    if problems := repeats(source, folder, values, compose.compose(source, "public")):
        raise ContentError(*problems)
    return looked_for


def needles(values: Vault | None, source: load.Source) -> tuple[Needle, ...]:
    """Return the search terms for values that are open; none without them."""
    if values is None:
        return ()
    withheld_needles.require_declared(values, source)
    return withheld_needles.needles(values, source)


def require_vault(folder: Path, source: load.Source, options: Options) -> None:
    """Refuse a key for a dossier that has slots and no vault: nothing would be searched.

    Raises:
        ContentError: no-vault.
    """
    is_asked = options.key is not None and not options.key_is_found and options.vault is None
    if is_asked and source.redactions.slots and not vault.exists(folder):
        problem = Problem(
            Where(shown_path(folder / vault.NAME)),
            "no-vault",
            "a key was given, and the dossier has slots and no vault",
            "put the file back where it was, or build without --key: then nothing is searched",
        )
        raise ContentError(problem)
