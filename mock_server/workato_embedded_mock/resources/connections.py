"""The rules of connections; must not reach any other application."""

from sqlalchemy import bindparam, select

from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.resources.context import Context
from workato_embedded_mock.resources.customers import customer
from workato_embedded_mock.store.tables import connections

_T = connections.c
_LIST_ALL = (
    select(
        _T.id,
        _T.name,
        _T.provider,
        _T.authorized_at,
        _T.authorization_status,
        _T.authorization_error,
        _T.created_at,
        _T.updated_at,
        _T.external_id,
        _T.folder_id,
        _T.identity,
        _T.parent_id,
    )
    .where(_T.namespace == bindparam("space"), _T.managed_user_id == bindparam("owner"))
    .order_by(_T.id)
)
_LIST = _LIST_ALL.where(_T.runtime.is_(False))


async def list_connections(
    context: Context,
    managed_user_id: str,
    provider: str | None,
    folder_id: str | None,
    parent_id: str | None,
    external_id: str | None,
    include_runtime_connections: str,
) -> Json:
    """List connections by ascending id; filters are combined with AND and compare text exactly."""
    statement = _LIST_ALL if include_runtime_connections == "true" else _LIST
    rows = context.space.all(statement, owner=customer(context, managed_user_id))
    wanted = {"provider": provider, "folder_id": folder_id, "parent_id": parent_id, "external_id": external_id}
    filters = {name: value for name, value in wanted.items() if value is not None}
    return {"result": [row for row in rows if all(_text(row[name]) == value for name, value in filters.items())]}


def _text(value: str | int | None) -> str | None:
    return None if value is None else str(value)
