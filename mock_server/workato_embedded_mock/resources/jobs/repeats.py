"""The rule of repeating jobs."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import bindparam, func, select

from workato_embedded_mock.errors import NotFoundError, Reason
from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.resources.jobs.jobs import find_job
from workato_embedded_mock.resources.jobs.runs import SECONDS, run_recipe
from workato_embedded_mock.resources.recipes.recipes import find_recipe
from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.rules.customers import find_customer
from workato_embedded_mock.store.session import NAMESPACE_ID, Row
from workato_embedded_mock.store.tables.jobs import jobs

MAX_REPEATS = 100

_REPEATS = select(func.count()).where(
    jobs.c.namespace == NAMESPACE_ID,
    jobs.c.recipe_id == bindparam("recipe"),
    jobs.c.master_job_id == bindparam("master"),
)


def repeat_jobs(context: Context, managed_user_id: str, recipe_id: int, body: Json) -> Json:
    """Enqueue each completed job again. The new jobs are pending at first, and then succeed."""
    owner = find_customer(context, managed_user_id)
    recipe = find_recipe(context, owner, recipe_id)
    results: list[Json] = []
    for index, job_id in enumerate(body["job_ids"]):
        problem = _repeat(context, owner, recipe, job_id)
        if problem is None:
            results.append({"job_id": job_id, "status": "enqueued"})
        else:
            context.notes.append(Reason(f"/body/job_ids/{index}", "refused", problem))
            results.append({"job_id": job_id, "status": "failed", "error": problem})
    return {"results": results}


def _repeat(context: Context, owner: int, recipe: Row, job_id: str) -> str | None:
    """Enqueue one job again; return why that is not possible, or None."""
    try:
        job = find_job(context, recipe["id"], job_id)
    except NotFoundError:
        return "Job not found"
    if job["status"] == "pending":
        return "Job has not completed"
    master = job["master_job_id"] or job_id
    if context.session.scalar(_REPEATS, recipe=recipe["id"], master=master) >= MAX_REPEATS:
        return f"Job has been repeated {MAX_REPEATS} times"
    options: Json = {"repeats": master, "title": job["title"], "enqueued": True}
    run_recipe(context, owner, recipe, options, [context.clock.now() + timedelta(seconds=SECONDS)])
    return None
