"""Rebuild whenever a file is saved, in one process that reuses what it has prepared.

Pages that were laid out and slides that were fitted are cached (``render.pdf``, ``fit``), so only
what an edit changed is done again. What watches the files is the library ``watchfiles``.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import watchfiles

from pipeline.resources.paths import program

#: Milliseconds in which changes are taken together: programs save a file in several steps.
_TOGETHER = 150
#: Milliseconds after which the watcher says that nothing has changed.
_BREATH = 200
_PROGRAM = tuple(map(Path, program()))


def watch(
    paths: Sequence[Path],
    output: Path,
    found: Callable[[], list[Path]],
    build: Callable[[Path], None],
) -> None:
    """Build every dossier, then those that change, until the user interrupts.

    A change of the program or its templates starts the process anew.

    Args:
        paths: what to watch, with all that is below.
        output: the output folder, changes in which do not count.
        found: returns the dossiers that there are.
        build: builds one, and tells what is wrong with it.
    """
    events = watchfiles.watch(
        *(str(path.resolve()) for path in (*paths, *_PROGRAM)),
        watch_filter=_Filter(output),
        debounce=_TOGETHER,
        rust_timeout=_BREATH,
        yield_on_timeout=True,
        raise_interrupt=True,
    )
    each(found, build, ({Path(name) for _, name in rows} for rows in events), _start_anew)


def each(
    found: Callable[[], list[Path]],
    build: Callable[[Path], None],
    changes: Iterator[set[Path]],
    anew: Callable[[], None],
) -> None:
    """Build every dossier, then after each change those that it concerns.

    Args:
        found: returns the dossiers that there are.
        build: builds one.
        changes: sets of files that were changed, made or taken away; of the first one, only that
            it comes is taken notice of.
        anew: called when the program itself has changed.
    """
    next(changes, None)  # from now on nothing is missed
    for folder in found():
        _kept(build, folder)
    for changed in changes:
        if _touches(changed, *_PROGRAM):
            anew()
        folders = found()
        homes = [folder.resolve() for folder in folders]
        # what lies beside the dossiers, as a house's template does, may concern any of them
        shared = any(not _touches({path}, *homes) for path in changed)
        for folder, home in zip(folders, homes, strict=True):
            if shared or _touches(changed, home):
                _kept(build, folder)


def _touches(changed: set[Path], *folders: Path) -> bool:
    return any(path.is_relative_to(folder) for path in changed for folder in folders)


def _kept(build: Callable[[Path], None], folder: Path) -> None:
    """Build a dossier, and take cached objects out of the garbage collector's sight."""
    build(folder)
    gc.collect()
    gc.freeze()


class _Filter(watchfiles.DefaultFilter):
    """Leaves out what editors, Python and the build itself write."""

    def __init__(self, output: Path) -> None:
        super().__init__(ignore_paths=[os.path.realpath(output)])


def _start_anew() -> None:
    """Begin again with the program as it is now."""
    os.execv(sys.executable, [sys.executable, "-m", "pipeline.cli", *sys.argv[1:]])  # noqa: S606
