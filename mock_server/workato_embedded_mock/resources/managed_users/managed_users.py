"""The rules of managed users (customer accounts); must not use members."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, delete, func, insert, or_, select, update

from workato_embedded_mock.errors import bad_request, not_found
from workato_embedded_mock.instruments.clock import add_months, format_time
from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.resources.managed_users.billing import TASKS_IN_TRIAL, TRIAL, apply_due_changes
from workato_embedded_mock.resources.managed_users.customers import (
    count_customers,
    load_customer,
    load_customers,
    load_settings,
)
from workato_embedded_mock.resources.managed_users.environment_settings import change_environments
from workato_embedded_mock.resources.workspace.folders import create_home_folder
from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.rules.customers import find_account, find_customer
from workato_embedded_mock.rules.paging import offset
from workato_embedded_mock.store.folder_trees import detach
from workato_embedded_mock.store.session import NAMESPACE_ID, Row
from workato_embedded_mock.store.tables.folders import folders
from workato_embedded_mock.store.tables.managed_users import environments, managed_users

DEFAULT_PLAN = "partner_standard"
DEFAULT_TIME_ZONE = "Pacific Time (US & Canada)"
DEFAULT_AUTH_SETTINGS = {"type": "workato_auth"}
TASKS_ON_A_PLAN = 10_000
CONNECTIONS_ON_A_PLAN = 50

_T, _E = managed_users.c, environments.c


def _in_namespace(*columns: ColumnElement[Any]) -> Select[Any]:
    return select(*columns).where(_T.namespace == NAMESPACE_ID)


_SAME_EXTERNAL_ID = _in_namespace(_T.id).where(_T.external_id == bindparam("wanted"), _T.id != bindparam("except_id"))
_PLAN = _in_namespace(_T.in_trial, func.coalesce(_T.task_count, 0).label("used")).where(_T.id == bindparam("wanted"))
_INSERT = insert(managed_users).values(namespace=NAMESPACE_ID)
_UPDATE = update(managed_users).where(_T.namespace == NAMESPACE_ID, _T.id == bindparam("wanted"))
_ENVIRONMENTS = select(_E.id).where(_E.namespace == NAMESPACE_ID, _E.managed_user_id == bindparam("wanted"))
_F = folders.c
_DETACH_FOLDERS = detach(
    _F.namespace == NAMESPACE_ID,
    or_(_F.managed_user_id == bindparam("wanted"), _F.managed_user_id.in_(_ENVIRONMENTS)),
)
_DELETE = delete(managed_users).where(
    _T.namespace == NAMESPACE_ID, or_(_T.id == bindparam("wanted"), _T.id.in_(_ENVIRONMENTS))
)

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
    "full_embedding",
)


def list_managed_users(context: Context, page: int, per_page: int) -> Json:
    """List customers by ascending account id: the newest is last. Their environments are not customers."""
    return {
        "result": load_customers(context, offset(page, per_page), per_page),
        "count": count_customers(context),
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
    change_environments(context, managed_user_id, body)
    return load_settings(context, managed_user_id)


def get_managed_user(context: Context, managed_user_id: str) -> Json:
    """Return a customer."""
    return load_customer(context, managed_user_id)


def update_managed_user(context: Context, managed_user_id: str, body: Json) -> Json:
    """Update the fields that are sent; null restores the default."""
    customer_id = find_account(context, managed_user_id)
    apply_due_changes(context, customer_id)
    changes = _changes(context, customer_id, body)
    if changes:
        context.session.execute(_UPDATE, wanted=customer_id, updated_at=context.time(), **changes)
    change_environments(context, customer_id, body)
    return load_settings(context, customer_id)


def delete_managed_user(context: Context, managed_user_id: str) -> Json:
    """Delete a customer with its environments and everything in them."""
    customer_id = find_account(context, managed_user_id)
    if customer_id != find_customer(context, managed_user_id):
        text = f"this is the id of an environment; the customer has the id {customer_id}"
        raise not_found("/path/managed_user_id", text)
    context.session.execute(_DETACH_FOLDERS, wanted=customer_id)
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
    plan = context.session.all(_PLAN, wanted=customer_id)[0]
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
        "full_embedding": body.get("full_embedding"),
        "team_name": None,
    }


def _end_of_trial(begin: datetime) -> str:
    return format_time(begin + TRIAL)


def _tasks(*, in_trial: bool) -> int:
    """Return the task limit. Only that of trials is documented; those of plans are unknown."""
    return TASKS_IN_TRIAL if in_trial else TASKS_ON_A_PLAN


def _reject_taken_external_id(context: Context, external_id: str | None, customer_id: int) -> None:
    if external_id is None:
        return
    other = context.session.scalar(_SAME_EXTERNAL_ID, wanted=external_id, except_id=customer_id)
    if other is not None:
        raise bad_request("/body/external_id", "unique", f"the customer {other} has this external id")
