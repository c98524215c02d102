"""Reads customers with their usage and their environments; must not write."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    CompoundSelect,
    ScalarSelect,
    Select,
    Table,
    and_,
    bindparam,
    exists,
    func,
    select,
    union_all,
)

from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.resources.managed_users.billing import DUE_COLUMNS, due_changes, next_change
from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.rules.customers import (
    ACCOUNT_BY_EXTERNAL_ID,
    ACCOUNT_BY_ID,
    customer_not_found,
    parse_customer_id,
)
from workato_embedded_mock.rules.rendering import Form, Key, rendered_list
from workato_embedded_mock.store.list_keys import list_key
from workato_embedded_mock.store.long_lists import LongList
from workato_embedded_mock.store.session import NAMESPACE_ID, Row
from workato_embedded_mock.store.tables.connections import connections
from workato_embedded_mock.store.tables.managed_users import ENVIRONMENT_NAMES, environments, managed_users
from workato_embedded_mock.store.tables.recipes import recipes

_T, _E = managed_users.c, environments.c

# The properties of every response in their order, each with its column.
SETTINGS = {
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
# Properties that a response has only if they are set.
OPTIONAL = ("full_embedding", "team_name")


def _environment_column(environment_type: str) -> ColumnElement[Any]:
    """Return the id of an environment of a customer as a column."""
    own = _E.namespace == _T.namespace, _E.managed_user_id == _T.id, _E.environment_type == environment_type
    return select(_E.id).where(*own).scalar_subquery().label(environment_type)


def _count(table: Table, condition: ColumnElement[bool]) -> ColumnElement[int]:
    """Return how many rows of a table a customer has in all its environments."""
    own = select(func.count()).where(table.c.namespace == _T.namespace, table.c.managed_user_id == _T.id, condition)
    others: ScalarSelect[int] = (
        select(func.count())
        .select_from(environments)
        .join(table, and_(table.c.namespace == _E.namespace, table.c.managed_user_id == _E.id))
        .where(_E.namespace == _T.namespace, _E.managed_user_id == _T.id, condition)
        .scalar_subquery()
    )
    return own.scalar_subquery() + others


_SETTINGS_COLUMNS: tuple[ColumnElement[Any], ...] = (
    *(_T[column].label(name) for name, column in SETTINGS.items()),
    *(_T[name] for name in OPTIONAL),
)
_PLAN_COLUMNS: tuple[ColumnElement[Any], ...] = (
    _T.current_billing_period_start,
    _T.current_billing_period_end,
    _T.task_limit_adjustment,
    func.coalesce(_T.custom_task_limit, _T.task_limit).label("task_limit"),
    _T.task_count,
    _T.active_connection_limit,
    *DUE_COLUMNS,
)
# What counts as active, by the property that has the number.
_ACTIVE: dict[str, tuple[Table, ColumnElement[bool]]] = {
    "active_connection_count": (connections, connections.c.authorization_status == "success"),
    "active_recipe_count": (recipes, recipes.c.running.is_(True)),
}

# What is read from other tables, for one customer.
_ENVIRONMENT_COLUMNS = tuple(_environment_column(kind) for kind in ENVIRONMENT_NAMES)
_ACTIVE_COLUMNS = tuple(_count(*active).label(name) for name, active in _ACTIVE.items())
_INTERNAL = tuple(column.name for column in DUE_COLUMNS)


def _in_namespace(*columns: ColumnElement[Any]) -> Select[Any]:
    return select(*columns).select_from(managed_users).where(_T.namespace == NAMESPACE_ID)


_SETTINGS_BY_ID = _in_namespace(*_SETTINGS_COLUMNS, *_ENVIRONMENT_COLUMNS).where(_T.id == bindparam("wanted"))
_BY_ID, _BY_EXTERNAL_ID = (
    _in_namespace(*_SETTINGS_COLUMNS, *_ENVIRONMENT_COLUMNS, *_PLAN_COLUMNS, *_ACTIVE_COLUMNS).where(
        _T.id == account.scalar_subquery()
    )
    for account in (ACCOUNT_BY_ID, ACCOUNT_BY_EXTERNAL_ID)
)
_IS_CUSTOMER = ~exists().where(_E.namespace == _T.namespace, _E.id == _T.id)
_KEYS = LongList(_in_namespace(_T.namespace, _T.id, _T.row_version).where(_IS_CUSTOMER), managed_users)
_ALL = list_key(managed_users)

# What is read from other tables, for the customers of a page: a query for each table takes less time than one for each
# customer.
_FIRST: BindParameter[int] = bindparam("first")
_LAST: BindParameter[int] = bindparam("last")
_CUSTOMERS = _in_namespace(*_SETTINGS_COLUMNS, *_PLAN_COLUMNS).where(_T.id.between(_FIRST, _LAST))
_ENVIRONMENTS = select(_E.managed_user_id, _E.environment_type, _E.id).where(
    _E.namespace == NAMESPACE_ID, _E.managed_user_id.between(_FIRST, _LAST)
)


def _counts_on_page(table: Table, condition: ColumnElement[bool]) -> CompoundSelect[Any]:
    """Return how many rows of a table each workspace has, and all environments of each customer together."""
    own = table.c.managed_user_id
    others = and_(table.c.namespace == _E.namespace, own == _E.id)
    return union_all(
        select(own.label("id"), func.count().label("count"))
        .where(table.c.namespace == NAMESPACE_ID, own.between(_FIRST, _LAST), condition)
        .group_by(own),
        select(_E.managed_user_id, func.count())
        .join_from(environments, table, others)
        .where(_E.namespace == NAMESPACE_ID, _E.managed_user_id.between(_FIRST, _LAST), condition)
        .group_by(_E.managed_user_id),
    )


# A customer without environments and active objects.
_UNRELATED: Row = {**dict.fromkeys(ENVIRONMENT_NAMES), **dict.fromkeys(_ACTIVE, 0)}
# The environments of a customer, and the numbers of its active objects, by name.
_Related = tuple[tuple[str, int], ...]
_ACTIVE_COUNTS = {name: _counts_on_page(*active) for name, active in _ACTIVE.items()}


def load_customers(context: Context, before: int, size: int) -> Json:
    """Return a page of the customers by ascending id."""
    keys = _KEYS.tuples(context.session, _ALL, before, size)
    if not keys:
        return []
    related = _related(context, first=keys[0][1], last=keys[-1][1])
    if related:
        keys = [(*key, related[key[1]]) if key[1] in related else key for key in keys]

    def load(missing: Sequence[Key]) -> list[Form]:
        found = context.session.all(_CUSTOMERS, first=missing[0][1], last=missing[-1][1])
        by_id = {row["id"]: row for row in found}
        return [_form(context, by_id[key[1]], related.get(key[1])) for key in missing]

    return rendered_list(context, "customers", keys, load)


def _related(context: Context, **page: int) -> dict[int, _Related]:
    """Return what the customers of a page have in other tables; nothing for those without any of it."""
    found: defaultdict[int, Counter[str]] = defaultdict(Counter)
    for each in context.session.all(_ENVIRONMENTS, **page):
        found[each["managed_user_id"]][each["environment_type"]] = each["id"]
    for name, statement in _ACTIVE_COUNTS.items():
        for counted in context.session.all(statement, **page):
            found[counted["id"]][name] += counted["count"]
    return {number: tuple(sorted(values.items())) for number, values in found.items()}


def _form(context: Context, row: Row, related: _Related | None) -> Form:
    """Return the form of a customer of a page."""
    row |= _UNRELATED
    if related:
        row.update(related)
    until = next_change(row)
    changes = {} if until == math.inf else due_changes(context, row)
    return _response(row, changes), until, not changes


def count_customers(context: Context) -> int:
    """Return the number of customers."""
    return _KEYS.count(context.session, _ALL)


def load_customer(context: Context, managed_user_id: str) -> Row:
    """Return a customer, also by the id of one of its environments.

    Raises:
        NotFoundError: There is no such customer.
    """
    key = parse_customer_id(managed_user_id)
    row = context.session.first(_BY_ID if isinstance(key, int) else _BY_EXTERNAL_ID, wanted=key)
    if row is None:
        raise customer_not_found(key)
    return _response(row, due_changes(context, row))


def load_settings(context: Context, customer_id: int) -> Row:
    """Return the settings of a customer that exists, without its usage."""
    return _with_environments(context.session.all(_SETTINGS_BY_ID, wanted=customer_id)[0])


def _response(row: Row, changes: Row) -> Row:
    """Change a row to its response: with due changes, without internal columns."""
    if changes:
        row.update(changes)
        row["trial"] = row["in_trial"]
    for name in _INTERNAL:
        del row[name]
    return _with_environments(row)


def _with_environments(row: Row) -> Row:
    """Replace the columns of environments by a list; omit it for customers without them, and settings that are null."""
    for name in OPTIONAL:
        if row[name] is None:
            del row[name]
    environment_ids = [(row.pop(kind), kind) for kind in ENVIRONMENT_NAMES]
    found = [{"id": number, "environment_type": kind} for number, kind in environment_ids if number is not None]
    if found:
        row["environments"] = found
    return row
