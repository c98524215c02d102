"""Callers are let in by their tokens."""

from __future__ import annotations

import httpx
import pytest
from workato_embedded_mock import MockServer


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "Bearer",
        "Basic dXNlcjpwYXNz",
        "token",
        "Bearer two words",
        "Bearer caf\u00e9",
        "Bearer" + "x" * 10,
    ],
)
def test_a_missing_or_malformed_token_is_unauthorized(anonymous: httpx.Client, header: str | None) -> None:
    """With the documented body, on every kind of operation."""
    headers = {} if header is None else {b"Authorization": header.encode("latin-1")}
    for method, path in (("GET", "/managed_users"), ("POST", "/managed_users"), ("GET", "/managed_users/1/members")):
        response = anonymous.request(method, path, headers=headers)
        assert (response.status_code, response.json()) == (401, {"message": "Unauthorized"})
        assert response.headers["Content-Type"] == "application/json; charset=utf-8"
        assert "/header/authorization" in response.headers["X-Mock-Reason"]


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
def test_the_scheme_may_be_written_in_any_case(anonymous: httpx.Client, scheme: str) -> None:
    """As HTTP has it."""
    response = anonymous.get("/managed_users", headers={"Authorization": f"{scheme} scheme-case"})
    assert response.status_code == 200


def test_only_the_given_tokens_are_let_in() -> None:
    """And a namespace header does not help."""
    with MockServer(tokens=["alpha", "beta"]) as server, httpx.Client(base_url=server.url) as client:
        for token, status in (("alpha", 200), ("beta", 200), ("gamma", 401), ("ALPHA", 401)):
            headers = {"Authorization": f"Bearer {token}", "X-Mock-Namespace": "alpha"}
            assert client.get("/managed_users", headers=headers).status_code == status


def test_the_path_and_the_method_are_looked_at_before_the_token(anonymous: httpx.Client) -> None:
    """And the token before everything else: parameters, body, objects."""
    assert anonymous.get("/nothing").status_code == 404
    assert anonymous.put("/managed_users").status_code == 405
    assert anonymous.get("/managed_users?page=x").status_code == 401
    assert anonymous.post("/managed_users", content=b"{").status_code == 401
    assert anonymous.get("/managed_users/1").status_code == 401


def test_parameters_and_body_are_looked_at_before_objects(client: httpx.Client) -> None:
    """A malformed request for an unknown customer is a 400."""
    assert client.put("/managed_users/1", json={"name": 5}).status_code == 400
    assert client.get("/managed_users/1/properties").status_code == 400
    assert client.put("/managed_users/1", json={}).status_code == 404


def test_the_older_pair_of_headers_stands_for_a_token(client: httpx.Client) -> None:
    """An old API key, sent with an address, is the token of the same account; alone or malformed it is none."""
    path, email = "/managed_users/512044", "ops@example.com"
    with httpx.Client(base_url=client.base_url) as bare:
        token = client.headers["authorization"].removeprefix("Bearer ")
        client.put(path, json={"name": "Changed"})
        pair = {"x-user-token": token, "x-user-email": email}
        assert bare.get(path, headers=pair).json()["name"] == "Changed"
        for headers in ({"x-user-token": token}, {"x-user-email": email}, {**pair, "x-user-token": "two words"}):
            assert bare.get(path, headers=headers).status_code == 401
