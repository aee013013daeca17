"""Owns how times of the wall clock are described, which JSON Schema's own formats cannot: they all want an offset."""

from datetime import time

import msgspec
from litestar.openapi.spec import OpenAPIType, Schema
from litestar.plugins import OpenAPISchemaPlugin
from litestar.typing import FieldDefinition

_TIME = r"([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{1,6})?"
_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"


class WallClock(OpenAPISchemaPlugin):
    """Describes a time of day, and a date and time without a zone, by what they look like."""

    @staticmethod
    def is_plugin_supported_field(field_definition: FieldDefinition) -> bool:
        """Whether it is one of them."""
        return field_definition.is_subclass_of(time) or _is_wall(field_definition)

    def to_openapi_schema(self, field_definition: FieldDefinition, schema_creator: object) -> Schema:  # noqa: ARG002
        """Describe it."""
        looks = _TIME if field_definition.is_subclass_of(time) else f"{_DAY}T{_TIME}"
        return Schema(type=OpenAPIType.STRING, pattern=f"^{looks}$")


def _is_wall(field_definition: FieldDefinition) -> bool:
    return any(isinstance(told, msgspec.Meta) and told.tz is False for told in field_definition.metadata)
