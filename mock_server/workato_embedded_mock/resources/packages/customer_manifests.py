"""The rules of the export manifests of a customer, and of the assets that they can list."""

from __future__ import annotations

from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.resources.packages.asset_status import AssetStatus
from workato_embedded_mock.resources.packages.assets import ROOT, folder_assets, load_folder
from workato_embedded_mock.resources.packages.manifests import (
    archive_manifest,
    create_manifest,
    find_manifest,
    manifest_response,
    update_manifest,
)
from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.rules.customers import find_customer, find_folder, home_folder


def list_folder_assets(
    context: Context, managed_user_id: str, folder_id: int | None, include_test_cases: bool, include_data: bool
) -> Json:
    """List everything in a folder and its subfolders. There are no test cases; data is in the tables."""
    del include_test_cases, include_data
    owner = find_customer(context, managed_user_id)
    if folder_id is None:
        wanted = home_folder(context, owner)
    else:
        wanted = find_folder(context, owner, str(folder_id), "/query/folder_id")
    folder = load_folder(context, wanted)
    status = AssetStatus(context, owner)
    listed = folder_assets(context, folder) if folder else []
    assets = [
        {
            **asset,
            "absolute_path": "/".join(filter(None, (ROOT, asset["absolute_path"]))),
            "status": status.of(asset["type"], asset["id"]),
        }
        for asset in listed
    ]
    return {"result": {"assets": assets}}


def create_customer_export_manifest(context: Context, managed_user_id: str, body: Json) -> Json:
    """Create a manifest of a customer, and start an export if `auto_run` is set."""
    return create_manifest(context, find_customer(context, managed_user_id), body["export_manifest"])


def get_customer_export_manifest(context: Context, managed_user_id: str, id: int) -> Json:  # noqa: A002
    """Return a manifest, also a deleted one."""
    owner = find_customer(context, managed_user_id)
    return manifest_response(find_manifest(context, id, owner, archived=True))


def update_customer_export_manifest(
    context: Context,
    managed_user_id: str,
    id: int,  # noqa: A002  # the document's name
    body: Json,
) -> Json:
    """Update a manifest that is not deleted."""
    owner = find_customer(context, managed_user_id)
    return update_manifest(context, find_manifest(context, id, owner), body["export_manifest"])


def delete_customer_export_manifest(context: Context, managed_user_id: str, id: int) -> Json:  # noqa: A002
    """Archive a manifest; its exports stay."""
    owner = find_customer(context, managed_user_id)
    archive_manifest(context, find_manifest(context, id, owner)["id"])
    return {"result": {"success": True}}
