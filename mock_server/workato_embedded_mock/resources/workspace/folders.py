"""The rules of folders; must not use their content."""

from __future__ import annotations

from sqlalchemy import bindparam, insert, select, update

from workato_embedded_mock.errors import BadRequestError, NotFoundError, Reason, bad_request, not_found
from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.resources.workspace.contents import delete_tree, first_kind_in
from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.rules.customers import find_customer, find_folder, home_folder
from workato_embedded_mock.rules.folders import folders_below, project_of
from workato_embedded_mock.rules.paging import offset
from workato_embedded_mock.store.session import NAMESPACE_ID, Row
from workato_embedded_mock.store.tables.folders import HOME, folders, projects

_T = folders.c
_ONE = (_T.namespace == NAMESPACE_ID, _T.managed_user_id == bindparam("owner"), _T.id == bindparam("wanted"))
_SELECT = select(
    _T.id, _T.name, _T.parent_id, _T.created_at, _T.updated_at, projects.c.id.label("project_id")
).outerjoin(projects, (projects.c.namespace == _T.namespace) & (projects.c.folder_id == _T.id))
_PAGE = (
    _SELECT.where(
        _T.namespace == NAMESPACE_ID, _T.managed_user_id == bindparam("owner"), _T.parent_id == bindparam("parent")
    )
    .order_by(_T.id)
    .limit(bindparam("size"))
    .offset(bindparam("before"))
)
_GET = _SELECT.where(*_ONE)
_INSERT = insert(folders).values(namespace=NAMESPACE_ID, managed_user_id=bindparam("owner"))
_INSERT_PROJECT = insert(projects).values(namespace=NAMESPACE_ID, managed_user_id=bindparam("owner"))
_UPDATE = update(folders).where(*_ONE)

# The most characters of a name; not documented for folders and projects.
LONGEST_NAME = 255

_PATH, _PARENT = "/path/folder_id", "/body/parent_id"

# The message for a folder that is not empty, by what it contains.
_MESSAGES = {"connections": "Folder contains connections", "recipes": "Folder contains recipes"}


def list_folders(context: Context, managed_user_id: str, parent_id: str | None, page: int, per_page: int) -> Json:
    """List the folders directly in a folder by ascending id."""
    owner = find_customer(context, managed_user_id)
    parent = (
        home_folder(context, owner) if parent_id is None else find_folder(context, owner, parent_id, "/query/parent_id")
    )
    rows = context.session.all(_PAGE, owner=owner, parent=parent, size=per_page, before=offset(page, per_page))
    project_id = project_of(context, parent)
    return {"result": [_form(row, project_id) for row in rows]}


def create_folder(context: Context, managed_user_id: str, body: Json) -> Json:
    """Create a folder. A folder directly in Home also gets a project with an id of its own."""
    owner = find_customer(context, managed_user_id)
    check_name(context, body["name"])
    if "parent_id" in body:
        parent = find_folder(context, owner, body["parent_id"], _PARENT)
    else:
        parent = home_folder(context, owner)
    return _find(context, owner, add_folder(context, owner, body["name"], parent))


def update_folder(context: Context, managed_user_id: str, folder_id: int, body: Json) -> Json:
    """Rename or move a folder. A project can be renamed; nothing moves to or from the top level."""
    owner = find_customer(context, managed_user_id)
    present = _find_changeable(context, owner, folder_id)
    changes: Row = {}
    if "name" in body:
        check_name(context, body["name"])
        changes["name"] = body["name"]
    if "parent_id" in body and body["parent_id"] != str(present["parent_id"]):
        changes["parent_id"] = _new_parent(context, owner, present, body["parent_id"])
    if changes:
        change_folder(context, owner, folder_id, **changes)
    return _find(context, owner, folder_id)


def delete_folder(context: Context, managed_user_id: str, folder_id: int, force: bool) -> Json:
    """Delete a folder that is not a project; with `force`, also its content."""
    owner = find_customer(context, managed_user_id)
    present = _find_changeable(context, owner, folder_id)
    if present["is_project"]:
        raise bad_request(
            _PATH, "not", f"the folder belongs to the project {present['project_id']}; delete the project"
        )
    kind = None if force else first_kind_in(context, owner, folder_id)
    if kind is not None:
        reason = Reason("/query/force", "const", f"the folder contains {kind}, and force is not true")
        raise BadRequestError(reason, message=_MESSAGES[kind])
    delete_tree(context, owner, folder_id)
    return {"success": True}


def check_name(context: Context, name: str) -> None:
    """Check the name of a folder or project; note one that is probably too long for the real API.

    Raises:
        BadRequestError: It is blank, or too long in strict mode.
    """
    if not name.strip():
        raise bad_request("/body/name", "minLength", "the name must not be blank")
    if len(name) > LONGEST_NAME:
        text = f"the name has {len(name)} characters; the real API probably allows {LONGEST_NAME}"
        reason = Reason("/body/name", "maxLength", text, LONGEST_NAME)
        if context.strict:
            raise BadRequestError(reason)
        context.notes.append(reason)


def change_folder(context: Context, owner: int, folder_id: int, **changes: Json) -> None:
    """Change validated columns of a folder."""
    context.session.execute(_UPDATE, owner=owner, wanted=folder_id, updated_at=context.time(), **changes)


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


def _find(context: Context, owner: int, folder_id: int) -> Row:
    """Return a folder in the form of the API.

    Raises:
        NotFoundError: The customer has no such folder.
    """
    row = context.session.first(_GET, owner=owner, wanted=folder_id)
    if row is None:
        raise not_found(_PATH, f"the customer has no folder {folder_id}")
    return _form(row, project_of(context, folder_id))


def _find_changeable(context: Context, owner: int, folder_id: int) -> Row:
    """Return a folder that can be changed or deleted.

    Raises:
        NotFoundError: The customer has no such folder.
        BadRequestError: The folder is Home.
    """
    row = _find(context, owner, folder_id)
    if row["parent_id"] is None:
        raise bad_request(_PATH, "not", "the Home folder cannot be changed or deleted")
    return row


def _new_parent(context: Context, owner: int, present: Row, text: str) -> int:
    """Return the id of the folder to move a folder to.

    Raises:
        BadRequestError: The folder cannot be moved there.
    """
    if present["is_project"]:
        raise bad_request(_PARENT, "const", "the folder of a project cannot be moved")
    try:
        parent_id = find_folder(context, owner, text, _PARENT)
    except NotFoundError as error:
        # The parent is not the object of the request, whose absence is a 404.
        raise BadRequestError(*error.reasons) from error
    if parent_id == home_folder(context, owner):
        raise bad_request(_PARENT, "not", "a folder cannot be moved to the top level, where it would be a project")
    if parent_id in folders_below(context, present["id"]):
        raise bad_request(_PARENT, "not", "a folder cannot be moved into itself")
    return parent_id


def _form(row: Row, project_id: int | None) -> Row:
    """Return a folder in the form of the API; `project_id` is the project of its parent or its own."""
    own = row["project_id"]
    return {**row, "is_project": own is not None, "project_id": project_id if own is None else own}


def _insert(context: Context, owner: int, name: str, parent_id: int | None) -> int:
    folder_id = context.session.next_id("folders")
    now = context.time()
    context.session.execute(
        _INSERT, owner=owner, id=folder_id, name=name, parent_id=parent_id, created_at=now, updated_at=now
    )
    return folder_id
