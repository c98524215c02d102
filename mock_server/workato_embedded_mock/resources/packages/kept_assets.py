"""Stores the files of imported assets that an export writes again; must not interpret them."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import bindparam, delete, insert, select, update

from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.resources.packages.assets import KINDS
from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.store.session import NAMESPACE_ID, Row
from workato_embedded_mock.store.tables.packages import package_assets, package_companions

_T, _B = package_assets.c, package_companions.c
_OWN = (_T.namespace == NAMESPACE_ID, _T.managed_user_id == bindparam("owner"))
_BY_OWNER = select(package_assets).where(*_OWN).order_by(_T.id)
_BY_ASSET = _BY_OWNER.where(_T.kind == bindparam("kind"), _T.asset_id == bindparam("wanted"))
_IN_FOLDER = _BY_ASSET.where(_T.folder_id.is_not_distinct_from(bindparam("folder")))
_BY_FILE = _BY_OWNER.where(
    _T.kind == bindparam("kind"), _T.folder_id == bindparam("folder"), _T.zip_name == bindparam("wanted")
)
_BY_ID = _BY_OWNER.where(_T.kind == bindparam("kind"), _T.id == bindparam("wanted"))
_OF_KIND = _BY_OWNER.where(_T.kind == bindparam("kind"))
_COMPANIONS = (
    select(_B.suffix, _B.data)
    .where(_B.namespace == NAMESPACE_ID, _B.package_asset_id == bindparam("wanted"))
    .order_by(_B.suffix)
)
_INSERT = insert(package_assets).values(namespace=NAMESPACE_ID)
_UPDATE = update(package_assets).where(_T.namespace == NAMESPACE_ID, _T.id == bindparam("wanted"))
# Another asset was in the same file before.
_DELETE_REPLACED = delete(package_assets).where(
    *_OWN,
    _T.kind == bindparam("kind"),
    _T.folder_id == bindparam("folder"),
    _T.zip_name == bindparam("name_in_zip"),
    _T.asset_id != bindparam("wanted"),
)
_DELETE_FILE = delete(package_assets).where(
    *_OWN,
    _T.kind == bindparam("wanted_kind"),
    _T.folder_id == bindparam("folder"),
    _T.zip_name == bindparam("name_in_zip"),
    _T.asset_id.is_(None),
)
_DELETE_COMPANIONS = delete(package_companions).where(
    _B.namespace == NAMESPACE_ID, _B.package_asset_id == bindparam("wanted")
)
_INSERT_COMPANION = insert(package_companions).values(namespace=NAMESPACE_ID)


def files_of(context: Context, owner: int, kind: str, asset_id: int) -> list[Row]:
    """Return what is kept of the files of an asset that has an id of its own. It has one in each of its folders."""
    return list(context.session.all(_BY_ASSET, owner=owner, kind=kind, wanted=asset_id))


def find_by_file(context: Context, owner: int, kind: str, folder_id: int, zip_name: str) -> Row | None:
    """Return a kept asset by its folder and file name, or None."""
    rows = context.session.all(_BY_FILE, owner=owner, kind=kind, folder=folder_id, wanted=zip_name)
    kept = next((row for row in rows if row["asset_id"] is None), None)
    if kept is None and rows and kind not in KINDS:
        return find_by_id(context, owner, kind, rows[0]["asset_id"])
    return kept


def find_by_id(context: Context, owner: int, kind: str, kept_id: int) -> Row | None:
    """Return a kept asset by its id, or None."""
    return context.session.first(_BY_ID, owner=owner, kind=kind, wanted=kept_id)


def delete_uninterpreted(context: Context, owner: int, kind: str, folder_id: int, zip_name: str) -> None:
    """Delete the file of an asset that an earlier import could not interpret."""
    context.session.execute(_DELETE_FILE, owner=owner, wanted_kind=kind, folder=folder_id, name_in_zip=zip_name)


def all_of_kind(context: Context, owner: int, kind: str) -> list[Row]:
    """Return the kept assets of a kind by ascending id."""
    rows = context.session.all(_OF_KIND, owner=owner, kind=kind)
    # The other rows of a custom connector are only files of it in other folders.
    return [row for row in rows if kind in KINDS or row["asset_id"] is None]


def companions_of(context: Context, kept_id: int) -> dict[str, bytes]:
    """Return the files next to an asset by suffix."""
    return {row["suffix"]: bytes(row["data"]) for row in context.session.all(_COMPANIONS, wanted=kept_id)}


def save_file(
    context: Context, owner: int, kind: str, asset_id: int, companions: Mapping[str, bytes], **columns: Json
) -> None:
    """Add or replace what is kept of the file of an asset in a folder. Without a folder, it is in that of the asset."""
    folder_id = columns.get("folder_id")
    known = context.session.first(_IN_FOLDER, owner=owner, kind=kind, wanted=asset_id, folder=folder_id)
    replaced = {"kind": kind, "folder": folder_id, "name_in_zip": columns["zip_name"], "wanted": asset_id}
    context.session.execute(_DELETE_REPLACED, owner=owner, **replaced)
    save(context, owner, known, companions, kind=kind, asset_id=asset_id, **columns)


def save(context: Context, owner: int, known: Row | None, companions: Mapping[str, bytes], **columns: Json) -> int:
    """Add or replace a kept asset and the files next to it; return its id."""
    if known is None:
        kept_id = context.session.next_id("package_assets")
        empty: Row = {"folder_id": None, "asset_id": None, "name": None, "connector_key": None, "fields": {}}
        context.session.execute(_INSERT, id=kept_id, managed_user_id=owner, **{**empty, "data": b"", **columns})
    else:
        kept_id = known["id"]
        context.session.execute(_UPDATE, wanted=kept_id, **columns)
        context.session.execute(_DELETE_COMPANIONS, wanted=kept_id)
    for suffix, data in companions.items():
        context.session.execute(_INSERT_COMPANION, package_asset_id=kept_id, suffix=suffix, data=data)
    return int(kept_id)
