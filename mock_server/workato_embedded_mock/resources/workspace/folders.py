"""The rules of folders and projects; must not use their content."""

from __future__ import annotations

from sqlalchemy import bindparam, insert, select

from workato_embedded_mock.errors import bad_request
from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.rules.customers import find_customer, find_folder, home_folder
from workato_embedded_mock.rules.paging import offset
from workato_embedded_mock.store.session import NAMESPACE_ID
from workato_embedded_mock.store.tables.folders import HOME, folders, projects

_T = folders.c
_SELECT = select(_T.id, _T.name, _T.parent_id, _T.created_at, _T.updated_at).where(
    _T.namespace == NAMESPACE_ID, _T.managed_user_id == bindparam("owner")
)
_PAGE = (
    _SELECT.where(_T.parent_id == bindparam("parent"))
    .order_by(_T.id)
    .limit(bindparam("size"))
    .offset(bindparam("before"))
)
_GET = _SELECT.where(_T.id == bindparam("wanted"))
_PROJECTS = (
    select(projects.c.id, projects.c.description, projects.c.folder_id, _T.name)
    .join(folders, (projects.c.namespace == _T.namespace) & (projects.c.folder_id == _T.id))
    .where(projects.c.namespace == NAMESPACE_ID, projects.c.managed_user_id == bindparam("owner"))
    .order_by(projects.c.id)
    .limit(bindparam("size"))
    .offset(bindparam("before"))
)
_INSERT = insert(folders).values(namespace=NAMESPACE_ID, managed_user_id=bindparam("owner"))
_INSERT_PROJECT = insert(projects).values(namespace=NAMESPACE_ID, managed_user_id=bindparam("owner"))


def list_folders(context: Context, managed_user_id: str, parent_id: str | None, page: int, per_page: int) -> Json:
    """List the folders directly in a folder by ascending id."""
    owner = find_customer(context, managed_user_id)
    parent = (
        home_folder(context, owner) if parent_id is None else find_folder(context, owner, parent_id, "/query/parent_id")
    )
    rows = context.session.all(_PAGE, owner=owner, parent=parent, size=per_page, before=offset(page, per_page))
    return {"result": rows}


def create_folder(context: Context, managed_user_id: str, body: Json) -> Json:
    """Create a folder. A folder directly in Home also gets a project with an id of its own."""
    owner = find_customer(context, managed_user_id)
    if not body["name"].strip():
        raise bad_request("/body/name", "minLength", "the name must not be blank")
    if "parent_id" in body:
        parent = find_folder(context, owner, body["parent_id"], "/body/parent_id")
    else:
        parent = home_folder(context, owner)
    return context.session.first(_GET, owner=owner, wanted=add_folder(context, owner, body["name"], parent))


def list_projects(context: Context, managed_user_id: str, page: int, per_page: int) -> Json:
    """List projects by ascending id; projects without a folder are omitted."""
    owner = find_customer(context, managed_user_id)
    rows = context.session.all(_PROJECTS, owner=owner, size=per_page, before=offset(page, per_page))
    return {"result": rows}


def add_folder(context: Context, owner: int, name: str, parent_id: int) -> int:
    """Add a folder in another one, with a project if that is Home; return its id."""
    folder_id = _insert(context, owner, name, parent_id)
    if parent_id == home_folder(context, owner):
        context.session.execute(
            _INSERT_PROJECT, owner=owner, id=context.session.next_id("projects"), folder_id=folder_id
        )
    return folder_id


def create_home_folder(context: Context, managed_user_id: int) -> int:
    """Add the Home folder of a new customer; return its id."""
    return _insert(context, managed_user_id, HOME, None)


def _insert(context: Context, owner: int, name: str, parent_id: int | None) -> int:
    folder_id = context.session.next_id("folders")
    now = context.time()
    context.session.execute(
        _INSERT, owner=owner, id=folder_id, name=name, parent_id=parent_id, created_at=now, updated_at=now
    )
    return folder_id
