"""The search for public recipes behaves as documented."""

from __future__ import annotations

from pathlib import Path

import httpx2
import pytest
import yaml
from workato_embedded_mock import MockServer
from workato_embedded_mock.openapi.document import load_fixtures

SEARCH = "/recipes/search"
FIXTURES = load_fixtures()[1]


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ({"applications": "jira,salesforce"}, [99001, 99002]),
        ({"applications": "jira"}, [99001, 99002]),
        ({"applications": "jira,slack"}, []),
        ({"applications": "jira", "term": "ACCOUNT"}, [99002]),
        ({"applications": "jira", "term": "nothing"}, []),
        ({"applications": "jira", "per_page": "1"}, [99001]),
        ({"applications": "jira", "per_page": "1", "page": "1"}, [99002]),
        ({"applications": "jira", "page": str(2**63 - 1)}, []),
        ({"applications": "jira", "boost_owned": "true"}, [99001, 99002]),
    ],
)
def test_public_recipes_are_found(client: httpx2.Client, query: dict[str, str], ids: list[int]) -> None:
    """The search matches all connectors and words, counts pages from 0, and returns an empty list without a match."""
    response = client.get(SEARCH, params=query)
    assert [recipe["id"] for recipe in response.json()["items"]] == ids


def test_public_recipes_are_returned_unchanged(client: httpx2.Client) -> None:
    """Public recipes equal the fixtures, key for key."""
    items = client.get(SEARCH, params={"applications": "jira"}).json()["items"]
    assert items == [entry["value"] for entry in FIXTURES["PublicRecipe"].values()]


@pytest.mark.parametrize("query", [{}, {"applications": ""}, {"applications": "a", "page": "-1"}])
def test_a_search_without_connectors_is_rejected(client: httpx2.Client, query: dict[str, str]) -> None:
    """The parameter `applications` is required and not empty, and a page is not negative."""
    assert client.get(SEARCH, params=query).status_code == 400


def test_own_recipes_come_first_with_boost_owned(tmp_path: Path) -> None:
    """With `boost_owned`, the recipes of the caller's customers are listed first."""
    owned = {**FIXTURES["PublicRecipe"]["account_from_issue"]["value"], "user_id": 512044}
    seed = {
        "ManagedUser": FIXTURES["ManagedUser"],
        "PublicRecipe": {"a": FIXTURES["PublicRecipe"]["issue_from_order"], "b": {"value": owned}},
    }
    path = tmp_path / "seed.yaml"
    path.write_text(yaml.safe_dump(seed))
    with MockServer(seed=str(path)) as server, httpx2.Client(base_url=server.url) as client:
        client.headers["Authorization"] = "Bearer t"
        for boost, ids in (("false", [99001, 99002]), ("true", [99002, 99001])):
            response = client.get(SEARCH, params={"applications": "jira", "boost_owned": boost})
            assert [recipe["id"] for recipe in response.json()["items"]] == ids
