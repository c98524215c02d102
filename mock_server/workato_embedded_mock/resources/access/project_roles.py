"""The rules of project roles of a customer."""

from __future__ import annotations

from typing import Final

from workato_embedded_mock.errors import not_found
from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.resources.access.grants import count_members
from workato_embedded_mock.resources.access.role_kinds import RoleKind
from workato_embedded_mock.resources.access.system_roles import PROJECT_ROLES
from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.rules.customers import find_account, parse_id
from workato_embedded_mock.store import text_ids
from workato_embedded_mock.store.tables.project_roles import project_roles

PROJECT_ROLE: Final = RoleKind(
    "project role", "project_role", project_roles, PROJECT_ROLES, count_members, can_be_inherited=True
)


def list_project_roles(
    context: Context, managed_user_id: str, name: str | None, page_number: int, page_size: int
) -> Json:
    """List project roles, those of the system first."""
    return PROJECT_ROLE.page(context, find_account(context, managed_user_id), name, page_number, page_size)


def get_project_role(context: Context, managed_user_id: str, id: str) -> Json:  # noqa: A002  # the document's name
    """Return a project role with its privileges."""
    return PROJECT_ROLE.get(context, find_account(context, managed_user_id), _number(id))


def create_project_role(context: Context, managed_user_id: str, body: Json) -> Json:
    """Create a project role."""
    return PROJECT_ROLE.create(context, find_account(context, managed_user_id), body)


def update_project_role(context: Context, managed_user_id: str, id: str, body: Json) -> Json:  # noqa: A002  # see above
    """Change the name and the privileges of a project role."""
    return PROJECT_ROLE.update(context, find_account(context, managed_user_id), _number(id), body)


def delete_project_role(context: Context, managed_user_id: str, id: str) -> None:  # noqa: A002  # see above
    """Delete a project role that no collaborator has."""
    PROJECT_ROLE.delete(context, find_account(context, managed_user_id), _number(id))


def _number(text: str) -> int:
    """Return the number of a role, whose id may be a text.

    Raises:
        NotFoundError: The text is not the id of a role.
    """
    number = project_role_number(text)
    if number is None:
        raise not_found("/path/id", f"the id of a project role is a number or such as {text_ids.text_id('pr', 421)}")
    return number


def project_role_number(text: str) -> int | None:
    """Return the number of a project role by its id: a text or digits. Return None if it is neither."""
    number = text_ids.number_of(text_ids.PROJECT_ROLE, text)
    return parse_id(text) if number is None else number
