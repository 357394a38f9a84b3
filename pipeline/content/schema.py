"""JSON Schemas of the content files, from their models, for editors that complete and validate."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel

from pipeline.content.model.dossier_yaml import Dossier
from pipeline.content.model.redactions_yaml import Redactions
from pipeline.content.model.slides import Presentation
from pipeline.content.rules import covers
from pipeline.resources.covers import forms

_MODELS: dict[str, type[BaseModel]] = {
    "dossier": Dossier,
    "presentation": Presentation,
    "redactions": Redactions,
}


def _of_type(kind: str, fields: Iterable[str]) -> dict[str, Any]:
    """Return what an editor completes once the type of a cover is written."""
    has = covers.fields(kind)
    return {
        "if": {"properties": {"type": {"const": kind}}},
        "then": {"properties": {field: False for field in fields if field not in has}},
    }


def _needed(kind: str) -> dict[str, Any]:
    """Return what an editor misses once the type of a cover is written."""
    return {
        "if": {"properties": {"type": {"const": kind}}},
        "then": {"required": covers.needed(kind)},
    }


def _finished(schema: dict[str, Any]) -> dict[str, Any]:
    """Return what dossier.yaml must have if it is no draft."""
    absent = ["number", "date"]
    schema["required"] = [key for key in schema["required"] if key not in absent]
    cover = {"allOf": [_needed(kind) for kind in forms()]}
    return {
        "if": {"properties": {"draft": {"const": True}}, "required": ["draft"]},
        "else": {"required": absent, "properties": {"cover": cover}},
    }


def schemas() -> dict[str, str]:
    """Return each schema as JSON text, by the name of the content file it describes."""
    out: dict[str, str] = {}
    for name, model in _MODELS.items():
        schema = model.model_json_schema(by_alias=True)
        if cover := schema.get("$defs", {}).get("CoverText"):
            cover["allOf"] = [_of_type(kind, cover["properties"]) for kind in forms()]
            schema |= _finished(schema)
        schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
        out[name] = json.dumps(schema, indent=2, ensure_ascii=False, sort_keys=True) + "\n"
    return out
