"""Resolves the references between the assets of a package, and to assets of the workspace."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlalchemy import bindparam, select

from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.resources.packages.assets import (
    CONNECTION,
    CUSTOM_ADAPTER,
    KINDS,
    LOOKUP_TABLE,
    find_subfolder,
    folder_path,
    kind_of_file,
    load_folder,
)
from workato_embedded_mock.resources.packages.code_references import (
    at_path,
    below_path,
    is_at,
    name_of,
    nearly,
    normalized,
    parsed_code,
    same_end,
    with_ids,
)
from workato_embedded_mock.resources.packages.connector_keys import ConnectorKeys
from workato_embedded_mock.resources.packages.files import Asset, Package, PackageWarning
from workato_embedded_mock.resources.packages.kept_assets import all_of_kind, find_by_file
from workato_embedded_mock.resources.packages.reference_form import is_id
from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.rules.customers import home_folder
from workato_embedded_mock.store.session import NAMESPACE_ID, Row
from workato_embedded_mock.store.tables.connections import connections

_C = connections.c
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
    else by folder and name: in the package, below the target folder, and below the Home folder. If all of them fail,
    the only asset of the name is meant whose folder has another beginning or case.

    Attributes:
        keys: The keys of custom connectors.
    """

    def __init__(self, context: Context, owner: int, folder_id: int, home: int, package: Package) -> None:
        self._context = context
        self._owner = owner
        self._root = folder_id
        self._package = package
        self._homes = {home, home_folder(context, owner)}
        self.keys = ConnectorKeys(context, owner, package)
        self._accounts: dict[str, tuple[int, str]] = {}
        self._by_name: dict[tuple[str, str], tuple[int, str]] = {}
        # The ids of all assets by path, and by kind, folder and name.
        self._ids: dict[str, int] = {}
        self._ids_by_name: defaultdict[str, dict[tuple[str, str], int]] = defaultdict(dict)

    def add_asset(self, asset: Asset, asset_id: int) -> None:
        """Add an asset of the package, so that the code of recipes can refer to it."""
        self._ids[normalized(asset.path)] = asset_id
        name = asset.content.get("name")
        if isinstance(name, str):
            self._ids_by_name[asset.kind].setdefault(("/".join(asset.folders), name), asset_id)

    def add_connection(self, asset: Asset, account_id: int, provider: str) -> None:
        """Add a connection of the package."""
        self._accounts[normalized(asset.path)] = account_id, provider
        self.add_asset(asset, account_id)
        name = asset.content.get("name")
        if name is not None:
            self._by_name.setdefault(("/".join(asset.folders), name), (account_id, provider))

    def resolve(self, asset: Asset) -> tuple[list[Json], Json]:
        """Return the config and the code of a recipe with ids of connections and keys of custom connectors."""
        keys: dict[str, str] = {}
        lines = []
        for line in asset.content["config"]:
            provider = self.keys.key_of(asset.path, line["provider"])
            account = self._account(asset.path, line["account_id"], provider)
            if account is not None and account[1] != provider and account[1] in self.keys.all():
                keys[provider] = account[1]
                provider = account[1]
            lines.append({**line, "provider": provider, "account_id": None if account is None else account[0]})
        code = parsed_code(asset.content["code"])
        changed = _replaced(with_ids(code, lambda reference: self._id_of(asset.path, reference)), keys)
        return lines, asset.content["code"] if changed == code else changed

    def _account(self, path: str, reference: Json, provider: str) -> tuple[int, str] | None:
        """Return the id and connector of a connection; warn if it does not exist."""
        if reference is None:
            return None
        if is_id(reference):
            return self._with_id(path, int(reference), provider)
        folder, name = name_of(reference)
        rows = self._connections(name, provider)
        found = (
            at_path(self._accounts, reference)
            or self._by_name.get((folder, name))
            or self._account_in_places(rows, folder)
            or self._of_root_folder(rows, reference)
        )
        if found is not None:
            return found
        keys = {provider, *self.keys.all()}
        found = (
            below_path(self._accounts, reference)
            or nearly({key: one for key, one in self._by_name.items() if one[1] in keys}, folder, name)
            or self._in_workspace_nearly(rows, folder)
        )
        if found is not None:
            text = f"{reference['zip_name']!r} is read as the connection {found[0]}: the only one of this name nearby"
            self._package.warnings.append(PackageWarning(path, text))
            return found
        text = f"there is no connection {name!r} in the folder {folder!r}; the recipe has no account for {provider}"
        self._package.warnings.append(PackageWarning(path, text, lost=True))
        return None

    def _with_id(self, path: str, account_id: int, provider: str) -> tuple[int, str] | None:
        """Return the connection of the workspace with an id, which some programs write instead of a reference."""
        row = self._context.session.first(_CONNECTION, owner=self._owner, wanted=account_id)
        if row is not None and row["provider"] == provider:
            return account_id, provider
        text = f"there is no connection {account_id} of {provider}; the recipe has no account for it"
        self._package.warnings.append(PackageWarning(path, text, lost=True))
        return None

    def _connections(self, name: str, provider: str) -> list[Row]:
        """Return the connections of the workspace with a name, those with the wanted connector first."""
        rows = self._context.session.all(_CONNECTIONS, owner=self._owner, wanted=name)
        # A custom connector can have another key in this workspace than in the one that exported the recipe.
        custom = self.keys.all() - {provider}
        same = [row for row in rows if row["provider"] == provider]
        return [*same, *(row for row in rows if row["provider"] in custom)]

    def _in_places(self, rows: list[Row], folder: str) -> Row | None:
        """Return the first row in the first folder that a reference can mean."""
        by_folder = {row["folder_id"]: row for row in reversed(rows)}
        return next((by_folder[place] for place in self._places(folder) if place in by_folder), None)

    def _account_in_places(self, rows: list[Row], folder: str) -> tuple[int, str] | None:
        found = self._in_places(rows, folder)
        return None if found is None else (found["id"], found["provider"])

    def _of_root_folder(self, rows: list[Row], reference: Json) -> tuple[int, str] | None:
        """Return the connection that came from the file of a reference, but went to the Home folder."""
        by_id = {row["id"]: row for row in rows}
        for kept in all_of_kind(self._context, self._owner, CONNECTION) if rows else ():
            fields = kept["fields"]
            in_root = fields.get("fields", {}).get("root_folder") is True
            path = "/".join(filter(None, (fields.get("folder"), kept["zip_name"])))
            if in_root and kept["asset_id"] in by_id and is_at(path, reference):
                return kept["asset_id"], by_id[kept["asset_id"]]["provider"]
        return None

    def _in_workspace_nearly(self, rows: list[Row], folder: str) -> tuple[int, str] | None:
        """Return the only connection of the Home folder, or of a folder with another beginning or case."""
        target = load_folder(self._context, self._root)
        above = f"{folder_path(self._context, target)}/" if target else "/"
        found = {}
        for row in rows:
            own = None if row["folder_id"] is None else load_folder(self._context, row["folder_id"])
            path = folder_path(self._context, own) if own else ""
            is_near = folder and (same_end(path, folder) or same_end(path.removeprefix(above), folder))
            if row["folder_id"] in self._homes or not path or is_near:
                found[row["id"]] = row["provider"]
        return next(iter(found.items())) if len(found) == 1 else None

    def _id_of(self, path: str, reference: Json) -> Json:
        """Return the id of the asset that code refers to; the reference itself if there is no such asset."""
        kind, (folder, name) = kind_of_file(reference["zip_name"]) or "", name_of(reference)
        found = (
            at_path(self._ids, reference)
            or self._ids_by_name[kind].get((folder, name))
            or self._id_in_workspace(kind, folder, name, reference)
        )
        if found is not None:
            return found
        found = below_path(self._ids, reference) or nearly(self._ids_by_name[kind], folder, name)
        if found is not None:
            text = f"{reference['zip_name']!r} is read as the {kind} {found}: the only one of this name nearby"
            self._package.warnings.append(PackageWarning(path, text))
            return found
        text = f"there is no {kind} {name!r} in the folder {folder!r}; the code keeps the reference"
        self._package.warnings.append(PackageWarning(path, text, lost=True))
        return reference

    def _id_in_workspace(self, kind: str, folder: str, name: str, reference: Json) -> int | None:
        if kind == LOOKUP_TABLE:
            # Their names are unique in a workspace.
            row = self._context.session.first(_NAMED[kind], owner=self._owner, wanted=name)
            return None if row is None else int(row["id"])
        if kind in KINDS:
            rows = self._context.session.all(_NAMED[kind], owner=self._owner, wanted=name)
            found = self._in_places(rows, folder)
            if found is not None or kind != CONNECTION:
                return None if found is None else int(found["id"])
            rows = self._context.session.all(_CONNECTIONS, owner=self._owner, wanted=name)
            account = self._of_root_folder(rows, reference)
            return None if account is None else account[0]
        zip_name = reference["zip_name"].rpartition("/")[2]
        kept = (
            find_by_file(self._context, self._owner, kind, place, zip_name)
            for place in self._places(folder)
            if place is not None
        )
        return next((row["id"] for row in kept if row is not None), None)

    def _places(self, folder: str) -> list[int | None]:
        """Return the folders that a reference can mean, below the target folder and below the Home folder."""
        names = list(filter(None, folder.split("/")))
        roots = (self._root, home_folder(self._context, self._owner))
        places = [find_subfolder(self._context, root, names) for root in roots]
        # An asset without a folder is in the Home folder.
        return [place for place in places if place is not None] if folder else [*places, None]


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
