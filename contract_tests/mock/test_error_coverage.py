"""No refusal is documented that these tests do not meet, or say why the mock cannot be made to give it."""

from __future__ import annotations

import pytest
from workato_embedded import RateLimitError

from contract_tests.contracts.cases import CASES
from contract_tests.contracts.rate_limits import TOO_OFTEN, UNMET
from contract_tests.contracts.refusals import REFUSED
from contract_tests.support.recorder import Recorder
from contract_tests.support.validator import Judge, documented_example, operations, resolve, success_status

OPERATIONS = operations()


# 401, 404 and 500 are met by tests that run for each operation which documents them: test_refusals and, for 500,
# the mock's own test_every_operation.
FOR_EACH = {401, 404, 500}


def has_test(operation_id: str, status: int) -> bool:
    """Tell whether some test makes an operation answer a status."""
    case = CASES[operation_id]
    if status == 400:
        return bool(case.bad_queries or case.bad_bodies or case.bad_calls or case.never_bad)
    if status == 429:
        return operation_id in TOO_OFTEN
    return status in FOR_EACH or (operation_id, status) in UNMET


@pytest.mark.parametrize("operation_id", OPERATIONS)
def test_every_documented_refusal_has_a_test(operation_id: str) -> None:
    """An operation or a status that is added to the spec needs a case; a refusal that comes with 200 does, too."""
    assert operation_id in CASES
    operation = OPERATIONS[operation_id]
    statuses = {int(status) for status in operation["responses"]} - {success_status(operation)}
    assert {status for status in statuses if not has_test(operation_id, status)} == set()
    success = resolve(operation["responses"][str(success_status(operation))])
    schema = resolve(success["content"]["application/json"]["schema"])
    if schema.get("example", {}).get("success") is False:
        assert operation_id in {refused[0] for refused in REFUSED.values()}


def test_what_is_said_to_be_unmet_is_documented() -> None:
    """So that the list does not outlive its reasons."""
    for operation_id, status in [*UNMET, *((operation_id, 429) for operation_id in TOO_OFTEN)]:
        assert str(status) in OPERATIONS[operation_id]["responses"]
    for operation_id, case in CASES.items():
        assert not case.never_bad or "400" in OPERATIONS[operation_id]["responses"]


@pytest.mark.parametrize("operation_id", TOO_OFTEN)
def test_what_comes_too_often_is_a_429(operation_id: str, recorder: Recorder, judge: Judge) -> None:
    """With the documented body, and whole seconds to wait."""
    with pytest.raises(RateLimitError):
        TOO_OFTEN[operation_id](recorder)
    response = recorder.exchanges[-1]
    assert (response.status_code, response.json()) == (429, documented_example(OPERATIONS[operation_id], 429))
    assert int(response.headers["retry-after"]) > 0
    judge.response(response)
