"""The rules of lookup tables; must not use their rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import and_, bindparam, delete, insert, select

from workato_embedded_mock.errors import NotFoundError, bad_request, not_found
from workato_embedded_mock.plain_json import Json, write_json
from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.rules.customers import find_customer, find_project, parse_customer_id
from workato_embedded_mock.rules.paging import offset
from workato_embedded_mock.store.lookup_schema import parse_schema
from workato_embedded_mock.store.session import NAMESPACE_ID
from workato_embedded_mock.store.tables.lookup_tables import LOOKUP_COLUMNS, lookup_tables
from workato_embedded_mock.store.tables.managed_users import managed_users

_T = lookup_tables.c
_OWN = (_T.namespace == NAMESPACE_ID, _T.managed_user_id == bindparam("owner"))

_SELECT = select(_T.id, _T.name, _T.schema, _T.created_at, _T.updated_at, _T.project_id)
_PAGE = _SELECT.where(*_OWN).order_by(_T.id).limit(bindparam("size")).offset(bindparam("before"))
_GET = _SELECT.where(*_OWN, _T.id == bindparam("wanted"))
_SCHEMA = (
    select(_T.schema)
    .join(
        managed_users,
        and_(managed_users.c.namespace == _T.namespace, managed_users.c.id == _T.managed_user_id),
    )
    .where(_T.namespace == NAMESPACE_ID, _T.id == bindparam("wanted"))
)
_SCHEMA_BY_ID = _SCHEMA.where(managed_users.c.id == bindparam("owner"))
_SCHEMA_BY_EXTERNAL_ID = _SCHEMA.where(managed_users.c.external_id == bindparam("owner"))
_INSERT = insert(lookup_tables).values(namespace=NAMESPACE_ID, managed_user_id=bindparam("owner"))
_DELETE = delete(lookup_tables).where(*_OWN, _T.id == bindparam("wanted"))


def list_lookup_tables(context: Context, managed_user_id: str, page: int, per_page: int) -> Json:
    """List tables by ascending id."""
    owner = find_customer(context, managed_user_id)
    rows = context.session.all(_PAGE, owner=owner, size=per_page, before=offset(page, per_page))
    return {"result": [_response(row) for row in rows]}


def create_lookup_table(context: Context, managed_user_id: str, body: Json) -> Json:
    """Create a table; its columns are named col1, col2 and so on."""
    owner = find_customer(context, managed_user_id)
    wanted = body["lookup_table"]
    labels = [column["label"] for column in wanted["schema"]]
    for index, label in enumerate(labels):
        if label in labels[:index]:
            raise bad_request(
                f"/body/lookup_table/schema/{index}/label", "uniqueItems", "another column has this label"
            )
    project_id = None
    if "project_id" in wanted:
        project_id = find_project(context, owner, str(wanted["project_id"]), "/body/lookup_table/project_id")
    table_id = add_table(context, owner, wanted["name"], _schema_text(labels), project_id)
    return _response(context.session.first(_GET, owner=owner, wanted=table_id))


def batch_delete_lookup_tables(context: Context, managed_user_id: str, body: Json) -> Json:
    """Delete tables with their rows, or none if one is unknown."""
    owner = find_customer(context, managed_user_id)
    for table_id in dict.fromkeys(body["ids"]):
        if not context.session.execute(_DELETE, owner=owner, wanted=table_id):
            raise table_not_found(table_id, "/body/ids")
    return {"success": True}


def add_table(context: Context, owner: int, name: str, schema: str, project_id: int | None) -> int:
    """Add an empty table; return its id. `schema` is the text that `parse_schema` reads."""
    table_id = context.session.next_id("lookup_tables")
    now = context.time()
    context.session.execute(
        _INSERT,
        owner=owner,
        id=table_id,
        name=name,
        schema=schema,
        created_at=now,
        updated_at=now,
        project_id=project_id,
    )
    return table_id


def columns_by_label(context: Context, managed_user_id: str, lookup_table_id: int) -> Mapping[str, str]:
    """Return the column names of a table by label.

    Raises:
        NotFoundError: There is no such customer or table.
    """
    key = parse_customer_id(managed_user_id)
    statement = _SCHEMA_BY_ID if isinstance(key, int) else _SCHEMA_BY_EXTERNAL_ID
    text = context.session.scalar(statement, owner=key, wanted=lookup_table_id)
    if text is None:
        find_customer(context, managed_user_id)
        raise table_not_found(lookup_table_id, "/path/lookup_table_id")
    return parse_schema(text)


def table_not_found(lookup_table_id: int, pointer: str) -> NotFoundError:
    """Return the error for a table that the customer does not have."""
    return not_found(pointer, f"the customer has no lookup table {lookup_table_id}")


def _schema_text(labels: list[str]) -> str:
    columns = [
        {"control_type": "text", "label": label, "name": name, "type": "string", "sticky": True}
        for label, name in zip(labels, LOOKUP_COLUMNS[: len(labels)], strict=True)
    ]
    return write_json(columns).decode("utf-8")


def _response(row: Any) -> Json:
    project_id = row["project_id"]
    return {**row, "project_id": None if project_id is None else str(project_id)}
