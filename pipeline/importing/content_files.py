"""YAML of an imported dossier: dossier.yaml, redactions.yaml, and how content is written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import yaml

from pipeline.importing.report_items import Flow, Tree, plain

#: No line is broken: a text stays on its own.
_WIDTH = 1_000_000


class _Dumper(yaml.SafeDumper):
    """Writes lists in brackets where they are said to be."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002
        """Indent lists below their key."""
        super().increase_indent(flow, indentless=False)


def _flow(dumper: yaml.SafeDumper, rows: Flow) -> yaml.Node:
    return dumper.represent_sequence("tag:yaml.org,2002:seq", rows, flow_style=True)


_Dumper.add_representer(Flow, _flow)


def written(tree: Tree) -> str:
    """Return content as YAML."""
    text = yaml.dump(plain(tree), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=_WIDTH)
    return str(text)


def cover(language: str, number: str, template: dict[str, Any] | None) -> dict[str, Any]:
    """Return dossier.yaml: what a presentation can tell, and nothing else."""
    tree: dict[str, Any] = {"draft": True}
    if number:
        tree["number"] = number
    tree |= {"language": language, "cover": {"type": "working-document"}}
    if template:
        tree["pptx_template"] = template
    return tree


def slots(ids: Sequence[str]) -> dict[str, Any]:
    """Return redactions.yaml: slots without values, whose grounds are to be filled in."""
    return {"slots": {name: {} for name in ids}}
