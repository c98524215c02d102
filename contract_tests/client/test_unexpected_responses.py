"""Responses that differ from the document are parsed, and keep all of their values."""

from __future__ import annotations

import copy
import datetime
import json
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from workato_embedded import Page, WorkatoEmbedded

from contract_tests.support.documented_calls import BASE_URL, OPERATIONS, arguments, method
from contract_tests.support.validator import documented_example, success_status

# Values that no property expects: null, another type, a value outside an enumeration.
ODD = st.sampled_from([None, True, -1, 2.5, "", "surprise", "9" * 30, [], {}, [None], {"x": [1]}, [["y"]]])
# Edits of a body: the place, the kind of edit, and the new value.
EDITS = st.lists(st.tuples(st.integers(0, 10**6), st.sampled_from(["odd", "gone", "new"]), ODD), min_size=1, max_size=6)


def objects(value: Any) -> Iterator[dict[str, Any]]:
    """Yield every object in a JSON value, starting with the value itself."""
    if isinstance(value, dict):
        yield value
    for inside in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from objects(inside)


def result_in(operation: dict[str, Any], body: Any) -> Any:
    """Return the part of a response body that is the result."""
    for name in operation["x-envelope"].split(".") if "x-envelope" in operation else ():
        body = body[name]
    return body


def edit(result: Any, edits: list[tuple[int, str, Any]]) -> None:
    """Change, delete or add properties of objects in a result."""
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


def as_json(result: Any) -> Any:
    """Return a result as JSON values."""
    if isinstance(result, list):
        return [as_json(entry) for entry in result]
    return result.to_dict() if hasattr(result, "to_dict") else result


def with_times(value: Any) -> Any:
    """Return a JSON value with times parsed, since a time can be written in two ways."""
    if isinstance(value, dict):
        return {key: with_times(inside) for key, inside in value.items()}
    if isinstance(value, list):
        return [with_times(inside) for inside in value]
    try:
        return datetime.datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return value


READ = {
    operation_id: operation
    for operation_id, operation in OPERATIONS.items()
    if any(objects(result_in(operation, documented_example(operation, success_status(operation)))))
}


# Operations whose response is a text, a list of lists, an object without named properties, or only says that it
# succeeded.
WITHOUT_OBJECT = {
    "disable_api_access_profile",
    "enable_api_access_profile",
    "get_connection_usage",
    "get_field_map_pick_list",
    "get_picklist_values",
    "get_task_usage",
    "get_usage_v2",
    "invite_member",
}


def test_all_operations_with_an_object_are_tested() -> None:
    """Only operations without a body are left out, and the listed ones, whose response has no object."""
    with_body = {name for name, each in OPERATIONS.items() if success_status(each) != 204}
    assert with_body - READ.keys() == WITHOUT_OBJECT


@pytest.mark.parametrize("operation_id", READ)
@settings(max_examples=30)
@given(edits=EDITS)
def test_an_unexpected_response_is_parsed_without_loss(operation_id: str, edits: list[tuple[int, str, Any]]) -> None:
    """Nulls, other types, unknown values, and missing or unknown properties do not fail a call, and the result has all
    of them, so that nothing is lost when it is sent again.
    """
    operation = READ[operation_id]
    body = copy.deepcopy(documented_example(operation, success_status(operation)))
    edit(result_in(operation, body), edits)
    transport = httpx2.MockTransport(lambda _: httpx2.Response(success_status(operation), json=body))
    with httpx2.Client(transport=transport) as http:
        client = WorkatoEmbedded("token", base_url=BASE_URL, http_client=http)
        result = method(client, operation)(**arguments(operation))
    if result is None:
        return
    received = with_times(as_json(result.items if isinstance(result, Page) else result))
    expected = with_times(json.loads(json.dumps(result_in(operation, body))))
    # The result of a response without a documented schema has no envelope, although another edition may have one.
    assert received == (received if expected == {"result": received} else expected)
    assert repr(result)
