"""Finds customers, projects and folders by the ids in a request; must not write.

A customer with environments has three workspaces with an id each: Development, whose id is that of the customer, Test
and Production. Content such as folders, recipes and connections belongs to a workspace. Members, plan and usage belong
to the customer.
"""

from __future__ import annotations

import re

from sqlalchemy import and_, bindparam, func, select

from workato_embedded_mock.errors import NotFoundError, not_found
from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.store.session import NAMESPACE_ID
from workato_embedded_mock.store.tables.folders import folders, projects
from workato_embedded_mock.store.tables.managed_users import environments, managed_users

_POINTER = "/path/managed_user_id"
_MAX_ID = 2**63 - 1

# The ids of environments in the documentation's examples.
_PLACEHOLDER = re.compile(r"(.+)(_dev|_test|_prod)", re.DOTALL)

_BY_ID = select(managed_users.c.id).where(
    managed_users.c.namespace == NAMESPACE_ID, managed_users.c.id == bindparam("wanted")
)
_BY_EXTERNAL_ID = select(managed_users.c.id).where(
    managed_users.c.namespace == NAMESPACE_ID, managed_users.c.external_id == bindparam("wanted")
)
_CUSTOMER = select(func.coalesce(environments.c.managed_user_id, managed_users.c.id)).join_from(
    managed_users,
    environments,
    and_(environments.c.namespace == managed_users.c.namespace, environments.c.id == managed_users.c.id),
    isouter=True,
)
# The id of a customer by that of any of its environments, and by an external id.
ACCOUNT_BY_ID = _CUSTOMER.where(managed_users.c.namespace == NAMESPACE_ID, managed_users.c.id == bindparam("wanted"))
ACCOUNT_BY_EXTERNAL_ID = _CUSTOMER.where(
    managed_users.c.namespace == NAMESPACE_ID, managed_users.c.external_id == bindparam("wanted")
)
_PROJECT = select(projects.c.id).where(
    projects.c.namespace == NAMESPACE_ID,
    projects.c.managed_user_id == bindparam("managed_user_id"),
    projects.c.id == bindparam("wanted"),
)
_FOLDER = select(folders.c.id).where(
    folders.c.namespace == NAMESPACE_ID,
    folders.c.managed_user_id == bindparam("managed_user_id"),
    folders.c.id == bindparam("wanted"),
)
_HOME = select(folders.c.id).where(
    folders.c.namespace == NAMESPACE_ID,
    folders.c.managed_user_id == bindparam("managed_user_id"),
    folders.c.parent_id.is_(None),
)


def parse_customer_id(managed_user_id: str) -> int | str:
    """Parse a customer id: an account id is returned as a number, an external id as text without its leading `E`.

    Raises:
        NotFoundError: The id is neither an account id nor an external id.
    """
    if managed_user_id.startswith("E"):
        return managed_user_id[1:]
    number = parse_id(managed_user_id)
    if number is None:
        text = "a customer id is an account id, or E followed by an external id"
        raise not_found(_POINTER, _about_placeholder(managed_user_id) or text)
    return number


def parse_id(text: str) -> int | None:
    """Parse an id; return None if the text has other characters than digits, or is out of range."""
    if not text.isascii() or not text.isdigit() or len(text) > len(str(_MAX_ID)) or int(text) > _MAX_ID:
        return None
    return int(text)


def find_customer(context: Context, managed_user_id: str) -> int:
    """Return the id of the workspace that is meant: a customer, or one of its environments.

    Use `find_account` for what belongs to the customer and not to one of its environments.

    Raises:
        NotFoundError: There is no such customer.
    """
    known = context.customers.get(managed_user_id)
    if known is not None:
        return known
    key = parse_customer_id(managed_user_id)
    found = context.session.scalar(_BY_ID if isinstance(key, int) else _BY_EXTERNAL_ID, wanted=key)
    if found is None:
        raise customer_not_found(key)
    context.customers[managed_user_id] = int(found)
    return int(found)


def find_account(context: Context, managed_user_id: str) -> int:
    """Return the id of a customer, also by the id of one of its environments.

    Raises:
        NotFoundError: There is no such customer.
    """
    key = parse_customer_id(managed_user_id)
    statement = ACCOUNT_BY_ID if isinstance(key, int) else ACCOUNT_BY_EXTERNAL_ID
    found = context.session.scalar(statement, wanted=key)
    if found is None:
        raise customer_not_found(key)
    return int(found)


def account_of(context: Context, workspace_id: int) -> int:
    """Return the id of the customer that a workspace belongs to."""
    return int(context.session.scalar(ACCOUNT_BY_ID, wanted=workspace_id))


def customer_not_found(key: int | str) -> NotFoundError:
    """Return the error for an id that no customer has."""
    if isinstance(key, int):
        return not_found(_POINTER, f"no customer has the id {key}")
    text = f"no customer has the external id {key!r}"
    about = _about_placeholder(f"E{key}")
    return not_found(_POINTER, f"{text}; {about}" if about else text)


def _about_placeholder(managed_user_id: str) -> str | None:
    """Return where the real id stands if an id ends in a placeholder of the documentation, such as `512044_test`."""
    found = _PLACEHOLDER.fullmatch(managed_user_id)
    if found is None:
        return None
    where = f"of the customer {found[1]}" if found[2] == "_dev" else f"in environments of the customer {found[1]}"
    return f"the suffix {found[2]} is a placeholder in the documentation; use the id {where}"


def find_project(context: Context, managed_user_id: int, text: str, pointer: str) -> int:
    """Return the id of a customer's project; `pointer` locates it in the request.

    Raises:
        NotFoundError: The customer has no such project.
    """
    wanted = parse_id(text)
    if wanted is None or context.session.scalar(_PROJECT, managed_user_id=managed_user_id, wanted=wanted) is None:
        raise not_found(pointer, f"the customer has no project {text}")
    return wanted


def home_folder(context: Context, managed_user_id: int) -> int:
    """Return the id of a customer's Home folder.

    Raises:
        NotFoundError: The customer has none, because the state was edited.
    """
    found = context.session.scalar(_HOME, managed_user_id=managed_user_id)
    if found is None:
        raise not_found(_POINTER, f"the state has no Home folder of {managed_user_id}: a folder without a parent")
    return int(found)


def find_folder(context: Context, managed_user_id: int, text: str, pointer: str) -> int:
    """Return the id of a customer's folder, Home included; `pointer` locates it in the request.

    Raises:
        NotFoundError: The customer has no such folder.
    """
    wanted = parse_id(text)
    if wanted is None or context.session.scalar(_FOLDER, managed_user_id=managed_user_id, wanted=wanted) is None:
        raise not_found(pointer, f"the customer has no folder {text}")
    return wanted
