"""Reads the roles that requests give to members: `role_name`, or `env_roles` with one role for each environment."""

from __future__ import annotations

from sqlalchemy import bindparam, select

from workato_embedded_mock.errors import Reason, UnprocessableError, bad_request, unprocessable
from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.resources.access.environment_roles import ENVIRONMENT_ROLE
from workato_embedded_mock.resources.access.member_roles import DEVELOPMENT, ENVIRONMENT, LEGACY, MemberRole
from workato_embedded_mock.resources.workspace.role_names import require_role
from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.store.session import NAMESPACE_ID
from workato_embedded_mock.store.tables.managed_users import environments
from workato_embedded_mock.store.tables.roles_migration import role_migrations

_ROLE_NAME = "/body/role_name"

# The titles of errors. The second one was seen in a response of the Developer API.
LEGACY_ROLE = "Legacy roles are not supported after the migration of roles"
NO_ENVIRONMENT = "Environment {} not found"

_MIGRATED = select(role_migrations.c.migrated_at).where(
    role_migrations.c.namespace == NAMESPACE_ID, role_migrations.c.managed_user_id == bindparam("owner")
)

_ENVIRONMENTS = select(environments.c.environment_type).where(
    environments.c.namespace == NAMESPACE_ID, environments.c.managed_user_id == bindparam("owner")
)


def is_migrated(context: Context, owner: int) -> bool:
    """Return whether the legacy roles of a customer were migrated."""
    return context.session.scalar(_MIGRATED, owner=owner) is not None


def requested_roles(context: Context, owner: int, body: Json) -> list[MemberRole]:
    """Return the roles that a request gives to a member; none if it does not mention roles.

    Raises:
        BadRequestError: A role does not exist, or two roles are for the same environment.
        UnprocessableError: The roles of the customer are migrated and the request has a legacy role, or the customer
            has no such environment.
    """
    migrated = is_migrated(context, owner)
    if body.get("env_roles"):
        if "role_name" in body:
            context.notes.append(Reason(_ROLE_NAME, "deprecated", "ignored, because env_roles was sent too"))
        return _of_environments(context, owner, body["env_roles"], migrated=migrated)
    if "role_name" not in body:
        return []
    if migrated:
        raise legacy_role(_ROLE_NAME)
    require_role(context, owner, body["role_name"], _ROLE_NAME)
    text = "an older form of env_roles; the role counts for Development only"
    context.notes.append(Reason(_ROLE_NAME, "deprecated", text))
    return [MemberRole(DEVELOPMENT, body["role_name"])]


def legacy_role(pointer: str) -> UnprocessableError:
    """Return the error for a legacy role after the migration; `pointer` locates it in the request."""
    text = f"the roles of this customer are migrated; send env_roles with role_type {ENVIRONMENT}"
    return unprocessable(pointer, "state", text, LEGACY_ROLE)


def _of_environments(context: Context, owner: int, sent: Json, *, migrated: bool) -> list[MemberRole]:
    roles: dict[str, MemberRole] = {}
    present = {DEVELOPMENT, *(row["environment_type"] for row in context.session.all(_ENVIRONMENTS, owner=owner))}
    for index, entry in enumerate(sent):
        pointer, environment = f"/body/env_roles/{index}", entry["environment_type"]
        if environment in roles:
            raise bad_request(f"{pointer}/environment_type", "unique", f"two roles for the environment {environment}")
        if environment not in present:
            text = f"the customer has no environment {environment}"
            raise unprocessable(f"{pointer}/environment_type", "exists", text, NO_ENVIRONMENT.format(environment))
        if entry.get("role_type", LEGACY) == ENVIRONMENT:
            role_id = _environment_role(context, owner, entry["name"], f"{pointer}/name")
            roles[environment] = MemberRole(environment, environment_role_id=role_id)
        elif migrated:
            raise legacy_role(f"{pointer}/role_type")
        else:
            require_role(context, owner, entry["name"], f"{pointer}/name")
            roles[environment] = MemberRole(environment, entry["name"])
    return list(roles.values())


def _environment_role(context: Context, owner: int, name: str, pointer: str) -> int:
    role = ENVIRONMENT_ROLE.named(context, owner, name)
    if role is None:
        raise bad_request(pointer, "exists", f"the customer has no environment role {name!r}")
    return int(role["id"])
