"""Lookup tables and their rows: what is written is returned by each operation that reads it."""

from __future__ import annotations

import json

import pytest
from workato_embedded import NotFoundError, WorkatoEmbedded


@pytest.mark.round_trip("create_lookup_table", "list_lookup_tables")
def test_a_created_table_is_listed_with_its_columns(client: WorkatoEmbedded) -> None:
    """A new table is in the list, with columns named col1 and so on, and with its project as text."""
    made = client.lookup_tables.create(
        512044, name="regions", schema=[{"label": "Region name"}, {"label": "lead"}], project_id=523200
    )
    assert made in client.lookup_tables.list(512044).items
    columns = json.loads(made.schema)
    assert [(c["name"], c["label"], c["type"]) for c in columns] == [
        ("col1", "Region name", "string"),
        ("col2", "lead", "string"),
    ]
    assert made.project_id == "523200"
    assert client.lookup_tables.create(512044, name="wide", schema=[{"label": "a"}]).project_id is None


@pytest.mark.round_trip("batch_delete_lookup_tables")
def test_a_batch_is_deleted_completely_or_not_at_all(client: WorkatoEmbedded) -> None:
    """A batch with an unknown id deletes nothing; any other batch deletes all tables with their rows."""
    other = client.lookup_tables.create(512044, name="regions", schema=[{"label": "region"}])
    with pytest.raises(NotFoundError):
        client.lookup_tables.batch_delete(512044, ids=[4101, other.id, 1])
    assert len(client.lookup_tables.list(512044).items) == 2
    client.lookup_tables.batch_delete(512044, ids=[4101, other.id])
    assert client.lookup_tables.list(512044).items == []
    with pytest.raises(NotFoundError):
        client.lookup_tables.rows.list(512044, 4101)


@pytest.mark.round_trip(
    "add_lookup_table_row",
    "get_lookup_table_row",
    "update_lookup_table_row",
    "lookup_lookup_table_row",
    "list_lookup_table_rows",
    "delete_lookup_table_row",
)
def test_a_row_is_added_updated_and_deleted(client: WorkatoEmbedded) -> None:
    """A new row is returned by id, list and lookup; an update merges its columns; a deleted row gets a 404."""
    rows = client.lookup_tables.rows
    made = rows.add(512044, 4101, data={"code": "JP"})
    assert rows.get(512044, 4101, made.id).data["code"] == "JP"
    assert rows.update(512044, 4101, made.id, data={"country": "Japan"}).data == {"code": "JP", "country": "Japan"}
    assert client.lookup_tables.lookup(512044, 4101, by={"country": "Japan"}).id == made.id
    assert [row.id for row in rows.list(512044, 4101, by={"code": "JP"})] == [made.id]
    rows.delete(512044, 4101, made.id)
    with pytest.raises(NotFoundError):
        rows.get(512044, 4101, made.id)
    with pytest.raises(NotFoundError):
        client.lookup_tables.lookup(512044, 4101, by={"code": "JP"})


def test_a_lookup_is_exact_and_returns_the_first_row(client: WorkatoEmbedded) -> None:
    """A lookup returns the matching row with the lowest id; case matters, and all given columns must match."""
    client.lookup_tables.rows.add(512044, 4101, data={"code": "SG", "country": "Singapore"})
    assert client.lookup_tables.lookup(512044, 4101, by={"code": "SG"}).id == 8801
    for by in ({"code": "sg"}, {"code": "SG", "country": "Thailand"}, {"code": "SG "}, {"code": "S%"}, {"code": "S_"}):
        with pytest.raises(NotFoundError):
            client.lookup_tables.lookup(512044, 4101, by=by)
