"""Describes one request of the journal, as its page shows it; must not import Flask."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, unquote

from workato_embedded_mock.console.accounts import Account
from workato_embedded_mock.console.bridge import ApiRequest
from workato_embedded_mock.console.reads.operations import OperationDetails, read_operation
from workato_embedded_mock.console.reads.request_marks import Line, Mark, Marks, lines_of
from workato_embedded_mock.console.reads.requests import read_request
from workato_embedded_mock.control.tools import Tools
from workato_embedded_mock.openapi.redaction import REDACTED
from workato_embedded_mock.plain_json import Json, write_json

# Headers that sending a request adds.
_OWN_HEADERS = frozenset(("authorization", "connection", "content-length", "expect", "transfer-encoding"))


class CannotRepeatError(Exception):
    """The journal does not have all of the request."""


@dataclass(frozen=True, slots=True)
class RequestField:
    """A field of a request outside the body.

    Attributes:
        name: Its name.
        value: Its value; None if the request does not have it.
        marks: What is said about it.
    """

    name: str
    value: str | None
    marks: Sequence[Mark]


@dataclass(frozen=True, slots=True)
class RequestDetails:
    """One request.

    Attributes:
        entry: The entry of the journal.
        operation: Its operation; None if none matched, or if the document does not have it.
        path: The values of the path parameters.
        query: The query parameters.
        headers: The headers of the request.
        sent: The lines of the body of the request; none without a body.
        received: The lines of the body of the response; none without a body.
    """

    entry: Json
    operation: OperationDetails | None
    path: Sequence[RequestField]
    query: Sequence[RequestField]
    headers: Sequence[RequestField]
    sent: Sequence[Line]
    received: Sequence[Line]

    @property
    def target(self) -> str:
        """The path and the query, as they were sent."""
        query = query_string(self.entry)
        return f"{self.entry['path']}?{query}" if query else self.entry["path"]

    @property
    def length(self) -> int | None:
        """The length of the body of the request, if the journal does not have all of it."""
        return only_length(self.entry["request"])


def read_details(tools: Tools, account: Account, number: int, base_path: str) -> RequestDetails | None:
    """Return a request of the journal by its id; None if it is not there."""
    entry = read_request(tools, account, number)
    if entry is None:
        return None
    operation = read_operation(tools, entry["operation_id"]) if entry["operation_id"] else None
    marks, body = Marks(entry), entry["request"]["body"]
    # Without a body there is no line to mark: the list of reasons has everything.
    return RequestDetails(
        entry,
        operation,
        list(_fields(marks, "path", list(path_values(entry, operation, base_path).items()))),
        list(_fields(marks, "query", parse_qsl(query_string(entry), keep_blank_values=True))),
        list(_fields(marks, "header", list(entry["request"]["headers"].items()))),
        [] if body is None else marks.body(body),
        [] if entry["response"]["body"] is None else list(lines_of(entry["response"]["body"])),
    )


def query_string(entry: Mapping[str, Any]) -> str:
    """Return the query of an entry, as it was sent. Entries of older versions have only its parameters."""
    found: str | None = entry.get("query_string")
    return "&".join(f"{name}={value}" for name, value in entry["query"].items()) if found is None else found


def path_values(entry: Mapping[str, Any], operation: OperationDetails | None, base_path: str) -> dict[str, str]:
    """Return the values of the path parameters by name; an empty result if the path is not that of the operation."""
    if operation is None:
        return {}
    names = [part for part in operation.summary.path.split("/") if part]
    values = [part for part in entry["path"].removeprefix(base_path).split("/") if part]
    if len(names) != len(values):
        return {}
    return {name[1:-1]: unquote(value) for name, value in zip(names, values, strict=True) if name.startswith("{")}


def only_length(message: Mapping[str, Any]) -> int | None:
    """Return the length of the body of a request or response, if the journal does not have all of it; else None."""
    if "truncated" in message:
        return int(message["truncated"]["bytes"])
    body, declared = message["body"], message["headers"].get("content-length")
    if isinstance(body, dict) and body.keys() == {"bytes"} and declared in (None, str(body["bytes"])):
        return int(body["bytes"])
    return None


def repeated(entry: Mapping[str, Any], target: str) -> ApiRequest:
    """Return the request of an entry, to send it again. Secrets were masked, and stay so.

    Raises:
        CannotRepeatError: The body was not kept.
    """
    if only_length(entry["request"]) is not None:
        if "truncated" in entry["request"]:
            raise CannotRepeatError("the journal has only the beginning of this body, because it is long")
        raise CannotRepeatError("the journal has only the length of this body, because it is not JSON")
    headers = tuple(
        (name, value)
        for name, value in entry["request"]["headers"].items()
        if name not in _OWN_HEADERS and value != REDACTED
    )
    body = entry["request"]["body"]
    return ApiRequest(entry["method"], target, headers, b"" if body is None else write_json(body))


def _fields(marks: Marks, place: str, values: Sequence[tuple[str, str]]) -> Iterator[RequestField]:
    yield from (RequestField(name, value, marks.of(place, name)) for name, value in values)
    for name, missing in marks.missing(place, [name for name, _value in values]):
        yield RequestField(name, None, missing)
