"""Describes the operations of the API from the document: dates, evidence, rule, parameters and examples."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from workato_embedded_mock.control.tools import Tools
from workato_embedded_mock.instruments.browser_operations import BROWSER_OPERATIONS
from workato_embedded_mock.openapi.document import Document, load_evidence, operations_of, parameters_of, resolved
from workato_embedded_mock.openapi.edition_dates import REPLACED_BY, SINCE, UNTIL
from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.rules.catalogue import rule_of

CONFIDENCES = ("documented", "partly", "inferred")
JSON_MEDIA = "application/json"


@dataclass(frozen=True, slots=True)
class OperationSummary:
    """One operation in a list.

    Attributes:
        operation_id: Its operationId.
        method: Its method, in capitals.
        path: Its path below the base URL.
        summary: What it does, in a few words.
        resource: The resource that it belongs to.
        confidence: How well it is known, one of `CONFIDENCES`.
        since: The day since which the API has it; empty for the first edition.
        until: The day since which the API does not have it; empty if it has it.
    """

    operation_id: str
    method: str
    path: str
    summary: str
    resource: str
    confidence: str
    since: str
    until: str


@dataclass(frozen=True, slots=True)
class OperationParameter:
    """A parameter in path or query.

    Attributes:
        name: Its name, as it is sent.
        place: `path` or `query`.
        kind: Its type in words.
        required: Whether a request must have it.
        description: What it means.
        example: An example; None if there is none.
        choices: The values that it can have; none if they are free.
        since: The day since which the API has it; empty for the first edition.
    """

    name: str
    place: str
    kind: str
    required: bool
    description: str
    example: Json
    choices: tuple[Json, ...]
    since: str


@dataclass(frozen=True, slots=True)
class OperationBody:
    """The body of a request, or of the response with a status.

    Attributes:
        label: The status of the response; `request` for a request.
        description: What it is.
        media: Its content type; empty if there is no body.
        example: An example; None if there is none.
    """

    label: str
    description: str
    media: str
    example: Json


@dataclass(frozen=True, slots=True)
class OperationDetails:
    """One operation.

    Attributes:
        summary: What lists show of it.
        description: What it does.
        replaced_by: The operationId of its successor; empty if it has none.
        rate_limit: Its documented rate limit in words; empty if it has none.
        sources: The names of the sources.
        notes: What the sources leave open.
        rule: The module and the text of the function that serves it; None without one.
        evidence: What the contract tests have checked; None without a run of them.
        parameters: Its parameters.
        request: The body that it takes; None without one.
        responses: The responses that are documented.
    """

    summary: OperationSummary
    description: str
    replaced_by: str
    rate_limit: str
    sources: tuple[str, ...]
    notes: tuple[str, ...]
    rule: tuple[str, str] | None
    evidence: Json
    parameters: tuple[OperationParameter, ...]
    request: OperationBody | None
    responses: tuple[OperationBody, ...]


def list_operations(tools: Tools, text: str = "", resource: str = "", confidence: str = "") -> list[OperationSummary]:
    """Return the operations whose name, path or summary has a text, in the order of the document."""
    words = text.lower().split()
    return [
        each
        for each in _summaries(tools.document)
        if all(word in f"{each.operation_id} {each.method} {each.path} {each.summary}".lower() for word in words)
        and resource in ("", each.resource)
        and confidence in ("", each.confidence)
    ]


def list_operation_ids(tools: Tools) -> list[str]:
    """Return the ids that requests and fault rules can have: of the API, then of what browsers do besides it."""
    return [*(each.operation_id for each in _summaries(tools.document)), *BROWSER_OPERATIONS]


def list_resources(tools: Tools) -> list[str]:
    """Return the resources that have operations, in the order of the document."""
    return list(dict.fromkeys(each.resource for each in _summaries(tools.document)))


def read_operation(tools: Tools, operation_id: str) -> OperationDetails | None:
    """Return an operation by its operationId; None if there is none."""
    content = tools.document.content
    for path, method, declared in operations_of(content):
        if declared["operationId"] == operation_id:
            return _details(tools.document, path, method, declared)
    return None


def _summaries(document: Document) -> Iterator[OperationSummary]:
    for path, method, declared in operations_of(document.content):
        yield _summary(path, method, declared)


def _summary(path: str, method: str, declared: Mapping[str, Any]) -> OperationSummary:
    return OperationSummary(
        declared["operationId"],
        method,
        path,
        declared.get("summary", ""),
        declared.get("tags", ("",))[0],
        declared.get("x-provenance", {}).get("confidence", "unknown"),
        declared.get(SINCE, ""),
        declared.get(UNTIL, ""),
    )


def _details(document: Document, path: str, method: str, declared: Mapping[str, Any]) -> OperationDetails:
    content, provenance = document.content, declared.get("x-provenance", {})
    summary = _summary(path, method, declared)
    request = resolved(content, declared["requestBody"]) if "requestBody" in declared else None
    return OperationDetails(
        summary,
        declared.get("description", "").strip(),
        declared.get(REPLACED_BY, ""),
        _rate_limit(declared.get("x-rate-limit")),
        tuple(provenance.get("sources", ())),
        tuple(provenance.get("notes", ())),
        _rule(summary.operation_id, summary.resource),
        load_evidence(document).get(summary.operation_id),
        tuple(_parameter(content, item) for item in parameters_of(content, path, dict(declared))),
        None if request is None else _body(content, "request", request),
        tuple(_body(content, status, resolved(content, each)) for status, each in declared["responses"].items()),
    )


def _parameter(content: Mapping[str, Any], item: Mapping[str, Any]) -> OperationParameter:
    schema = resolved(content, item["schema"])
    items = resolved(content, schema.get("items", {}))
    kind = schema.get("type", "any")
    return OperationParameter(
        item["name"],
        item["in"],
        f"list of {items.get('type', 'values')}" if kind == "array" else kind,
        item.get("required", False),
        (item.get("description") or schema.get("description") or "").strip(),
        item.get("example", schema.get("example")),
        tuple(schema.get("enum") or items.get("enum") or ()),
        item.get(SINCE, ""),
    )


def _body(content: Mapping[str, Any], label: str, declared: Mapping[str, Any]) -> OperationBody:
    description = declared.get("description", "").strip()
    for media, details in declared.get("content", {}).items():
        example = details.get("example", resolved(content, details.get("schema", {})).get("example"))
        return OperationBody(label, description, media, example)
    return OperationBody(label, description, "", None)


def _rate_limit(declared: Mapping[str, Any] | None) -> str:
    if declared is None:
        return ""
    since = f", since {declared[SINCE]}" if SINCE in declared else ""
    return f"{declared['requests']} requests in {declared['seconds']} seconds{since}"


@cache
def _rule(operation_id: str, resource: str) -> tuple[str, str] | None:
    rule = rule_of(operation_id, resource)
    return None if rule is None else (f"{rule.__module__}.{operation_id}", inspect.getdoc(rule) or "")
