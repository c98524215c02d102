"""The rules of packages: start and finish exports and imports; must not interpret their content."""

from __future__ import annotations

import math
from datetime import datetime, timedelta

from sqlalchemy import bindparam, func, select, update

from workato_embedded_mock.activity.recording import Resource, record
from workato_embedded_mock.errors import NotFoundError, Reason, TooManyRequestsError, bad_request, not_found
from workato_embedded_mock.instruments.clock import format_time
from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.resources.packages.download_urls import download_url
from workato_embedded_mock.resources.packages.exports import run_export, start_export
from workato_embedded_mock.resources.packages.files import PackageError, check_strictly
from workato_embedded_mock.resources.packages.imports import PackageResult, run_import
from workato_embedded_mock.resources.packages.loading import load_package
from workato_embedded_mock.resources.packages.manifests import find_manifest
from workato_embedded_mock.resources.packages.records import (
    EXPORT,
    IMPORT,
    IN_PROGRESS,
    load_archive,
    save_archive,
    start_package,
)
from workato_embedded_mock.rules.context import Context, writing
from workato_embedded_mock.rules.customers import find_customer, find_folder
from workato_embedded_mock.rules.due_changes import apply_separately
from workato_embedded_mock.store.archives import ArchiveError, is_archive
from workato_embedded_mock.store.session import NAMESPACE_ID, Row
from workato_embedded_mock.store.tables.packages import packages

# The maximum number of imports per workspace and hour.
MAX_IMPORTS = 500
MAX_IMPORTS_SINCE = "2025-10-07"

_T = packages.c

_BY_ID = select(packages).where(_T.namespace == NAMESPACE_ID, _T.id == bindparam("wanted"))
_OWN = _BY_ID.where(_T.managed_user_id == bindparam("owner"), _T.operation_type == bindparam("kind"))
_IN_PROGRESS = select(packages).where(_T.namespace == NAMESPACE_ID, _T.status == IN_PROGRESS).order_by(_T.id)
_IMPORT_IN_PROGRESS = select(packages).where(
    _T.namespace == NAMESPACE_ID,
    _T.managed_user_id == bindparam("owner"),
    _T.operation_type == IMPORT,
    _T.status == IN_PROGRESS,
)
_COUNT_STARTED = select(func.count()).where(
    _T.namespace == NAMESPACE_ID,
    _T.managed_user_id == bindparam("owner"),
    _T.operation_type == IMPORT,
    _T.started_at.like(bindparam("pattern")),
)
_UPDATE = update(packages).where(_T.namespace == NAMESPACE_ID, _T.id == bindparam("wanted"))


def import_package(
    context: Context,
    managed_user_id: str,
    folder_id: str,
    restart_recipes: bool,
    include_tags: bool,
    body: bytes,
    folder_id_for_home_assets: str | None = None,
) -> Json:
    """Import a zip file in the background; errors inside it appear in the status of the import."""
    owner = find_customer(context, managed_user_id)
    target = find_folder(context, owner, folder_id, "/query/folder_id")
    home: int | None = None
    if folder_id_for_home_assets is not None:
        home = find_folder(context, owner, folder_id_for_home_assets, "/query/folder_id_for_home_assets")
    if not is_archive(body):
        raise bad_request("/body", "format", "the body is not a zip file")
    _check_none_in_progress(context, owner)
    _check_hourly_limit(context, owner)
    package_id = start_package(
        context,
        IMPORT,
        owner,
        folder_id=target,
        restart_recipes=restart_recipes,
        home_folder_id=home,
        include_tags=include_tags,
    )
    save_archive(context, package_id, body)
    return _import_response(context, _started(context, package_id))


@writing
def get_import_status(context: Context, managed_user_id: str, package_id: int) -> Json:
    """Return the status of an import."""
    return _import_response(
        context, _poll(context, _find_package(context, managed_user_id, package_id, IMPORT, "package_id"))
    )


def export_package(context: Context, managed_user_id: str, id: int) -> Json:  # noqa: A002  # the document's name
    """Start to export the assets of a manifest."""
    owner = find_customer(context, managed_user_id)
    find_manifest(context, id, None, owner)
    return _export_response(context, _started(context, start_export(context, owner, id)))


@writing
def get_export_status(context: Context, managed_user_id: str, id: int) -> Json:  # noqa: A002  # as above
    """Return the status of an export and the URL of its zip file."""
    return _export_response(context, _poll(context, _find_package(context, managed_user_id, id, EXPORT, "id")))


def finish_due_packages(context: Context) -> None:
    """Finish the exports and imports that are due, in the order of their start."""
    apply_separately(context, context.session.all(_IN_PROGRESS), _finish, _is_due, table=packages)


def package_archive(context: Context, package_id: int) -> bytes:
    """Return the zip file of a completed export, or the one that was imported.

    An export in a seed gets its file on the first download.

    Raises:
        NotFoundError: There is no such file.
    """
    row = context.session.first(_BY_ID, wanted=package_id)
    if row is None or (row["operation_type"] == EXPORT and row["status"] != "completed"):
        raise _archive_not_found(package_id)
    data = load_archive(context, package_id)
    if data is None and row["operation_type"] == EXPORT:
        try:
            data = run_export(context, row)
        except PackageError as error:
            raise _archive_not_found(package_id) from error
    if data is None:
        raise _archive_not_found(package_id)
    return data


def _check_none_in_progress(context: Context, owner: int) -> None:
    """Reject an import while the workspace has another one in progress.

    The rejection counts as a poll of the other import. Otherwise it would never finish for a caller that lost its id.
    """
    apply_separately(context, context.session.all(_IMPORT_IN_PROGRESS, owner=owner), _poll, table=packages)
    other = context.session.first(_IMPORT_IN_PROGRESS, owner=owner)
    if other is not None:
        error = bad_request("/path/managed_user_id", "not", f"the customer's import {other['id']} is in progress")
        error.keeps_writes = True
        raise error


def _check_hourly_limit(context: Context, owner: int) -> None:
    """Reject an import beyond the limit of the current clock hour."""
    if not context.has_begun(MAX_IMPORTS_SINCE):
        return
    now = context.clock.now()
    hour = now.replace(minute=0, second=0, microsecond=0)
    # The offset distinguishes the two equal hours when summer time ends.
    begin, offset = format_time(hour)[:13], format_time(hour)[-6:]
    if context.session.scalar(_COUNT_STARTED, owner=owner, pattern=f"{begin}:%{offset}") >= MAX_IMPORTS:
        reason = Reason("/path/managed_user_id", "rate", f"the limit is {MAX_IMPORTS} imports per hour and workspace")
        raise TooManyRequestsError(reason, math.ceil((timedelta(hours=1) - (now - hour)).total_seconds()))


def _find_package(context: Context, managed_user_id: str, package_id: int, kind: str, parameter: str) -> Row:
    owner = find_customer(context, managed_user_id)
    row = context.session.first(_OWN, owner=owner, wanted=package_id, kind=kind)
    if row is None:
        raise not_found(f"/path/{parameter}", f"the customer has no {kind} {package_id}")
    return row


def _started(context: Context, package_id: int) -> Row:
    """Return a package that was just started; finish it if transitions are immediate."""
    row: Row = context.session.all(_BY_ID, wanted=package_id)[0]
    return _finish(context, row) if context.transitions.immediate else row


def _poll(context: Context, row: Row) -> Row:
    """Return a package whose status is read; finish it if it is due."""
    if row["status"] != IN_PROGRESS:
        return row
    if _is_due(context, row):
        return _finish(context, row)
    context.session.execute(_UPDATE, wanted=row["id"], reads=row["reads"] + 1)
    return row


def _is_due(context: Context, row: Row) -> bool:
    started = datetime.fromisoformat(row["started_at"])
    return context.transitions.is_due(started, context.clock.now(), row["reads"])


def _finish(context: Context, row: Row) -> Row:
    """Run the export or import; store and return its result."""
    result = _run_export(context, row) if row["operation_type"] == EXPORT else _run_import(context, row)
    changes: Row = {"status": "failed" if result.error else "completed", "error": result.error}
    if row["operation_type"] == IMPORT:
        changes["recipe_status"] = result.recipe_status
        changes["warnings"] = result.warnings
    context.session.execute(_UPDATE, wanted=row["id"], **changes)
    if row["managed_user_id"] is not None and row["operation_type"] in {EXPORT, IMPORT}:
        event = f"package_{row['operation_type']}{'_failed' if result.error else 'ed'}"
        record(context, row["managed_user_id"], event, "Package", Resource(row["id"]), by_clock=True)
    return {**row, **changes}


def _run_export(context: Context, row: Row) -> PackageResult:
    try:
        run_export(context, row)
    except PackageError as error:
        return PackageResult(str(error), [])
    return PackageResult(None, [])


def _run_import(context: Context, row: Row) -> PackageResult:
    if row["folder_id"] is None:
        return PackageResult("the folder of the import was deleted", [])
    try:
        package = load_package(context, load_archive(context, row["id"]) or b"")
        if context.strict:
            check_strictly(package)
        return run_import(context, row, package)
    except (ArchiveError, PackageError) as error:
        return PackageResult(str(error), [])


def _import_response(context: Context, row: Row) -> Json:
    warnings = row["warnings"] or []
    context.notes.extend(Reason("/package", "tolerated", f"{path}: {text}") for path, text in warnings)
    return {
        "id": row["id"],
        "operation_type": IMPORT,
        "status": row["status"],
        **({"error": row["error"]} if row["error"] else {}),
        "download_url": download_url(context, row["id"]),
        "recipe_status": row["recipe_status"] or [],
    }


def _export_response(context: Context, row: Row) -> Json:
    url = None
    if row["status"] == "completed":
        url = download_url(context, row["id"])
    result = {"id": row["id"], "operation_type": EXPORT, "status": row["status"]}
    result |= {"error": row["error"]} if row["error"] else {}
    return {"result": {**result, "export_manifest_id": row["export_manifest_id"], "download_url": url}}


def _archive_not_found(package_id: int) -> NotFoundError:
    return not_found("/path/package_id", f"the package {package_id} has no zip file")
