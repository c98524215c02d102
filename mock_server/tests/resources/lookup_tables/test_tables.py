"""The operations on lookup tables behave as documented."""

from __future__ import annotations

import json

import httpx2
import pytest

TABLES = "/managed_users/512044/lookup_tables"


def table_body(*labels: str, **more: object) -> dict[str, object]:
    """Return the body that creates a table."""
    return {"lookup_table": {"name": "regions", "schema": [{"label": label} for label in labels], **more}}


def test_a_new_table_has_named_text_columns_in_order(client: httpx2.Client) -> None:
    """A new table has one text column for each label sent, and its schema is returned as JSON text."""
    made = client.post(TABLES, json=table_body("Region", "größe")).json()
    assert (made["id"], made["name"], made["project_id"]) == (4102, "regions", None)
    assert json.loads(made["schema"]) == [
        {"control_type": "text", "label": "Region", "name": "col1", "type": "string", "sticky": True},
        {"control_type": "text", "label": "größe", "name": "col2", "type": "string", "sticky": True},
    ]
    assert client.get(TABLES).json()["result"][-1] == made


@pytest.mark.parametrize("project_id", [523200, "523200"])
def test_the_project_of_a_table_is_returned_as_text(client: httpx2.Client, project_id: object) -> None:
    """The id of a table's project is text, whether it was sent as a number or as text."""
    assert client.post(TABLES, json=table_body("a", project_id=project_id)).json()["project_id"] == "523200"


@pytest.mark.parametrize("project_id", [1, "1", -1, 2**63 - 1, "9" * 50])
def test_an_unknown_project_is_not_found(client: httpx2.Client, project_id: object) -> None:
    """A table of an unknown project is not created."""
    assert client.post(TABLES, json=table_body("a", project_id=project_id)).status_code == 404
    assert len(client.get(TABLES).json()["result"]) == 1


def test_the_project_of_another_customer_is_not_found(client: httpx2.Client) -> None:
    """A table of another customer's project is not created."""
    response = client.post("/managed_users/512101/lookup_tables", json=table_body("a", project_id=523200))
    assert response.status_code == 404


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"lookup_table": {}},
        {"name": "bare", "schema": 7},
        {"lookup_table": {"name": "n"}},
        {"lookup_table": {"name": "", "schema": []}},
        table_body(*(f"c{number}" for number in range(11))),
        table_body("same", "same"),
        table_body("a", project_id=2**63),
    ],
)
def test_an_invalid_table_is_rejected(client: httpx2.Client, body: object) -> None:
    """Missing fields, more than ten columns, a repeated label or an id out of range return 400."""
    response = client.post(TABLES, json=body)
    assert (response.status_code, response.json()) == (400, {"message": "Bad request"})


def test_a_table_may_have_ten_columns(client: httpx2.Client) -> None:
    """All of ten columns, the maximum, can be written."""
    labels = [f"c{number}" for number in range(10)]
    table = client.post(TABLES, json=table_body(*labels)).json()["id"]
    data = {label: label.upper() for label in labels}
    assert client.post(f"{TABLES}/{table}/rows", json={"data": data}).json()["data"] == data


def test_tables_are_listed_in_pages(client: httpx2.Client) -> None:
    """Tables are sorted by ascending id, and the list has no total."""
    made = [client.post(TABLES, json=table_body("a")).json()["id"] for _ in range(3)]
    pages = [client.get(TABLES, params={"page": page, "per_page": 2}).json() for page in (1, 2, 3)]
    assert [[table["id"] for table in page["result"]] for page in pages] == [[4101, made[0]], made[1:], []]
    assert pages[0].keys() == {"result"}


def test_a_batch_deletes_tables_with_their_rows(client: httpx2.Client) -> None:
    """A batch deletes tables with their rows; a repeated id is deleted once, and an empty list deletes nothing."""
    other = client.post(TABLES, json=table_body("a")).json()["id"]
    assert client.post(f"{TABLES}/batch_delete", json={"ids": []}).json() == {"success": True}
    assert client.post(f"{TABLES}/batch_delete", json={"ids": [4101, other, 4101]}).json() == {"success": True}
    assert client.get(TABLES).json() == {"result": []}
    assert client.get(f"{TABLES}/4101/rows").status_code == 404


def test_a_batch_with_an_unknown_table_deletes_nothing(client: httpx2.Client) -> None:
    """A batch with an unknown table, or one of another customer, returns 404 and deletes nothing."""
    assert client.post(f"{TABLES}/batch_delete", json={"ids": [4101, 1]}).status_code == 404
    foreign = client.post("/managed_users/512101/lookup_tables/batch_delete", json={"ids": [4101]})
    assert foreign.status_code == 404
    assert len(client.get(f"{TABLES}/4101/rows").json()["result"]) == 2


@pytest.mark.parametrize("ids", [None, "4101", [True], ["x"], [4101.5], [2**63], [10**30]])
def test_a_batch_requires_a_list_of_integers(client: httpx2.Client, ids: object) -> None:
    """A batch with anything but a list of integers returns 400."""
    assert client.post(f"{TABLES}/batch_delete", json={"ids": ids}).status_code == 400
