"""Lets running recipes run by themselves as the clock of a namespace moves; must not wait or start threads.

Whatever fell due since the last call is made up for before the next one, so that a test that moves the clock sees the
jobs, and two runs of one test see the same ones.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from sqlalchemy import bindparam, delete, insert, select, update

from workato_embedded_mock.resources.jobs.runs import run_recipe
from workato_embedded_mock.rules.context import Context, ScheduledTask
from workato_embedded_mock.store.session import NAMESPACE_ID, Row
from workato_embedded_mock.store.tables import recipe_timers
from workato_embedded_mock.store.tables.recipes import recipes

MAX_JOBS = 1000
"""The most jobs of one recipe that are made up for at once: those before the latest are left out."""

_T = recipe_timers.c
_RUNNING = select(recipes.c.id).where(recipes.c.namespace == NAMESPACE_ID, recipes.c.running)
# A clock that was set back leaves times behind that are too far ahead.
_STALE = delete(recipe_timers).where(
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
    """Make the chore that lets each running recipe run once in so many seconds, first so long after its start."""
    pause = timedelta(seconds=seconds)

    def run_due_recipes(context: Context) -> None:
        now = context.clock.now().astimezone(UTC)
        latest = _sortable(now + pause)
        context.session.execute(_STALE, latest=latest)
        begun = [{"recipe_id": row["id"], "due_at": latest} for row in context.session.all(_NEW)]
        context.session.execute_many(_START, begun)
        for row in context.session.all(_DUE, now=_sortable(now)):
            _run(context, row, now, pause)

    return run_due_recipes


def _run(context: Context, row: Row, now: datetime, pause: timedelta) -> None:
    moments = list(_moments(datetime.fromisoformat(row["due_at"]), now, pause))
    run_recipe(context, row["managed_user_id"], row, {}, moments)
    context.session.execute(_POSTPONE, wanted=row["id"], due=_sortable(moments[-1] + pause))


def _moments(due: datetime, now: datetime, pause: timedelta) -> Iterator[datetime]:
    """Answer when a recipe ran: each time that fell due until now, of very many the latest."""
    left_out = max((now - due) // pause + 1 - MAX_JOBS, 0)
    moment = due + left_out * pause
    while moment <= now:
        yield moment
        moment += pause


def _sortable(moment: datetime) -> str:
    """Write a time so that texts stand in the order of times."""
    return moment.isoformat(timespec="microseconds")
