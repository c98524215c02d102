"""Query parameters are read from a JSON body, too, where the documentation of 2023 defines them there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest
from workato_embedded_mock import MockServer


@pytest.fixture(scope="module")
def strict() -> Iterator[httpx2.Client]:
    """Return a client of a server in strict mode."""
    with (
        MockServer(strict=True) as server,
        httpx2.Client(base_url=server.url, headers={"Authorization": "Bearer strict"}) as client,
    ):
        yield client


def keywords(response: httpx2.Response) -> list[str]:
    """Return the keywords of the reasons of a response."""
    return [reason["keyword"] for reason in json.loads(response.headers.get("X-Mock-Reason", "[]"))]


@pytest.mark.parametrize(
    ("path", "sent"),
    [
        ("/managed_users/512044/connections", {"provider": "jira"}),
        ("/managed_users/512044/connections", {"folder_id": 5513}),
        ("/managed_users/512044/connections", {"folder_id": "5512", "provider": "salesforce"}),
        ("/managed_users/512044/connections", {"parent_id": "7101"}),
        ("/managed_users/512044/connections", {"external_id": "nw-42"}),
        ("/integrations", {"applications": "jira,slack"}),
        ("/recipes/search", {"applications": "jira", "term": "order", "boost_owned": True}),
    ],
)
def test_filters_of_a_get_are_read_from_the_body_or_the_query(
    client: httpx2.Client, path: str, sent: dict[str, Any]
) -> None:
    """A filter in the body of a GET has the same result as one in the query, and `X-Mock-Reason` names it."""
    by_body = client.request("GET", path, json=sent)
    by_query = client.get(path, params=sent)
    assert by_body.status_code == 200
    assert by_body.json() == by_query.json() != client.get(path, params={"applications": "no_such"}).json()
    assert keywords(by_body) == keywords(by_query) + ["in"] * len(sent)
    assert "in" not in keywords(by_query)


def test_the_query_takes_precedence_over_the_body(client: httpx2.Client) -> None:
    """If query and body have the same parameter, the query counts."""
    response = client.request("GET", "/integrations?applications=slack", json={"applications": "jira"})
    assert [item["name"] for item in response.json()["items"]] == ["slack"]


@pytest.mark.parametrize("sent", [{"applications": ["jira"]}, {"applications": {"a": "b"}}, {"applications": 1.5}])
def test_a_value_that_a_query_cannot_have_is_rejected(client: httpx2.Client, sent: object) -> None:
    """A parameter in a body with a type that no query has is rejected with its pointer."""
    response = client.request("GET", "/integrations", json=sent)
    assert (response.status_code, response.json()) == (400, {"message": "Bad request"})
    assert '"/body/applications"' in response.headers["X-Mock-Reason"]


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b'"provider"', b"\xff", b'{"provider": null, "x": 1}'])
def test_any_other_body_of_a_get_is_ignored(client: httpx2.Client, northwind: str, content: bytes) -> None:
    """A body without parameters of the operation changes nothing."""
    path = f"{northwind}/connections"
    response = client.request("GET", path, content=content)
    assert (response.status_code, response.json(), keywords(response)) == (200, client.get(path).json(), [])


def test_strict_mode_rejects_parameters_in_the_body(strict: httpx2.Client) -> None:
    """Strict mode still ignores fields that are not parameters."""
    assert strict.request("GET", "/integrations", json={"applications": "jira"}).status_code == 400
    response = strict.request("GET", "/managed_users/512044/connections", json={"provider": "jira"})
    assert response.status_code == 400
    assert '"/body/provider"' in response.headers["X-Mock-Reason"]
    assert strict.request("GET", "/managed_users/512044/connections", json={"other": "jira"}).status_code == 200
