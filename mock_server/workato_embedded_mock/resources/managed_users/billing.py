"""Ends trials, renews billing periods and records task usage; must not serve requests.

Only customers created through the API change with time. Those in a seed do not, because the clock can be years away
from the times in the seed.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import bindparam, func, insert, select, update

from workato_embedded_mock.instruments.clock import ZONE, add_months, format_time
from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.store.session import NAMESPACE_ID, Row
from workato_embedded_mock.store.tables.managed_users import managed_users, task_months

FREE_PLAN = "free"
TRIAL = timedelta(days=30)
TASKS_IN_TRIAL = 100
TASKS_ON_THE_FREE_PLAN = TASKS_IN_TRIAL

_T, _M = managed_users.c, task_months.c
# Columns that `due_changes` needs and responses omit.
DUE_COLUMNS = (_T.trial_ends_at, _T.renews)
_ONE = (_T.namespace == NAMESPACE_ID, _T.id == bindparam("wanted"))
_GET = select(
    _T.in_trial, _T.created_at, _T.current_billing_period_start, _T.current_billing_period_end, *DUE_COLUMNS
).where(*_ONE)
_UPDATE = update(managed_users).where(*_ONE)
_COUNT_TASKS = _UPDATE.values(task_count=func.coalesce(_T.task_count, 0) + bindparam("tasks"))
_MONTH = (
    _M.namespace == NAMESPACE_ID,
    _M.managed_user_id == bindparam("wanted"),
    _M.month == bindparam("of"),
)
_ADD = update(task_months).where(*_MONTH).values(tasks=_M.tasks + bindparam("more"))
_BEGIN = insert(task_months).values(namespace=NAMESPACE_ID)


def due_changes(context: Context, row: Row) -> Row:
    """Return the columns of a customer that are due to change, with their new values.

    `row` has `in_trial`, `created_at`, `current_billing_period_end` and the columns of `DUE_COLUMNS`.
    """
    trial_ends_at = row["trial_ends_at"] if row["in_trial"] else None
    period_end = row["current_billing_period_end"] if row["renews"] else None
    if trial_ends_at is None and period_end is None:
        return {}
    now = context.clock.now()
    changes: Row = {}
    if trial_ends_at is not None and datetime.fromisoformat(trial_ends_at) <= now:
        changes = {"in_trial": False, "plan_id": FREE_PLAN, "task_limit": TASKS_ON_THE_FREE_PLAN}
    if period_end is not None and datetime.fromisoformat(period_end) <= now:
        start, end = _period(datetime.fromisoformat(row["created_at"]), now)
        changes |= {"current_billing_period_start": format_time(start), "current_billing_period_end": format_time(end)}
        changes |= {"task_count": 0, "task_limit_adjustment": "0"}
    return changes


def next_change(row: Row) -> float:
    """Return when a customer changes by the clock, in seconds since 1970; `row` is as for `due_changes`."""
    trial_ends_at = row["trial_ends_at"] if row["in_trial"] else None
    period_end = row["current_billing_period_end"] if row["renews"] else None
    moments = [datetime.fromisoformat(text) for text in (trial_ends_at, period_end) if text is not None]
    return min(moments).timestamp() if moments else math.inf


def apply_due_changes(context: Context, customer_id: int) -> None:
    """Write the due changes of a customer. Rules that update a customer call this first."""
    row = context.session.first(_GET, wanted=customer_id)
    changes = due_changes(context, row) if row is not None else {}
    if changes:
        context.session.execute(_UPDATE, wanted=customer_id, **changes)


def record_usage(context: Context, customer_id: int, tasks: int, moments: Sequence[datetime]) -> None:
    """Add the tasks done at each of the moments to the current billing period and to their calendar months."""
    apply_due_changes(context, customer_id)
    row = context.session.first(_GET, wanted=customer_id)
    if not tasks or row is None:
        return
    start = datetime.fromisoformat(row["current_billing_period_start"]) if row["renews"] else min(moments)
    context.session.execute(_COUNT_TASKS, wanted=customer_id, tasks=tasks * sum(moment >= start for moment in moments))
    for month, times in Counter(map(month_of, moments)).items():
        if not context.session.execute(_ADD, wanted=customer_id, of=month, more=tasks * times):
            context.session.execute(_BEGIN, managed_user_id=customer_id, month=month, tasks=tasks * times)


def month_of(moment: datetime) -> str:
    """Return the calendar month of a moment in the API's time zone, such as `2023-11`."""
    return moment.astimezone(ZONE).strftime("%Y-%m")


def _period(begin: datetime, now: datetime) -> tuple[datetime, datetime]:
    """Return the billing period around a moment. Periods begin on the day of the month of the customer's creation."""
    months = (now.year - begin.year) * 12 + now.month - begin.month
    while add_months(begin, months) > now:
        months -= 1
    return add_months(begin, months), add_months(begin, months + 1)
