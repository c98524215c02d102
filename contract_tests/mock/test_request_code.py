"""The console's code for a request of the journal calls the client's own method, and sends the same request."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

import pytest
from workato_embedded import WorkatoEmbeddedError
from workato_embedded_mock import WorkatoMock
from workato_embedded_mock.console.reads.client_calls import client_call
from workato_embedded_mock.openapi.document import json_media, load_document, operations_of, parameters_of, resolved

CONTENT = load_document().content
# Its body is a file, which the journal does not have.
FILES = {"import_package"}


def queries(parameters: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """Return names and values of all parameters in the query."""
    for each in parameters:
        schema = each["schema"]
        kind = schema.get("type")
        if each["in"] == "query" and kind == "array":
            yield from ((each["name"], value) for value in ("1", "2"))
        elif each["in"] == "query" and kind == "object":
            yield f"{each['name']}[a]", "b"
        elif each["in"] == "query":
            example = each.get("example", schema.get("example", "true" if kind == "boolean" else "1"))
            yield each["name"], str(example).lower() if isinstance(example, bool) else str(example)


def sent(entry: Any) -> Any:
    """Return what a request consists of."""
    query = sorted(parse_qsl(entry["query_string"], keep_blank_values=True))
    return entry["method"], entry["path"], query, entry["request"]["body"]


@pytest.mark.parametrize("part", range(4))
def test_the_client_call_of_each_operation_sends_the_same_request(workato_mock: WorkatoMock, part: int) -> None:
    """For an example of each operation, the console finds a call of the client's method, which sends it again."""
    found = set()
    for path, method, declared in list(operations_of(CONTENT))[part::4]:
        parameters = parameters_of(CONTENT, path, declared)
        values = {each["name"]: str(each.get("example", 5)) for each in parameters if each["in"] == "path"}
        target = path.format(**{name: quote(value, safe="") for name, value in values.items()})
        media = json_media(CONTENT, declared.get("requestBody", {}))
        body = media.get("example", resolved(CONTENT, media.get("schema", {})).get("example"))
        workato_mock.journal.clear()
        with workato_mock.http() as http:
            query = urlencode(list(queries(parameters)))
            http.request(method, f"{target}?{query}", **({} if body is None else {"json": body}))
        (entry,) = workato_mock.journal.entries()
        call = client_call(CONTENT, entry, values)
        if call is None:
            found.add(declared["operationId"])
            continue
        send(workato_mock, *call)
        again = workato_mock.journal.entries()[1:]
        assert [sent(each) for each in again[:1]] == [sent(entry)], call
    assert found <= FILES


def send(mock: WorkatoMock, function: str, arguments: list[tuple[str, Any]]) -> None:
    """Call a method of the client; the response may be an error response."""
    method: Any = mock.client
    for name in function.split("."):
        method = getattr(method, name)
    named = {name: value for name, value in arguments if name}
    with suppress(WorkatoEmbeddedError):
        method(*(value for name, value in arguments if not name), **named)
