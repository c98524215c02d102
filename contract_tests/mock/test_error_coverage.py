"""Every documented error is exercised by these tests, or listed with the reason why the mock never returns it."""

from __future__ import annotations

import pytest
from workato_embedded import RateLimitError

from contract_tests.contracts.cases import CASES
from contract_tests.contracts.rate_limits import NEVER_RETURNED, RATE_LIMITED
from contract_tests.contracts.refusals import REFUSALS
from contract_tests.support.recorder import Recorder
from contract_tests.support.validator import Validator, documented_example, operations, success_schema, success_status

OPERATIONS = operations()


# Tests run for each operation that documents these: test_errors.py, and for 500 the mock's test_every_operation.py.
FOR_EACH = {401, 404, 500}


def has_test(operation_id: str, status: int) -> bool:
    """Return whether a test makes an operation return a status."""
    case = CASES[operation_id]
    if status == 400:
        return bool(case.bad_queries or case.bad_bodies or case.bad_calls or case.never_bad)
    if status == 422 and case.unprocessable_calls:
        return True
    if status == 429:
        return operation_id in RATE_LIMITED
    return status in FOR_EACH or (operation_id, status) in NEVER_RETURNED


@pytest.mark.parametrize("operation_id", OPERATIONS)
def test_every_documented_error_has_a_test(operation_id: str) -> None:
    """Each documented error of each operation has a case, and so does each refusal with status 200."""
    assert operation_id in CASES
    operation = OPERATIONS[operation_id]
    statuses = {int(status) for status in operation["responses"]} - {success_status(operation)}
    assert {status for status in statuses if not has_test(operation_id, status)} == set()
    if success_schema(operation).get("example", {}).get("success") is False:
        assert operation_id in {refusal.operation_id for refusal in REFUSALS.values()}


def test_exceptions_are_of_documented_errors() -> None:
    """Errors that are listed as never returned or rate limited, and cases without bad requests, are documented."""
    for operation_id, status in [*NEVER_RETURNED, *((operation_id, 429) for operation_id in RATE_LIMITED)]:
        assert str(status) in OPERATIONS[operation_id]["responses"]
    for operation_id, case in CASES.items():
        assert not case.never_bad or "400" in OPERATIONS[operation_id]["responses"]


@pytest.mark.parametrize("operation_id", RATE_LIMITED)
def test_exceeding_a_rate_limit_is_a_429(operation_id: str, recorder: Recorder, validator: Validator) -> None:
    """A 429 has the documented body and a `Retry-After` header with whole seconds."""
    with pytest.raises(RateLimitError):
        RATE_LIMITED[operation_id](recorder)
    response = recorder.responses[-1]
    assert (response.status_code, response.json()) == (429, documented_example(OPERATIONS[operation_id], 429))
    assert int(response.headers["retry-after"]) > 0
    validator.check_response(response)
