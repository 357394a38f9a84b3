"""Check that no two dossiers are the same document: by number and language.

Versions and parts are other documents: a REV, an ADD, a COR has a number of its own.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path

from pipeline.content import load
from pipeline.content.model import reference
from pipeline.content.model.dossier_yaml import Dossier
from pipeline.core.errors import ContentError, Problem


def stem(dossier: Dossier) -> str:
    """Return number and language of a document, as the names of its files begin; or nothing."""
    if dossier.number is None:
        return ""
    return dossier.number.file_stem(dossier.language, partial=False)


def written_stem(folder: Path) -> str:
    """Return number and language of a dossier from its file; empty if they cannot be read."""
    tree = load.cover(folder).tree
    if not isinstance(tree, dict):
        return ""
    number, language = tree.get("number"), tree.get("language")
    if not isinstance(number, str) or not isinstance(language, str):
        return ""
    try:
        return reference.parse(" ".join(number.split())).file_stem(language, partial=False)
    except reference.BadReferenceError:
        return ""


def require_each_once(
    stems: Mapping[Path, str], real: Callable[[Path], str] = os.path.realpath
) -> None:
    """Refuse dossiers below one folder that are the same document.

    Args:
        stems: number and language of each dossier; empty where they are not known.
        real: tells the real path of a folder.

    Raises:
        ContentError: same-document, with the place of both.
    """
    first: dict[tuple[str, str], Path] = {}
    problems: list[Problem] = []
    for home, folder in {real(path): path for path in stems}.items():
        if not stems[folder]:
            continue
        key = os.path.dirname(home), stems[folder]  # noqa: PTH120 - of a string
        other = first.setdefault(key, folder)
        if other != folder:
            where, beside = (load.cover(path).where(("number",)) for path in (folder, other))
            message = f"this number stands in {beside}, too, in the same language"
            hint = (
                "keep one of the two dossiers in this folder, or give one its own number, suffix "
                "(such as REV 1) or language"
            )
            problems.append(Problem(where, "same-document", message, hint))
    if problems:
        raise ContentError(*problems)
