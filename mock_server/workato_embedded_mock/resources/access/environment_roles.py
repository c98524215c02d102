"""The rules of environment roles of a customer."""

from __future__ import annotations

from typing import Final

from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.resources.access.member_roles import count_members
from workato_embedded_mock.resources.access.role_kinds import RoleKind
from workato_embedded_mock.resources.access.system_roles import ENVIRONMENT_ROLES
from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.rules.customers import find_account
from workato_embedded_mock.store.tables.environment_roles import environment_roles

ENVIRONMENT_ROLE: Final = RoleKind(
    "environment role", "environment_role", environment_roles, ENVIRONMENT_ROLES, count_members
)


def list_environment_roles(
    context: Context, managed_user_id: str, name: str | None, page_number: int, page_size: int
) -> Json:
    """List environment roles, those of the system first."""
    return ENVIRONMENT_ROLE.page(context, find_account(context, managed_user_id), name, page_number, page_size)


def get_environment_role(context: Context, managed_user_id: str, id: int) -> Json:  # noqa: A002  # the document's name
    """Return an environment role with its privileges."""
    return ENVIRONMENT_ROLE.get(context, find_account(context, managed_user_id), id)


def create_environment_role(context: Context, managed_user_id: str, body: Json) -> Json:
    """Create an environment role."""
    return ENVIRONMENT_ROLE.create(context, find_account(context, managed_user_id), body)


def update_environment_role(context: Context, managed_user_id: str, id: int, body: Json) -> Json:  # noqa: A002  # see above
    """Change the name and the privileges of an environment role."""
    return ENVIRONMENT_ROLE.update(context, find_account(context, managed_user_id), id, body)


def delete_environment_role(context: Context, managed_user_id: str, id: int) -> None:  # noqa: A002  # see above
    """Delete an environment role that no collaborator has."""
    ENVIRONMENT_ROLE.delete(context, find_account(context, managed_user_id), id)
