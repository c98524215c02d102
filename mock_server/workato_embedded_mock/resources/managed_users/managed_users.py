"""The rules of managed users (customer accounts); must not use members."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, delete, func, insert, select, update

from workato_embedded_mock.errors import bad_request
from workato_embedded_mock.instruments.clock import add_months, format_time
from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.resources.managed_users.billing import (
    DUE_COLUMNS,
    TASKS_IN_TRIAL,
    TRIAL,
    apply_due_changes,
    due_changes,
)
from workato_embedded_mock.resources.workspace.folders import create_home_folder
from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.rules.customers import customer_not_found, find_customer, parse_customer_id
from workato_embedded_mock.rules.paging import offset
from workato_embedded_mock.store.session import NAMESPACE_ID, Row
from workato_embedded_mock.store.tables.connections import connections
from workato_embedded_mock.store.tables.managed_users import managed_users
from workato_embedded_mock.store.tables.recipes import recipes

DEFAULT_PLAN = "partner_standard"
DEFAULT_TIME_ZONE = "Pacific Time (US & Canada)"
DEFAULT_AUTH_SETTINGS = {"type": "workato_auth"}
TASKS_ON_A_PLAN = 10_000
CONNECTIONS_ON_A_PLAN = 50

_T = managed_users.c

# The properties of every response in their order, each with its column.
_SETTINGS = {
    name: "in_trial" if name == "trial" else name
    for name in (
        "id",
        "external_id",
        "name",
        "notification_email",
        "error_notification_emails",
        "admin_notification_emails",
        "plan_id",
        "origin_url",
        "frame_ancestors",
        "whitelisted_apps",
        "trial",
        "in_trial",
        "created_at",
        "updated_at",
        "time_zone",
        "auth_settings",
    )
}

_SETTINGS_COLUMNS = tuple(_T[column].label(name) for name, column in _SETTINGS.items())
_CONNECTED = (
    select(func.count())
    .where(
        connections.c.namespace == _T.namespace,
        connections.c.managed_user_id == _T.id,
        connections.c.authorization_status == "success",
    )
    .scalar_subquery()
)
_RUNNING = (
    select(func.count())
    .where(
        recipes.c.namespace == _T.namespace,
        recipes.c.managed_user_id == _T.id,
        recipes.c.running.is_(True),
    )
    .scalar_subquery()
)
_USAGE_COLUMNS: tuple[ColumnElement[Any], ...] = (
    _T.current_billing_period_start,
    _T.current_billing_period_end,
    _T.task_limit_adjustment,
    func.coalesce(_T.custom_task_limit, _T.task_limit).label("task_limit"),
    _T.task_count,
    _T.active_connection_limit,
    _CONNECTED.label("active_connection_count"),
    _RUNNING.label("active_recipe_count"),
    *DUE_COLUMNS,
)


def _in_namespace(*columns: ColumnElement[Any]) -> Select[Any]:
    return select(*columns).where(_T.namespace == NAMESPACE_ID)


_SETTINGS_BY_ID = _in_namespace(*_SETTINGS_COLUMNS).where(_T.id == bindparam("wanted"))
_BY_ID = _in_namespace(*_SETTINGS_COLUMNS, *_USAGE_COLUMNS).where(_T.id == bindparam("wanted"))
_BY_EXTERNAL_ID = _in_namespace(*_SETTINGS_COLUMNS, *_USAGE_COLUMNS).where(_T.external_id == bindparam("wanted"))
_PAGE = (
    _in_namespace(*_SETTINGS_COLUMNS, *_USAGE_COLUMNS)
    .order_by(_T.id)
    .limit(bindparam("size"))
    .offset(bindparam("before"))
)
_COUNT = _in_namespace(func.count())
_SAME_EXTERNAL_ID = _in_namespace(_T.id).where(_T.external_id == bindparam("wanted"), _T.id != bindparam("except_id"))
_PLAN = _in_namespace(_T.in_trial, func.coalesce(_T.task_count, 0).label("used")).where(_T.id == bindparam("wanted"))
_INSERT = insert(managed_users).values(namespace=NAMESPACE_ID)
_UPDATE = update(managed_users).where(_T.namespace == NAMESPACE_ID, _T.id == bindparam("wanted"))
_DELETE = delete(managed_users).where(_T.namespace == NAMESPACE_ID, _T.id == bindparam("wanted"))

_CHANGEABLE = (
    "name",
    "notification_email",
    "external_id",
    "origin_url",
    "frame_ancestors",
    "whitelisted_apps",
    "error_notification_emails",
    "admin_notification_emails",
    "plan_id",
    "in_trial",
    "task_limit_adjustment",
    "custom_task_limit",
)


def list_managed_users(context: Context, page: int, per_page: int) -> Json:
    """List customers by ascending account id: the newest is last."""
    rows = context.session.all(_PAGE, size=per_page, before=offset(page, per_page))
    return {
        "result": [_response(context, row) for row in rows],
        "count": context.session.scalar(_COUNT),
        "page": page,
        "per_page": per_page,
    }


def create_managed_user(context: Context, body: Json) -> Json:
    """Create a customer with a Home folder. Without a plan it starts in a trial."""
    _reject_taken_external_id(context, body.get("external_id"), customer_id=0)
    managed_user_id = context.session.next_id("managed_users")
    row = _new(body, managed_user_id, context.clock.now())
    context.session.execute(_INSERT, **row)
    create_home_folder(context, managed_user_id)
    return {name: row[column] for name, column in _SETTINGS.items()}


def get_managed_user(context: Context, managed_user_id: str) -> Json:
    """Return a customer."""
    key = parse_customer_id(managed_user_id)
    row = context.session.first(_BY_ID if isinstance(key, int) else _BY_EXTERNAL_ID, wanted=key)
    return _response(context, _found(row, key))


def update_managed_user(context: Context, managed_user_id: str, body: Json) -> Json:
    """Update the fields that are sent; null restores the default."""
    customer_id = find_customer(context, managed_user_id)
    apply_due_changes(context, customer_id)
    changes = _changes(context, customer_id, body)
    if changes:
        context.session.execute(_UPDATE, wanted=customer_id, updated_at=context.time(), **changes)
    return _found(context.session.first(_SETTINGS_BY_ID, wanted=customer_id), customer_id)


def delete_managed_user(context: Context, managed_user_id: str) -> Json:
    """Delete a customer with everything that belongs to it."""
    customer_id = find_customer(context, managed_user_id)
    context.session.execute(_DELETE, wanted=customer_id)
    return {"id": customer_id}


def _changes(context: Context, customer_id: int, body: Json) -> Row:
    """Return the columns that an update changes."""
    changes = {name: body[name] for name in _CHANGEABLE if name in body}
    _reject_taken_external_id(context, changes.get("external_id"), customer_id)
    for name, default in (("auth_settings", DEFAULT_AUTH_SETTINGS), ("whitelisted_apps", [])):
        if name in changes and changes[name] is None:
            changes[name] = default
    if "task_limit_adjustment" in changes:
        changes["task_limit_adjustment"] = str(changes["task_limit_adjustment"])
    plan = _found(context.session.first(_PLAN, wanted=customer_id), customer_id)
    if changes.get("in_trial", plan["in_trial"]) != plan["in_trial"]:
        changes["task_limit"] = _tasks(in_trial=changes["in_trial"])
        changes["trial_ends_at"] = _end_of_trial(context.clock.now()) if changes["in_trial"] else None
    custom = changes.get("custom_task_limit")
    if custom is not None and custom <= plan["used"]:
        text = f"the limit must exceed the {plan['used']} tasks used so far"
        raise bad_request("/body/custom_task_limit", "minimum", text)
    return changes


def _new(body: Json, managed_user_id: int, now: datetime) -> Row:
    """Return the row of a new customer. Its billing period begins now."""
    in_trial = body.get("in_trial", "plan_id" not in body)
    time = format_time(now)
    return {
        "id": managed_user_id,
        "external_id": body.get("external_id"),
        "name": body["name"],
        "notification_email": body["notification_email"],
        "error_notification_emails": body.get("error_notification_emails"),
        "admin_notification_emails": body.get("admin_notification_emails"),
        "plan_id": body.get("plan_id", DEFAULT_PLAN),
        "origin_url": body.get("origin_url"),
        "frame_ancestors": body.get("frame_ancestors"),
        "whitelisted_apps": body.get("whitelisted_apps") or [],
        "in_trial": in_trial,
        "created_at": time,
        "updated_at": time,
        "time_zone": body.get("time_zone") or DEFAULT_TIME_ZONE,
        "auth_settings": body.get("auth_settings") or DEFAULT_AUTH_SETTINGS,
        "current_billing_period_start": time,
        "current_billing_period_end": format_time(add_months(now, 1)),
        "task_limit_adjustment": str(body.get("task_limit_adjustment", 0)),
        "task_limit": _tasks(in_trial=in_trial),
        "task_count": 0,
        "active_connection_limit": CONNECTIONS_ON_A_PLAN,
        "trial_ends_at": _end_of_trial(now) if in_trial else None,
        "renews": True,
    }


def _response(context: Context, row: Row) -> Row:
    """Return the response for a row: with due changes, without internal columns."""
    changes = due_changes(context, row)
    if "in_trial" in changes:
        changes["trial"] = changes["in_trial"]
    for column in DUE_COLUMNS:
        del row[column.name]
    return row | changes


def _end_of_trial(begin: datetime) -> str:
    return format_time(begin + TRIAL)


def _tasks(*, in_trial: bool) -> int:
    """Return the task limit. Only that of trials is documented; those of plans are unknown."""
    return TASKS_IN_TRIAL if in_trial else TASKS_ON_A_PLAN


def _found(row: Row | None, key: int | str) -> Row:
    if row is None:
        raise customer_not_found(key)
    return row


def _reject_taken_external_id(context: Context, external_id: str | None, customer_id: int) -> None:
    if external_id is None:
        return
    other = context.session.scalar(_SAME_EXTERNAL_ID, wanted=external_id, except_id=customer_id)
    if other is not None:
        raise bad_request("/body/external_id", "unique", f"the customer {other} has this external id")
