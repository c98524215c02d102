"""Describes what the body of an operation may be besides what the document says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from workato_embedded_mock.openapi.document import json_media, resolved
from workato_embedded_mock.openapi.older_names import OlderNames, older_names


@dataclass(frozen=True, slots=True)
class Leniency:
    """What a body may be besides what the document says.

    Attributes:
        wrapper: The only property of the body, which contains everything else; it may be missing.
        readable: The names of the fields that responses have for the same object.
        known_fields: The names of the fields below the wrapper.
        nulls: The names of the fields that are null in some responses.
        older: The names of other editions.
        repairs: Whether to convert values and to read forms, and not only to add or remove a wrapper.
    """

    wrapper: str | None = None
    readable: frozenset[str] = frozenset()
    known_fields: frozenset[str] = frozenset()
    nulls: frozenset[str] = frozenset()
    older: OlderNames = field(default_factory=OlderNames)
    repairs: bool = True


def leniency_of(
    content: Mapping[str, Any], path: str, method: str, body: Mapping[str, Any], *, repairs: bool
) -> Leniency:
    """Return what the body of an operation may be.

    Args:
        content: The document.
        path: The path as the document writes it.
        method: The method, in capitals.
        body: The declaration of the body, without references.
        repairs: Whether to tolerate more than a missing wrapper.
    """
    wrapper = content["paths"][path][method.lower()].get("x-client", {}).get("body")
    schema = json_media(content, body).get("schema", {})
    inner = frozenset() if wrapper is None else frozenset(_fields(content, schema, (wrapper,)))
    if not repairs:
        return Leniency(wrapper, known_fields=inner, repairs=False)
    readable = _readable(content, path) if method == "PUT" else {}
    nulls = frozenset(name for name, nullable in readable.items() if nullable)
    older = older_names(content["paths"][path][method.lower()]["operationId"], fields_also_in_query(content, body))
    return Leniency(wrapper, frozenset(readable), inner, nulls, older)


def fields_also_in_query(content: Mapping[str, Any], body: Mapping[str, Any]) -> frozenset[str]:
    """Return the fields of a body that callers also send in the query, by the declaration of the body."""
    if not body.get("x-also-in-query"):
        return frozenset()
    return frozenset(_fields(content, json_media(content, body)["schema"], ()))


def _readable(content: Mapping[str, Any], path: str) -> dict[str, bool]:
    """Return the fields that an object has when it is read, alone or in its list, and whether they may be null."""
    found: dict[str, bool] = {}
    for each in (path, path.rpartition("/")[0]):
        read = content["paths"].get(each, {}).get("get", {})
        schema = json_media(content, read["responses"]["200"]).get("schema", {}) if read else {}
        envelope = tuple(read.get("x-envelope", "").split("."))
        for name, nullable in _fields(content, schema, envelope).items():
            if name not in envelope:
                found[name] = nullable or found.get(name, False)
    return found


def _fields(content: Mapping[str, Any], schema: Mapping[str, Any], inside: tuple[str, ...]) -> dict[str, bool]:
    """Return the properties of a schema and of its properties `inside`, and whether they may be null."""
    plain = resolved(content, schema)
    properties = plain.get("properties", {})
    found = {name: bool(resolved(content, each).get("nullable")) for name, each in properties.items()}
    parts = [*plain.get("allOf", ()), *([plain["items"]] if "items" in plain else [])]
    for part in (*parts, *(properties[name] for name in inside if name in properties)):
        found |= _fields(content, part, inside)
    return found
