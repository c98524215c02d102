"""Plants lookup tables and their rows."""

from __future__ import annotations

from workato_embedded_mock.plain_json import Json, pointer_token
from workato_embedded_mock.resources.lookup_tables.tables import labels_in
from workato_embedded_mock.seeds.beds import Bed, Loaders, MisplacedError, Place, columns, only
from workato_embedded_mock.seeds.loaders.managed_users import plant_project_by_text
from workato_embedded_mock.store.tables.lookup_tables import lookup_table_rows, lookup_tables
from workato_embedded_mock.store.tables.managed_users import managed_users


def plant_lookup_table(bed: Bed, place: Place, value: Json) -> None:
    """Plant a lookup table, and the project that it names."""
    only(place, "managed_user_id")
    owner = bed.parent(managed_users, place, "managed_user_id")["id"]
    try:
        labels_in(value["schema"])
    except ValueError as error:
        raise MisplacedError("/value/schema", str(error)) from error
    project_id = value["project_id"]
    if project_id is not None:
        project_id = plant_project_by_text(bed, owner, project_id, "/value/project_id")
    row = columns(lookup_tables, value, managed_user_id=owner, project_id=project_id)
    bed.plant(lookup_tables, value["id"], row)


def plant_lookup_table_row(bed: Bed, place: Place, value: Json) -> None:
    """Plant a row; its table must be there."""
    only(place, "managed_user_id", "lookup_table_id")
    table = bed.parent(lookup_tables, place, "lookup_table_id")
    if bed.parent(managed_users, place, "managed_user_id")["id"] != table["managed_user_id"]:
        raise MisplacedError("/in/lookup_table_id", "the lookup table belongs to another customer")
    labels = labels_in(table["schema"])
    for label in value["data"]:
        if label not in labels:
            raise MisplacedError(f"/value/data/{pointer_token(label)}", "the lookup table has no column of this label")
    texts = {labels[label]: text for label, text in value["data"].items()}
    row = columns(lookup_table_rows, value, lookup_table_id=table["id"], **texts)
    bed.plant(lookup_table_rows, value["id"], row)


LOADERS: Loaders = {
    "LookupTable": plant_lookup_table,
    "LookupTableRow": plant_lookup_table_row,
}
