"""Call any operation with its documented example, and return its documented response."""

from __future__ import annotations

import keyword
from typing import Any

import httpx2

from contract_tests.support.validator import (
    documented_example,
    operations,
    parameters_of,
    success_schema,
    success_status,
)

OPERATIONS = operations()
BASE_URL = "http://127.0.0.1:1/api"


def arguments(operation: dict[str, Any]) -> dict[str, Any]:
    """Return arguments for an operation's method, from the examples in the spec."""
    found = {p["name"]: p.get("example", 1) for p in parameters_of(operation) if p.get("required")}
    for content_type, media in operation.get("requestBody", {}).get("content", {}).items():
        wrapper = operation["x-client"].get("body")
        if content_type == "application/json":
            found |= media["example"] if wrapper is None else media["example"][wrapper]
        else:
            found[wrapper] = b"PK"
    return {f"{name}_" if keyword.iskeyword(name) else name: value for name, value in found.items()}


def method(client: Any, operation: dict[str, Any]) -> Any:
    """Return the client's method for an operation."""
    for name in operation["x-client"]["resource"].split("."):
        client = getattr(client, name)
    return getattr(client, operation["x-client"]["method"])


class DocumentedServer:
    """A handler that returns the documented example and records what it receives.

    Attributes:
        requests: The requests as they were sent. A client masks secrets in the requests that it keeps.
        responses: The responses.
    """

    def __init__(self, operation: dict[str, Any]) -> None:
        self._status = success_status(operation)
        self._body = documented_example(operation, self._status)
        self.requests: list[httpx2.Request] = []
        self.responses: list[httpx2.Response] = []

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        """Return the documented response."""
        response = httpx2.Response(self._status, json=self._body, request=request)
        self.requests.append(request)
        self.responses.append(response)
        return response


def documented_refusal(operation: dict[str, Any]) -> Any:
    """Return the documented refusal of an operation: an error with a status of success. None if there is none."""
    example = success_schema(operation).get("example", {})
    return example if example.get("success") is False else None


# The documented refusals, by operationId.
REFUSALS = {name: body for name, operation in OPERATIONS.items() if (body := documented_refusal(operation))}
