"""Problems with place, code and hint; the exceptions that carry them; paths as users see them.

Every foreseen mistake is a ``Problem`` with a place and a hint, carried by a ``PipelineError``.
A message or a hint never quotes content: it may name an id, a file, a number or a word from our
own vocabulary, because content files can hold text that is still to be withheld (G23).

The error tree and its exit codes::

    PipelineError 1
    ├── WriteError 1        a file or a folder could not be written
    ├── ContentError 2      the content files are wrong (argparse's usage errors exit 2 too)
    ├── LeakError 3         a finished file does not say exactly what its edition says
    ├── TemplateError 4     theme, labels, fonts or templates are wrong or missing
    ├── RenderError 5       a text does not fit, or a file could not be made
    └── DistributeError 6   a package could not be made or verified
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, order=True)
class Where:
    """Place in a file: its path, line and column.

    Attributes:
        file: the path as the user would type it.
        line: 1-based; 0 when the problem concerns the file as a whole.
        column: 1-based, in characters; 0 with line 0.
    """

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        """Return ``file:line:column``, or ``file`` alone."""
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


@dataclass(frozen=True, order=True)
class Problem:
    """One mistake: its place, a stable code (a heading in docs/errors.md), a message, a hint."""

    where: Where
    code: str
    message: str
    hint: str = ""

    def __str__(self) -> str:
        """Return the one or two lines a person reads."""
        line = f"{self.where}: {self.code}: {self.message}"
        return f"{line}\n  hint: {self.hint}" if self.hint else line


class PipelineError(Exception):
    """Problems that end a command, in a stable order without repeats."""

    exit_code = 1

    def __init__(self, *problems: Problem) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(str(problem) for problem in self.problems))


class WriteError(PipelineError):
    """The system refused to write a file or a folder."""


class ContentError(PipelineError):
    """The content files are wrong."""

    exit_code = 2


class LeakError(PipelineError):
    """A finished file does not say exactly what its edition says."""

    exit_code = 3


class TemplateError(PipelineError):
    """Theme, labels, fonts or templates are wrong or missing."""

    exit_code = 4


class RenderError(PipelineError):
    """A text does not fit, or a file could not be made."""

    exit_code = 5


class DistributeError(PipelineError):
    """A package could not be made or verified."""

    exit_code = 6


def shown_path(path: Path, base: Path | None = None) -> str:
    """Return a path as the user would type it: relative to ``base`` (or here) if it lies below."""
    # realpath, unlike Path.resolve, takes a link that leads to itself as it is
    root = Path(os.path.realpath(base or Path.cwd()))
    resolved = Path(os.path.realpath(path))
    return str(resolved.relative_to(root)) if resolved.is_relative_to(root) else str(path)
