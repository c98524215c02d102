"""The example of a partner's site, without a browser. What needs one is in contract_tests/browser."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from flask import Flask
from flask.testing import FlaskClient
from workato_embedded import WorkatoEmbedded
from workato_embedded_mock import MockServer

from examples.embedded_partner import __main__ as program
from examples.embedded_partner.app import create_app

CUSTOMER, SLACK, SITE = "Ecust-0042", 7103, "https://partner.example.com"


@pytest.fixture
def mock() -> Iterator[MockServer]:
    """Yield a mock with a port."""
    with MockServer() as server:
        yield server


@pytest.fixture
def client(mock: MockServer) -> Iterator[WorkatoEmbedded]:
    """Yield a client of the mock."""
    with WorkatoEmbedded("partner", base_url=mock.url) as client:
        yield client


@pytest.fixture
def site(client: WorkatoEmbedded) -> FlaskClient:
    """Return a client of the site."""
    return create_app(program.prepare(client, CUSTOMER, SITE)).test_client()


def test_the_frame_is_redirected_to_a_new_link(site: FlaskClient, mock: MockServer) -> None:
    """Each load of the widget gets a link with a token of its own, for the site's origin; the page itself has none."""
    page = site.get(f"/connections/{SLACK}", base_url=SITE)
    assert "eyJ" not in page.text
    tokens = []
    for _ in range(2):
        response = site.get(f"/connections/{SLACK}/widget", base_url=SITE)
        assert response.status_code == 303
        link = urlsplit(response.headers["Location"])
        assert (
            f"{link.scheme}://{link.netloc}{link.path}" == f"{mock.root_url}/direct_link/embedded/connections/{SLACK}"
        )
        (token,) = parse_qs(link.query)["workato_dl_token"]
        tokens.append(jwt.decode(token, options={"verify_signature": False}))
    assert [token["origin"] for token in tokens] == [SITE, SITE]
    assert tokens[0]["jti"] != tokens[1]["jti"]


@pytest.mark.parametrize("path", ["/connections/99", "/connections/99/widget", "/connections/99/status"])
def test_connections_of_others_are_not_shown(site: FlaskClient, path: str) -> None:
    """The site has no page, link or status for a connection that its customer does not have."""
    assert site.get(path, base_url=SITE).status_code == 404


def test_the_site_says_what_the_api_says(site: FlaskClient, client: WorkatoEmbedded) -> None:
    """The status of a connection comes from the API, not from a message."""
    assert site.get(f"/connections/{SLACK}/status", base_url=SITE).json == {"connected": False}
    assert site.get("/connections/7101/status", base_url=SITE).json == {"connected": True}
    shown = site.get("/", base_url=SITE).text
    assert all(str(each.name) in shown for each in client.connections.list(CUSTOMER))


def test_the_program_serves_the_site(mock: MockServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """The program takes the mock from the environment, and serves the site at the origin that it registers."""
    monkeypatch.setenv("WORKATO_EMBEDDED_API_TOKEN", "partner")
    monkeypatch.setenv("WORKATO_EMBEDDED_BASE_URL", mock.url)
    served: list[str] = []

    def run(app: Flask, host: str, port: int) -> None:
        served.append(app.test_client().get("/integration", base_url=f"http://{host}:{port}").text)

    monkeypatch.setattr(Flask, "run", run)
    program.main()
    assert f'<script src="{mock.root_url}/r/embedding-client.js">' in served[0]
    with WorkatoEmbedded("partner", base_url=mock.url) as client:
        assert client.managed_users.get(CUSTOMER).origin_url == "http://127.0.0.1:5000"


def test_the_program_replaces_the_key_of_a_mock_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """The program ends before it sends anything to an address that is not this machine."""
    monkeypatch.setenv("WORKATO_EMBEDDED_API_TOKEN", "partner")
    monkeypatch.setenv("WORKATO_EMBEDDED_BASE_URL", "https://workato.example.com/api")
    with pytest.raises(SystemExit, match=r"expected a mock, not https://workato\.example\.com/api"):
        program.main()
