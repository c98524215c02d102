"""Lists the content of a folder as the assets of a manifest; must not read the content of assets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import Select, bindparam, exists, select

from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.rules.folders import BELOW
from workato_embedded_mock.store.session import NAMESPACE_ID, Row
from workato_embedded_mock.store.tables.connections import connections
from workato_embedded_mock.store.tables.folders import folders, projects
from workato_embedded_mock.store.tables.lookup_tables import lookup_tables
from workato_embedded_mock.store.tables.packages import package_assets
from workato_embedded_mock.store.tables.recipes import recipes

RECIPE, CONNECTION, LOOKUP_TABLE, CUSTOM_ADAPTER = "recipe", "connection", "lookup_table", "custom_adapter"
# The name of the root folder in the paths of assets.
ROOT = "All projects"

# The supported kinds of assets with their tables.
KINDS = {CONNECTION: connections, LOOKUP_TABLE: lookup_tables, RECIPE: recipes}

_FOLDER = select(folders).where(folders.c.namespace == NAMESPACE_ID, folders.c.id == bindparam("wanted"))
_CHILD = select(folders.c.id).where(
    folders.c.namespace == NAMESPACE_ID,
    folders.c.parent_id == bindparam("above"),
    folders.c.name == bindparam("wanted"),
)
# A folder and those below it, and what is in them.
_FOLDERS = (
    select(folders.c.id, folders.c.name, folders.c.parent_id)
    .where(folders.c.namespace == NAMESPACE_ID, folders.c.id.in_(BELOW))
    .order_by(folders.c.id)
)
_CONTENT = {
    CONNECTION: select(connections.c.id, connections.c.name, connections.c.folder_id)
    .where(
        connections.c.namespace == NAMESPACE_ID,
        connections.c.folder_id.in_(BELOW),
        connections.c.managed_user_id == bindparam("owner"),
    )
    .order_by(connections.c.id),
    LOOKUP_TABLE: select(lookup_tables.c.id, lookup_tables.c.name, projects.c.folder_id)
    .join(
        projects,
        (projects.c.namespace == lookup_tables.c.namespace) & (projects.c.id == lookup_tables.c.project_id),
    )
    .where(
        lookup_tables.c.namespace == NAMESPACE_ID,
        projects.c.folder_id.in_(BELOW),
        lookup_tables.c.managed_user_id == bindparam("owner"),
    )
    .order_by(lookup_tables.c.id),
    RECIPE: select(recipes.c.id, recipes.c.name, recipes.c.version_no.label("version"), recipes.c.folder_id)
    .where(
        recipes.c.namespace == NAMESPACE_ID,
        recipes.c.folder_id.in_(BELOW),
        recipes.c.managed_user_id == bindparam("owner"),
    )
    .order_by(recipes.c.id),
}
_TABLES_WITHOUT_PROJECT = (
    select(lookup_tables.c.id, lookup_tables.c.name)
    .where(
        lookup_tables.c.namespace == NAMESPACE_ID,
        lookup_tables.c.project_id.is_(None),
        lookup_tables.c.managed_user_id == bindparam("owner"),
    )
    .order_by(lookup_tables.c.id)
)
_FILES = (
    select(package_assets)
    .where(
        package_assets.c.namespace == NAMESPACE_ID,
        package_assets.c.folder_id.in_(BELOW),
        package_assets.c.managed_user_id == bindparam("owner"),
    )
    .order_by(package_assets.c.id)
)
_KEPT = _FILES.where(package_assets.c.asset_id.is_(None))
# The files of assets that are not in the folder of their file.
_PLACED = {
    kind: _FILES.where(
        package_assets.c.kind == kind,
        exists().where(table.c.namespace == NAMESPACE_ID, table.c.id == package_assets.c.asset_id),
    )
    for kind, table in {**KINDS, CUSTOM_ADAPTER: package_assets.alias()}.items()
}
_FILE_NAMES = (
    select(package_assets.c.kind, package_assets.c.asset_id, package_assets.c.zip_name, package_assets.c.folder_id)
    .where(
        package_assets.c.namespace == NAMESPACE_ID,
        package_assets.c.asset_id.is_not(None),
        package_assets.c.managed_user_id == bindparam("owner"),
    )
    .order_by(package_assets.c.folder_id.is_(None), package_assets.c.id)
)
_DRIVE = re.compile(r"(?<![^/])([A-Za-z]):(?=/|$)")
_NON_ALPHANUMERIC = re.compile(r"[^a-z0-9]+")


def load_folder(context: Context, folder_id: int) -> Row | None:
    """Return a folder of any customer, or None."""
    return context.session.first(_FOLDER, wanted=folder_id)


def find_subfolder(context: Context, folder_id: int, names: Iterable[str]) -> int | None:
    """Return the id of the folder at a path of names below a folder, or None."""
    found: int | None = folder_id
    for name in names:
        found = context.session.scalar(_CHILD, above=found, wanted=name)
        if found is None:
            return None
    return found


def folder_path(context: Context, folder: Row) -> str:
    """Return the path of a folder, without Home."""
    names: list[str] = []
    row: Row | None = folder
    while row is not None and row["parent_id"] is not None:
        names.append(row["name"])
        row = load_folder(context, row["parent_id"])
    return "/".join(reversed(names))


def folder_assets(context: Context, folder: Row) -> list[Json]:
    """Return everything in a folder and its subfolders, by ascending id within each folder."""
    above = folder_path(context, folder)
    used: set[tuple[str, str]] = set()
    content = _Content(context, folder)
    # An asset can have files in several folders. The place of a file is better than that of an asset without one.
    chosen: dict[tuple[str, int], tuple[str, Json, bool]] = {}
    for subpath, folder_id in _subfolders(context, folder):
        for entry in content.assets(folder_id, subpath):
            _, asset, has_file = entry
            present = chosen.get((asset["type"], asset["id"]))
            if present is None or (has_file and not present[2]):
                chosen[asset["type"], asset["id"]] = entry
    return [
        {
            **asset,
            "checked": True,
            "folder": subpath,
            "absolute_path": "/".join(filter(None, (above, subpath))),
            "root_folder": not above and not subpath,
            "unreachable": False,
            "zip_name": _unused_name(used, subpath, asset["zip_name"], asset["type"]),
        }
        for subpath, asset, _ in chosen.values()
    ]


def kind_of_file(name: str) -> str | None:
    """Return the kind of the asset of a file: what precedes `.json` in its name. None if it is not an asset."""
    parts = name.rpartition("/")[2].rsplit(".", 2)
    return parts[1] if len(parts) == 3 and parts[0] and parts[1] and parts[2] == "json" else None


def slug(text: str | None) -> str:
    """Return a file name for a name."""
    return _NON_ALPHANUMERIC.sub("_", (text or "").lower()).strip("_") or "unnamed"


def _file_names(context: Context, owner: int) -> dict[tuple[str, int], tuple[str, bool]]:
    """Return the file names of assets, and whether the file is in the folder of the asset."""
    rows = context.session.all(_FILE_NAMES, owner=owner)
    return {(row["kind"], row["asset_id"]): (row["zip_name"], row["folder_id"] is None) for row in rows}


def _subfolders(context: Context, folder: Row) -> Iterator[tuple[str, int]]:
    """Yield the path below a folder, and the id, of the folder and of each below it; what is in a folder follows it."""
    inside = _by(context.session.all(_FOLDERS, top=folder["id"]), "parent_id")
    waiting = [("", int(folder["id"]))]
    while waiting:
        subpath, found = waiting.pop()
        yield subpath, found
        for subfolder in reversed(inside.get(found, ())):
            # A separator in the name would split the folder into two.
            name = _plain(subfolder["name"].replace("/", "_"))
            waiting.append(("/".join(filter(None, (subpath, name))), subfolder["id"]))


class _Content:
    """What is in a folder and in all folders below it: a few queries read all of it."""

    def __init__(self, context: Context, folder: Row) -> None:
        owner = folder["managed_user_id"]

        def read(statement: Select[Any]) -> Mapping[int, list[Row]]:
            return _by(context.session.all(statement, top=folder["id"], owner=owner), "folder_id")

        self._names = _file_names(context, owner)
        self._interpreted = {kind: read(statement) for kind, statement in _CONTENT.items()}
        if folder["parent_id"] is None:
            without_project = context.session.all(_TABLES_WITHOUT_PROJECT, owner=owner)
            self._interpreted[LOOKUP_TABLE] = {**self._interpreted[LOOKUP_TABLE], folder["id"]: without_project}
        self._kept = read(_KEPT)
        self._placed = {kind: read(statement) for kind, statement in _PLACED.items()}

    def assets(self, folder_id: int, subpath: str) -> Iterator[tuple[str, Json, bool]]:
        """Yield the path of each asset in a folder, the asset, and whether a file of a package was there."""
        for kind, rows in self._interpreted.items():
            for row in rows.get(folder_id, ()):
                zip_name, has_file = self._names.get((kind, row["id"]), (slug(row["name"]), False))
                named = {"id": row["id"], "name": row["name"] or zip_name, "type": kind, "zip_name": zip_name}
                yield subpath, named | ({"version": row["version"]} if "version" in row else {}), has_file
        for row in self._kept.get(folder_id, ()):
            name = row["name"] or row["zip_name"]
            yield subpath, {"id": row["id"], "name": name, "type": row["kind"], "zip_name": row["zip_name"]}, True
        for kind, placed in self._placed.items():
            for row in placed.get(folder_id, ()):
                below = "/".join(filter(None, (subpath, _plain(row["fields"].get("folder") or ""))))
                name = row["name"] or row["zip_name"]
                yield below, {"id": row["asset_id"], "name": name, "type": kind, "zip_name": row["zip_name"]}, True


def _by(rows: Iterable[Row], column: str) -> Mapping[int, list[Row]]:
    """Return rows by the value of a column."""
    found: dict[int, list[Row]] = {}
    for row in rows:
        found.setdefault(row[column], []).append(row)
    return found


def _plain(path: str) -> str:
    return _DRIVE.sub(r"\1_", path.replace("\\", "_"))


def _unused_name(used: set[tuple[str, str]], subpath: str, base: str, kind: str) -> str:
    base = base.removesuffix(f".{kind}.json")
    name, number = f"{base}.{kind}.json", 2
    while (subpath, name) in used:
        name, number = f"{base}_{number}.{kind}.json", number + 1
    used.add((subpath, name))
    return name
