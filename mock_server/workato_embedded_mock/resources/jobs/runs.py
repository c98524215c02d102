"""Runs recipes for tests: creates jobs and records their task usage; must not call applications.

The API has no operation for this: the platform runs recipes itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import bindparam, insert, update

from workato_embedded_mock.errors import bad_request
from workato_embedded_mock.instruments.clock import format_time, format_utc_time
from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.resources.jobs.jobs import find_job, find_run
from workato_embedded_mock.resources.managed_users.billing import record_usage
from workato_embedded_mock.resources.recipes.code import Step, parse_steps
from workato_embedded_mock.resources.recipes.recipes import find_recipe
from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.rules.customers import account_of, find_customer
from workato_embedded_mock.store.session import NAMESPACE_ID, Row
from workato_embedded_mock.store.tables.jobs import job_usage, jobs
from workato_embedded_mock.store.tables.recipes import recipes

# The default duration of a job.
SECONDS = 3

_INSERT = insert(jobs).values(namespace=NAMESPACE_ID)
_ADD_USAGE = insert(job_usage).values(namespace=NAMESPACE_ID)
_COUNT_TASKS = (
    update(recipes)
    .where(recipes.c.namespace == NAMESPACE_ID, recipes.c.id == bindparam("wanted"))
    .values(lifetime_task_count=recipes.c.lifetime_task_count + bindparam("tasks"), last_run_at=bindparam("now"))
)


def create_jobs(context: Context, options: Json) -> Json:
    """Run a recipe once or several times; return the jobs in the form of the API.

    A stopped recipe can only run test jobs.

    Raises:
        NotFoundError: There is no such customer, recipe, or job to repeat.
        BadRequestError: The recipe is stopped, or an error is given for a job that does not fail.
    """
    owner = find_customer(context, str(options["managed_user_id"]))
    recipe = find_recipe(context, owner, options["recipe_id"], "/body/recipe_id")
    _check(context, recipe, options)
    handles = run_recipe(context, owner, recipe, options, [context.clock.now()] * options.get("count", 1))
    return {"jobs": [find_job(context, recipe["id"], handle) for handle in handles]}


def run_recipe(context: Context, owner: int, recipe: Row, options: Json, moments: Sequence[datetime]) -> list[str]:
    """Create one job for each moment, and record its task usage; return the handles of the jobs.

    A job ends at its moment; a pending job begins then. With the option `enqueued`, it is pending until its moment,
    which may be in the future.
    """
    status = options.get("status", "succeeded")
    steps = parse_steps(recipe["code"])
    failing = _failing_step(steps) if status == "failed" else None
    numbers = [_insert_job(context, recipe, options, steps, failing, moment) for moment in moments]
    tasks = 0 if status == "pending" else sum(step.keyword == "action" for step in _completed_steps(steps, failing))
    last = min(max(moments), context.clock.now())
    context.session.execute(_COUNT_TASKS, wanted=recipe["id"], tasks=len(moments) * tasks, now=format_time(last))
    record_usage(context, account_of(context, owner), tasks, moments)
    if status != "pending":
        usage = {"managed_user_id": owner, "recipe_id": recipe["id"], "tasks": tasks, "is_error": status == "failed"}
        rows = [
            {"job_id": number, "completed_at": format_utc_time(moment), **usage}
            for number, moment in zip(numbers, moments, strict=True)
        ]
        context.session.execute_many(_ADD_USAGE, rows)
    return [_handle(number, recipe) for number in numbers]


def _check(context: Context, recipe: Row, options: Json) -> None:
    if not recipe["running"] and not options.get("is_test", False):
        text = f"the recipe {recipe['id']} is stopped; start it, or set is_test to create test jobs"
        raise bad_request("/body/recipe_id", "running", text)
    if options.get("status") != "failed":
        for name, given in (("error", "error" in options), ("is_poll_error", options.get("is_poll_error"))):
            if given:
                raise bad_request(f"/body/{name}", "not", "only a failed job can have an error")
    repeated = options.get("repeats")
    if repeated is not None:
        find_run(context, recipe["id"], repeated, "/body/repeats")


def _insert_job(
    context: Context, recipe: Row, options: Json, steps: list[Step], failing: Step | None, moment: datetime
) -> int:
    """Create a job; return its number."""
    number = context.session.next_id("jobs")
    status = options.get("status", "succeeded")
    error = options.get("error", "the application did not respond") if status == "failed" else None
    completed = None if status == "pending" else moment
    started = moment if completed is None else moment - timedelta(seconds=options.get("seconds", SECONDS))
    context.session.execute(
        _INSERT,
        id=number,
        recipe_id=recipe["id"],
        handle=_handle(number, recipe),
        started_at=format_utc_time(started),
        completed_at=completed and format_utc_time(completed),
        ends_at=format_utc_time(moment) if options.get("enqueued") else None,
        title=options.get("title", f"{recipe['name']}: {number}"),
        is_poll_error=options.get("is_poll_error", False),
        error=error,
        error_parts=_error_parts(number, error, failing),
        is_error=error is not None,
        is_repeat=options.get("repeats") is not None,
        is_test=options.get("is_test", False),
        is_test_case_job=False,
        status=status,
        master_job_id=options.get("repeats"),
        calling_recipe_id=None,
        calling_job_id=None,
        root_recipe_id=None,
        root_job_id=None,
        lines=options.get("lines", _lines(steps, failing, error)),
    )
    return number


def _handle(number: int, recipe: Row) -> str:
    return f"j-MOCK{number:04d}-RUN{recipe['id']}"


def _failing_step(steps: list[Step]) -> Step | None:
    """Return the step at which a job fails: the last action, else the trigger."""
    actions = [step for step in steps if step.keyword == "action"]
    return actions[-1] if actions else steps[0] if steps else None


def _completed_steps(steps: list[Step], failing: Step | None) -> list[Step]:
    return steps if failing is None else steps[: steps.index(failing)]


def _lines(steps: list[Step], failing: Step | None, error: str | None) -> list[Json]:
    reached = [*_completed_steps(steps, failing), *([failing] if failing else [])]
    return [
        {
            "recipe_line_number": step.number,
            "adapter_name": step.provider or "",
            "adapter_operation": step.name or "",
            "mask_data": False,
            **({"error": error} if step is failing else {}),
            "line_stat": {"total": 0.05, "details": []},
        }
        for step in reached
        if step.keyword in {"trigger", "action"}
    ]


def _error_parts(number: int, error: str | None, failing: Step | None) -> Json:
    if error is None:
        return None
    kind, colon, message = error.partition(": ")
    return {
        "error_type": kind if colon else "Error",
        "message": message if colon else error,
        "error_id": f"00000000-0000-4000-8000-{number:012d}",
        "input": "<redacted>",
        "adapter": (failing.provider if failing else None) or "",
    }
