"""Responses with extreme values end in a result that can be used, or in an error of the client."""

from __future__ import annotations

import copy
import json
import pickle
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest
from workato_embedded import Page, WorkatoEmbedded, WorkatoEmbeddedError
from workato_embedded._operations.index import ALL
from workato_embedded._runtime.base_client import SyncClient
from workato_embedded._runtime.call import Call
from workato_embedded._runtime.cli.output import View, show, unknown_columns
from workato_embedded._runtime.cli.results import fetch
from workato_embedded._runtime.plain_json import to_json

from contract_tests.support.documented_calls import BASE_URL, OPERATIONS, arguments, method
from contract_tests.support.validator import documented_example, success_status

BY_ID = {operation.id: operation for operation in ALL}
_PLACE = "the place of a value"

# JSON texts: nested, long, outside the numbers of other languages, or of a form that code for texts could mistake.
VALUES = {
    "a list of 90 levels": "[" * 90 + "]" * 90,
    "an object of 90 levels": '{"a":' * 90 + "1" + "}" * 90,
    "a list of 130 levels": "[" * 130 + "]" * 130,
    "an object of 900 levels": '{"a":' * 900 + "1" + "}" * 900,
    "a list of 100,000 levels": "[" * 100_000 + "]" * 100_000,
    "an integer of 4,301 digits": "9" * 4301,
    "an integer of 4,000 digits": "-" + "9" * 4000,
    "a number that is too large": "1e999",
    "not a number": "NaN",
    "a lone surrogate": '"\\ud800"',
    "control characters": '"\\u0000\\u001b[2J"',
    "an object as long as a time": json.dumps({str(number): number for number in range(30)}),
    "a list as long as a time": json.dumps(["-" if number == 7 else "T" for number in range(30)]),
    "a time with an impossible zone": '"9999-12-31T23:59:59+99:99"',
    "a time of the year 0": '"0000-00-00T00:00:00"',
    "a time with many digits": f'"2023-11-20T00:00:00.{"9" * 5000}"',
    "envelopes in envelopes": '{"result":{"result":{"items":[{"data":{"result":[]}}]}}}',
    "an empty name": '{"":{"":[]}}',
    "lists of other things": "[[],{},[[]],null,1]",
    "a list of empty objects": "[{},{}]",
}


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the places of a JSON value: the value itself, each property, and the first entry of each list."""
    yield path
    if isinstance(value, dict):
        for key, inside in value.items():
            yield from places(inside, (*path, key))
    elif isinstance(value, list) and value:
        yield from places(value[0], (*path, 0))


def body_with(example: Any, path: tuple[Any, ...], text: str) -> bytes:
    """Return an example as JSON, with a JSON text at a place."""
    holder = {"": copy.deepcopy(example)}
    inside: Any = holder
    *above, last = ("", *path)
    for key in above:
        inside = inside[key]
    inside[last] = _PLACE
    return json.dumps(holder[""]).replace(json.dumps(_PLACE), text, 1).encode("utf-8")


def bodies(operation_id: str, example: Any) -> Iterator[tuple[str, bytes]]:
    """Yield bodies: each value as the body, and some of the values at each other place."""
    for number, path in enumerate(places(example)):
        for index, (name, text) in enumerate(VALUES.items()):
            if not path or (number + index) % 11 == 0:
                yield f"{operation_id}: {name} at {path}", body_with(example, path, text)


def use(result: Any) -> None:
    """Show, compare, copy and convert a result."""
    values = result.items if isinstance(result, Page) else result
    assert repr(result)
    assert str(result)
    assert pickle.dumps(values)
    # Not a number is not equal to itself.
    assert copy.deepcopy(values) == values or "nan" in json.dumps(values, default=to_json).lower()
    for value in values if isinstance(values, list) else [values]:
        if hasattr(value, "to_dict"):
            assert isinstance(json.dumps(value.to_dict()), str)


def use_error(error: WorkatoEmbeddedError) -> None:
    """Show and copy an error."""
    assert str(pickle.loads(pickle.dumps(error))) == str(error) == str(copy.deepcopy(error))
    assert repr(error)


def show_in_command(client: SyncClient, operation_id: str) -> None:
    """Show a response in each form of the command."""
    result = fetch(client, BY_ID[operation_id], Call(path=dict.fromkeys(_names_in(operation_id), 7)))
    for view in (View("table", width=80), View("csv"), View("json")):
        assert isinstance(show(result, view).text, str)
        assert isinstance(unknown_columns(result, view), str)


def _names_in(operation_id: str) -> list[str]:
    return [part[1:-1] for part in BY_ID[operation_id].path.split("/") if part.startswith("{")]


@pytest.mark.parametrize("operation_id", OPERATIONS)
def test_an_extreme_response_has_a_result_or_an_error_of_the_client(operation_id: str) -> None:
    """Each operation reads extreme values, or raises WorkatoEmbeddedError; both can be shown, compared and copied."""
    operation = OPERATIONS[operation_id]
    status = success_status(operation)
    example = documented_example(operation, status)
    for name, body in bodies(operation_id, example):
        response = httpx2.Response(200 if status == 204 else status, content=body)
        transport = httpx2.MockTransport(lambda _, response=response: response)
        with httpx2.Client(transport=transport) as http:
            client = WorkatoEmbedded("token", base_url=BASE_URL, http_client=http)
            try:
                use(method(client, operation)(**arguments(operation)))
                show_in_command(client, operation_id)
            except WorkatoEmbeddedError as error:
                use_error(error)
            except Exception as error:
                error.add_note(name)
                raise


@pytest.mark.parametrize("value", VALUES)
@pytest.mark.parametrize("status", [400, 404, 429, 503])
def test_an_extreme_error_response_raises_the_error_of_its_status(status: int, value: str) -> None:
    """An error response with extreme values raises the error of its status, which can be shown and copied."""
    for name in ("message", "error", "errors", "id", "code_errors"):
        body = f'{{"{name}": {VALUES[value]}}}'.encode()
        response = httpx2.Response(status, content=body)
        with httpx2.Client(transport=httpx2.MockTransport(lambda _, response=response: response)) as http:
            client = WorkatoEmbedded("token", base_url=BASE_URL, http_client=http, max_retries=0)
            with pytest.raises(WorkatoEmbeddedError, match=str(status)) as caught:
                client.managed_users.get(7)
            use_error(caught.value)
