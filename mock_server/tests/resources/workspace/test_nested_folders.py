"""Folders can be nested as deeply as a customer likes."""

from __future__ import annotations

import copy
from typing import Any

import httpx2
import pytest
from workato_embedded_mock import MockServer
from workato_embedded_mock.store.statements import Result, Statements

# More than databases let deletions cascade, and than functions can call themselves.
DEPTH = 3_000
TOP, FIRST = 5512, 100_000
RECIPE = 9001


def control(client: httpx2.Client, path: str) -> str:
    """Return the URL of a path of the control plane."""
    return f"{str(client.base_url).removesuffix('/api/')}/_mock/{path}"


def nested(state: Any) -> Any:
    """Return a state with many folders in each other below a project, and a recipe in the innermost one."""
    state = copy.deepcopy(state)
    folders, recipes = state["tables"]["folders"], state["tables"]["recipes"]
    parent = next(row for row in folders if row["id"] == TOP)
    for number in range(FIRST, FIRST + DEPTH):
        parent = {**parent, "id": number, "name": f"n{number}", "parent_id": parent["id"]}
        folders.append(parent)
    recipe = next(row for row in recipes if row["id"] == RECIPE)
    recipe["folder_id"] = parent["id"]
    return state


@pytest.fixture
def deep(client: httpx2.Client) -> httpx2.Client:
    """Return a client whose customer has many folders in each other."""
    state = nested(client.get(control(client, "state")).json())
    response = client.put(control(client, "state"), json=state)
    assert response.status_code == 200, response.text
    return client


def test_an_export_contains_what_is_in_the_innermost_folder(deep: httpx2.Client, northwind: str) -> None:
    """A manifest of a project lists a recipe in the innermost folder, and its export is completed."""
    sent = {"name": "All", "folder_id": TOP, "auto_generate_assets": True}
    made = deep.post("/export_manifests", json={"export_manifest": sent})
    assert made.status_code == 201, made.text
    started = deep.post(f"{northwind}/exports/{made.json()['result']['id']}").json()["result"]
    deep.get(f"{northwind}/exports/{started['id']}")
    assert deep.get(f"{northwind}/exports/{started['id']}").json()["result"]["status"] == "completed"


def test_the_project_of_the_innermost_folder_is_found_with_few_statements(
    deep: httpx2.Client, northwind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A new folder has the project of the outermost one, which is found with few statements at any depth."""
    statements, execute = [], Statements.execute

    def count(self: Statements, connection: Any, statement: Any, values: Any) -> Result:
        statements.append(statement)
        return execute(self, connection, statement, values)

    monkeypatch.setattr(Statements, "execute", count)
    response = deep.post(f"{northwind}/folders", json={"name": "Innermost", "parent_id": str(FIRST + DEPTH - 1)})
    assert response.json()["project_id"] == 523200
    assert len(statements) < 30


def test_a_nested_state_can_be_exported_and_imported(deep: httpx2.Client) -> None:
    """A state with nested folders is exported, replaces itself, and gives way to the seed."""
    state = deep.get(control(deep, "state"))
    assert deep.put(control(deep, "state"), content=state.content).status_code == 200
    assert deep.get(control(deep, "state")).content == state.content
    assert deep.post(control(deep, "reset")).status_code == 200
    assert len(deep.get(control(deep, "state")).json()["tables"]["folders"]) < DEPTH


@pytest.mark.parametrize("strict", [False, True])
def test_a_long_name_is_noted_and_rejected_in_strict_mode(strict: bool) -> None:
    """A folder or project whose name has more than 255 characters is accepted with a note, or rejected if strict."""
    headers = {"Authorization": "Bearer names"}
    with MockServer(strict=strict) as server, httpx2.Client(base_url=server.url, headers=headers) as client:
        sent = [
            client.post("/managed_users/512044/folders", json={"name": "n" * 256}),
            client.put("/managed_users/512044/projects/523200", json={"name": "n" * 256}),
        ]
        assert client.post("/managed_users/512044/folders", json={"name": "n" * 255}).status_code == 200
    for response in sent:
        assert response.status_code == (400 if strict else 200)
        assert "probably allows 255" in response.headers["X-Mock-Reason"]


@pytest.mark.parametrize("path", ["/managed_users/512044", f"/managed_users/512044/folders/{FIRST}?force=true"])
def test_nested_folders_are_deleted_with_their_content(deep: httpx2.Client, path: str) -> None:
    """Deleting the outermost folder, or the customer, deletes all folders in it and the recipe in the innermost one."""
    assert deep.delete(path).status_code == 200
    tables = deep.get(control(deep, "state")).json()["tables"]
    assert not [row for row in tables["folders"] if row["id"] >= FIRST]
    assert not [row for row in tables["recipes"] if row["id"] == RECIPE]


def test_a_namespace_with_nested_folders_can_be_deleted(deep: httpx2.Client) -> None:
    """A namespace with nested folders is deleted, and its next use creates it from the seed."""
    assert deep.delete(control(deep, "state")).status_code == 200
    assert len(deep.get(control(deep, "state")).json()["tables"]["folders"]) < DEPTH


def test_the_innermost_folder_can_be_read_and_moved(deep: httpx2.Client, northwind: str) -> None:
    """Folders are listed and recipes found in the innermost folder, and a folder is not moved into itself."""
    last = FIRST + DEPTH - 1
    assert deep.get(f"{northwind}/folders", params={"parent_id": last}).json() == {"result": []}
    found = deep.get(f"{northwind}/recipes", params={"folder_id": FIRST, "with_subfolders": "true"}).json()["result"]
    assert [recipe["id"] for recipe in found] == [RECIPE]
    moved = deep.put(f"{northwind}/folders/{FIRST}", json={"parent_id": str(last)})
    assert (moved.status_code, "into itself" in moved.headers["X-Mock-Reason"]) == (400, True)
