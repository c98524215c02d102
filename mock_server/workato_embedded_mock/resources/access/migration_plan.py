"""Computes what a migration of roles changes, so that it can be shown without being applied."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import bindparam, insert, select, update

from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.resources.access.environment_roles import ENVIRONMENT_ROLE
from workato_embedded_mock.resources.access.grants import load_grants
from workato_embedded_mock.resources.access.member_roles import (
    DEVELOPMENT,
    ENVIRONMENT,
    LEGACY,
    MemberRole,
    assign,
    roles_of,
)
from workato_embedded_mock.resources.access.project_roles import PROJECT_ROLE
from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.store.session import NAMESPACE_ID, Row
from workato_embedded_mock.store.tables.folders import folders, projects
from workato_embedded_mock.store.tables.managed_users import environments, members
from workato_embedded_mock.store.tables.member_invitations import member_invitations
from workato_embedded_mock.store.tables.project_roles import project_grants

_M, _E, _P, _I = members.c, environments.c, projects.c, member_invitations.c

_MEMBERS = (
    select(_M.id, _M.name, _M.email, _M.role_name)
    .where(_M.namespace == NAMESPACE_ID, _M.managed_user_id == bindparam("owner"))
    .order_by(_M.id)
)
_ENVIRONMENTS = (
    select(_E.id, _E.environment_type)
    .where(_E.namespace == NAMESPACE_ID, _E.managed_user_id == bindparam("owner"))
    .order_by(_E.id)
)
_PROJECTS = (
    select(_P.id, _P.folder_id, folders.c.name)
    .join(folders, (folders.c.namespace == _P.namespace) & (folders.c.id == _P.folder_id))
    .where(_P.namespace == NAMESPACE_ID, _P.managed_user_id == bindparam("owner"))
    .order_by(_P.id)
)
_INVITATIONS = select(_I.id, _I.role_name, _I.env_roles).where(
    _I.namespace == NAMESPACE_ID, _I.managed_user_id == bindparam("owner")
)
_GRANT = insert(project_grants).values(namespace=NAMESPACE_ID)
_SET_ROLES = update(member_invitations).where(_I.namespace == NAMESPACE_ID, _I.id == bindparam("wanted"))


@dataclass(frozen=True)
class Successors:
    """The roles that replace a legacy role.

    Attributes:
        environment: The environment role: `id`, `name` and `config`.
        project: The project role: `id`, `name` and `config`.
        folder_ids: The folders of the projects that the legacy role reaches; none stands for all projects.
    """

    environment: Row
    project: Row
    folder_ids: frozenset[int] = field(default_factory=frozenset)


class MigrationPlan:
    """What a migration changes for one customer.

    Args:
        context: The context of the rule.
        owner: The id of the customer.
        successors: The roles that replace each legacy role, by its name.
    """

    def __init__(self, context: Context, owner: int, successors: Mapping[str, Successors]) -> None:
        self._context, self._owner, self._successors = context, owner, successors
        self._members = context.session.all(_MEMBERS, owner=owner)
        self._projects = self._load_projects()
        present = roles_of(context, owner, self._members)
        self._roles = {member: [self._moved(role) for role in own] for member, own in present.items()}
        self._changed = [member for member, own in present.items() if own != self._roles[member]]
        self._grants = {
            (row["project_id"], row["member_id"]): row["project_role_id"]
            for row in load_grants(context, owner)
            if row["member_id"] is not None
        }
        self._new_grants = self._find_new_grants(present)

    def apply(self) -> None:
        """Assign the new roles to members and to invited people."""
        for member_id in self._changed:
            assign(self._context, member_id, self._roles[member_id])
        for (project_id, member_id), role_id in self._new_grants.items():
            values = {"project_id": project_id, "project_role_id": role_id, "member_id": member_id}
            grant_id = self._context.session.next_id("project_grants")
            self._context.session.execute(_GRANT, id=grant_id, **values)
        for row in self._context.session.all(_INVITATIONS, owner=self._owner):
            self._move_invitation(row)

    def response(self) -> Json:
        """Return the roles that came out, and who has them."""
        successors = self._successors.values()
        return {
            "environment_roles": [_shown(each.environment) for each in successors],
            "project_roles": [_shown(each.project) for each in successors],
            "collaborators": self._collaborators(),
            "projects": self._projects_with_collaborators(),
        }

    def _load_projects(self) -> list[Row]:
        """Return the projects of all environments, each with its `environment`."""
        session = self._context.session
        workspaces = [(self._owner, DEVELOPMENT)]
        workspaces += [(row["id"], row["environment_type"]) for row in session.all(_ENVIRONMENTS, owner=self._owner)]
        return [
            {**project, "environment": environment}
            for workspace_id, environment in workspaces
            for project in session.all(_PROJECTS, owner=workspace_id)
        ]

    def _moved(self, role: MemberRole) -> MemberRole:
        """Return the role that replaces one of a member; the role itself if it stays."""
        found = self._successors.get(role.role_name or "")
        if found is None:
            return role
        return MemberRole(role.environment_type, environment_role_id=found.environment["id"])

    def _find_new_grants(self, present: Mapping[int, list[MemberRole]]) -> dict[tuple[int, int], int]:
        """Return the project roles of members by project and member; grants that exist are kept."""
        made: dict[tuple[int, int], int] = {}
        for member_id, own in present.items():
            for role in own:
                found = self._successors.get(role.role_name or "")
                if found is not None:
                    reached = self._reached(found, role.environment_type)
                    made |= {(project_id, member_id): found.project["id"] for project_id in reached}
        return {key: role_id for key, role_id in made.items() if key not in self._grants}

    def _reached(self, successors: Successors, environment: str) -> list[int]:
        """Return the ids of the projects of an environment that a legacy role reaches."""
        return [
            project["id"]
            for project in self._projects
            if project["environment"] == environment
            and (not successors.folder_ids or project["folder_id"] in successors.folder_ids)
        ]

    def _move_invitation(self, row: Row) -> None:
        legacy = [{"environment_type": DEVELOPMENT, "name": row["role_name"]}]
        entries, moved = row["env_roles"] or legacy, []
        for entry in entries:
            found = self._successors.get(entry["name"]) if entry.get("role_type", LEGACY) == LEGACY else None
            name = {"name": found.environment["name"], "role_type": ENVIRONMENT} if found else {}
            moved.append({**entry, **name})
        if moved != entries:
            values = {"role_name": moved[0]["name"], "env_roles": moved}
            self._context.session.execute(_SET_ROLES, wanted=row["id"], **values)

    def _collaborators(self) -> Json:
        names = {role["id"]: role["name"] for role in ENVIRONMENT_ROLE.roles(self._context, self._owner)}
        names |= {each.environment["id"]: each.environment["name"] for each in self._successors.values()}
        found = []
        for member in self._members:
            held = [
                {"environment": role.environment_type, "name": names[role.environment_role_id]}
                for role in self._roles[member["id"]]
                if role.environment_role_id in names
            ]
            if held:
                found.append({**_person(member), "roles": held})
        return found

    def _projects_with_collaborators(self) -> Json:
        names = {role["id"]: role["name"] for role in PROJECT_ROLE.roles(self._context, self._owner)}
        names |= {each.project["id"]: each.project["name"] for each in self._successors.values()}
        grants, found = {**self._grants, **self._new_grants}, []
        for project in self._projects:
            people = [
                {**_person(member), "project_role": names[grants[project["id"], member["id"]]]}
                for member in self._members
                if (project["id"], member["id"]) in grants
            ]
            if people:
                place = {name: project[name] for name in ("id", "name", "environment")}
                found.append({**place, "collaborators": people})
        return found


def _shown(role: Row) -> Json:
    return {"name": role["name"], "config": role["config"]}


def _person(member: Row) -> Json:
    return {"user_id": member["id"], "email": member["email"], "name": member["name"]}
