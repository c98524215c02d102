"""Requests are matched to operations by their undecoded path."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, MutableMapping
from typing import Any
from urllib.parse import quote

import httpx2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from workato_embedded_mock import MockApp, MockServer, Settings, create_app
from workato_embedded_mock.openapi.nearest import nearest_operation
from workato_embedded_mock.openapi.router import Router

EXTERNAL_IDS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=30)


def reasons(response: httpx2.Response) -> str:
    """Return the texts of the reasons of a response, joined."""
    return " ".join(reason["text"] for reason in json.loads(response.headers.get("X-Mock-Reason", "[]")))


@settings(max_examples=60)
@given(EXTERNAL_IDS)
def test_any_external_id_identifies_its_customer(open_client: Callable[[str], httpx2.Client], external_id: str) -> None:
    """`E` and the percent-encoded external id work like the numeric id, also with slashes, dots and another `E`."""
    client = open_client("external-ids")
    sent = {"name": "n", "notification_email": "e", "external_id": external_id}
    made = client.post("/managed_users", json=sent).json()
    try:
        path = f"/managed_users/E{quote(external_id, safe='')}"
        assert client.get(path).json()["id"] == made["id"]
        assert client.get(f"{path}/lookup_tables").json() == {"result": []}
        assert client.put(path, json={"name": "m"}).json()["external_id"] == external_id
    finally:
        client.delete(f"/managed_users/{made['id']}")


def test_an_escaped_slash_is_part_of_the_segment(client: httpx2.Client) -> None:
    """`acme/42` is one segment if it is escaped, and two segments otherwise."""
    assert client.get("/managed_users/Eacme%2F42").json()["external_id"] == "acme/42"
    assert client.get("/managed_users/Eacme%2f42/members").status_code == 200
    assert client.get("/managed_users/Eacme/42").status_code == 404
    assert client.get("/managed%5Fusers").status_code == 200


def test_a_trailing_slash_is_accepted_and_noted(client: httpx2.Client, northwind: str) -> None:
    """The vendor's index has a path with a trailing slash; `X-Mock-Reason` notes it."""
    for path in ("/managed_users/", f"{northwind}/", f"{northwind}/members/"):
        response = client.get(path)
        assert response.status_code == 200
        assert json.loads(response.headers["X-Mock-Reason"])[0]["keyword"] == "trailingSlash"


@pytest.mark.parametrize(
    ("method", "path", "nearest"),
    [
        ("GET", "/managed_user", "GET /api/managed_users"),
        ("GET", "/managed_users/members/5", "GET /api/managed_users/{managed_user_id}/members/{member_id}"),
        ("POST", "/managed_users/5/lookup_tables/7/row", "POST /api/managed_users/{managed_user_id}/lookup_tables/"),
        ("DELETE", "/managed_users/5/lookup_tables/7", "DELETE /api/managed_users/{managed_user_id}"),
    ],
)
def test_an_unknown_path_names_the_nearest_operation(
    client: httpx2.Client, method: str, path: str, nearest: str
) -> None:
    """An unknown path returns the documented body of a 404, and the reason names the nearest operation."""
    response = client.request(method, path)
    assert (response.status_code, response.json()) == (404, {"message": "API not found"})
    assert nearest in reasons(response)


def test_paths_outside_the_api_are_not_found(server: MockServer, anonymous: httpx2.Client) -> None:
    """The reason for a path outside the API names the operation with the API's prefix."""
    for path in ("/managed_users", "/api", "/api/", "/apix/managed_users", "/_mockery"):
        response = anonymous.get(server.root_url + path)
        assert (response.status_code, response.json()) == (404, {"message": "API not found"})
    assert "GET /api/managed_users" in reasons(anonymous.get(f"{server.root_url}/managed_users"))


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("PUT", "/managed_users", "GET, HEAD, POST"),
        ("OPTIONS", "/managed_users/5", "DELETE, GET, HEAD, PUT"),
        ("PATCH", "/managed_users/5", "DELETE, GET, HEAD, PUT"),
        ("BREW", "/managed_users/usage", "GET, HEAD"),
        ("DELETE", "/v2/managed_users/5/recipes/7/versions/9", "GET, HEAD, PATCH, PUT"),
    ],
)
def test_a_wrong_method_returns_the_allowed_ones(client: httpx2.Client, method: str, path: str, allowed: str) -> None:
    """The allowed methods are in the header `Allow` and in the reason, with an operation that has the method."""
    response = client.request(method, path)
    assert (response.status_code, response.headers["Allow"]) == (405, allowed)
    assert method == "HEAD" or response.json() == {"message": "Method not allowed"}
    assert allowed in reasons(response)
    if method == "PUT":
        assert "PUT /api/managed_users/{managed_user_id}" in reasons(response)


@pytest.mark.parametrize("row_id", ["x", "1.0", "", "9" * 19, "9" * 5000, "-" + "9" * 30, "%31%2F", "\u0661", "0x1"])
def test_a_path_parameter_that_is_not_an_integer_is_not_found(
    client: httpx2.Client, northwind: str, row_id: str
) -> None:
    """If the document defines an integer in the path, any other value returns 404."""
    response = client.get(f"{northwind}/lookup_tables/4101/rows/{quote(row_id, safe='%')}/x"[: -len("/x")])
    expected = 200 if not row_id else 404
    assert response.status_code == expected


def _call_app(app: MockApp, scope: MutableMapping[str, Any]) -> tuple[int, dict[bytes, bytes]]:
    """Send a raw ASGI request to an app, and return status and headers of the response."""
    sent: list[MutableMapping[str, Any]] = []

    async def receive() -> MutableMapping[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append(message)

    default = {"type": "http", "method": "GET", "query_string": b"", "headers": [(b"authorization", b"Bearer t")]}
    asyncio.run(app({**default, **scope}, receive, send))
    return sent[0]["status"], dict(sent[0]["headers"])


def test_a_path_that_is_not_utf8_is_not_found() -> None:
    """A raw or escaped path that is not UTF-8 returns 404, and a server may omit `raw_path`."""
    with create_app(Settings()) as app:
        assert _call_app(app, {"path": "/api/?", "raw_path": b"/api/managed_users/\xff"})[0] == 404
        assert _call_app(app, {"path": "/api/?", "raw_path": b"/api/managed_users/E%ff"})[0] == 404
        assert _call_app(app, {"path": "/api/?", "raw_path": b"http://x/api/managed_users"})[0] == 404
        assert _call_app(app, {"path": "/api/managed_users/Ecust-0042"})[0] == 200
        assert _call_app(app, {"path": "/api/managed_users/E100%"})[0] == 404


def test_an_unknown_path_may_have_no_nearest_operation() -> None:
    """A path that is not similar to any operation has no nearest one, and long paths are compared fast."""
    known = [("GET", "/api/managed_users")]
    assert nearest_operation("GET", "/zzz", known) is None
    assert nearest_operation("GET", "/" + "managed_users" * 100_000, known) is None
    assert nearest_operation("PUT", "/api/managed_user", known) == "GET /api/managed_users"


@pytest.mark.parametrize(
    ("method", "path", "right"),
    [
        ("PUT", "/managed_users", "PUT /api/managed_users/{managed_user_id}"),
        ("DELETE", "/managed_users", "DELETE /api/managed_users/{managed_user_id}"),
        ("GET", "/managed_users/members", "GET /api/managed_users/{managed_user_id}/members"),
        ("GET", "/managed_users/members/771203", "GET /api/managed_users/{managed_user_id}/members/{member_id}"),
        ("PUT", "/managed_users/members/771203", "PUT /api/managed_users/{managed_user_id}/members/{member_id}"),
        (
            "PUT",
            "/managed_users/512044/api_access_profiles",
            "PUT /api/managed_users/{managed_user_id}/api_access_profiles/{api_access_profile_id} or PUT "
            "/api/managed_users/{managed_user_id}/api_access_profiles/{api_access_profile_id}/disable",
        ),
    ],
)
def test_wrong_paths_of_the_vendors_index_name_the_right_path(
    client: httpx2.Client, method: str, path: str, right: str
) -> None:
    """For a wrong path of the vendor's index the reason names the intended path, even if an operation has the path."""
    response = client.request(method, path, json={})
    assert response.status_code in {404, 405}
    assert f"use {right}" in response.headers["x-mock-reason"]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/packages/7.zip", ("get_file", {"id": "7"})),
        ("/packages/a.zip.zip", ("get_file", {"id": "a.zip"})),
        ("/packages/7", ("get_package", {"id": "7"})),
        ("/packages/.zip", ("get_package", {"id": ".zip"})),
    ],
)
def test_a_parameter_can_be_a_part_of_a_segment(path: str, expected: tuple[str, dict[str, str]]) -> None:
    """A path that has text after a parameter is found before the one that has only the parameter."""
    paths = {
        "/packages/{id}": {"get": {"operationId": "get_package"}},
        "/packages/{id}.zip": {"get": {"operationId": "get_file"}},
    }
    router = Router({"paths": paths}, "", strict=False)
    assert router.match("GET", path, None, []) == expected
