"""The rules of export manifests; must not export anything themselves.

A manifest is the partner's, not a customer's. Ids of assets and folders tell by themselves which customer they belong
to, since no two customers of a namespace share one.
"""

from __future__ import annotations

from sqlalchemy import bindparam, insert, select, update

from workato_embedded_mock.errors import Reason, bad_request, not_found
from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.resources.packages.assets import KINDS, folder_path, get_folder, list_assets
from workato_embedded_mock.resources.packages.exports import start_export
from workato_embedded_mock.resources.packages.records import load_manifest
from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.store.session import NAMESPACE_ID, Row
from workato_embedded_mock.store.tables.packages import export_manifests

_T = export_manifests.c
_INSERT = insert(export_manifests).values(namespace=NAMESPACE_ID)
_UPDATE = update(export_manifests).where(_T.namespace == NAMESPACE_ID, _T.id == bindparam("wanted"))
_OWNERS = {
    kind: select(table.c.managed_user_id).where(table.c.namespace == NAMESPACE_ID, table.c.id == bindparam("wanted"))
    for kind, table in KINDS.items()
}

_BODY = "/body/export_manifest"


def create_export_manifest(context: Context, body: Json) -> Json:
    """Make a manifest, and start its export where that is asked for."""
    sent = body["export_manifest"]
    folder = _folder(context, sent)
    fields = _fields(context, sent, folder)
    manifest_id = context.session.next_id("export_manifests")
    now = context.time()
    context.session.execute(
        _INSERT,
        id=manifest_id,
        name=sent["name"],
        last_exported_at=None,
        created_at=now,
        updated_at=now,
        deleted_at=None,
        package_id=None,
        **fields,
    )
    return _finish(context, sent, manifest_id, folder, fields["assets"])


def get_export_manifest(context: Context, id: int) -> Json:  # noqa: A002  # the document's name
    """Answer a manifest."""
    return _response(find_manifest(context, id))


def update_export_manifest(context: Context, id: int, body: Json) -> Json:  # noqa: A002  # the document's name
    """Change a manifest: its assets are replaced, its name stays when it is left out."""
    sent = body["export_manifest"]
    name = sent.get("name", find_manifest(context, id)["name"])
    folder = _folder(context, sent)
    fields = _fields(context, sent, folder)
    context.session.execute(_UPDATE, wanted=id, updated_at=context.time(), name=name, **fields)
    return _finish(context, sent, id, folder, fields["assets"])


def find_manifest(context: Context, manifest_id: int) -> Row:
    """Answer the row of a manifest.

    Raises:
        NotFoundError: There is no such manifest.
    """
    row = load_manifest(context, manifest_id)
    if row is None:
        raise not_found("/path/id", f"there is no export manifest {manifest_id}")
    return row


def _folder(context: Context, sent: Json) -> Row | None:
    """Answer the folder that was sent, where there is one."""
    return None if sent.get("folder_id") is None else get_folder(context, sent["folder_id"])


def _fields(context: Context, sent: Json, folder: Row | None) -> Row:
    """Turn what was sent into columns.

    Raises:
        BadRequestError: There is nothing to export, or a name that no file can have.
    """
    assets = sent.get("assets")
    if sent.get("auto_generate_assets"):
        if folder is None:
            raise bad_request(
                f"{_BODY}/folder_id", "required", "generated assets need the id of a folder that is there"
            )
        assets = list_assets(context, folder)
    if assets is None:
        raise bad_request(f"{_BODY}/assets", "required", "the assets are missing and shall not be generated")
    for index, asset in enumerate(assets):
        _check_names(context, asset, f"{_BODY}/assets/{index}")
    shown = folder_path(context, folder) if folder else next((asset.get("absolute_path", "") for asset in assets), "")
    return {
        "project_path": shown,
        "folder_id": sent.get("folder_id"),
        "assets": assets,
        "include_data": sent.get("include_data", False),
    }


def _check_names(context: Context, asset: Json, pointer: str) -> None:
    """Refuse names that lead out of a zip file, and note kinds of assets that the mock does not have."""
    kind, name = asset["type"], asset.get("zip_name")
    if kind not in KINDS:
        context.notes.append(Reason(f"{pointer}/type", "enum", f"the mock has no {kind}; it is left out of packages"))
    if name is not None and (not _plain(name) or not name.endswith(f".{kind}.json")):
        raise bad_request(f"{pointer}/zip_name", "pattern", f"this must be a file's name that ends in .{kind}.json")
    folder = asset.get("folder", "")
    if folder and not all(_plain(part) for part in folder.split("/")):
        raise bad_request(f"{pointer}/folder", "pattern", "this must be names of folders with a slash between them")


def _plain(name: str) -> bool:
    return name not in {"", ".", ".."} and name.isprintable() and not set(name) & set("/\\:")


def _finish(context: Context, sent: Json, manifest_id: int, folder: Row | None, assets: list[Json]) -> Json:
    """Answer a manifest; start its export where that is asked for, from the customer that has its assets."""
    if not sent.get("auto_run"):
        return _response(find_manifest(context, manifest_id))
    package_id = start_export(context, folder["managed_user_id"] if folder else _owner(context, assets), manifest_id)
    context.session.execute(_UPDATE, wanted=manifest_id, package_id=package_id)
    return _response(find_manifest(context, manifest_id), package={"id": package_id})


def _owner(context: Context, assets: list[Json]) -> int | None:
    for asset in assets:
        statement = _OWNERS.get(asset["type"])
        owner = None if statement is None else context.session.scalar(statement, wanted=asset["id"])
        if owner is not None:
            return int(owner)
    return None


def _response(row: Row, **more: Json) -> Json:
    names = ("id", "name", "last_exported_at", "created_at", "updated_at", "deleted_at", "project_path")
    status = "working" if row["deleted_at"] is None else "archived"
    return {"result": {**{name: row[name] for name in names}, "status": status, **more}}
