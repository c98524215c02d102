"""Prepares an operation of a document to read and check its requests. The API, control plane and proxy all use it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from workato_embedded_mock.openapi.bodies import body_of
from workato_embedded_mock.openapi.document import resolved
from workato_embedded_mock.openapi.parameters import Parameters
from workato_embedded_mock.openapi.schemas import SchemaCompiler

BODY = "body"

_PLACEHOLDER = re.compile(r"{(\w+)}")


class Operation:
    """One operation of a document.

    Args:
        content: The document.
        path: The path as the document writes it.
        method: The method, in capitals.
        compiler: Compiles the schemas of the document.
        lenient: Whether to repair what real callers send: to lower a page size above the maximum, and to add the
            wrapper that is missing around a body. The proxy does not: it passes a request on as it was sent.

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
        )
        wrapper = self.declared.get("x-client", {}).get("body") if lenient else None
        body = self.declared.get("requestBody")
        self.body = None if body is None else body_of(dict(resolved(content, body)), compiler, wrapper)

    @property
    def argument_names(self) -> frozenset[str]:
        """The names of the arguments that a request gives: the parameters, and the body."""
        return self.parameters.names | ({BODY} if self.body else frozenset())

    @property
    def success_status(self) -> int:
        """The documented status of success."""
        return min(int(status) for status in self.declared["responses"] if status.startswith("2"))


def _parameters(content: Mapping[str, Any], path: str, declared: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the parameters in path and query without references; the operation overrides those of its path."""
    found = [*content["paths"][path].get("parameters", ()), *declared.get("parameters", ())]
    parameters = {
        (item["in"], item["name"]): {**item, "schema": resolved(content, item["schema"])}
        for item in (resolved(content, each) for each in found)
    }
    return [item for item in parameters.values() if item["in"] in {"path", "query"}]
