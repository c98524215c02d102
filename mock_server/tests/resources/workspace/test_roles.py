"""The rules of roles keep their promises."""

from __future__ import annotations

import httpx
import pytest
from workato_embedded_mock.openapi.document import load_fixtures


def test_the_list_is_bare_and_as_the_seed_says(client: httpx.Client, northwind: str) -> None:
    """By ascending id, with privileges."""
    seeded = [entry["value"] for entry in load_fixtures()[1]["Role"].values()]
    assert client.get(f"{northwind}/roles").json() == seeded
    assert client.get("/managed_users/512101/roles").json() == []


@pytest.mark.parametrize(("name", "ids"), [("Auditor", [2202]), ("auditor", []), ("Audit%", []), ("", [])])
def test_a_name_is_compared_exactly(client: httpx.Client, northwind: str, name: str, ids: list[int]) -> None:
    """Neither case nor patterns are overlooked."""
    response = client.get(f"{northwind}/roles", params={"role_name": name}).json()
    assert [role["id"] for role in response] == ids


def test_a_copy_takes_privileges_and_folders_over(client: httpx.Client, northwind: str) -> None:
    """The answer has no privileges, the list has them."""
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


def test_a_copy_can_have_other_folders_and_the_same_name(client: httpx.Client, northwind: str) -> None:
    """Both roles of a name are found by it, page by page."""
    made = client.post(f"{northwind}/roles/2202/copy", json={"name": "Auditor", "folder_ids": ["5512"]}).json()
    assert made["folder_ids"] == ["5512"]
    pages = [
        client.get(f"{northwind}/roles", params={"role_name": "Auditor", "page": page, "per_page": 1}).json()
        for page in (1, 2, 3)
    ]
    assert [[role["id"] for role in page] for page in pages] == [[2202], [22001], []]


@pytest.mark.parametrize(
    "body", [{}, {"name": ""}, {"name": "a", "folder_ids": [5512]}, {"name": "a", "folder_ids": ["x"]}]
)
def test_a_copy_needs_a_name_and_folders_as_text(client: httpx.Client, northwind: str, body: object) -> None:
    """Anything else is refused, and nothing is made."""
    response = client.post(f"{northwind}/roles/2202/copy", json=body)
    assert (response.status_code, response.json()) == (400, {"message": "Bad request"})
    assert len(client.get(f"{northwind}/roles").json()) == 2


@pytest.mark.parametrize("folder", ["1", "9" * 40])
def test_a_copy_reaches_folders_of_the_customer_only(client: httpx.Client, northwind: str, folder: str) -> None:
    """Others are not found, and nothing is made."""
    response = client.post(f"{northwind}/roles/2202/copy", json={"name": "Copy", "folder_ids": ["5512", folder]})
    assert response.status_code == 404
    assert '"/body/folder_ids/1"' in response.headers["X-Mock-Reason"]
    assert len(client.get(f"{northwind}/roles").json()) == 2


@pytest.mark.parametrize("path", ["/managed_users/512101/roles/2202/copy", "/managed_users/512044/roles/1/copy"])
def test_a_role_of_somebody_else_is_not_found(client: httpx.Client, path: str) -> None:
    """Nor is one that does not exist."""
    assert client.post(path, json={"name": "Copy"}).status_code == 404


def test_roles_go_with_their_customer(client: httpx.Client, northwind: str) -> None:
    """The store removes them."""
    client.delete(northwind)
    assert client.get(f"{northwind}/roles").status_code == 404
