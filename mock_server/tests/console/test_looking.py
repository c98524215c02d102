"""Looking at the console changes nothing, and shows neither names of accounts nor anything that is stored as HTML."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest
from workato_embedded_mock import MockServer, WorkatoMock

CONSOLE = "/_mock/console/"
NAMES = ("token-of-the-first-account", "<script>alert(1)</script>", "&quot;onload=alert(1)")
SCRIPT = "<script>alert('stored')</script>"


@pytest.fixture
def busy(mock: WorkatoMock) -> WorkatoMock:
    """Return the control of an account that has used every instrument, next to accounts with odd names."""
    mock.clock.advance(3600)
    mock.limits.set("5/min")
    mock.faults.add("list_recipes", status=503, times=2)
    mock.snapshot("before")
    with mock.http() as http:
        for path in ("/managed_users", "/managed_users/512044/recipes", "/nothing", "/managed_users/7?x=1"):
            http.get(path)
        http.post("/managed_users", json={"name": SCRIPT, "notification_email": SCRIPT})
        http.post("/managed_users/512044/folders", json={"name": SCRIPT})
        httpx2.get(f"{mock.url}/managed_users")
    for name in NAMES[1:]:
        httpx2.post(f"{mock.root_url}/_mock/reset", headers={"X-Mock-Namespace": name}).raise_for_status()
    return mock


def everything(mock: WorkatoMock) -> str:
    """Return the state and all instruments of all accounts as text, and the list of accounts."""
    with httpx2.Client(base_url=f"{mock.root_url}/_mock/") as control:
        known = {}
        for name in NAMES:
            headers = {"X-Mock-Namespace": name}
            known[name] = {
                path: control.get(path, headers=headers).json()
                for path in ("state", "journal", "limits", "faults", "snapshots", "edition")
            }
            clock = control.get("clock", headers=headers).json()
            known[name]["clock"] = {"frozen": clock["frozen"], "moved": clock["moved"]}
        return json.dumps([known, control.get("journal").json()])


@pytest.fixture
def pages(busy: WorkatoMock, browser: Any) -> Iterator[dict[str, Any]]:
    """Return all pages of the console, by path, of a server with busy accounts."""
    before = everything(busy)
    yield browser.open_all()
    assert everything(busy) == before


def test_opening_every_page_changes_nothing(pages: dict[str, Any]) -> None:
    """All links of the console lead to pages, and opening them changes neither state nor instruments nor journal."""
    assert {path: page.status for path, page in pages.items() if page.status != 200} == {}
    sections = ("", "requests/", "state/", "instruments/", "packages/")
    assert {f"{CONSOLE}accounts/1/{section}" for section in sections} <= pages.keys()
    assert {f"{CONSOLE}operations/", f"{CONSOLE}explorer/"} <= pages.keys()


def test_no_page_has_the_name_of_an_account(pages: dict[str, Any]) -> None:
    """Names of accounts are bearer tokens: neither a page nor an address has one."""
    for path, page in pages.items():
        for name in NAMES:
            assert name not in page.response.text, path
            assert name not in path


def test_stored_text_is_escaped(pages: dict[str, Any]) -> None:
    """Elements in stored text appear as text on every page."""
    for path, page in pages.items():
        assert "<script>alert" not in page.response.text, path
        assert {script.get("src") for script in page.soup.find_all("script")} != {None}


def test_a_page_of_an_unknown_account_creates_none(mock_server: MockServer, browser: Any) -> None:
    """Pages of an account that does not exist are 404, and the account does not exist after that."""
    for section in ("", "requests/", "state/", "instruments/", "packages/"):
        assert browser.open(f"accounts/1/{section}").status == 404
    assert browser.open("operations/?account=1").status == 404
    assert "There are no accounts yet" in browser.open().text
    assert httpx2.post(f"{mock_server.root_url}/_mock/reset?all=true").status_code == 200


def test_serving_the_api_imports_nothing_of_the_console() -> None:
    """After 1,000 requests to the API, a process has imported neither Flask nor a2wsgi."""
    program = (
        "import sys, httpx2\n"
        "from workato_embedded_mock import MockTransport, create_app\n"
        "base = 'http://127.0.0.1'\n"
        "with create_app() as app, httpx2.Client(transport=MockTransport(app), base_url=base) as client:\n"
        "    for _ in range(1000):\n"
        "        client.get('/api/managed_users/512044', headers={'Authorization': 'Bearer any'}).raise_for_status()\n"
        "    for path in ('/', '/openapi.json', '/_mock/health'):\n"
        "        client.get(path).raise_for_status()\n"
        "print(sorted({'flask', 'a2wsgi', 'itsdangerous'} & sys.modules.keys()))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
