"""Imports connectors, connections, lookup tables and assets that the mock does not interpret; not recipes."""

from __future__ import annotations

from sqlalchemy import bindparam, delete, select, update

from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.resources.connections.connections import add_connection
from workato_embedded_mock.resources.lookup_tables.rows import add_row
from workato_embedded_mock.resources.lookup_tables.tables import add_table
from workato_embedded_mock.resources.packages.assets import CONNECTION, CUSTOM_ADAPTER
from workato_embedded_mock.resources.packages.files import Asset
from workato_embedded_mock.resources.packages.import_target import ImportTarget
from workato_embedded_mock.resources.packages.kept_assets import find_by_file, save, save_file
from workato_embedded_mock.resources.packages.reference_form import is_reference
from workato_embedded_mock.resources.packages.references import find_connector
from workato_embedded_mock.rules.folders import project_of
from workato_embedded_mock.store.lookup_schema import parse_schema
from workato_embedded_mock.store.session import NAMESPACE_ID
from workato_embedded_mock.store.tables.connections import connections
from workato_embedded_mock.store.tables.lookup_tables import lookup_table_rows, lookup_tables

_C, _L = connections.c, lookup_tables.c
_CONNECTION = (
    select(_C.id, _C.folder_id)
    .where(
        _C.namespace == NAMESPACE_ID,
        _C.managed_user_id == bindparam("owner"),
        _C.provider == bindparam("provider"),
        _C.name.is_not_distinct_from(bindparam("wanted")),
    )
    .order_by(_C.id)
)
_TABLE = (
    select(_L.id, _L.schema)
    .where(
        _L.namespace == NAMESPACE_ID,
        _L.managed_user_id == bindparam("owner"),
        _L.name == bindparam("wanted"),
    )
    .order_by(_L.id)
)
_UPDATE_TABLE = (
    update(lookup_tables)
    .where(_L.namespace == NAMESPACE_ID, _L.id == bindparam("wanted"))
    .values(schema=bindparam("labels"), updated_at=bindparam("now"))
)
_DELETE_ROWS = delete(lookup_table_rows).where(
    lookup_table_rows.c.namespace == NAMESPACE_ID,
    lookup_table_rows.c.lookup_table_id == bindparam("wanted"),
)


def import_connector(target: ImportTarget, asset: Asset) -> None:
    """Add or update a custom connector. Its key stays, so that recipes and connections keep working."""
    folder_id = target.folder(asset.folders)
    known = find_connector(target.context, target.owner, asset, folder_id)
    if known is not None and (CUSTOM_ADAPTER, known["id"]) in target.used:
        known = None
    key = known["connector_key"] if known else target.references.keys.unused(asset)
    target.references.keys.add(asset, key)
    title = asset.content.get("title")
    elsewhere = known is not None and known["folder_id"] != folder_id
    kept_id = save(
        target.context,
        target.owner,
        known,
        asset.companions,
        kind=CUSTOM_ADAPTER,
        folder_id=known["folder_id"] if known else folder_id,
        zip_name=known["zip_name"] if known and elsewhere else asset.zip_name,
        name=title if isinstance(title, str) else asset.stem,
        connector_key=key,
        data=asset.data,
    )
    target.used.add((CUSTOM_ADAPTER, kept_id))
    if elsewhere:
        place = {"folder_id": folder_id, "zip_name": asset.zip_name}
        save_file(target.context, target.owner, CUSTOM_ADAPTER, kept_id, {}, **place)


def import_connection(target: ImportTarget, asset: Asset) -> None:
    """Add an unauthorized connection, unless there is one with the same name and connector."""
    named = asset.content["provider"]
    provider = target.references.keys.key_of(asset.path, named)
    in_home = asset.content.get("root_folder") is True
    folder_id = target.home if in_home else target.folder(asset.folders)
    name = asset.content.get("name")
    found = target.context.session.all(_CONNECTION, owner=target.owner, provider=provider, wanted=name)
    here = [row for row in found if row["folder_id"] == folder_id]
    account_id = target.matching(asset, here) or target.matching(asset, found)
    if account_id is None:
        account_id = add_connection(target.context, target.owner, provider, name=name, folder_id=folder_id)
    target.used.add((CONNECTION, account_id))
    target.references.add_connection(asset, account_id, provider)
    more: Json = {"folder": "/".join(asset.folders)} if in_home and asset.folders else {}
    own = next((row["folder_id"] for row in found if row["id"] == account_id), folder_id)
    place = target.root if in_home else folder_id
    is_there = place == own and not more
    if is_reference(named):
        more |= {"connector": named, "connector_key": provider}
    target.keep(asset, account_id, {"name", "provider"}, more, None if is_there else place)


def import_table(target: ImportTarget, asset: Asset) -> None:
    """Add a lookup table or update the one with the same name; replace its rows if the package has rows."""
    schema, name = asset.content["schema"], asset.content["name"]
    known = target.context.session.first(_TABLE, owner=target.owner, wanted=name)
    if known is None:
        table_id = add_table(target.context, target.owner, name, schema, project_of(target.context, target.root))
    else:
        table_id = known["id"]
        if known["schema"] != schema:
            target.context.session.execute(_UPDATE_TABLE, wanted=table_id, labels=schema, now=target.context.time())
    if "data" in asset.content:
        target.context.session.execute(_DELETE_ROWS, wanted=table_id)
        for row in asset.content["data"]:
            texts = {name: row.get(name) for name in parse_schema(schema).values()}
            add_row(target.context, table_id, texts)
    target.references.add_asset(asset, table_id)
    target.keep(asset, table_id, {"name", "schema", "data"}, folder_id=target.folder(asset.folders))


def import_other(target: ImportTarget, asset: Asset) -> None:
    """Keep an asset that the mock does not interpret."""
    folder_id = target.folder(asset.folders)
    known = find_by_file(target.context, target.owner, asset.kind, folder_id, asset.zip_name)
    kept_id = save(
        target.context,
        target.owner,
        known,
        asset.companions,
        kind=asset.kind,
        folder_id=folder_id,
        zip_name=asset.zip_name,
        name=asset.content.get("name", asset.stem),
        data=asset.data,
    )
    target.references.add_asset(asset, kept_id)
