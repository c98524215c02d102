"""Each operation, called with each client, sends an allowed request and gets a documented response from the mock."""

from __future__ import annotations

import asyncio

import pytest
from workato_embedded._operations.index import ALL

from contract_tests.contracts.cases import CASES
from contract_tests.support.evidence_notes import CLIENT, Notes
from contract_tests.support.recorder import Recorder, without_times
from contract_tests.support.validator import Validator, operations


def test_every_operation_is_in_the_client() -> None:
    """The client has exactly the operations of the spec, and each case is of one of them."""
    assert operations().keys() == {operation.id for operation in ALL}
    assert CASES.keys() <= operations().keys()


@pytest.mark.parametrize("operation_id", CASES)
def test_a_call_sends_one_valid_request(operation_id: str, recorder: Recorder, validator: Validator) -> None:
    """The client sends one request of the operation, and the validator accepts it and its response."""
    recorder.prepare(CASES[operation_id].first).sync(CASES[operation_id].call)
    (response,) = recorder.responses
    validator.check_request(response.request)
    validator.check_response(response)
    operation = operations()[operation_id]
    assert response.request.method == operation["method"]
    assert [str(response.status_code)] == [status for status in operation["responses"] if status.startswith("2")]


@pytest.mark.parametrize("operation_id", CASES)
def test_both_clients_send_the_same_request(operation_id: str, base_url: str, token: str, evidence: Notes) -> None:
    """Both clients send the same bytes to the same URL and return the same result."""
    one, other = Recorder(base_url, f"{token}-1"), Recorder(base_url, f"{token}-2")
    case = CASES[operation_id]
    waited = one.prepare(case.first).sync(case.call)
    asynchronous = asyncio.run(other.prepare(case.first).asynchronous(case.call))
    assert without_times(waited) == without_times(asynchronous)
    (first,), (second,) = one.responses, other.responses
    assert (first.request.url, first.request.content) == (second.request.url, second.request.content)
    evidence.note(operation_id, CLIENT, "async")
