"""The rules of projects, which are top-level folders; must not add them."""

from __future__ import annotations

from sqlalchemy import bindparam, delete, select, update

from workato_embedded_mock.errors import not_found
from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.resources.workspace.contents import delete_tree
from workato_embedded_mock.resources.workspace.folders import change_folder, check_name
from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.rules.customers import find_customer
from workato_embedded_mock.rules.paging import offset
from workato_embedded_mock.store.session import NAMESPACE_ID, Row
from workato_embedded_mock.store.tables.folders import folders, projects
from workato_embedded_mock.store.tables.properties import properties

_T = projects.c
_SELECT = (
    select(_T.id, _T.description, _T.folder_id, folders.c.name)
    .join(folders, (_T.namespace == folders.c.namespace) & (_T.folder_id == folders.c.id))
    .where(_T.namespace == NAMESPACE_ID, _T.managed_user_id == bindparam("owner"))
)
_PAGE = _SELECT.order_by(_T.id).limit(bindparam("size")).offset(bindparam("before"))
_GET = _SELECT.where(_T.id == bindparam("wanted"))
_DESCRIBE = (
    update(projects)
    .where(_T.namespace == NAMESPACE_ID, _T.id == bindparam("wanted"))
    .values(description=bindparam("text"))
)
_DELETE_PROPERTIES = delete(properties).where(
    properties.c.namespace == NAMESPACE_ID,
    properties.c.managed_user_id == bindparam("owner"),
    properties.c.project_id == bindparam("wanted"),
)


def list_projects(context: Context, managed_user_id: str, page: int, per_page: int) -> Json:
    """List projects by ascending id; projects without a folder are omitted."""
    owner = find_customer(context, managed_user_id)
    return {"result": context.session.all(_PAGE, owner=owner, size=per_page, before=offset(page, per_page))}


def update_project(context: Context, managed_user_id: str, project_id: int, body: Json) -> Json:
    """Change the name of a project, which is that of its folder, and its description."""
    owner = find_customer(context, managed_user_id)
    present = _find(context, owner, project_id)
    if "name" in body:
        check_name(context, body["name"])
        change_folder(context, owner, present["folder_id"], name=body["name"])
    if "description" in body:
        context.session.execute(_DESCRIBE, wanted=project_id, text=body["description"])
    return _find(context, owner, project_id)


def delete_project(context: Context, managed_user_id: str, project_id: int) -> Json:
    """Delete a project with its properties and everything in its folder."""
    owner = find_customer(context, managed_user_id)
    present = _find(context, owner, project_id)
    context.session.execute(_DELETE_PROPERTIES, owner=owner, wanted=project_id)
    delete_tree(context, owner, present["folder_id"])
    return {"success": True}


def _find(context: Context, owner: int, project_id: int) -> Row:
    """Return a project in the form of the API.

    Raises:
        NotFoundError: The customer has no such project.
    """
    row = context.session.first(_GET, owner=owner, wanted=project_id)
    if row is None:
        raise not_found("/path/project_id", f"the customer has no project {project_id}")
    return row
