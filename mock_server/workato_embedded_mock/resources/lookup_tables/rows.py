"""The rules of lookup table rows; must not change tables."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, delete, insert, select, update

from workato_embedded_mock.errors import BadRequestError, NotFoundError, Reason, bad_request, not_found
from workato_embedded_mock.plain_json import Json, pointer_token
from workato_embedded_mock.resources.lookup_tables.tables import columns_by_label
from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.rules.paging import offset
from workato_embedded_mock.store.list_keys import list_key
from workato_embedded_mock.store.long_lists import LongList
from workato_embedded_mock.store.session import NAMESPACE_ID, Row
from workato_embedded_mock.store.tables.lookup_tables import LOOKUP_COLUMNS, lookup_table_rows

_T = lookup_table_rows.c
_OWN = (_T.namespace == NAMESPACE_ID, _T.lookup_table_id == bindparam("table"))
_ONE = (*_OWN, _T.id == bindparam("wanted"))

_SELECT = select(_T.id, *(_T[name] for name in LOOKUP_COLUMNS), _T.created_at, _T.updated_at)
_GET = _SELECT.where(*_ONE)
_INSERT = insert(lookup_table_rows).values(namespace=NAMESPACE_ID, lookup_table_id=bindparam("table"))
_UPDATE = update(lookup_table_rows).where(*_ONE)
_DELETE = delete(lookup_table_rows).where(*_ONE)


def list_lookup_table_rows(
    context: Context,
    managed_user_id: str,
    lookup_table_id: int,
    page: int,
    per_page: int,
    by: dict[str, str] | None,
) -> Json:
    """List rows by ascending id, optionally those that match. An unknown label matches no row."""
    labels = columns_by_label(context, managed_user_id, lookup_table_id)
    wanted = _wanted(context, labels, by or {})
    if wanted is None:
        return {"result": []}
    key = list_key(lookup_table_rows, lookup_table_id, wanted)
    pages, values = _pages(tuple(wanted)), _values(wanted)
    rows = pages.page(context.session, key, offset(page, per_page), per_page, table=lookup_table_id, **values)
    return {"result": [_response(row, labels) for row in rows]}


def lookup_lookup_table_row(
    context: Context, managed_user_id: str, lookup_table_id: int, by: dict[str, str] | None
) -> Json:
    """Return the matching row with the lowest id."""
    labels = columns_by_label(context, managed_user_id, lookup_table_id)
    if not by:
        raise bad_request("/query/by", "required", "expected at least one column: by[label]=value")
    wanted = _wanted(context, labels, by)
    first = wanted and context.session.first(_first(tuple(wanted)), table=lookup_table_id, **_values(wanted))
    if not first:
        raise not_found("/query/by", "no row of the table has these values")
    return {"result": _response(first, labels)}


def get_lookup_table_row(context: Context, managed_user_id: str, lookup_table_id: int, row_id: int) -> Json:
    """Return a row."""
    labels = columns_by_label(context, managed_user_id, lookup_table_id)
    return {"result": _read(context, lookup_table_id, row_id, labels)}


def add_lookup_table_row(context: Context, managed_user_id: str, lookup_table_id: int, body: Json) -> Json:
    """Add a row; duplicates are allowed."""
    labels = columns_by_label(context, managed_user_id, lookup_table_id)
    row_id = add_row(context, lookup_table_id, _columns(body["data"], labels))
    return _read(context, lookup_table_id, row_id, labels)


def update_lookup_table_row(
    context: Context, managed_user_id: str, lookup_table_id: int, row_id: int, body: Json
) -> Json:
    """Update the columns that are sent."""
    labels = columns_by_label(context, managed_user_id, lookup_table_id)
    _read(context, lookup_table_id, row_id, labels)
    values = _columns(body["data"], labels)
    context.session.execute(_UPDATE, table=lookup_table_id, wanted=row_id, updated_at=context.time(), **values)
    return _read(context, lookup_table_id, row_id, labels)


def delete_lookup_table_row(context: Context, managed_user_id: str, lookup_table_id: int, row_id: int) -> Json:
    """Delete a row."""
    columns_by_label(context, managed_user_id, lookup_table_id)
    if not context.session.execute(_DELETE, table=lookup_table_id, wanted=row_id):
        raise _row_not_found(row_id)
    return {"success": True}


def add_row(context: Context, lookup_table_id: int, values: Row) -> int:
    """Add a row with values by column name; return its id."""
    row_id = context.session.next_id("lookup_table_rows")
    now = context.time()
    context.session.execute(_INSERT, table=lookup_table_id, id=row_id, created_at=now, updated_at=now, **values)
    return row_id


def _with_values(columns: tuple[str, ...]) -> Select[Any]:
    """Return a query for rows with given values in some columns."""
    return _SELECT.where(*_OWN, *(_T[column] == bindparam(f"is_{column}") for column in columns))


@cache
def _pages(columns: tuple[str, ...]) -> LongList:
    return LongList(_with_values(columns), lookup_table_rows)


@cache
def _first(columns: tuple[str, ...]) -> Select[Any]:
    return _with_values(columns).order_by(_T.id).limit(1)


def _wanted(context: Context, labels: Mapping[str, str], by: Mapping[str, str]) -> dict[str, str] | None:
    """Return the wanted values by column name, sorted; None if a label is unknown, so that no row matches."""
    unknown = [label for label in by if label not in labels]
    text = "the table has no column with this label, so no row matches"
    context.notes.extend(Reason(f"/query/by/{pointer_token(label)}", "additionalProperties", text) for label in unknown)
    return None if unknown else dict(sorted((labels[label], value) for label, value in by.items()))


def _values(wanted: Mapping[str, str]) -> dict[str, Any]:
    return {f"is_{column}": value for column, value in wanted.items()}


def _columns(data: Mapping[str, str], labels: Mapping[str, str]) -> dict[str, str]:
    """Return values by column name.

    Raises:
        BadRequestError: The table has no column with one of the labels.
    """
    unknown = [
        Reason(f"/body/data/{pointer_token(label)}", "additionalProperties", "the table has no column with this label")
        for label in data
        if label not in labels
    ]
    if unknown:
        raise BadRequestError(*unknown)
    return {labels[label]: value for label, value in data.items()}


def _read(context: Context, table_id: int, row_id: int, labels: Mapping[str, str]) -> Json:
    row = context.session.first(_GET, table=table_id, wanted=row_id)
    if row is None:
        raise _row_not_found(row_id)
    return _response(row, labels)


def _response(row: Row, labels: Mapping[str, str]) -> Json:
    """Return a row in the form of the API: values by label, without columns that were never written."""
    return {
        "id": row["id"],
        "data": {label: row[column] for label, column in labels.items() if row[column] is not None},
        "created_at": row["created_at"],
        "updated_at": row["updated_at"],
    }


def _row_not_found(row_id: int) -> NotFoundError:
    return not_found("/path/row_id", f"the table has no row {row_id}")
