"""The rules of lookup tables keep their promises."""

from __future__ import annotations

import json

import httpx
import pytest

TABLES = "/managed_users/512044/lookup_tables"


def new(*labels: str, **more: object) -> dict[str, object]:
    """Make the body that creates a table."""
    return {"lookup_table": {"name": "regions", "schema": [{"label": label} for label in labels], **more}}


def test_a_new_table_has_named_text_columns_in_order(client: httpx.Client) -> None:
    """Only labels are sent; the schema comes back as JSON text."""
    made = client.post(TABLES, json=new("Region", "größe")).json()
    assert (made["id"], made["name"], made["project_id"]) == (4102, "regions", None)
    assert json.loads(made["schema"]) == [
        {"control_type": "text", "label": "Region", "name": "col1", "type": "string", "sticky": True},
        {"control_type": "text", "label": "größe", "name": "col2", "type": "string", "sticky": True},
    ]
    assert client.get(TABLES).json()["result"][-1] == made


@pytest.mark.parametrize("project_id", [523200, "523200"])
def test_a_table_of_a_project_answers_its_id_as_text(client: httpx.Client, project_id: object) -> None:
    """Whether it was sent as a number or as text."""
    assert client.post(TABLES, json=new("a", project_id=project_id)).json()["project_id"] == "523200"


@pytest.mark.parametrize("project_id", [1, "1", -1, 2**63 - 1, "9" * 50])
def test_an_unknown_project_is_not_found(client: httpx.Client, project_id: object) -> None:
    """Nothing is created."""
    assert client.post(TABLES, json=new("a", project_id=project_id)).status_code == 404
    assert len(client.get(TABLES).json()["result"]) == 1


def test_the_project_of_another_customer_is_not_found(client: httpx.Client) -> None:
    """A project belongs to one customer."""
    response = client.post("/managed_users/512101/lookup_tables", json=new("a", project_id=523200))
    assert response.status_code == 404


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"lookup_table": {}},
        {"name": "bare", "schema": 7},
        {"lookup_table": {"name": "n"}},
        {"lookup_table": {"name": "", "schema": []}},
        new(*(f"c{number}" for number in range(11))),
        new("same", "same"),
        new("a", project_id=2**63),
    ],
)
def test_a_table_that_cannot_be_is_refused(client: httpx.Client, body: object) -> None:
    """Missing parts, more than ten columns, a label twice, a number that is none."""
    response = client.post(TABLES, json=body)
    assert (response.status_code, response.json()) == (400, {"message": "Bad request"})


def test_ten_columns_can_all_be_written(client: httpx.Client) -> None:
    """Ten is the limit, and it works."""
    labels = [f"c{number}" for number in range(10)]
    table = client.post(TABLES, json=new(*labels)).json()["id"]
    data = {label: label.upper() for label in labels}
    assert client.post(f"{TABLES}/{table}/rows", json={"data": data}).json()["data"] == data


def test_tables_are_listed_page_by_page(client: httpx.Client) -> None:
    """By ascending id, without a total."""
    made = [client.post(TABLES, json=new("a")).json()["id"] for _ in range(3)]
    pages = [client.get(TABLES, params={"page": page, "per_page": 2}).json() for page in (1, 2, 3)]
    assert [[table["id"] for table in page["result"]] for page in pages] == [[4101, made[0]], made[1:], []]
    assert pages[0].keys() == {"result"}


def test_a_batch_deletes_tables_with_their_rows(client: httpx.Client) -> None:
    """An id that is named twice is deleted once; no id, nothing happens."""
    other = client.post(TABLES, json=new("a")).json()["id"]
    assert client.post(f"{TABLES}/batch_delete", json={"ids": []}).json() == {"success": True}
    assert client.post(f"{TABLES}/batch_delete", json={"ids": [4101, other, 4101]}).json() == {"success": True}
    assert client.get(TABLES).json() == {"result": []}
    assert client.get(f"{TABLES}/4101/rows").status_code == 404


def test_a_batch_with_an_unknown_table_deletes_nothing(client: httpx.Client) -> None:
    """All or none; another customer's table is unknown, too."""
    assert client.post(f"{TABLES}/batch_delete", json={"ids": [4101, 1]}).status_code == 404
    foreign = client.post("/managed_users/512101/lookup_tables/batch_delete", json={"ids": [4101]})
    assert foreign.status_code == 404
    assert len(client.get(f"{TABLES}/4101/rows").json()["result"]) == 2


@pytest.mark.parametrize("ids", [None, "4101", [True], ["4101"], [4101.5], [2**63], [10**30]])
def test_a_batch_takes_a_list_of_integers(client: httpx.Client, ids: object) -> None:
    """Anything else is refused."""
    assert client.post(f"{TABLES}/batch_delete", json={"ids": ids}).status_code == 400
