"""Refusals, errors with status 200, are documented and raised by the client."""

from __future__ import annotations

import json

import pytest
from workato_embedded import RefusedError

from contract_tests.contracts.refusals import REFUSALS, Refusal
from contract_tests.support.recorder import Recorder
from contract_tests.support.validator import Validator


@pytest.mark.parametrize("refusal", REFUSALS.values(), ids=REFUSALS)
def test_a_refusal_is_documented_and_raised(recorder: Recorder, validator: Validator, refusal: Refusal) -> None:
    """A refusal has `success: false` and the reason in its body and its header, and the client raises RefusedError."""
    with pytest.raises(RefusedError):
        recorder.sync(refusal.call)
    response = recorder.responses[-1]
    validator.check_response(response)
    assert (response.status_code, response.json()["success"]) == (200, False)
    assert response.json()[refusal.key]
    assert json.loads(response.headers["x-mock-reason"])
