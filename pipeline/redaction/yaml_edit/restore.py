"""Words and whole parts put back into YAML text at their slot; values come in opened."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from pipeline.content import markup, yaml_letters, yaml_positions
from pipeline.content.yaml_letters import NotEditableError
from pipeline.core.errors import ContentError, Problem, Where
from pipeline.redaction.yaml_edit import edited_files, nodes
from pipeline.redaction.yaml_edit.edited_files import DECK, Content

_MARKUP = re.compile(r"([\\*_\[\]])")
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


def opened(part: markup.Inline, slot: str, words: str) -> markup.Inline | str:
    """Return a part of a text with a slot's words put back."""
    if isinstance(part, markup.Slot) and part.id == slot:
        return words
    if isinstance(part, markup.Words) and part.href_slot == slot:
        return replace(part, href=words, href_slot=None)
    return part


def candidates(
    text: str, scalar: yaml_letters.Scalar, span: tuple[int, int], words: str, typed: str | None
) -> Iterator[str]:
    """Yield the file with the words put back: as typed, as they are, then ever more escaped."""
    start, end = span
    if typed is not None:
        yield text[:start] + typed + text[end:]
    behind = scalar.start + len(scalar.raw)
    escaped = (_MARKUP.sub(r"\\\1", words), _PUNCTUATION.sub(r"\\\1", words))
    for form in (words, words.strip(" "), *escaped):
        yield text[:start] + yaml_letters.escaped(form, scalar.style) + text[end:]
        if scalar.style in {None, "'"}:
            yield text[: scalar.start] + scalar.requoted(start, end, form) + text[behind:]


def part(
    content: Content, name: str, path: yaml_positions.Path, value: str, typed: str | None
) -> tuple[Content, Where]:
    """Return the dossier with a whole part back in its place, and that place.

    The part is put back as it was typed, or else indented to fit; it is never written anew.

    Args:
        content: the dossier.
        name: of the file.
        path: of the mapping that names the slot, in its YAML.
        value: the part as YAML.
        typed: as it stood in the file, if that is known.

    Raises:
        ContentError: neither reads there as the part; or the part is no good content.
    """
    document, (text, inner) = yaml_positions.read(value, DECK), content.yaml(name, path)
    node = nodes.at(yaml_letters.compose(text), inner)
    start, end = int(node.start_mark.index), nodes.end(text, node)
    fitted = re.sub(r"\n(?=[^\r\n])", "\n" + " " * node.start_mark.column, value)
    forms: tuple[str, ...] = (fitted,) if typed is None else (typed, fitted)
    if document.problems or "#" in text[start:end]:
        forms = ()
    return written(content, (name, start, end), forms, {(name, path): document.tree})


def written(
    content: Content, place: tuple[str, int, int], forms: tuple[str, ...], parts: edited_files.Parts
) -> tuple[Content, Where]:
    """Put a whole part back in the first form that reads as wanted.

    Args:
        content: as it stands.
        place: file, start and end of what stands there now.
        forms: in which the part may be written, the best first.
        parts: what must read otherwise than now.

    Raises:
        ContentError: none does.
    """
    name, start, end = place
    given = content.texts[name]
    for form in forms:
        edited = content.edited({name: given[:start] + form + given[end:]})
        if _is_good(content, edited, parts):
            return edited, content.where(name, start)
    raise ContentError(
        Problem(
            content.where(name, start),
            "whole-part",
            "this slot stands for a whole part, which cannot be put back here as it was",
            "write the part there by hand, then remove the slot from redactions.yaml",
        )
    )


def _is_good(content: Content, edited: Content, parts: edited_files.Parts) -> bool:
    """Tell whether an edit reads as wanted, and as a dossier; its problems are errors."""
    try:
        return edited_files.reads_as_wanted(content, edited, {}, parts) and bool(edited.source)
    except NotEditableError:
        return False


def stands(content: Content, value: str) -> bool:
    """Tell whether a whole part stands in the deck, marked by nothing."""
    tree = yaml_positions.read(value, DECK).tree
    return isinstance(tree, dict | list) and any(
        edited_files.alike(tree, part)
        for name, _ in content.enclosed()
        for part in _below(content.documents[name].tree)
    )


def _below(tree: yaml_positions.Tree) -> Iterator[yaml_positions.Tree]:
    yield tree
    for child in (
        tree.values() if isinstance(tree, dict) else tree if isinstance(tree, list) else ()
    ):
        yield from _below(child)
