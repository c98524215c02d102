"""The examples of the OpenAPI document for the responses of each operation."""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping
from typing import Any, Final

_METHODS: Final = ("get", "put", "post", "delete", "patch")


class Examples:
    """The examples of one document. Each is returned as a copy, which may be changed."""

    def __init__(self, document: bytes) -> None:
        """Parse the document. Raises ValueError if it is not JSON."""
        self._document: dict[str, Any] = json.loads(document)
        self._operations = {
            operation["operationId"]: operation
            for item in self._document["paths"].values()
            for method, operation in item.items()
            if method in _METHODS
        }

    def of(self, operation_id: str, status: int | None = None) -> tuple[int, Any]:
        """Return the status code and the example body of a response, by default of the operation's success.

        The body is None if the document has no example for that status code.
        """
        responses = self._operations[operation_id]["responses"]
        code = str(status) if status else min(code for code in responses if code.startswith("2"))
        content = resolved(self._document, responses.get(code, {})).get("content", {})
        body = content.get("application/json", {}).get("example")
        return int(code), copy.deepcopy(body)


def resolved(document: Mapping[str, Any], value: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the target of a reference in a document; anything else unchanged."""
    while "$ref" in value:
        reference, value = value["$ref"], document
        for name in reference.removeprefix("#/").split("/"):
            value = value[name]
    return value
