"""Plants export manifests, exports and imports."""

from __future__ import annotations

from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.seeds.beds import Bed, Loaders, MisplacedError, Place, columns, only
from workato_embedded_mock.store.tables.folders import folders
from workato_embedded_mock.store.tables.managed_users import managed_users
from workato_embedded_mock.store.tables.packages import export_manifests, packages


def plant_export_manifest(bed: Bed, place: Place, value: Json) -> None:
    """Plant a manifest; `in.folder_id` names the folder whose content it lists."""
    only(place, "folder_id")
    folder_id = bed.parent(folders, place, "folder_id")["id"] if "folder_id" in place else None
    assets: list[Json] | None = None if folder_id else []
    row = columns(export_manifests, value, folder_id=folder_id, assets=assets, include_data=True)
    bed.plant(export_manifests, value["id"], row)


def plant_package_export(bed: Bed, place: Place, value: Json) -> None:
    """Plant an export; its manifest must be there. The address of its zip file is the mock's own."""
    if value["export_manifest_id"] not in bed.rows[export_manifests]:
        text = f"the seed has no export manifest {value['export_manifest_id']}"
        raise MisplacedError("/value/export_manifest_id", text)
    _plant(bed, place, value)


def plant_package_import(bed: Bed, place: Place, value: Json) -> None:
    """Plant an import that has ended."""
    if value["status"] == "in_progress":
        raise MisplacedError("/value/status", "an import of a seed has ended: its zip file is not there")
    _plant(bed, place, value)


def _plant(bed: Bed, place: Place, value: Json) -> None:
    only(place, "managed_user_id")
    owner = bed.parent(managed_users, place, "managed_user_id")
    more = {"started_at": owner["created_at"], "reads": 0, "restart_recipes": False, "folder_id": None}
    bed.plant(packages, value["id"], columns(packages, value, managed_user_id=owner["id"], **more))


LOADERS: Loaders = {
    "ExportManifest": plant_export_manifest,
    "PackageExport": plant_package_export,
    "PackageImport": plant_package_import,
}
