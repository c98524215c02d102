"""Finds the customer that a path begins with, and its projects and folders; must not change anything."""

from __future__ import annotations

from sqlalchemy import bindparam, select

from workato_embedded_mock.errors import NotFoundError, not_found
from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.store.tables.folders import folders, projects
from workato_embedded_mock.store.tables.managed_users import managed_users

_POINTER = "/path/managed_user_id"
_LARGEST_ID = 2**63 - 1

_BY_ID = select(managed_users.c.id).where(
    managed_users.c.namespace == bindparam("space"), managed_users.c.id == bindparam("wanted")
)
_BY_EXTERNAL_ID = select(managed_users.c.id).where(
    managed_users.c.namespace == bindparam("space"), managed_users.c.external_id == bindparam("wanted")
)
_PROJECT = select(projects.c.id).where(
    projects.c.namespace == bindparam("space"),
    projects.c.managed_user_id == bindparam("managed_user_id"),
    projects.c.id == bindparam("wanted"),
)
_FOLDER = select(folders.c.id).where(
    folders.c.namespace == bindparam("space"),
    folders.c.managed_user_id == bindparam("managed_user_id"),
    folders.c.id == bindparam("wanted"),
)
_HOME = select(folders.c.id).where(
    folders.c.namespace == bindparam("space"),
    folders.c.managed_user_id == bindparam("managed_user_id"),
    folders.c.parent_id.is_(None),
)


def customer_key(managed_user_id: str) -> int | str:
    """Read the id of a customer: an account id as a number, or an external id (after the leading `E`) as text.

    Raises:
        NotFoundError: It is neither, so that no customer can have it.
    """
    if managed_user_id.startswith("E"):
        return managed_user_id[1:]
    number = whole_number(managed_user_id)
    if number is None:
        raise not_found(_POINTER, "the id of a customer is its account id, or E followed by its external id")
    return number


def whole_number(text: str) -> int | None:
    """Read digits as an id; None for anything else, and for what no id can be."""
    if not text.isascii() or not text.isdigit() or len(text) > len(str(_LARGEST_ID)) or int(text) > _LARGEST_ID:
        return None
    return int(text)


def customer(context: Context, managed_user_id: str) -> int:
    """Answer the account id of a customer.

    Raises:
        NotFoundError: There is no such customer.
    """
    key = customer_key(managed_user_id)
    found = context.space.value(_BY_ID if isinstance(key, int) else _BY_EXTERNAL_ID, wanted=key)
    if found is None:
        raise no_customer(key)
    return int(found)


def no_customer(key: int | str) -> NotFoundError:
    """Make the refusal of an id that no customer has."""
    return not_found(_POINTER, f"no customer has the {'id' if isinstance(key, int) else 'external id'} {key!r}")


def project(context: Context, managed_user_id: int, text: str, pointer: str) -> int:
    """Answer the id of a project of a customer; `pointer` is where the request names it.

    Raises:
        NotFoundError: The customer has no such project.
    """
    wanted = whole_number(text)
    if wanted is None or context.space.value(_PROJECT, managed_user_id=managed_user_id, wanted=wanted) is None:
        raise not_found(pointer, f"the customer has no project {text}")
    return wanted


def home(context: Context, managed_user_id: int) -> int:
    """Answer the id of the Home folder of a customer; every customer has one."""
    return int(context.space.value(_HOME, managed_user_id=managed_user_id))


def folder(context: Context, managed_user_id: int, text: str, pointer: str) -> int:
    """Answer the id of a folder of a customer, Home included; `pointer` is where the request names it.

    Raises:
        NotFoundError: The customer has no such folder.
    """
    wanted = whole_number(text)
    if wanted is None or context.space.value(_FOLDER, managed_user_id=managed_user_id, wanted=wanted) is None:
        raise not_found(pointer, f"the customer has no folder {text}")
    return wanted
