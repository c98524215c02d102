"""Prepares an operation of a document to read and check its requests. The API, control plane and proxy all use it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from workato_embedded_mock.openapi.bodies import Leniency, body_of
from workato_embedded_mock.openapi.document import resolved
from workato_embedded_mock.openapi.older_names import older_names
from workato_embedded_mock.openapi.parameters import Parameters
from workato_embedded_mock.openapi.schemas import SchemaCompiler

BODY = "body"

# The properties of responses that contain an object or a list.
_ENVELOPES = ("result", "items")

_PLACEHOLDER = re.compile(r"{(\w+)}")


class Operation:
    """One operation of a document.

    Args:
        content: The document.
        path: The path as the document writes it.
        method: The method, in capitals.
        compiler: Compiles the schemas of the document.
        lenient: Whether to repair what real callers send, such as a page size above the maximum, a body without its
            wrapper, or a number instead of text. The proxy does not: it passes a request on as it was sent.

    Attributes:
        operation_id: The operationId.
        path: The path as the document writes it.
        method: The method, in capitals.
        declared: The declaration.
        parameters: The parameters in path and query.
        body: The body; None for an operation without one.
    """

    def __init__(
        self, content: Mapping[str, Any], path: str, method: str, compiler: SchemaCompiler, *, lenient: bool = True
    ) -> None:
        self.declared: Mapping[str, Any] = content["paths"][path][method.lower()]
        self.operation_id: str = self.declared["operationId"]
        self.path = path
        self.method = method
        self.parameters = Parameters(
            _parameters(content, path, self.declared),
            _PLACEHOLDER.findall(path),
            self.declared.get("x-pagination", {}) if lenient else {},
            compiler,
            older_names(self.operation_id, in_body=False) if lenient else None,
        )
        body = self.declared.get("requestBody")
        self.body = None
        if body is not None:
            plain = dict(resolved(content, body))
            self.body = body_of(plain, compiler, self._leniency(content, plain) if lenient else None)

    def _leniency(self, content: Mapping[str, Any], body: Mapping[str, Any]) -> Leniency:
        wrapper = self.declared.get("x-client", {}).get("body")
        schema = body["content"].get("application/json", {}).get("schema", {})
        inner = frozenset() if wrapper is None else frozenset(_fields(content, schema, (wrapper,)))
        readable = _readable(content, self.path) if self.method == "PUT" else {}
        nulls = frozenset(name for name, nullable in readable.items() if nullable)
        return Leniency(wrapper, frozenset(readable), inner, nulls)

    @property
    def argument_names(self) -> frozenset[str]:
        """The names of the arguments that a request gives: the parameters, and the body."""
        return self.parameters.names | ({BODY} if self.body else frozenset())

    @property
    def success_status(self) -> int:
        """The documented status of success."""
        return min(int(status) for status in self.declared["responses"] if status.startswith("2"))


def _readable(content: Mapping[str, Any], path: str) -> dict[str, bool]:
    """Return the fields that an object has when it is read, alone or in its list, and whether they may be null."""
    found: dict[str, bool] = {}
    for each in (path, path.rpartition("/")[0]):
        read = content["paths"].get(each, {}).get("get")
        response = {} if read is None else resolved(content, read["responses"]["200"])
        schema = response.get("content", {}).get("application/json", {}).get("schema", {})
        for name, nullable in _fields(content, schema, _ENVELOPES).items():
            found[name] = nullable or found.get(name, False)
    return {name: nullable for name, nullable in found.items() if name not in _ENVELOPES}


def _fields(content: Mapping[str, Any], schema: Mapping[str, Any], inside: tuple[str, ...]) -> dict[str, bool]:
    """Return the properties of a schema and of its properties `inside`, and whether they may be null."""
    plain = resolved(content, schema)
    properties = plain.get("properties", {})
    found = {name: bool(resolved(content, each).get("nullable")) for name, each in properties.items()}
    parts = [*plain.get("allOf", ()), *([plain["items"]] if "items" in plain else [])]
    for part in (*parts, *(properties[name] for name in inside if name in properties)):
        found |= _fields(content, part, inside)
    return found


def _parameters(content: Mapping[str, Any], path: str, declared: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the parameters in path and query without references; the operation overrides those of its path."""
    found = [*content["paths"][path].get("parameters", ()), *declared.get("parameters", ())]
    parameters = {
        (item["in"], item["name"]): {**item, "schema": resolved(content, item["schema"])}
        for item in (resolved(content, each) for each in found)
    }
    return [item for item in parameters.values() if item["in"] in {"path", "query"}]
