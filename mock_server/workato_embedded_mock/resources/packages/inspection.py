"""Shows what an import would do. It runs the import: the caller must undo it."""

from __future__ import annotations

from sqlalchemy import bindparam, select

from workato_embedded_mock.errors import NotFoundError, not_found
from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.resources.managed_users.managed_users import create_managed_user
from workato_embedded_mock.resources.packages.assets import CONNECTION, CUSTOM_ADAPTER, LOOKUP_TABLE, RECIPE
from workato_embedded_mock.resources.packages.files import Package, PackageError, PackageWarning, check_strictly
from workato_embedded_mock.resources.packages.imports import PackageResult, run_import
from workato_embedded_mock.resources.packages.loading import load_package
from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.rules.customers import find_customer, find_folder, home_folder
from workato_embedded_mock.store.archives import ArchiveError
from workato_embedded_mock.store.session import NAMESPACE_ID
from workato_embedded_mock.store.tables.connections import connections
from workato_embedded_mock.store.tables.folders import folders
from workato_embedded_mock.store.tables.lookup_tables import lookup_tables
from workato_embedded_mock.store.tables.packages import package_assets
from workato_embedded_mock.store.tables.recipes import recipes

_FOLDER = "folder"
_OTHER = "file"
_TABLES = {_FOLDER: folders, CONNECTION: connections, LOOKUP_TABLE: lookup_tables, RECIPE: recipes}
_OBJECTS = {
    kind: select(table).where(table.c.namespace == NAMESPACE_ID, table.c.managed_user_id == bindparam("owner"))
    for kind, table in _TABLES.items()
}
# Connectors, and the files that the mock does not interpret.
_KEPT = (
    select(package_assets)
    .where(
        package_assets.c.namespace == NAMESPACE_ID,
        package_assets.c.managed_user_id == bindparam("owner"),
        package_assets.c.asset_id.is_(None),
    )
    .order_by(package_assets.c.id)
)
_NEW_CUSTOMER = {"name": "Empty workspace", "notification_email": "inspection@example.com"}

# The rows of a workspace by kind and id.
_Objects = dict[tuple[str, int], dict[str, Json]]


def inspect_package(
    context: Context, managed_user_id: str | None, folder_id: str | None, restart_recipes: bool, body: bytes
) -> Json:
    """Import a zip file at once; return what it created and updated, and the problems of its files.

    Args:
        context: The context of the request, whose writes are undone by the caller.
        managed_user_id: The customer; None for an empty workspace.
        folder_id: The folder; None for the Home folder.
        restart_recipes: Whether running recipes may be stopped and started again.
        body: The zip file.

    Raises:
        NotFoundError: There is no such customer or folder.
    """
    owner = _customer(context, managed_user_id)
    folder = (
        home_folder(context, owner) if folder_id is None else find_folder(context, owner, folder_id, "/query/folder_id")
    )
    before = _objects(context, owner)
    package = Package()
    warnings: list[PackageWarning] = []
    try:
        package = load_package(context, body)
        warnings = package.warnings
        if context.strict:
            check_strictly(package)
        row = {
            "managed_user_id": owner,
            "folder_id": folder,
            "home_folder_id": None,
            "restart_recipes": restart_recipes,
        }
        result = run_import(context, row, package)
    except (ArchiveError, PackageError) as error:
        result = PackageResult(str(error), [])
    after = _objects(context, owner)
    names = {folder_id: row for (kind, folder_id), row in after.items() if kind == _FOLDER}
    return {
        "error": result.error,
        "files": package.files,
        "created": [_described(key, row, names) for key, row in after.items() if key not in before],
        "updated": [_described(key, row, names) for key, row in after.items() if before.get(key, row) != row],
        "recipe_status": result.recipe_status,
        "problems": [{"file": each.path, "text": each.text, "lost": each.lost} for each in warnings],
    }


def _customer(context: Context, managed_user_id: str | None) -> int:
    if managed_user_id is not None:
        try:
            return find_customer(context, managed_user_id)
        except NotFoundError as error:
            raise not_found("/query/managed_user_id", error.reasons[0].text) from error
    return find_customer(context, str(create_managed_user(context, _NEW_CUSTOMER)["id"]))


def _objects(context: Context, owner: int) -> _Objects:
    """Return the folders and assets of a workspace."""
    found = {}
    for kind, query in _OBJECTS.items():
        found.update({(kind, row["id"]): row for row in context.session.all(query, owner=owner)})
    kept = context.session.all(_KEPT, owner=owner)
    connectors = {(CUSTOM_ADAPTER, row["id"]): row for row in kept if row["kind"] == CUSTOM_ADAPTER}
    others = {(_OTHER, row["id"]): row for row in kept if row["kind"] != CUSTOM_ADAPTER}
    return {**found, **connectors, **others}


def _described(key: tuple[str, int], row: dict[str, Json], folders_by_id: dict[int, dict[str, Json]]) -> Json:
    kind, object_id = key
    place = row.get("parent_id" if kind == _FOLDER else "folder_id")
    name = row["zip_name"] if kind == _OTHER else row["name"]
    return {"kind": kind, "id": object_id, "name": name, "folder": _path(place, folders_by_id)}


def _path(folder_id: int | None, folders_by_id: dict[int, dict[str, Json]]) -> str:
    """Return the names of a folder and of those above it; empty for the Home folder and for none."""
    names = []
    while folder_id is not None and folder_id in folders_by_id:
        row = folders_by_id[folder_id]
        if row["parent_id"] is not None:
            names.append(row["name"])
        folder_id = row["parent_id"]
    return "/".join(reversed(names))
