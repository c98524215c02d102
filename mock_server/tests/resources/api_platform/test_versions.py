"""Both versions of API clients are served as their dates and environments demand."""

from __future__ import annotations

import json

import httpx2
import pytest

NORTHWIND, NORTHWIND_PROD = 512044, 512046
V1 = f"/managed_users/{NORTHWIND}/api_clients"
V2 = f"/v2/managed_users/{NORTHWIND}/api_clients"
PROFILE = {"name": "P", "api_client_id": 3501, "api_collection_ids": [3301], "auth_type": "token"}


def reason(response: httpx2.Response) -> str:
    """Return the text of the first reason of a response."""
    return str(json.loads(response.headers["X-Mock-Reason"])[0]["text"])


def serve_as_of(client: httpx2.Client, date: str) -> None:
    """Serve the API as of a date, in the namespace of the client."""
    assert client.put("/../_mock/edition", json={"as_of": date}).status_code == 200


def test_version_1_is_served_with_a_note_that_names_its_end(client: httpx2.Client) -> None:
    """Without a date, both versions are served; responses of version 1 name the date and the successor."""
    assert client.get(V1).status_code == 200
    assert reason(client.get(V1)) == "list_api_clients is gone since 2026-07-01; use list_api_clients_v2"
    refreshed = client.put(f"/managed_users/{NORTHWIND}/api_access_profiles/3601/refresh_secret")
    assert refreshed.json()["secret"]
    assert "use refresh_api_key_secret" in reason(refreshed)
    assert "X-Mock-Reason" not in client.get(V2).headers


@pytest.mark.parametrize(
    ("date", "v1", "v2"),
    [("2024-10-01", 200, 404), ("2025-06-01", 200, 200), ("2026-06-30", 200, 200), ("2026-07-01", 404, 200)],
)
def test_each_version_exists_in_its_time(client: httpx2.Client, date: str, v1: int, v2: int) -> None:
    """Version 2 begins in the middle of 2025, and version 1 ends on 1 July 2026."""
    serve_as_of(client, date)
    assert (client.get(V1).status_code, client.get(V2).status_code) == (v1, v2)


@pytest.mark.parametrize(
    ("date", "status"), [(None, 200), ("2025-11-30", 200), ("2025-12-01", 404), ("2026-06-30", 404)]
)
def test_version_1_is_closed_for_changes_before_it_ends(client: httpx2.Client, date: str | None, status: int) -> None:
    """From 1 December 2025 on, an edition has version 1 for reading only; without an edition, all of it is served."""
    if date is not None:
        serve_as_of(client, date)
    profiles = f"/managed_users/{NORTHWIND}/api_access_profiles"
    responses = [
        client.post(V1, json={"name": "New"}),
        client.post(profiles, json=PROFILE),
        client.put(f"{profiles}/3601", json={"name": "New"}),
        client.put(f"{profiles}/3601/disable"),
        client.put(f"{profiles}/3601/enable"),
        client.put(f"{profiles}/3601/refresh_secret"),
    ]
    assert [response.status_code for response in responses] == [status] * len(responses)
    closed = [reason(response) for response in responses if response.status_code == 404]
    assert all("closed for changes since 2025-12-01; use version 2" in text for text in closed)
    assert (client.get(V1).status_code, client.get(profiles).status_code) == (200, 200)


@pytest.mark.parametrize(("date", "status"), [("2023-11-20", 400), ("2024-04-01", 200)])
def test_openid_connect_is_a_type_since_2024(client: httpx2.Client, date: str, status: int) -> None:
    """An access profile of the type `oidc` is rejected as of 2023."""
    serve_as_of(client, date)
    body = {**PROFILE, "auth_type": "oidc"}
    assert client.post(f"/managed_users/{NORTHWIND}/api_access_profiles", json=body).status_code == status


def test_each_environment_has_clients_of_its_own(client: httpx2.Client) -> None:
    """Clients and keys of Production are not those of Development, and need collections of Production."""
    production = f"/v2/managed_users/{NORTHWIND_PROD}/api_clients"
    body = {"name": "Live", "api_collection_ids": [3301], "auth_type": "token"}
    assert client.post(production, json=body).status_code == 404
    collection = client.post(f"/managed_users/{NORTHWIND_PROD}/api_collections", json={"name": "Orders API"}).json()
    made = client.post(production, json={**body, "api_collection_ids": [collection["id"]]}).json()["data"]
    key = client.post(f"{production}/{made['id']}/api_keys", json={"name": "live", "active": True}).json()["data"]
    assert made["id"] not in [entry["id"] for entry in client.get(V2).json()["data"]]
    assert client.get(f"{V2}/{made['id']}/api_keys").status_code == 404
    assert [entry["id"] for entry in client.get(production).json()["data"]] == [made["id"]]
    assert client.get(f"{production}/{made['id']}").json()["data"]["api_keys"][0]["id"] == key["id"]
