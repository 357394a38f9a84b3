"""The command as a user types it, run in this process: no interpreter is started for each word."""

from __future__ import annotations

import contextlib
import io
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from pipeline import cli
from tests.conftest import ROOT


class _Captured(io.TextIOWrapper):
    """A stream of text that keeps what is written to it."""

    def __init__(self, given: str = "") -> None:
        super().__init__(io.BytesIO(given.encode()), encoding="utf-8", write_through=True)

    def text(self) -> str:
        buffer = self.buffer
        assert isinstance(buffer, io.BytesIO)
        return buffer.getvalue().decode()


def dossier(*words: str | Path, given: str = "") -> CompletedProcess[str]:
    """Run ``dossier`` with some words, and with a text on its standard input."""
    arguments = [str(word) for word in words]
    out, err = _Captured(), _Captured()
    with pytest.MonkeyPatch.context() as patch, contextlib.chdir(ROOT):
        patch.setattr("sys.argv", ["dossier", *arguments])
        patch.setattr("sys.stdin", _Captured(given))
        patch.setattr("sys.stdout", out)
        patch.setattr("sys.stderr", err)
        try:
            code = cli.main()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(end.code is not None)
    return CompletedProcess(arguments, code, out.text(), err.text())
