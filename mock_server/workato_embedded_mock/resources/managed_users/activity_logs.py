"""The rule of the activity log, which `workato_embedded_mock.activity` writes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, func, select

from workato_embedded_mock.errors import bad_request
from workato_embedded_mock.instruments.clock import EPOCH, format_time, parse_time
from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.rules.customers import find_customer
from workato_embedded_mock.store.session import NAMESPACE_ID, Row
from workato_embedded_mock.store.tables.activity_logs import activity_logs
from workato_embedded_mock.store.tables.managed_users import environments, managed_users

# The environment of a customer itself.
DEVELOPMENT = "dev"

_T = activity_logs.c
_PAGE = (
    select(activity_logs)
    .where(_T.namespace == NAMESPACE_ID, _T.managed_user_id == bindparam("owner"))
    .order_by(_T.id.desc())
    .limit(bindparam("size"))
)
_WORKSPACE = (
    select(
        managed_users.c.id,
        managed_users.c.name,
        managed_users.c.notification_email.label("email"),
        func.coalesce(environments.c.environment_type, DEVELOPMENT).label("environment"),
    )
    .join_from(
        managed_users,
        environments,
        and_(environments.c.namespace == managed_users.c.namespace, environments.c.id == managed_users.c.id),
        isouter=True,
    )
    .where(managed_users.c.namespace == NAMESPACE_ID, managed_users.c.id == bindparam("owner"))
)
_MILLISECOND = timedelta(milliseconds=1)


def list_activity_logs(
    context: Context,
    managed_user_id: str,
    page_after: int | None,
    page_size: int,
    from_: str | None,
    to: str | None,
    users_ids: Sequence[int] | None,
    include_resource_types: Sequence[str] | None,
    exclude_resource_types: Sequence[str] | None,
    include_event_types: Sequence[str] | None,
    exclude_event_types: Sequence[str] | None,
) -> Json:
    """List entries, newest first. Filters are combined with AND."""
    owner = find_customer(context, managed_user_id)
    page = _PAGE.where(
        *_between(page_after, from_, to),
        *_among(_T.user_id, users_ids),
        *_among(func.lower(_T.resource_type), _lowered(include_resource_types), _lowered(exclude_resource_types)),
        *_among(_T.event_type, include_event_types, exclude_event_types),
    )
    workspace = context.session.first(_WORKSPACE, owner=owner)
    rows = context.session.all(page, owner=owner, size=page_size)
    return {"data": [_entry(row, workspace) for row in rows], "total": len(rows)}


def _between(page_after: int | None, start: str | None, end: str | None) -> Iterator[ColumnElement[bool]]:
    """Yield the conditions on the id and the time of entries."""
    if page_after is not None:
        yield _T.id < page_after
    if start is not None:
        yield _T.happened_at >= _milliseconds(start, "from")
    if end is not None:
        yield _T.happened_at <= _milliseconds(end, "to")


def _among(
    column: ColumnElement[Any], included: Sequence[Any] | None, excluded: Sequence[Any] | None = None
) -> Iterator[ColumnElement[bool]]:
    """Yield the conditions on a value of entries."""
    if included is not None:
        yield column.in_(included)
    if excluded is not None:
        yield column.not_in(excluded)


def _lowered(texts: Sequence[str] | None) -> list[str] | None:
    return None if texts is None else [text.lower() for text in texts]


def _milliseconds(text: str, name: str) -> int:
    """Return the milliseconds since 1970 of a time in the query.

    Raises:
        BadRequestError: The text is not a time.
    """
    moment = parse_time(text)
    if moment is None:
        raise bad_request(f"/query/{name}", "format", "this is not an ISO 8601 time")
    return (moment - EPOCH) // _MILLISECOND


def _entry(row: Row, workspace: Row | None) -> Row:
    """Return the entry of a row in the form of the API."""
    user = {"id": row["user_id"], "name": row["user_name"], "email": row["user_email"]}
    resource = {"id": row["resource_id"], "name": row["resource_name"], "type": row["resource_type"]}
    sender = {"ip_address": row["ip_address"], "user_agent": row["user_agent"]}
    return {
        "id": row["id"],
        "timestamp": format_time(_moment(row["happened_at"])),
        "event_type": row["event_type"],
        "workspace": workspace,
        "user": None if row["user_id"] is None else user,
        "details": {
            "request": None if row["ip_address"] is None and row["user_agent"] is None else sender,
            "activity": row["activity"],
        },
        "resource": None if row["resource_id"] is None else resource,
    }


def _moment(milliseconds: int) -> datetime:
    return EPOCH + milliseconds * _MILLISECOND
