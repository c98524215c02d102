"""Links have the address of the server as its callers see it, also behind a proxy with TLS and a path."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import httpx2
import pytest
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.types import ASGIApp
from workato_embedded_mock import MockTransport, Settings, StartError, create_app

HEADERS = {"Authorization": "Bearer links"}
CUSTOMER = "Ecust-0042"
HTML = {"Accept": "text/html"}
FORWARDED = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "mock.example.com", "X-Forwarded-Prefix": "/mock"}


@contextmanager
def client_of(public_url: str = "", root_path: str = "") -> Iterator[httpx2.Client]:
    """Yield a client of an app in this process."""
    settings = Settings(public_url=public_url, root_path=root_path, transitions="immediate")
    with create_app(settings) as app, httpx2.Client(transport=MockTransport(app), base_url="http://10.0.0.7") as client:
        client.headers.update(HEADERS)
        yield client


def links_of(client: httpx2.Client, path: str = "", **headers: str) -> list[str]:
    """Return links of each kind, without what is different each time: of a zip file, a page, a document, a redirect."""
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    exported = client.post(f"{path}/api/managed_users/{CUSTOMER}/exports/6101", headers=given).json()
    found = client.get(f"{path}/api/managed_users/{CUSTOMER}/exports/{exported['result']['id']}", headers=given).json()
    return [
        found["result"]["download_url"].partition("/_mock/packages/")[0],
        client.get(f"{path}/", headers=given).json()["console"].removesuffix("/_mock/console/"),
        client.get(f"{path}/openapi.json", headers=given).json()["servers"][0]["url"].removesuffix("/api"),
        client.get(f"{path}/_mock", headers=HTML | given).headers["location"].removesuffix("/_mock/console/"),
    ]


def test_links_have_the_public_url() -> None:
    """With a public URL all links have it, whatever the request says; it may end in the path of the API."""
    for public_url in ("https://mock.example.com/team/mock", "https://mock.example.com/team/mock/api/"):
        with client_of(public_url) as client:
            whole, path = "https://mock.example.com/team/mock", "/team/mock"
            assert links_of(client) == [whole, whole, whole, path]
            assert links_of(client, **{**FORWARDED, "X-Forwarded-Host": "evil.example.com"}) == [
                whole,
                whole,
                whole,
                path,
            ]


def test_a_proxy_may_remove_the_path_or_not() -> None:
    """Below a root path a server is the same, whether the proxy removes the path from requests or not."""
    with client_of(root_path="/mock") as client:
        whole = "http://10.0.0.7/mock"
        for path in ("", "/mock"):
            assert links_of(client, path) == [whole, whole, whole, "/mock"]
        assert client.get("/mock/_mock/journal?limit=1").json()["entries"][0]["path"].startswith("/api/managed_users/")


def test_links_have_the_address_that_a_proxy_names() -> None:
    """Without settings, the headers of a proxy decide what links look like."""
    whole = "https://mock.example.com/mock"
    with client_of() as client:
        assert links_of(client, **FORWARDED) == [whole, whole, whole, "/mock"]
        assert links_of(client, **FORWARDED | {"X-Forwarded-Proto": "https, http"})[0] == whole
        assert links_of(client) == ["http://10.0.0.7", "http://10.0.0.7", "http://10.0.0.7", ""]


@pytest.mark.parametrize(
    "prefix", ["//evil.example.com", "/..", "https://evil.example.com", "/a b", "mock", "/a//b", "/\\evil"]
)
def test_a_strange_prefix_is_ignored(prefix: str) -> None:
    """A prefix that would lead to another host or out of the path is not used."""
    with client_of() as client:
        redirect = client.get("/_mock", headers={**HTML, "X-Forwarded-Prefix": prefix})
        assert redirect.headers["location"] == "/_mock/console/"


def test_an_app_can_be_mounted_below_a_path(run_app: Callable[[ASGIApp], str]) -> None:
    """An app below a path of another app serves the API, the control plane and the console, with links to itself."""
    with create_app(Settings(transitions="immediate")) as app:
        root = run_app(Starlette(routes=[Mount("/mock", app)]))
        with httpx2.Client(base_url=root, headers=HEADERS) as client:
            assert links_of(client, "/mock") == [f"{root}/mock"] * 3 + ["/mock"]
            page = client.get("/mock/_mock/console/")
            assert (page.status_code, 'href="/mock/_mock/console/' in page.text) == (200, True)


@pytest.mark.parametrize(
    ("named", "public_url", "root_path"),
    [
        ("public_url", "mock.example.com", ""),
        ("public_url", "ftp://mock.example.com", ""),
        ("public_url", "https://user:hush@example.com", ""),
        ("public_url", "https://mock.example.com/a?b=c", ""),
        ("root_path", "", "mock"),
        ("root_path", "", "/mock//a"),
        ("root_path", "", "/api"),
        ("root_path", "", "/_mock"),
        ("root_path", "https://mock.example.com/a", "/b"),
    ],
)
def test_an_invalid_address_is_reported(named: str, public_url: str, root_path: str) -> None:
    """An address that cannot be used raises StartError with one sentence, which names the setting."""
    with pytest.raises(StartError, match=named):
        create_app(Settings(public_url=public_url, root_path=root_path))
