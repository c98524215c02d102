"""The operations on API clients behave as documented."""

from __future__ import annotations

import httpx2
import pytest
from workato_embedded_mock.openapi.document import load_fixtures

CLIENTS = "/managed_users/512044/api_clients"


def test_the_list_equals_the_seed(client: httpx2.Client) -> None:
    """API clients are listed by ascending id."""
    seeded = [entry["value"] for entry in load_fixtures()[1]["ApiPlatformClient"].values()]
    assert client.get(CLIENTS).json() == {"result": seeded}
    assert client.get("/managed_users/512101/api_clients").json() == {"result": []}


def test_a_new_client_is_wrapped_and_listed_last(client: httpx2.Client) -> None:
    """A new client is wrapped and listed last; the id of its project is sent as text and returned as a number."""
    made = client.post(CLIENTS, json={"name": "Portal", "project_id": "523200"}).json()["result"]
    time = made["created_at"]
    assert made == {"id": 35001, "name": "Portal", "project_id": 523200, "created_at": time, "updated_at": time}
    assert client.get(CLIENTS, params={"page": 2, "per_page": 1}).json() == {"result": [made]}
    assert client.post(CLIENTS, json={"name": "Portal"}).json()["result"]["project_id"] is None


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 400),
        ({"name": ""}, 400),
        ({"name": "a", "project_id": True}, 400),
        ({"name": "a", "project_id": "x"}, 400),
        ({"name": "a", "project_id": "1"}, 404),
        ({"name": "a", "project_id": "9" * 40}, 404),
    ],
)
def test_an_invalid_client_is_rejected(client: httpx2.Client, body: object, status: int) -> None:
    """A client with an invalid name or project is not created."""
    assert client.post(CLIENTS, json=body).status_code == status
    assert len(client.get(CLIENTS).json()["result"]) == 1
