"""Finds customers, projects and folders by the ids in a request; must not write."""

from __future__ import annotations

from sqlalchemy import bindparam, select

from workato_embedded_mock.errors import NotFoundError, not_found
from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.store.session import NAMESPACE_ID
from workato_embedded_mock.store.tables.folders import folders, projects
from workato_embedded_mock.store.tables.managed_users import managed_users

_POINTER = "/path/managed_user_id"
_MAX_ID = 2**63 - 1

_BY_ID = select(managed_users.c.id).where(
    managed_users.c.namespace == NAMESPACE_ID, managed_users.c.id == bindparam("wanted")
)
_BY_EXTERNAL_ID = select(managed_users.c.id).where(
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
        raise not_found(_POINTER, "a customer id is an account id, or E followed by an external id")
    return number


def parse_id(text: str) -> int | None:
    """Parse an id; return None if the text has other characters than digits, or is out of range."""
    if not text.isascii() or not text.isdigit() or len(text) > len(str(_MAX_ID)) or int(text) > _MAX_ID:
        return None
    return int(text)


def find_customer(context: Context, managed_user_id: str) -> int:
    """Return the account id of a customer.

    Raises:
        NotFoundError: There is no such customer.
    """
    key = parse_customer_id(managed_user_id)
    found = context.session.scalar(_BY_ID if isinstance(key, int) else _BY_EXTERNAL_ID, wanted=key)
    if found is None:
        raise customer_not_found(key)
    return int(found)


def customer_not_found(key: int | str) -> NotFoundError:
    """Return the error for an id that no customer has."""
    return not_found(_POINTER, f"no customer has the {'id' if isinstance(key, int) else 'external id'} {key!r}")


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
    """Return the id of a customer's Home folder."""
    return int(context.session.scalar(_HOME, managed_user_id=managed_user_id))


def find_folder(context: Context, managed_user_id: int, text: str, pointer: str) -> int:
    """Return the id of a customer's folder, Home included; `pointer` locates it in the request.

    Raises:
        NotFoundError: The customer has no such folder.
    """
    wanted = parse_id(text)
    if wanted is None or context.session.scalar(_FOLDER, managed_user_id=managed_user_id, wanted=wanted) is None:
        raise not_found(pointer, f"the customer has no folder {text}")
    return wanted
