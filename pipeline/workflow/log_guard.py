"""Guard of messages and logs during a build: none may hold a withheld value.

Guarantee: G24.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager

from pipeline.audit.leaks import own_words
from pipeline.core.errors import LeakError, Problem, Where
from pipeline.core.matching import Needle, Text

Report = Callable[[str], None]


class _Watch(logging.Handler):
    """Sees every log record of the process and remembers the slots whose value passed."""

    def __init__(self, needles: Sequence[Needle]) -> None:
        super().__init__(level=logging.NOTSET)
        self.needles = needles
        self.slots: set[str] = set()

    def emit(self, record: logging.LogRecord) -> None:
        """Search one record; it is passed on by the other handlers, if there are any."""
        self.slots |= found(record.getMessage(), self.needles)


def found(line: str, needles: Sequence[Needle]) -> set[str]:
    """Return the slots whose value stands in a line.

    Values that are short or without letters are not looked for: places and dates in messages hold
    such numbers and words by chance. A word of the program's own messages is none that it tells.
    """
    text = Text(line)
    return {
        needle.slot
        for needle in needles
        if needle.matcher.is_wordy
        and any(
            not own_words.is_message(text.canonical[start:end])
            for start, end in needle.matcher.find(text)
        )
    }


def _refuse(slots: set[str], where: str) -> None:
    if slots:
        raise LeakError(
            *(
                Problem(
                    Where(where),
                    "value-in-message",
                    f"the value of slot '{slot}' was about to be told",
                    "nothing was published; please report this with the command you ran",
                )
                for slot in slots
            )
        )


@contextmanager
def guarded(report: Report, needles: Sequence[Needle]) -> Generator[Report]:
    """Wrap a report function so that it refuses lines with a value, and watch the logs meanwhile.

    Raises:
        LeakError: a value passed; the line was not printed, and the log record is named by slot.
    """
    if not needles:
        yield report
        return
    watch = _Watch(needles)
    root = logging.getLogger()
    root.addHandler(watch)

    def say(line: str) -> None:
        _refuse(found(line, needles), "a message of the build")
        report(line)

    try:
        yield say
        _refuse(watch.slots, "a log record")
    finally:
        root.removeHandler(watch)
