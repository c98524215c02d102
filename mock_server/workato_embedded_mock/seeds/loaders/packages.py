"""Loads export manifests, exports and imports."""

from __future__ import annotations

from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.seeds.builder import Loaders, Scope, SeedBuilder, SeedObjectError, allow_only, row_of
from workato_embedded_mock.seeds.loaders.folders import check_folder
from workato_embedded_mock.store.tables.folders import folders
from workato_embedded_mock.store.tables.managed_users import managed_users
from workato_embedded_mock.store.tables.packages import export_manifests, packages


def load_export_manifest(builder: SeedBuilder, scope: Scope, value: Json) -> None:
    """Load an export manifest; `in.folder_id` is the folder whose content it lists.

    `in.managed_user_id` is the customer that it belongs to; without it, it belongs to the partner.
    """
    allow_only(scope, "managed_user_id", "folder_id")
    owner = builder.parent(managed_users, scope, "managed_user_id")["id"] if "managed_user_id" in scope else None
    folder_id = builder.parent(folders, scope, "folder_id")["id"] if "folder_id" in scope else None
    if owner is not None and folder_id is not None:
        check_folder(builder, owner, folder_id, "/in/folder_id")
    assets: list[Json] | None = None if folder_id else []
    columns = {"managed_user_id": owner, "folder_id": folder_id, "assets": assets}
    row = row_of(export_manifests, value, include_data=True, include_tags=False, **columns)
    builder.add(export_manifests, value["id"], row)


def load_package_export(builder: SeedBuilder, scope: Scope, value: Json) -> None:
    """Load an export of a manifest that was loaded before. The mock makes its own download URL."""
    if value["export_manifest_id"] not in builder.rows[export_manifests]:
        text = f"the seed has no export manifest {value['export_manifest_id']}"
        raise SeedObjectError("/value/export_manifest_id", text)
    _add_package(builder, scope, value)


def load_package_import(builder: SeedBuilder, scope: Scope, value: Json) -> None:
    """Load a finished import."""
    if value["status"] == "in_progress":
        raise SeedObjectError("/value/status", "an import in a seed must be finished, because a seed has no zip files")
    _add_package(builder, scope, value)


def _add_package(builder: SeedBuilder, scope: Scope, value: Json) -> None:
    allow_only(scope, "managed_user_id")
    owner = builder.parent(managed_users, scope, "managed_user_id")
    defaults = {
        "started_at": owner["created_at"],
        "reads": 0,
        "restart_recipes": False,
        "include_tags": False,
        "folder_id": None,
        "home_folder_id": None,
        "warnings": None,
    }
    builder.add(packages, value["id"], row_of(packages, value, managed_user_id=owner["id"], **defaults))


LOADERS: Loaders = {
    "ExportManifest": load_export_manifest,
    "PackageExport": load_package_export,
    "PackageImport": load_package_import,
}
