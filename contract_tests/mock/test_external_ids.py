"""Every path accepts `E` and any external id of a customer instead of its id."""

from __future__ import annotations

from urllib.parse import quote

import httpx2
import pytest

from contract_tests.contracts.case import CUSTOMER, EMPTY_CUSTOMER
from contract_tests.contracts.cases import CASES
from contract_tests.contracts.invalid_requests import copy_request
from contract_tests.mock.test_errors import successful_request
from contract_tests.support.recorder import Recorder, without_times
from contract_tests.support.validator import Validator, operations, success_status

OPERATIONS = {name: one for name, one in operations().items() if "{managed_user_id}" in one["path"]}
# An external id that is lost if a path is decoded before it is split, or split before it is encoded.
DIFFICULT = "north/wind E1 %2F ö.+"
# The ids of the customers that cases use.
NUMBERS = {CUSTOMER: "512044", EMPTY_CUSTOMER: "512101"}


@pytest.mark.parametrize("operation_id", OPERATIONS)
@pytest.mark.parametrize("lowercase", [False, True], ids=["%2F", "%2f"])
def test_every_path_accepts_any_external_id(
    operation_id: str, lowercase: bool, recorder: Recorder, http: httpx2.Client, validator: Validator
) -> None:
    """A percent-encoded external id with a slash, in either case, gets the same response as the customer's id."""
    case, request = CASES[operation_id], successful_request(operation_id, recorder)
    quoted = quote(DIFFICULT, safe="")
    segment = f"E{quoted.replace('%2F', '%2f') if lowercase else quoted}"
    before = request.url.raw_path.decode()
    customer = next(key for key in NUMBERS if f"/{quote(key, safe='')}" in before)
    bodies = []
    for name, owner in (("by-number", NUMBERS[customer]), ("by-name", segment)):
        separate = Recorder(recorder.base_url, f"{recorder.token}-{name}").prepare(case.first)
        separate.sync(lambda c: c.managed_users.update(customer, external_id=DIFFICULT))
        raw = before.replace(f"/{quote(customer, safe='')}", f"/{owner}")
        sent = copy_request(request, url=request.url.copy_with(raw_path=raw.encode()))
        sent.headers["Authorization"] = f"Bearer {separate.token}"
        response = http.send(sent)
        validator.check_response(response)
        assert response.status_code == success_status(OPERATIONS[operation_id]), response.headers.get("x-mock-reason")
        bodies.append(without_times(response.json()) if response.content else None)
    assert bodies[0] == bodies[1]
