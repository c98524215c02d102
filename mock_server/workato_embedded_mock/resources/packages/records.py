"""Stores packages and their zip files; must not decide when they start or finish."""

from __future__ import annotations

from sqlalchemy import bindparam, insert, select

from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.store.session import NAMESPACE_ID, Row
from workato_embedded_mock.store.tables.packages import export_manifests, package_archives, packages

# A build is not returned as a package: only its zip file is here.
EXPORT, IMPORT, BUILD = "export", "import", "build"
IN_PROGRESS, COMPLETED = "in_progress", "completed"

_START = insert(packages).values(namespace=NAMESPACE_ID, reads=0)
_SAVE = insert(package_archives).values(namespace=NAMESPACE_ID)
_ARCHIVE = select(package_archives.c.data).where(
    package_archives.c.namespace == NAMESPACE_ID, package_archives.c.package_id == bindparam("wanted")
)
_MANIFEST = select(export_manifests).where(
    export_manifests.c.namespace == NAMESPACE_ID, export_manifests.c.id == bindparam("wanted")
)
_NEW: Row = {
    "status": IN_PROGRESS,
    "export_manifest_id": None,
    "folder_id": None,
    "restart_recipes": False,
    "home_folder_id": None,
    "include_tags": False,
    "warnings": None,
}


def start_package(context: Context, kind: str, owner: int | None, **fields: int | bool | str | None) -> int:
    """Add an export or import in progress; return its id. `fields` are columns of packages."""
    package_id = context.session.next_id("packages")
    started = {"id": package_id, "operation_type": kind, "managed_user_id": owner, "started_at": context.time()}
    context.session.execute(_START, **started, **{**_NEW, **fields})
    return package_id


def add_archive(context: Context, owner: int, data: bytes) -> int:
    """Add the zip file of a build; return the id for its URL."""
    package_id = start_package(context, BUILD, owner, status=COMPLETED)
    save_archive(context, package_id, data)
    return package_id


def save_archive(context: Context, package_id: int, data: bytes) -> None:
    """Save the zip file of a package."""
    context.session.execute(_SAVE, package_id=package_id, data=data)


def load_archive(context: Context, package_id: int) -> bytes | None:
    """Return the zip file of a package, or None."""
    data = context.session.scalar(_ARCHIVE, wanted=package_id)
    return None if data is None else bytes(data)


def load_manifest(context: Context, manifest_id: int) -> Row | None:
    """Return the row of an export manifest, or None."""
    return context.session.first(_MANIFEST, wanted=manifest_id)
