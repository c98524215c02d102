"""Requests are authorized by their bearer tokens."""

from __future__ import annotations

import httpx2
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
def test_a_missing_or_malformed_token_is_unauthorized(anonymous: httpx2.Client, header: str | None) -> None:
    """A missing or malformed token returns the documented 401 for every kind of operation."""
    headers = {} if header is None else {b"Authorization": header.encode("latin-1")}
    for method, path in (("GET", "/managed_users"), ("POST", "/managed_users"), ("GET", "/managed_users/1/members")):
        response = anonymous.request(method, path, headers=headers)
        assert (response.status_code, response.json()) == (401, {"message": "Unauthorized"})
        assert response.headers["Content-Type"] == "application/json; charset=utf-8"
        assert "/header/authorization" in response.headers["X-Mock-Reason"]


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
def test_the_scheme_is_case_insensitive(anonymous: httpx2.Client, scheme: str) -> None:
    """The name of the scheme `Bearer` may have upper and lower case, as HTTP defines it."""
    response = anonymous.get("/managed_users", headers={"Authorization": f"{scheme} scheme-case"})
    assert response.status_code == 200


def test_only_the_configured_tokens_are_accepted() -> None:
    """With configured tokens every other token returns 401, even with a valid namespace header."""
    with MockServer(tokens=["alpha", "beta"]) as server, httpx2.Client(base_url=server.url) as client:
        for token, status in (("alpha", 200), ("beta", 200), ("gamma", 401), ("ALPHA", 401)):
            for namespace in ({}, {"X-Mock-Namespace": token}):
                headers = {"Authorization": f"Bearer {token}", **namespace}
                assert client.get("/managed_users", headers=headers).status_code == status


def test_a_configured_token_is_for_its_own_namespace() -> None:
    """With configured tokens, no request to the API reads, changes or is recorded in a namespace of another token."""
    with MockServer(tokens=["alpha", "beta"]) as server, httpx2.Client(base_url=server.url) as client:
        own = {"Authorization": "Bearer beta"}
        client.put("/managed_users/512044", json={"name": "Changed"}, headers=own)
        for name in ("beta", "other"):
            headers = {"Authorization": "Bearer alpha", "X-Mock-Namespace": name}
            for method, path in (("GET", "/managed_users/512044"), ("DELETE", "/managed_users/512044"), ("GET", "/no")):
                response = client.request(method, path, headers=headers)
                assert response.status_code == (404 if path == "/no" else 401)
                if path != "/no":
                    assert response.json() == {"message": "Unauthorized"}
                    assert "/header/x-mock-namespace" in response.headers["X-Mock-Reason"]
        client.get(f"{server.root_url}/r/embedding-client.js", headers={"X-Mock-Namespace": "beta"})
        assert client.get("/managed_users/512044", headers=own).json()["name"] == "Changed"
        control = {"X-Mock-Namespace": "beta"}
        journal = httpx2.get(f"{server.root_url}/_mock/journal", headers=control).json()
        assert [entry["operation_id"] for entry in journal["entries"]] == ["update_managed_user", "get_managed_user"]


def test_path_and_method_are_checked_before_the_token(anonymous: httpx2.Client) -> None:
    """The token is checked after path and method, and before parameters, body and objects."""
    assert anonymous.get("/nothing").status_code == 404
    assert anonymous.put("/managed_users").status_code == 405
    assert anonymous.get("/managed_users?page=x").status_code == 401
    assert anonymous.post("/managed_users", content=b"{").status_code == 401
    assert anonymous.get("/managed_users/1").status_code == 401


def test_parameters_and_body_are_checked_before_objects(client: httpx2.Client) -> None:
    """A malformed request for an unknown customer returns 400."""
    assert client.put("/managed_users/1", json={"name": 5}).status_code == 400
    assert client.get("/managed_users/1/properties").status_code == 400
    assert client.put("/managed_users/1", json={}).status_code == 404


def test_the_deprecated_pair_of_headers_replaces_a_token(client: httpx2.Client) -> None:
    """A deprecated API key with an email address is accepted; one of both, or a malformed key, returns 401."""
    path, email = "/managed_users/512044", "ops@example.com"
    with httpx2.Client(base_url=client.base_url) as bare:
        token = client.headers["authorization"].removeprefix("Bearer ")
        client.put(path, json={"name": "Changed"})
        pair = {"x-user-token": token, "x-user-email": email}
        assert bare.get(path, headers=pair).json()["name"] == "Changed"
        for headers in ({"x-user-token": token}, {"x-user-email": email}, {**pair, "x-user-token": "two words"}):
            assert bare.get(path, headers=headers).status_code == 401
