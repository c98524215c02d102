"""Creates jobs of running recipes as the clock of a namespace advances; must not wait or start threads.

Jobs that became due since the last request are created before the next one. So a test that advances the clock sees
them, and repeated runs of a test see the same jobs.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from sqlalchemy import bindparam, delete, insert, select, update

from workato_embedded_mock.resources.jobs.runs import run_recipe
from workato_embedded_mock.rules.context import Context, ScheduledTask
from workato_embedded_mock.rules.due_changes import apply_separately
from workato_embedded_mock.store.session import NAMESPACE_ID, Row
from workato_embedded_mock.store.tables import recipe_timers
from workato_embedded_mock.store.tables.recipes import recipes

# The maximum number of jobs of one recipe to create at once; earlier ones are skipped.
MAX_JOBS = 1000

_T = recipe_timers.c
_RUNNING = select(recipes.c.id).where(recipes.c.namespace == NAMESPACE_ID, recipes.c.running)
# Setting the clock back leaves timers that are too far in the future.
_DELETE_STALE = delete(recipe_timers).where(
    _T.namespace == NAMESPACE_ID, _T.recipe_id.not_in(_RUNNING) | (_T.due_at > bindparam("latest"))
)
_NEW = _RUNNING.where(recipes.c.id.not_in(select(_T.recipe_id).where(_T.namespace == NAMESPACE_ID)))
_START = insert(recipe_timers).values(namespace=NAMESPACE_ID)
_DUE = (
    select(recipes, _T.due_at)
    .join(recipe_timers, (_T.namespace == recipes.c.namespace) & (_T.recipe_id == recipes.c.id))
    .where(recipes.c.namespace == NAMESPACE_ID, _T.due_at <= bindparam("now"))
    .order_by(recipes.c.id)
)
_POSTPONE = (
    update(recipe_timers)
    .where(_T.namespace == NAMESPACE_ID, _T.recipe_id == bindparam("wanted"))
    .values(due_at=bindparam("due"))
)


def simulated_jobs(seconds: int) -> ScheduledTask:
    """Return the task that runs each running recipe every N seconds, first N seconds after its start."""
    pause = timedelta(seconds=seconds)

    def run_due_recipes(context: Context) -> None:
        now = context.clock.now().astimezone(UTC)
        latest = _sortable(now + pause)
        context.session.execute(_DELETE_STALE, latest=latest)
        timers = [{"recipe_id": row["id"], "due_at": latest} for row in context.session.all(_NEW)]
        context.session.execute_many(_START, timers)
        due = context.session.all(_DUE, now=_sortable(now))
        apply_separately(context, due, lambda context, row: _run_due(context, row, now, pause), table=recipes)

    return run_due_recipes


def _run_due(context: Context, row: Row, now: datetime, pause: timedelta) -> None:
    moments = list(_due_times(datetime.fromisoformat(row["due_at"]), now, pause))
    run_recipe(context, row["managed_user_id"], row, {}, moments)
    context.session.execute(_POSTPONE, wanted=row["id"], due=_sortable(moments[-1] + pause))


def _due_times(due: datetime, now: datetime, pause: timedelta) -> Iterator[datetime]:
    """Yield the due times until now, at most the latest `MAX_JOBS`."""
    skipped = max((now - due) // pause + 1 - MAX_JOBS, 0)
    moment = due + skipped * pause
    while moment <= now:
        yield moment
        moment += pause


def _sortable(moment: datetime) -> str:
    """Format a time so that text order is time order."""
    return moment.isoformat(timespec="microseconds")
