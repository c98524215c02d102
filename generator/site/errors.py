"""Collects all documented error responses, by status and body."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from generator.bundle import Bundle


@dataclass(frozen=True)
class ErrorResponse:
    """One error response, with the operations that document it."""

    status: str
    description: str
    example: str
    operations: list[str]


def error_catalogue(bundle: Bundle) -> list[ErrorResponse]:
    """Return all error responses of a bundle by status, including rejections with status 200."""
    found: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for _, operation, _ in bundle.operations():
        for status, response in operation["responses"].items():
            for description, example in _errors(bundle, str(status), bundle.resolve(response)):
                found[str(status), description, json.dumps(example, indent=2)].append(operation["operationId"])
    return [ErrorResponse(*key, operations) for key, operations in sorted(found.items())]


def _errors(bundle: Bundle, status: str, response: dict[str, Any]) -> list[tuple[str, Any]]:
    """Return description and example of each error that a response documents."""
    media = response.get("content", {}).get("application/json", {})
    if not status.startswith("2"):
        return [(response["description"], media.get("example"))]
    schema = bundle.resolve(media.get("schema", {}))
    example = schema.get("example")
    # The example of the schema is a rejection; the example of the response is the success.
    is_rejection = isinstance(example, dict) and example.get("success") is False
    return [(f"Rejected with a success status: {schema['description'].strip()}", example)] if is_rejection else []
