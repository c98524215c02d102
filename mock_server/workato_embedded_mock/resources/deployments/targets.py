"""Finds the environments of deployments; must not write."""

from __future__ import annotations

from sqlalchemy import bindparam, select

from workato_embedded_mock.errors import BadRequestError, Reason, bad_request, not_found
from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.rules.customers import find_account, find_customer
from workato_embedded_mock.store.session import NAMESPACE_ID, Row
from workato_embedded_mock.store.tables.managed_users import environments

NOT_PROVISIONED = "Environments not provisioned"

_T = environments.c
_ENVIRONMENTS = select(_T.id, _T.environment_type, _T.requires_review).where(
    _T.namespace == NAMESPACE_ID, _T.managed_user_id == bindparam("owner")
)


def find_development(context: Context, managed_user_id: str) -> int:
    """Return the id of a customer with environments, which is that of Development.

    Raises:
        NotFoundError: There is no such customer.
        BadRequestError: The customer has no environments, or this is the id of another environment.
    """
    workspace_id, customer_id = find_customer(context, managed_user_id), find_account(context, managed_user_id)
    if workspace_id != customer_id:
        text = f"builds and deployments exist only in Development, which has the id {customer_id}"
        raise bad_request("/path/managed_user_id", "state", text)
    if not _environments(context, customer_id):
        text = f"the customer {customer_id} has no environments; provision them first"
        raise BadRequestError(Reason("/path/managed_user_id", "state", text), message=NOT_PROVISIONED)
    return customer_id


def find_target(context: Context, customer_id: int, body: Json) -> Row:
    """Return the environment that a request names as the target.

    Raises:
        BadRequestError: The request names none.
        NotFoundError: There is no such environment.
    """
    wanted = (body or {}).get("environment_type")
    if wanted is None:
        reason = Reason("/body/environment_type", "required", "this must be test or prod")
        raise BadRequestError(reason, message="environment_type is missing")
    found = _environments(context, customer_id).get(wanted)
    if found is None:
        raise not_found("/body/environment_type", f"{wanted!r} is not a target; use test or prod")
    return found


def environment_of(context: Context, customer_id: int, environment_type: str) -> Row:
    """Return the environment of a type of a customer that has environments."""
    return _environments(context, customer_id)[environment_type]


def _environments(context: Context, customer_id: int) -> dict[str, Row]:
    return {row["environment_type"]: row for row in context.session.all(_ENVIRONMENTS, owner=customer_id)}
