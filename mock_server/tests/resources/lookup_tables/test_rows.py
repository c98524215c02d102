"""The operations on rows of lookup tables behave as documented."""

from __future__ import annotations

from collections.abc import Callable

import httpx2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

TABLE = "/managed_users/512044/lookup_tables/4101"
TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x00"))
SINGAPORE = {
    "id": 8801,
    "data": {"code": "SG", "country": "Singapore"},
    "created_at": "2023-06-02T09:20:00.000-07:00",
    "updated_at": "2023-06-02T09:20:00.000-07:00",
}


def add(client: httpx2.Client, **data: str) -> int:
    """Add a row and return its id."""
    response = client.post(f"{TABLE}/rows", json={"data": data})
    assert response.status_code == 200
    row_id: int = response.json()["id"]
    return row_id


def listed(client: httpx2.Client, **query: str | int) -> list[int]:
    """Return the ids of the rows that match a query."""
    response = client.get(f"{TABLE}/rows", params=query)
    assert response.status_code == 200
    return [row["id"] for row in response.json()["result"]]


def test_a_row_can_be_read_alone_and_in_the_list(client: httpx2.Client) -> None:
    """A single row and a list of rows are both wrapped in `result`."""
    assert client.get(f"{TABLE}/rows/8801").json() == {"result": SINGAPORE}
    assert client.get(f"{TABLE}/rows").json()["result"][0] == SINGAPORE


def test_a_new_row_is_returned_unwrapped_and_can_be_read(client: httpx2.Client) -> None:
    """Columns that are not sent are omitted, and two rows may be equal."""
    made = client.post(f"{TABLE}/rows", json={"data": {"code": "TH"}}).json()
    assert made["data"] == {"code": "TH"}
    assert client.get(f"{TABLE}/rows/{made['id']}").json() == {"result": made}
    assert add(client, code="TH") == made["id"] + 1


def test_an_update_merges_columns(client: httpx2.Client) -> None:
    """Columns that are not sent keep their values, and `created_at` does not change."""
    response = client.put(f"{TABLE}/rows/8801", json={"data": {"country": "Republic of Singapore"}}).json()
    assert response["data"] == {"code": "SG", "country": "Republic of Singapore"}
    assert response["created_at"] == SINGAPORE["created_at"]
    assert response["updated_at"] > SINGAPORE["updated_at"]


def test_a_deleted_row_is_gone(client: httpx2.Client) -> None:
    """A deleted row is not listed, not found by id and not found by a lookup."""
    assert client.delete(f"{TABLE}/rows/8801").json() == {"success": True}
    assert listed(client) == [8802]
    assert client.get(f"{TABLE}/rows/8801").status_code == 404
    assert client.get(f"{TABLE}/lookup", params={"by[code]": "SG"}).status_code == 404
    assert client.delete(f"{TABLE}/rows/8801").status_code == 404


def test_filters_compare_exactly_and_are_combined(client: httpx2.Client) -> None:
    """Filters of rows are case-sensitive, do not ignore spaces, and are combined with `and`."""
    extra = add(client, code="SG", country="Elsewhere")
    assert listed(client, **{"by[code]": "SG"}) == [8801, extra]
    assert listed(client, **{"by[code]": "SG", "by[country]": "Elsewhere"}) == [extra]
    assert listed(client, **{"by[code]": "sg"}) == []
    assert listed(client, **{"by[code]": "SG "}) == []


def test_an_unknown_label_matches_no_row(client: httpx2.Client) -> None:
    """A filter by an unknown column returns an empty list or, in a lookup, 404; `X-Mock-Reason` names it."""
    listing = client.get(f"{TABLE}/rows", params={"by[nothing]": "SG"})
    assert "/query/by/nothing" in listing.headers["X-Mock-Reason"]
    assert listed(client, **{"by[nothing]": "SG"}) == []
    assert listed(client, **{"by[]": ""}) == []
    assert client.get(f"{TABLE}/lookup", params={"by[nothing]": "SG"}).status_code == 404


def test_an_unknown_label_in_a_row_is_rejected(client: httpx2.Client) -> None:
    """A row with an unknown column is rejected on create and on update, and nothing is written."""
    body = {"data": {"code": "XX", "nothing": "x"}}
    for response in (client.post(f"{TABLE}/rows", json=body), client.put(f"{TABLE}/rows/8801", json=body)):
        assert response.status_code == 400
        assert "/body/data/nothing" in response.headers["X-Mock-Reason"]
    assert client.get(f"{TABLE}/rows/8801").json()["result"] == SINGAPORE
    assert listed(client) == [8801, 8802]


def test_a_lookup_returns_the_first_match_by_id(client: httpx2.Client) -> None:
    """A lookup returns the matching row with the lowest id, wrapped in `result`."""
    add(client, code="SG", country="Elsewhere")
    assert client.get(f"{TABLE}/lookup", params={"by[code]": "SG"}).json() == {"result": SINGAPORE}


@pytest.mark.parametrize("query", ["", "by=SG", "by[code=SG", "by]code[=SG", "page=1"])
def test_a_lookup_without_a_column_is_rejected(client: httpx2.Client, query: str) -> None:
    """A lookup requires at least one `by[label]` parameter."""
    response = client.get(f"{TABLE}/lookup?{query}")
    assert (response.status_code, response.json()) == (400, {"message": "Bad request"})
    assert '"/query/by"' in response.headers["X-Mock-Reason"]


def test_rows_are_listed_in_pages(client: httpx2.Client) -> None:
    """Rows are sorted by ascending id, and a page of rows is larger than one of other lists."""
    made = [add(client, code=f"c{number}") for number in range(3)]
    assert listed(client, page=2, per_page=2) == made[:2]
    assert listed(client, page=2) == []
    assert listed(client, page=2**62, per_page=1000) == []


@pytest.mark.parametrize("path", ["/managed_users/512101/lookup_tables/4101", "/managed_users/512044/lookup_tables/1"])
def test_rows_of_a_table_of_another_customer_are_not_found(client: httpx2.Client, path: str) -> None:
    """Rows of another customer's table, or of one that does not exist, return 404."""
    data = {"data": {"code": "SG"}}
    for method, below, body in (
        ("GET", "/rows", None),
        ("POST", "/rows", data),
        ("GET", "/rows/8801", None),
        ("PUT", "/rows/8801", data),
        ("DELETE", "/rows/8801", None),
        ("GET", "/lookup?by[code]=SG", None),
    ):
        assert client.request(method, path + below, json=body).status_code == 404
    assert client.get(f"{TABLE}/rows/8801").json()["result"] == SINGAPORE


def test_a_row_of_another_table_is_not_found(client: httpx2.Client) -> None:
    """The id of a row is valid only below its own table."""
    body = {"lookup_table": {"name": "other", "schema": [{"label": "code"}]}}
    other = client.post("/managed_users/512044/lookup_tables", json=body).json()["id"]
    path = f"/managed_users/512044/lookup_tables/{other}/rows/8801"
    assert client.get(path).status_code == 404
    assert client.put(path, json={"data": {}}).status_code == 404
    assert client.delete(path).status_code == 404


@settings(max_examples=50)
@given(label=TEXT.filter(bool), value=TEXT)
def test_any_label_and_value_can_be_looked_up(
    open_client: Callable[[str], httpx2.Client], label: str, value: str
) -> None:
    """Labels and values with brackets, ampersands or any other characters work."""
    client = open_client("any-label")
    tables = "/managed_users/512044/lookup_tables"
    table = client.post(tables, json={"lookup_table": {"name": "any", "schema": [{"label": label}]}}).json()["id"]
    made = client.post(f"{tables}/{table}/rows", json={"data": {label: value}}).json()
    response = client.get(f"{tables}/{table}/lookup", params={f"by[{label}]": value})
    assert response.json() == {"result": made}
    assert made["data"] == {label: value}
