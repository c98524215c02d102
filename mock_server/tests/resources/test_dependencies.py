"""What depends on one another across resources is checked."""

from __future__ import annotations

import httpx

JIRA = "/managed_users/512044/connections/7101"
RECIPE = "/managed_users/512044/recipes/9001"


def test_a_connection_of_a_running_recipe_is_left_alone(client: httpx.Client) -> None:
    """It is disconnected by force only, and not deleted even then, until the recipe stops."""
    refused = client.post(f"{JIRA}/disconnect")
    assert (refused.status_code, refused.json()) == (400, {"message": "Bad request"})
    assert "the running recipe 9001 uses the connection" in refused.headers["x-mock-reason"]
    assert client.post(f"{JIRA}/disconnect", params={"force": "true"}).status_code == 200
    assert client.delete(JIRA).status_code == 400
    assert client.put(f"{RECIPE}/stop").json() == {"success": True}
    assert client.delete(JIRA).json() == {"success": True}


def test_a_stopped_recipe_does_not_hold_its_connections(client: httpx.Client) -> None:
    """Without a running recipe a connection is disconnected without force, and then the recipe cannot start."""
    client.put(f"{RECIPE}/stop")
    assert client.post(f"{JIRA}/disconnect").json() == {"success": True, "status": "disconnected"}
    assert client.put(f"{RECIPE}/start").json()["success"] is False


def test_a_folder_at_the_top_level_is_a_project(client: httpx.Client) -> None:
    """It shows in the list of projects with an id of its own, which properties and tables take."""
    path = "/managed_users/512101"
    folder = client.post(f"{path}/folders", json={"name": "Invoices"}).json()
    below = client.post(f"{path}/folders", json={"name": "2023", "parent_id": str(folder["id"])}).json()
    (project,) = client.get(f"{path}/projects").json()["result"]
    assert project == {"id": project["id"], "name": "Invoices", "description": None, "folder_id": folder["id"]}
    assert project["id"] not in (folder["id"], below["id"])
    written = client.post(
        f"{path}/properties", params={"project_id": project["id"]}, json={"properties": {"erp.url": "x"}}
    )
    assert written.json() == {"success": True}


def test_the_projects_of_the_seed_are_paired_with_their_folders(client: httpx.Client) -> None:
    """The project of the default seed is the folder that the fixtures say."""
    assert client.get("/managed_users/512044/projects").json()["result"] == [
        {"id": 523200, "name": "Order to cash", "description": "Order automations", "folder_id": 5512}
    ]


def test_a_shared_recipe_must_exist(client: httpx.Client) -> None:
    """Sharing answers success for a recipe of the customer, and 404 for any other."""
    assert client.post(f"{RECIPE}/share").json() == {"result": {"success": True}}
    assert client.post("/managed_users/512101/recipes/9001/share").status_code == 404
