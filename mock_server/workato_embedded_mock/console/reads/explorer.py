"""Turns the fields of the explorer's form into a request, and describes the response; must not import Flask."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from workato_embedded_mock.console.bridge import ApiRequest, ApiResponse
from workato_embedded_mock.console.forms import FormError
from workato_embedded_mock.console.reads.operations import JSON_MEDIA, OperationDetails, OperationParameter
from workato_embedded_mock.http.reason import HEADER as REASON_HEADER
from workato_embedded_mock.plain_json import Json, JsonError, read_json

_BROKEN = {
    "timeout": "The mock does not respond: a fault of the kind timeout hit the request.",
    "reset": "The mock reset the connection: a fault of the kind reset hit the request.",
    "truncate": "The mock closed the connection in the middle of its response, by a fault.",
}


@dataclass(frozen=True, slots=True)
class SentRequest:
    """A request that was sent, and its response.

    Attributes:
        request: The request.
        response: The response.
    """

    request: ApiRequest
    response: ApiResponse

    @property
    def content(self) -> Json:
        """The body of the response as JSON; None if it is not JSON."""
        return parsed(self.response.data)

    @property
    def sentence(self) -> str:
        """What happened, as a sentence."""
        return _BROKEN.get(self.response.broken, "The mock responded. The request is in the journal of the account.")

    @property
    def reasons(self) -> list[dict[str, Any]]:
        """The reasons of the header `X-Mock-Reason`."""
        name = REASON_HEADER.decode()
        found = [parsed(value.encode("latin-1")) for key, value in self.response.headers if key.lower() == name]
        return [reason for each in found if isinstance(each, list) for reason in each]

    @property
    def header_lines(self) -> str:
        """The headers of the response, one a line."""
        return "\n".join(f"{name}: {value}" for name, value in self.response.headers)


def parsed(data: bytes) -> Json:
    """Return JSON; None for anything else."""
    try:
        return read_json(data)
    except JsonError:
        return None


def field_of(parameter: OperationParameter) -> str:
    """Return the name of the form's field for a parameter."""
    return f"{parameter.place}.{parameter.name}"


def request_of(
    base_path: str, operation: OperationDetails, fields: Mapping[str, str], body: bytes, host: str
) -> ApiRequest:
    """Return the request that a form describes.

    Args:
        base_path: The path of the API.
        operation: The operation.
        fields: The values of the parameters, by the names of their fields.
        body: The body.
        host: The host that the browser uses, for links in the response.

    Raises:
        FormError: A required parameter is empty, or a line of an object is not `name=value`.
    """
    path = operation.summary.path
    query: list[tuple[str, str]] = []
    for parameter in operation.parameters:
        value = fields.get(field_of(parameter), "")
        if parameter.required and not value:
            raise FormError(f"the parameter {parameter.name} is required")
        if parameter.place == "path":
            path = path.replace(f"{{{parameter.name}}}", quote(value, safe=""))
        else:
            query += _query(parameter, value)
    target = f"{base_path}{path}?{urlencode(query)}" if query else f"{base_path}{path}"
    media = operation.request.media if operation.request is not None and body else ""
    headers = (("Host", host), ("Accept", JSON_MEDIA), *([("Content-Type", media)] if media else []))
    return ApiRequest(operation.summary.method, target, headers, body)


def _query(parameter: OperationParameter, value: str) -> Iterator[tuple[str, str]]:
    if parameter.kind.startswith("list"):
        yield from ((parameter.name, line.strip()) for line in value.splitlines() if line.strip())
    elif parameter.kind == "object":
        for line in filter(str.strip, value.splitlines()):
            name, equals, text = line.partition("=")
            if not equals:
                raise FormError(f"the line {line!r} of {parameter.name} is not name=value")
            yield f"{parameter.name}[{name.strip()}]", text.strip()
    elif value:
        yield parameter.name, value
