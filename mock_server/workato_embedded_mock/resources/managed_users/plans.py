"""The deprecated rules of moving a customer between plans; updating the customer has taken their place."""

from __future__ import annotations

from sqlalchemy import bindparam, select, update

from workato_embedded_mock.errors import bad_request
from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.resources.managed_users.billing import FREE_PLAN, TASKS_ON_THE_FREE_PLAN, apply_due_changes
from workato_embedded_mock.resources.managed_users.managed_users import DEFAULT_PLAN, TASKS_ON_A_PLAN
from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.rules.customers import find_customer
from workato_embedded_mock.store.session import NAMESPACE_ID
from workato_embedded_mock.store.tables.managed_users import managed_users

_T = managed_users.c
_ONE = (_T.namespace == NAMESPACE_ID, _T.id == bindparam("wanted"))
_PLAN = select(_T.id, _T.plan_id, _T.in_trial.label("trial")).where(*_ONE)
_UPDATE = update(managed_users).where(*_ONE).values(in_trial=False)


def upgrade_managed_user(context: Context, managed_user_id: str, body: Json) -> Json:
    """Give a customer a paid plan. One that comes from a trial or the free plan gets the tasks of a plan with it."""
    own = find_customer(context, managed_user_id)
    plan_id = (body or {}).get("plan_id", DEFAULT_PLAN)
    if plan_id in {"", FREE_PLAN}:
        raise bad_request("/body/plan_id", "enum", f"there is no paid plan {plan_id!r}")
    before = get_plan(context, own)
    tasks = {"task_limit": TASKS_ON_A_PLAN} if before["trial"] or before["plan_id"] == FREE_PLAN else {}
    context.session.execute(_UPDATE, wanted=own, plan_id=plan_id, updated_at=context.time(), **tasks)
    return get_plan(context, own)


def downgrade_managed_user(context: Context, managed_user_id: str) -> Json:
    """Give a customer the free plan, and with it the free plan's tasks."""
    own = find_customer(context, managed_user_id)
    context.session.execute(
        _UPDATE,
        wanted=own,
        plan_id=FREE_PLAN,
        updated_at=context.time(),
        task_limit=TASKS_ON_THE_FREE_PLAN,
        custom_task_limit=None,
    )
    return get_plan(context, own)


def get_plan(context: Context, own: int) -> Json:
    """Answer a customer and its plan, as the deprecated operations do; all of them write."""
    apply_due_changes(context, own)
    return context.session.first(_PLAN, wanted=own)
