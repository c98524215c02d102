"""What the API refuses with status 200 is an answer that the spec has, and an error of the client."""

from __future__ import annotations

import json

import pytest
from workato_embedded import RefusedError

from contract_tests.contracts.refusals import REFUSED, Calls
from contract_tests.support.recorder import Recorder
from contract_tests.support.validator import Judge


@pytest.mark.parametrize(("call", "key"), [refused[1:] for refused in REFUSED.values()], ids=REFUSED)
def test_a_refusal_with_200_is_documented_and_raised(recorder: Recorder, judge: Judge, call: Calls, key: str) -> None:
    """The body says what was wrong, the header why, and no caller takes it for success."""
    with pytest.raises(RefusedError):
        recorder.sync(call)
    response = recorder.exchanges[-1]
    judge.response(response)
    assert (response.status_code, response.json()["success"]) == (200, False)
    assert response.json()[key]
    assert json.loads(response.headers["x-mock-reason"])
