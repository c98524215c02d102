"""Runs exports; must not decide when."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import bindparam, select, update

from workato_embedded_mock.plain_json import Json, JsonError, read_json, write_json
from workato_embedded_mock.resources.packages.asset_forms import parameters_of
from workato_embedded_mock.resources.packages.asset_status import listed_assets
from workato_embedded_mock.resources.packages.asset_tags import tags_in_file
from workato_embedded_mock.resources.packages.assets import (
    CONNECTION,
    CUSTOM_ADAPTER,
    KINDS,
    LOOKUP_TABLE,
    RECIPE,
    folder_path,
    load_folder,
    slug,
)
from workato_embedded_mock.resources.packages.code_references import ID_INPUTS, with_references
from workato_embedded_mock.resources.packages.config_forms import written_config
from workato_embedded_mock.resources.packages.files import Asset, PackageError, asset_files
from workato_embedded_mock.resources.packages.kept_assets import (
    all_of_kind,
    companions_of,
    files_of,
    find_by_id,
)
from workato_embedded_mock.resources.packages.records import EXPORT, load_manifest, save_archive, start_package
from workato_embedded_mock.resources.recipes.code import description_of, parse_steps
from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.store.archive_paths import shortened_path
from workato_embedded_mock.store.archives import ArchiveError, write_archive
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
        PackageError: The manifest has no assets, assets that the customer does not have, or paths that are too long.
    """
    manifest = load_manifest(context, package["export_manifest_id"])
    owner = package["managed_user_id"]
    if manifest is None or owner is None:
        raise PackageError("no customer owns the assets of the manifest")
    assets = _Export(context, owner, manifest).assets()
    if not assets:
        raise PackageError("the manifest has no assets")
    data = _archive(assets)
    save_archive(context, package["id"], data)
    return data


def export_folder(context: Context, owner: int, folder_id: int, *, include_tags: bool) -> bytes:
    """Return a zip file with everything in a folder, which can be empty, and what its recipes use.

    Raises:
        PackageError: Two assets have the same name in the zip file, or one has too long a name.
    """
    everything: Row = {
        "folder_id": folder_id,
        "assets": None,
        "include_data": False,
        "include_tags": include_tags,
    }
    return _archive(_Export(context, owner, everything).assets())


def _archive(assets: Iterable[Asset]) -> bytes:
    files = [file for asset in assets for file in asset_files(asset)]
    if len({file.path for file in files}) < len(files):
        raise PackageError("two assets of the manifest have the same name in the zip file")
    try:
        return write_archive(files)
    except ArchiveError as error:
        raise PackageError(str(error)) from error


class _Export:
    """An export of the assets of a manifest, and of the connections and custom connectors that they use."""

    def __init__(self, context: Context, owner: int, manifest: Row) -> None:
        self._context = context
        self._owner = owner
        self._manifest = manifest
        # The folders, file name and row of each asset by kind and id.
        self._found: dict[tuple[str, int], tuple[tuple[str, ...], str, Row]] = {}

    def assets(self) -> list[Asset]:
        """Return the assets with their files.

        Raises:
            PackageError: The customer does not have one of the assets of the manifest.
        """
        self._add_listed()
        recipes = self._interpreted(RECIPE)
        for account_id in _connection_ids(recipes):
            self._add_connection(account_id)
        for connection in self._interpreted(CONNECTION):
            self._add_connector(connection["provider"])
        return [self._asset(kind, asset_id) for kind, asset_id in self._found]

    def _interpreted(self, wanted: str) -> list[Row]:
        return [row for (kind, _), (_, _, row) in self._found.items() if kind == wanted and not _is_kept(row)]

    def _add_listed(self) -> None:
        missing: list[str] = []
        for index, asset in enumerate(listed_assets(self._context, self._manifest)):
            kind = asset["type"]
            if not asset.get("checked", True):
                continue
            row = self._row(kind, asset["id"])
            if row is None:
                missing += [f"{kind} {asset['id']}"] if kind in KINDS else []
            else:
                self._add(kind, row, *place_of(asset, f"asset_{index}.{kind}.json"))
        if missing:
            raise PackageError(f"the customer has no {', no '.join(missing)}")

    def _row(self, kind: str, asset_id: int) -> Row | None:
        row = None
        if kind in KINDS:
            row = self._context.session.first(_OWN[kind], owner=self._owner, wanted=asset_id)
        # Files of a known kind that are not valid are kept like those of other kinds.
        return row or find_by_id(self._context, self._owner, kind, asset_id)

    def _add_connection(self, account_id: int) -> None:
        row = self._row(CONNECTION, account_id)
        if row is None or (CONNECTION, account_id) in self._found:
            return
        kept = self._kept(CONNECTION, account_id, row)
        name = kept["zip_name"] if kept else f"{slug(row['name'] or row['provider'])}_{account_id}.{CONNECTION}.json"
        self._add_used(CONNECTION, row, name, kept["fields"].get("folder") if kept else None)

    def _add_connector(self, key: str) -> None:
        """Add the custom connector with a key, if the customer imported one."""
        for row in all_of_kind(self._context, self._owner, CUSTOM_ADAPTER):
            if row["connector_key"] == key and (CUSTOM_ADAPTER, row["id"]) not in self._found:
                self._add_used(CUSTOM_ADAPTER, row, row["zip_name"])

    def _add_used(self, kind: str, row: Row, name: str, folder: str | None = None) -> None:
        """Add an asset that the manifest does not list, in its folder of the workspace or of its package."""
        above = self._root()
        folders = tuple(folder.split("/")) if folder else self._folder_names(row["folder_id"])
        if above and folders[: len(above)] == above:
            folders = folders[len(above) :]
        if (folders, name) in [(found[0], found[1]) for found in self._found.values()]:
            name = f"{name.removesuffix(f'.{kind}.json')}_{row['id']}.{kind}.json"
        self._add(kind, row, folders, name)

    def _add(self, kind: str, row: Row, folders: tuple[str, ...], name: str) -> None:
        self._found[kind, row["id"]] = (*shortened_path(folders, name, f".{kind}.json"), row)

    def _root(self) -> tuple[str, ...]:
        """Return the folder of the workspace that is the root of the zip file, as far as the listed assets show it."""
        if self._manifest["folder_id"] is not None:
            return self._folder_names(self._manifest["folder_id"])
        for folders, _, row in self._found.values():
            names = self._folder_names(row.get("folder_id"))
            if names and names[len(names) - len(folders) :] == folders:
                return names[: len(names) - len(folders)]
        return ()

    def _folder_names(self, folder_id: int | None) -> tuple[str, ...]:
        folder = None if folder_id is None else load_folder(self._context, folder_id)
        return tuple(filter(None, folder_path(self._context, folder).split("/"))) if folder else ()

    def _kept(self, kind: str, asset_id: int, row: Row) -> Row | None:
        """Return what is kept of the file of an asset: of the one at its place in the export, if it has several."""
        rows = files_of(self._context, self._owner, kind, asset_id)
        folders, name, _ = self._found.get((kind, asset_id), ((), "", row))
        above = self._root()

        def is_elsewhere(kept: Row) -> tuple[bool, bool]:
            own = row.get("folder_id") if kept["folder_id"] is None else kept["folder_id"]
            below = tuple(filter(None, (kept["fields"].get("folder") or "").split("/")))
            return (*self._folder_names(own), *below) != (*above, *folders), kept["zip_name"] != name

        return min(rows, key=is_elsewhere, default=None)

    def _reference(self, kind: str, asset_id: int | None) -> Json:
        """Return a reference to an asset of the package, or None."""
        if asset_id is None or (kind, asset_id) not in self._found:
            return None
        folders, name, row = self._found[kind, asset_id]
        return {"zip_name": "/".join((*folders, name)), "name": row["name"], "folder": "/".join(folders)}

    def _reference_in_code(self, kind: str, asset_id: int) -> Json:
        """Return a reference to an asset of the package or, if that lacks it, of the workspace. None without either."""
        row = None if (kind, asset_id) in self._found else self._row(kind, asset_id)
        if row is None:
            return self._reference(kind, asset_id)
        kept = row if _is_kept(row) else self._kept(kind, asset_id, row)
        name = kept["zip_name"] if kept else f"{slug(row['name'])}.{kind}.json"
        # Lookup tables are only in the folder of their file.
        folder_id = row.get("folder_id") or (kept["folder_id"] if kept and "folder_id" not in row else None)
        folder = "/".join(self._folder_names(folder_id))
        return {"zip_name": f"{folder}/{name}" if folder else name, "name": row["name"], "folder": folder}

    def _asset(self, kind: str, asset_id: int) -> Asset:
        folders, name, row = self._found[kind, asset_id]
        if _is_kept(row):
            return Asset(
                kind, folders, name, data=bytes(row["data"]), companions=companions_of(self._context, asset_id)
            )
        kept = self._kept(kind, asset_id, row)
        companions = companions_of(self._context, kept["id"]) if kept else {}
        content = self._content(kind, row, kept["fields"] if kept else {})
        if self._manifest.get("include_tags"):
            content |= tags_in_file(self._context, self._owner, kind, asset_id)
        return Asset(kind, folders, name, content, b"", companions)

    def _content(self, kind: str, row: Row, kept: Json) -> Json:
        fields = kept.get("fields", {})
        if kind == CONNECTION:
            return self._connection(row, fields, kept.get("connector"))
        if kind == LOOKUP_TABLE:
            data = {"data": _data(self._context, row)} if self._manifest["include_data"] else {}
            return {"name": row["name"], "schema": _json(row["schema"]), **fields, **data}
        return self._recipe(row, fields, kept)

    def _connection(self, row: Row, fields: Json, missing: Json) -> Json:
        """Return the file of a connection, without credentials; `missing` is its reference to a missing connector."""
        connectors = {
            row["connector_key"]: asset_id
            for (kind, asset_id), (_, _, row) in self._found.items()
            if kind == CUSTOM_ADAPTER
        }
        return {
            "name": row["name"],
            "provider": self._reference(CUSTOM_ADAPTER, connectors.get(row["provider"])) or missing or row["provider"],
            "secure_gateway_tunnel_name": None,
            "root_folder": False,
            **fields,
        }

    def _recipe(self, row: Row, fields: Json, kept: Json) -> Json:
        inputs = dict(ID_INPUTS)
        for name, kinds in kept.get("references", {}).items():
            # States of earlier versions have one kind for each input.
            inputs[name] = [*([kinds] if isinstance(kinds, str) else kinds), *inputs.get(name, [])]
        code = with_references(_with_parameters(_json(row["code"]), row), inputs, self._reference_in_code)
        lines = [
            {
                **{name: value for name, value in line.items() if name != "name" or value != line["provider"]},
                "account_id": self._reference(CONNECTION, line.get("account_id")),
            }
            for line in row["config"]
        ]
        default = description_of(parse_steps(row["code"]))
        no_description = kept.get("no_description") and row["description"] == default
        return {
            "name": row["name"],
            "description": None if no_description else row["description"],
            "version": row["version_no"],
            "private": True,
            "concurrency": 1,
            "code": code,
            "config": written_config(lines, row, kept),
            **fields,
        }


def _is_kept(row: Row) -> bool:
    """Return whether a row is the file of an asset that the mock does not interpret."""
    return "zip_name" in row


def place_of(asset: Json, default: str = "") -> tuple[tuple[str, ...], str]:
    """Return the folders and the file name of a manifest's asset. Its `zip_name` can be a whole path."""
    *above, name = (asset.get("zip_name") or default).split("/")
    folder = asset.get("folder") or ""
    return tuple(above or filter(None, folder.split("/"))), name


def _connection_ids(rows: Iterable[Row]) -> list[int]:
    """Return the ids of the connections that recipes use, without duplicates."""
    return list(dict.fromkeys(line["account_id"] for row in rows for line in row["config"] if line.get("account_id")))


def _with_parameters(code: Json, row: Row) -> Json:
    """Return the code of a recipe with its parameters in the first step."""
    if not isinstance(code, dict):
        return code
    values, schema = parameters_of(code)
    changed = dict(code)
    if (values or {}) != row["parameters"]:
        changed["param"] = row["parameters"]
    if (schema or []) != row["parameters_schema"]:
        changed["parameters_schema"] = write_json(row["parameters_schema"]).decode("utf-8")
    return changed


def _data(context: Context, table: Row) -> Json:
    labels = parse_schema(table["schema"])
    rows = context.session.all(_ROWS, wanted=table["id"])
    return [{label: row[name] for label, name in labels.items() if row[name] is not None} for row in rows]


def _json(text: str) -> Json:
    """Return text as JSON, or as it is if it is not JSON."""
    try:
        return read_json(text.encode("utf-8"))
    except JsonError:
        return text
