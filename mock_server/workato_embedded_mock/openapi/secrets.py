"""Finds out which values of requests and responses are secret, from `x-secret` in the document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from workato_embedded_mock.openapi.document import json_media, load_document, operations_of, resolved
from workato_embedded_mock.openapi.secret_names import Marks, SecretNames

if TYPE_CHECKING:
    from workato_embedded_mock.openapi.possible_secrets import PossibleSecrets
    from workato_embedded_mock.openapi.secret_texts import SecretTexts

_COMBINED = ("allOf", "anyOf", "oneOf")


class Secrets:
    """Knows the secret fields of one document.

    A document without `x-secret-names` or `x-secret-patterns` is read with those of the published document.

    Attributes:
        headers: Names, in lower case, of the headers that carry credentials.
    """

    def __init__(self, content: Mapping[str, Any]) -> None:
        self._content = content
        schemes = content.get("components", {}).get("securitySchemes", {}).values()
        self.headers = frozenset(scheme["name"].lower() for scheme in schemes if scheme.get("in") == "header")
        self._operations = {
            operation["operationId"]: (content["paths"][path], operation)
            for path, _method, operation in operations_of(content)
        }
        self._known: dict[tuple[str, str], Marks] = {}

    @cached_property
    def names(self) -> SecretNames:
        """The names that suggest a secret, for fields that are not in the document."""
        return SecretNames(self._list("x-secret-names"))

    @cached_property
    def texts(self) -> SecretTexts:
        """Masks secrets in texts."""
        # Imported here, since the start of a server needs no texts.
        from workato_embedded_mock.openapi.secret_texts import SecretTexts

        return SecretTexts(self.names, self._patterns())

    @cached_property
    def possible(self) -> PossibleSecrets:
        """Rules out that JSON values have secrets."""
        # Imported here, for the same reason.
        from workato_embedded_mock.openapi.possible_secrets import PossibleSecrets

        return PossibleSecrets(self.names, self._patterns())

    @cached_property
    def documented(self) -> frozenset[str]:
        """Everything that the document names: segments of paths, parameters and fields."""
        found: set[str] = set()
        for server in self._content.get("servers", ()):
            found.update(urlsplit(server["url"]).path.split("/"))
        for path in self._content["paths"]:
            found.update(path.split("/"))
        _collect_names(self._content, found)
        return frozenset(found)

    def is_header(self, name: str) -> bool:
        """Return whether the value of a header is secret."""
        return name.lower() in self.headers or self.names.match_header(name)

    def _patterns(self) -> list[tuple[list[str], str]]:
        return [(entry["contains"], entry["pattern"]) for entry in self._list("x-secret-patterns")]

    def _list(self, key: str) -> Any:
        return self._content.get(key) or load_document().content[key]

    def schema(self, schema: Mapping[str, Any]) -> Marks:
        """Return which fields of a value are secret, by the schema of the value."""
        return dict(self._marks(schema, "", ()))

    def query(self, operation_id: str | None) -> Marks:
        """Return which parameters in the query of an operation are secret."""
        return self._cached(operation_id, "query")

    def request(self, operation_id: str | None) -> Marks:
        """Return which fields of the request body of an operation are secret."""
        return self._cached(operation_id, "request")

    def response(self, operation_id: str | None, status: int | None) -> Marks:
        """Return which fields of a response body of an operation are secret."""
        return self._cached(operation_id, str(status))

    def _cached(self, operation_id: str | None, part: str) -> Marks:
        if operation_id is None or operation_id not in self._operations:
            return {}
        key = (operation_id, part)
        if key not in self._known:
            self._known[key] = dict(self._find(operation_id, part))
        return self._known[key]

    def _find(self, operation_id: str, part: str) -> Iterator[tuple[str, bool]]:
        item, operation = self._operations[operation_id]
        if part == "query":
            for declared in (*item.get("parameters", ()), *operation.get("parameters", ())):
                parameter = resolved(self._content, declared)
                if parameter["in"] == "query":
                    yield from self._marks(parameter.get("schema", {}), parameter["name"], ())
            return
        holder = operation.get("requestBody", {}) if part == "request" else operation["responses"].get(part, {})
        yield from self._marks(json_media(self._content, holder).get("schema", {}), "", ())

    def _marks(self, given: Mapping[str, Any], path: str, references: tuple[str, ...]) -> Iterator[tuple[str, bool]]:
        """Yield the marks of a schema and of its properties; a mark of True comes after one of False."""
        reference = given.get("$ref", "")
        if reference and reference in references:
            return
        inside = (*references, reference)
        schema = resolved(self._content, given)
        if schema.get("x-secret"):
            yield path, True
            return
        if self.names.match(path.rpartition(".")[2]):
            yield path, False
        for name, field in schema.get("properties", {}).items():
            yield from self._marks(field, f"{path}.{name}" if path else name, inside)
        for part in (*([schema["items"]] if "items" in schema else ()), *_combined(schema)):
            yield from self._marks(part, path, inside)


def _collect_names(part: Any, found: set[str]) -> None:
    """Add the names of all parameters and of all properties in a part of a document."""
    if isinstance(part, dict):
        if isinstance(part.get("in"), str) and isinstance(part.get("name"), str):
            found.add(part["name"])
        if isinstance(part.get("properties"), dict):
            found.update(part["properties"])
        for key, inner in part.items():
            if key not in ("example", "examples"):
                _collect_names(inner, found)
    elif isinstance(part, list):
        for inner in part:
            _collect_names(inner, found)


def _combined(schema: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [part for keyword in _COMBINED for part in schema.get(keyword, ())]
