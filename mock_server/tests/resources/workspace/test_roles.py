"""The operations on roles behave as documented."""

from __future__ import annotations

import httpx2
import pytest
from workato_embedded_mock.openapi.document import load_fixtures


def test_the_list_is_unwrapped_and_equals_the_seed(client: httpx2.Client, northwind: str) -> None:
    """The roles are listed by ascending id, with their privileges."""
    seeded = [entry["value"] for entry in load_fixtures()[1]["Role"].values()]
    assert client.get(f"{northwind}/roles").json() == seeded
    assert client.get("/managed_users/512101/roles").json() == []


@pytest.mark.parametrize(("name", "ids"), [("Auditor", [2202]), ("auditor", []), ("Audit%", []), ("", [])])
def test_a_name_is_compared_exactly(client: httpx2.Client, northwind: str, name: str, ids: list[int]) -> None:
    """The filter of roles by name is case-sensitive and does not support patterns."""
    response = client.get(f"{northwind}/roles", params={"role_name": name}).json()
    assert [role["id"] for role in response] == ids


def test_a_copy_has_the_privileges_and_folders_of_its_source(client: httpx2.Client, northwind: str) -> None:
    """A copied role has the privileges and folders of its source, but the response omits the privileges."""
    made = client.post(f"{northwind}/roles/2202/copy", json={"name": "Copy", "folder_ids": []}).json()
    assert made == {
        "id": 22001,
        "name": "Copy",
        "inheritable": False,
        "folder_ids": ["5512", "5513"],
        "created_at": made["created_at"],
        "updated_at": made["created_at"],
    }
    source = client.get(f"{northwind}/roles").json()[1]
    assert client.get(f"{northwind}/roles").json()[-1] == {**made, "privileges": source["privileges"]}


def test_a_copy_may_have_other_folders_and_an_existing_name(client: httpx2.Client, northwind: str) -> None:
    """A copied role may have other folders and an existing name; the filter by name returns both roles."""
    made = client.post(f"{northwind}/roles/2202/copy", json={"name": "Auditor", "folder_ids": ["5512"]}).json()
    assert made["folder_ids"] == ["5512"]
    pages = [
        client.get(f"{northwind}/roles", params={"role_name": "Auditor", "page": page, "per_page": 1}).json()
        for page in (1, 2, 3)
    ]
    assert [[role["id"] for role in page] for page in pages] == [[2202], [22001], []]


@pytest.mark.parametrize(
    "body", [{}, {"name": ""}, {"name": "a", "folder_ids": [True]}, {"name": "a", "folder_ids": ["x"]}]
)
def test_a_copy_requires_a_name_and_folders_as_text(client: httpx2.Client, northwind: str, body: object) -> None:
    """A role is not copied without a name, or with folders of another type than text."""
    response = client.post(f"{northwind}/roles/2202/copy", json=body)
    assert (response.status_code, response.json()) == (400, {"message": "Bad request"})
    assert len(client.get(f"{northwind}/roles").json()) == 2


@pytest.mark.parametrize("folder", ["1", "9" * 40])
def test_a_copy_accepts_only_folders_of_the_customer(client: httpx2.Client, northwind: str, folder: str) -> None:
    """The copy of a role with a folder of another customer returns 404 and is not created."""
    response = client.post(f"{northwind}/roles/2202/copy", json={"name": "Copy", "folder_ids": ["5512", folder]})
    assert response.status_code == 404
    assert '"/body/folder_ids/1"' in response.headers["X-Mock-Reason"]
    assert len(client.get(f"{northwind}/roles").json()) == 2


@pytest.mark.parametrize("path", ["/managed_users/512101/roles/2202/copy", "/managed_users/512044/roles/1/copy"])
def test_a_role_of_another_customer_is_not_found(client: httpx2.Client, path: str) -> None:
    """A role of another customer, or one that does not exist, cannot be copied."""
    assert client.post(path, json={"name": "Copy"}).status_code == 404


def test_roles_are_deleted_with_their_customer(client: httpx2.Client, northwind: str) -> None:
    """The roles of a deleted customer return 404."""
    client.delete(northwind)
    assert client.get(f"{northwind}/roles").status_code == 404
