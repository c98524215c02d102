"""Compiles OpenAPI 3.0 schemas into fast checks, once at load."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from itertools import islice
from typing import Any

import jsonschema_rs

from workato_embedded_mock.errors import Reason
from workato_embedded_mock.openapi.document import references_in
from workato_embedded_mock.openapi.redaction import Redactor
from workato_embedded_mock.openapi.secrets import Secrets
from workato_embedded_mock.openapi.violation_texts import LONGEST, violation_text
from workato_embedded_mock.plain_json import Json, pointer_token

_INT64 = 2**63
_MOST_REASONS = 10

# What reasons show instead of a value.
MASK = "the value"

# Returns what is wrong with a value; an empty list for a valid one.
Check = Callable[[Json], list[Reason]]


class SchemaCompiler:
    """Compiles schemas of one document and of its seeds. References point into its components.

    Args:
        document: The parsed document.
        masked: Whether reasons show no values at all. Otherwise they show values that are not secret.
        most: How many reasons a check gives at most.

    Attributes:
        schemas: The schemas of the document by name.
    """

    def __init__(self, document: dict[str, Any], *, masked: bool = False, most: int = _MOST_REASONS) -> None:
        self._document = document
        self._masked = masked
        self._most = most
        schemas = document.get("components", {}).get("schemas", {})
        self.schemas: dict[str, Any] = schemas | document.get("x-seed-schemas", {})
        self._translated: dict[str, Any] = {}
        self._named: dict[tuple[str, str], Check] = {}

    def names(self) -> set[str]:
        """Return the names of the document's schemas."""
        return set(self.schemas)

    def named(self, name: str, at: str) -> Check:
        """Compile a schema of the document by its name, once; see `compile`."""
        if (name, at) not in self._named:
            self._named[name, at] = self.compile({"$ref": f"#/components/schemas/{name}"}, at)
        return self._named[name, at]

    def compile(self, schema: dict[str, Any], at: str) -> Check:
        """Compile a schema; the pointers of the reasons begin with `at`."""
        validator = self._validator(schema, masked=self._masked)

        def check(value: Json) -> list[Reason]:
            if validator.is_valid(value):
                return []
            errors = list(islice(validator.iter_errors(value), self._most))
            if not self._masked and self._show_secret(errors, schema):
                hiding = self._validator(schema, masked=True)
                return [_reason(error, at, MASK) for error in islice(hiding.iter_errors(value), self._most)]
            return [_reason(error, at, MASK if self._masked else None) for error in errors]

        return check

    @cached_property
    def _secrets(self) -> Secrets:
        # A document of schemas only has no paths.
        components = {**self._document.get("components", {}), "schemas": self.schemas}
        return Secrets({"paths": {}, **self._document, "components": components})

    def _validator(self, schema: dict[str, Any], *, masked: bool) -> jsonschema_rs.Draft4Validator:
        translated = translate(schema)
        # Each validator has a copy of its components, so it gets only those that the schema refers to.
        whole = {"allOf": [translated], "components": {"schemas": self._reached(translated)}}
        # OpenAPI 3.0 uses the schema draft that became draft 4. The API does not check formats.
        return jsonschema_rs.Draft4Validator(whole, validate_formats=False, mask=MASK if masked else None)

    def _show_secret(self, errors: list[jsonschema_rs.ValidationError], schema: dict[str, Any]) -> bool:
        """Return whether the message of an error shows a secret, or a value that is too long to find out."""
        marks = self._secrets.schema(schema)
        for error in errors:
            if isinstance(error.instance, dict | list):
                if not error.message.startswith(("{", "[")):
                    continue
                if len(error.message) > LONGEST:
                    return True
            if Redactor(self._secrets).has_secret(error.instance, error.instance_path, marks):
                return True
        return False

    def _reached(self, schema: Any) -> dict[str, Any]:
        """Return the translated schemas that a schema refers to, directly or indirectly."""
        found: dict[str, Any] = {}
        waiting = list(references_in(schema))
        while waiting:
            name = waiting.pop().rpartition("/")[2]
            # An example can contain a text that looks like a reference.
            if name in self.schemas and name not in found:
                if name not in self._translated:
                    self._translated[name] = translate(self.schemas[name])
                found[name] = self._translated[name]
                waiting += references_in(found[name])
        return found


def _reason(error: jsonschema_rs.ValidationError, at: str, mask: str | None) -> Reason:
    pointer = at + "".join(f"/{pointer_token(step)}" for step in error.instance_path)
    keyword = next((step for step in reversed(error.schema_path) if isinstance(step, str)), "schema")
    if keyword == "required":
        # Point to the missing property.
        missing = getattr(error.kind, "property", None)
        pointer = f"{pointer}/{pointer_token(missing)}" if isinstance(missing, str) else pointer
    limit = getattr(error.kind, "limit", None) or getattr(error.kind, "pattern", None)
    value = error.instance if keyword == "enum" else None
    return Reason(pointer, keyword, violation_text(error, mask), limit, value)


def translate(schema: Any) -> Any:
    """Return an OpenAPI 3.0 schema as JSON Schema: with `nullable` as a type, and integers limited to 64 bits."""
    if isinstance(schema, list):
        return [translate(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        return {"$ref": schema["$ref"]}
    result = {key: _keep(key, value) for key, value in schema.items() if not key.startswith("x-")}
    if result.get("type") == "integer":
        result = {"minimum": -_INT64, "maximum": _INT64 - 1, **result}
    if result.pop("nullable", False) and "type" in result:
        result["type"] = [result["type"], "null"]
        if "enum" in result and None not in result["enum"]:
            result["enum"] = [*result["enum"], None]
    return result


def _keep(key: str, value: Any) -> Any:
    if key in {"enum", "example", "default", "required"}:
        return value
    if key == "properties":
        return {name: translate(schema) for name, schema in value.items()}
    return translate(value)
