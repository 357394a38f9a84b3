"""JSON Schemas of the content files, for editors that complete and validate."""

from __future__ import annotations

import json

from pydantic import BaseModel

from pipeline.content.model.dossier_yaml import Dossier, Redactions
from pipeline.content.model.slides import Presentation

_MODELS: dict[str, type[BaseModel]] = {
    "dossier": Dossier,
    "presentation": Presentation,
    "redactions": Redactions,
}


def schemas() -> dict[str, str]:
    """Return each schema as JSON text, by the name of the content file it describes."""
    out: dict[str, str] = {}
    for name, model in _MODELS.items():
        schema = model.model_json_schema(by_alias=True)
        schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
        out[name] = json.dumps(schema, indent=2, ensure_ascii=False, sort_keys=True) + "\n"
    return out
