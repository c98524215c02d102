"""The rule of task usage. The documentation names only the container of the response."""

from __future__ import annotations

from sqlalchemy import exists, select

from workato_embedded_mock.instruments.clock import add_months
from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.resources.managed_users.billing import month_of
from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.store.session import NAMESPACE_ID
from workato_embedded_mock.store.tables.managed_users import environments, managed_users, task_months

MONTHS = 12

_CUSTOMERS = (
    select(managed_users.c.id, managed_users.c.task_count, managed_users.c.renews)
    .where(
        managed_users.c.namespace == NAMESPACE_ID,
        ~exists().where(environments.c.namespace == NAMESPACE_ID, environments.c.id == managed_users.c.id),
    )
    .order_by(managed_users.c.id)
)
_COUNTED = select(task_months.c.managed_user_id, task_months.c.month, task_months.c.tasks).where(
    task_months.c.namespace == NAMESPACE_ID
)


def get_task_usage(context: Context) -> Json:
    """Return the tasks of all customers by account id and calendar month.

    The months of tasks in a seed are unknown; they count for the current month.
    """
    now = context.clock.now()
    months = [month_of(add_months(now, -back)) for back in range(MONTHS - 1, -1, -1)]
    counted: dict[int, dict[str, int]] = {}
    for row in context.session.all(_COUNTED):
        counted.setdefault(row["managed_user_id"], {})[row["month"]] = row["tasks"]
    result: dict[str, dict[str, int]] = {}
    for row in context.session.all(_CUSTOMERS):
        own = counted.get(row["id"], {})
        undated = 0 if row["renews"] else (row["task_count"] or 0) - sum(own.values())
        usage = {month: own.get(month, 0) for month in months}
        result[str(row["id"])] = {**usage, months[-1]: usage[months[-1]] + undated}
    return {"result": result}
