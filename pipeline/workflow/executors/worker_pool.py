"""Work on many dossiers in a pool of processes, one for each processor.

A worker builds whole dossiers, so editions and languages share what was laid out for the first of
them; the next dossier shares no pages, so caches are cleared, and memory does not grow with
their number. What is loaded before the workers start is loaded once.
"""

from __future__ import annotations

import gc
import multiprocessing
import signal
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import TypeVar

from pipeline.core.cache import forget

_Result = TypeVar("_Result")
#: How often a dossier may be in work when a worker is lost before it is given up.
_LOSSES = 2
#: Dossiers after which a worker ends and another begins: the libraries that lay out and write PDFs
#: keep a tenth of a megabyte of each.
_SHARE = 64


def each(
    folders: Sequence[Path], work: Callable[[Path], _Result], jobs: int
) -> Iterator[tuple[Path, _Result | None]]:
    """Run some work on every dossier in the pool, and yield results as they come.

    Args:
        folders: the dossiers.
        work: can be pickled, and its result as well; its exceptions end everything.
        jobs: how many at once.

    Yields:
        A dossier with its result; None if its worker was killed, twice, while it was in work.

    Raises:
        KeyboardInterrupt: what was in work has stopped too.
    """
    losses: Counter[Path] = Counter()
    left = list(folders)
    while left:
        # after a loss, alone: whoever is in work then is known to be its cause
        count = 1 if losses else min(jobs, len(left))
        with ProcessPoolExecutor(
            count, mp_context=multiprocessing.get_context("fork"), initializer=_begin
        ) as pool:
            futures: dict[Future[_Result], Path] = {}
            try:
                batch = left[: count * _SHARE]
                futures = {pool.submit(_interruptible, work, folder): folder for folder in batch}
                for future in as_completed(futures):
                    result = future.result()
                    left.remove(futures[future])
                    yield futures[future], result
            except BrokenProcessPool:
                started = left[:count]
                losses.update(started)
            except BaseException:
                pool.shutdown(wait=True, cancel_futures=True)
                raise
        for folder in [path for path in left if losses[path] >= _LOSSES]:
            left.remove(folder)
            losses.clear()
            yield folder, None


def _begin() -> None:
    """Let Ctrl-C stop what a worker does, and not the worker while it waits.

    What was loaded before it began stays, and the garbage collector passes it over.
    """
    gc.freeze()
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _interruptible(work: Callable[[Path], _Result], folder: Path) -> _Result:
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        return work(folder)
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        forget()
        gc.collect()
