"""Resolves the references between the assets of a package, and to assets of the workspace."""

from __future__ import annotations

from typing import Any

from sqlalchemy import bindparam, select

from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.resources.packages.asset_forms import is_id, is_reference
from workato_embedded_mock.resources.packages.assets import (
    CONNECTION,
    CUSTOM_ADAPTER,
    KINDS,
    LOOKUP_TABLE,
    RECIPE,
    kind_of_file,
    slug,
)
from workato_embedded_mock.resources.packages.code_references import (
    at_path,
    below_path,
    name_of,
    normalized,
    parsed_code,
    paths_of,
    with_ids,
)
from workato_embedded_mock.resources.packages.files import Asset, Package, PackageWarning
from workato_embedded_mock.resources.packages.kept_assets import all_of_kind, find_by_file
from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.store.session import NAMESPACE_ID, Row
from workato_embedded_mock.store.tables.connections import connections
from workato_embedded_mock.store.tables.folders import folders

_F, _C = folders.c, connections.c
_HOME = select(_F.id).where(
    _F.namespace == NAMESPACE_ID, _F.managed_user_id == bindparam("owner"), _F.parent_id.is_(None)
)
_CHILD = select(_F.id).where(
    _F.namespace == NAMESPACE_ID, _F.parent_id == bindparam("above"), _F.name == bindparam("wanted")
)
_CONNECTIONS = (
    select(_C.id, _C.provider, _C.folder_id)
    .where(_C.namespace == NAMESPACE_ID, _C.managed_user_id == bindparam("owner"), _C.name == bindparam("wanted"))
    .order_by(_C.id)
)
_CONNECTION = select(_C.provider).where(
    _C.namespace == NAMESPACE_ID, _C.managed_user_id == bindparam("owner"), _C.id == bindparam("wanted")
)
_NAMED = {
    kind: select(*([table.c.id] if kind == LOOKUP_TABLE else [table.c.id, table.c.folder_id]))
    .where(
        table.c.namespace == NAMESPACE_ID,
        table.c.managed_user_id == bindparam("owner"),
        table.c.name == bindparam("wanted"),
    )
    .order_by(table.c.id)
    for kind, table in KINDS.items()
}


class References:
    """The assets of a package and of a workspace that files of the package refer to.

    A reference has the path of a file, the name of the asset and its folder. It is resolved by the path if possible,
    else by folder and name: in the package, below the target folder, and below the Home folder.
    """

    def __init__(self, context: Context, owner: int, folder_id: int, package: Package) -> None:
        self._context = context
        self._owner = owner
        self._root = folder_id
        self._package = package
        self._connectors: dict[str, str] = {}
        self._accounts: dict[str, tuple[int, str]] = {}
        self._by_name: dict[tuple[str, str], tuple[int, str]] = {}
        # The ids of all assets by path, and by kind, folder and name.
        self._ids: dict[str, int] = {}
        self._ids_by_name: dict[tuple[str, str, str], int] = {}

    def add_connector(self, asset: Asset, key: str) -> None:
        """Add a custom connector of the package."""
        self._connectors[normalized(asset.path)] = key

    def add_asset(self, asset: Asset, asset_id: int) -> None:
        """Add an asset of the package, so that the code of recipes can refer to it."""
        self._ids[normalized(asset.path)] = asset_id
        name = asset.content.get("name")
        if isinstance(name, str):
            self._ids_by_name.setdefault((asset.kind, "/".join(asset.folders), name), asset_id)

    def add_connection(self, asset: Asset, account_id: int, provider: str) -> None:
        """Add a connection of the package."""
        self._accounts[normalized(asset.path)] = account_id, provider
        self.add_asset(asset, account_id)
        name = asset.content.get("name")
        if name is not None:
            self._by_name.setdefault(("/".join(asset.folders), name), (account_id, provider))

    def connector_key(self, path: str, provider: Json) -> str:
        """Return the key of the connector that a file names, or refers to."""
        if not is_reference(provider):
            return str(provider)
        known = at_path(self._connectors, provider)
        if known is not None:
            return known
        zip_name = provider["zip_name"].rpartition("/")[2]
        for row in all_of_kind(self._context, self._owner, CUSTOM_ADAPTER):
            if row["name"] == provider.get("name") or row["zip_name"] == zip_name:
                return str(row["connector_key"])
        known = below_path(self._connectors, provider)
        if known is not None:
            return known
        self._package.warnings.append(PackageWarning(path, f"there is no custom connector {provider['zip_name']!r}"))
        return slug(zip_name.removesuffix(f".{CUSTOM_ADAPTER}.json"))

    def unused_key(self, asset: Asset) -> str:
        """Return the key of a new custom connector: the one that recipes of the package use, or its file name."""
        wanted = self._key_in_recipes(asset) or slug(asset.stem)
        used = {row["connector_key"] for row in all_of_kind(self._context, self._owner, CUSTOM_ADAPTER)}
        key, number = wanted, 2
        while key in used:
            key, number = f"{wanted}_{number}", number + 1
        return key

    def resolve(self, asset: Asset) -> tuple[list[Json], Json]:
        """Return the config and the code of a recipe with ids of connections and keys of custom connectors."""
        keys: dict[str, str] = {}
        lines = []
        for line in asset.content["config"]:
            provider = self.connector_key(asset.path, line["provider"])
            account = self._account(asset.path, line["account_id"], provider)
            if account is not None and account[1] != provider and account[1] in self._custom_keys():
                keys[provider] = account[1]
                provider = account[1]
            lines.append({**line, "provider": provider, "account_id": None if account is None else account[0]})
        code = parsed_code(asset.content["code"])
        changed = _replaced(with_ids(code, lambda reference: self._id_of(asset.path, reference)), keys)
        return lines, asset.content["code"] if changed == code else changed

    def _key_in_recipes(self, connector: Asset) -> str | None:
        """Return the key that recipes use with a connection of a custom connector."""
        paths = {
            normalized(connection.path)
            for connection in self._package.assets[CONNECTION]
            if is_reference(connection.content["provider"])
            and normalized(connector.path) in paths_of(connection.content["provider"])
        }
        for recipe in self._package.assets[RECIPE]:
            for line in recipe.content["config"]:
                reference = line["account_id"]
                if is_reference(reference) and isinstance(line["provider"], str) and paths & set(paths_of(reference)):
                    return str(line["provider"])
        return None

    def _account(self, path: str, reference: Json, provider: str) -> tuple[int, str] | None:
        """Return the id and connector of a connection; warn if it does not exist."""
        if reference is None:
            return None
        if is_id(reference):
            return self._with_id(path, int(reference), provider)
        folder, name = name_of(reference)
        found = (
            at_path(self._accounts, reference)
            or self._by_name.get((folder, name))
            or self._in_workspace(folder, name, provider)
            or below_path(self._accounts, reference)
        )
        if found is None:
            text = f"there is no connection {name!r} in the folder {folder!r}; the recipe has no account for {provider}"
            self._package.warnings.append(PackageWarning(path, text))
        return found

    def _with_id(self, path: str, account_id: int, provider: str) -> tuple[int, str] | None:
        """Return the connection of the workspace with an id, which some programs write instead of a reference."""
        row = self._context.session.first(_CONNECTION, owner=self._owner, wanted=account_id)
        if row is not None and row["provider"] == provider:
            return account_id, provider
        text = f"there is no connection {account_id} of {provider}; the recipe has no account for it"
        self._package.warnings.append(PackageWarning(path, text))
        return None

    def _in_workspace(self, folder: str, name: str, provider: str) -> tuple[int, str] | None:
        rows = self._context.session.all(_CONNECTIONS, owner=self._owner, wanted=name)
        # A custom connector can have another key in this workspace than in the one that exported the recipe.
        custom = self._custom_keys() - {provider}
        by_folder = {row["folder_id"]: row for row in reversed(rows) if row["provider"] in custom}
        by_folder |= {row["folder_id"]: row for row in reversed(rows) if row["provider"] == provider}
        found = next((by_folder[place] for place in self._places(folder) if place in by_folder), None)
        return None if found is None else (found["id"], found["provider"])

    def _custom_keys(self) -> set[str]:
        return {row["connector_key"] for row in all_of_kind(self._context, self._owner, CUSTOM_ADAPTER)}

    def _id_of(self, path: str, reference: Json) -> Json:
        """Return the id of the asset that code refers to; the reference itself if there is no such asset."""
        kind, (folder, name) = kind_of_file(reference["zip_name"]) or "", name_of(reference)
        found = (
            at_path(self._ids, reference)
            or self._ids_by_name.get((kind, folder, name))
            or self._id_in_workspace(kind, folder, name, reference)
            or below_path(self._ids, reference)
        )
        if found is None:
            text = f"there is no {kind} {name!r} in the folder {folder!r}; the code keeps the reference"
            self._package.warnings.append(PackageWarning(path, text))
        return reference if found is None else found

    def _id_in_workspace(self, kind: str, folder: str, name: str, reference: Json) -> int | None:
        if kind == LOOKUP_TABLE:
            # Their names are unique in a workspace.
            row = self._context.session.first(_NAMED[kind], owner=self._owner, wanted=name)
            return None if row is None else int(row["id"])
        if kind in KINDS:
            rows = self._context.session.all(_NAMED[kind], owner=self._owner, wanted=name)
            by_folder = {row["folder_id"]: row["id"] for row in reversed(rows)}
            return next((by_folder[place] for place in self._places(folder) if place in by_folder), None)
        zip_name = reference["zip_name"].rpartition("/")[2]
        kept = (
            find_by_file(self._context, self._owner, kind, place, zip_name)
            for place in self._places(folder)
            if place is not None
        )
        return next((row["id"] for row in kept if row is not None), None)

    def _places(self, folder: str) -> list[int | None]:
        """Return the folders that a reference can mean, below the target folder and below the Home folder."""
        places = [self._folder(root, folder) for root in (self._root, home_of(self._context, self._owner))]
        # An asset without a folder is in the Home folder.
        return [place for place in places if place is not None] if folder else [*places, None]

    def _folder(self, root: int, path: str) -> int | None:
        folder_id: int | None = root
        for name in filter(None, path.split("/")):
            folder_id = self._context.session.scalar(_CHILD, above=folder_id, wanted=name)
            if folder_id is None:
                return None
        return folder_id


def home_of(context: Context, owner: int) -> int:
    """Return the id of a customer's Home folder."""
    return int(context.session.scalar(_HOME, owner=owner))


def find_connector(context: Context, owner: int, asset: Asset, folder_id: int) -> Row | None:
    """Return the custom connector that an asset updates: the one of the same file, or of the same title."""
    known = find_by_file(context, owner, CUSTOM_ADAPTER, folder_id, asset.zip_name)
    title = asset.content.get("title")
    if known is None and title is not None:
        known = next((row for row in all_of_kind(context, owner, CUSTOM_ADAPTER) if row["name"] == title), None)
    return known


def _replaced(node: Any, keys: dict[str, str]) -> Any:
    """Return the code of a recipe with other keys of connectors."""
    if isinstance(node, list):
        return [_replaced(inner, keys) for inner in node]
    if not isinstance(node, dict):
        return node
    changed = {name: _replaced(value, keys) if name == "block" else value for name, value in node.items()}
    if isinstance(node.get("provider"), str):
        changed["provider"] = keys.get(node["provider"], node["provider"])
    return changed
