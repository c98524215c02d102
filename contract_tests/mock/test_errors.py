"""Each documented error of each operation: the mock returns it by its own rules, with exactly the documented body."""

from __future__ import annotations

import json

import httpx2
import pytest
from workato_embedded import BadRequestError, UnprocessableEntityError

from contract_tests.contracts.cases import CASES
from contract_tests.contracts.invalid_requests import copy_request, with_unknown_ids
from contract_tests.support.recorder import Recorder
from contract_tests.support.validator import Validator, is_documented_error, operations

OPERATIONS = {operation_id: operations()[operation_id] for operation_id in CASES}

AUTHORIZATIONS = [None, "", "Bearer", "Basic Zm9vOmJhcg==", "token", "Bearer two words"]


def documenting(status: int) -> list[str]:
    """Return the operations that document a status."""
    return [operation_id for operation_id, operation in OPERATIONS.items() if str(status) in operation["responses"]]


def expect(response: httpx2.Response, operation_id: str, status: int, validator: Validator) -> None:
    """Check an error response: status, documented body, content type, and the reason in the header."""
    assert response.status_code == status
    assert is_documented_error(response.json(), OPERATIONS[operation_id], status), response.text
    assert response.headers["content-type"] == "application/json; charset=utf-8"
    assert json.loads(response.headers["x-mock-reason"])
    validator.check_response(response)


def successful_request(operation_id: str, recorder: Recorder) -> httpx2.Request:
    """Call an operation with success in another namespace, and return the request for the test's namespace."""
    case, other = CASES[operation_id], Recorder(recorder.base_url, f"{recorder.token}-other")
    other.prepare(case.first).sync(case.call)
    request = other.responses[0].request
    request.headers["Authorization"] = f"Bearer {recorder.token}"
    return request


@pytest.mark.parametrize("operation_id", OPERATIONS)
def test_every_operation_needs_a_token(
    operation_id: str, recorder: Recorder, http: httpx2.Client, validator: Validator
) -> None:
    """Each operation returns the documented 401 for a missing or malformed bearer token."""
    request = successful_request(operation_id, recorder)
    for authorization in AUTHORIZATIONS:
        request.headers.pop("Authorization", None)
        if authorization is not None:
            request.headers["Authorization"] = authorization
        expect(http.send(copy_request(request)), operation_id, 401, validator)


def with_bad_requests() -> list[str]:
    """Return the operations that return the documented 400 for some queries or bodies."""
    return [operation_id for operation_id in documenting(400) if not CASES[operation_id].never_bad]


@pytest.mark.parametrize("operation_id", documenting(404))
def test_an_unknown_id_is_a_404(
    operation_id: str, recorder: Recorder, http: httpx2.Client, validator: Validator
) -> None:
    """Each unknown id in a path gets the documented 404."""
    for request in with_unknown_ids(OPERATIONS[operation_id]["path"], successful_request(operation_id, recorder)):
        expect(http.send(request), operation_id, 404, validator)


@pytest.mark.parametrize("operation_id", with_bad_requests())
def test_invalid_input_is_a_400(
    operation_id: str, recorder: Recorder, http: httpx2.Client, validator: Validator
) -> None:
    """Invalid queries and bodies get the documented 400."""
    case, request = CASES[operation_id], successful_request(operation_id, recorder)
    assert case.bad_queries or case.bad_bodies or case.bad_calls, "a documented 400 needs a case"
    for query in case.bad_queries:
        path = request.url.raw_path.decode().partition("?")[0]
        url = request.url.copy_with(raw_path=f"{path}?{query}".encode())
        expect(http.send(copy_request(request, url=url)), operation_id, 400, validator)
    for body in case.bad_bodies:
        expect(http.send(copy_request(request, content=body.encode("latin-1"))), operation_id, 400, validator)
    for call in case.bad_calls:
        with pytest.raises(BadRequestError):
            recorder.sync(call)
        expect(recorder.responses[-1], operation_id, 400, validator)


@pytest.mark.parametrize("operation_id", [name for name, case in CASES.items() if case.unprocessable_calls])
def test_a_request_that_the_state_forbids_is_a_422(operation_id: str, recorder: Recorder, validator: Validator) -> None:
    """A valid request that the state of the account forbids gets a 422 with the titles of its errors."""
    case = CASES[operation_id]
    recorder.prepare(case.first)
    for call in case.unprocessable_calls:
        with pytest.raises(UnprocessableEntityError) as error:
            recorder.sync(call)
        response = recorder.responses[-1]
        expect(response, operation_id, 422, validator)
        assert response.json()["errors"][0]["title"] in str(error.value)


@pytest.mark.parametrize("operation_id", with_bad_requests())
def test_an_invalid_body_changes_nothing(operation_id: str, recorder: Recorder, http: httpx2.Client) -> None:
    """After requests with invalid bodies, all lists of the account are unchanged."""

    def state() -> list[object]:
        paths = (
            "",
            "/members",
            "/lookup_tables",
            "/lookup_tables/4101/rows",
            "/properties?prefix=",
            "/connections",
            "/folders",
            "/recipes",
            "/roles",
            "/environment_roles",
            "/project_roles",
            "/api_collections",
            "/api_endpoints",
            "/api_clients",
            "/api_access_profiles",
        )
        everyone = [http.get("/managed_users").json(), http.get("/customer_managers").json()]
        return everyone + [http.get(f"/managed_users/512044{path}").json() for path in paths]

    before, case, request = state(), CASES[operation_id], successful_request(operation_id, recorder)
    for body in case.bad_bodies:
        assert http.send(copy_request(request, content=body.encode("latin-1"))).status_code == 400
    assert state() == before


@pytest.mark.parametrize(
    ("method", "path", "message"),
    [
        ("GET", "/", "API not found"),
        ("GET", "/customers", "API not found"),
        ("GET", "/managed_users/512044/lookup_table", "API not found"),
        ("POST", "/managed_users/512044/lookup_tables/4101/rows/8801/copy", "API not found"),
        ("GET", "/managed_users//members", "Not found"),
        ("GET", "/managed_users/%00", "Not found"),
    ],
)
def test_an_unknown_path_is_a_404(method: str, path: str, message: str, http: httpx2.Client) -> None:
    """A path without an operation, and one with an invalid id, get the body of a 404 and a reason in the header."""
    request = httpx2.Request(method, http.base_url, headers=http.headers)
    request.url = http.base_url.copy_with(raw_path=f"/api{path}".encode())
    response = http.send(request)
    assert (response.status_code, response.json()) == (404, {"message": message})
    assert json.loads(response.headers["x-mock-reason"])


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("DELETE", "/managed_users", {"GET", "POST"}),
        ("PATCH", "/managed_users/512044", {"GET", "PUT", "DELETE"}),
        ("POST", "/managed_users/512044/lookup_tables/4101/lookup", {"GET"}),
        ("GET", "/managed_users/512044/lookup_tables/batch_delete", {"POST"}),
    ],
)
def test_a_wrong_method_is_a_405(method: str, path: str, allowed: set[str], http: httpx2.Client) -> None:
    """A wrong method gets a 405 with the allowed methods in `Allow`. This is inferred: the documentation has no 405."""
    response = http.request(method, path)
    assert (response.status_code, response.json()) == (405, {"message": "Method not allowed"})
    assert {name.strip() for name in response.headers["allow"].split(",")} >= allowed
