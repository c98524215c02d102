"""The control plane is open to local callers, or to callers with its token, and to no page of another site."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest
from workato_embedded_mock import MockServer, Settings, StartError, create_app
from workato_embedded_mock.http.control_access import HEADER, ControlAccess

OPEN = ("/_mock/health", "/_mock/ready", "/_mock/version", "/_mock/packages/5.zip")
EVIL = "http://evil.example.com"


def status_of(access: ControlAccess, path: str, address: str, method: str = "GET", **headers: str) -> int:
    """Return the status with which a request from an address is rejected, or 200."""
    given = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    scope: dict[str, Any] = {"type": "http", "method": method, "path": path, "client": (address, 5), "headers": given}
    rejection = access.rejection(scope)
    return 200 if rejection is None else rejection[0]


@pytest.fixture(scope="module")
def server() -> Iterator[MockServer]:
    """Run a server without a control token."""
    with MockServer(allow_hosts=["mock.example.com"]) as running:
        yield running


def control(server: MockServer, method: str, path: str, **headers: str) -> httpx2.Response:
    """Send a request for an account of these tests."""
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    named = {"X-Mock-Namespace": "access", **given}
    return httpx2.request(method, f"{server.root_url}/_mock/{path}", headers=named)


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.0.1", "::1", "::ffff:127.0.0.1"])
def test_without_a_token_local_callers_are_allowed(address: str) -> None:
    """Every form of a loopback address is local."""
    assert status_of(ControlAccess(), "/_mock/state", address) == 200


@pytest.mark.parametrize("address", ["10.0.0.7", "192.168.1.1", "2001:db8::1", "::ffff:10.0.0.7", "example.com"])
def test_without_a_token_remote_callers_are_forbidden(address: str) -> None:
    """Remote callers may only request health, readiness and version, and download the file of an export."""
    assert status_of(ControlAccess(), "/_mock/state", address) == 403
    assert status_of(ControlAccess(), "/_mock/packages/inspect", address, "POST") == 403
    assert [status_of(ControlAccess(), path, address, host="any.example.com") for path in OPEN] == [200] * len(OPEN)


def test_with_a_control_token_address_and_host_do_not_matter() -> None:
    """Address and host of the caller do not matter with a token, and a wrong token is not valid."""
    access = ControlAccess("hush")
    assert status_of(access, "/_mock/state", "127.0.0.1") == 401
    assert status_of(access, "/_mock/state", "127.0.0.1", x_mock_control_token="wrong") == 401
    given = {"x_mock_control_token": "hush", "host": "mock.example.com"}
    assert status_of(access, "/_mock/reset", "10.0.0.7", "POST", **given) == 200
    assert status_of(access, "/_mock/reset", "10.0.0.7", "POST", **given, origin=EVIL) == 403


def test_a_server_with_a_token_names_the_missing_header() -> None:
    """The JSON message of the 401 names the header."""
    with MockServer(control_token="hush") as server:
        rejected = httpx2.get(f"{server.root_url}/_mock/state", headers={"Authorization": "Bearer hush"})
        assert (rejected.status_code, HEADER in rejected.json()["message"]) == (401, True)
        allowed = httpx2.get(f"{server.root_url}/_mock/operations", headers={HEADER: "hush"})
        assert allowed.status_code == 200
        assert httpx2.get(f"{server.url}/managed_users", headers={"Authorization": "Bearer x"}).status_code == 200


@pytest.mark.parametrize("page", [{"origin": EVIL}, {"origin": "null"}, {"sec_fetch_site": "cross-site"}])
def test_a_page_of_another_site_changes_nothing(server: MockServer, page: dict[str, str]) -> None:
    """A request of a foreign page, as a form or a script sends it without asking, gets 403 and changes nothing."""
    control(server, "PUT", "snapshots/kept").raise_for_status()
    rejected = control(server, "DELETE", "snapshots/kept", **page)
    assert (rejected.status_code, "--public-url" in rejected.json()["message"]) == (403, True)
    assert control(server, "POST", "reset?all=true", content_type="text/plain", **page).status_code == 403
    assert control(server, "GET", "snapshots/kept", **page).status_code == 200


def test_another_port_of_this_machine_is_another_site(server: MockServer) -> None:
    """A page at another port of localhost is foreign, whether the browser sends Sec-Fetch-Site or not."""
    for page in ({"origin": "http://127.0.0.1:3000"}, {"origin": "http://localhost"}, {"sec_fetch_site": "same-site"}):
        assert control(server, "POST", "reset", **page).status_code == 403


def test_own_pages_and_programs_may_change_something(server: MockServer) -> None:
    """Programs send no Origin; a browser sends the own one, and says that the request has the same origin."""
    own = server.root_url
    for page in ({}, {"origin": own}, {"origin": own, "sec_fetch_site": "same-origin"}, {"sec_fetch_site": "none"}):
        assert control(server, "POST", "reset", content_type="text/plain", **page).status_code == 200
    behind_tls = {"host": "mock.example.com", "origin": "https://mock.example.com"}
    assert control(server, "POST", "reset", **behind_tls).status_code == 200
    assert (
        control(server, "POST", "reset", **behind_tls | {"origin": "https://mock.example.com:8443"}).status_code == 403
    )


def test_a_foreign_host_reads_nothing(server: MockServer) -> None:
    """A page whose host name leads to this machine, by DNS rebinding, gets 403 and the name of the option."""
    for host in (
        "evil.example.com",
        "evil.example.com:8765",
        "localhost.example.com",
        "127.0.0.1.example.com",
        "1.2.3.4",
    ):
        rejected = control(server, "GET", "state", host=host)
        assert (rejected.status_code, "--allow-host" in rejected.json()["message"]) == (403, True)
        assert control(server, "GET", "console/", host=host).status_code == 403


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "LOCALHOST:1",
        "localhost.",
        "mock.localhost:8765",
        "127.9.9.9",
        "[::1]:8765",
        "MOCK.example.com.:443",
    ],
)
def test_the_host_may_be_local_or_allowed(server: MockServer, host: str) -> None:
    """Every name of this machine is accepted, whatever its port, and so is an allowed host."""
    assert control(server, "GET", "state", host=host).status_code == 200
    assert control(server, "GET", "console/", host=host).status_code == 200


def test_the_bound_address_is_accepted() -> None:
    """A server in this process has any host that its caller names, and one at a socket that to which it is bound."""

    async def statuses(app: Any, *hosts: str) -> list[int]:
        async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app), base_url="http://workato.mock") as client:
            return [(await client.get("/_mock/operations", headers={"Host": host})).status_code for host in hosts]

    with create_app(Settings()) as app:
        assert asyncio.run(statuses(app, "workato.mock", "other.mock")) == [200, 403]


@pytest.mark.parametrize("host", ["https://mock.example.com", "mock.example.com:80", "*", "", "a b"])
def test_an_invalid_allowed_host_is_reported(host: str) -> None:
    """A text that is not a host alone raises StartError, which names it."""
    with pytest.raises(StartError, match="invalid allow_hosts") as caught:
        create_app(Settings(allow_hosts=(host,)))
    assert repr(host) in str(caught.value)


def test_the_api_is_served_under_any_host(server: MockServer) -> None:
    """The API needs a token that no foreign page can send, so it is served whatever Host and Origin are."""
    headers = {"Authorization": "Bearer access", "Host": "any.example.com", "Origin": EVIL}
    assert httpx2.get(f"{server.url}/managed_users", headers=headers).status_code == 200


def test_forwarded_headers_do_not_say_where_the_caller_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """The peer of the connection counts, whatever X-Forwarded-For and uvicorn's variable for trusted proxies are."""
    monkeypatch.setenv("FORWARDED_ALLOW_IPS", "*")
    with MockServer() as server:
        for forwarded in ("10.1.2.3", "127.0.0.1"):
            assert control(server, "GET", "state", x_forwarded_for=forwarded).status_code == 200
        named = {"x_forwarded_host": "localhost", "host": "evil.example.com"}
        assert control(server, "GET", "state", **named).status_code == 403


@pytest.mark.parametrize("forwarded", ["10.1.2.3", "127.0.0.1", "unknown"])
def test_a_fault_resets_the_connection_of_the_peer(server: MockServer, forwarded: str) -> None:
    """A fault finds its connection by the peer, also if the caller names another address in X-Forwarded-For."""
    headers = {"Authorization": "Bearer access", "X-Forwarded-For": forwarded}
    rules = [{"operation_id": "list_managed_users", "kind": "reset", "times": 1}]
    httpx2.put(f"{server.root_url}/_mock/faults", json={"rules": rules}, headers=headers).raise_for_status()
    with pytest.raises(httpx2.TransportError):
        httpx2.get(f"{server.url}/managed_users", headers=headers)
    assert httpx2.get(f"{server.url}/managed_users", headers=headers).status_code == 200
