"""The deprecated rules of upgrading and downgrading a customer."""

from __future__ import annotations

from sqlalchemy import bindparam, select, update

from workato_embedded_mock.errors import bad_request
from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.resources.managed_users.billing import FREE_PLAN, TASKS_ON_THE_FREE_PLAN, apply_due_changes
from workato_embedded_mock.resources.managed_users.managed_users import DEFAULT_PLAN, TASKS_ON_A_PLAN
from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.rules.customers import find_account
from workato_embedded_mock.store.session import NAMESPACE_ID
from workato_embedded_mock.store.tables.managed_users import managed_users

_T = managed_users.c
_ONE = (_T.namespace == NAMESPACE_ID, _T.id == bindparam("wanted"))
_PLAN = select(_T.id, _T.plan_id, _T.in_trial.label("trial")).where(*_ONE)
_UPDATE = update(managed_users).where(*_ONE).values(in_trial=False)


def upgrade_managed_user(context: Context, managed_user_id: str, body: Json) -> Json:
    """Move a customer to a paid plan. After a trial or the free plan, the task limit rises."""
    customer_id = find_account(context, managed_user_id)
    plan_id = (body or {}).get("plan_id", DEFAULT_PLAN)
    if plan_id in {"", FREE_PLAN}:
        raise bad_request("/body/plan_id", "enum", f"{plan_id!r} is not a paid plan")
    before = load_plan(context, customer_id)
    tasks = {"task_limit": TASKS_ON_A_PLAN} if before["trial"] or before["plan_id"] == FREE_PLAN else {}
    context.session.execute(_UPDATE, wanted=customer_id, plan_id=plan_id, updated_at=context.time(), **tasks)
    return load_plan(context, customer_id)


def downgrade_managed_user(context: Context, managed_user_id: str) -> Json:
    """Move a customer to the free plan with its task limit."""
    customer_id = find_account(context, managed_user_id)
    context.session.execute(
        _UPDATE,
        wanted=customer_id,
        plan_id=FREE_PLAN,
        updated_at=context.time(),
        task_limit=TASKS_ON_THE_FREE_PLAN,
        custom_task_limit=None,
    )
    return load_plan(context, customer_id)


def load_plan(context: Context, customer_id: int) -> Json:
    """Return the plan of a customer, as the deprecated operations do. All of them write, so this may write too."""
    apply_due_changes(context, customer_id)
    return context.session.first(_PLAN, wanted=customer_id)
