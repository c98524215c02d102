"""The operations on Developer API clients and their roles behave as documented, and so do the tokens of the clients."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import httpx2
import pytest
from workato_embedded_mock import MockServer
from workato_embedded_mock.openapi.document import load_fixtures

CLIENTS = "/v2/managed_users/512044/developer_api_clients"
ROLES = "/v2/managed_users/512044/developer_api_client_roles"
CONTOSO = "/v2/managed_users/512101/developer_api_clients"
NEW = {
    "name": "Acme deploy",
    "api_privilege_group_id": 26110,
    "all_folders": False,
    "folder_ids": [5512],
    "environment_name": "Development",
}
OF_NO_ENVIRONMENT = {name: value for name, value in NEW.items() if name != "environment_name"}

Open = Callable[..., httpx2.Client]


def _create(client: httpx2.Client, **fields: Any) -> dict[str, Any]:
    made: dict[str, Any] = client.post(CLIENTS, json={**NEW, **fields}).json()["result"]
    return made


def _status(client: httpx2.Client, token: str, path: str = "/integrations/all", **headers: str) -> int:
    """Return the status of a request with another token than that of the client."""
    return client.get(path, headers={"Authorization": f"Bearer {token}", **headers}).status_code


def _reason(response: httpx2.Response) -> str:
    text: str = json.loads(response.headers["X-Mock-Reason"])[0]["text"]
    return text


def test_the_lists_equal_the_seed(client: httpx2.Client) -> None:
    """Clients and roles are listed by ascending id, with the number of all of them."""
    fixtures = load_fixtures()[1]
    for path, schema in ((CLIENTS, "DeveloperApiClient"), (ROLES, "DeveloperApiClientRole")):
        seeded = [entry["value"] for entry in fixtures[schema].values() if entry["in"] == {"managed_user_id": 512044}]
        assert client.get(path).json() == {"result": {"count": len(seeded), "items": seeded}}
    assert client.get(CONTOSO).json() == {"result": {"count": 0, "items": []}}


def test_the_count_is_that_of_all_pages(client: httpx2.Client) -> None:
    """A page of clients or roles has the number of all of them."""
    _create(client)
    for path in (CLIENTS, ROLES):
        page = client.get(path, params={"page": 2, "per_page": 1}).json()["result"]
        assert (page["count"], len(page["items"])) == (2, 1)


def test_a_token_is_shown_once(client: httpx2.Client) -> None:
    """The response to create has the token; reading the client or the list shows everything else."""
    made = _create(client, ip_allow_list=["203.0.113.10", " 198.51.100.0/24"])
    token = made["token"].pop("value")
    assert made == {
        **NEW,
        "id": 403001,
        "created_at": made["created_at"],
        "updated_at": made["created_at"],
        "environment_id": 512044,
        "ip_allow_list": "203.0.113.10,198.51.100.0/24",
        "token": {"updated_at": made["token"]["updated_at"]},
    }
    assert made["token"]["updated_at"].endswith("Z")
    read = client.get(f"{CLIENTS}/{made['id']}")
    assert read.json() == {"result": made} == {"result": client.get(CLIENTS).json()["result"]["items"][-1]}
    assert token not in read.text
    assert token not in client.get(client.base_url.join("/_mock/state")).text


def test_a_token_works_until_its_client_is_deleted(client: httpx2.Client) -> None:
    """The token of a client gets 200 from the Developer API, and 401 as soon as the client is deleted."""
    made = _create(client)
    token = made["token"]["value"]
    assert _status(client, token) == 200
    assert client.delete(f"{CLIENTS}/{made['id']}").json() == {"result": {"success": True}}
    assert _status(client, token) == 401
    assert client.get(f"{CLIENTS}/{made['id']}").status_code == 404
    assert client.delete(f"{CLIENTS}/{made['id']}").status_code == 404


def test_a_replaced_token_stops_working(client: httpx2.Client) -> None:
    """A regenerated token works, and the one before it gets 401; the client of the seed gets its first one."""
    made = _create(client)
    path = f"{CLIENTS}/{made['id']}"
    replaced = client.post(f"{path}/regenerate").json()["result"]
    old, new = made["token"]["value"], replaced["token"].pop("value")
    assert (_status(client, old), _status(client, new)) == (401, 200)
    assert client.get(path).json() == {"result": replaced}
    seeded = client.post(f"{CLIENTS}/40311/regenerate").json()["result"]
    assert seeded["token"]["updated_at"] > "2025-06-10T07:20:31.088Z"
    assert seeded["ip_allow_list"] == "203.0.113.10,198.51.100.0/24"


def test_a_token_is_for_the_developer_api_of_one_customer(client: httpx2.Client) -> None:
    """Operations of the partner's workspace reject the token of a Developer API client with 401 and the reason."""
    headers = {"Authorization": f"Bearer {_create(client)['token']['value']}"}
    assert client.get("/integrations", params={"applications": "jira"}, headers=headers).status_code == 200
    for path in ("/managed_users", "/custom_connectors", CLIENTS):
        response = client.get(path, headers=headers)
        assert (response.status_code, response.json()) == (401, {"message": "Unauthorized"})
        assert "the Developer API client 403001 of the customer 512044 cannot call" in _reason(response)


def test_a_token_belongs_to_one_namespace(client: httpx2.Client, open_client: Open) -> None:
    """A token is valid in the namespace of its client only, and resetting the namespace ends it."""
    token = _create(client)["token"]["value"]
    own = client.headers["Authorization"].removeprefix("Bearer ")
    assert _status(client, token, **{"X-Mock-Namespace": own}) == 200
    assert _status(client, token, **{"X-Mock-Namespace": "another-namespace"}) == 401
    other = _create(open_client("a-namespace-with-the-same-client"))
    assert other["id"] == 403001
    assert other["token"]["value"] != token
    client.post(client.base_url.join("/_mock/reset"))
    assert _status(client, token) == 401


def test_a_copied_state_keeps_its_tokens(client: httpx2.Client, open_client: Open) -> None:
    """A state that is exported and imported into another namespace has the same tokens there."""
    token = _create(client)["token"]["value"]
    state = client.get(client.base_url.join("/_mock/state")).json()
    other = open_client("a-namespace-with-a-copied-state")
    assert other.put(other.base_url.join("/_mock/state"), json=state).status_code < 300
    assert _status(client, token, **{"X-Mock-Namespace": "a-namespace-with-a-copied-state"}) == 200
    client.delete(f"{CLIENTS}/403001")
    assert _status(client, token) == 200
    other.delete(f"{CLIENTS}/403001")
    assert _status(client, token) == 401


@pytest.mark.parametrize(
    ("allowed", "status"),
    [
        ("127.0.0.0/8", 200),
        ("203.0.113.10, 127.0.0.1", 200),
        (["::1", "127.0.0.1"], 200),
        ("", 200),
        ([], 200),
        ("203.0.113.10", 401),
        ("::1", 401),
    ],
)
def test_a_token_works_from_allowed_addresses_only(client: httpx2.Client, allowed: Any, status: int) -> None:
    """A token is rejected if its client has an allow list without the caller's address."""
    made = _create(client, ip_allow_list=allowed)
    assert _status(client, made["token"]["value"]) == status
    client.put(f"{CLIENTS}/{made['id']}", json={"ip_allow_list": "127.0.0.1"})
    assert _status(client, made["token"]["value"]) == 200


def test_a_server_with_tokens_of_its_own_accepts_the_tokens_that_it_issued() -> None:
    """A server that was started with tokens accepts those of its Developer API clients too."""
    with MockServer(tokens=("partner",)) as server, httpx2.Client(base_url=server.url) as client:
        client.headers["Authorization"] = "Bearer partner"
        token = _create(client)["token"]["value"]
        assert _status(client, token) == 200
        assert _status(client, f"{token}0") == 401
        assert _status(client, "somebody") == 401


def test_an_update_changes_what_is_sent(client: httpx2.Client) -> None:
    """An update changes the fields that are sent, and leaves the token valid."""
    made = _create(client)
    token = made["token"].pop("value")
    path = f"{CLIENTS}/{made['id']}"
    changed = client.put(path, json={"name": "Other", "api_privilege_group_id": 26111}).json()["result"]
    expected = {**made, "name": "Other", "api_privilege_group_id": 26111, "updated_at": changed["updated_at"]}
    assert changed == expected == client.get(path).json()["result"]
    assert changed["updated_at"] >= made["updated_at"]
    assert client.put(path, json={}).json() == {"result": changed}
    assert _status(client, token) == 200


def test_a_client_of_all_projects_has_no_folders(client: httpx2.Client) -> None:
    """Access to all projects clears the list of folders; without it, folders are required."""
    path = f"{CLIENTS}/{_create(client)['id']}"
    response = client.put(path, json={"all_folders": True, "folder_ids": [5512]})
    assert response.json()["result"]["folder_ids"] == []
    assert _reason(response) == "ignored: the client can access all projects"
    assert client.put(path, json={"all_folders": False}).status_code == 400
    changed = client.put(path, json={"all_folders": False, "folder_ids": [5512, 5512]}).json()["result"]
    assert changed["folder_ids"] == [5512]
    assert client.get(path).json()["result"] == changed


@pytest.mark.parametrize(
    ("field", "value", "status"),
    [
        ("name", "", 400),
        ("api_privilege_group_id", 1, 400),
        ("folder_ids", [], 400),
        ("folder_ids", [5512, 1], 404),
        ("ip_allow_list", "203.0.113.0/40", 400),
        ("ip_allow_list", ["203.0.113.1", ""], 400),
        ("environment_name", "Staging", 400),
        ("environment", "TEST", 400),
    ],
)
def test_an_invalid_field_is_rejected(client: httpx2.Client, field: str, value: Any, status: int) -> None:
    """A client with an invalid field is neither created nor changed."""
    response = client.post(CLIENTS, json={**NEW, field: value})
    assert response.status_code == status
    assert json.loads(response.headers["X-Mock-Reason"])[0]["pointer"].startswith(f"/body/{field}")
    before = client.get(CLIENTS).json()
    environment = {"environment_name": "Development"} if field == "environment" else {}
    assert client.put(f"{CLIENTS}/40311", json={**environment, field: value}).status_code == status
    assert client.get(CLIENTS).json() == before
    assert before["result"]["count"] == 1


def test_a_client_belongs_to_one_customer(client: httpx2.Client) -> None:
    """A client or role of another customer is not found."""
    other = "/v2/managed_users/512101"
    assert client.get(f"{other}/developer_api_clients/40311").status_code == 404
    assert client.put(f"{other}/developer_api_clients/40311", json={"name": "x"}).status_code == 404
    assert client.delete(f"{other}/developer_api_clients/40311").status_code == 404
    assert client.post(f"{other}/developer_api_clients/40311/regenerate").status_code == 404
    assert client.post(f"{other}/developer_api_client_roles/26110/copy").status_code == 404
    body = {**NEW, "all_folders": True}
    assert client.post(f"{other}/developer_api_clients", json=body).status_code == 400
    assert client.get(CLIENTS).json()["result"]["count"] == 1


@pytest.fixture
def environments(client: httpx2.Client) -> dict[str, int]:
    """Return the ids of a customer's environments by type."""
    customer = client.get("/managed_users/512044").json()
    ids = {entry["environment_type"].upper(): entry["id"] for entry in customer["environments"]}
    return {"DEV": 512044, **ids}


@pytest.mark.parametrize("field", ["environment", "environment_name"])
def test_a_client_of_a_workspace_without_environments_has_none(client: httpx2.Client, field: str) -> None:
    """A workspace without environments rejects both fields; its clients have neither name nor id of one."""
    body = {"name": "All", "api_privilege_group_id": 26112, "all_folders": True}
    value = {"environment": "DEV", "environment_name": "Development"}[field]
    response = client.post(CONTOSO, json={**body, field: value})
    assert response.status_code == 400
    assert _reason(response) == "the workspace has no environments; leave it out"
    made = client.post(CONTOSO, json=body).json()["result"]
    assert (made["environment_name"], made["environment_id"]) == (None, None)
    assert client.put(f"{CONTOSO}/{made['id']}", json={field: value}).status_code == 400
    assert _status(client, made["token"]["value"]) == 200


@pytest.mark.parametrize(
    ("kind", "name", "sent"),
    [
        ("DEV", "Development", {"environment_name": "Development"}),
        ("TEST", "Test", {"environment": "TEST"}),
        ("PROD", "Production", {"environment": "PROD", "environment_name": "Production"}),
    ],
)
def test_a_client_is_for_one_environment(
    client: httpx2.Client, environments: dict[str, int], kind: str, name: str, sent: dict[str, str]
) -> None:
    """A client of a customer with environments is for one of them, and is listed below the ids of all of them."""
    folder = client.post(f"/managed_users/{environments[kind]}/folders", json={"name": "Deployed"}).json()["id"]
    made = client.post(CLIENTS, json={**OF_NO_ENVIRONMENT, "folder_ids": [folder], **sent}).json()["result"]
    assert (made["environment_name"], made["environment_id"]) == (name, environments[kind])
    assert _status(client, made["token"].pop("value")) == 200
    for number in environments.values():
        listed = client.get(f"/v2/managed_users/{number}/developer_api_clients").json()["result"]["items"]
        assert listed[-1] == made


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({}, "environment_name"),
        ({"environment_name": "Staging"}, "environment_name"),
        ({"environment_name": "Development", "environment": "TEST"}, "environment"),
    ],
)
def test_an_environment_is_required_and_known(client: httpx2.Client, sent: dict[str, str], field: str) -> None:
    """A client of a customer with environments is not created without one of them."""
    response = client.post(CLIENTS, json={**OF_NO_ENVIRONMENT, **sent})
    assert response.status_code == 400
    assert json.loads(response.headers["X-Mock-Reason"])[0]["pointer"] == f"/body/{field}"


def test_a_client_that_moves_to_another_environment_needs_folders_of_it(
    client: httpx2.Client, environments: dict[str, int]
) -> None:
    """A client can only have folders of its environment, so that another environment requires other folders."""
    path = f"{CLIENTS}/{_create(client)['id']}"
    assert client.put(path, json={"name": "Other", "environment": "DEV"}).json()["result"]["folder_ids"] == [5512]
    assert client.put(path, json={"environment": "TEST"}).status_code == 400
    assert client.put(path, json={"environment": "TEST", "folder_ids": [5512]}).status_code == 404
    changed = client.put(path, json={"environment": "TEST", "all_folders": True}).json()["result"]
    assert (changed["environment_id"], changed["folder_ids"]) == (environments["TEST"], [])
    assert client.get(path).json()["result"] == changed


def test_a_copied_role_can_be_given_to_a_client(client: httpx2.Client) -> None:
    """A copied role is bare, is listed last, and can be the role of a new client; a name in the body is ignored."""
    made = client.post(f"{ROLES}/26110/copy", json={"name": "Mine"}).json()
    assert made == {
        "id": 261001,
        "name": "Deploy only (copy)",
        "created_at": made["created_at"],
        "updated_at": made["created_at"],
    }
    assert client.get(ROLES).json()["result"]["items"][-1] == made
    assert _create(client, api_privilege_group_id=261001)["api_privilege_group_id"] == 261001
    assert client.post(f"{ROLES}/40311/copy").status_code == 404


def test_tokens_are_masked_in_the_journal(client: httpx2.Client) -> None:
    """The journal does not contain the token that a client was created with."""
    token = _create(client)["token"]["value"]
    _status(client, token)
    journal = client.get(client.base_url.join("/_mock/journal")).text
    assert "create_developer_api_client" in journal
    assert token not in journal
