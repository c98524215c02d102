"""The events of lookup tables."""

from __future__ import annotations

from workato_embedded_mock.activity.event import Event, Events, stored
from workato_embedded_mock.store.tables.lookup_tables import lookup_tables

_ID, _NAME = "lookup_table_id", stored(lookup_tables.c.name)

EVENTS: Events = {
    "create_lookup_table": Event("lookup_table_created", "LookupTable", "response.id", "response.name"),
    "batch_delete_lookup_tables": Event("lookup_table_deleted", "LookupTable", "body.ids", _NAME, removes=True),
    "add_lookup_table_row": Event("lookup_table_row_created", "LookupTable", _ID, _NAME),
    "update_lookup_table_row": Event("lookup_table_row_updated", "LookupTable", _ID, _NAME),
    "delete_lookup_table_row": Event("lookup_table_row_deleted", "LookupTable", _ID, _NAME),
}
