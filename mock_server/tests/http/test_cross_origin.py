"""Pages of named origins may call the API from scripts, and never the control plane."""

from __future__ import annotations

from collections.abc import Iterator

import httpx2
import pytest
from workato_embedded_mock import MockServer, Settings, StartError, create_app

PAGE = "https://docs.example.com"
TOKEN = {"Authorization": "Bearer pages"}
ALLOWED, EXPOSED = "access-control-allow-origin", "access-control-expose-headers"


@pytest.fixture(scope="module")
def client() -> Iterator[httpx2.Client]:
    """Yield a client of a server that pages of two origins may call."""
    with MockServer(cors=[f"{PAGE.upper()}/", "null"]) as server, httpx2.Client(base_url=server.root_url) as client:
        yield client


def preflight(client: httpx2.Client, path: str, origin: str, **more: str) -> httpx2.Response:
    """Send what a browser sends before a request with a token and headers of its own."""
    asked = {"Access-Control-Request-Method": "PUT", "Access-Control-Request-Headers": "authorization,x-mock-namespace"}
    return client.options(path, headers={"Origin": origin, **asked, **more})


@pytest.mark.parametrize("origin", [PAGE, "null"])
def test_a_named_origin_may_call_the_api(client: httpx2.Client, origin: str) -> None:
    """A preflight allows method and headers, also from a public page to this machine; scripts may read the response."""
    asked = preflight(client, "/api/managed_users/1", origin, **{"Access-Control-Request-Private-Network": "true"})
    assert (asked.status_code, asked.headers[ALLOWED]) == (200, origin)
    assert "PUT" in asked.headers["access-control-allow-methods"]
    assert asked.headers["access-control-allow-headers"] == "authorization,x-mock-namespace"
    assert asked.headers["access-control-allow-private-network"] == "true"
    response = client.get("/api/managed_users", headers={"Origin": origin, **TOKEN})
    assert (response.status_code, response.headers[ALLOWED], response.headers["vary"]) == (200, origin, "Origin")
    readable = response.headers[EXPOSED].lower().split(", ")
    assert {"x-mock-reason", "retry-after", "x-request-id", "x-correlation-id"} <= set(readable)


def test_errors_can_be_read_too(client: httpx2.Client) -> None:
    """Error responses have the headers, whichever part of the mock sends them."""
    control = {"X-Mock-Namespace": "pages"}
    rule = {"operation_id": "list_managed_users", "status": 503}
    client.put("/_mock/faults", json={"rules": [rule]}, headers=control).raise_for_status()
    found = [
        client.get("/api/managed_users", headers={"Origin": PAGE}),
        client.get("/api/nothing", headers={"Origin": PAGE, **TOKEN}),
        client.patch("/api/managed_users", headers={"Origin": PAGE, **TOKEN}),
        client.get("/api/managed_users", headers={"Origin": PAGE, **TOKEN}),
    ]
    client.delete("/_mock/faults", headers=control).raise_for_status()
    assert [response.status_code for response in found] == [401, 404, 405, 503]
    assert {response.headers[ALLOWED] for response in found} == {PAGE}


def test_other_origins_may_not_call_the_api(client: httpx2.Client) -> None:
    """A preflight of another origin fails, and its scripts may not read a response."""
    for origin in ("https://evil.example.com", "http://docs.example.com", f"{PAGE}:8443"):
        assert preflight(client, "/api/managed_users/1", origin).status_code == 400
        assert ALLOWED not in client.get("/api/managed_users", headers={"Origin": origin, **TOKEN}).headers


def test_the_control_plane_stays_closed(client: httpx2.Client) -> None:
    """A named origin gets nothing below /_mock, neither for a preflight nor for a simple request."""
    for path in ("/_mock/reset", "/_mock/state", "//_mock/reset", "/openapi.json"):
        assert ALLOWED not in preflight(client, path, PAGE).headers
    sent = client.post("/_mock/reset", headers={"Origin": PAGE, "X-Mock-Namespace": "pages"})
    assert (sent.status_code, ALLOWED in sent.headers) == (403, False)


def test_without_the_setting_no_page_is_let_in() -> None:
    """A server without the setting responds to a preflight as to any method that a path does not have."""
    with MockServer() as server, httpx2.Client(base_url=server.root_url) as client:
        asked = preflight(client, "/api/managed_users", "null", **TOKEN)
        assert (asked.status_code, ALLOWED in asked.headers) == (405, False)


@pytest.mark.parametrize("origin", ["*", "docs.example.com", f"{PAGE}/path", "NULL", ""])
def test_an_invalid_origin_is_reported(origin: str) -> None:
    """A text that is not one origin raises StartError, which names it; a wildcard is not an origin."""
    with pytest.raises(StartError, match="invalid cors") as caught:
        create_app(Settings(cors=(origin,)))
    assert repr(origin) in str(caught.value)
