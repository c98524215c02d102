"""Loads groups of collaborators and their members."""

from __future__ import annotations

from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.seeds.builder import Loaders, Row, Scope, SeedBuilder, SeedObjectError, allow_only, row_of
from workato_embedded_mock.store import text_ids
from workato_embedded_mock.store.tables.collaborator_groups import user_group_members, user_groups
from workato_embedded_mock.store.tables.managed_users import managed_users, members


def load_group(builder: SeedBuilder, scope: Scope, value: Json) -> None:
    """Load a group. That of all collaborators cannot be loaded, since it always exists."""
    allow_only(scope, "managed_user_id")
    owner = builder.parent(managed_users, scope, "managed_user_id")["id"]
    if value["system"]:
        raise SeedObjectError("/value/system", "the mock makes the group of all collaborators")
    number = number_in(value["id"], text_ids.GROUP, "/value/id")
    builder.add(user_groups, number, row_of(user_groups, value, id=number, managed_user_id=owner))


def load_group_member(builder: SeedBuilder, scope: Scope, value: Json) -> None:
    """Load a member of a group."""
    allow_only(scope, "managed_user_id", "id")
    owner = builder.parent(managed_users, scope, "managed_user_id")["id"]
    group = find_group_row(builder, owner, scope.get("id"), "/in/id")
    check_member(builder, owner, value["id"], "/value/id")
    key = {"user_group_id": group["id"], "member_id": value["id"]}
    builder.rows[user_group_members][tuple(key.values())] = key


def number_in(handle: Json, prefix: str, pointer: str) -> int:
    """Return the number in an id that is a text; `pointer` locates it in the seed entry.

    Raises:
        SeedObjectError: The id does not have the form of the mock's ids.
    """
    number = text_ids.number_of(prefix, handle) if isinstance(handle, str) else None
    if number is None:
        raise SeedObjectError(pointer, f"the id must have the form {text_ids.text_id(prefix, 1234)}")
    return number


def find_group_row(builder: SeedBuilder, owner: int, handle: Json, pointer: str) -> Row:
    """Return the row of a group of a customer; `pointer` locates its id in the seed entry.

    Raises:
        SeedObjectError: The customer has no such group.
    """
    row = builder.rows[user_groups].get(number_in(handle, text_ids.GROUP, pointer))
    if row is None or row["managed_user_id"] != owner:
        raise SeedObjectError(pointer, f"the customer has no group {handle}")
    return row


def check_member(builder: SeedBuilder, owner: int, member_id: int, pointer: str) -> None:
    """Check that a customer has a member; `pointer` locates the id in the seed entry.

    Raises:
        SeedObjectError: The customer has no such member.
    """
    row = builder.rows[members].get(member_id)
    if row is None or row["managed_user_id"] != owner:
        raise SeedObjectError(pointer, f"the customer has no member {member_id}")


LOADERS: Loaders = {
    "CollaboratorGroup": load_group,
    "CollaboratorGroupMember": load_group_member,
}
