"""The rules of the members of groups; must not use grants."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import and_, bindparam, delete, insert, select

from workato_embedded_mock.errors import BadRequestError, Reason, not_found, unprocessable
from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.resources.access.collaborator_groups import find_changeable_group, find_group, load_groups
from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.rules.customers import find_account
from workato_embedded_mock.rules.paging import numbered_page_of
from workato_embedded_mock.store.session import NAMESPACE_ID, Row
from workato_embedded_mock.store.tables.collaborator_groups import user_group_invitations, user_group_members
from workato_embedded_mock.store.tables.managed_users import members

# The title of an error, in the form of one that is known for environments.
NO_GROUP = "Group {} not found"

_M, _IN, _INVITED = members.c, user_group_members.c, user_group_invitations.c

_EVERYONE = (
    select(_M.id, _M.name, _M.email)
    .where(_M.namespace == NAMESPACE_ID, _M.managed_user_id == bindparam("owner"))
    .order_by(_M.id)
)
_MEMBERS = _EVERYONE.join(user_group_members, and_(_IN.namespace == _M.namespace, _IN.member_id == _M.id)).where(
    _IN.user_group_id == bindparam("of")
)
_INSERT = insert(user_group_members).values(namespace=NAMESPACE_ID)
_REMOVE = delete(user_group_members).where(
    _IN.namespace == NAMESPACE_ID, _IN.user_group_id == bindparam("of"), _IN.member_id == bindparam("wanted")
)
_REMOVE_INVITATION = delete(user_group_invitations).where(
    _INVITED.namespace == NAMESPACE_ID,
    _INVITED.user_group_id == bindparam("of"),
    _INVITED.member_invitation_id == bindparam("wanted"),
)
_INSERT_INVITATION = insert(user_group_invitations).values(namespace=NAMESPACE_ID)
_OF_INVITATION = (
    select(_INVITED.user_group_id)
    .where(_INVITED.namespace == NAMESPACE_ID, _INVITED.member_invitation_id == bindparam("wanted"))
    .order_by(_INVITED.user_group_id)
)
_CLEAR_INVITATION = delete(user_group_invitations).where(
    _INVITED.namespace == NAMESPACE_ID, _INVITED.member_invitation_id == bindparam("wanted")
)


def list_collaborator_group_members(
    context: Context,
    managed_user_id: str,
    id: str,  # noqa: A002  # the name in the path
    text: str | None,
    page_number: int,
    page_size: int,
) -> Json:
    """List the members of a group by ascending id. The filter matches a part of name or email address, in any case."""
    owner = find_account(context, managed_user_id)
    people = _load_members(context, owner, find_group(context, owner, id))
    wanted = (text or "").casefold()
    listed = [
        person for person in people if any(wanted in (person[name] or "").casefold() for name in ("name", "email"))
    ]
    return numbered_page_of(listed, page_number, page_size)


def add_collaborator_group_members(context: Context, managed_user_id: str, id: str, user_ids: list[int]) -> None:  # noqa: A002  # see above
    """Add members of the customer to a group; those that are in it already stay."""
    owner = find_account(context, managed_user_id)
    group = find_changeable_group(context, owner, id)
    known = {person["id"] for person in context.session.all(_EVERYONE, owner=owner)}
    present = {person["id"] for person in _load_members(context, owner, group)}
    for user_id in user_ids:
        if user_id not in known:
            raise not_found("/query/user_ids", f"the customer has no member {user_id}")
    new = [user_id for user_id in dict.fromkeys(user_ids) if user_id not in present]
    for user_id in new:
        add_to_groups(context, [group["number"]], user_id)


def remove_collaborator_group_members(
    context: Context,
    managed_user_id: str,
    id: str,  # noqa: A002  # the name in the path
    user_ids: list[int] | None,
    member_invitation_ids: list[int] | None,
) -> None:
    """Remove members and invited people from a group; ignore those that are not in it."""
    group = find_changeable_group(context, find_account(context, managed_user_id), id)
    if not user_ids and not member_invitation_ids:
        text = "send user_ids, member_invitation_ids, or both"
        raise BadRequestError(
            *(Reason(f"/query/{name}", "required", text) for name in ("user_ids", "member_invitation_ids"))
        )
    for statement, numbers in ((_REMOVE, user_ids), (_REMOVE_INVITATION, member_invitation_ids)):
        for number in numbers or ():
            context.session.execute(statement, of=group["number"], wanted=number)


def requested_groups(context: Context, owner: int, body: Json) -> list[int]:
    """Return the numbers of the groups that a request adds a person to, without that of all collaborators.

    Raises:
        UnprocessableError: The customer has no such group.
    """
    known = {group["id"]: group["number"] for group in load_groups(context, owner)}
    wanted = body.get("user_group_ids") or ()
    for index, group_id in enumerate(wanted):
        if group_id not in known:
            text = f"the customer has no group {group_id!r}"
            raise unprocessable(f"/body/user_group_ids/{index}", "exists", text, NO_GROUP.format(group_id))
    return [number for number in dict.fromkeys(known[group_id] for group_id in wanted) if number is not None]


def add_to_groups(context: Context, groups: Iterable[int], member_id: int) -> None:
    """Add a member to groups, by their numbers, in which the member is not."""
    context.session.execute_many(_INSERT, [{"user_group_id": group, "member_id": member_id} for group in groups])


def invite_into_groups(context: Context, groups: Iterable[int], invitation_id: int) -> None:
    """Replace the groups that an invited person gets into."""
    context.session.execute(_CLEAR_INVITATION, wanted=invitation_id)
    rows = [{"user_group_id": group, "member_invitation_id": invitation_id} for group in groups]
    context.session.execute_many(_INSERT_INVITATION, rows)


def groups_of_invitation(context: Context, invitation_id: int) -> list[int]:
    """Return the numbers of the groups that an invited person gets into."""
    return [row["user_group_id"] for row in context.session.all(_OF_INVITATION, wanted=invitation_id)]


def _load_members(context: Context, owner: int, group: Row) -> list[Row]:
    if group["system"]:
        return context.session.all(_EVERYONE, owner=owner)
    return context.session.all(_MEMBERS, owner=owner, of=group["number"])
