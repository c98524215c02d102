"""Tests of the addresses of direct links and of the connection widget."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlsplit

import jwt
import pytest
from workato_embedded import DATA_CENTERS
from workato_embedded.embedding import KeyPair, connection_widget_url, direct_link, workato_origin


@pytest.fixture
def token(pair: KeyPair) -> dict[str, Any]:
    """The options of a token."""
    return {"key": pair.private_key, "vendor_id": "vnd1"}


@pytest.mark.parametrize(
    ("path", "sent"),
    [
        ("/", "/"),
        ("", "/"),
        ("/recipes/178230", "/recipes/178230"),
        ("recipes/new", "/recipes/new"),
        ("/recipes?fid=8812&q=a b#assets", "/recipes?fid=8812&q=a b#assets"),
        ("/search?from=https://a.example.com", "/search?from=https://a.example.com"),
    ],
)
def test_a_direct_link_has_path_and_token(path: str, sent: str, pair: KeyPair, token: dict[str, Any]) -> None:
    """The path, with its own query and fragment, is one percent-encoded parameter; the token is the other."""
    link = urlsplit(direct_link("Eacme/42", path, user=7, origin="https://app.example.com", data_center="eu", **token))
    assert (link.scheme, link.netloc, link.path, link.fragment) == ("https", "app.eu.workato.com", "/direct_link", "")
    query = dict(parse_qsl(link.query, strict_parsing=True))
    assert query.keys() == {"workato_dl_path", "workato_dl_token"}
    assert query["workato_dl_path"] == sent
    assert "+" not in link.query
    claims = jwt.decode(query["workato_dl_token"], pair.public_key, algorithms=["RS256"])
    assert (claims["sub"], claims["origin"]) == ("vnd1:Eacme%2F42:7", "https://app.example.com")


def test_the_path_is_optional(token: dict[str, Any]) -> None:
    """Without a path, a direct link opens the first page."""
    assert "?workato_dl_path=%2F&workato_dl_token=" in direct_link(7, **token)


@pytest.mark.parametrize("connection_id", [318457, "318457"])
def test_the_widget_is_addressed_by_its_path(connection_id: Any, pair: KeyPair, token: dict[str, Any]) -> None:
    """The link of the widget has the connection in its path, and the token is its only parameter."""
    link = urlsplit(connection_widget_url(7, connection_id, data_center="uk", **token))
    assert link.netloc + link.path == "app.uk.workato.com/direct_link/embedded/connections/318457"
    ((name, value),) = parse_qsl(link.query)
    assert name == "workato_dl_token"
    assert jwt.decode(value, pair.public_key, algorithms=["RS256"])["sub"] == "vnd1:7"


@pytest.mark.parametrize("name", DATA_CENTERS)
def test_each_data_center_has_the_host_of_its_pages(name: str, token: dict[str, Any]) -> None:
    """Pages are on the host of the API, except in the US, where the client script expects another host."""
    host = "https://app.workato.com" if name == "us" else DATA_CENTERS[name].removesuffix("/api")
    assert direct_link(7, data_center=name, **token).startswith(f"{host}/direct_link?")
    assert connection_widget_url(7, 8, data_center=name.upper(), **token).startswith(f"{host}/direct_link/embedded/")


@pytest.mark.parametrize(
    ("base_url", "address"),
    [
        ("http://127.0.0.1:8080/api", "http://127.0.0.1:8080"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("https://mock.example.com/behind/a/prefix/api/", "https://mock.example.com/behind/a/prefix"),
    ],
)
def test_a_base_url_is_that_of_the_api_or_of_the_pages(
    base_url: str, address: str, token: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A base URL, given or from the environment, is that of the API or of the pages, and may have a prefix."""
    assert direct_link(7, base_url=base_url, data_center="eu", **token).startswith(f"{address}/direct_link?")
    monkeypatch.setenv("WORKATO_EMBEDDED_BASE_URL", base_url)
    assert direct_link(7, **token).startswith(f"{address}/direct_link?")
    assert direct_link(7, data_center="eu", **token).startswith("https://app.eu.workato.com/")


@pytest.mark.parametrize(
    ("options", "origin"),
    [
        ({}, "https://app.workato.com"),
        ({"data_center": "eu"}, "https://app.eu.workato.com"),
        ({"base_url": "http://127.0.0.1:8765/api"}, "http://127.0.0.1:8765"),
        ({"base_url": "HTTPS://Mock.example.com:443/behind/a/prefix"}, "https://mock.example.com"),
    ],
)
def test_the_origin_of_the_pages_is_that_of_messages(options: dict[str, str], origin: str) -> None:
    """A partner's page accepts messages of one origin: that of the links, as browsers write it."""
    assert workato_origin(**options) == origin


@pytest.mark.parametrize(
    "path",
    ["https://app.workato.com/recipes", "//other.example.com", "/a\\b", "/a\nb", "/a\0"],
)
def test_a_wrong_path_is_named(path: str, token: dict[str, Any]) -> None:
    """A whole URL, or a path that browsers would change, is rejected."""
    with pytest.raises(ValueError, match="invalid path: expected a path such as /recipes/7, not "):
        direct_link(7, path, **token)


@pytest.mark.parametrize("connection_id", [0, -1, "", "E7", "7>", "\u0667"])
def test_a_wrong_connection_is_named(connection_id: Any, token: dict[str, Any]) -> None:
    """A connection has a number, and no external id."""
    with pytest.raises(ValueError, match="invalid connection_id: expected the number of a connection, not "):
        connection_widget_url(7, connection_id, **token)


def test_wrong_types_and_unknown_data_centers_are_named(token: dict[str, Any]) -> None:
    """An argument of a wrong type, an unknown data center and an invalid URL raise errors that name them."""
    with pytest.raises(TypeError, match="path must be a string, not int"):
        direct_link(7, 8, **token)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="connection_id must be an integer, not NoneType"):
        connection_widget_url(7, None, **token)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="invalid data_center: expected one of us, eu"):
        direct_link(7, data_center="mars", **token)
    with pytest.raises(ValueError, match="invalid base_url"):
        connection_widget_url(7, 8, base_url="app.example.com", **token)
    with pytest.raises(TypeError, match="unexpected keyword argument 'uesr'"):
        direct_link(7, uesr=8, **token)  # type: ignore[call-arg]
