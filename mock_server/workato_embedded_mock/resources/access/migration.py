"""The rules that replace legacy roles by environment roles and project roles."""

from __future__ import annotations

from sqlalchemy import bindparam, delete, insert, select

from workato_embedded_mock.errors import not_found
from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.resources.access.environment_roles import ENVIRONMENT_ROLE
from workato_embedded_mock.resources.access.migration_plan import MigrationPlan, Successors
from workato_embedded_mock.resources.access.project_roles import PROJECT_ROLE
from workato_embedded_mock.resources.access.requested_roles import is_migrated
from workato_embedded_mock.resources.access.system_roles import ENVIRONMENT_ROLES, PROJECT_ROLES
from workato_embedded_mock.resources.workspace.role_names import BUILT_IN_ROLES
from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.rules.customers import find_account
from workato_embedded_mock.store.session import NAMESPACE_ID, Row
from workato_embedded_mock.store.tables.roles import roles
from workato_embedded_mock.store.tables.roles_migration import role_migrations

# The roles that replace each legacy role of the system. The order of both is from the most to the fewest privileges.
_SYSTEM = {
    name: Successors(environment._asdict(), project._asdict())
    for name, environment, project in zip(BUILT_IN_ROLES, ENVIRONMENT_ROLES, PROJECT_ROLES, strict=True)
}

_T = roles.c
_ONE = (_T.namespace == NAMESPACE_ID, _T.managed_user_id == bindparam("owner"), _T.id == bindparam("wanted"))
_LEGACY_ROLE = select(_T.name, _T.privileges, _T.folder_ids).where(*_ONE)
_DELETE = delete(roles).where(*_ONE)
_MARK = insert(role_migrations).values(namespace=NAMESPACE_ID, managed_user_id=bindparam("owner"))


def migrate_system_roles(context: Context, managed_user_id: str, body: Json) -> Json:
    """Replace the legacy roles of the system; afterwards the customer rejects legacy roles."""
    owner = find_account(context, managed_user_id)
    plan = MigrationPlan(context, owner, _SYSTEM)
    if not (body or {}).get("dry_run"):
        plan.apply()
        if not is_migrated(context, owner):
            context.session.execute(_MARK, owner=owner, migrated_at=context.time())
    return {"data": plan.response()}


def migrate_custom_role(context: Context, managed_user_id: str, body: Json) -> Json:
    """Replace a legacy role by an environment role and a project role, and give them to its members."""
    owner = find_account(context, managed_user_id)
    legacy = context.session.first(_LEGACY_ROLE, owner=owner, wanted=body["role_id"])
    if legacy is None:
        raise not_found("/body/role_id", f"the customer has no role {body['role_id']}")
    dry_run = body.get("dry_run", False)
    made = {"name": legacy["name"], "config": _config(legacy)}
    for kind in (ENVIRONMENT_ROLE, PROJECT_ROLE):
        kind.require_free_name(context, owner, made["name"], "/body/role_id")
    environment, project = (
        {"id": 0 if dry_run else kind.add(context, owner, made), **made} for kind in (ENVIRONMENT_ROLE, PROJECT_ROLE)
    )
    successors = Successors(environment, project, frozenset(map(int, legacy["folder_ids"])))
    plan = MigrationPlan(context, owner, {legacy["name"]: successors})
    if not dry_run:
        plan.apply()
        context.session.execute(_DELETE, owner=owner, wanted=body["role_id"])
    return {"data": plan.response()}


def _config(legacy: Row) -> Json:
    """Return the privileges of a legacy role in the form of the newer roles."""
    return {area: {"privileges": names} for area, names in (legacy["privileges"] or {}).items()}
