"""A customer is found by `E` and its external id on every path, whatever the external id is made of."""

from __future__ import annotations

from urllib.parse import quote

import httpx
import pytest

from contract_tests.contracts.case import CUSTOMER
from contract_tests.contracts.cases import CASES
from contract_tests.contracts.invalid_requests import again
from contract_tests.mock.test_errors import succeed
from contract_tests.support.recorder import Recorder, without_times
from contract_tests.support.validator import Judge, operations, success_status

OPERATIONS = {name: one for name, one in operations().items() if "{managed_user_id}" in one["path"]}
HARD = "north/wind E1 %2F ö.+"
"""An external id that is lost wherever a path is decoded before it is cut, or cut before it is encoded."""


@pytest.mark.parametrize("operation_id", OPERATIONS)
@pytest.mark.parametrize("low", [False, True], ids=["%2F", "%2f"])
def test_every_path_takes_any_external_id(
    operation_id: str, low: bool, recorder: Recorder, http: httpx.Client, judge: Judge
) -> None:
    """Percent-encoded, a slash in it too, in capitals or not; the answer is the one that the account id gets."""
    case, request = CASES[operation_id], succeed(operation_id, recorder)
    quoted = quote(HARD, safe="")
    segment = f"E{quoted.replace('%2F', '%2f') if low else quoted}"
    answers = []
    for name, owner in (("by-number", "512044"), ("by-name", segment)):
        apart = Recorder(recorder.base_url, f"{recorder.token}-{name}").prepare(case.first)
        apart.sync(lambda c: c.managed_users.update(CUSTOMER, external_id=HARD))
        raw = request.url.raw_path.decode().replace(f"/{CUSTOMER}", f"/{owner}")
        assert f"/{owner}" in raw
        asked = again(request, url=request.url.copy_with(raw_path=raw.encode()))
        asked.headers["Authorization"] = f"Bearer {apart.token}"
        response = http.send(asked)
        judge.response(response)
        assert response.status_code == success_status(OPERATIONS[operation_id]), response.headers.get("x-mock-reason")
        answers.append(without_times(response.json()))
    assert answers[0] == answers[1]
