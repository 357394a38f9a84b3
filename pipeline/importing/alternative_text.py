"""Name and alternative text of a shape, read; a picture's file name is none."""

from __future__ import annotations

import re

from pipeline.core.ooxml_names import q
from pipeline.importing.found import Told
from pipeline.importing.office_package import Element, is_on

_FILE_NAME = re.compile(
    r"[^/\\:*?\"<>|\n]{1,120}\.(?:png|jpe?g|gif|bmp|tiff?|emf|wmf|svg|webp|jfif)", re.IGNORECASE
)

#: A place in somebody's folders, or on a server: it names who made the file.
_PATH = re.compile(
    r"(?:[A-Za-z]:[\\/]|file:|\\\\|[~/])\S.*|.*[\\/].*\.(?:png|jpe?g|gif|bmp|tiff?|emf|wmf|svg|webp|pptx?)",
    re.IGNORECASE | re.DOTALL,
)


def name(properties: Element | None) -> str:
    """Return the name of a shape; '' for one that is the place of a file."""
    text = str(properties.get("name", "")) if properties is not None else ""
    return "" if _PATH.fullmatch(text.strip()) else text


def read(properties: Element | None) -> tuple[str, list[Told]]:
    """Return what a shape says instead of itself, and what is told of it.

    Args:
        properties: ``p:cNvPr`` of the shape.
    """
    if properties is None:
        return "", []
    told: list[Told] = []
    text = str(properties.get("descr", "")).strip()
    title = str(properties.get("title", "")).strip()
    if text and _FILE_NAME.fullmatch(text):
        words = "the name of a file stands in the place of an alternative text"
        told.append(Told("alternative-text", "file-name", words, text=text))
        text = ""
    for given in (text, title):
        if given and _PATH.fullmatch(given):
            words = "the place of a file stands in the place of an alternative text"
            told.append(Told("alternative-text", "file-name", words))
            text, title = (text if text != given else ""), (title if title != given else "")
    if title and not text and not _FILE_NAME.fullmatch(title):
        text = title
    elif title and title != text:
        words = "the title of the alternative text"
        told.append(Told("alternative-text", "second-title", words, text=title))
    for row in properties.iter(q("adec:decorative")):
        if is_on(row.get("val")):
            words = "marked as decorative; here every figure has an alternative text"
            told.append(Told("picture", "decorative", words, fate="changed"))
    return text, told
