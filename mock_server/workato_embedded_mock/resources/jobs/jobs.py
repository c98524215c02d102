"""The rules of jobs; must not run recipes."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, Label, bindparam, select

from workato_embedded_mock.errors import NotFoundError, not_found
from workato_embedded_mock.instruments.clock import format_utc_time
from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.resources.jobs.job_columns import CHAIN, COLUMNS, KIND, OWN, RESULT
from workato_embedded_mock.resources.jobs.job_pages import JobCounts, job_page
from workato_embedded_mock.resources.recipes.recipes import check_recipe
from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.rules.customers import find_customer
from workato_embedded_mock.store.session import Row
from workato_embedded_mock.store.tables.jobs import jobs

_T = jobs.c
_RUN = select(_T.id).where(*OWN, _T.handle == bindparam("wanted"))
_GET = select(*COLUMNS, _T.lines).where(*OWN, _T.handle == bindparam("wanted"))


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
    counts = JobCounts(context, recipe_id)
    rows = job_page(context, recipe_id, run, newer=newer, status=status, rerun_only=bool(rerun_only))
    return {
        "job_succeeded_count": counts.of("succeeded"),
        "job_failed_count": counts.of("failed"),
        "job_count": counts.of(),
        "job_scope_count": counts.of(status, rerun_only=bool(rerun_only)),
        "items": [_entry(row) for row in rows],
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
    related = {**_pick(row, CHAIN), "master_job_id": row["master_job_id"]}
    entry = {
        "id": row["handle"],
        "flow_run_id": row["id"],
        **_pick(row, RESULT),
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
        **_pick(row, RESULT),
        **_pick(row, KIND),
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
