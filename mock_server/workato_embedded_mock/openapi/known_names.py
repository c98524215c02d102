"""Knows the names that a document has of each operation: of query parameters, and of fields of the body."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl

from workato_embedded_mock.openapi.document import json_media, operations_of, parameters_of
from workato_embedded_mock.openapi.secrets import Secrets
from workato_embedded_mock.openapi.unknown_fields import UnknownFields
from workato_embedded_mock.plain_json import Json


class KnownNames:
    """The names that the document has of each operation: of query parameters, and of fields of the body."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.secrets = Secrets(document)
        self._fields = UnknownFields(document)
        self._queries: dict[str, set[str]] = {}
        self._bodies: dict[str, dict[str, Any]] = {}
        for path, _method, operation in operations_of(document):
            parameters = parameters_of(document, path, operation)
            self._queries[operation["operationId"]] = {item["name"] for item in parameters if item["in"] == "query"}
            media = json_media(document, operation.get("requestBody", {}))
            if media:
                self._bodies[operation["operationId"]] = media["schema"]

    def unknown(self, operation_id: str | None, query: str, body: Json) -> list[str]:
        """Return the JSON pointers of what a request has that the document does not define."""
        # The operations of browsers are not in the document.
        if operation_id not in self._queries:
            return []
        names = dict.fromkeys(name for name, _value in parse_qsl(query, keep_blank_values=True))
        known = self._queries[operation_id]
        found = [f"/query/{name}" for name in names if name not in known and name.partition("[")[0] not in known]
        schema = self._bodies.get(operation_id)
        return found if schema is None or body is None else [*found, *self._fields.find(schema, body, "/body")]
