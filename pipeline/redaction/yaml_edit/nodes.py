"""YAML nodes in the text of a file: found by path, their ends, an entry cut out of braces."""

from __future__ import annotations

import re

from yaml.nodes import CollectionNode, MappingNode, Node, ScalarNode, SequenceNode

from pipeline.content.yaml_letters import NotEditableError
from pipeline.content.yaml_positions import Path

Entry = tuple[ScalarNode, Node]


def at(root: Node, path: Path) -> MappingNode:
    """Return the mapping at a path.

    Raises:
        NotEditableError: there is none.
    """
    node = _found(root, path)
    if not isinstance(node, MappingNode):
        raise NotEditableError
    return node


def _found(root: Node, path: Path) -> Node | None:
    node: Node | None = root
    for step in path:
        if isinstance(node, SequenceNode) and isinstance(step, int):
            node = node.value[step]
        elif isinstance(node, MappingNode):
            node = next((value for key, value in node.value if key.value == step), None)
    return node


def brackets(root: Node, path: Path) -> tuple[int, int]:
    """Return where a list in brackets begins and ends.

    Raises:
        NotEditableError: there is none, or it is no list in brackets.
    """
    node = _found(root, path)
    if not isinstance(node, SequenceNode) or not node.flow_style:
        raise NotEditableError
    return int(node.start_mark.index), int(node.end_mark.index)


def end(text: str, node: Node) -> int:
    """Return the position of a node's end: YAML's own mark may lie behind comments."""
    if isinstance(node, CollectionNode) and not node.flow_style:
        last = node.value[-1]
        return end(text, last[1] if isinstance(node, MappingNode) else last)
    index = int(node.end_mark.index)
    return len(text[:index].rstrip()) if isinstance(node, ScalarNode) else index


def line_end(text: str, index: int) -> int:
    """Return the position of the end of a character's line."""
    found = re.compile(r"\r?\n|\Z").search(text, index)
    assert found is not None  # noqa: S101 - every text has an end
    return found.start()


def out_of_flow(text: str, entries: list[Entry], index: int) -> str:
    """Return the text without one entry of a mapping in braces; its comments stay."""
    key, value = entries[index]
    begin, behind = int(key.start_mark.index), end(text, value)
    before = end(text, entries[index - 1][1]) if index else begin
    if index and "#" not in text[before:begin]:
        return text[:before] + text[behind:]
    comma = re.compile(r"\s*,[ \t]*").match(text, behind)
    return text[:begin] + text[comma.end() if comma else behind :]
