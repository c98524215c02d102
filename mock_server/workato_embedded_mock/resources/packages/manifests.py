"""What the rules of the partner's and of customers' export manifests share; must not run exports."""

from __future__ import annotations

from sqlalchemy import bindparam, insert, select, update

from workato_embedded_mock.errors import Reason, bad_request, not_found
from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.resources.packages.assets import KINDS, ROOT, folder_assets, folder_path, load_folder
from workato_embedded_mock.resources.packages.exports import start_export
from workato_embedded_mock.resources.packages.records import EXPORT, IN_PROGRESS, load_manifest
from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.rules.customers import find_folder
from workato_embedded_mock.store.session import NAMESPACE_ID, Row
from workato_embedded_mock.store.tables.packages import export_manifests, package_assets

_T = export_manifests.c
_INSERT = insert(export_manifests).values(namespace=NAMESPACE_ID)
_UPDATE = update(export_manifests).where(_T.namespace == NAMESPACE_ID, _T.id == bindparam("wanted"))
_OWNERS = {
    kind: select(table.c.managed_user_id).where(table.c.namespace == NAMESPACE_ID, table.c.id == bindparam("wanted"))
    for kind, table in KINDS.items()
}

_IS_KEPT = select(package_assets.c.id).where(
    package_assets.c.namespace == NAMESPACE_ID,
    package_assets.c.kind == bindparam("kind"),
    package_assets.c.id == bindparam("wanted"),
)

_BODY = "/body/export_manifest"


def create_manifest(context: Context, owner: int | None, sent: Json) -> Json:
    """Create a manifest of a customer, or of the partner; start an export if `auto_run` is set."""
    folder = _folder(context, owner, sent)
    fields = _fields(context, sent, folder)
    manifest_id = context.session.next_id("export_manifests")
    now = context.time()
    context.session.execute(
        _INSERT,
        id=manifest_id,
        managed_user_id=owner,
        name=sent["name"],
        last_exported_at=None,
        created_at=now,
        updated_at=now,
        deleted_at=None,
        package_id=None,
        include_tags=sent.get("include_tags", False),
        **fields,
    )
    return _start_if_requested(context, sent, manifest_id, owner, folder, fields["assets"])


def update_manifest(context: Context, present: Row, sent: Json) -> Json:
    """Update a manifest: replace its assets; keep its name if none is sent.

    Responses have no assets. A manifest that was read and is sent back keeps those that it has, except in strict mode.
    """
    name = sent.get("name", present["name"])
    was_read = "id" in sent and "assets" not in sent and not sent.get("auto_generate_assets")
    if was_read and not context.strict:
        text = "responses have no assets, so the manifest keeps those it has"
        context.notes.append(Reason(f"{_BODY}/assets", "required", text))
        # A manifest of a seed can have no assets.
        kept = {"assets": present["assets"] or [], **{key: present[key] for key in ("folder_id", "include_data")}}
        sent = {**kept, **sent}
    folder = _folder(context, present["managed_user_id"], sent)
    fields = _fields(context, sent, folder)
    tags = sent.get("include_tags", present["include_tags"])
    context.session.execute(
        _UPDATE, wanted=present["id"], updated_at=context.time(), name=name, include_tags=tags, **fields
    )
    return _start_if_requested(context, sent, present["id"], present["managed_user_id"], folder, fields["assets"])


def archive_manifest(context: Context, manifest_id: int) -> None:
    """Delete a manifest: it is kept as archived."""
    context.session.execute(_UPDATE, wanted=manifest_id, deleted_at=context.time())


def find_manifest(context: Context, manifest_id: int, *owners: int | None, archived: bool = False) -> Row:
    """Return the row of a manifest of one of some customers; None stands for the partner.

    Deleted manifests are only found with `archived`.

    Raises:
        NotFoundError: There is no such manifest.
    """
    row = load_manifest(context, manifest_id)
    if row is None or row["managed_user_id"] not in owners or (row["deleted_at"] and not archived):
        raise not_found("/path/id", f"there is no export manifest {manifest_id} for this request")
    return row


def manifest_response(row: Row, **extra: Json) -> Json:
    """Return a manifest in the form of the API."""
    names = ("id", "name", "last_exported_at", "created_at", "updated_at", "deleted_at", "project_path")
    status = "working" if row["deleted_at"] is None else "archived"
    return {"result": {**{name: row[name] for name in names}, "status": status, **extra}}


def _folder(context: Context, owner: int | None, sent: Json) -> Row | None:
    """Return the folder that was sent, or None.

    Raises:
        NotFoundError: The customer of the manifest has no such folder.
    """
    if sent.get("folder_id") is None:
        return None
    if owner is not None:
        find_folder(context, owner, str(sent["folder_id"]), f"{_BODY}/folder_id")
    return load_folder(context, sent["folder_id"])


def _fields(context: Context, sent: Json, folder: Row | None) -> Row:
    """Return the columns for a request.

    Raises:
        BadRequestError: There is nothing to export, or a file name is invalid.
    """
    assets = sent.get("assets")
    if sent.get("auto_generate_assets"):
        if folder is None:
            raise bad_request(
                f"{_BODY}/folder_id", "required", "auto_generate_assets requires the id of an existing folder"
            )
        assets = folder_assets(context, folder)
    if assets is None:
        raise bad_request(f"{_BODY}/assets", "required", "assets are required unless auto_generate_assets is true")
    for index, asset in enumerate(assets):
        _check_names(context, asset, f"{_BODY}/assets/{index}")
    project_path = folder_path(context, folder) if folder else next((_path_of(asset) for asset in assets), "")
    return {
        "project_path": project_path,
        "folder_id": sent.get("folder_id"),
        "assets": assets,
        "include_data": sent.get("include_data", False),
    }


def _path_of(asset: Json) -> str:
    """Return the path of the folder of an asset, without the name of the root folder."""
    path: str = asset.get("absolute_path", "")
    return "" if path == ROOT else path.removeprefix(f"{ROOT}/")


def _check_names(context: Context, asset: Json, pointer: str) -> None:
    """Reject names that lead out of a zip file; note unsupported kinds of assets."""
    kind, name = asset["type"], asset.get("zip_name")
    if kind not in KINDS and not context.session.scalar(_IS_KEPT, kind=kind, wanted=asset["id"]):
        context.notes.append(Reason(f"{pointer}/type", "enum", f"ignored: no import brought this {kind}"))
    if name is not None and (
        not all(_is_plain_name(part) for part in name.split("/")) or not name.endswith(f".{kind}.json")
    ):
        text = f"this must be a file name, with or without its folders, that ends in .{kind}.json"
        raise bad_request(f"{pointer}/zip_name", "pattern", text)
    folder = asset.get("folder", "")
    if folder and not all(_is_plain_name(part) for part in folder.split("/")):
        raise bad_request(f"{pointer}/folder", "pattern", "this must be folder names separated by slashes")


def _is_plain_name(name: str) -> bool:
    is_drive = len(name) == len("C:") and name.endswith(":")
    return name not in {"", ".", ".."} and name.isprintable() and not set(name) & set("/\\") and not is_drive


def _start_if_requested(
    context: Context, sent: Json, manifest_id: int, owner: int | None, folder: Row | None, assets: list[Json]
) -> Json:
    """Start an export if `auto_run` is set, for the customer that owns manifest or assets; return the manifest."""
    started: Json = {}
    if sent.get("auto_run"):
        of_assets = folder["managed_user_id"] if folder else _owner(context, assets)
        package_id = start_export(context, of_assets if owner is None else owner, manifest_id)
        context.session.execute(_UPDATE, wanted=manifest_id, package_id=package_id)
        started = {"package": {"id": package_id, "operation_type": EXPORT, "status": IN_PROGRESS}}
    return manifest_response(find_manifest(context, manifest_id, owner), **started)


def _owner(context: Context, assets: list[Json]) -> int | None:
    for asset in assets:
        statement = _OWNERS.get(asset["type"])
        owner = None if statement is None else context.session.scalar(statement, wanted=asset["id"])
        if owner is not None:
            return int(owner)
    return None
