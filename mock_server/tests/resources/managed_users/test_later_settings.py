"""Customers have the settings that later editions added: full embedding, and those of environments."""

from __future__ import annotations

import httpx2
import pytest


def test_full_embedding_is_kept_and_null_restores_the_default(client: httpx2.Client) -> None:
    """The setting is in later responses once it is sent, and null takes the partner's own setting again."""
    sent = {"name": "A", "notification_email": "a@example.com", "external_id": "a", "full_embedding": True}
    assert client.post("/managed_users", json=sent).json()["full_embedding"] is True
    assert client.get("/managed_users/Ea").json()["full_embedding"] is True
    assert client.put("/managed_users/Ea", json={"full_embedding": False}).json()["full_embedding"] is False
    client.put("/managed_users/Ea", json={"name": "B"})
    assert client.get("/managed_users").json()["result"][-1]["full_embedding"] is False
    assert "full_embedding" not in client.put("/managed_users/Ea", json={"full_embedding": None}).json()
    assert client.put("/managed_users/Ea", json={"full_embedding": "maybe"}).status_code == 400


def test_settings_of_environments_change_the_environment_that_is_meant(client: httpx2.Client) -> None:
    """An environment gets an external id, by which it is found afterwards; the customer keeps its own."""
    made = client.post("/managed_users/512101/environments").json()
    test, prod = (each["id"] for each in made["environments"])
    settings = [
        {"environment_type": "test", "external_id": "acme/42-test"},
        {"id": prod, "external_id": "acme/42-prod", "error_notification_emails": "errors@example.com"},
    ]
    response = client.put("/managed_users/512101", json={"environments": settings})
    assert (response.status_code, response.json()["external_id"]) == (200, "acme/42")
    client.post("/managed_users/Eacme%2F42-test/folders", json={"name": "In test"})
    for path, names in [(str(test), ["In test"]), ("Eacme%2F42-prod", []), ("512101", [])]:
        folders = client.get(f"/managed_users/{path}/folders").json()["result"]
        assert [folder["name"] for folder in folders] == names


@pytest.mark.parametrize("form", ["list", "object"])
def test_settings_of_no_known_environment_are_ignored_with_a_note(client: httpx2.Client, form: str) -> None:
    """Settings that do not say which environment they mean are ignored, and a note says what is missing."""
    client.post("/managed_users/512101/environments")
    settings = {"kind": "test", "external_id": "somewhere"}
    sent = {"environments": [settings] if form == "list" else settings}
    response = client.put("/managed_users/512101", json=sent)
    assert response.status_code == 200
    assert "environment_type" in response.headers["X-Mock-Reason"]
    assert client.get("/managed_users/Esomewhere").status_code == 404


def test_an_external_id_of_another_workspace_is_rejected(client: httpx2.Client) -> None:
    """An environment cannot have the external id of a customer, and the rest of the request is rolled back."""
    client.post("/managed_users/512101/environments")
    sent = {"name": "Renamed", "environments": {"environment_type": "test", "external_id": "cust-0042"}}
    response = client.put("/managed_users/512101", json=sent)
    assert (response.status_code, response.json()) == (400, {"message": "Bad request"})
    assert client.get("/managed_users/512101").json()["name"] == "Contoso Freight"
