"""The operations on access profiles behave as documented."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import httpx2
import pytest
import yaml
from workato_embedded_mock import MockServer, StartError
from workato_embedded_mock.openapi.document import load_fixtures

PROFILES = "/managed_users/512044/api_access_profiles"
NEW = {"name": "New", "api_client_id": 3501, "api_collection_ids": [3301], "auth_type": "token"}
KEY = {"jwt_method": "hmac", "jwt_secret": "not-a-real-secret"}
CREDENTIALS = {"secret", "oauth_client_id", "oauth_client_secret"}


def listed(client: httpx2.Client, **query: Any) -> list[dict[str, Any]]:
    """Return the access profiles of the customer."""
    return list(client.get(PROFILES, params=query).json()["result"])


def create(client: httpx2.Client, **more: Any) -> dict[str, Any]:
    """Create an access profile and return it."""
    response = client.post(PROFILES, json={**NEW, **more})
    assert response.status_code == 200, response.headers["X-Mock-Reason"]
    return dict(response.json())


def test_the_list_equals_the_seed_and_has_no_credentials(client: httpx2.Client) -> None:
    """Access profiles are listed by ascending id, without credentials, and can be filtered by client."""
    seeded = [entry["value"] for entry in load_fixtures()[1]["ApiAccessProfile"].values()]
    assert listed(client) == seeded
    assert listed(client, api_client_id=3501) == seeded
    assert listed(client, api_client_id=1) == []
    assert [[entry["id"] for entry in listed(client, page=page, per_page=1)] for page in (1, 2, 3)] == [
        [3601],
        [3602],
        [],
    ]


def test_a_new_profile_is_active_and_shows_its_token_once(client: httpx2.Client) -> None:
    """Only the response to the creation has the token; the list and later updates do not."""
    made = create(client)
    assert made == {
        "id": 36001,
        "name": "New",
        "api_client_id": 3501,
        "api_collection_ids": [3301],
        "active": True,
        "auth_type": "token",
        "secret": made["secret"],
        "created_at": made["created_at"],
        "updated_at": made["created_at"],
    }
    assert len(made["secret"]) == 64
    assert listed(client)[-1] == {name: value for name, value in made.items() if name != "secret"}
    assert "secret" not in client.put(f"{PROFILES}/36001", json={"name": "Newer"}).json()


def test_each_type_has_its_own_credentials(client: httpx2.Client) -> None:
    """Credentials are generated for `token` and `oauth2`, and taken from the request for `jwt` and `oidc`."""
    oauth = create(client, auth_type="oauth2")
    assert oauth.keys() & CREDENTIALS == {"oauth_client_id", "oauth_client_secret"}
    assert oauth["oauth_client_id"] != oauth["oauth_client_secret"]
    jwt = create(client, auth_type="jwt", required_claims=["iss"], **KEY)
    assert (jwt["jwt_method"], jwt["jwt_secret"], jwt["required_claims"]) == ("hmac", "not-a-real-secret", ["iss"])
    oidc = create(client, auth_type="oidc", oidc_issuer="https://example.com", allowed_issuers=[])
    assert (oidc["oidc_issuer"], oidc["allowed_issuers"]) == ("https://example.com", [])
    assert not (jwt.keys() | oidc.keys()) & (CREDENTIALS | {"oidc_jwks_uri"})


def test_tokens_are_unique_and_the_same_in_another_namespace(client: httpx2.Client, open_client: Any) -> None:
    """Equal requests get equal tokens in another namespace, so that two runs of a test are equal."""
    tokens = [create(client)["secret"] for _ in range(3)]
    assert len(set(tokens)) == 3
    other = open_client("test_api_access_profiles-other")
    assert [create(other)["secret"] for _ in range(3)] == tokens


def test_fields_that_a_type_does_not_use_are_ignored_with_a_note(client: httpx2.Client) -> None:
    """Ignored fields are named in `X-Mock-Reason`, and not stored for a later change of the type."""
    response = client.post(PROFILES, json={**NEW, **KEY})
    assert not response.json().keys() & KEY.keys()
    assert "/body/jwt_secret" in response.headers["X-Mock-Reason"]
    assert client.put(f"{PROFILES}/36001", json={"auth_type": "jwt"}).status_code == 400


@pytest.mark.parametrize("sent", [3501, "3501", None])
def test_the_client_may_be_a_number_or_text_or_omitted(client: httpx2.Client, sent: object) -> None:
    """Without a client in the request, the only client of the customer is used."""
    body = {name: value for name, value in {**NEW, "api_client_id": sent}.items() if value is not None}
    assert client.post(PROFILES, json=body).json()["api_client_id"] == 3501


def test_the_client_is_required_unless_there_is_exactly_one(client: httpx2.Client) -> None:
    """Without a client in the request, several clients or none return 400."""
    client.post("/managed_users/512044/api_clients", json={"name": "Other"})
    body = {name: value for name, value in NEW.items() if name != "api_client_id"}
    for customer in (512044, 512101):
        response = client.post(f"/managed_users/{customer}/api_access_profiles", json=body)
        assert response.status_code == 400
        assert "/body/api_client_id" in response.headers["X-Mock-Reason"]


@pytest.mark.parametrize(
    ("change", "status", "pointer"),
    [
        ({"name": ""}, 400, "/body/name"),
        ({"auth_type": "basic"}, 400, "/body/auth_type"),
        ({"api_collection_ids": []}, 400, "/body/api_collection_ids"),
        ({"api_collection_ids": [3301, 1]}, 404, "/body/api_collection_ids/1"),
        ({"api_client_id": 1}, 404, "/body/api_client_id"),
        ({"api_client_id": "9" * 40}, 404, "/body/api_client_id"),
        ({"auth_type": "jwt"}, 400, "/body/jwt_method"),
        ({"auth_type": "jwt", "jwt_method": "rsa"}, 400, "/body/jwt_secret"),
        ({"auth_type": "jwt", "jwt_method": "rsa", "jwt_secret": ""}, 400, "/body/jwt_secret"),
        ({"auth_type": "oidc", "oidc_issuer": "a", "oidc_jwks_uri": "b"}, 400, "/body/oidc_jwks_uri"),
    ],
)
def test_an_invalid_profile_is_rejected(
    client: httpx2.Client, change: dict[str, Any], status: int, pointer: str
) -> None:
    """An invalid profile is not created, and the reason has the pointer of the invalid field."""
    response = client.post(PROFILES, json={**NEW, **change})
    assert response.status_code == status
    assert f'"{pointer}"' in response.headers["X-Mock-Reason"]
    assert len(listed(client)) == 2


def test_an_update_changes_only_the_fields_sent(client: httpx2.Client) -> None:
    """An update replaces the list of collections only if it is sent, in its order and without repeated ids."""
    made = client.post("/managed_users/512044/api_collections", json={"name": "Other"}).json()["id"]
    before = client.put(f"{PROFILES}/3602", json={}).json()
    assert before == load_fixtures()[1]["ApiAccessProfileDetails"]["storefront_jwt"]["value"]
    after = client.put(f"{PROFILES}/3602", json={"api_collection_ids": [made, 3301, made]}).json()
    assert after == {**before, "api_collection_ids": [made, 3301], "updated_at": after["updated_at"]}
    assert after["updated_at"] != before["updated_at"]
    assert listed(client)[1]["api_collection_ids"] == [made, 3301]
    assert client.put(f"{PROFILES}/3602", json={"api_collection_ids": []}).status_code == 400
    assert client.put(f"{PROFILES}/3602", json={"name": "x", "api_collection_ids": [1]}).status_code == 404
    assert listed(client)[1]["api_collection_ids"] == [made, 3301]
    assert listed(client)[1]["name"] == "Storefront by JWT"


def test_a_change_of_the_type_replaces_the_credentials(client: httpx2.Client) -> None:
    """After a change to another type and back, the token is a new one."""
    first = create(client)
    path = f"{PROFILES}/{first['id']}"
    assert client.put(path, json={"auth_type": "jwt", "jwt_method": "hmac"}).status_code == 400
    jwt = client.put(path, json={"auth_type": "jwt", **KEY}).json()
    assert (jwt["auth_type"], jwt["jwt_secret"]) == ("jwt", "not-a-real-secret")
    assert "secret" not in jwt
    again = client.put(path, json={"auth_type": "token"}).json()
    assert again["secret"] != first["secret"]
    assert "jwt_secret" not in again
    assert client.put(path, json={"auth_type": "jwt"}).status_code == 400


def test_the_issuer_and_the_url_of_the_keys_replace_each_other(client: httpx2.Client) -> None:
    """A profile has only one of them: the one that was sent last."""
    made = create(client, auth_type="oidc", oidc_issuer="https://example.com")
    after = client.put(f"{PROFILES}/{made['id']}", json={"oidc_jwks_uri": "https://example.com/keys"}).json()
    assert "oidc_issuer" not in after
    back = client.put(f"{PROFILES}/{made['id']}", json={"oidc_issuer": "https://example.com"}).json()
    assert "oidc_jwks_uri" not in back


def test_a_profile_can_be_disabled_and_enabled(client: httpx2.Client) -> None:
    """Disabling or enabling a profile returns `success`, and a repeated request changes nothing."""
    for verb, active in (("disable", False), ("disable", False), ("enable", True), ("enable", True)):
        assert client.put(f"{PROFILES}/3601/{verb}").json() == {"result": "success"}
        assert listed(client)[0]["active"] is active


@pytest.mark.parametrize("auth_type", ["token", "oauth2"])
def test_a_refresh_creates_new_credentials(client: httpx2.Client, auth_type: str) -> None:
    """Each refresh of a profile returns different credentials."""
    made = create(client, auth_type=auth_type)
    path = f"{PROFILES}/{made['id']}/refresh_secret"
    one, two = client.put(path).json(), client.put(path).json()
    for name in made.keys() & CREDENTIALS:
        assert len({made[name], one[name], two[name]}) == 3
    unchanged = made.keys() - CREDENTIALS - {"updated_at"}
    assert all(made[name] == two[name] for name in unchanged)


def test_credentials_of_the_caller_cannot_be_refreshed(client: httpx2.Client) -> None:
    """A refresh of a `jwt` or `oidc` profile returns 400."""
    oidc = create(client, auth_type="oidc", oidc_issuer="https://example.com")["id"]
    for profile in (3602, oidc):
        response = client.put(f"{PROFILES}/{profile}/refresh_secret")
        assert (response.status_code, response.json()) == (400, {"message": "Bad request"})


@pytest.mark.parametrize("verb", ["", "/enable", "/disable", "/refresh_secret"])
@pytest.mark.parametrize("path", ["/managed_users/512101/api_access_profiles/3601", f"{PROFILES}/1"])
def test_a_profile_of_another_customer_is_not_found(client: httpx2.Client, path: str, verb: str) -> None:
    """A profile of another customer, or one that does not exist, returns 404."""
    response = client.put(f"{path}{verb}", json={} if not verb else None)
    assert (response.status_code, response.json()) == (404, {"message": "Not found"})


@pytest.mark.parametrize(
    ("schema", "change", "pointer"),
    [
        ("ApiAccessProfile", {"active": False}, "/ApiAccessProfile/storefront/value/active"),
        ("ApiAccessProfile", {"api_collection_ids": []}, "/ApiAccessProfile/storefront/value/api_collection_ids"),
        ("ApiAccessProfileDetails", {"api_client_id": 1}, "/ApiAccessProfileDetails/storefront/value/api_client_id"),
        (
            "ApiAccessProfileDetails",
            {"api_collection_ids": [3301, 3301]},
            "/ApiAccessProfileDetails/storefront/value/api_collection_ids/1",
        ),
        ("ApiEndpoint", {"api_collection_id": 1}, "/ApiEndpoint/sync_orders/value/api_collection_id"),
        ("ApiCollection", {"project_id": "x"}, "/ApiCollection/orders/value/project_id"),
    ],
)
def test_a_seed_that_contradicts_itself_is_rejected(
    tmp_path: Path, schema: str, change: dict[str, Any], pointer: str
) -> None:
    """A profile must equal its details, and objects that a seed refers to must exist."""
    content = copy.deepcopy(load_fixtures()[1])
    next(iter(content[schema].values()))["value"].update(change)
    path = tmp_path / "seed.yaml"
    path.write_text(yaml.safe_dump(content, sort_keys=False))
    with pytest.raises(StartError, match=pointer), MockServer(seed=str(path)):
        pass


def test_a_seed_may_have_profiles_without_details(tmp_path: Path) -> None:
    """The token of such a profile is unknown, but can be refreshed."""
    content = copy.deepcopy(load_fixtures()[1])
    del content["ApiAccessProfileDetails"]
    path = tmp_path / "seed.yaml"
    path.write_text(yaml.safe_dump(content, sort_keys=False))
    headers = {"Authorization": "Bearer listed"}
    with MockServer(seed=str(path)) as server, httpx2.Client(base_url=server.url, headers=headers) as client:
        assert [entry["id"] for entry in listed(client)] == [3601, 3602]
        assert client.put(f"{PROFILES}/3601/refresh_secret").json()["secret"]
        assert "jwt_secret" not in client.put(f"{PROFILES}/3602", json={"name": "x"}).json()
