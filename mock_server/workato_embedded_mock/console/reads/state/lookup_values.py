"""Reads the values of lookup tables by the labels of their columns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workato_embedded_mock.console.reads.state.kinds import KINDS
from workato_embedded_mock.console.reads.state.masking import Masks
from workato_embedded_mock.console.reads.state.statements import object_statement
from workato_embedded_mock.store.lookup_schema import parse_schema
from workato_embedded_mock.store.session import NamespaceSession
from workato_embedded_mock.store.tables.lookup_tables import LOOKUP_COLUMNS, lookup_table_rows, lookup_tables

ROWS = KINDS[lookup_table_rows.name]
TABLE = "lookup_table_id"


def read_columns(session: NamespaceSession, table_id: int) -> Mapping[str, str]:
    """Return the columns of a lookup table by their labels; all columns if its schema cannot be read."""
    row = session.first(object_statement(lookup_tables.name), key_id=table_id)
    try:
        return parse_schema(row["schema"]) if row is not None else {}
    except ValueError:
        return {name: name for name in LOOKUP_COLUMNS}


def labelled(columns: Mapping[str, str], row: Mapping[str, Any], masks: Masks) -> dict[str, Any]:
    """Return the values of a row by the labels of the columns, without secrets."""
    return masks.values({label: row[name] for label, name in columns.items()})


def without_values(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row without its values: only the labels of their columns say which are secret."""
    return {name: value for name, value in row.items() if name not in LOOKUP_COLUMNS}
