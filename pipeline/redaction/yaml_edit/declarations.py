"""Slot declarations added to the text of redactions.yaml and removed; every other byte stays."""

from __future__ import annotations

from collections.abc import Mapping

from yaml.nodes import MappingNode, ScalarNode

from pipeline.content import yaml_letters
from pipeline.content.model.redactions_yaml import SlotDeclaration
from pipeline.content.yaml_letters import NotEditableError
from pipeline.redaction.yaml_edit import nodes


def with_slots(text: str, slots: Mapping[str, SlotDeclaration]) -> str:
    """Return the file with new slots behind those it has.

    Args:
        text: of redactions.yaml; empty when there is no file yet.
        slots: by id; what is written of each are its grounds and the slots that it holds.

    Raises:
        NotEditableError: the file is laid out in a way that is not known here.
    """
    lines = [f"{slot}: {_line(declaration)}" for slot, declaration in slots.items()]
    if not text:
        return "".join(f"{line}\n" for line in ("slots:", *(f"  {line}" for line in lines)))
    root = yaml_letters.compose(text)
    if all(key.value != "slots" for key, _ in root.value):
        if root.flow_style:
            return _into_flow(text, root, [f"slots: {{{', '.join(lines)}}}"])
        return _below(text, root, ["slots:", *(f"  {line}" for line in lines)])
    _, declared = _declared(root)
    return (_into_flow if declared.flow_style else _below)(text, declared, lines)


def _line(slot: SlotDeclaration) -> str:
    grounds = ", ".join(use.ground for use in slot.grounds)
    holds = f", holds: [{', '.join(slot.holds)}]" if slot.holds else ""
    return f"{{grounds: [{grounds}]{holds}}}"


def without_slot(text: str, slot: str) -> str:
    """Return the file without one slot; comments beside other slots stay.

    Raises:
        NotEditableError: the file is laid out in a way that is not known here.
    """
    name, declared = _declared(yaml_letters.compose(text))
    entries: list[nodes.Entry] = declared.value
    index = next((i for i, (key, _) in enumerate(entries) if key.value == slot), None)
    if index is None:
        raise NotEditableError
    if declared.flow_style:
        return nodes.out_of_flow(text, entries, index)
    key, value = entries[index]
    begin = text.rfind("\n", 0, key.start_mark.index)
    if begin < 0 or text[begin : key.start_mark.index].strip():
        raise NotEditableError
    begin -= text[begin - 1] == "\r"
    rest = text[nodes.line_end(text, nodes.end(text, value)) :]
    if len(entries) > 1:
        return text[:begin] + rest
    colon = text.index(":", name.end_mark.index) + 1
    return f"{text[:colon]} {{}}{text[colon:begin]}{rest}"


def _declared(root: MappingNode) -> tuple[ScalarNode, MappingNode]:
    for key, value in root.value:
        if key.value == "slots" and isinstance(value, MappingNode):
            return key, value
    raise NotEditableError


def _below(text: str, mapping: MappingNode, lines: list[str]) -> str:
    key, last = mapping.value[-1]
    newline = "\r\n" if "\r\n" in text else "\n"
    at = nodes.line_end(text, nodes.end(text, last))
    margin = " " * key.start_mark.column
    return text[:at] + "".join(f"{newline}{margin}{line}" for line in lines) + text[at:]


def _into_flow(text: str, mapping: MappingNode, lines: list[str]) -> str:
    if mapping.value:
        at, entry = nodes.end(text, mapping.value[-1][1]), ", " + ", ".join(lines)
    else:
        at, entry = mapping.start_mark.index + 1, ", ".join(lines)
    return text[:at] + entry + text[at:]
