"""The operations on folders behave as documented."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx2
import pytest
import yaml
from workato_embedded_mock import MockServer, StartError
from workato_embedded_mock.openapi.document import load_fixtures

FIXTURES = load_fixtures()[1]["Folder"]
TOP, BELOW = FIXTURES["order_to_cash"]["value"], FIXTURES["returns"]["value"]


@pytest.mark.parametrize(
    ("query", "folders"),
    [
        ({}, [TOP]),
        ({"parent_id": "5500"}, [TOP]),
        ({"parent_id": "5512"}, [BELOW]),
        ({"parent_id": "5513"}, []),
        ({"page": "2"}, []),
    ],
)
def test_only_the_folders_of_one_parent_are_listed(
    client: httpx2.Client, northwind: str, query: dict[str, str], folders: list[object]
) -> None:
    """Without a parent the children of Home are listed, without Home and without deeper folders."""
    assert client.get(f"{northwind}/folders", params=query).json() == {"result": folders}


def test_folders_are_listed_in_pages_by_ascending_id(client: httpx2.Client, northwind: str) -> None:
    """Folders are listed in pages by ascending id, so that the newest folder is last."""
    made = [client.post(f"{northwind}/folders", json={"name": str(n)}).json()["id"] for n in range(3)]
    pages = [client.get(f"{northwind}/folders", params={"page": page, "per_page": 2}).json() for page in (1, 2, 3)]
    assert [[folder["id"] for folder in page["result"]] for page in pages] == [[5512, made[0]], made[1:], []]


@pytest.mark.parametrize("parent_id", ["1", "9" * 40, "5514"])
def test_an_unknown_parent_is_not_found(client: httpx2.Client, northwind: str, parent_id: str) -> None:
    """An unknown parent, or the Home folder of another customer, returns 404 on list and on create."""
    listed = client.get(f"{northwind}/folders", params={"parent_id": parent_id})
    made = client.post(f"{northwind}/folders", json={"name": "n", "parent_id": parent_id})
    assert (listed.status_code, made.status_code) == (404, 404)
    assert "/query/parent_id" in listed.headers["X-Mock-Reason"]
    assert "/body/parent_id" in made.headers["X-Mock-Reason"]


def test_a_folder_at_the_top_level_is_a_project(client: httpx2.Client, northwind: str) -> None:
    """A folder without a parent is created in Home, and as a project with an id of its own."""
    made = client.post(f"{northwind}/folders", json={"name": "Invoices"}).json()
    assert (made["name"], made["parent_id"]) == ("Invoices", 5500)
    assert made["created_at"] == made["updated_at"]
    assert made in client.get(f"{northwind}/folders").json()["result"]
    scope = {"prefix": "", "project_id": "523201"}
    assert client.get(f"{northwind}/properties", params=scope).json() == {"result": {}}
    scope["project_id"] = str(made["id"])
    assert client.get(f"{northwind}/properties", params=scope).status_code == 404


def test_a_nested_folder_is_not_a_project(client: httpx2.Client, northwind: str) -> None:
    """Only the children of Home are projects, even if Home is named as the parent."""
    made = client.post(f"{northwind}/folders", json={"name": "Old", "parent_id": "5513"}).json()
    assert made["parent_id"] == 5513
    assert client.get(f"{northwind}/folders", params={"parent_id": "5513"}).json() == {"result": [made]}
    scope = {"prefix": "", "project_id": "523201"}
    assert client.get(f"{northwind}/properties", params=scope).status_code == 404
    assert client.post(f"{northwind}/folders", json={"name": "New", "parent_id": "5500"}).status_code == 200
    assert client.get(f"{northwind}/properties", params=scope).status_code == 200


@pytest.mark.parametrize(
    "body", [{}, {"name": ""}, {"name": " \t"}, {"name": 7}, {"name": "n", "parent_id": 5512.5}, {"parent_id": "5512"}]
)
def test_an_invalid_folder_is_rejected(client: httpx2.Client, northwind: str, body: object) -> None:
    """A folder without a name, with a blank name or with a parent that is not an id is rejected."""
    response = client.post(f"{northwind}/folders", json=body)
    assert (response.status_code, response.json()) == (400, {"message": "Bad request"})


def test_a_new_customer_has_a_home_folder(client: httpx2.Client) -> None:
    """The Home folder of a new customer is empty, accepts folders, and is deleted with the customer."""
    user = client.post("/managed_users", json={"name": "a", "notification_email": "b"}).json()["id"]
    path = f"/managed_users/{user}/folders"
    assert client.get(path).json() == {"result": []}
    top = client.post(path, json={"name": "top"}).json()
    assert client.post(path, json={"name": "below", "parent_id": str(top["id"])}).status_code == 200
    assert client.get(path, params={"parent_id": str(top["parent_id"])}).json() == {"result": [top]}
    assert client.delete(f"/managed_users/{user}").status_code == 200
    assert client.get(path).status_code == 404


def seed_of(*folders: dict[str, Any]) -> str:
    """Return the YAML of a seed with the default customers, these folders and one project."""
    fixtures = load_fixtures()[1]
    entries = {str(number): folder for number, folder in enumerate(folders)}
    named = {"in": {"managed_user_id": 512044, "project_id": 523200}, "value": {"a": "b"}}
    return yaml.safe_dump({"ManagedUser": fixtures["ManagedUser"], "Folder": entries, "PropertyMap": {"p": named}})


def entry(folder_id: int, parent_id: int | None, **parents: object) -> dict[str, Any]:
    """Return the entry of a folder in a seed."""
    value = {**TOP, "id": folder_id, "parent_id": parent_id}
    return {"in": {"managed_user_id": 512044, **parents}, "value": value}


def test_a_seed_may_omit_home_and_projects(tmp_path: Path) -> None:
    """A parent that is null or has no entry is Home, and a top-level folder without a project gets one."""
    path = tmp_path / "seed.yaml"
    path.write_text(seed_of(entry(11, 10), entry(12, 11), entry(13, None, project_id=5), entry(14, 10)))
    with MockServer(seed=str(path)) as server, httpx2.Client(base_url=server.url) as client:
        client.headers["Authorization"] = "Bearer t"
        listed = client.get("/managed_users/512044/folders").json()["result"]
        assert [(folder["id"], folder["parent_id"]) for folder in listed] == [(11, 10), (13, 10), (14, 10)]
        for project_id in ("523200", "5", "523201"):
            scope = {"prefix": "", "project_id": project_id}
            assert client.get("/managed_users/512044/properties", params=scope).status_code == 200


@pytest.mark.parametrize(
    ("folders", "pointer", "sentence"),
    [
        ((entry(11, 10), entry(12, 9)), "/Folder/1/value/parent_id", "no folder 9 before"),
        ((entry(11, 10), entry(11, 10)), "/Folder/1/value/id", "has the id 11"),
        ((entry(11, 10), entry(12, 11, project_id=5)), "/Folder/1/in/project_id", "top-level"),
        ((entry(11, 10), entry(12, 10, managed_user_id=512101)), "/Folder/1/value/parent_id", "another customer"),
    ],
)
def test_an_inconsistent_folder_in_a_seed_is_rejected(
    tmp_path: Path, folders: tuple[dict[str, Any], ...], pointer: str, sentence: str
) -> None:
    """A folder with an unknown or foreign parent, a repeated id or a nested project is rejected."""
    path = tmp_path / "seed.yaml"
    path.write_text(seed_of(*folders))
    with pytest.raises(StartError, match=sentence) as caught:
        MockServer(seed=str(path)).start()
    assert f"at {pointer}:" in str(caught.value)
