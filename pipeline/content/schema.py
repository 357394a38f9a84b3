"""JSON Schemas of the content files, for editors that complete and validate."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel

from pipeline.content.model.dossier_yaml import Dossier, Redactions
from pipeline.content.model.slides import Presentation
from pipeline.content.rules import covers
from pipeline.resources.covers import forms

_MODELS: dict[str, type[BaseModel]] = {
    "dossier": Dossier,
    "presentation": Presentation,
    "redactions": Redactions,
}


def _of_type(kind: str, fields: Iterable[str]) -> dict[str, Any]:
    """Return what an editor completes and misses once the type of a cover is written."""
    has = covers.fields(kind)
    return {
        "if": {"properties": {"type": {"const": kind}}},
        "then": {
            "required": covers.needed(kind),
            "properties": {field: False for field in fields if field not in has},
        },
    }


def schemas() -> dict[str, str]:
    """Return each schema as JSON text, by the name of the content file it describes."""
    out: dict[str, str] = {}
    for name, model in _MODELS.items():
        schema = model.model_json_schema(by_alias=True)
        if cover := schema.get("$defs", {}).get("CoverText"):
            cover["allOf"] = [_of_type(kind, cover["properties"]) for kind in forms()]
        schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
        out[name] = json.dumps(schema, indent=2, ensure_ascii=False, sort_keys=True) + "\n"
    return out
