"""The operations on API endpoints behave as documented."""

from __future__ import annotations

from typing import Any

import httpx2
import pytest
from workato_embedded_mock.openapi.document import load_fixtures

ENDPOINTS = "/managed_users/512044/api_endpoints"


def listed(client: httpx2.Client, **query: Any) -> list[dict[str, Any]]:
    """Return the API endpoints of the customer."""
    return list(client.get(ENDPOINTS, params=query).json()["result"])


def test_the_list_equals_the_seed(client: httpx2.Client) -> None:
    """API endpoints are listed by ascending id, for all collections or for one."""
    seeded = [entry["value"] for entry in load_fixtures()[1]["ApiEndpoint"].values()]
    assert listed(client) == listed(client, api_collection_id=3301) == seeded
    assert listed(client, api_collection_id=1) == []
    assert listed(client, page=2, per_page=1, api_collection_id=3301) == seeded[1:]
    assert client.get("/managed_users/512101/api_endpoints").json() == {"result": []}


def test_a_disabled_endpoint_is_inactive(client: httpx2.Client) -> None:
    """Disabling an endpoint twice changes nothing."""
    for _ in range(2):
        assert client.put(f"{ENDPOINTS}/3401/disable").json() == {"success": True}
        assert listed(client)[0]["active"] is False


@pytest.mark.parametrize("verb", ["enable", "disable"])
@pytest.mark.parametrize("path", ["/managed_users/512101/api_endpoints/3401", f"{ENDPOINTS}/1"])
def test_an_endpoint_of_another_customer_is_not_found(client: httpx2.Client, path: str, verb: str) -> None:
    """An endpoint of another customer, or one that does not exist, returns 404."""
    response = client.put(f"{path}/{verb}")
    assert (response.status_code, response.json()) == (404, {"message": "Not found"})


def test_an_endpoint_can_be_enabled_only_while_its_recipe_runs(client: httpx2.Client) -> None:
    """Enabling an endpoint returns 400 while its recipe is stopped."""
    response = client.put(f"{ENDPOINTS}/3402/enable")
    assert (response.status_code, response.json()) == (400, {"message": "Bad request"})
    assert "recipe 9002 is stopped" in response.headers["X-Mock-Reason"]
    assert listed(client)[1]["active"] is False
    assert client.put("/managed_users/512044/recipes/9002/start").json()["success"] is True
    assert client.put(f"{ENDPOINTS}/3402/enable").json() == {"success": True}
    assert listed(client)[1]["active"] is True


def test_an_endpoint_without_its_recipe_cannot_be_enabled(client: httpx2.Client) -> None:
    """Enabling an endpoint whose recipe was deleted returns 400."""
    client.delete("/managed_users/512044/recipes/9002")
    assert client.put(f"{ENDPOINTS}/3402/enable").status_code == 400
