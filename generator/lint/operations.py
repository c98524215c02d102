"""Rules for operations: ids, tags, texts, parameters, answers."""

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
_SUCCESS = re.compile(r"2\d\d")


def operation_ids(bundle: Bundle) -> Iterable[Finding]:
    """Each operation has an operationId of its own, in snake_case."""
    holders = defaultdict(list)
    for pointer, operation, _ in bundle.operations():
        name = operation.get("operationId")
        if not isinstance(name, str) or not _SNAKE_CASE.fullmatch(name):
            yield bundle.finding("operation-id", pointer, f"operationId must be in snake_case, not {name!r}")
        holders[name].append(pointer)
    for name, pointers in holders.items():
        for pointer in pointers[1:]:
            yield bundle.finding("operation-id", pointer, f"operationId {name!r} is used twice")


def operation_texts(bundle: Bundle) -> Iterable[Finding]:
    """Each operation has a summary, a description, and one tag, which the root declares."""
    declared = {tag["name"] for tag in bundle.document["tags"]}
    for pointer, operation, _ in bundle.operations():
        for key in ("summary", "description"):
            if not str(operation.get(key, "")).strip():
                yield bundle.finding("operation-text", pointer, f"{key} is missing")
        tags = operation.get("tags", [])
        if len(tags) != 1 or tags[0] not in declared:
            yield bundle.finding("operation-tag", pointer, f"one tag that the root declares is needed, not {tags!r}")


def operation_answers(bundle: Bundle) -> Iterable[Finding]:
    """Each operation documents one success and a 401."""
    for pointer, operation, _ in bundle.operations():
        statuses = [str(status) for status in operation["responses"]]
        if sum(bool(_SUCCESS.fullmatch(status)) for status in statuses) != 1:
            yield bundle.finding("operation-success", (*pointer, "responses"), "exactly one 2xx answer is needed")
        if "401" not in statuses:
            yield bundle.finding("operation-401", (*pointer, "responses"), "the answer 401 is missing")


def parameters_of(bundle: Bundle, operation: dict[str, Any], item: dict[str, Any]) -> list[dict[str, Any]]:
    """Return an operation's parameters, those of its path item first, references resolved."""
    return [bundle.resolve(parameter) for part in (item, operation) for parameter in part.get("parameters", [])]


def path_parameters(bundle: Bundle) -> Iterable[Finding]:
    """The parameters of a path are those in its braces."""
    for pointer, operation, item in bundle.operations():
        template = _TEMPLATE.findall(str(pointer[1]))
        declared = [p["name"] for p in parameters_of(bundle, operation, item) if p["in"] == "path"]
        for name in sorted({name for name in template if template.count(name) > 1}):
            yield bundle.finding("path-parameter", pointer, f"{{{name}}} stands twice in {pointer[1]}")
        for name in sorted(set(template) - set(declared)):
            yield bundle.finding("path-parameter", pointer, f"{{{name}}} of {pointer[1]} is not declared")
        for name in sorted(set(declared) - set(template)):
            yield bundle.finding("path-parameter", pointer, f"the path parameter {name} is not in {pointer[1]}")


def parameter_texts(bundle: Bundle) -> Iterable[Finding]:
    """Each parameter has a description, and a name that Python can take over."""
    for pointer, operation, item in bundle.operations():
        for parameter in parameters_of(bundle, operation, item):
            if not str(parameter.get("description", "")).strip():
                yield bundle.finding("parameter-text", pointer, f"the parameter {parameter['name']} has no description")
            if not _SNAKE_CASE.fullmatch(parameter["name"]):
                yield bundle.finding("parameter-name", pointer, f"{parameter['name']!r} is not in snake_case")


def bodies_are_named(bundle: Bundle) -> Iterable[Finding]:
    """The schema of each body is a reference: openapi-python-client makes clumsy names for inline ones."""
    for pointer, operation, _ in bundle.operations():
        for place, content in contents(bundle, pointer, operation):
            for media_type, media in content.items():
                if "$ref" not in media.get("schema", {}):
                    yield bundle.finding("named-schema", place, f"the schema of {media_type} needs a name of its own")


def contents(bundle: Bundle, pointer: Pointer, operation: dict[str, Any]) -> Iterable[tuple[Pointer, dict[str, Any]]]:
    """Yield the `content` of the request body and of each answer, with its place."""
    if "requestBody" in operation:
        yield (*pointer, "requestBody"), bundle.resolve(operation["requestBody"]).get("content", {})
    for status, response in operation["responses"].items():
        yield (*pointer, "responses", status), bundle.resolve(response).get("content", {})


RULES = (
    operation_ids,
    operation_texts,
    operation_answers,
    path_parameters,
    parameter_texts,
    bodies_are_named,
)
