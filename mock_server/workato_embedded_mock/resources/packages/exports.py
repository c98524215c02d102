"""Runs exports; must not decide when."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import bindparam, select, update

from workato_embedded_mock.plain_json import Json, JsonError, read_json
from workato_embedded_mock.resources.packages.assets import (
    CONNECTION,
    KINDS,
    LOOKUP_TABLE,
    RECIPE,
    folder_assets,
    load_folder,
    slug,
)
from workato_embedded_mock.resources.packages.files import Asset, PackageError, asset_file
from workato_embedded_mock.resources.packages.records import EXPORT, load_manifest, save_archive, start_package
from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.store.archives import write_archive
from workato_embedded_mock.store.lookup_schema import parse_schema
from workato_embedded_mock.store.session import NAMESPACE_ID, Row
from workato_embedded_mock.store.tables.lookup_tables import lookup_table_rows
from workato_embedded_mock.store.tables.packages import export_manifests

_OWN = {
    kind: select(table).where(
        table.c.namespace == NAMESPACE_ID,
        table.c.managed_user_id == bindparam("owner"),
        table.c.id == bindparam("wanted"),
    )
    for kind, table in KINDS.items()
}
_ROWS = (
    select(lookup_table_rows)
    .where(
        lookup_table_rows.c.namespace == NAMESPACE_ID,
        lookup_table_rows.c.lookup_table_id == bindparam("wanted"),
    )
    .order_by(lookup_table_rows.c.id)
)
_EXPORTED = (
    update(export_manifests)
    .where(export_manifests.c.namespace == NAMESPACE_ID, export_manifests.c.id == bindparam("wanted"))
    .values(last_exported_at=bindparam("now"))
)


def start_export(context: Context, owner: int | None, manifest_id: int) -> int:
    """Start an export; return its id."""
    package_id = start_package(context, EXPORT, owner, export_manifest_id=manifest_id)
    context.session.execute(_EXPORTED, wanted=manifest_id, now=context.time())
    return package_id


def run_export(context: Context, package: Row) -> bytes:
    """Create, save and return the zip file of an export.

    Raises:
        PackageError: The manifest has no assets, or assets that the customer does not have.
    """
    manifest = load_manifest(context, package["export_manifest_id"])
    owner = package["managed_user_id"]
    if manifest is None or owner is None:
        raise PackageError("no customer owns the assets of the manifest")
    files = [asset_file(asset) for asset in _collect(context, owner, manifest)]
    if len({file.path for file in files}) < len(files):
        raise PackageError("two assets of the manifest have the same name in the zip file")
    data = write_archive(files)
    save_archive(context, package["id"], data)
    return data


def _collect(context: Context, owner: int, manifest: Row) -> list[Asset]:
    """Return the assets of a manifest, and the connections that its recipes use."""
    found: dict[tuple[str, int], tuple[tuple[str, ...], str, Row]] = {}
    missing: list[str] = []
    for index, asset in enumerate(_listed(context, manifest)):
        kind = asset["type"]
        if kind not in KINDS or not asset.get("checked", True):
            continue
        row = context.session.first(_OWN[kind], owner=owner, wanted=asset["id"])
        if row is None:
            missing.append(f"{kind} {asset['id']}")
        else:
            name = asset.get("zip_name") or f"asset_{index}.{kind}.json"
            found[kind, row["id"]] = (tuple(filter(None, asset.get("folder", "").split("/"))), name, row)
    if missing:
        raise PackageError(f"the customer has no {', no '.join(missing)}")
    if not found:
        raise PackageError("the manifest has no assets")
    for account_id in _connection_ids(row for (kind, _), (_, _, row) in found.items() if kind == RECIPE):
        row = context.session.first(_OWN[CONNECTION], owner=owner, wanted=account_id)
        if row is not None and (CONNECTION, account_id) not in found:
            name = f"{slug(row['name'] or row['provider'])}_{account_id}.{CONNECTION}.json"
            found[CONNECTION, account_id] = ((), name, row)
    references = {
        connection_id: {"zip_name": name, "name": row["name"], "folder": "/".join(folders)}
        for (kind, connection_id), (folders, name, row) in found.items()
        if kind == CONNECTION
    }
    return [
        Asset(folders, name, _content(context, kind, row, references, with_data=manifest["include_data"]))
        for (kind, _), (folders, name, row) in found.items()
    ]


def _listed(context: Context, manifest: Row) -> list[Json]:
    if manifest["assets"] is not None:
        listed: list[Json] = manifest["assets"]
        return listed
    folder = load_folder(context, manifest["folder_id"])
    return [] if folder is None else folder_assets(context, folder)


def _connection_ids(rows: Iterable[Row]) -> list[int]:
    """Return the ids of the connections that recipes use, without duplicates."""
    return list(dict.fromkeys(line["account_id"] for row in rows for line in row["config"] if line.get("account_id")))


def _content(context: Context, kind: str, row: Row, references: dict[int, Json], *, with_data: bool) -> Json:
    if kind == CONNECTION:
        # Credentials are not exported.
        return {"name": row["name"], "provider": row["provider"]}
    if kind == LOOKUP_TABLE:
        return {"name": row["name"], "schema": row["schema"], **({"data": _data(context, row)} if with_data else {})}
    return {
        "name": row["name"],
        "description": row["description"],
        "version": row["version_no"],
        "code": _code(row["code"]),
        "config": [{**line, "account_id": references.get(line.get("account_id"))} for line in row["config"]],
        "parameters_schema": row["parameters_schema"],
        "parameters": row["parameters"],
    }


def _data(context: Context, table: Row) -> Json:
    labels = parse_schema(table["schema"])
    rows = context.session.all(_ROWS, wanted=table["id"])
    return [{label: row[name] for label, name in labels.items() if row[name] is not None} for row in rows]


def _code(text: str) -> Json:
    """Return the code of a recipe as JSON, or as text if it is not JSON."""
    try:
        return read_json(text.encode("utf-8"))
    except JsonError:
        return text
