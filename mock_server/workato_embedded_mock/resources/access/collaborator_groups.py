"""The rules of groups of collaborators of a customer; must not use their members and grants."""

from __future__ import annotations

from sqlalchemy import bindparam, delete, func, insert, literal, null, select, update

from workato_embedded_mock.errors import bad_request, not_found, unprocessable
from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.resources.access.role_kinds import TAKEN
from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.rules.customers import find_account
from workato_embedded_mock.rules.paging import numbered_page_of
from workato_embedded_mock.store import text_ids
from workato_embedded_mock.store.session import NAMESPACE_ID, Row
from workato_embedded_mock.store.tables.collaborator_groups import user_group_members, user_groups
from workato_embedded_mock.store.tables.managed_users import managed_users, members

# The group of all collaborators. The vendor's sample has such a group; the texts are the mock's own.
EVERYONE = {"name": "All collaborators", "description": "Everyone in the workspace"}

# The title of an error.
UNCHANGEABLE = "System group cannot be changed"

_T = user_groups.c
_CUSTOMER = managed_users.c
_SIZE = (
    select(func.count())
    .where(user_group_members.c.namespace == _T.namespace, user_group_members.c.user_group_id == _T.id)
    .scalar_subquery()
)
_EVERYONE = (
    select(func.count())
    .where(members.c.namespace == _CUSTOMER.namespace, members.c.managed_user_id == _CUSTOMER.id)
    .scalar_subquery()
)
_OWN = (
    select(
        _T.id.label("number"),
        _T.name,
        _T.description,
        _SIZE.label("members_count"),
        literal(value=False).label("system"),
        _T.created_at,
        _T.updated_at,
    )
    .where(_T.namespace == NAMESPACE_ID, _T.managed_user_id == bindparam("owner"))
    .order_by(_T.id)
)
_SYSTEM = select(
    null().label("number"),
    literal(EVERYONE["name"]).label("name"),
    literal(EVERYONE["description"]).label("description"),
    _EVERYONE.label("members_count"),
    literal(value=True).label("system"),
    _CUSTOMER.created_at,
    _CUSTOMER.created_at.label("updated_at"),
).where(_CUSTOMER.namespace == NAMESPACE_ID, _CUSTOMER.id == bindparam("owner"))

_ONE = (_T.namespace == NAMESPACE_ID, _T.id == bindparam("wanted"))
_INSERT = insert(user_groups).values(namespace=NAMESPACE_ID, managed_user_id=bindparam("owner"))
_UPDATE = update(user_groups).where(*_ONE)
_DELETE = delete(user_groups).where(*_ONE)


def list_collaborator_groups(
    context: Context, managed_user_id: str, name: str | None, page_number: int, page_size: int
) -> Json:
    """List groups by ascending age, that of all collaborators first. The name filter matches a part, in any case."""
    groups = load_groups(context, find_account(context, managed_user_id))
    wanted = (name or "").casefold()
    listed = [_response(group) for group in groups if wanted in group["name"].casefold()]
    return numbered_page_of(listed, page_number, page_size)


def get_collaborator_group(context: Context, managed_user_id: str, id: str) -> Json:  # noqa: A002  # the name in the path
    """Return a group."""
    return {"data": _response(find_group(context, find_account(context, managed_user_id), id))}


def create_collaborator_group(context: Context, managed_user_id: str, body: Json) -> Json:
    """Create a group without members."""
    owner = find_account(context, managed_user_id)
    sent = body["user_group"]
    _check_name(context, owner, sent["name"])
    number, now = context.session.next_id("user_groups"), context.time()
    context.session.execute(
        _INSERT,
        owner=owner,
        id=number,
        name=sent["name"],
        description=sent.get("description"),
        created_at=now,
        updated_at=now,
    )
    return {"data": _response(find_group(context, owner, text_ids.text_id(text_ids.GROUP, number)))}


def update_collaborator_group(context: Context, managed_user_id: str, id: str, body: Json) -> Json:  # noqa: A002  # see above
    """Change the name and the description of a group."""
    owner = find_account(context, managed_user_id)
    group = find_changeable_group(context, owner, id)
    changes = {name: body["user_group"][name] for name in ("name", "description") if name in body["user_group"]}
    if changes.get("name", group["name"]) != group["name"]:
        _check_name(context, owner, changes["name"])
    if changes:
        context.session.execute(_UPDATE, wanted=group["number"], updated_at=context.time(), **changes)
    return {"data": _response(find_group(context, owner, id))}


def delete_collaborator_group(context: Context, managed_user_id: str, id: str) -> None:  # noqa: A002  # see above
    """Delete a group with its grants; its members stay in the workspace."""
    group = find_changeable_group(context, find_account(context, managed_user_id), id)
    context.session.execute(_DELETE, wanted=group["number"])


def load_groups(context: Context, owner: int) -> list[Row]:
    """Return all groups of a customer, that of all collaborators first; its `number` is None."""
    system, own = context.session.all(_SYSTEM, owner=owner), context.session.all(_OWN, owner=owner)
    return [
        *({"id": text_ids.text_id(text_ids.SYSTEM_GROUP, owner), **group} for group in system),
        *({"id": text_ids.text_id(text_ids.GROUP, group["number"]), **group} for group in own),
    ]


def find_group(context: Context, owner: int, group_id: str, pointer: str = "/path/id") -> Row:
    """Return a group of a customer; `pointer` locates its id in the request.

    Raises:
        NotFoundError: The customer has no such group.
    """
    for group in load_groups(context, owner):
        if group["id"] == group_id:
            return group
    raise not_found(pointer, f"the customer has no group {group_id}")


def find_changeable_group(context: Context, owner: int, group_id: str) -> Row:
    """Return a group of a customer that Workato did not make.

    Raises:
        NotFoundError: The customer has no such group.
        UnprocessableError: Workato made the group.
    """
    group = find_group(context, owner, group_id)
    if group["system"]:
        text = f"the group {group['name']!r} has the customer's members and cannot be changed"
        raise unprocessable("/path/id", "readOnly", text, UNCHANGEABLE)
    return group


def _check_name(context: Context, owner: int, name: str) -> None:
    if not name.strip():
        raise bad_request("/body/user_group/name", "minLength", "the name must not be blank")
    if any(group["name"] == name for group in load_groups(context, owner)):
        text = f"the customer has the group {name!r} already"
        raise unprocessable("/body/user_group/name", "unique", text, TAKEN)


def _response(group: Row) -> Row:
    return {name: value for name, value in group.items() if name != "number"}
