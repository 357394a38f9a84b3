"""Types of fields for which Pydantic prepares no more than a build uses.

By itself it prepares all that a type names: for a text, every part that may be read from it; for a
list of slides, the model of every kind. Most of the time that it took for the models went there.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any, cast, get_args

from pydantic import (
    BaseModel,
    ConfigDict,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    PlainValidator,
    TypeAdapter,
    ValidationError,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema


class ReadBy(PlainValidator):
    """A function that makes a field's value; of what, Pydantic need not know."""

    def __get_pydantic_core_schema__(
        self, source_type: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Return the function alone; a type that has no JSON Schema of its own then has none."""
        del source_type, handler
        return core_schema.no_info_plain_validator_function(cast("Any", self.func))


class OneOfKinds:
    """A union of models told apart by ``kind``, each of which is prepared when it comes up."""

    def __init__(self, union: Any) -> None:
        """Take the union, annotated with its discriminator."""
        self._union = union

    @cached_property
    def _models(self) -> dict[str, type[BaseModel]]:
        models = get_args(get_args(self._union)[0])
        return {get_args(model.model_fields["kind"].annotation)[0]: model for model in models}

    @cached_property
    def _whole(self) -> TypeAdapter[BaseModel]:
        return TypeAdapter(self._union, config=ConfigDict(hide_input_in_errors=True))

    def _read(self, value: object) -> BaseModel:
        """Return the model of a value; what is wrong is told by the union, as a whole."""
        given = cast("dict[str, object]", value) if isinstance(value, dict) else {}
        kind = given.get("kind")
        if isinstance(kind, str) and kind in self._models:
            try:
                return self._models[kind].model_validate(given)
            except ValidationError:
                pass
        return self._whole.validate_python(value)

    def __get_pydantic_core_schema__(
        self, _source: object, _handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self._read)

    def __get_pydantic_json_schema__(
        self, _schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return handler(self._whole.core_schema)
