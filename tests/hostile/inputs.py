"""Owns where the description of the backend lets text in: every field of every body, every path, query and header."""

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

Schema = dict[str, Any]
Body = dict[str, Any]

_METHODS = ("get", "post", "put", "patch", "delete")
_NOT_TEXT = frozenset({"date", "date-time", "time", "uuid", "byte", "duration"})


@dataclass(frozen=True)
class Door:
    """One place where a text comes in."""

    method: str
    path: str
    place: str
    """``path``, ``query``, ``header`` or ``body``."""
    name: tuple[str | int, ...]
    """Its name; in a body, the way to it."""

    def __str__(self) -> str:
        return f"{self.method} {self.path} {self.place} {'.'.join(map(str, self.name))}"


@dataclass(frozen=True)
class Operation:
    """One question, and every text that goes into it."""

    method: str
    path: str
    doors: tuple[Door, ...]
    least: Body | None
    """A body with everything in it, as the description wants it."""

    def body_with(self, base: Body | None, door: Door, text: str) -> Body:
        """Write a body with a text in one place; what the base lacks is taken from the description."""
        body = copy.deepcopy(base if base is not None else self.least or {})
        _put(body, self.least or {}, door.name, text)
        return body


def operations(described: Schema) -> list[Operation]:
    """Tell every operation with its doors."""
    return [
        _operation(described, method.upper(), path, item[method])
        for path, item in described["paths"].items()
        for method in _METHODS
        if method in item
    ]


def _operation(described: Schema, method: str, path: str, told: Schema) -> Operation:
    doors = [
        Door(method, path, one["in"], (one["name"],))
        for one in told.get("parameters", ())
        if _is_text(described, one["schema"])
    ]
    content = told.get("requestBody", {}).get("content", {})
    least = None
    for kind in content.values():
        least = _least(described, kind["schema"])
        doors += [Door(method, path, "body", name) for name in _texts(described, kind["schema"])]
    return Operation(method, path, tuple(doors), least)


def _resolved(described: Schema, schema: Schema) -> Schema:
    while "$ref" in schema:
        schema = described["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    for several in ("oneOf", "anyOf"):
        if several in schema:
            schema = next(one for one in schema[several] if one.get("type") != "null")
            return _resolved(described, schema)
    return schema


def _is_text(described: Schema, schema: Schema) -> bool:
    schema = _resolved(described, schema)
    kinds = schema.get("type", "string" if "enum" in schema else None)
    return "string" in (kinds if isinstance(kinds, list) else [kinds]) and schema.get("format") not in _NOT_TEXT


def _texts(described: Schema, schema: Schema) -> Iterator[tuple[str | int, ...]]:
    schema = _resolved(described, schema)
    if _is_text(described, schema):
        yield ()
    elif schema.get("type") == "array":
        yield from ((0, *rest) for rest in _texts(described, schema["items"]))
    else:
        for name, one in schema.get("properties", {}).items():
            yield from ((name, *rest) for rest in _texts(described, one))


def _least(described: Schema, schema: Schema) -> Any:
    schema = _resolved(described, schema)
    if "default" in schema and schema["default"] not in (None, [], ()):
        return schema["default"]
    if schema.get("enum"):
        return schema["enum"][0]
    kind = schema.get("type")
    kind = next((one for one in kind if one != "null"), None) if isinstance(kind, list) else kind
    match kind:
        case "object" | None:
            return {name: _least(described, one) for name, one in schema.get("properties", {}).items()}
        case "array":
            return [_least(described, schema["items"])]
        case "boolean":
            return False
        case "integer" | "number":
            return schema.get("minimum", 1)
    return {"date": "2026-11-30", "date-time": "2026-11-30T14:00:00Z"}.get(
        schema.get("format", ""), "14:00:00" if "pattern" in schema else "a"
    )


def _put(body: Any, least: Any, way: tuple[str | int, ...], text: str) -> None:
    first, rest = way[0], way[1:]
    inner = least[first] if isinstance(least, dict) else least[0]
    if not rest:
        if isinstance(body, list):
            body[:] = [text]
        else:
            body[first] = text
        return
    if isinstance(body, list):
        if not body:
            body.append(copy.deepcopy(inner))
        _put(body[0], inner, rest, text)
        return
    if not body.get(first):
        body[first] = copy.deepcopy(inner)
    _put(body[first], inner, rest, text)
