"""The rules of jobs; must not run recipes."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, ColumnElement, Label, bindparam, case, func, null, select

from workato_embedded_mock.errors import NotFoundError, not_found
from workato_embedded_mock.instruments.clock import format_utc_time
from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.resources.recipes.recipes import check_recipe
from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.rules.customers import find_customer
from workato_embedded_mock.store.session import NAMESPACE_ID, Row
from workato_embedded_mock.store.tables.jobs import jobs

PAGE_SIZE = 25

_T = jobs.c
_OWN = (_T.namespace == NAMESPACE_ID, _T.recipe_id == bindparam("recipe"))
_RUNS_STILL = _T.ends_at > bindparam("now")
# A job that the API enqueued is pending until it ends.
_COMPLETED_AT = case((_RUNS_STILL, null()), else_=_T.completed_at).label("completed_at")
_STATUS = case((_RUNS_STILL, "pending"), else_=_T.status).label("status")
_RESULT = (_COMPLETED_AT, _T.started_at, _T.title, _T.is_poll_error, _T.error, _T.error_parts, _T.is_error)
_KIND = (_T.is_repeat, _T.is_test, _T.is_test_case_job)
_CHAIN = (_T.calling_recipe_id, _T.calling_job_id, _T.root_recipe_id, _T.root_job_id)
_COLUMNS = (_T.id, _T.handle, _T.recipe_id, *_RESULT, *_KIND, _STATUS, _T.master_job_id, *_CHAIN)
_NEWEST = select(*_COLUMNS).where(*_OWN).order_by(_T.id.desc()).limit(PAGE_SIZE)
_OLDER = _NEWEST.where(_T.id < bindparam("run"))
_NEWER = select(*_COLUMNS).where(*_OWN, _T.id > bindparam("run")).order_by(_T.id).limit(PAGE_SIZE)
_IN_STATE = bindparam("status") == _STATUS
_RERUN = _T.is_repeat.is_(True)
_COUNT = select(func.count()).where(*_OWN)
_COUNTS = select(_STATUS, func.count().label("count")).where(*_OWN).group_by(_STATUS)
_RUN = select(_T.id).where(*_OWN, _T.handle == bindparam("wanted"))
_GET = select(*_COLUMNS, _T.lines).where(*_OWN, _T.handle == bindparam("wanted"))


def list_jobs(
    context: Context,
    managed_user_id: str,
    recipe_id: int,
    offset_job_id: str | None,
    prev: bool,
    status: str | None,
    rerun_only: bool | None,
    offset_run_id: int | None,
) -> Json:
    """List jobs, newest first, before or after an offset job. The counters cover all jobs of the recipe."""
    owner = find_customer(context, managed_user_id)
    check_recipe(context, owner, recipe_id)
    run = offset_run_id
    if offset_job_id is not None:
        run = find_run(context, recipe_id, offset_job_id, "/query/offset_job_id")
    newer = prev and run is not None
    scope: list[ColumnElement[bool]] = []
    values: Row = {"recipe": recipe_id, "now": format_utc_time(context.clock.now())}
    counts = {row["status"]: row["count"] for row in context.session.all(_COUNTS, **values)}
    if status is not None:
        scope.append(_IN_STATE)
        values["status"] = status
    if rerun_only:
        scope.append(_RERUN)
    in_scope = context.session.scalar(_COUNT.where(*scope), **values) if scope else sum(counts.values())
    statement = _NEWER if newer else _NEWEST if run is None else _OLDER
    rows = context.session.all(statement.where(*scope), **values, **({} if run is None else {"run": run}))
    return {
        "job_succeeded_count": counts.get("succeeded", 0),
        "job_failed_count": counts.get("failed", 0),
        "job_count": sum(counts.values()),
        "job_scope_count": in_scope,
        "items": [_entry(row) for row in (reversed(rows) if newer else rows)],
    }


def get_job(context: Context, managed_user_id: str, recipe_id: int, job_id: str) -> Json:
    """Return a job with its steps."""
    owner = find_customer(context, managed_user_id)
    check_recipe(context, owner, recipe_id)
    return find_job(context, recipe_id, job_id)


def find_job(context: Context, recipe_id: int, job_id: str) -> Json:
    """Return a job of a recipe with its steps.

    Raises:
        NotFoundError: The recipe has no such job.
    """
    row = context.session.first(_GET, recipe=recipe_id, wanted=job_id, now=format_utc_time(context.clock.now()))
    if row is None:
        raise _job_not_found(job_id, "/path/job_id")
    return _detail(row)


def find_run(context: Context, recipe_id: int, job_id: str, pointer: str) -> int:
    """Return the run number of a job of a recipe; `pointer` locates the job id in the request.

    Raises:
        NotFoundError: The recipe has no such job.
    """
    run = context.session.scalar(_RUN, recipe=recipe_id, wanted=job_id)
    if run is None:
        raise _job_not_found(job_id, pointer)
    return int(run)


def _job_not_found(job_id: str, pointer: str) -> NotFoundError:
    return not_found(pointer, f"the recipe has no job {job_id}")


def _entry(row: Row) -> Json:
    """Return a job as an entry of the list."""
    related = {**_pick(row, _CHAIN), "master_job_id": row["master_job_id"]}
    entry = {
        "id": row["handle"],
        "flow_run_id": row["id"],
        **_pick(row, _RESULT),
        "status": row["status"],
        "recipe_id": row["recipe_id"],
        **related,
    }
    return _without_empty(entry, "error_parts", *related)


def _detail(row: Row) -> Json:
    """Return a job with all details."""
    detail = {
        "id": row["handle"],
        "handle": row["handle"],
        "recipe_id": row["recipe_id"],
        **_pick(row, _RESULT),
        **_pick(row, _KIND),
        "status": row["status"],
        "master_job_id": row["master_job_id"],
        "master_job_handle": row["master_job_id"],
        "calling_recipe_id": row["calling_recipe_id"],
        "calling_job_id": row["calling_job_id"],
        "calling_job_handle": row["calling_job_id"],
        "flow_run_id": row["id"],
        "root_recipe_id": row["root_recipe_id"],
        "root_job_id": row["root_job_id"],
        "lines": row["lines"],
    }
    return _without_empty(detail, "error_parts", "root_recipe_id", "root_job_id")


def _pick(row: Row, columns: tuple[Column[Any] | Label[Any], ...]) -> Row:
    return {column.name: row[column.name] for column in columns}


def _without_empty(view: Row, *names: str) -> Row:
    """Remove the named properties that have no value."""
    return {name: value for name, value in view.items() if value is not None or name not in names}
