"""The independent validator: check requests and responses with openapi-core, which neither client nor mock uses."""

from __future__ import annotations

import copy
import json
import re
import uuid
from http import HTTPStatus
from pathlib import Path
from typing import Any

import httpx2
from openapi_core import OpenAPI
from openapi_core.testing import MockRequest, MockResponse
from werkzeug.datastructures import MultiDict

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT: dict[str, Any] = json.loads((ROOT / "spec/dist/openapi.json").read_text(encoding="utf-8"))

# The message of a 400 that names a parameter.
NAMED_PARAMETER = re.compile(r"Invalid parameter '\w+' value .+: .+|Missing parameter \w+", re.DOTALL)

Document = dict[str, Any]


def operations(document: Document = DOCUMENT) -> dict[str, dict[str, Any]]:
    """Return the operations of a document by id, each with its `method`, `path` and path `item` added."""
    return {
        operation["operationId"]: {**operation, "method": method.upper(), "path": path, "item": item}
        for path, item in document["paths"].items()
        for method, operation in item.items()
        if method in ("get", "put", "post", "patch", "delete")
    }


def resolve(value: Any, document: Document = DOCUMENT) -> Any:
    """Return the target of a `$ref`, or a value without `$ref` unchanged."""
    while isinstance(value, dict) and "$ref" in value:
        _, _, section, name = value["$ref"].split("/")
        value = document["components"][section][name]
    return value


def parameters_of(operation: dict[str, Any]) -> list[dict[str, Any]]:
    """Return an operation's parameters, including those of its path item."""
    return [resolve(p) for part in (operation["item"], operation) for p in part.get("parameters", [])]


def success_status(operation: dict[str, Any]) -> int:
    """Return the one status of success of an operation."""
    (status,) = [int(status) for status in operation["responses"] if status.startswith("2")]
    return status


def documented_example(operation: dict[str, Any], status: int, document: Document = DOCUMENT) -> Any:
    """Return the example body that a document gives for a response of an operation, None for one without a body."""
    content = resolve(operation["responses"][str(status)], document).get("content")
    return content["application/json"]["example"] if content else None


def success_schema(operation: dict[str, Any], document: Document = DOCUMENT) -> dict[str, Any]:
    """Return the schema of the successful response of an operation, an empty one for a response without a body."""
    content = resolve(operation["responses"][str(success_status(operation))], document).get("content")
    schema: dict[str, Any] = resolve(content["application/json"]["schema"], document) if content else {}
    return schema


def is_documented_error(body: Any, operation: dict[str, Any], status: int, document: Document = DOCUMENT) -> bool:
    """Return whether an error body is the documented example, except for the id of an incident.

    The message can also be one of `x-other-messages`. A 400 of an operation with `x-type-error` may also name a
    parameter. Each error of a list may have another title. Errors by field may have other fields and texts.
    """
    example = documented_example(operation, status, document)
    others = resolve(operation["responses"][str(status)], document).get("x-other-messages", ())
    by_field = isinstance(example, dict) and example.keys() == {"message", "errors"}
    examples = (example, *({"message": text} if by_field else {**example, "message": text} for text in others))
    if _without_incident(body) in map(_without_incident, examples):
        return True
    if by_field and body.keys() == example.keys():
        texts = body["errors"].values()
        return bool(texts) and body["message"] == example["message"] and all(texts)
    if isinstance(example, dict) and example.keys() == {"errors"}:
        return body.keys() == {"errors"} and [error.keys() for error in body["errors"]] == [{"title"}]
    names_parameters = status == HTTPStatus.BAD_REQUEST and bool(_type_errors(operation.get("requestBody"), document))
    return names_parameters and body.keys() == {"message"} and bool(NAMED_PARAMETER.fullmatch(body["message"]))


def _type_errors(value: Any, document: Document) -> list[str]:
    """Return the texts of `x-type-error` in a declaration and the schemas that it refers to."""
    value = resolve(value, document)
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    found = [text for part in parts for text in _type_errors(part, document)]
    return [*found, value["x-type-error"]] if isinstance(value, dict) and "x-type-error" in value else found


def _without_incident(body: Any) -> Any:
    """Return an error body with a fixed text instead of the id of its incident, which is a new UUID each time."""
    if isinstance(body, dict) and isinstance(body.get("id"), str):
        return {**body, "id": uuid.UUID(body["id"]) and "a UUID"}
    return body


class Validator:
    """Checks requests to servers at some base URLs, and their responses, against a document.

    The methods raise openapi-core's errors.
    """

    def __init__(self, *base_urls: str, document: Document = DOCUMENT) -> None:
        servers = [{"url": base_url} for base_url in base_urls]
        self._openapi = OpenAPI.from_dict({**copy.deepcopy(document), "servers": servers})

    def check_request(self, request: httpx2.Request) -> None:
        """Reject a request that the document does not allow, or whose operation it does not define."""
        self._openapi.validate_request(_request(request))

    def check_response(self, response: httpx2.Response) -> None:
        """Reject a response whose status, content type or body the document does not define."""
        checked = MockResponse(
            response.content,
            status_code=response.status_code,
            headers=dict(response.headers),
            content_type=response.headers.get("content-type", ""),
        )
        self._openapi.validate_response(_request(response.request), checked)


def _request(request: httpx2.Request) -> MockRequest:
    made = MockRequest(
        f"{request.url.scheme}://{request.url.netloc.decode()}",
        request.method,
        request.url.raw_path.decode().partition("?")[0],
        headers=dict(request.headers),
        data=request.content or None,
        content_type=request.headers.get("content-type", ""),
    )
    made.parameters.query = MultiDict(request.url.params.multi_items())
    return made
