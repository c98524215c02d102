"""Answers that are not what the document says are read all the same, and given back as they came."""

from __future__ import annotations

import copy
import datetime
import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from workato_embedded import Page, WorkatoEmbedded

from contract_tests.client.test_every_operation import BASE_URL, OPERATIONS, arguments, method
from contract_tests.support.validator import documented_example, success_status

ODD = st.sampled_from([None, True, -1, 2.5, "", "surprise", "9" * 30, [], {}, [None], {"x": [1]}, [["y"]]])
"""What no property expects: null, another type, a value outside an enumeration."""
EDITS = st.lists(st.tuples(st.integers(0, 10**6), st.sampled_from(["odd", "gone", "new"]), ODD), min_size=1, max_size=6)
"""Each: where, what becomes of the property, and what stands in it."""


def objects(value: Any) -> Iterator[dict[str, Any]]:
    """Yield every object in a JSON value, itself first."""
    if isinstance(value, dict):
        yield value
    for inside in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from objects(inside)


def result_in(operation: dict[str, Any], body: Any) -> Any:
    """Return the part of an answer that is its result."""
    for name in operation["x-envelope"].split(".") if "x-envelope" in operation else ():
        body = body[name]
    return body


def edit(result: Any, edits: list[tuple[int, str, Any]]) -> None:
    """Change properties of objects in a result."""
    for where, what, odd in edits:
        value = copy.deepcopy(odd)
        targets = list(objects(result))
        target = targets[where % len(targets)]
        keys = [key for key in target if key != "success"]
        if what == "new" or not keys:
            target[f"new_{where}"] = value
        elif what == "gone":
            del target[keys[where % len(keys)]]
        else:
            target[keys[where % len(keys)]] = value


def given_back(result: Any) -> Any:
    """Return what came of an answer as JSON."""
    if isinstance(result, list):
        return [given_back(entry) for entry in result]
    return result.to_dict() if hasattr(result, "to_dict") else result


def with_moments(value: Any) -> Any:
    """Read the moments in a JSON value, which can be written in two ways."""
    if isinstance(value, dict):
        return {key: with_moments(inside) for key, inside in value.items()}
    if isinstance(value, list):
        return [with_moments(inside) for inside in value]
    try:
        return datetime.datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return value


READ = {
    operation_id: operation
    for operation_id, operation in OPERATIONS.items()
    if any(objects(result_in(operation, documented_example(operation, success_status(operation)))))
}


def test_hardly_an_operation_is_left_out() -> None:
    """Only answers without any object have nothing that could be odd."""
    assert len(READ) >= len(OPERATIONS) - 5


@pytest.mark.parametrize("operation_id", READ)
@settings(max_examples=30)
@given(edits=EDITS)
def test_an_odd_answer_is_read_and_given_back(operation_id: str, edits: list[tuple[int, str, Any]]) -> None:
    """Nulls, other types, unknown values, missing and unknown properties, at any depth: the call gives its result, and
    the result gives back exactly what came, so that nothing is lost when it is sent again.
    """
    operation = READ[operation_id]
    body = copy.deepcopy(documented_example(operation, success_status(operation)))
    edit(result_in(operation, body), edits)
    transport = httpx.MockTransport(lambda _: httpx.Response(success_status(operation), json=body))
    with httpx.Client(transport=transport) as http:
        client = WorkatoEmbedded("token", base_url=BASE_URL, http_client=http)
        result = method(client, operation)(**arguments(operation))
    if result is None:
        return
    came = with_moments(given_back(result.items if isinstance(result, Page) else result))
    expected = with_moments(json.loads(json.dumps(result_in(operation, body))))
    # An answer of which nothing is documented comes without the envelope that another edition may have.
    assert came == (came if expected == {"result": came} else expected)
    assert repr(result)
