"""Callers that can open the console, the headers of its pages, and the forms that it accepts."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
from workato_embedded_mock import MockServer, Settings, WorkatoMock, create_app

CONSOLE = "/_mock/console/"
TOKEN = "hush-hush"


@pytest.fixture
def guarded() -> Iterator[MockServer]:
    """Run a server with a control token, and one account."""
    with MockServer(control_token=TOKEN) as server:
        httpx2.get(f"{server.url}/managed_users", headers={"Authorization": "Bearer any"})
        yield server


def opened_from(address: str, *paths: str, host: str = "127.0.0.1:8765") -> list[httpx2.Response]:
    """Return the pages that a caller with an address gets from a server without a control token."""

    async def open_all() -> list[httpx2.Response]:
        with create_app(Settings()) as app:
            transport = httpx2.ASGITransport(app, client=(address, 5))
            async with httpx2.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
                return [await client.get(path, headers={"Host": host}) for path in paths]

    return asyncio.run(open_all())


@pytest.mark.usefixtures("mock")
def test_every_response_has_the_headers_of_the_console(browser: Any) -> None:
    """Pages, error pages and files have a strict policy; pages are not kept by browsers."""
    for path in ("", "accounts/1/", "accounts/99/", "nothing", "static/console.css", "login"):
        headers = browser.open(path).response.headers
        policy = dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))
        assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == "'none'"
        assert policy["script-src"] == policy["connect-src"] == policy["form-action"] == "'self'"
        assert (headers["x-content-type-options"], headers["referrer-policy"]) == ("nosniff", "same-origin")
        assert (headers["cache-control"] == "no-store") == (not path.startswith("static"))


@pytest.mark.usefixtures("mock")
def test_only_the_explorer_can_style_inline(browser: Any) -> None:
    """No page but those of the API explorer allows inline styles."""
    pages = browser.open_all()
    assert len(pages) > 5
    for path, page in pages.items():
        policy = page.response.headers["content-security-policy"]
        assert "unsafe-inline" not in policy.replace("style-src 'self' 'unsafe-inline'", "")
        assert "unsafe-inline" not in policy or path.startswith(f"{CONSOLE}explorer/")
        assert not page.soup.select("[style], style, script:not([src])") or path.startswith(f"{CONSOLE}explorer/")


def test_a_form_without_the_token_of_its_session_is_rejected(
    mock: WorkatoMock, browser: Any, open_browser: Any
) -> None:
    """A form without a token, with a token of another session, or with an altered one gets 403 and changes nothing."""
    other = open_browser(mock.root_url)
    foreign = _token_of(other.open("login"))
    own = _token_of(browser.open("login"))
    for given in ("", "x", foreign, own.swapcase()):
        rejected = browser.client.post(f"{CONSOLE}logout", data={"csrf_token": given})
        assert rejected.status_code == 403
        assert "another session" in rejected.text
    assert browser.client.post(f"{CONSOLE}logout").status_code == 403
    assert browser.client.post(f"{CONSOLE}logout", data={"csrf_token": own}).status_code == 200


def _token_of(page: Any) -> str:
    return str(page.form("Log in").select_one("[name=csrf_token]")["value"])


def test_a_control_token_is_asked_for_once(guarded: MockServer, open_browser: Any) -> None:
    """Each page asks for the control token with 401, and opens after the login, also by a link from elsewhere."""
    browser = open_browser(guarded.root_url)
    page = browser.open("accounts/1/?x=1")
    assert (page.status, page.form("Log in").select_one("[name=token]")["type"]) == (401, "password")
    assert "Account 1" not in page.text
    page = browser.log_in(TOKEN, page)
    assert (page.status, page.path) == (200, f"{CONSOLE}accounts/1/?x=1")
    assert "Account 1" in page.text
    (cookie,) = browser.client.cookies.jar
    assert cookie.path == CONSOLE.rstrip("/")
    page = browser.submit(page, "Log out")
    assert browser.open("accounts/1/").status == 401


def test_the_cookie_is_hidden_from_scripts_and_foreign_forms(guarded: MockServer) -> None:
    """The cookie is HttpOnly and SameSite=Lax, has the port in its name, and does not contain the token."""
    with httpx2.Client(base_url=guarded.root_url) as client:
        first = client.get(CONSOLE)
        token = first.text.split('name="csrf_token" value="')[1].split('"')[0]
        done = client.post(f"{CONSOLE}login", data={"token": TOKEN, "next": CONSOLE, "csrf_token": token})
        for response in (first, done):
            cookie = response.headers["set-cookie"]
            assert {"HttpOnly", "SameSite=Lax", "Path=/_mock/console"} <= set(cookie.split("; "))
            assert cookie.startswith(f"workato-mock-{guarded.root_url.rpartition(':')[2]}=")
            assert TOKEN not in cookie
        assert done.status_code == 303


def test_a_wrong_control_token_is_rejected(guarded: MockServer, open_browser: Any) -> None:
    """A wrong token gets the login page again with 401, and a cookie that was made up opens nothing."""
    browser = open_browser(guarded.root_url)
    page = browser.log_in("wrong")
    assert page.status == 401
    assert page.messages == ["this is not the control token of this server"]
    assert browser.open().status == 401
    browser.client.cookies.set(f"workato-mock-{guarded.root_url.rpartition(':')[2]}", "eyJhbGxvd2VkIjp0cnVlfQ.x.y")
    assert browser.open().status == 401


@pytest.mark.parametrize("wanted", ["https://example.com/", "//example.com/_mock/console/", "/_mock/reset", "\n"])
def test_the_login_leads_to_pages_of_the_console_only(guarded: MockServer, open_browser: Any, wanted: str) -> None:
    """A login form that was prepared with another address leads to the first page."""
    browser = open_browser(guarded.root_url)
    page = browser.submit(browser.open(), "Log in", token=TOKEN, next=wanted)
    assert (page.path, page.messages) == (CONSOLE, [])


def test_the_control_token_opens_pages_for_programs(guarded: MockServer) -> None:
    """A program can send the control token in the header of the control plane instead of logging in."""
    assert httpx2.get(guarded.root_url + CONSOLE, headers={"X-Mock-Control-Token": TOKEN}).status_code == 200


def test_without_a_control_token_only_this_machine_can_open_the_console() -> None:
    """A caller from elsewhere, such as the gateway of a container, gets a page with 403 that says what to do."""
    for response in opened_from("172.17.0.1", CONSOLE, f"{CONSOLE}accounts/1/", f"{CONSOLE}nothing"):
        assert response.status_code == 403
        assert response.headers["content-type"] == "text/html; charset=utf-8"
        assert "--control-token" in response.text
    assert [response.status_code for response in opened_from("127.0.0.1", CONSOLE)] == [200]


@pytest.mark.parametrize("host", ["localhost:8765", "127.0.0.1", "[::1]:8765", "mock.localhost"])
def test_the_console_opens_as_localhost(host: str) -> None:
    """All names of this machine open the console."""
    assert opened_from("127.0.0.1", CONSOLE, host=host)[0].status_code == 200


def test_a_foreign_name_does_not_open_the_console() -> None:
    """Without a control token, a foreign name that leads to this machine gets 403: a web page can make such names."""
    rejected = opened_from("127.0.0.1", CONSOLE, host="rebound.example.com:8765")[0]
    assert rejected.status_code == 403
    assert "localhost" in rejected.text


def test_sessions_are_valid_in_all_processes_with_one_database(tmp_path: Path, open_browser: Any) -> None:
    """A login at one replica is valid at another with the same database, unless its control token is another."""
    database = f"sqlite:///{tmp_path}/mock.db"

    def opened(control_token: str, headers: dict[str, str]) -> int:
        with MockServer(database=database, control_token=control_token) as server:
            return httpx2.get(server.root_url + CONSOLE, headers=headers).status_code

    with MockServer(database=database, control_token=TOKEN) as first:
        browser = open_browser(first.root_url)
        browser.log_in(TOKEN)
        (cookie,) = browser.client.cookies.jar
        headers = {"Host": first.root_url.removeprefix("http://"), "Cookie": f"{cookie.name}={cookie.value}"}
        assert (opened(TOKEN, headers), opened("another", headers)) == (200, 401)
