"""Rules for named definitions: each is used, and its properties are described."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from generator.bundle import EARLIER_NAMES, ENUM_NAMES, Bundle
from generator.document import Pointer
from generator.findings import Finding

_CONSTRUCTOR = re.compile("New[A-Z]")
# Types that openapi-generator writes into each client of some language.
_GENERATED = frozenset(("ApiClient", "ApiException", "ApiResponse", "Configuration"))


def unused_definitions(bundle: Bundle) -> Iterable[Finding]:
    """Check that each definition of the spec is used by an operation."""
    reached = {(file.path, source) for file, source in bundle.origins.values()}
    for pattern in ("schemas/*.yaml", "shared/*.yaml", "paths/*.yaml"):
        for file in bundle.sources.glob(pattern):
            for name in file.data:
                if (file.path, (name,)) not in reached:
                    yield Finding(file.location((name,)), "unused", None, f"{name} is not used")


def unused_tags(bundle: Bundle) -> Iterable[Finding]:
    """Check that each tag of the root is used by an operation."""
    used = {tag for _, operation, _ in bundle.operations() for tag in operation.get("tags", [])}
    for index, tag in enumerate(bundle.document["tags"]):
        if tag["name"] not in used:
            yield bundle.finding("unused", ("tags", index), f"no operation has the tag {tag['name']}")


def nested_schemas(schema: Any, pointer: Pointer) -> Iterator[tuple[Pointer, dict[str, Any]]]:
    """Yield a schema and all schemas nested in it, each with its pointer. Does not follow references."""
    if not isinstance(schema, dict):
        return
    yield pointer, schema
    for name, inner in schema.get("properties", {}).items():
        yield from nested_schemas(inner, (*pointer, "properties", name))
    for key in ("items", "additionalProperties", "not"):
        yield from nested_schemas(schema.get(key), (*pointer, key))
    for key in ("allOf", "anyOf", "oneOf"):
        for index, inner in enumerate(schema.get(key, [])):
            yield from nested_schemas(inner, (*pointer, key, index))


def _schemas(bundle: Bundle) -> Iterator[tuple[Pointer, Pointer, dict[str, Any]]]:
    for name, schema in bundle.document["components"]["schemas"].items():
        top: Pointer = ("components", "schemas", name)
        for pointer, inner in nested_schemas(schema, top):
            yield top, pointer, inner


def schemas_are_portable(bundle: Bundle) -> Iterable[Finding]:
    """Check that generators for other languages can use the name of each schema.

    Go's constructor of `Recipe` is `NewRecipe`, and generated clients have types of their own such as `ApiClient`.
    """
    schemas = bundle.document["components"]["schemas"]
    names = Counter(name for own, schema in schemas.items() for name in (own, *schema.get(EARLIER_NAMES, ())))
    for name in schemas:
        pointer = ("components", "schemas", name)
        if _CONSTRUCTOR.match(name):
            message = f"invalid name {name}: in Go, it is the constructor of {name.removeprefix('New')}"
            yield bundle.finding("schema-name", pointer, message)
        if name in _GENERATED:
            yield bundle.finding("schema-name", pointer, f"invalid name {name}: generated clients have a type {name}")
        for earlier in schemas[name].get(EARLIER_NAMES, ()):
            if names[earlier] > 1:
                yield bundle.finding("schema-name", (*pointer, EARLIER_NAMES), f"{earlier} names more than one schema")


def enum_values_are_portable(bundle: Bundle) -> Iterable[Finding]:
    """Check that named enums share no names of values: in Go, all of them are constants of one package."""
    owners: dict[str, str] = {}
    for name, schema in bundle.document["components"]["schemas"].items():
        values = [str(value) for value in schema.get("enum", ())]
        names = schema.get(ENUM_NAMES, values)
        pointer = ("components", "schemas", name)
        if len(names) != len(values):
            message = f"{ENUM_NAMES} has {len(names)} names for {len(values)} values"
            yield bundle.finding("enum-name", (*pointer, ENUM_NAMES), message)
        for constant in {each.upper() for each in names}:
            if owners.setdefault(constant, name) != name:
                message = f"{name} and {owners[constant]} have a value {constant}: give one of them {ENUM_NAMES}"
                yield bundle.finding("enum-name", pointer, message)


def objects_are_named(bundle: Bundle) -> Iterable[Finding]:
    """Check that an object inside a schema is a reference to a named schema."""
    for top, pointer, schema in _schemas(bundle):
        if pointer != top and (schema.get("type") == "object" or "properties" in schema):
            yield bundle.finding("named-schema", pointer, "an object inside a schema must be a named schema of its own")


def properties_are_described(bundle: Bundle) -> Iterable[Finding]:
    """Check that each named schema and each property that is not a reference has a description."""
    for top, pointer, schema in _schemas(bundle):
        is_property = len(pointer) > 1 and pointer[-2] == "properties"
        if (pointer == top or is_property) and "$ref" not in schema and not str(schema.get("description", "")).strip():
            yield bundle.finding("schema-text", pointer, f"{pointer[-1]} has no description")


def required_properties_exist(bundle: Bundle) -> Iterable[Finding]:
    """Check that each required property of a schema is defined."""
    for _, pointer, schema in _schemas(bundle):
        for name in schema.get("required", []):
            if name not in schema.get("properties", {}):
                yield bundle.finding("required", (*pointer, "required"), f"{name} is required but not defined")


RULES = (
    unused_definitions,
    unused_tags,
    schemas_are_portable,
    enum_values_are_portable,
    objects_are_named,
    properties_are_described,
    required_properties_exist,
)
