"""Add slots to redactions.yaml and take them out, and leave every other byte as it is."""

from __future__ import annotations

import re
from collections.abc import Mapping

from yaml.nodes import CollectionNode, MappingNode, Node, ScalarNode

from pipeline.source import scalars
from pipeline.source.scalars import NotEditableError

_Entry = tuple[ScalarNode, Node]


def with_slots(text: str, slots: Mapping[str, str]) -> str:
    """Return the file with new slots behind those it has.

    Args:
        text: of redactions.yaml; empty when there is no file yet.
        slots: ground by slot id.

    Raises:
        NotEditableError: the file is laid out in a way that is not known here.
    """
    lines = [f"{slot}: {{grounds: [{ground}]}}" for slot, ground in slots.items()]
    if not text:
        return "".join(f"{line}\n" for line in ("slots:", *(f"  {line}" for line in lines)))
    root = scalars.compose(text)
    if all(key.value != "slots" for key, _ in root.value):
        if root.flow_style:
            return _into_flow(text, root, [f"slots: {{{', '.join(lines)}}}"])
        return _below(text, root, ["slots:", *(f"  {line}" for line in lines)])
    _, declared = _declared(root)
    return (_into_flow if declared.flow_style else _below)(text, declared, lines)


def without_slot(text: str, slot: str) -> str:
    """Return the file without one slot; comments beside other slots stay.

    Raises:
        NotEditableError: the file is laid out in a way that is not known here.
    """
    name, declared = _declared(scalars.compose(text))
    entries: list[_Entry] = declared.value
    index = next((i for i, (key, _) in enumerate(entries) if key.value == slot), None)
    if index is None:
        raise NotEditableError
    if declared.flow_style:
        return _out_of_flow(text, entries, index)
    key, value = entries[index]
    begin = text.rfind("\n", 0, key.start_mark.index)
    if begin < 0 or text[begin : key.start_mark.index].strip():
        raise NotEditableError
    begin -= text[begin - 1] == "\r"
    rest = text[_line_end(text, _end(text, value)) :]
    if len(entries) > 1:
        return text[:begin] + rest
    colon = text.index(":", name.end_mark.index) + 1
    return f"{text[:colon]} {{}}{text[colon:begin]}{rest}"


def _declared(root: MappingNode) -> tuple[ScalarNode, MappingNode]:
    for key, value in root.value:
        if key.value == "slots" and isinstance(value, MappingNode):
            return key, value
    raise NotEditableError


def _end(text: str, node: Node) -> int:
    """Return where a node's last letter ends: YAML's own mark may lie behind comments."""
    if isinstance(node, CollectionNode) and not node.flow_style:
        last = node.value[-1]
        return _end(text, last[1] if isinstance(node, MappingNode) else last)
    end = int(node.end_mark.index)
    return len(text[:end].rstrip()) if isinstance(node, ScalarNode) else end


def _line_end(text: str, index: int) -> int:
    found = re.compile(r"\r?\n|\Z").search(text, index)
    assert found is not None  # noqa: S101 - every text has an end
    return found.start()


def _below(text: str, mapping: MappingNode, lines: list[str]) -> str:
    key, last = mapping.value[-1]
    newline = "\r\n" if "\r\n" in text else "\n"
    at = _line_end(text, _end(text, last))
    margin = " " * key.start_mark.column
    return text[:at] + "".join(f"{newline}{margin}{line}" for line in lines) + text[at:]


def _into_flow(text: str, mapping: MappingNode, lines: list[str]) -> str:
    if mapping.value:
        at, entry = _end(text, mapping.value[-1][1]), ", " + ", ".join(lines)
    else:
        at, entry = mapping.start_mark.index + 1, ", ".join(lines)
    return text[:at] + entry + text[at:]


def _out_of_flow(text: str, entries: list[_Entry], index: int) -> str:
    key, value = entries[index]
    begin, end = int(key.start_mark.index), _end(text, value)
    before = _end(text, entries[index - 1][1]) if index else begin
    if index and "#" not in text[before:begin]:
        return text[:before] + text[end:]
    comma = re.compile(r"\s*,[ \t]*").match(text, end)
    return text[:begin] + text[comma.end() if comma else end :]
