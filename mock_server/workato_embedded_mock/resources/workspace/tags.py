"""The rules of tags."""

from __future__ import annotations

import hashlib
import string

from sqlalchemy import bindparam, delete, insert, select, update

from workato_embedded_mock.errors import bad_request, not_found
from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.rules.customers import find_customer
from workato_embedded_mock.rules.paging import offset
from workato_embedded_mock.rules.tags import CONNECTION_TAGS, RECIPE_TAGS, find_tags
from workato_embedded_mock.store.session import NAMESPACE_ID, Row
from workato_embedded_mock.store.tables.tags import tags

_LETTERS = string.ascii_letters + string.digits

_T = tags.c
_OWN = (_T.namespace == NAMESPACE_ID, _T.managed_user_id == bindparam("owner"))
_ONE = (*_OWN, _T.handle == bindparam("wanted"))
_SELECT = select(_T.handle, _T.title, _T.description, _T.color)
_GET = _SELECT.where(*_ONE)
_ALL = _SELECT.where(*_OWN).order_by(_T.id)
_PAGE = _ALL.limit(bindparam("size")).offset(bindparam("before"))
_TITLED = select(_T.handle).where(*_OWN, _T.title == bindparam("wanted"))
_INSERT = insert(tags).values(namespace=NAMESPACE_ID, managed_user_id=bindparam("owner"))
_UPDATE = update(tags).where(*_ONE)
_DELETE = delete(tags).where(*_ONE)


def list_tags(context: Context, managed_user_id: str, q: str | None, page: int, per_page: int) -> Json:
    """List tags, oldest first. The search ignores case."""
    owner = find_customer(context, managed_user_id)
    before = offset(page, per_page)
    if not q:
        found = context.session.all(_PAGE, owner=owner, size=per_page, before=before)
    else:
        rows = context.session.all(_ALL, owner=owner)
        found = [row for row in rows if q.casefold() in row["title"].casefold()][before : before + per_page]
    return {"data": {"tags": found}}


def create_tag(context: Context, managed_user_id: str, body: Json) -> Json:
    """Create a tag with a handle of its own."""
    owner = find_customer(context, managed_user_id)
    _check_title(context, owner, body)
    tag_id = add_tag(context, owner, body["title"], body.get("description"), body.get("color"))
    return _read(context, owner, _handle(tag_id))


def update_tag(context: Context, managed_user_id: str, handle: str, body: Json) -> Json:
    """Update the properties that are sent."""
    owner = find_customer(context, managed_user_id)
    before = _read(context, owner, handle)
    _check_title(context, owner, body, own=handle)
    changes = {name: body[name] for name in ("title", "description", "color") if name in body}
    if changes:
        context.session.execute(_UPDATE, owner=owner, wanted=handle, **changes)
    return {**before, **changes}


def delete_tag(context: Context, managed_user_id: str, handle: str) -> Json:
    """Delete a tag; recipes and connections lose it."""
    owner = find_customer(context, managed_user_id)
    _read(context, owner, handle)
    context.session.execute(_DELETE, owner=owner, wanted=handle)
    return {"success": True}


def update_tags_assignments(context: Context, managed_user_id: str, body: Json) -> Json:
    """Add tags to recipes and connections, and remove others."""
    owner = find_customer(context, managed_user_id)
    for one, other in (("add_tags", "remove_tags"), ("recipe_ids", "connection_ids")):
        if not body.get(one) and not body.get(other):
            raise bad_request(f"/body/{one}", "required", f"send {one} or {other}")
    added = find_tags(context, owner, body.get("add_tags", ()), "/body/add_tags")
    removed = find_tags(context, owner, body.get("remove_tags", ()), "/body/remove_tags")
    if not set(added).isdisjoint(removed):
        raise bad_request("/body/remove_tags", "not", "the same tag cannot be added and removed")
    kinds = (("recipe_ids", RECIPE_TAGS), ("connection_ids", CONNECTION_TAGS))
    for name, asset_tags in kinds:
        asset_tags.check_owned(context, owner, body.get(name, ()), f"/body/{name}")
    for name, asset_tags in kinds:
        ids = dict.fromkeys(body.get(name, ()))
        asset_tags.add(context, ids, added)
        asset_tags.remove(context, ids, removed)
    return {"success": True}


def add_tag(context: Context, owner: int, title: str, description: str | None, color: str | None) -> int:
    """Add a tag with a validated title; return its id."""
    tag_id = context.session.next_id("tags")
    values = {"handle": _handle(tag_id), "title": title, "description": description, "color": color}
    context.session.execute(_INSERT, owner=owner, id=tag_id, **values)
    return tag_id


def _read(context: Context, owner: int, handle: str) -> Row:
    row = context.session.first(_GET, owner=owner, wanted=handle)
    if row is None:
        raise not_found("/path/handle", f"the customer has no tag {handle}")
    return row


def _check_title(context: Context, owner: int, body: Json, own: str | None = None) -> None:
    """Check that a title is not blank, and no other tag of the customer has it."""
    if "title" not in body:
        return
    title = body["title"]
    if not title.strip():
        raise bad_request("/body/title", "minLength", "the title must not be blank")
    taken = context.session.scalar(_TITLED, owner=owner, wanted=title)
    if taken is not None and taken != own:
        raise bad_request("/body/title", "unique", f"the tag {taken} has this title")


def _handle(tag_id: int) -> str:
    """Return the handle of a tag, such as `tag-Ab3dEf7h-Kq2M9z`. Repeating the same requests gives the same handles."""
    digest = hashlib.sha256(f"tag {tag_id}".encode()).digest()
    text = "".join(_LETTERS[byte % len(_LETTERS)] for byte in digest[:14])
    return f"tag-{text[:8]}-{text[8:]}"
