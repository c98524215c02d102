"""Reads and writes roles of a kind: environment roles and project roles have the same operations.

The roles of the system have no rows: every customer has them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import Table, bindparam, delete, insert, select, update

from workato_embedded_mock.errors import not_found, unprocessable
from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.resources.access.system_roles import CUSTOM, INHERITABLE, INHERITED, SYSTEM, SystemRole
from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.rules.paging import numbered_page_of
from workato_embedded_mock.store.session import NAMESPACE_ID, Row
from workato_embedded_mock.store.tables.managed_users import managed_users

_POINTER = "/path/id"

# The titles of errors; that of a taken name is the usual text of the vendor's framework.
ASSIGNED = "Role is assigned to collaborators"
UNCHANGEABLE = "Role cannot be changed"
TAKEN = "Name has already been taken"

_CREATED_AT = select(managed_users.c.created_at).where(
    managed_users.c.namespace == NAMESPACE_ID, managed_users.c.id == bindparam("owner")
)


class _Statements:
    """The statements of one table of roles; they are built once."""

    def __init__(self, table: Table) -> None:
        own = table.c.namespace == NAMESPACE_ID, table.c.managed_user_id == bindparam("owner")
        one = *own, table.c.id == bindparam("wanted")
        columns = (column for column in table.columns if column.name not in ("namespace", "managed_user_id"))
        self.list = select(*columns).where(*own).order_by(table.c.id)
        self.insert = insert(table).values(namespace=NAMESPACE_ID, managed_user_id=bindparam("owner"))
        self.update = update(table).where(*one)
        self.delete = delete(table).where(*one)


@dataclass(frozen=True)
class RoleKind:
    """A kind of roles.

    Attributes:
        noun: What messages call a role.
        wrapper: The property of a request body that has the settings.
        table: The roles of customers.
        system: The roles of the system.
        count: Returns the number of collaborators with each role that is assigned, by the id of the role.
        can_be_inherited: Whether requests may let child workspaces inherit a role.
    """

    noun: str
    wrapper: str
    table: Table
    system: tuple[SystemRole, ...]
    count: Callable[[Context, int], Mapping[int, int]]
    can_be_inherited: bool = False

    @cached_property
    def _statements(self) -> _Statements:
        return _Statements(self.table)

    def page(self, context: Context, owner: int, name: str | None, page_number: int, page_size: int) -> Json:
        """Return a page of the roles by ascending id, without privileges. The name filter matches exactly."""
        counts = self.count(context, owner)
        listed = [
            {key: value for key, value in _shown(role, counts).items() if key != "config"}
            for role in self.roles(context, owner)
            if name is None or role["name"] == name
        ]
        return numbered_page_of(listed, page_number, page_size)

    def get(self, context: Context, owner: int, role_id: int) -> Json:
        """Return a role with its privileges.

        Raises:
            NotFoundError: The customer has no such role.
        """
        return {"data": _shown(self.find(context, owner, role_id), self.count(context, owner))}

    def create(self, context: Context, owner: int, body: Json) -> Json:
        """Create a role, whose type is custom unless child workspaces inherit it.

        Raises:
            UnprocessableError: The customer has a role of this name.
        """
        sent = body[self.wrapper]
        self.require_free_name(context, owner, sent["name"], f"/body/{self.wrapper}/name")
        return self.get(context, owner, self.add(context, owner, sent))

    def add(self, context: Context, owner: int, settings: Json) -> int:
        """Add a role with a name and privileges, and return its id."""
        now = context.time()
        made = {
            "id": context.session.next_id(self.table.name),
            "name": settings["name"],
            "type": self._type(settings),
            "config": settings["config"],
            "created_at": now,
            "updated_at": now,
        }
        context.session.execute(self._statements.insert, owner=owner, **made)
        return int(made["id"])

    def update(self, context: Context, owner: int, role_id: int, body: Json) -> Json:
        """Change the name and the privileges of a role of the customer's own.

        Raises:
            NotFoundError: The customer has no such role.
            UnprocessableError: The role cannot be changed, or the customer has another role of the new name.
        """
        role, sent = self._changeable(context, owner, role_id), body[self.wrapper]
        changes = {name: sent[name] for name in ("name", "config") if name in sent}
        if "inheritable" in sent:
            changes["type"] = self._type(sent)
        if changes.get("name", role["name"]) != role["name"]:
            self.require_free_name(context, owner, changes["name"], f"/body/{self.wrapper}/name")
        if changes:
            changes["updated_at"] = context.time()
            context.session.execute(self._statements.update, owner=owner, wanted=role_id, **changes)
        return self.get(context, owner, role_id)

    def delete(self, context: Context, owner: int, role_id: int) -> None:
        """Delete a role of the customer's own that no collaborator has.

        Raises:
            NotFoundError: The customer has no such role.
            UnprocessableError: The role cannot be deleted, or is assigned.
        """
        role = self._changeable(context, owner, role_id)
        if role_id in self.count(context, owner):
            text = f"collaborators have the {self.noun} {role['name']!r}; give them another one first"
            raise unprocessable(_POINTER, "assigned", text, ASSIGNED)
        context.session.execute(self._statements.delete, owner=owner, wanted=role_id)

    def roles(self, context: Context, owner: int) -> list[Row]:
        """Return all roles of a customer by ascending id."""
        since = context.session.scalar(_CREATED_AT, owner=owner)
        system = [{**role._asdict(), "type": SYSTEM, "created_at": since, "updated_at": since} for role in self.system]
        return [*system, *context.session.all(self._statements.list, owner=owner)]

    def find(self, context: Context, owner: int, role_id: int) -> Row:
        """Return a role.

        Raises:
            NotFoundError: The customer has no such role.
        """
        for role in self.roles(context, owner):
            if role["id"] == role_id:
                return role
        raise not_found(_POINTER, f"the customer has no {self.noun} {role_id}")

    def named(self, context: Context, owner: int, name: str) -> Row | None:
        """Return the role of a name, or None."""
        return next((role for role in self.roles(context, owner) if role["name"] == name), None)

    def require_free_name(self, context: Context, owner: int, name: str, pointer: str) -> None:
        """Check that a customer has no role of a name; `pointer` locates it in the request.

        Raises:
            UnprocessableError: The customer has a role of this name.
        """
        if self.named(context, owner, name) is not None:
            text = f"the customer has the {self.noun} {name!r} already"
            raise unprocessable(pointer, "unique", text, TAKEN)

    def _changeable(self, context: Context, owner: int, role_id: int) -> Row:
        role = self.find(context, owner, role_id)
        if role["type"] in (SYSTEM, INHERITED):
            text = (
                f"the {self.noun} {role['name']!r} has the type {role['type']}; only the workspace's own can be changed"
            )
            raise unprocessable(_POINTER, "readOnly", text, UNCHANGEABLE)
        return role

    def _type(self, sent: Json) -> str:
        return INHERITABLE if self.can_be_inherited and sent.get("inheritable") else CUSTOM


def _shown(role: Row, counts: Mapping[int, int]) -> Json:
    """Return a role as the API does, its number of collaborators included."""
    return {**role, "members_count": counts.get(role["id"], 0)}
