"""The rule that gives a customer its environments; must not serve what is in them."""

from __future__ import annotations

from sqlalchemy import bindparam, insert, select

from workato_embedded_mock.errors import bad_request
from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.resources.managed_users.customers import load_customer
from workato_embedded_mock.resources.workspace.folders import create_home_folder
from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.rules.customers import find_account
from workato_embedded_mock.store.session import NAMESPACE_ID
from workato_embedded_mock.store.tables.managed_users import (
    ENVIRONMENT_NAMES,
    environment_row,
    environments,
    managed_users,
)

_T = managed_users.c
_CUSTOMER = select(managed_users).where(_T.namespace == NAMESPACE_ID, _T.id == bindparam("wanted"))
_PRESENT = select(environments.c.id).where(
    environments.c.namespace == NAMESPACE_ID, environments.c.managed_user_id == bindparam("wanted")
)
_INSERT_WORKSPACE = insert(managed_users).values(namespace=NAMESPACE_ID)
_INSERT = insert(environments).values(namespace=NAMESPACE_ID)


def provision_customer_environments(context: Context, managed_user_id: str) -> Json:
    """Add an empty Test and an empty Production environment to a customer; its present content is in Development."""
    customer_id = find_account(context, managed_user_id)
    if context.session.scalar(_PRESENT, wanted=customer_id) is not None:
        raise bad_request("/path/managed_user_id", "unique", f"the customer {customer_id} has environments already")
    customer = context.session.all(_CUSTOMER, wanted=customer_id)[0]
    now = context.time()
    for environment_type in ENVIRONMENT_NAMES:
        workspace_id = context.session.next_id("managed_users")
        row = environment_row(customer, workspace_id, environment_type) | {"created_at": now, "updated_at": now}
        context.session.execute(_INSERT_WORKSPACE, **row)
        context.session.execute(
            _INSERT, id=workspace_id, managed_user_id=customer_id, environment_type=environment_type
        )
        create_home_folder(context, workspace_id)
    return load_customer(context, str(customer_id))
