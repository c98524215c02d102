"""The rule of task usage; must not promise more than the documentation, which names the container only."""

from sqlalchemy import bindparam, select

from workato_embedded_mock.instruments.clock import months_later
from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.resources.context import Context
from workato_embedded_mock.store.tables import managed_users

MONTHS = 12

_TASKS = (
    select(managed_users.c.id, managed_users.c.task_count)
    .where(managed_users.c.namespace == bindparam("space"))
    .order_by(managed_users.c.id)
)


async def get_task_usage(context: Context) -> Json:
    """Answer the tasks of all customers by account id and month.

    The only tasks that are known are those of the running billing period; they count for the running month.
    """
    now = context.clock.now()
    months = [months_later(now, -back).strftime("%Y-%m") for back in range(MONTHS - 1, -1, -1)]
    return {
        "result": {
            str(row["id"]): {**dict.fromkeys(months, 0), months[-1]: row["task_count"] or 0}
            for row in context.space.all(_TASKS)
        }
    }
