"""The operations of the OpenAPI document, with the schemas of their arguments."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from ..examples import resolved
from ..operations import Operation
from .schemas import Schema, json_schema


class Access(StrEnum):
    """What an operation does to the data of the account."""

    READ = "read"
    WRITE = "write"
    DELETE = "delete"


# Responses may refer to others, which have the content.
_JSON: Final = "application/json"


@dataclass(frozen=True)
class Documented:
    """An operation as the document describes it.

    Attributes:
        operation: The operation, as the client calls it.
        raw: The operation in the document.
        parameters: Its parameters, with JSON Schemas.
        body: The JSON Schema of the fields of its JSON body, without the API's wrapper, or None.
        body_example: An example of these fields, or None.
        responses: The responses by status code, without references.
        result: The JSON Schema of the successful response; empty if it has no body.
    """

    operation: Operation[Any]
    raw: Mapping[str, Any]
    parameters: tuple[Mapping[str, Any], ...]
    body: Schema | None
    body_example: Any
    responses: Mapping[str, Mapping[str, Any]]
    result: Schema

    @property
    def access(self) -> Access:
        """What the operation does: a few that only read are sent as POST, since they have a body."""
        method, name = self.operation.method, self.operation.id
        if method == "GET" or name.startswith("get_"):
            return Access.READ
        return Access.DELETE if method == "DELETE" or "delete" in name.split("_") else Access.WRITE

    @property
    def takes_file(self) -> bool:
        """Whether the body of a request is a file."""
        return self.operation.content_type is not None

    def at(self, location: str) -> tuple[Mapping[str, Any], ...]:
        """Return the parameters of a location, `path` or `query`."""
        return tuple(each for each in self.parameters if each["in"] == location)

    def success(self) -> Mapping[str, Any]:
        """Return the documented response of a success."""
        return self.responses[min(code for code in self.responses if code.startswith("2"))]


class Document:
    """The OpenAPI document.

    Attributes:
        operations: The operations by their operationId.
    """

    def __init__(self, content: bytes, operations: Iterable[Operation[Any]]) -> None:
        """Parse the document. Each operation must be in it."""
        self._root: dict[str, Any] = json.loads(content)
        raw: dict[str, tuple[dict[str, Any], list[Any]]] = {
            entry["operationId"]: (entry, item.get("parameters", []))
            for item in self._root["paths"].values()
            for entry in item.values()
            if isinstance(entry, dict)
        }
        self.operations = {each.id: self._documented(each, *raw[each.id]) for each in operations}

    def find(self, operation_id: str) -> Documented:
        """Return an operation. Raises ValueError with the nearest names if it does not exist."""
        if operation_id in self.operations:
            return self.operations[operation_id]
        near = difflib.get_close_matches(operation_id, self.operations, n=3)
        hint = f"did you mean {' or '.join(near)}?" if near else "search_operations finds operations"
        raise ValueError(f"unknown operation {operation_id!r}; {hint}")

    def _documented(
        self, operation: Operation[Any], raw: Mapping[str, Any], shared: list[Mapping[str, Any]]
    ) -> Documented:
        parameters = [self._resolved(each) for each in (*shared, *raw.get("parameters", ()))]
        responses = {code: self._resolved(each) for code, each in raw["responses"].items()}
        sent: dict[str, Any] | None = raw.get("requestBody", {}).get("content", {}).get(_JSON)
        body = json_schema(sent["schema"], self._resolved) if sent else None
        example: Any = sent.get("example") if sent else None
        if body and operation.wrapper:
            body = body["properties"][operation.wrapper]
            example = example.get(operation.wrapper) if example else None
        returned = responses[min(code for code in responses if code.startswith("2"))].get("content", {}).get(_JSON, {})
        return Documented(
            operation,
            raw,
            tuple({**each, "schema": json_schema(each["schema"], self._resolved)} for each in parameters),
            body,
            example,
            responses,
            json_schema(returned.get("schema", {}), self._resolved),
        )

    def _resolved(self, value: Mapping[str, Any]) -> Mapping[str, Any]:
        return resolved(self._root, value)
