"""The input fields of connections and connectors follow the catalogue and the input of a connection."""

from __future__ import annotations

from typing import Any

import httpx2
import pytest

OTHER = "/managed_users/512101"


def names(response: httpx2.Response) -> list[str]:
    """Return the names of the fields in a response."""
    assert response.status_code == 200, response.text
    return [field["name"] for field in response.json()["result"]]


def test_a_connector_has_the_fields_of_every_connection(client: httpx2.Client, northwind: str) -> None:
    """The fields of a connector do not include those that depend on the input of a connection."""
    response = client.get(f"/v2{northwind}/connectors/jira/input_schema")
    assert names(response) == ["host_name", "host_url", "auth_type"]
    assert response.json()["result"][2]["pick_list"] == [["API token", "api_token"], ["OAuth 2.0", "oauth"]]


@pytest.mark.parametrize(
    ("sent", "added"),
    [
        ({"auth_type": "api_token", "email": "ops@example.com"}, ["email", "apitoken"]),
        ({"auth_type": "oauth"}, []),
        ({"auth_type": "other"}, []),
        ({"host_name": "jira.example.com"}, []),
        (None, []),
    ],
)
def test_the_input_of_a_connection_adds_fields(
    client: httpx2.Client, northwind: str, sent: dict[str, str] | None, added: list[str]
) -> None:
    """The fields of a connection follow the kind of authentication in its input, also of a shell."""
    body: dict[str, Any] = {"provider": "jira", "name": "New", "shell_connection": True}
    made = client.post(f"{northwind}/connections", json=body if sent is None else {**body, "input": sent}).json()
    response = client.get(f"{northwind}/connections/{made['id']}/input_schema")
    assert names(response) == ["host_name", "host_url", "auth_type", *added]
    assert "ops@example.com" not in response.text


def test_new_input_changes_the_fields(client: httpx2.Client, northwind: str) -> None:
    """An update of the input adds other fields; an update without input changes nothing."""
    path = f"{northwind}/connections/7101"
    assert names(client.get(f"{path}/input_schema"))[3:] == ["email", "apitoken"]
    client.put(path, json={"name": "Renamed"})
    assert names(client.get(f"{path}/input_schema"))[3:] == ["email", "apitoken"]
    client.put(path, json={"input": {"auth_type": "oauth"}})
    assert names(client.get(f"{path}/input_schema"))[3:] == []


def test_a_connector_without_input_has_no_fields(client: httpx2.Client, northwind: str) -> None:
    """A connector that only uses OAuth has an empty list, without a note."""
    for path in (f"/v2{northwind}/connectors/slack/input_schema", f"{northwind}/connections/7103/input_schema"):
        response = client.get(path)
        assert names(response) == []
        assert "X-Mock-Reason" not in response.headers


def test_the_fields_of_a_shared_custom_connector_are_not_known(client: httpx2.Client, northwind: str) -> None:
    """A shared custom connector has an empty list with a note; one that is not shared is not found."""
    name = "acme_erp_connector_5120_1690000001"
    response = client.get(f"/v2{northwind}/connectors/{name}/input_schema")
    assert names(response) == []
    assert "does not know the input fields" in response.headers["X-Mock-Reason"]
    hidden = "acme_billing_connector_5120_1699000002"
    assert client.get(f"/v2{northwind}/connectors/{hidden}/input_schema").status_code == 404


def test_unknown_objects_are_not_found(client: httpx2.Client, northwind: str) -> None:
    """An unknown customer, connector or connection, and a connection of another customer, are not found."""
    for path in (
        "/v2/managed_users/1/connectors/jira/input_schema",
        f"/v2{northwind}/connectors/none/input_schema",
        f"{northwind}/connections/1/input_schema",
        f"{northwind}/connections/jira/input_schema",
        f"{OTHER}/connections/7101/input_schema",
    ):
        assert client.get(path).status_code == 404, path
