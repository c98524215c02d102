"""Operations check and keep the dependencies between resources."""

from __future__ import annotations

import httpx2

JIRA = "/managed_users/512044/connections/7101"
RECIPE = "/managed_users/512044/recipes/9001"


def test_a_connection_of_a_running_recipe_cannot_be_deleted(client: httpx2.Client) -> None:
    """A connection in use is disconnected only with `force`, and deleted only after its recipe stopped."""
    rejected = client.post(f"{JIRA}/disconnect")
    assert (rejected.status_code, rejected.json()) == (400, {"message": "Bad request"})
    assert "the running recipe 9001 uses the connection" in rejected.headers["x-mock-reason"]
    assert client.post(f"{JIRA}/disconnect", json={"force": False}).status_code == 400
    assert client.post(f"{JIRA}/disconnect", json={"force": True}).status_code == 200
    assert client.delete(JIRA).status_code == 400
    assert client.put(f"{RECIPE}/stop").json() == {"success": True}
    assert client.delete(JIRA).json() == {"success": True}


def test_a_connection_of_a_stopped_recipe_can_be_disconnected(client: httpx2.Client) -> None:
    """A connection of a stopped recipe is disconnected without `force`, and then the recipe cannot start."""
    client.put(f"{RECIPE}/stop")
    assert client.post(f"{JIRA}/disconnect").json() == {"success": True, "status": "disconnected"}
    assert client.put(f"{RECIPE}/start").json()["success"] is False


def test_a_folder_at_the_top_level_is_a_project(client: httpx2.Client) -> None:
    """A top-level folder is listed as a project with its own id, which properties and tables accept."""
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


def test_the_projects_of_the_seed_have_the_folders_of_the_fixtures(client: httpx2.Client) -> None:
    """The project of the default seed has the folder of the fixtures."""
    assert client.get("/managed_users/512044/projects").json()["result"] == [
        {"id": 523200, "name": "Order to cash", "description": "Order automations", "folder_id": 5512}
    ]


def test_a_shared_recipe_must_exist(client: httpx2.Client) -> None:
    """Sharing returns success for a recipe of the customer, and 404 for any other."""
    assert client.post(f"{RECIPE}/share").json() == {"result": {"success": True}}
    assert client.post("/managed_users/512101/recipes/9001/share").status_code == 404
