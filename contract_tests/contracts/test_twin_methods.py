"""An operation with `x-twin-methods` does the same with each of its methods."""

from __future__ import annotations

from functools import partial

import httpx2
import pytest
from workato_embedded import WorkatoEmbedded

from contract_tests.contracts.cases import CASES
from contract_tests.contracts.target import Target
from contract_tests.support.recorder import plain, without_times
from contract_tests.support.validator import operations

TWINS = [
    (operation_id, twin.upper())
    for operation_id, operation in operations().items()
    for twin in operation.get("x-twin-methods", ())
]


def sent_as(method: str, request: httpx2.Request) -> httpx2.Request:
    """Return a request with another method."""
    return httpx2.Request(method, request.url, headers=request.headers, content=request.content)


@pytest.mark.parametrize(("operation_id", "twin"), TWINS)
def test_a_twin_method_does_the_same(operation_id: str, twin: str, target: Target) -> None:
    """Each method of an operation has the documented response, and the same entry in journal and activity log."""
    results, entries = [], []
    for alter in (None, partial(sent_as, twin)):
        recorder = target.recorder(f"{operation_id}-{'twin' if alter else 'own'}").prepare(CASES[operation_id].first)
        results.append(without_times(plain(recorder.result(CASES[operation_id].call, alter))))
        (response,) = recorder.responses
        # The recorded request is that of the client, whose method the document has.
        target.validator.check_request(response.request)
        target.validator.check_response(response)
        with recorder.control_plane() as control:
            entries.append(control.get("/journal", params={"limit": 1}).json()["entries"][0])
    assert results[0] == results[1]
    assert [entry["operation_id"] for entry in entries] == [operation_id, operation_id]
    assert [entry["method"] for entry in entries] == [operations()[operation_id]["method"], twin]
    assert entries[1]["reasons"] == entries[0]["reasons"] == []


def test_both_methods_of_a_comment_are_known(client: WorkatoEmbedded) -> None:
    """The vendor's index prints PATCH and PUT in one row; the client has one method, and `request` sends the other."""
    assert ("update_recipe_version_comment", "PUT") in TWINS
    path = "/v2/managed_users/512044/recipes/9001/versions/91002"
    changed = client.request("PUT", path, body={"comment": "By PUT"})
    assert client.recipes.versions.get(512044, 9001, 91002).comment == "By PUT"
    assert changed["data"]["comment"] == "By PUT"
