"""The operations on API keys behave as documented."""

from __future__ import annotations

from typing import Any

import httpx2
import pytest
from workato_embedded_mock.openapi.document import load_fixtures

CLIENTS = "/v2/managed_users/512044/api_clients"
KEYS = f"{CLIENTS}/3502/api_keys"
NEW = {"name": "New", "active": True}
SECRETS = {"auth_token", "oauth_client_id", "oauth_client_secret"}


def listed(client: httpx2.Client, path: str = KEYS) -> list[dict[str, Any]]:
    """Return the keys of an API client."""
    return list(client.get(path).json()["data"])


def create(client: httpx2.Client, path: str = KEYS, **more: Any) -> dict[str, Any]:
    """Create a key and return it."""
    response = client.post(path, json={**NEW, **more})
    assert response.status_code == 200, response.headers["X-Mock-Reason"]
    return dict(response.json()["data"])


def new_client(client: httpx2.Client, auth_type: str) -> str:
    """Create an API client and return the path of its keys."""
    body = {"name": "New", "api_collection_ids": [3301], "auth_type": auth_type, "oidc_issuer": "https://example.com"}
    made = client.post(CLIENTS, json=body).json()["data"]
    return f"{CLIENTS}/{made['id']}/api_keys"


def test_the_list_equals_the_seed_and_counts_all_keys(client: httpx2.Client) -> None:
    """Keys are listed by ascending id without secrets, and `count` has all of them on each page."""
    seeded = [entry["value"] for entry in load_fixtures()[1]["ApiKey"].values()]
    assert client.get(KEYS).json() == {"data": seeded[:2], "count": 2, "page": 1, "per_page": 100}
    second = client.get(KEYS, params={"page": 2, "per_page": 1}).json()
    assert second == {"data": seeded[1:2], "count": 2, "page": 2, "per_page": 1}


def test_a_new_key_shows_its_secret_once(client: httpx2.Client) -> None:
    """Only the response to the creation has the token; lists, updates and the client do not."""
    made = create(client, ip_allow_list=["203.0.113.7"], ip_deny_list=["2001:db8::/32"])
    token = made.pop("auth_token")
    assert len(token) == 64
    assert made == {
        "id": 37001,
        "name": "New",
        "auth_type": "token",
        "ip_allow_list": ["203.0.113.7"],
        "ip_deny_list": ["2001:db8::/32"],
        "active": True,
        "active_since": made["active_since"],
    }
    assert len(made["active_since"]) == len("2025-07-08T09:13:02-07:00")
    assert listed(client)[-1] == made
    assert client.put(f"{KEYS}/37001", json={"name": "New"}).json() == {"data": made}
    assert client.get(f"{CLIENTS}/3502").json()["data"]["api_keys"][-1] == made


def test_the_client_counts_its_keys(client: httpx2.Client) -> None:
    """Creating, enabling and disabling keys changes the counts of the client, and only those."""

    def counts() -> tuple[int, int]:
        found = client.get(f"{CLIENTS}/3502").json()["data"]
        return found["active_api_keys_count"], found["total_api_keys_count"]

    assert counts() == (1, 2)
    create(client, active=False)
    assert counts() == (1, 3)
    client.put(f"{KEYS}/37001/enable")
    client.put(f"{KEYS}/3702/enable")
    assert counts() == (3, 3)
    client.put(f"{KEYS}/3701/disable")
    assert counts() == (2, 3)


def test_a_key_can_be_disabled_and_enabled(client: httpx2.Client) -> None:
    """A key has a time only while it is enabled, and a repeated request changes nothing."""
    for verb, active in (("disable", False), ("disable", False), ("enable", True)):
        assert client.put(f"{KEYS}/3701/{verb}").json() == {"success": True}
        (key, _) = listed(client)
        assert (key["active"], key["active_since"] is not None) == (active, active)
    client.put(f"{KEYS}/3701/enable")
    assert listed(client)[0] == key
    assert create(client, active=False)["active_since"] is None


def test_an_update_changes_only_the_fields_sent(client: httpx2.Client) -> None:
    """A list of addresses replaces the earlier one only if it is sent, and an empty list removes all."""
    before = listed(client)[0]
    assert client.put(f"{KEYS}/3701", json={}).json() == {"data": before}
    after = client.put(f"{KEYS}/3701", json={"ip_deny_list": ["198.51.100.0/24"]}).json()["data"]
    assert after == {**before, "ip_deny_list": ["198.51.100.0/24"]}
    after = client.put(f"{KEYS}/3701", json={"name": "EU", "ip_allow_list": []}).json()["data"]
    assert after == {**before, "name": "EU", "ip_allow_list": [], "ip_deny_list": ["198.51.100.0/24"]}
    assert listed(client)[0] == after


def test_each_type_has_its_own_secrets(client: httpx2.Client) -> None:
    """Keys of `token` and `oauth2` have generated secrets; keys of `oidc` have none."""
    oauth = create(client, new_client(client, "oauth2"))
    assert oauth.keys() & SECRETS == {"oauth_client_id", "oauth_client_secret"}
    oidc = create(client, new_client(client, "oidc"))
    assert not oidc.keys() & SECRETS
    assert (oauth["auth_type"], oidc["auth_type"]) == ("oauth2", "oidc")


@pytest.mark.parametrize(("auth_type", "secret"), [("token", "auth_token"), ("oauth2", "oauth_client_secret")])
def test_a_refresh_creates_a_new_secret(client: httpx2.Client, auth_type: str, secret: str) -> None:
    """Each refresh of a key returns a different secret and changes nothing else."""
    path = new_client(client, auth_type)
    made = create(client, path)
    one, two = (client.put(f"{path}/{made['id']}/refresh_secret").json()["data"] for _ in range(2))
    assert len({made[secret], one[secret], two[secret]}) == 3
    assert {**made, secret: ""} == {**two, secret: ""}
    assert listed(client, path) == [{name: value for name, value in made.items() if name not in SECRETS}]


def test_secrets_are_unique_and_the_same_in_another_namespace(client: httpx2.Client, open_client: Any) -> None:
    """Equal requests get equal secrets in another namespace, so that two runs of a test are equal."""
    tokens = [create(client)["auth_token"] for _ in range(3)]
    assert len(set(tokens)) == 3
    other = open_client("test_api_keys-other")
    assert [create(other)["auth_token"] for _ in range(3)] == tokens


def test_keys_without_a_generated_secret_cannot_be_refreshed(client: httpx2.Client) -> None:
    """A refresh of a key of a `jwt` client returns 400."""
    response = client.put(f"{CLIENTS}/3503/api_keys/3703/refresh_secret")
    assert (response.status_code, response.json()) == (400, {"message": "Bad request"})


def test_a_change_of_the_clients_type_applies_to_its_keys(client: httpx2.Client) -> None:
    """Keys have the new type at once, and their secrets are those of the next refresh."""
    client.put(f"{CLIENTS}/3502", json={"auth_type": "oauth2"})
    assert {key["auth_type"] for key in listed(client)} == {"oauth2"}
    fresh = client.put(f"{KEYS}/3701/refresh_secret").json()["data"]
    assert fresh.keys() & SECRETS == {"oauth_client_id", "oauth_client_secret"}
    tables = client.get("/../_mock/state").json()["tables"]
    assert [key["auth_token"] for key in tables["api_keys"]] == [None, None, None]


def test_a_client_has_at_most_20_keys(client: httpx2.Client) -> None:
    """The next key returns 400 and is not created, whether the other keys are enabled or not."""
    for number in range(18):
        create(client, active=number % 2 == 0)
    assert client.post(KEYS, json=NEW).status_code == 400
    assert len(listed(client)) == 20


def test_deleting_a_client_deletes_its_keys(client: httpx2.Client) -> None:
    """The keys of a deleted client are not found, and its ids are not used again."""
    assert client.delete(f"{CLIENTS}/3502").json() == {"success": True}
    assert client.get(KEYS).status_code == 404
    assert client.put(f"{KEYS}/3701/enable").status_code == 404
    assert [entry["id"] for entry in client.get(CLIENTS).json()["data"]] == [3501, 3503]
    assert client.get(f"{CLIENTS}/3503/api_keys").json()["count"] == 1


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"name": ""}, "/body/name"),
        ({"active": None}, "/body/active"),
        ({"ip_allow_list": ["203.0.113.0/24", "203.0.113.0/33"]}, "/body/ip_allow_list/1"),
        ({"ip_deny_list": ["example.com"]}, "/body/ip_deny_list/0"),
        ({"ip_deny_list": "203.0.113.7/a"}, "/body/ip_deny_list"),
    ],
)
def test_an_invalid_key_is_rejected(client: httpx2.Client, change: dict[str, Any], pointer: str) -> None:
    """An invalid key is neither created nor changed, and the reason has the pointer of the invalid field."""
    response = client.post(KEYS, json={**NEW, **change})
    assert response.status_code == 400
    assert f'"{pointer}' in response.headers["X-Mock-Reason"]
    if "active" not in change:
        assert client.put(f"{KEYS}/3701", json=change).status_code == 400
    assert len(listed(client)) == 2


@pytest.mark.parametrize("verb", ["", "/enable", "/disable", "/refresh_secret"])
@pytest.mark.parametrize(
    "path",
    [
        f"{KEYS}/1",
        f"{CLIENTS}/3503/api_keys/3701",
        f"{CLIENTS}/1/api_keys/3701",
        "/v2/managed_users/512101/api_clients/3502/api_keys/3701",
    ],
)
def test_a_key_of_another_client_is_not_found(client: httpx2.Client, path: str, verb: str) -> None:
    """A key of another client or customer, or one that does not exist, returns 404 and is not changed."""
    before = listed(client)
    response = client.put(f"{path}{verb}", json=None if verb else {"name": "x"})
    assert (response.status_code, response.json()) == (404, {"message": "Not found"})
    assert listed(client) == before
