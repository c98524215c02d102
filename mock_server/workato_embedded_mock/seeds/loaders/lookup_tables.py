"""Loads lookup tables and their rows."""

from __future__ import annotations

from workato_embedded_mock.plain_json import Json, pointer_token
from workato_embedded_mock.seeds.builder import Loaders, Scope, SeedBuilder, SeedObjectError, allow_only, row_of
from workato_embedded_mock.seeds.loaders.managed_users import add_project_by_text
from workato_embedded_mock.store.lookup_schema import parse_schema
from workato_embedded_mock.store.tables.lookup_tables import lookup_table_rows, lookup_tables
from workato_embedded_mock.store.tables.managed_users import managed_users


def load_lookup_table(builder: SeedBuilder, scope: Scope, value: Json) -> None:
    """Load a lookup table, and add the project that it names."""
    allow_only(scope, "managed_user_id")
    owner = builder.parent(managed_users, scope, "managed_user_id")["id"]
    try:
        parse_schema(value["schema"])
    except ValueError as error:
        raise SeedObjectError("/value/schema", str(error)) from error
    project_id = value["project_id"]
    if project_id is not None:
        project_id = add_project_by_text(builder, owner, project_id, "/value/project_id")
    row = row_of(lookup_tables, value, managed_user_id=owner, project_id=project_id)
    builder.add(lookup_tables, value["id"], row)


def load_lookup_table_row(builder: SeedBuilder, scope: Scope, value: Json) -> None:
    """Load a row of a lookup table that was loaded before."""
    allow_only(scope, "managed_user_id", "lookup_table_id")
    table = builder.parent(lookup_tables, scope, "lookup_table_id")
    if builder.parent(managed_users, scope, "managed_user_id")["id"] != table["managed_user_id"]:
        raise SeedObjectError("/in/lookup_table_id", "the lookup table belongs to another customer")
    labels = parse_schema(table["schema"])
    for label in value["data"]:
        if label not in labels:
            raise SeedObjectError(
                f"/value/data/{pointer_token(label)}", "the lookup table has no column with this label"
            )
    texts = {labels[label]: text for label, text in value["data"].items()}
    row = row_of(lookup_table_rows, value, lookup_table_id=table["id"], **texts)
    builder.add(lookup_table_rows, value["id"], row)


LOADERS: Loaders = {
    "LookupTable": load_lookup_table,
    "LookupTableRow": load_lookup_table_row,
}
