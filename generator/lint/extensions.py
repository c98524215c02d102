"""Rules for our own `x-` keys: known, well-formed, and consistent with the document. spec/README.md explains them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from jsonschema import Draft202012Validator

from generator.as_of import UNTIL
from generator.bundle import EARLIER_NAMES, ENUM_NAMES, METHODS, TWINS, Bundle, load_sources
from generator.document import Pointer
from generator.findings import Finding
from generator.lint.operations import parameters_of
from generator.lint.unfinished import PLACEHOLDER
from generator.vendor_index import read_index

_TEXT = {"type": "string", "minLength": 1}
_TEXTS = {"type": "array", "items": _TEXT}
_NAMES = {"type": "array", "items": {"type": "string", "pattern": "^[a-z0-9_]+$"}, "minItems": 1}
_SECRET_NAMES = (
    "parts",
    "endings",
    "exceptions",
    "url_names",
    "header_endings",
    "header_exceptions",
    "pair_names",
    "pair_values",
)
_COUNT = {"type": "integer", "minimum": 1}
_DATE = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}


def _object(required: dict[str, Any], optional: dict[str, Any] | None = None) -> dict[str, Any]:
    return {
        "type": "object",
        "required": list(required),
        "properties": {**required, **(optional or {})},
        "additionalProperties": False,
    }


# Schema of the value of each known key.
SHAPES: dict[str, dict[str, Any]] = {
    "x-client": _object(
        {
            "resource": {"type": "string", "pattern": r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$"},
            "method": {"type": "string", "pattern": "^[a-z_]+$"},
        },
        {"body": _TEXT},
    ),
    "x-also-in-query": {"const": True},
    "x-comma-text": {"const": True},
    "x-counts-each-time": _TEXT,
    "x-data-center": {"type": "string", "pattern": "^[a-z]{2}$"},
    "x-earlier": {
        "type": "array",
        "minItems": 1,
        "items": {"type": "object", "required": ["until"], "properties": {"until": _DATE}, "minProperties": 2},
    },
    EARLIER_NAMES: {"type": "array", "items": _TEXT, "minItems": 1, "uniqueItems": True},
    ENUM_NAMES: {**_TEXTS, "minItems": 1, "uniqueItems": True},
    "x-envelope": _TEXT,
    "x-index-rows": _TEXTS,
    "x-inferred": _TEXT,
    "x-json-text": {"const": True},
    "x-other-messages": {**_TEXTS, "minItems": 1},
    "x-pagination": {
        "oneOf": [
            _object(
                {
                    "style": {"const": "page"},
                    "page": _TEXT,
                    "per_page": _TEXT,
                    "first": {"enum": [0, 1]},
                    "max": _COUNT,
                },
                {"total": _TEXT},
            ),
            _object(
                {"style": {"const": "cursor"}, "cursor": _TEXT, "item": _TEXT},
                {"direction": _TEXT, "page": _TEXT, "per_page": _TEXT, "max": _COUNT},
            ),
        ]
    },
    "x-provenance": _object(
        {
            "confidence": {"enum": ["documented", "partly", "inferred"]},
            "sources": {**_TEXTS, "minItems": 1},
            "notes": _TEXTS,
        },
        {"recorded": {**_TEXTS, "minItems": 1}},
    ),
    "x-rate-limit": _object({"requests": _COUNT, "seconds": _COUNT}, {"x-since": _DATE}),
    "x-resources": {"type": "object", "additionalProperties": _TEXT},
    "x-secret": {"type": "boolean"},
    "x-read-from": _TEXT,
    "x-replaced-by": _TEXT,
    "x-secret-names": _object(dict.fromkeys(_SECRET_NAMES, _NAMES)),
    "x-secret-patterns": {
        "type": "array",
        "items": _object(
            {
                "name": _TEXT,
                "source": {"type": "string", "pattern": "^https://"},
                "contains": {**_TEXTS, "minItems": 1},
                "pattern": _TEXT,
            }
        ),
        "minItems": 1,
    },
    "x-seed-schemas": {"type": "object", "additionalProperties": {"type": "object"}},
    # A skeleton has the placeholder until a person states the date.
    "x-since": {"type": "string", "pattern": rf"^(\d{{4}}-\d{{2}}-\d{{2}}|{PLACEHOLDER})$"},
    TWINS: {"type": "array", "items": {"enum": list(METHODS)}, "minItems": 1, "uniqueItems": True},
    "x-type-error": _TEXT,
    "x-until": _DATE,
}

RATE_LIMIT = "x-rate-limit"
# Keys that every operation must have; one that has ended may have ended before it got a limit.
_REQUIRED = ("x-client", "x-index-rows", "x-provenance", RATE_LIMIT)


def _extensions(value: Any, pointer: Pointer = ()) -> Iterator[tuple[Pointer, str, Any]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key.startswith("x-") and pointer[-1:] != ("properties",):
                yield pointer, key, inner
            elif key not in ("example", "examples", "default"):
                yield from _extensions(inner, (*pointer, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _extensions(inner, (*pointer, index))


def extensions_are_well_formed(bundle: Bundle) -> Iterable[Finding]:
    """Check that each `x-` key is known, and its value matches the schema for that key."""
    for pointer, key, value in _extensions(bundle.document):
        if key not in SHAPES:
            yield bundle.finding("extension", (*pointer, key), f"unknown key {key}; see spec/README.md")
            continue
        for error in Draft202012Validator(SHAPES[key]).iter_errors(value):
            yield bundle.finding("extension", (*pointer, key), f"{key}: {error.message}")


def operations_have_their_extensions(bundle: Bundle) -> Iterable[Finding]:
    """Check that each operation has its provenance, index rows, rate limit and client name."""
    for pointer, operation, _ in bundle.operations():
        for key in _REQUIRED:
            if key not in operation and not (key == RATE_LIMIT and UNTIL in operation):
                yield bundle.finding("extension", pointer, f"{key} is missing")


def sources_are_known(bundle: Bundle) -> Iterable[Finding]:
    """Check that each source of an operation is listed in spec/sources/sources.yaml."""
    known = load_sources(bundle.sources.folder)
    for pointer, operation, _ in bundle.operations():
        for source in operation.get("x-provenance", {}).get("sources", []):
            if source not in known and source != PLACEHOLDER:
                location = (*pointer, "x-provenance", "sources")
                yield bundle.finding("provenance", location, f"unknown source {source}; add it to sources/sources.yaml")


def index_rows(bundle: Bundle) -> Counter[str]:
    """Return how often each row, such as `GET /api/...`, occurs in the newest edition of the vendor's index."""
    return Counter(f"{row['method']} {row['path_in_index']}" for row in read_index(bundle.sources.folder))


def rows_are_in_the_index(bundle: Bundle) -> Iterable[Finding]:
    """Check that each row in `x-index-rows` occurs in the index, at least as often as operations list it."""
    unclaimed = index_rows(bundle)
    for pointer, operation, _ in bundle.operations():
        for row in operation.get("x-index-rows", []):
            unclaimed[row] -= 1
            if unclaimed[row] < 0:
                location = (*pointer, "x-index-rows")
                yield bundle.finding("index-row", location, f"{row} is not in the index, or listed too often")


def client_names_are_unique(bundle: Bundle) -> Iterable[Finding]:
    """Check that no two operations have the same client method, and no method has the name of a resource."""
    clients = [operation.get("x-client", {}) for _, operation, _ in bundle.operations()]
    taken = {client.get("resource") for client in clients}
    for (pointer, _, _), client in zip(bundle.operations(), clients, strict=True):
        method = f"{client.get('resource')}.{client.get('method')}"
        if method in taken:
            yield bundle.finding("client-name", (*pointer, "x-client"), f"client.{method} is already taken")
        taken.add(method)


def client_resources_are_described(bundle: Bundle) -> Iterable[Finding]:
    """Check that each resource of the client has a description: that of its tag, or one in `x-resources`."""
    described = {tag["name"] for tag in bundle.document["tags"]} | bundle.document.get("x-resources", {}).keys()
    for pointer, operation, _ in bundle.operations():
        path = operation["x-client"]["resource"].split(".") if "resource" in operation.get("x-client", {}) else []
        for name in (".".join(path[: depth + 1]) for depth in range(len(path))):
            if name not in described:
                location = (*pointer, "x-client")
                yield bundle.finding(
                    "client-name", location, f"the resource {name} is neither a tag nor in x-resources"
                )


def success_schema(bundle: Bundle, operation: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of the success response, or an empty schema if it has no body."""
    for status, response in operation["responses"].items():
        if str(status).startswith("2"):
            for media in bundle.resolve(response).get("content", {}).values():
                schema: dict[str, Any] = bundle.resolve(media["schema"])
                return schema
    return {}


def unwrapped_schema(bundle: Bundle, operation: dict[str, Any]) -> dict[str, Any] | None:
    """Return the schema of the success response after unwrapping `x-envelope`.

    `x-envelope` is a required property, or a path of required properties such as `result.items`. Return None if the
    schema has no such property.
    """
    schema = success_schema(bundle, operation)
    for name in operation["x-envelope"].split(".") if "x-envelope" in operation else ():
        if name not in schema.get("required", []):
            return None
        schema = bundle.resolve(schema.get("properties", {}).get(name, {}))
    return schema


def twin_methods_are_free(bundle: Bundle) -> Iterable[Finding]:
    """Check that each method of `x-twin-methods` is that of no other operation with the same path."""
    for pointer, operation, item in bundle.operations():
        twins = [method for each in item.values() if isinstance(each, dict) for method in each.get(TWINS, ())]
        for method in operation.get(TWINS, ()):
            if method in item or twins.count(method) > 1:
                message = f"the path has {str(method).upper()} already"
                yield bundle.finding("extension", (*pointer, TWINS), message)


def envelopes_exist(bundle: Bundle) -> Iterable[Finding]:
    """Check that `x-envelope` is a required property of the response, and `x-client.body` one of the request."""
    for pointer, operation, _ in bundle.operations():
        if unwrapped_schema(bundle, operation) is None:
            message = f"the success response has no required property {operation['x-envelope']}"
            yield bundle.finding("envelope", (*pointer, "x-envelope"), message)
        wrapper = operation.get("x-client", {}).get("body")
        if wrapper is not None:
            content = bundle.resolve(operation.get("requestBody", {})).get("content", {})
            body = content.get("application/json", {})
            # A body that is not JSON has no properties; there `body` is the name of the argument.
            if (body or not content) and wrapper not in bundle.resolve(body.get("schema", {})).get("required", []):
                message = f"the request body has no required property {wrapper}"
                yield bundle.finding("envelope", (*pointer, "x-client"), message)


def pagination_is_consistent(bundle: Bundle) -> Iterable[Finding]:
    """Check that `x-pagination` refers to existing parameters and properties, and the result is an array."""
    for pointer, operation, item in bundle.operations():
        if "x-pagination" in operation:
            queries = {p["name"]: p["schema"] for p in parameters_of(bundle, operation, item) if p["in"] == "query"}
            for message in _pagination_problems(bundle, operation, queries):
                yield bundle.finding("pagination", (*pointer, "x-pagination"), message)


def _pagination_problems(bundle: Bundle, operation: dict[str, Any], queries: dict[str, Any]) -> Iterable[str]:
    rule = operation["x-pagination"]
    for key in ("page", "per_page", "cursor", "direction"):
        if key in rule and rule[key] not in queries:
            yield f"there is no query parameter {rule[key]}"
    if "max" in rule and queries.get(rule.get("per_page"), {}).get("maximum") != rule["max"]:
        yield "max must be the maximum of the query parameter"
    entries = unwrapped_schema(bundle, operation) or {}
    if entries.get("type") != "array":
        yield "the success response, unwrapped by x-envelope, is not an array"
    elif "item" in rule and rule["item"] not in bundle.resolve(entries["items"]).get("properties", {}):
        yield f"the items of the list have no property {rule['item']}"
    if "total" in rule and rule["total"] not in success_schema(bundle, operation).get("properties", {}):
        yield f"the success response has no property {rule['total']}"


RULES = (
    extensions_are_well_formed,
    operations_have_their_extensions,
    sources_are_known,
    rows_are_in_the_index,
    client_names_are_unique,
    client_resources_are_described,
    twin_methods_are_free,
    envelopes_exist,
    pagination_is_consistent,
)
