"""Direct links: their paths, the requests that cannot open them, and the pages that they lead to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from starlette.applications import Starlette
from starlette.routing import Mount
from workato_embedded_mock import MockServer
from workato_embedded_mock.app import create_app
from workato_embedded_mock.settings import Settings
from workato_embedded_mock.testing.transports import MockTransport

RECIPES = "/recipes"


def below_session(location: str) -> str:
    """Return the path of a page below its session."""
    _empty, embedded, _session, rest = location.split("/", 3)
    assert embedded == "embedded"
    return f"/{rest}"


@pytest.mark.parametrize(
    ("target", "path", "operation"),
    [
        (f"/direct_link?workato_dl_path={quote(RECIPES, safe='')}", RECIPES, "open_direct_link"),
        ("/direct_link?workato_dl_path=recipes%2F7", "/recipes/7", "open_direct_link"),
        ("/direct_link/?workato_dl_path=/", "/", "open_direct_link"),
        ("/direct_link?folder_id=7&workato_dl_path=/a%3Fb%3D%2526%23c", "/a?b=%26#c", "open_direct_link"),
        ("/direct_link?workato_dl_path=/caf%C3%A9%20x", "/caf%C3%A9%20x", "open_direct_link"),
        (f"/direct_link{RECIPES}", RECIPES, "open_direct_link_path"),
        ("/direct_link/recipes?fid=8812&a=b%26c", "/recipes?fid=8812&a=b%26c", "open_direct_link_path"),
        ("/direct_link/a%2Fb", "/a%2Fb", "open_direct_link_path"),
        ("/direct_link/embedded/connections/9001", "/embedded/connections/9001", "open_connection_widget"),
        ("/direct_link/embedded/recipes/7", "/embedded/recipes/7", "open_recipe_widget"),
        ("/direct_link/embedded/else", "/embedded/else", "open_direct_link_path"),
        ("/direct_link?workato_dl_path=/embedded/connections/9001", "/embedded/connections/9001", "open_direct_link"),
    ],
)
def test_each_form_of_a_link_leads_to_its_page(partner: Any, target: str, path: str, operation: str) -> None:
    """The path is in a parameter or in the URL; other parameters belong to the page in the second form only."""
    separator = "&" if "?" in target else "?"
    opened = partner.get(f"{target}{separator}workato_dl_token={partner.sign()}")
    assert (opened.status, below_session(opened.location)) == (302, path)
    assert partner.journal()[-1]["operation_id"] == operation


@pytest.mark.parametrize(
    "path",
    [
        "",
        "//example.com/",
        "https://example.com/recipes",
        "javascript:alert(1)",
        "/a/../../b",
        "/a/%2e%2e/b",
        "/./a",
        "/a\\b",
        "/a%5Cb",
        "/a\r\nb",
        "/a%00b",
        f"/{'a' * 3000}",
    ],
)
def test_a_bad_path_is_rejected(partner: Any, path: str) -> None:
    """A link without a path, to another host, out of the pages, or with control characters is rejected."""
    assert partner.open(path).rejection == (400, "path_invalid")


@pytest.mark.parametrize(
    "headers",
    [
        {"Accept": "*/*"},
        {"Accept": "application/json"},
        {"X-Requested-With": "XMLHttpRequest"},
        {"Sec-Fetch-Mode": "cors"},
        {"Sec-Fetch-Mode": "no-cors"},
    ],
    ids=str,
)
def test_only_a_browser_that_shows_a_page_opens_a_link(partner: Any, headers: dict[str, str]) -> None:
    """A request of a script, or one that does not accept HTML, is rejected and does not use up the token."""
    token = partner.sign()
    assert partner.open(token=token, headers=headers).rejection == (400, "http_request_invalid")
    assert partner.open(token=token).status == 302


def test_a_link_has_one_method(partner: Any) -> None:
    """A link cannot be posted to; the error response names the methods."""
    response = partner.browser.post("/direct_link", params={"workato_dl_token": partner.sign()})
    assert (response.status_code, response.headers["allow"]) == (405, "GET, HEAD")


def test_head_uses_up_no_token(partner: Any) -> None:
    """HEAD checks a link like GET, and neither uses up its token nor begins a session."""
    token = partner.sign()
    target = f"/direct_link{RECIPES}?workato_dl_token={token}"
    for _ in range(2):
        response = partner.browser.head(target)
        assert (response.status_code, "location" in response.headers) == (302, False)
    assert partner.get(target).status == 302
    assert partner.browser.head(target).status_code == 401


def test_http_is_accepted_on_this_machine_only(partner: Any, key: Any) -> None:
    """A link over http from another machine is served with a note; a strict server rejects it, and serves https."""
    for strict in (False, True):
        with create_app(Settings(strict=strict)) as app:
            app_of = _from(app, "192.0.2.7")
            found = [_opened(app_of, type(partner), key, scheme) for scheme in ("http", "https")]
        assert [each.status for each in found] == [400 if strict else 302, 302]
        assert found[0].reasons[0]["keyword"] == "path_invalid"
        assert "path_invalid" not in {reason["keyword"] for reason in found[1].reasons}


def _from(app: Any, address: str) -> Any:
    """Return an app whose callers have an address."""

    async def serve(scope: Any, receive: Any, send: Any) -> None:
        await app({**scope, "client": (address, 1)}, receive, send)

    return serve


def _opened(app: Any, make: Callable[..., Any], key: Any, scheme: str) -> Any:
    """Return what a link of the app opens in this process, without a server."""
    transport = MockTransport(app)
    partner = make(f"{scheme}://mock.example.com", "t", key, transport)
    with partner.api, partner.browser:
        partner.register()
        return partner.open()


def test_links_work_in_this_process(partner: Any, key: Any) -> None:
    """A synchronous client without a server opens a link and the page behind it."""
    with create_app() as app:
        made = type(partner)("http://mock.example.com", "t", key, MockTransport(app))
        with made.api, made.browser:
            made.register()
            opened = made.open(RECIPES)
            assert opened.status == 302
            assert made.get(opened.location).status == 200


def test_pages_know_the_path_of_a_server_below_another(partner: Any, key: Any) -> None:
    """Below a path of another app, a link leads to a page below the same path."""
    with create_app() as app:
        outer = Starlette(routes=[Mount("/mock", app=app)])

        async def serve(scope: Any, receive: Any, send: Any) -> None:
            await outer(scope, receive, send)

        partner = type(partner)("http://mock.example.com/mock", "t", key, MockTransport(serve))
        with partner.api, partner.browser:
            partner.vendor_id = "vnd000000000000000000"
            opened = partner.open(RECIPES)
            assert opened.rejection == (401, "vendor_unknown")
            assert 'href="/mock/r/mock/' in opened.response.text


@pytest.mark.parametrize("path", ["/embedded/none/recipes", "/embedded/none/", f"/embedded/{'x' * 43}{RECIPES}"])
def test_a_page_without_a_session_is_the_sign_in_page(partner: Any, path: str) -> None:
    """A page of a session that never was is a page, too, and posts nothing."""
    opened = partner.get(path)
    assert (opened.status, opened.reasons[0]["keyword"]) == (401, "session")
    assert opened.response.headers["content-type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize("end", ["clock", "reset", "customer"])
def test_a_session_ends(partner: Any, end: str) -> None:
    """A session ends after a day of the account's clock, with a reset, and with its customer."""
    location = partner.open(RECIPES).location
    assert partner.get(location).status == 200
    if end == "clock":
        partner.control("PUT", "/clock", {"advance_seconds": 86_401})
    elif end == "reset":
        partner.control("POST", "/reset")
    else:
        assert partner.api.delete("/api/managed_users/512044").status_code == 200
    assert partner.get(location).status == 401


def test_a_snapshot_keeps_open_pages(partner: Any) -> None:
    """Restoring a snapshot ends no session, because sessions are not part of the state."""
    partner.control("PUT", "/snapshots/before")
    location = partner.open(RECIPES).location
    partner.control("POST", "/snapshots/before/restore")
    assert partner.get(location).status == 200


def test_pages_have_a_strict_policy(partner: Any) -> None:
    """Scripts and styles of a page come from its server only, and the page is not cached."""
    for opened in (partner.get(partner.open(RECIPES).location), partner.open(token="x")):
        headers = opened.response.headers
        policy = headers["content-security-policy"].split("; ")
        assert policy[:3] == ["default-src 'none'", "script-src 'self'", "style-src 'self'"]
        assert (headers["cache-control"], headers["referrer-policy"]) == ("no-store", "same-origin")


def test_there_is_no_other_script(partner: Any) -> None:
    """Only the files of the scripts' folder are served."""
    for path in ("/r/none.js", "/r/mock/../../web.py", "/r/mock/%2e%2e/web.py", "/r/", "/r/mock/"):
        assert partner.browser.get(path).status_code == 404


@pytest.mark.parametrize(
    ("name", "media_type"), [("embedding-client.js", "text/javascript"), ("embedding-client.d.ts", "text/plain")]
)
def test_the_client_script_is_served(partner: Any, name: str, media_type: str) -> None:
    """The client script is served to pages of any origin; the journal of the account in the header has it."""
    response = partner.browser.get(f"/r/{name}", headers={"X-Mock-Namespace": partner.token})
    assert (response.status_code, response.headers["content-type"]) == (200, f"{media_type}; charset=utf-8")
    assert response.headers["cross-origin-resource-policy"] == "cross-origin"
    assert partner.journal()[-1]["operation_id"] == "get_embedding_client"


def test_requests_for_own_scripts_are_not_recorded(partner: Any) -> None:
    """Scripts and styles of the pages themselves do not appear in the journal."""
    before = len(partner.journal())
    partner.browser.get("/r/mock/page.css", headers={"X-Mock-Namespace": partner.token})
    assert len(partner.journal()) == before


def test_an_unknown_action_is_not_found(partner: Any) -> None:
    """A request for an action that pages do not have gets a 404, and the list of the journal has it."""
    location = partner.open(RECIPES).location
    session = location.split("/")[2]
    response = partner.browser.post(f"/embedded/{session}/actions/none", json={})
    assert response.status_code == 404
    assert partner.browser.get(f"/embedded/{session}/actions/connect_in_widget").status_code in (404, 405)


def test_a_server_with_tokens_serves_links(key: Any, partner: Any) -> None:
    """A link needs no API token, also if the server accepts only some."""
    with MockServer(tokens=["known"]) as server:
        made = type(partner)(server.root_url, "known", key)
        with made.api, made.browser:
            made.register()
            assert made.open().status == 302


def test_other_paths_are_not_of_links(partner: Any) -> None:
    """Paths that only begin alike get the documented 404 of the API."""
    for path in ("/direct_links", "/embedded", "/return", "/r"):
        assert partner.api.get(path).json() == {"message": "API not found"}
