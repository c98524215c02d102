"""The rule of letting the trigger of a recipe poll at once."""

from __future__ import annotations

import math
from datetime import datetime, timedelta

from sqlalchemy import bindparam, select

from workato_embedded_mock.errors import BadRequestError, Reason, TooManyRequestsError, bad_request
from workato_embedded_mock.instruments.clock import ZONE, parse_time
from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.resources.jobs.runs import run_recipe
from workato_embedded_mock.resources.managed_users.billing import FREE_PLAN, apply_due_changes
from workato_embedded_mock.resources.recipes.recipes import find_recipe
from workato_embedded_mock.resources.recipes.triggers import polls
from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.rules.customers import account_of, find_customer
from workato_embedded_mock.store.session import NAMESPACE_ID, Row
from workato_embedded_mock.store.tables.jobs import jobs
from workato_embedded_mock.store.tables.managed_users import managed_users

# How long a trigger does not poll after an error.
BACK_OFF = timedelta(minutes=5)
# The wait for a quota whose billing period has no end.
QUOTA_WAIT = timedelta(hours=1)

NO_CREDIT = "Not enough transaction credit"
NO_QUOTA = "Not enough action quota"
TRIAL_OVER = "Trial has expired"

_POINTER = "/path/recipe_id"
_M = managed_users.c
_PLAN = select(
    _M.plan_id, _M.trial_ends_at, _M.task_limit, _M.custom_task_limit, _M.task_count, _M.current_billing_period_end
).where(_M.namespace == NAMESPACE_ID, _M.id == bindparam("wanted"))
_LATEST_JOB = (
    select(jobs.c.status, jobs.c.is_poll_error, jobs.c.completed_at)
    .where(jobs.c.namespace == NAMESPACE_ID, jobs.c.recipe_id == bindparam("recipe"))
    .order_by(jobs.c.id.desc())
    .limit(1)
)


def poll_recipe_now(context: Context, managed_user_id: str, recipe_id: int) -> Json:
    """Let the trigger of a running recipe poll. It finds one record, unless a job is pending already."""
    owner = find_customer(context, managed_user_id)
    recipe = find_recipe(context, owner, recipe_id)
    _check_quota(context, account_of(context, owner), recipe)
    if not recipe["running"]:
        raise bad_request(_POINTER, "state", f"the recipe {recipe_id} is stopped; start it first")
    if not polls(recipe):
        raise bad_request(_POINTER, "state", f"the trigger of the recipe {recipe_id} does not poll")
    latest = context.session.first(_LATEST_JOB, recipe=recipe_id)
    if latest is not None:
        _check_back_off(context, latest)
        if latest["status"] == "pending":
            return {"success": True, "message": "A job is already in progress"}
    run_recipe(context, owner, recipe, {}, [context.clock.now()])
    return {"success": True, "message": "Job started"}


def _check_quota(context: Context, customer_id: int, recipe: Row) -> None:
    """Check that a customer may run recipes.

    Raises:
        BadRequestError: The trial is over.
        TooManyRequestsError: A quota is used up.
    """
    apply_due_changes(context, customer_id)
    plan = context.session.first(_PLAN, wanted=customer_id)
    if plan is None:
        return
    now = context.clock.now()
    trial_ends_at = parse_time(plan["trial_ends_at"] or "")
    over = trial_ends_at is not None and trial_ends_at <= now and plan["plan_id"] == FREE_PLAN
    if over or recipe["stop_cause"] == "trial_expired":
        raise BadRequestError(Reason(_POINTER, "state", "the trial of the customer is over"), message=TRIAL_OVER)
    limit = plan["task_limit"] if plan["custom_task_limit"] is None else plan["custom_task_limit"]
    used_up = limit is not None and (plan["task_count"] or 0) >= limit
    renewal = parse_time(plan["current_billing_period_end"] or "")
    until = renewal if renewal is not None and renewal > now else now + QUOTA_WAIT
    if recipe["stop_cause"] == "txn_quota_limit":
        raise _wait(context, until, NO_CREDIT, "the platform stopped the recipe, since a quota was used up")
    if used_up or recipe["stop_cause"] == "action_quota_limit":
        raise _wait(context, until, NO_QUOTA, f"the customer has used {plan['task_count']} of {limit} tasks")


def _check_back_off(context: Context, latest: Row) -> None:
    """Check that the trigger does not wait after an error.

    Raises:
        TooManyRequestsError: It does.
    """
    failed = parse_time(latest["completed_at"] or "") if latest["is_poll_error"] else None
    if failed is not None and failed + BACK_OFF > context.clock.now():
        until = failed + BACK_OFF
        message = f"Recipe is currently in trigger back off mode till {until.astimezone(ZONE):%Y-%m-%dT%H:%M}"
        raise _wait(context, until, message, f"the last poll failed at {latest['completed_at']}")


def _wait(context: Context, until: datetime, message: str, text: str) -> TooManyRequestsError:
    seconds = math.ceil((until - context.clock.now()).total_seconds())
    return TooManyRequestsError(Reason(_POINTER, "quota", text), seconds, message=message)
