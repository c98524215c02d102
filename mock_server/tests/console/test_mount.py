"""The server works without the libraries of the console, and leads people and programs to what it serves."""

from __future__ import annotations

import hashlib
import re
import sys
from importlib.resources import files

import httpx2
import pytest
import yaml
from workato_embedded_mock import MockServer, MockTransport, create_app

CONSOLE = "/_mock/console/"
BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
STATIC = files("workato_embedded_mock.console") / "static"


@pytest.mark.parametrize("library", ["flask", "a2wsgi"])
def test_without_its_libraries_the_console_names_its_extra(monkeypatch: pytest.MonkeyPatch, library: str) -> None:
    """A server without Flask serves the API, and its console is one sentence with the command that installs it."""
    monkeypatch.setitem(sys.modules, library, None)
    for name in [name for name in sys.modules if name.startswith("workato_embedded_mock.console.")]:
        monkeypatch.delitem(sys.modules, name)
    with MockServer() as server:
        assert httpx2.get(f"{server.url}/managed_users", headers={"Authorization": "Bearer any"}).status_code == 200
        for path in (CONSOLE, f"{CONSOLE}accounts/1/"):
            page = httpx2.get(server.root_url + path)
            assert (page.status_code, page.headers["content-type"]) == (501, "text/html; charset=utf-8")
            assert f"{library} is missing: pip install 'workato-embedded[console]'" in page.text


def test_a_synchronous_client_in_process_gets_a_sentence() -> None:
    """The console needs an event loop, and a client in process without one gets a page about it."""
    with create_app() as app, httpx2.Client(transport=MockTransport(app), base_url="http://127.0.0.1") as client:
        page = client.get(CONSOLE)
        assert (page.status_code, "event loop" in page.text) == (501, True)
        assert yaml.safe_load(client.get("/openapi.yaml").text)["openapi"] == "3.0.3"


@pytest.mark.parametrize("path", ["/", "/_mock", "/_mock/", "//_mock"])
def test_browsers_are_led_to_the_console(server: MockServer, path: str) -> None:
    """The root and `/_mock` redirect a browser to the console."""
    for method in ("GET", "HEAD"):
        page = httpx2.request(method, server.root_url + path, headers=BROWSER)
        assert (page.status_code, page.headers["location"]) == (303, CONSOLE)


@pytest.mark.parametrize(
    "accept", [None, "*/*", "application/json", "application/json, text/html;q=0.9", "text/html;q=x"]
)
def test_programs_get_links(server: MockServer, accept: str | None) -> None:
    """Other callers get the addresses of everything as JSON, and each address works."""
    for path in ("/", "/_mock"):
        response = httpx2.get(server.root_url + path, headers={} if accept is None else {"Accept": accept})
        links = response.json()
        assert (response.status_code, links.pop("name"), links.pop("api")) == (200, "workato-mock", server.url)
        assert re.fullmatch(r"[0-9.]+", links.pop("version"))
        assert {httpx2.get(url).status_code for url in links.values()} == {200}
    assert httpx2.head(server.root_url).headers["content-length"] == response.headers["content-length"]


def test_other_requests_to_the_root_are_for_the_api(server: MockServer) -> None:
    """A POST to the root gets the error response of the API."""
    response = httpx2.post(server.root_url, headers=BROWSER)
    assert (response.status_code, response.json()) == (404, {"message": "API not found"})


def test_the_document_is_served_in_both_forms(server: MockServer) -> None:
    """`/openapi.json` and `/openapi.yaml` are the same document, whose server is this one; HEAD has no body."""
    document = httpx2.get(f"{server.root_url}/openapi.json").json()
    response = httpx2.get(f"{server.root_url}/openapi.yaml")
    assert yaml.load(response.text, yaml.CSafeLoader) == document
    assert document["servers"] == [{"url": server.url}]
    assert response.headers["content-type"].startswith("application/yaml")
    head = httpx2.head(f"{server.root_url}/openapi.json")
    assert (head.status_code, head.content) == (200, b"")


def test_the_document_is_that_of_the_edition_of_the_server() -> None:
    """A server with `as_of` serves the document as it was on the day."""
    with MockServer(as_of="2023-11-20") as server, MockServer() as latest:
        old, new = (httpx2.get(f"{each.root_url}/openapi.json").json() for each in (server, latest))
        assert len(old["paths"]) < len(new["paths"])


def test_the_address_without_a_slash_leads_to_the_console(server: MockServer) -> None:
    """`/_mock/console` redirects to the console, and empty segments do not matter."""
    assert httpx2.get(f"{server.root_url}/_mock/console").headers["location"] == CONSOLE
    assert httpx2.get(f"{server.root_url}//_mock//console/").status_code == 200


@pytest.mark.parametrize("query", ["%ff", "\xff", "a=%00", "after=x", "after=99999999999999999999999"])
def test_odd_queries_are_no_fault(server: MockServer, query: str) -> None:
    """A page with an odd query is shown, or is an error of the caller."""
    assert httpx2.get(f"{server.root_url}{CONSOLE}?{query}").status_code < 500


def test_files_of_others_are_the_published_ones() -> None:
    """Each file of another project has the SHA-256 that the list of files names."""
    listed = re.findall(r"(?m)^\| `([^`]+)` \|.*`([0-9a-f]{64})` \|$", (STATIC / "README.md").read_text("utf-8"))
    assert "htmx.min.js" in dict(listed)
    for name, expected in listed:
        assert hashlib.sha256((STATIC / name).read_bytes()).hexdigest() == expected
