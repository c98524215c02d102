"""Rules for operations: ids, tags, texts, parameters, responses."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from generator.bundle import Bundle
from generator.document import Pointer
from generator.findings import Finding

_SNAKE_CASE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_TEMPLATE = re.compile(r"\{([^}]*)\}")
# A parameter in snake_case, or such as `page[number]` and the list `users_ids[]`. The client calls these `page_number`
# and `users_ids`.
_PARAMETER = re.compile(rf"{_SNAKE_CASE.pattern}(\[({_SNAKE_CASE.pattern})?\])?")
_SUCCESS = re.compile(r"2\d\d")


def operation_ids(bundle: Bundle) -> Iterable[Finding]:
    """Check that each operation has a unique operationId in snake_case."""
    holders = defaultdict(list)
    for pointer, operation, _ in bundle.operations():
        name = operation.get("operationId")
        if not isinstance(name, str) or not _SNAKE_CASE.fullmatch(name):
            yield bundle.finding("operation-id", pointer, f"invalid operationId {name!r}: expected snake_case")
        holders[name].append(pointer)
    for name, pointers in holders.items():
        for pointer in pointers[1:]:
            yield bundle.finding("operation-id", pointer, f"duplicate operationId {name!r}")


def operation_texts(bundle: Bundle) -> Iterable[Finding]:
    """Check that each operation has a summary, a description, and exactly one tag, which the root declares."""
    declared = {tag["name"] for tag in bundle.document["tags"]}
    for pointer, operation, _ in bundle.operations():
        for key in ("summary", "description"):
            if not str(operation.get(key, "")).strip():
                yield bundle.finding("operation-text", pointer, f"{key} is missing")
        tags = operation.get("tags", [])
        if len(tags) != 1 or tags[0] not in declared:
            yield bundle.finding(
                "operation-tag", pointer, f"invalid tags {tags!r}: expected exactly one tag that openapi.yaml declares"
            )


def operation_responses(bundle: Bundle) -> Iterable[Finding]:
    """Check that each operation documents exactly one success response, and a 401."""
    for pointer, operation, _ in bundle.operations():
        statuses = [str(status) for status in operation["responses"]]
        if sum(bool(_SUCCESS.fullmatch(status)) for status in statuses) != 1:
            yield bundle.finding("operation-success", (*pointer, "responses"), "expected exactly one 2xx response")
        if "401" not in statuses:
            yield bundle.finding("operation-401", (*pointer, "responses"), "the 401 response is missing")


def parameters_of(bundle: Bundle, operation: dict[str, Any], item: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the parameters of an operation, those of its path item first, with references resolved."""
    return [bundle.resolve(parameter) for part in (item, operation) for parameter in part.get("parameters", [])]


def path_parameters(bundle: Bundle) -> Iterable[Finding]:
    """Check that the path parameters of an operation are those in its path template."""
    for pointer, operation, item in bundle.operations():
        template = _TEMPLATE.findall(str(pointer[1]))
        declared = [p["name"] for p in parameters_of(bundle, operation, item) if p["in"] == "path"]
        for name in sorted({name for name in template if template.count(name) > 1}):
            yield bundle.finding("path-parameter", pointer, f"{{{name}}} occurs twice in {pointer[1]}")
        for name in sorted(set(template) - set(declared)):
            yield bundle.finding("path-parameter", pointer, f"{{{name}}} of {pointer[1]} is not declared")
        for name in sorted(set(declared) - set(template)):
            yield bundle.finding("path-parameter", pointer, f"the path parameter {name} is not in {pointer[1]}")


def parameter_texts(bundle: Bundle) -> Iterable[Finding]:
    """Check that each parameter has a description, and a name that the client can use."""
    for pointer, operation, item in bundle.operations():
        for parameter in parameters_of(bundle, operation, item):
            if not str(parameter.get("description", "")).strip():
                yield bundle.finding("parameter-text", pointer, f"the parameter {parameter['name']} has no description")
            if not _PARAMETER.fullmatch(parameter["name"]):
                message = f"invalid parameter name {parameter['name']!r}: expected snake_case, page[number] or ids[]"
                yield bundle.finding("parameter-name", pointer, message)


def bodies_are_named(bundle: Bundle) -> Iterable[Finding]:
    """Check that the schema of each body is a reference, because openapi-python-client names inline schemas badly."""
    for pointer, operation, _ in bundle.operations():
        for location, content in contents(bundle, pointer, operation):
            for media_type, media in content.items():
                if "$ref" not in media.get("schema", {}):
                    yield bundle.finding(
                        "named-schema",
                        location,
                        f"the schema of the {media_type} body must be a named schema of its own",
                    )


def contents(bundle: Bundle, pointer: Pointer, operation: dict[str, Any]) -> Iterable[tuple[Pointer, dict[str, Any]]]:
    """Yield the `content` of the request body and of each response, with its pointer."""
    if "requestBody" in operation:
        yield (*pointer, "requestBody"), bundle.resolve(operation["requestBody"]).get("content", {})
    for status, response in operation["responses"].items():
        yield (*pointer, "responses", status), bundle.resolve(response).get("content", {})


RULES = (
    operation_ids,
    operation_texts,
    operation_responses,
    path_parameters,
    parameter_texts,
    bodies_are_named,
)
