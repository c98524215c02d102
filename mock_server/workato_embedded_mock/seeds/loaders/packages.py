"""Loads export manifests, exports and imports."""

from __future__ import annotations

from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.seeds.builder import Loaders, Scope, SeedBuilder, SeedObjectError, allow_only, row_of
from workato_embedded_mock.store.tables.folders import folders
from workato_embedded_mock.store.tables.managed_users import managed_users
from workato_embedded_mock.store.tables.packages import export_manifests, packages


def load_export_manifest(builder: SeedBuilder, scope: Scope, value: Json) -> None:
    """Load an export manifest; `in.folder_id` is the folder whose content it lists."""
    allow_only(scope, "folder_id")
    folder_id = builder.parent(folders, scope, "folder_id")["id"] if "folder_id" in scope else None
    assets: list[Json] | None = None if folder_id else []
    row = row_of(export_manifests, value, folder_id=folder_id, assets=assets, include_data=True)
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
