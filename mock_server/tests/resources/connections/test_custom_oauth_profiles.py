"""The operations on custom OAuth profiles behave as documented.

The seed has two profiles for each connector with OAuth.
"""

from __future__ import annotations

from pathlib import Path

import httpx2
import pytest
import yaml
from workato_embedded_mock import MockServer, StartError
from workato_embedded_mock.openapi.document import load_fixtures

SALESFORCE, SALESFORCE_TOO, SLACK, SLACK_TOO = 8201, 8202, 8203, 8204
DONE = (200, {"result": {"success": True}})


def assign(client: httpx2.Client, customer: str, profile: int) -> tuple[int, object]:
    """Assign a profile to a customer."""
    response = client.post(f"{customer}/custom_oauth_profiles/{profile}/assign")
    return response.status_code, response.json()


def unassign(client: httpx2.Client, customer: str, profile: int, **query: str) -> tuple[int, object]:
    """Remove a profile from a customer."""
    response = client.delete(f"{customer}/custom_oauth_profiles/{profile}/unassign", params=query)
    return response.status_code, response.json()


def test_a_customer_has_at_most_one_profile_for_a_connector(client: httpx2.Client, northwind: str) -> None:
    """A second profile of a customer for a connector is rejected; the same one is accepted again."""
    assert assign(client, northwind, SLACK) == DONE
    assert assign(client, northwind, SLACK) == DONE
    assert assign(client, northwind, SLACK_TOO) == (400, {"message": "Bad request"})
    assert assign(client, northwind, SALESFORCE) == DONE
    assert unassign(client, northwind, SLACK) == DONE
    assert assign(client, northwind, SLACK_TOO) == DONE


def test_customers_share_the_profiles_of_the_partner(client: httpx2.Client, northwind: str) -> None:
    """Each customer has its own assignments of the partner's profiles."""
    assert assign(client, northwind, SLACK) == assign(client, "/managed_users/Eacme%2F42", SLACK) == DONE
    assert unassign(client, northwind, SLACK) == DONE
    assert assign(client, "/managed_users/Eacme%2F42", SLACK_TOO)[0] == 400


def test_a_profile_in_use_is_removed_only_with_force(client: httpx2.Client, northwind: str) -> None:
    """A profile is in use while the customer has an authorized connection of its connector."""
    assign(client, northwind, SALESFORCE)
    assert unassign(client, northwind, SALESFORCE) == (400, {"message": "Bad request"})
    assert unassign(client, northwind, SALESFORCE, force="false")[0] == 400
    assert assign(client, northwind, SALESFORCE_TOO)[0] == 400
    assert unassign(client, northwind, SALESFORCE, force="true") == DONE
    assign(client, northwind, SALESFORCE_TOO)
    client.post(f"{northwind}/connections/7102/disconnect", json={"force": True})
    assert unassign(client, northwind, SALESFORCE_TOO) == DONE


@pytest.mark.parametrize("profile", [1, 8205, SLACK, SLACK_TOO])
def test_a_profile_that_is_not_assigned_cannot_be_removed(client: httpx2.Client, northwind: str, profile: int) -> None:
    """The removal of a profile that is not assigned to the customer returns 404, also with `force`."""
    assign(client, "/managed_users/512101", SLACK)
    assert unassign(client, northwind, profile)[0] == unassign(client, northwind, profile, force="true")[0] == 404


def test_an_unknown_profile_cannot_be_assigned(client: httpx2.Client, northwind: str) -> None:
    """An unknown profile or an unknown customer returns 404."""
    assert assign(client, northwind, 1) == assign(client, "/managed_users/1", SLACK) == (404, {"message": "Not found"})


def test_assignments_are_deleted_with_the_customer(client: httpx2.Client, northwind: str) -> None:
    """A new customer with the same external id has no assigned profiles."""
    assign(client, northwind, SLACK)
    client.delete(northwind)
    body = {"name": "Again", "notification_email": "ops@example.com", "external_id": "cust-0042"}
    assert client.post("/managed_users", json=body).status_code == 200
    assert unassign(client, "/managed_users/Ecust-0042", SLACK)[0] == 404


def server_with(tmp_path: Path, *profiles: dict[str, object], catalogue: bool = True) -> MockServer:
    """Return a server that is not started, whose seed has these profiles and, by default, the published connectors."""
    fixtures = load_fixtures()[1]
    names = ["ManagedUser", *(["Connector"] if catalogue else [])]
    seed = {name: fixtures[name] for name in names}
    seed["CustomOauthProfile"] = {f"p{number}": {"value": value} for number, value in enumerate(profiles)}
    path = tmp_path / "seed.yaml"
    path.write_text(yaml.safe_dump(seed), "utf-8")
    return MockServer(seed=str(path))


@pytest.mark.parametrize("catalogue", [True, False])
def test_a_seed_lists_the_profiles(tmp_path: Path, catalogue: bool) -> None:
    """Only the profiles of the seed exist, and without connectors in the seed any connector is valid."""
    with (
        server_with(tmp_path, {"id": 7, "name": "Ours", "provider": "slack"}, catalogue=catalogue) as server,
        httpx2.Client(base_url=server.url, headers={"Authorization": "Bearer seed"}) as client,
    ):
        assert assign(client, "/managed_users/512101", 7) == DONE
        assert assign(client, "/managed_users/512101", SLACK)[0] == 404


@pytest.mark.parametrize(
    ("profiles", "sentence"),
    [
        ([{"id": 7, "name": "a", "provider": "jira"}], "/value/provider: the seed has no OAuth connector jira"),
        ([{"id": 7, "name": "a", "provider": "no_such"}], "/value/provider: the seed has no OAuth connector no_such"),
        ([{"id": 7, "name": "a", "provider": "slack"}] * 2, "/value/id: another object has the id 7"),
        ([{"id": 7, "provider": "slack"}], "/value/name"),
    ],
)
def test_an_invalid_profile_in_a_seed_is_rejected(
    tmp_path: Path, profiles: list[dict[str, object]], sentence: str
) -> None:
    """A seed with an invalid profile is rejected, and the message has the position of the profile."""
    with pytest.raises(StartError) as caught:
        server_with(tmp_path, *profiles).start()
    assert "/CustomOauthProfile/p" in str(caught.value)
    assert sentence in str(caught.value)
