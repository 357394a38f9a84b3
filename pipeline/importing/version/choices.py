"""Choices on the command line: numbers of a list of changes, ``all``, ``unmarked``, ``rest``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from pipeline.core.errors import ContentError, Problem, Where
from pipeline.importing.version import change_words
from pipeline.importing.version.change import Change, Decision

ALL, UNMARKED, REST = "all", "unmarked", "rest"
_RANGE = re.compile(r"(\d{1,6})(?:-(\d{1,6}))?")


def has_numbers(*given: str) -> bool:
    """Tell whether changes are named by their numbers in a list."""
    return any(char.isdigit() for text in given for char in text)


def decide(changes: Sequence[Change], take: str, keep: str) -> None:
    """Decide changes; a number goes before ``unmarked``, which goes before ``all``, then ``rest``.

    Args:
        changes: with their numbers.
        take: which to take; '' for none. All and unmarked are those that can be taken.
        keep: which to keep.

    Raises:
        ContentError: a number is none, is in both, or cannot be taken; or words are not known.
    """
    numbered = {change.number: change for change in changes if change.number}
    both: dict[Decision, list[str]] = {
        "take": _words(take, "--take"),
        "keep": _words(keep, "--keep"),
    }
    for word in (ALL, UNMARKED):
        if all(word in words for words in both.values()):
            raise _bad("--keep", f"'{word}' cannot be both taken and kept")
        for decision, words in both.items():
            if word in words:
                _all(numbered.values(), decision, is_unmarked=word == UNMARKED)
    _named(both, numbered)
    if REST in both["keep"]:
        for change in numbered.values():
            change.decision = change.decision or "keep"


def _named(both: dict[Decision, list[str]], numbered: dict[int, Change]) -> None:
    named: dict[int, Decision] = {}
    for decision, words in both.items():
        for number in _numbers(words, f"--{decision}", numbered):
            if named.setdefault(number, decision) != decision:
                raise _bad("--keep", f"change {number} cannot be both taken and kept")
    problems: list[Problem] = []
    for number, decision in named.items():
        change = numbered[number]
        if decision == "take" and change.refusal:
            message, hint = change_words.REFUSALS[change.refusal]
            message = f"change {number} cannot be taken: {message}"
            problems.append(Problem(Where("--take"), "cannot-take", message, hint))
        change.decision = decision
    if problems:
        raise ContentError(*problems)


def _words(given: str, option: str) -> list[str]:
    words = [word for word in re.split(r"[,\s]+", given) if word]
    for word in words:
        known = {ALL, UNMARKED, REST} if option == "--keep" else {ALL, UNMARKED}
        if word not in known and not _RANGE.fullmatch(word):
            raise _bad(option, "this is no list of changes")
    return words


def _all(changes: Iterable[Change], decision: Decision, *, is_unmarked: bool) -> None:
    for change in changes:
        if not change.is_choice or (decision == "take" and change.refusal):
            continue
        if is_unmarked and change.is_marked:
            continue
        change.decision = decision


def _numbers(words: Sequence[str], option: str, known: dict[int, Change]) -> list[int]:
    found: list[int] = []
    for word in words:
        if row := _RANGE.fullmatch(word):
            first, last = int(row[1]), int(row[2] or row[1])
            if first not in known or last not in known or last < first:
                raise _bad(option, f"there is no change {word}")
            found += range(first, last + 1)
    return found


def _bad(option: str, message: str) -> ContentError:
    hint = "give numbers of the list, such as 3,5-7; or all; or unmarked; to --keep, also rest"
    return ContentError(Problem(Where(option), "bad-choice", message, hint))


def opened(changes: Sequence[Change]) -> list[int]:
    """Return the numbers of changes that are still to be decided."""
    return [change.number for change in changes if not change.decision and change.number]


def ranges(numbers: Sequence[int]) -> str:
    """Return numbers as people write them: 1, 3-5."""
    out: list[list[int]] = []
    for number in numbers:
        if out and number == out[-1][-1] + 1:
            out[-1].append(number)
        else:
            out.append([number])
    return ", ".join(f"{row[0]}-{row[-1]}" if len(row) > 1 else f"{row[0]}" for row in out)
