"""Process that reads an untrusted file: apart, with limits of time, memory and output."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, TypeAdapter

from pipeline.core.errors import ContentError, Problem, Where
from pipeline.importing.found import Deck
from pipeline.importing.found_document import Document
from pipeline.importing.reader_limits import PATIENCE_S, REFUSED

_ROOT = Path(__file__).resolve().parent.parent.parent
_COMMAND = "import sys; sys.path.insert(0, sys.argv[1]); " \
    "from pipeline.importing.reader_main import main; main()"  # fmt: skip


def read(data: bytes, media: Path, where: Where, *, hidden: bool) -> Deck | Document:
    """Read a .pptx or a .docx in a process of its own.

    Args:
        data: the file.
        media: gets the pictures.
        where: the file, for messages.
        hidden: whether hidden slides are read, too.

    Raises:
        ContentError: it is no file that can be read.
    """
    command = [sys.executable, "-P", "-c", _COMMAND, str(_ROOT), str(media), str(int(hidden))]
    try:
        ended = subprocess.run(  # noqa: S603 - this interpreter, and words of our own
            command, input=data, capture_output=True, timeout=PATIENCE_S, check=False
        )
    except subprocess.TimeoutExpired:
        raise ContentError(_too_much(where)) from None
    if ended.returncode == REFUSED:
        told: dict[str, Any] = json.loads(ended.stdout)
        raise ContentError(Problem(where, told["code"], told["message"], told["hint"]))
    if ended.returncode:
        raise ContentError(_too_much(where))
    return found_in(ended.stdout)


def found_in(data: bytes | str) -> Deck | Document:
    """Return what the reader's process wrote."""
    return _adapter().validate_json(data)


@cache
def _adapter() -> TypeAdapter[Deck | Document]:
    return TypeAdapter(Annotated[Deck | Document, Field(discriminator="kind")])


def _too_much(where: Where) -> Problem:
    message = "reading this file needs more time or memory than is given to it"
    return Problem(where, "too-large", message, "open it in its program and save it as a new file")
