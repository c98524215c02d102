"""Pages of other sites can neither change nor read the control plane; with --cors they can call the API."""

from __future__ import annotations

import subprocess
from urllib.parse import urlsplit

import httpx2

from contract_tests.browser.accounts import Account, Mock
from contract_tests.browser.chromium import REBOUND
from contract_tests.browser.sites import site
from contract_tests.browser.visitor import Visitor, follow
from contract_tests.support.processes import replica

_PAGE = """<!doctype html><title>Elsewhere</title>
<form method=post enctype=text/plain action="%s"><button>Win a prize</button></form>"""
_SEND = "url => fetch(url, {method: 'POST', mode: 'no-cors', body: '{}'}).then(response => response.type)"
_READ = "url => fetch(url).then(async response => [response.status, await response.text()])"
_CALL = """([url, token]) => fetch(url, {headers: {Authorization: `Bearer ${token}`, 'X-Team': 'docs'}}).then(
    response => [response.status, response.headers.get('x-request-id')])"""


def customers(account: Account) -> int:
    """Return how many customers an account has."""
    with account.api() as api:
        return int(api.get("/managed_users").json()["count"])


def test_a_page_of_another_site_resets_nothing(visitor: Visitor, shared: Mock, account: Account) -> None:
    """Neither a script nor a form of another site resets accounts, although browsers send such requests unasked."""
    with account.client() as client:
        client.managed_users.create(name="Kept", notification_email="kept@example.com")
    before = customers(account)
    reset = f"{shared.origin}/_mock/reset?all=true"
    with site({"/": _PAGE % reset}) as other:
        page = visitor.page(shared.origin, other, expected=[403])
        page.goto(other)
        assert page.evaluate(_SEND, reset) == "opaque"
        follow(page.get_by_role("button"))
        assert "is foreign" in page.inner_text("body")
    assert customers(account) == before


def test_a_host_that_leads_here_reads_nothing(visitor: Visitor, shared: Mock) -> None:
    """A page whose host name leads to this machine after a change of DNS reads neither accounts nor the console."""
    port = urlsplit(shared.origin).port
    rebound = f"http://{REBOUND}:{port}"
    page = visitor.page(rebound, expected=[403])
    # What the mock serves under any host stands for the page, which has the same origin.
    page.goto(f"{rebound}/openapi.json")
    for path in ("/_mock/state", "/_mock/journal", "/_mock/console/"):
        status, text = page.evaluate(_READ, path)
        assert (status, "--allow-host" in text) == (403, True)


def test_a_page_that_is_let_in_calls_the_api(visitor: Visitor) -> None:
    """With --cors the script of a page calls the API with a token, and reads headers of results and errors."""
    with site({"/": _PAGE % ""}) as other:
        options = ["--port", "0", "--cors", other]
        with replica(["serve", *options], {}, stderr=subprocess.DEVNULL) as running:
            page = visitor.page(running.url, other, expected=[403, 404])
            page.goto(other)
            for path, expected in (("managed_users", 200), ("managed_users/1", 404)):
                status, request_id = page.evaluate(_CALL, [f"{running.url}/{path}", "pages"])
                assert (status, bool(request_id)) == (expected, True)
            root = running.url.removesuffix("/api")
            assert page.evaluate(_SEND, f"{root}/_mock/reset?all=true") == "opaque"
            assert httpx2.get(f"{root}/_mock/journal", headers={"X-Mock-Namespace": "pages"}).json()["count"] == 2
