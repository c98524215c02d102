"""The operations on API clients of version 2 behave as documented."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import httpx2
import pytest
import yaml
from workato_embedded_mock import MockServer, StartError
from workato_embedded_mock.openapi.document import load_fixtures

CLIENTS = "/v2/managed_users/512044/api_clients"
V1_CLIENTS = "/managed_users/512044/api_clients"
V1_PROFILES = "/managed_users/512044/api_access_profiles"
NEW = {"name": "New", "api_collection_ids": [3301], "auth_type": "token"}
JWT = {
    "auth_type": "jwt",
    "jwt_method": "hmac",
    "jwt_secret": "not-a-real-secret",
    "oidc_issuer": "https://example.com",
}


def listed(client: httpx2.Client, **query: Any) -> list[dict[str, Any]]:
    """Return the API clients of the customer."""
    return list(client.get(CLIENTS, params=query).json()["data"])


def create(client: httpx2.Client, **more: Any) -> dict[str, Any]:
    """Create an API client and return it."""
    response = client.post(CLIENTS, json={**NEW, **more})
    assert response.status_code == 200, response.headers["X-Mock-Reason"]
    return dict(response.json()["data"])


def test_the_list_equals_the_seed_and_counts_all_clients(client: httpx2.Client) -> None:
    """Clients of both versions are listed by ascending id, and `count` has all of them on each page."""
    seeded = [entry["value"] for entry in load_fixtures()[1]["ApiClientV2"].values()]
    assert client.get(CLIENTS).json() == {"data": seeded, "count": 3, "page": 1, "per_page": 100}
    second = client.get(CLIENTS, params={"page": 2, "per_page": 2}).json()
    assert second == {"data": seeded[2:], "count": 3, "page": 2, "per_page": 2}
    assert client.get("/v2/managed_users/512101/api_clients").json()["data"] == []


def test_clients_can_be_filtered_by_project_and_certificate_bundle(client: httpx2.Client) -> None:
    """A filter also applies to `count`; several bundles match clients with one of them."""
    create(client, name="Both", project_id=523200, cert_bundle_ids=[62, 63])
    assert [entry["id"] for entry in listed(client, project_id=523200)] == [3501, 3502, 35001]
    assert [entry["id"] for entry in listed(client, cert_bundle_ids=[61, 62])] == [3503, 35001]
    both = client.get(CLIENTS, params={"project_id": 523200, "cert_bundle_ids": 63}).json()
    assert ([entry["name"] for entry in both["data"]], both["count"]) == (["Both"], 1)


def test_a_new_client_has_no_keys_and_is_read_back(client: httpx2.Client) -> None:
    """The response to the creation has all properties of the client, and equals the one in the list."""
    made = create(client, description="For partners", project_id=523200, api_policy_id=71, mtls_enabled=True)
    assert made == {
        "id": 35001,
        "name": "New",
        "description": "For partners",
        "auth_type": "token",
        "is_legacy": False,
        "mtls_enabled": True,
        "validation_formula": None,
        "cert_bundle_ids": [],
        "email": None,
        "logo": None,
        "logo_2x": None,
        "active_api_keys_count": 0,
        "total_api_keys_count": 0,
        "api_policies": [{"id": 71, "name": "Partners"}],
        "api_collections": [{"id": 3301, "name": "Orders API"}],
        "project_id": 523200,
        "created_at": made["created_at"],
        "updated_at": made["created_at"],
    }
    assert listed(client)[-1] == made
    assert client.get(f"{CLIENTS}/35001").json() == {"data": {**made, "api_keys": []}}


def test_a_client_of_version_2_is_unknown_to_version_1(client: httpx2.Client) -> None:
    """Version 1 does not list it, and cannot make an access profile for it."""
    made = create(client)
    assert [entry["id"] for entry in client.get(V1_CLIENTS).json()["result"]] == [3501]
    profile = {"name": "P", "api_client_id": made["id"], "api_collection_ids": [3301], "auth_type": "token"}
    assert client.post(V1_PROFILES, json=profile).status_code == 404


def test_a_client_of_version_1_has_the_type_and_the_collections_of_its_profiles(client: httpx2.Client) -> None:
    """Version 2 shows a new client of version 1 as legacy, with what its access profiles add."""
    other = client.post("/managed_users/512044/api_collections", json={"name": "Other"}).json()["id"]
    made = client.post(V1_CLIENTS, json={"name": "Old"}).json()["result"]
    before = client.get(f"{CLIENTS}/{made['id']}").json()["data"]
    assert (before["is_legacy"], before["auth_type"], before["api_collections"]) == (True, "token", [])
    for collections in ([other], [3301, other]):
        profile = {"name": "P", "api_client_id": made["id"], "api_collection_ids": collections, "auth_type": "oauth2"}
        assert client.post(V1_PROFILES, json=profile).status_code == 200
    after = client.get(f"{CLIENTS}/{made['id']}").json()["data"]
    assert after["auth_type"] == "oauth2"
    assert after["api_collections"] == [{"id": other, "name": "Other"}, {"id": 3301, "name": "Orders API"}]


def test_version_2_can_change_and_delete_a_client_of_version_1(client: httpx2.Client) -> None:
    """A change keeps what version 1 knows; a deletion also deletes the access profiles."""
    changed = client.put(f"{CLIENTS}/3501", json={"name": "Shop", "description": "Web"}).json()["data"]
    assert (changed["is_legacy"], changed["auth_type"], changed["description"]) == (True, "token", "Web")
    assert [entry["name"] for entry in client.get(V1_CLIENTS).json()["result"]] == ["Shop"]
    assert len(client.get(V1_PROFILES).json()["result"]) == 2
    assert client.delete(f"{CLIENTS}/3501").json() == {"success": True}
    assert client.get(V1_CLIENTS).json()["result"] == []
    assert client.get(V1_PROFILES).json()["result"] == []


def test_an_update_changes_only_the_fields_sent(client: httpx2.Client) -> None:
    """An update without fields changes nothing; a list of collections replaces the earlier one, in its order."""
    other = client.post("/managed_users/512044/api_collections", json={"name": "Other"}).json()["id"]
    before = listed(client)[1]
    assert client.put(f"{CLIENTS}/3502", json={}).json()["data"] == before
    body = {"api_collection_ids": [str(other), 3301, other], "project_id": 523200, "cert_bundle_ids": [7]}
    after = client.put(f"{CLIENTS}/3502", json=body).json()["data"]
    collections = [{"id": other, "name": "Other"}, {"id": 3301, "name": "Orders API"}]
    unchanged = {**before, "api_collections": collections, "cert_bundle_ids": [7]}
    assert after == {**unchanged, "updated_at": after["updated_at"]}
    assert after["updated_at"] != before["updated_at"]
    assert listed(client)[1] == after
    assert client.put(f"{CLIENTS}/3502", json={"name": "x", "api_collection_ids": [1]}).status_code == 404
    assert listed(client)[1] == after


def test_a_client_that_was_read_can_be_sent_back(client: httpx2.Client) -> None:
    """An update with the client as it was read changes nothing but the time."""
    before = client.get(f"{CLIENTS}/3503").json()["data"]
    response = client.put(f"{CLIENTS}/3503", json=before)
    assert response.status_code == 200, response.headers["X-Mock-Reason"]
    after = client.get(f"{CLIENTS}/3503").json()["data"]
    assert after == {**before, "updated_at": after["updated_at"]}


def test_a_policy_has_the_name_that_the_customer_knows(client: httpx2.Client) -> None:
    """A policy of another client keeps its name; one that no client has gets an invented name."""
    assert create(client, api_policy_id=71)["api_policies"] == [{"id": 71, "name": "Partners"}]
    assert create(client, api_policy_id=72)["api_policies"] == [{"id": 72, "name": "Policy 72"}]


def test_the_email_is_shown_and_the_portal_is_not(client: httpx2.Client) -> None:
    """A portal and an email require each other, also across updates."""
    made = create(client, api_portal_id=5, email="dev@example.com")
    assert (made["email"], "api_portal_id" in made) == ("dev@example.com", False)
    changed = client.put(f"{CLIENTS}/{made['id']}", json={"email": "ops@example.com"}).json()["data"]
    assert changed["email"] == "ops@example.com"
    assert client.put(f"{CLIENTS}/3502", json={"email": "ops@example.com"}).status_code == 400


def test_settings_of_another_type_are_ignored_with_a_note(client: httpx2.Client) -> None:
    """Ignored settings are named in `X-Mock-Reason`, and not stored for a later change of the type."""
    response = client.post(CLIENTS, json={**NEW, **JWT, "auth_type": "token"})
    assert "/body/jwt_secret" in response.headers["X-Mock-Reason"]
    assert client.put(f"{CLIENTS}/35001", json={"auth_type": "jwt"}).status_code == 400
    assert client.put(f"{CLIENTS}/35001", json=JWT).json()["data"]["auth_type"] == "jwt"


@pytest.mark.parametrize(
    ("change", "status", "pointer"),
    [
        ({"name": ""}, 400, "/body/name"),
        ({"auth_type": "basic"}, 400, "/body/auth_type"),
        ({"api_collection_ids": []}, 400, "/body/api_collection_ids"),
        ({"api_collection_ids": [3301, 1]}, 404, "/body/api_collection_ids/1"),
        ({"api_collection_ids": ["9" * 40]}, 404, "/body/api_collection_ids/0"),
        ({"project_id": 1}, 404, "/body/project_id"),
        ({"api_portal_id": 5}, 400, "/body/email"),
        ({"email": "dev@example.com"}, 400, "/body/api_portal_id"),
        ({**JWT, "jwt_method": None}, 400, "/body/jwt_method"),
        ({**JWT, "jwt_secret": ""}, 400, "/body/jwt_secret"),
        ({**JWT, "oidc_issuer": ""}, 400, "/body/oidc_issuer"),
        ({"auth_type": "oidc"}, 400, "/body/oidc_issuer"),
    ],
)
def test_an_invalid_client_is_rejected(
    client: httpx2.Client, change: dict[str, Any], status: int, pointer: str
) -> None:
    """An invalid client is not created, and the reason has the pointer of the invalid field."""
    response = client.post(CLIENTS, json={**NEW, **change})
    assert response.status_code == status
    assert f'"{pointer}"' in response.headers["X-Mock-Reason"]
    assert len(listed(client)) == 3


@pytest.mark.parametrize("path", ["/v2/managed_users/512101/api_clients/3502", f"{CLIENTS}/1"])
def test_a_client_of_another_customer_is_not_found(client: httpx2.Client, path: str) -> None:
    """A client of another customer, or one that does not exist, returns 404."""
    for response in (client.get(path), client.put(path, json={}), client.delete(path), client.get(f"{path}/api_keys")):
        assert (response.status_code, response.json()) == (404, {"message": "Not found"})
    assert len(listed(client)) == 3


@pytest.mark.parametrize(
    ("schema", "key", "change", "pointer"),
    [
        ("ApiClientV2", "storefront", {"name": "Shop"}, "/ApiClientV2/storefront/value/name"),
        ("ApiClientV2", "storefront", {"id": 1}, "/ApiClientV2/storefront/value/id"),
        (
            "ApiClientV2",
            "partner_portal",
            {"api_collections": [{"id": 3301, "name": "x"}]},
            "/ApiClientV2/partner_portal/value/api_collections/0/name",
        ),
        (
            "ApiClientV2",
            "partner_portal",
            {"api_collections": [{"id": 3301, "name": "Orders API"}] * 2},
            "/ApiClientV2/partner_portal/value/api_collections/1",
        ),
        ("ApiKey", "production", {"active": False}, "/ApiKey/production/value/active"),
        ("ApiKey", "staging", {"auth_type": "jwt"}, "/ApiKey/staging/value/auth_type"),
    ],
)
def test_a_seed_that_contradicts_itself_is_rejected(
    tmp_path: Path, schema: str, key: str, change: dict[str, Any], pointer: str
) -> None:
    """A client or key must equal its other entry, and what a seed refers to must exist."""
    content = copy.deepcopy(load_fixtures()[1])
    content[schema][key]["value"].update(change)
    path = tmp_path / "seed.yaml"
    path.write_text(yaml.safe_dump(content, sort_keys=False))
    with pytest.raises(StartError, match=pointer), MockServer(seed=str(path)):
        pass


@pytest.mark.parametrize("scope", [{"managed_user_id": 512044}, {"managed_user_id": 512044, "api_client_id": 3503}])
def test_a_seed_must_name_the_client_of_a_key(tmp_path: Path, scope: dict[str, int]) -> None:
    """A key without a client, or with two, is rejected."""
    content = copy.deepcopy(load_fixtures()[1])
    content["ApiKey"]["production"]["in"] = scope
    path = tmp_path / "seed.yaml"
    path.write_text(yaml.safe_dump(content, sort_keys=False))
    with pytest.raises(StartError, match="/ApiKey/production/in"), MockServer(seed=str(path)):
        pass
