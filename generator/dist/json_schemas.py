"""Writes the named schemas of the document as one JSON Schema of the draft 2020-12."""

from __future__ import annotations

from typing import Any, Final

from generator.dist.openapi_3_1 import json_schema, mapped

_COMPONENTS: Final = "#/components/schemas/"
# Keywords of OpenAPI that JSON Schema does not have.
_OPENAPI_ONLY: Final = ("discriminator", "externalDocs", "xml")


def json_schemas(document: dict[str, Any]) -> dict[str, Any]:
    """Return a JSON Schema that defines each named schema of a document under `$defs`."""
    info = document["info"]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": info["title"],
        "$comment": f"The schemas of version {info['version']} by name. Refer to one as schemas.json#/$defs/NAME.",
        "$defs": {name: _plain(json_schema(schema)) for name, schema in document["components"]["schemas"].items()},
    }


def _plain(schema: dict[str, Any]) -> dict[str, Any]:
    """Return a schema without what only OpenAPI knows, with references to `$defs`."""
    found = {
        key: value for key, value in schema.items() if not key.startswith("x-") and key not in _OPENAPI_ONLY
    }
    if "$ref" in found:
        found["$ref"] = found["$ref"].replace(_COMPONENTS, "#/$defs/")
    return mapped(found, _plain)
