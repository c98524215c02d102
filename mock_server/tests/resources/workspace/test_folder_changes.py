"""Folders and projects can be renamed, moved and deleted."""

from __future__ import annotations

from typing import Any

import httpx2
import pytest

PROJECT_FOLDER, SUBFOLDER = 5512, 5513


def below(client: httpx2.Client, owner: str, parent_id: int) -> dict[int, str]:
    """Return the names of the folders in a folder by id."""
    listed = client.get(f"{owner}/folders", params={"parent_id": parent_id}).json()["result"]
    return {folder["id"]: folder["name"] for folder in listed}


def add(client: httpx2.Client, owner: str, name: str, parent_id: int) -> int:
    """Create a folder and return its id."""
    made: int = client.post(f"{owner}/folders", json={"name": name, "parent_id": str(parent_id)}).json()["id"]
    return made


def test_folders_have_the_project_of_the_top_level_folder(client: httpx2.Client, northwind: str) -> None:
    """A top-level folder has its own project and every folder below it has the same one."""
    deep = add(client, northwind, "Deep", SUBFOLDER)
    listed = {
        folder["id"]: (folder["is_project"], folder["project_id"])
        for parent_id in (5500, PROJECT_FOLDER, SUBFOLDER)
        for folder in client.get(f"{northwind}/folders", params={"parent_id": parent_id}).json()["result"]
    }
    assert listed == {PROJECT_FOLDER: (True, 523200), SUBFOLDER: (False, 523200), deep: (False, 523200)}
    made = client.post(f"{northwind}/folders", json={"name": "Invoices"}).json()
    projects = client.get(f"{northwind}/projects").json()["result"]
    assert (made["is_project"], made["project_id"]) == (True, projects[-1]["id"])


def test_a_renamed_folder_keeps_its_parent_and_content(client: httpx2.Client, northwind: str) -> None:
    """A rename changes the name and `updated_at` only, and the recipes stay in the folder."""
    changed = client.put(f"{northwind}/folders/{SUBFOLDER}", json={"name": "Returns EU"}).json()
    assert (changed["id"], changed["name"], changed["parent_id"]) == (SUBFOLDER, "Returns EU", PROJECT_FOLDER)
    assert changed["updated_at"] > changed["created_at"]
    assert below(client, northwind, PROJECT_FOLDER) == {SUBFOLDER: "Returns EU"}
    assert client.get(f"{northwind}/recipes/9002").json()["folder_id"] == SUBFOLDER


def test_the_subfolders_of_a_moved_folder_move_too(client: httpx2.Client, northwind: str) -> None:
    """A folder that is moved into another project belongs to that project, and so do its subfolders."""
    target = client.post(f"{northwind}/folders", json={"name": "Archive"}).json()
    deep = add(client, northwind, "Deep", SUBFOLDER)
    moved = client.put(f"{northwind}/folders/{SUBFOLDER}", json={"parent_id": str(target["id"])}).json()
    assert (moved["parent_id"], moved["project_id"], moved["name"]) == (target["id"], target["project_id"], "Returns")
    assert below(client, northwind, PROJECT_FOLDER) == {}
    assert below(client, northwind, target["id"]) == {SUBFOLDER: "Returns"}
    (inner,) = client.get(f"{northwind}/folders", params={"parent_id": SUBFOLDER}).json()["result"]
    assert (inner["id"], inner["project_id"]) == (deep, target["project_id"])


def test_a_folder_that_was_read_can_be_sent_back(client: httpx2.Client, northwind: str) -> None:
    """A folder that was read and is sent back with another name is renamed, also if it is a project."""
    (folder,) = client.get(f"{northwind}/folders").json()["result"]
    changed = client.put(f"{northwind}/folders/{folder['id']}", json={**folder, "name": "Orders"})
    assert changed.status_code == 200, changed.headers.get("X-Mock-Reason")
    assert changed.json()["name"] == "Orders"


def test_a_rename_of_a_project_and_of_its_folder_are_the_same(client: httpx2.Client, northwind: str) -> None:
    """A project and its folder have one name, whichever of them is renamed."""
    client.put(f"{northwind}/folders/{PROJECT_FOLDER}", json={"name": "One"})
    (project,) = client.get(f"{northwind}/projects").json()["result"]
    assert project == {"id": 523200, "name": "One", "description": "Order automations", "folder_id": PROJECT_FOLDER}
    changed = client.put(f"{northwind}/projects/523200", json={"name": "Two"}).json()
    assert changed == {**project, "name": "Two"}
    assert client.get(f"{northwind}/projects").json() == {"result": [changed]}
    assert client.get(f"{northwind}/folders").json()["result"][0]["name"] == "Two"


def test_the_description_of_a_project_can_be_changed_alone(client: httpx2.Client, northwind: str) -> None:
    """An update of the description keeps the name, and an empty update keeps both."""
    client.put(f"{northwind}/projects/523200", json={"description": "New"})
    (project,) = client.get(f"{northwind}/projects").json()["result"]
    assert (project["name"], project["description"]) == ("Order to cash", "New")
    assert client.put(f"{northwind}/projects/523200", json={}).json() == project


@pytest.mark.parametrize(
    ("folder_id", "body", "reason"),
    [
        (SUBFOLDER, {"name": "a/b"}, "/body/name"),
        (SUBFOLDER, {"name": "a\\b"}, "/body/name"),
        (SUBFOLDER, {"name": " "}, "/body/name"),
        (SUBFOLDER, {"parent_id": "5500"}, "top level"),
        (SUBFOLDER, {"parent_id": str(SUBFOLDER)}, "into itself"),
        (SUBFOLDER, {"parent_id": "1"}, "no folder 1"),
        (PROJECT_FOLDER, {"parent_id": str(SUBFOLDER)}, "project"),
        (5500, {"name": "House"}, "Home"),
    ],
)
def test_an_invalid_change_of_a_folder_is_rejected(
    client: httpx2.Client, northwind: str, folder_id: int, body: dict[str, Any], reason: str
) -> None:
    """A bad name, a bad parent, a move of a project and a change of Home are rejected and change nothing."""
    before = client.get(f"{northwind}/folders", params={"parent_id": PROJECT_FOLDER}).json()
    response = client.put(f"{northwind}/folders/{folder_id}", json=body)
    assert response.status_code == 400
    assert reason in response.headers["X-Mock-Reason"]
    assert client.get(f"{northwind}/folders", params={"parent_id": PROJECT_FOLDER}).json() == before


def test_a_folder_cannot_be_moved_below_itself(client: httpx2.Client, northwind: str) -> None:
    """A folder cannot be moved into a folder that is somewhere below it."""
    deeper = add(client, northwind, "Deeper", add(client, northwind, "Deep", SUBFOLDER))
    response = client.put(f"{northwind}/folders/{SUBFOLDER}", json={"parent_id": str(deeper)})
    assert response.status_code == 400
    assert below(client, northwind, PROJECT_FOLDER) == {SUBFOLDER: "Returns"}


@pytest.mark.parametrize("operation", ["put", "delete"])
def test_the_folder_of_another_customer_is_not_found(client: httpx2.Client, operation: str) -> None:
    """A folder or project of another customer returns 404 and does not change."""
    for path in (f"folders/{SUBFOLDER}", "projects/523200"):
        sent = {"json": {"name": "x"}} if operation == "put" else {}
        assert client.request(operation, f"/managed_users/512101/{path}", **sent).status_code == 404  # type: ignore[arg-type]


def test_an_empty_folder_is_deleted_without_force(client: httpx2.Client, northwind: str) -> None:
    """A folder with nothing but empty folders is deleted with them, and a second delete returns 404."""
    folder = add(client, northwind, "Old", SUBFOLDER)
    add(client, northwind, "Empty", folder)
    assert client.delete(f"{northwind}/folders/{folder}").json() == {"success": True}
    assert below(client, northwind, SUBFOLDER) == {}
    assert client.get(f"{northwind}/folders", params={"parent_id": folder}).status_code == 404
    assert client.delete(f"{northwind}/folders/{folder}").status_code == 404


def test_a_folder_with_content_is_deleted_with_force_only(client: httpx2.Client, northwind: str) -> None:
    """Without `force` the message names connections first and then recipes, also in deeper folders."""
    connection = {"name": "S", "provider": "slack", "folder_id": add(client, northwind, "Deep", SUBFOLDER)}
    account_id = client.post(f"{northwind}/connections", json=connection).json()["id"]
    child = {"name": "Child", "provider": "slack", "parent_id": account_id, "folder_id": PROJECT_FOLDER}
    child_id = client.post(f"{northwind}/connections", json=child).json()["id"]
    path = f"{northwind}/folders/{SUBFOLDER}"
    response = client.delete(path)
    assert (response.status_code, response.json()) == (400, {"message": "Folder contains connections"})
    assert client.put(f"{northwind}/connections/{account_id}", json={"folder_id": PROJECT_FOLDER}).status_code == 200
    response = client.delete(path, params={"force": "false"})
    assert (response.status_code, response.json()) == (400, {"message": "Folder contains recipes"})
    assert client.put(f"{northwind}/connections/{account_id}", json={"folder_id": SUBFOLDER}).status_code == 200
    assert client.delete(path, params={"force": "true"}).json() == {"success": True}
    assert client.get(f"{northwind}/recipes/9002").status_code == 404
    left = {row["id"]: row["parent_id"] for row in client.get(f"{northwind}/connections").json()["result"]}
    assert account_id not in left
    assert left[child_id] is None
    assert below(client, northwind, PROJECT_FOLDER) == {}


def test_a_running_recipe_is_deleted_with_its_folder(client: httpx2.Client, northwind: str) -> None:
    """With `force` a running recipe is deleted with its jobs."""
    folder = add(client, northwind, "Live", PROJECT_FOLDER)
    code = '{"number": 0, "keyword": "trigger", "provider": "clock", "name": "scheduled_event", "block": []}'
    sent = {"recipe": {"name": "Tick", "code": code, "folder_id": str(folder)}}
    recipe = client.post(f"{northwind}/recipes", json=sent).json()["id"]
    assert client.put(f"{northwind}/recipes/{recipe}/start").json() == {"success": True}
    assert client.delete(f"{northwind}/folders/{folder}", params={"force": "true"}).status_code == 200
    assert client.get(f"{northwind}/recipes/{recipe}/jobs").status_code == 404


@pytest.mark.parametrize("folder_id", [PROJECT_FOLDER, 5500])
def test_a_project_and_home_are_not_deleted_as_folders(client: httpx2.Client, northwind: str, folder_id: int) -> None:
    """The folder of a project and the Home folder cannot be deleted as folders, even with `force`."""
    response = client.delete(f"{northwind}/folders/{folder_id}", params={"force": "true"})
    assert (response.status_code, response.json()) == (400, {"message": "Bad request"})
    assert len(client.get(f"{northwind}/folders").json()["result"]) == 1


def test_everything_in_a_deleted_project_is_deleted(client: httpx2.Client, northwind: str) -> None:
    """The folders, recipes, connections, tables and properties of a deleted project are deleted, and nothing else."""
    elsewhere = client.post(f"{northwind}/folders", json={"name": "Other"}).json()["id"]
    kept = client.post(f"{northwind}/connections", json={"provider": "slack", "folder_id": elsewhere}).json()["id"]
    assert client.get(f"{northwind}/recipes/9001").json()["running"]
    environment = client.get(f"{northwind}/properties", params={"prefix": ""}).json()
    tables = {row["id"]: row["project_id"] for row in client.get(f"{northwind}/lookup_tables").json()["result"]}
    assert "523200" in tables.values()
    assert client.delete(f"{northwind}/projects/523200").json() == {"success": True}
    left = [row["id"] for row in client.get(f"{northwind}/lookup_tables").json()["result"]]
    assert left == [table for table, project in tables.items() if project != "523200"]
    assert [folder["id"] for folder in client.get(f"{northwind}/folders").json()["result"]] == [elsewhere]
    assert client.get(f"{northwind}/recipes").json() == {"result": []}
    assert [row["id"] for row in client.get(f"{northwind}/connections").json()["result"]] == [kept]
    assert 523200 not in [one["id"] for one in client.get(f"{northwind}/projects").json()["result"]]
    assert client.get(f"{northwind}/properties", params={"prefix": ""}).json() == environment
    scope = {"prefix": "", "project_id": "523200"}
    assert client.get(f"{northwind}/properties", params=scope).status_code == 404
    assert client.delete(f"{northwind}/projects/523200").status_code == 404
    assert client.get("/custom_connectors").json()["result"]
