"""Finds the secret fields of a schema: those marked with `x-secret`, and those that only have a suggestive name."""

from __future__ import annotations

from typing import Any

from workato_embedded._runtime.secret_names import SecretNames

from generator.bundle import Bundle


def secret_names(bundle: Bundle) -> SecretNames:
    """Return the names that suggest a secret. Raises KeyError or TypeError if `x-secret-names` is incomplete."""
    return SecretNames(bundle.document["x-secret-names"])


def secret_headers(bundle: Bundle) -> list[str]:
    """Return the names, in lower case, of request headers that carry credentials."""
    schemes = bundle.document["components"]["securitySchemes"].values()
    keys = {scheme["name"].lower() for scheme in schemes if scheme.get("in") == "header"}
    return sorted({"authorization", *keys})


def can_hold_secret(bundle: Bundle, schema: dict[str, Any]) -> bool:
    """Return whether the values of a schema are text, or a map or a list of such values.

    An object with properties of its own is neither: each of its properties says whether it is secret.
    """
    schema = bundle.resolve(schema)
    kind = schema.get("type")
    if kind == "array":
        return can_hold_secret(bundle, schema["items"])
    if kind == "object":
        return "properties" not in schema
    return kind in ("string", None) and "enum" not in schema and schema.get("format") != "date-time"


def secret_marks(bundle: Bundle, schema: dict[str, Any]) -> dict[str, bool]:
    """Return which fields of a schema are secret, by path: names separated by dots, without list indexes.

    A field is False if its name suggests a secret and the spec says otherwise. Fields without a mark are not secret,
    and their names do not suggest it.
    """
    marks: dict[str, bool] = {}
    names = secret_names(bundle)

    def visit(given: dict[str, Any], path: str, references: tuple[str, ...]) -> None:
        reference = given.get("$ref", "")
        if reference and reference in references:
            return
        inside = (*references, reference)
        inner = bundle.resolve(given)
        if inner.get("x-secret"):
            marks[path] = True
            return
        if names.match(path.rpartition(".")[2]):
            marks.setdefault(path, False)
        for name, field in inner.get("properties", {}).items():
            visit(field, f"{path}.{name}" if path else name, inside)
        for part in (*([inner["items"]] if "items" in inner else ()), *_alternatives(inner)):
            visit(part, path, inside)

    visit(schema, "", ())
    return marks


def _alternatives(schema: dict[str, Any]) -> list[dict[str, Any]]:
    return [part for keyword in ("allOf", "anyOf", "oneOf") for part in schema.get(keyword, [])]
