"""Lines of plain text of which each is placed by itself, as the labels of charts are."""

from __future__ import annotations

from pipeline.layout.text_metrics import advance, portions


def wrapped(
    text: str, size: float, width: float, family: str, *, breaks: bool = False
) -> tuple[str, ...]:
    """Return a text divided into the lines on which it is set.

    Args:
        text: plain letters in the regular face.
        size: points.
        width: points available.
        family: family of the face.
        breaks: a word that is longer than a line is broken, an address after its signs first; else
            it stands over.
    """
    lines: list[str] = []
    for word in text.split():
        first, *rest = _parts_of(word, size, width, family) if breaks else [word]
        longer = f"{lines[-1]} {first}" if lines else first
        if lines and advance(longer, family) * size <= width:
            lines[-1] = longer
        else:
            lines.append(first)
        lines += rest
    return tuple(lines)


def _parts_of(word: str, size: float, width: float, family: str) -> list[str]:
    """Return a word in parts, of which none is longer than a line that holds a letter."""
    lines = [""]
    for part in portions(word):
        if lines[-1] and advance(lines[-1] + part, family) * size > width:
            lines.append("")
        for letter in part:
            if lines[-1] and advance(lines[-1] + letter, family) * size > width:
                lines.append("")
            lines[-1] += letter
    return lines
