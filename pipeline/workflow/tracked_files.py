"""Check of files tracked by git for withheld values, keys and full editions.

It reads the files as they are now; what an earlier commit holds is out of its reach.

Guarantee: G33.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Sequence
from pathlib import Path

from pipeline.audit.leaks import scan
from pipeline.content import load
from pipeline.core import atomic_write
from pipeline.core.errors import ContentError, Problem, Where, shown_path
from pipeline.core.matching import Needle
from pipeline.edition.formats import SPECS
from pipeline.resources import paths

#: A secret key of age: 58 letters of Bech32 after the prefix.
_KEY = re.compile(rb"AGE-SECRET-KEY-1[02-9AC-HJ-NP-Z]{58}", re.IGNORECASE)
#: Folders of an output that hold what only delegations may read.
_FULL = ("full",)
_SUFFIXES = frozenset((*(spec.suffix for spec in SPECS.values()), ".jsonld"))


def tracked_files(folder: Path) -> tuple[Path, ...]:
    """Return the files that git tracks in the work tree that holds a folder.

    Raises:
        ContentError: the folder is in no work tree, or git is not there.
    """
    try:
        top = _git(folder, "rev-parse", "--show-toplevel").strip()
        names = _git(Path(top), "ls-files", "-z").split("\0")
    except (OSError, subprocess.CalledProcessError):
        hint = "run it in a clone, on a machine with git"
        problem = Problem(Where(str(folder)), "no-git", "git cannot list the tracked files", hint)
        raise ContentError(problem) from None
    return tuple(path for name in names if name and (path := Path(top) / name).is_file())


def _git(folder: Path, *arguments: str) -> str:
    return subprocess.run(  # noqa: S603 - fixed words
        ["git", "-C", str(folder), *arguments],  # noqa: S607 - the user's git
        check=True,
        capture_output=True,
        text=True,
    ).stdout


def problems(
    dossiers: Sequence[Path], needles: Sequence[Needle], base: Path
) -> tuple[Problem, ...]:
    """Return leaks in tracked files: keys, unsealed text, full editions, withheld values.

    Args:
        dossiers: their content is searched for unsealed text.
        needles: values to search all tracked files for; none without a key. The content files of
            the dossiers are not among these: see ``unmarked_repeats``, which knows what is allowed.
        base: any folder of the work tree.
    """
    files = tracked_files(base)
    content = {
        (folder / name).resolve() for folder in dossiers for name in load.content_files(folder)
    }
    found: list[Problem] = []
    for path in files:
        data = atomic_write.read(path) if path.is_file() else b""
        where = Where(shown_path(path))
        if _KEY.search(data):
            hint = "remove it from the repository and its history, and rotate the vault"
            found.append(Problem(where, "key-tracked", "git tracks a secret key", hint))
        if set(path.parts) & set(_FULL) and path.suffix in _SUFFIXES:
            hint = "git rm --cached it; output folders are not for git"
            found.append(Problem(where, "full-tracked", "git tracks a full edition", hint))
        if path.resolve() not in content:
            found += scan.leaks(data, shown_path(path), needles, is_record=_is_program(path))
    message = "this text is marked for withholding and stands in a tracked file"
    for folder in dossiers:
        found += [
            Problem(where, "unsealed", message, "seal the dossier before committing")
            for where in load.load(folder).unsealed()
        ]
    return tuple(found)


def _is_program(path: Path) -> bool:
    """Tell whether a file is the program's own, which says its words and numbers by nature."""
    home = Path(paths.PACKAGE if paths.IS_INSTALLED else paths.HOME).resolve()
    resolved = path.resolve()
    return resolved.is_relative_to(home) and "content" not in resolved.relative_to(home).parts[:1]
