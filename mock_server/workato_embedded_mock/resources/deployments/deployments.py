"""The rules of deployments; must not copy assets."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, insert, select, update

from workato_embedded_mock.activity.events.deployments import DEPLOYMENT
from workato_embedded_mock.activity.recording import find_resource, record
from workato_embedded_mock.errors import Reason, bad_request
from workato_embedded_mock.instruments.clock import parse_time
from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.resources.deployments.builds import (
    FAILED,
    PENDING,
    PERFORMED_BY,
    SUCCESS,
    find_build,
    find_by_id,
    find_project_or_folder,
    finish_build,
    is_due,
    start_build,
)
from workato_embedded_mock.resources.deployments.promotion import promote
from workato_embedded_mock.resources.deployments.targets import environment_of, find_development, find_target
from workato_embedded_mock.rules.context import Context, writing
from workato_embedded_mock.rules.customers import find_project
from workato_embedded_mock.rules.due_changes import apply_separately
from workato_embedded_mock.store.session import NAMESPACE_ID, Row
from workato_embedded_mock.store.tables.deployments import deployments

PENDING_REVIEW = "pending_review"

_T = deployments.c
_OWN = select(deployments).where(_T.namespace == NAMESPACE_ID, _T.managed_user_id == bindparam("owner"))
_LIST = _OWN.order_by(_T.id.desc())
_GET = _OWN.where(_T.id == bindparam("wanted"))
_PENDING = select(deployments).where(_T.namespace == NAMESPACE_ID, _T.state == PENDING).order_by(_T.id)
_INSERT = insert(deployments).values(namespace=NAMESPACE_ID)
_UPDATE = update(deployments).where(_T.namespace == NAMESPACE_ID, _T.id == bindparam("wanted"))

# The finer states by state; the others have none.
_DETAILS = {SUCCESS: "deploy_finished", PENDING_REVIEW: PENDING_REVIEW}


def deploy_project_build(
    context: Context,
    managed_user_id: str,
    id: int,  # noqa: A002  # the document's name
    body: Json,
) -> Json:
    """Start to deploy a finished build."""
    owner = find_development(context, managed_user_id)
    build = find_build(context, owner, id)
    target = find_target(context, owner, body)
    if build["state"] != SUCCESS:
        why = f"it failed: {build['error']}" if build["state"] == FAILED else "it is not finished; read its state first"
        raise bad_request("/path/id", "state", f"the build {id} cannot be deployed, {why}")
    return _start(context, build, target, body)


def deploy_project(context: Context, managed_user_id: str, project_id: str, body: Json) -> Json:
    """Build a project, and start to deploy the build."""
    owner = find_development(context, managed_user_id)
    project = find_project_or_folder(context, owner, project_id)
    target = find_target(context, owner, body)
    build = finish_build(context, start_build(context, owner, project, {"include_tags": _wants_tags(body)}))
    return _start(context, build, target, body)


def list_deployments(
    context: Context,
    managed_user_id: str,
    project_id: str | None,
    folder_id: str | None,
    environment_type: str | None,
    state: str | None,
    from_: str | None,
    to: str | None,
) -> Json:
    """List deployments, newest first. Filters are combined with AND."""
    owner = find_development(context, managed_user_id)
    wanted: Row = {"environment_type": environment_type, "state": state}
    if project_id is not None:
        wanted["project_id"] = find_project(context, owner, project_id, "/query/project_id")
    start, end = _moment(from_, "/query/from"), _moment(to, "/query/to")
    rows = context.session.all(_LIST, owner=owner)
    if folder_id is not None:
        of_folder = find_project_or_folder(context, owner, f"f{folder_id.removeprefix('f')}", "/query/folder_id")
        rows = [row for row in rows if row["project_id"] == of_folder]
    rows = [row for row in rows if all(value is None or row[name] == value for name, value in wanted.items())]
    return {
        "items": [
            deployment_form(row) for row in rows if _is_between(datetime.fromisoformat(row["created_at"]), start, end)
        ]
    }


@writing
def get_deployment(context: Context, managed_user_id: str, id: int) -> Json:  # noqa: A002  # as above
    """Return a deployment; each read advances it."""
    row = find_deployment(context, find_development(context, managed_user_id), id)
    if row["state"] == PENDING:
        if is_due(context, row):
            row = _finish(context, row)
        else:
            context.session.execute(_UPDATE, wanted=id, reads=row["reads"] + 1)
    if row["error"]:
        context.notes.append(Reason("/path/id", "state", f"the deployment failed: {row['error']}"))
    return deployment_form(row)


def finish_due_deployments(context: Context) -> None:
    """Finish the deployments that are due, in the order of their start."""
    apply_separately(context, context.session.all(_PENDING), _finish, is_due, table=deployments)


def find_deployment(context: Context, owner: int, deployment_id: int) -> Row:
    """Return the row of a deployment.

    Raises:
        NotFoundError: The customer has no such deployment.
    """
    return find_by_id(context, _GET, owner, deployment_id, "deployment")


def change_state(context: Context, row: Row, state: str) -> Row:
    """Set the state of a deployment; return its row."""
    changes: Row = {"state": state, "reads": 0, "updated_at": context.time()}
    context.session.execute(_UPDATE, wanted=row["id"], **changes)
    return {**row, **changes}


def proceed(context: Context, row: Row) -> Json:
    """Start a deployment that may be carried out now, and return it."""
    started = change_state(context, row, PENDING)
    return deployment_form(_finish(context, started) if context.transitions.immediate else started)


def _start(context: Context, build: Row, target: Row, body: Json) -> Json:
    """Add a deployment, and start it unless the target requires a review."""
    deployment_id = context.session.next_id("deployments")
    now = context.time()
    context.session.execute(
        _INSERT,
        id=deployment_id,
        managed_user_id=build["managed_user_id"],
        project_build_id=build["id"],
        project_id=build["project_id"],
        environment_type=target["environment_type"],
        title=body.get("title"),
        description=body.get("description"),
        include_tags=_wants_tags(body),
        state=PENDING_REVIEW if target["requires_review"] else PENDING,
        reads=0,
        error=None,
        assets=None,
        target_folder_id=None,
        performed_by_name=PERFORMED_BY,
        created_at=now,
        updated_at=now,
    )
    row = find_deployment(context, build["managed_user_id"], deployment_id)
    return deployment_form(_finish(context, row) if row["state"] == PENDING and context.transitions.immediate else row)


def _wants_tags(body: Json) -> bool:
    return bool(body.get("include_tags"))


def _finish(context: Context, row: Row) -> Row:
    """Carry out a deployment; store and return its result."""
    owner = row["managed_user_id"]
    target = environment_of(context, owner, row["environment_type"])
    result = promote(context, row, find_build(context, owner, row["project_build_id"]), target["id"])
    changes: Row = {
        "state": FAILED if result.error else SUCCESS,
        "error": result.error,
        "assets": result.assets,
        "target_folder_id": result.folder_id,
        "updated_at": context.time(),
    }
    context.session.execute(_UPDATE, wanted=row["id"], **changes)
    # Development has the entry of the request; this one is in the log of the target, which the deployment changed.
    event = "deployment_failed" if result.error else "deployment_finished"
    resource = find_resource(context, DEPLOYMENT, row["id"])
    record(context, target["id"], event, "Deployment", resource, by_clock=True)
    return {**row, **changes}


def _moment(text: str | None, pointer: str) -> datetime | None:
    moment = None if text is None else parse_time(text)
    if text is not None and moment is None:
        raise bad_request(pointer, "format", "this is not an ISO 8601 time")
    return moment


def _is_between(moment: datetime, start: datetime | None, end: datetime | None) -> bool:
    return (start is None or moment > start) and (end is None or moment < end)


def deployment_form(row: Row) -> Json:
    """Return a deployment in the form of the API."""
    names = (
        "id",
        "created_at",
        "updated_at",
        "title",
        "description",
        "project_build_id",
        "environment_type",
        "state",
        "performed_by_name",
    )
    found = {**{name: row[name] for name in names}, "project_id": str(row["project_id"])}
    found["detailed_state"] = _DETAILS.get(row["state"])
    more = {name: row[name] for name in ("assets", "error") if row[name] is not None}
    return {**found, **more}
