"""References of a document to its own places, where the content prints the same number for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pipeline.content.markup import Words
from pipeline.content.rules.running_text import caption_number
from pipeline.importing.document.text_nodes import Node
from pipeline.importing.found import Paragraph, Run
from pipeline.importing.found_document import Grid, Note


def resolved(nodes: Sequence[Node], notes: Sequence[Note]) -> Mapping[str, Node]:
    """Give an id to each node that something refers to, and return nodes by bookmark.

    Args:
        nodes: of all files; those that are referred to get an id.
        notes: whose words may refer to nodes, too.
    """
    places: dict[str, Node] = {}
    for node in nodes:
        if node.kind == "figure" and node.caption is not None:
            node.printed = _caption(node.caption)
        for name in node.anchors:
            if node.printed:
                places.setdefault(name, node)
    used: list[Node] = []
    for run in _runs(nodes, notes):
        found = places.get(run.place) if run.place else None
        if found is not None and run.text.strip() == found.printed and found not in used:
            used.append(found)
    for number, node in enumerate((node for node in nodes if node in used), start=1):
        node.id = f"place-{number}"
    return places


def _caption(caption: Paragraph) -> str:
    text = "".join(run.text for run in caption.runs).lstrip()
    return caption_number((Words(text),)) if text else ""


def _runs(nodes: Sequence[Node], notes: Sequence[Note]) -> Iterator[Run]:
    for node in nodes:
        for row in (node.passage, node.caption):
            if row is not None:
                yield from row.runs
        if isinstance(node.figure, Grid):
            for line in node.figure.rows:
                for cell in line:
                    yield from (run for row in cell.paragraphs for run in row.runs)
    for note in notes:
        yield from (run for row in note.paragraphs for run in row.runs)
