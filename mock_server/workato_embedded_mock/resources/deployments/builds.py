"""The rules of builds of projects; must not deploy them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, insert, select, update

from workato_embedded_mock.errors import Reason, not_found
from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.resources.deployments.targets import find_development
from workato_embedded_mock.resources.packages.download_urls import download_url
from workato_embedded_mock.resources.packages.exports import export_folder
from workato_embedded_mock.resources.packages.files import PackageError
from workato_embedded_mock.resources.packages.records import add_archive, load_archive
from workato_embedded_mock.rules.context import Context, writing
from workato_embedded_mock.rules.customers import find_project, parse_id
from workato_embedded_mock.rules.due_changes import apply_separately
from workato_embedded_mock.store.session import NAMESPACE_ID, Row
from workato_embedded_mock.store.tables.deployments import project_builds
from workato_embedded_mock.store.tables.folders import projects

PENDING, SUCCESS, FAILED = "pending", "success", "failed"
# The name of the person for whom the API client acts; the API has no operation that returns it.
PERFORMED_BY = "API client"

_T, _P = project_builds.c, projects.c
_GET = select(project_builds).where(
    _T.namespace == NAMESPACE_ID, _T.managed_user_id == bindparam("owner"), _T.id == bindparam("wanted")
)
_PENDING = select(project_builds).where(_T.namespace == NAMESPACE_ID, _T.state == PENDING).order_by(_T.id)
_INSERT = insert(project_builds).values(namespace=NAMESPACE_ID)
_UPDATE = update(project_builds).where(_T.namespace == NAMESPACE_ID, _T.id == bindparam("wanted"))
_OWN_PROJECTS = select(_P.id, _P.folder_id).where(
    _P.namespace == NAMESPACE_ID, _P.managed_user_id == bindparam("owner")
)
_PROJECT_OF_FOLDER = _OWN_PROJECTS.where(_P.folder_id == bindparam("folder"))
_FOLDER_OF_PROJECT = _OWN_PROJECTS.where(_P.id == bindparam("project"))


def build_project(context: Context, managed_user_id: str, project_id: str, body: Json) -> Json:
    """Start to build a project."""
    owner = find_development(context, managed_user_id)
    build = start_build(context, owner, find_project_or_folder(context, owner, project_id), body or {})
    return _response(context, finish_build(context, build) if context.transitions.immediate else build)


@writing
def get_project_build(context: Context, managed_user_id: str, id: int) -> Json:  # noqa: A002  # the document's name
    """Return a build; each read advances it."""
    build = find_build(context, find_development(context, managed_user_id), id)
    if build["state"] == PENDING:
        if is_due(context, build):
            build = finish_build(context, build)
        else:
            context.session.execute(_UPDATE, wanted=id, reads=build["reads"] + 1)
    if build["state"] == SUCCESS and build["package_id"] is None:
        # Builds in a seed have no zip file.
        build = finish_build(context, build)
    if build["error"]:
        context.notes.append(Reason("/path/id", "state", f"the build failed: {build['error']}"))
    return _response(context, build)


def finish_due_builds(context: Context) -> None:
    """Finish the builds that are due, in the order of their start."""
    apply_separately(context, context.session.all(_PENDING), finish_build, is_due, table=project_builds)


def find_project_or_folder(context: Context, owner: int, text: str, pointer: str = "/path/project_id") -> int:
    """Return the id of a project by its id, or by that of its folder after the letter f.

    Raises:
        NotFoundError: The customer has no such project.
    """
    if not text.startswith("f"):
        return find_project(context, owner, text, pointer)
    folder_id = parse_id(text[1:])
    row = None if folder_id is None else context.session.first(_PROJECT_OF_FOLDER, owner=owner, folder=folder_id)
    if row is None:
        raise not_found(pointer, f"the customer has no project with the folder {text[1:]}")
    return int(row["id"])


def start_build(context: Context, owner: int, project_id: int, body: Json) -> Row:
    """Add a pending build; return its row."""
    build_id = context.session.next_id("project_builds")
    now = context.time()
    context.session.execute(
        _INSERT,
        id=build_id,
        managed_user_id=owner,
        project_id=project_id,
        description=body.get("description"),
        include_test_cases=body.get("include_test_cases"),
        include_tags=body.get("include_tags", False),
        state=PENDING,
        reads=0,
        error=None,
        package_id=None,
        performed_by_name=PERFORMED_BY,
        created_at=now,
        updated_at=now,
    )
    return find_build(context, owner, build_id)


def find_build(context: Context, owner: int, build_id: int) -> Row:
    """Return the row of a build.

    Raises:
        NotFoundError: The customer has no such build.
    """
    return find_by_id(context, _GET, owner, build_id, "build")


def find_by_id(context: Context, query: Select[Any], owner: int, wanted: int, noun: str) -> Row:
    """Return the row that a query finds by the id in the path.

    Raises:
        NotFoundError: The customer has no such object.
    """
    row = context.session.first(query, owner=owner, wanted=wanted)
    if row is None:
        raise not_found("/path/id", f"the customer has no {noun} {wanted}")
    return row


def finish_build(context: Context, build: Row) -> Row:
    """Pack the project of a build, and return the row of the finished build."""
    changes: Row
    try:
        folder_id = _folder_of(context, build)
        data = export_folder(context, build["managed_user_id"], folder_id, include_tags=build["include_tags"])
    except PackageError as error:
        changes = {"state": FAILED, "error": str(error)}
    else:
        changes = {"state": SUCCESS, "package_id": add_archive(context, build["managed_user_id"], data)}
    if build["state"] == PENDING:
        changes["updated_at"] = context.time()
    context.session.execute(_UPDATE, wanted=build["id"], **changes)
    return {**build, **changes}


def archive_of_build(context: Context, build: Row) -> bytes | None:
    """Return the zip file of a build that did not fail, or None."""
    ready = build if build["package_id"] else finish_build(context, build)
    return load_archive(context, ready["package_id"]) if ready["package_id"] else None


def is_due(context: Context, row: Row) -> bool:
    """Return whether pending work is finished."""
    return context.transitions.is_due(datetime.fromisoformat(row["created_at"]), context.clock.now(), row["reads"])


def _folder_of(context: Context, build: Row) -> int:
    row = context.session.first(_FOLDER_OF_PROJECT, owner=build["managed_user_id"], project=build["project_id"])
    if row is None or row["folder_id"] is None:
        raise PackageError(f"the customer has no project {build['project_id']}")
    return int(row["folder_id"])


def _response(context: Context, build: Row) -> Json:
    names = ("id", "created_at", "updated_at", "description", "state", "performed_by_name", "include_test_cases")
    url = download_url(context, build["package_id"]) if build["package_id"] else None
    return {**{name: build[name] for name in names}, "project_id": str(build["project_id"]), "download_url": url}
