"""Find the secret fields of all operations in the document, and put recognisable values into them."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from contract_tests.support.validator import operations, resolve

OPERATIONS = operations()
# In a path: each entry of a list.
_ENTRIES = "[]"


@dataclass(frozen=True)
class SecretField:
    """A field that the document marks as secret.

    Attributes:
        operation_id: The operation that sends or returns it.
        part: `request`, or the status of the response.
        path: Its name, after those of the objects around it; `[]` stands for each entry of a list.
        is_map: Whether it is a map of secret values, and not a string.
    """

    operation_id: str
    part: str
    path: tuple[str, ...]
    is_map: bool

    @property
    def value(self) -> str:
        """A value for the field that no other text contains."""
        return f"canary-{self.operation_id}-{self.part}-{'-'.join(self.path)}"

    def __str__(self) -> str:
        return f"{self.operation_id} {self.part} {'.'.join(self.path)}"


def _secret_fields() -> Iterator[SecretField]:
    for operation_id, operation in OPERATIONS.items():
        parts = {"request": operation.get("requestBody", {}), **operation["responses"]}
        for part, declared in parts.items():
            media = resolve(declared).get("content", {}).get("application/json", {})
            for path, schema in _properties(media.get("schema", {}), ()):
                if schema.get("x-secret") is True:
                    yield SecretField(operation_id, part, path, schema["type"] == "object")


def _properties(given: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], dict[str, Any]]]:
    schema = resolve(given)
    for name, inner in schema.get("properties", {}).items():
        yield (*path, name), resolve(inner)
        yield from _properties(inner, (*path, name))
    if "items" in schema:
        yield from _properties(schema["items"], (*path, _ENTRIES))


FIELDS = list(_secret_fields())


def fields_of(operation_id: str, part: str) -> list[SecretField]:
    """Return the secret fields of the request or of one response of an operation."""
    return [field for field in FIELDS if (field.operation_id, field.part) == (operation_id, part)]


def filled(body: Any, fields: list[SecretField]) -> Any:
    """Return a copy of a body whose secret fields have the values that can be recognised."""
    body = copy.deepcopy(body)
    for field in fields:
        secret = {"host": field.value, "nested": [{"name": field.value}], "tls": True}
        _put(body, field.path, secret if field.is_map else field.value)
    return body


def _put(holder: Any, path: tuple[str, ...], value: Any) -> None:
    """Put a value into an object, and into each entry of the lists on its path."""
    name, rest = path[0], path[1:]
    if name == _ENTRIES:
        if not holder:
            holder.append({})
        for entry in holder:
            _put(entry, rest, value)
    elif rest:
        _put(holder.setdefault(name, [] if rest[0] == _ENTRIES else {}), rest, value)
    else:
        holder[name] = value
