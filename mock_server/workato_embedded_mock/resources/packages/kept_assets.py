"""Stores the files of imported assets that an export writes again; must not interpret them."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import bindparam, delete, insert, select, update

from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.store.session import NAMESPACE_ID, Row
from workato_embedded_mock.store.tables.packages import package_assets, package_companions

_T, _B = package_assets.c, package_companions.c
_OWN = (_T.namespace == NAMESPACE_ID, _T.managed_user_id == bindparam("owner"))
_BY_OWNER = select(package_assets).where(*_OWN).order_by(_T.id)
_BY_ASSET = _BY_OWNER.where(_T.kind == bindparam("kind"), _T.asset_id == bindparam("wanted"))
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
_DELETE_COMPANIONS = delete(package_companions).where(
    _B.namespace == NAMESPACE_ID, _B.package_asset_id == bindparam("wanted")
)
_INSERT_COMPANION = insert(package_companions).values(namespace=NAMESPACE_ID)


def find_by_asset(context: Context, owner: int, kind: str, asset_id: int) -> Row | None:
    """Return what is kept of an interpreted asset, or None."""
    return context.session.first(_BY_ASSET, owner=owner, kind=kind, wanted=asset_id)


def find_by_file(context: Context, owner: int, kind: str, folder_id: int, zip_name: str) -> Row | None:
    """Return a kept asset by its folder and file name, or None."""
    return context.session.first(_BY_FILE, owner=owner, kind=kind, folder=folder_id, wanted=zip_name)


def find_by_id(context: Context, owner: int, kind: str, kept_id: int) -> Row | None:
    """Return a kept asset by its id, or None."""
    return context.session.first(_BY_ID, owner=owner, kind=kind, wanted=kept_id)


def all_of_kind(context: Context, owner: int, kind: str) -> list[Row]:
    """Return the kept assets of a kind by ascending id."""
    return list(context.session.all(_OF_KIND, owner=owner, kind=kind))


def companions_of(context: Context, kept_id: int) -> dict[str, bytes]:
    """Return the files next to an asset by suffix."""
    return {row["suffix"]: bytes(row["data"]) for row in context.session.all(_COMPANIONS, wanted=kept_id)}


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
