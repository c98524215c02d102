"""Gathers every documented refusal: by status and body, the operations that document it."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from generator.bundle import Bundle


@dataclass(frozen=True)
class Refusal:
    """One way in which the API refuses."""

    status: str
    description: str
    example: str
    operations: list[str]


def catalogue(bundle: Bundle) -> list[Refusal]:
    """Return all refusals of a bundle by status; one that comes with a status of success stands with that status."""
    found: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for _, operation, _ in bundle.operations():
        for status, response in operation["responses"].items():
            for description, example in _refusals(bundle, str(status), bundle.resolve(response)):
                found[str(status), description, json.dumps(example, indent=2)].append(operation["operationId"])
    return [Refusal(*key, operations) for key, operations in sorted(found.items())]


def _refusals(bundle: Bundle, status: str, response: dict[str, Any]) -> list[tuple[str, Any]]:
    """Return description and example of each refusal that an answer documents."""
    media = response.get("content", {}).get("application/json", {})
    if not status.startswith("2"):
        return [(response["description"], media.get("example"))]
    schema = bundle.resolve(media.get("schema", {}))
    example = schema.get("example")
    # A schema whose own example is a refusal: the success stands in the example of the answer.
    refused = isinstance(example, dict) and example.get("success") is False
    return [(f"Refused with a status of success: {schema['description'].strip()}", example)] if refused else []
