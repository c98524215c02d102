"""Runs imports, each completely or not at all; must not decide when."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import bindparam, delete, select, update

from workato_embedded_mock.plain_json import Json, write_json
from workato_embedded_mock.resources.connections.connections import add_connection
from workato_embedded_mock.resources.lookup_tables.rows import add_row
from workato_embedded_mock.resources.lookup_tables.tables import add_table
from workato_embedded_mock.resources.packages.assets import CONNECTION, LOOKUP_TABLE, RECIPE, load_folder
from workato_embedded_mock.resources.packages.files import Asset, Package, PackageError
from workato_embedded_mock.resources.recipes.code import (
    applications_of,
    complete_config,
    default_config,
    description_of,
    parse_steps,
)
from workato_embedded_mock.resources.recipes.recipes import add_recipe, find_recipe, remaining_recipes, save_version
from workato_embedded_mock.resources.recipes.start_stop import find_errors, set_running, set_stopped
from workato_embedded_mock.resources.workspace.folders import add_folder
from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.store.lookup_schema import parse_schema
from workato_embedded_mock.store.session import NAMESPACE_ID, Row
from workato_embedded_mock.store.tables.connections import connections
from workato_embedded_mock.store.tables.folders import folders, projects
from workato_embedded_mock.store.tables.lookup_tables import lookup_table_rows, lookup_tables
from workato_embedded_mock.store.tables.recipes import recipes

NOT_RESTARTED = "no_update_or_updated_without_restart"

_F, _R, _C, _L = folders.c, recipes.c, connections.c, lookup_tables.c
_CHILD = select(_F.id).where(
    _F.namespace == NAMESPACE_ID, _F.parent_id == bindparam("above"), _F.name == bindparam("wanted")
)
_PROJECT = select(projects.c.id).where(
    projects.c.namespace == NAMESPACE_ID, projects.c.folder_id == bindparam("wanted")
)
_RECIPE = select(_R.id, _R.running).where(
    _R.namespace == NAMESPACE_ID, _R.folder_id == bindparam("folder"), _R.name == bindparam("wanted")
)
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


@dataclass(frozen=True, slots=True)
class PackageResult:
    """The result of an import or export.

    Attributes:
        error: Why it failed; None if it succeeded.
        recipe_status: The result of each recipe.
    """

    error: str | None
    recipe_status: list[Json]


class _Import:
    """An import into a folder of a customer."""

    def __init__(self, context: Context, owner: int, folder_id: int) -> None:
        self._context = context
        self._session = context.session
        self._owner = owner
        self._root = folder_id
        self._accounts: dict[tuple[str, str], int] = {}

    def import_connection(self, asset: Asset) -> None:
        """Add an unauthorized connection, unless there is one with the same name and connector."""
        folder_id = self._folder(asset.folders)
        name, provider = asset.content.get("name"), asset.content["provider"]
        known = self._session.all(_CONNECTION, owner=self._owner, provider=provider, wanted=name)
        nearest = next((row for row in known if row["folder_id"] == folder_id), known[0] if known else None)
        self._accounts["/".join(asset.folders), asset.zip_name] = (
            nearest["id"]
            if nearest
            else add_connection(self._context, self._owner, provider, name=name, folder_id=folder_id)
        )

    def import_table(self, asset: Asset) -> None:
        """Add a lookup table or update the one with the same name; replace its rows if the package has rows."""
        schema, name = asset.content["schema"], asset.content["name"]
        known = self._session.first(_TABLE, owner=self._owner, wanted=name)
        if known is None:
            table_id = add_table(self._context, self._owner, name, schema, self._project())
        else:
            table_id = known["id"]
            if known["schema"] != schema:
                self._session.execute(_UPDATE_TABLE, wanted=table_id, labels=schema, now=self._context.time())
        if "data" in asset.content:
            self._session.execute(_DELETE_ROWS, wanted=table_id)
            for row in asset.content["data"]:
                texts = {name: row.get(label) for label, name in parse_schema(schema).items()}
                add_row(self._context, table_id, texts)

    def import_recipe(self, asset: Asset) -> Json:
        """Add or update a recipe; return the result."""
        folder_id = self._folder(asset.folders)
        fields = {**self._fields(asset), "folder_id": folder_id}
        known = self._session.first(_RECIPE, folder=folder_id, wanted=asset.content["name"])
        if known is None:
            return {
                "id": add_recipe(self._context, self._owner, {**fields, "copy_count": 1}),
                "import_result": NOT_RESTARTED,
            }
        present = find_recipe(self._context, self._owner, known["id"])
        if all(present[name] == value for name, value in fields.items()):
            return {"id": known["id"], "import_result": NOT_RESTARTED}
        if known["running"]:
            set_stopped(self._context, known["id"])
        save_version(self._context, self._owner, present, fields)
        result = self._restart({**present, **fields}) if known["running"] else NOT_RESTARTED
        return {"id": known["id"], "import_result": result}

    def _restart(self, changed: Row) -> str:
        errors = find_errors(self._context, self._owner, changed)
        if errors["code_errors"]:
            return "stopped"
        if errors["config_errors"]:
            return "restart_failed"
        set_running(self._context, changed["id"])
        return "restarted"

    def _fields(self, asset: Asset) -> Row:
        content = asset.content
        code = content["code"]
        text = code if isinstance(code, str) else write_json(code).decode("utf-8")
        steps = parse_steps(text)
        trigger, actions, applications = applications_of(steps)
        sent = [{**line, "account_id": self._account(line.get("account_id"))} for line in content.get("config", [])]
        config = complete_config(sent) if sent else default_config(applications)
        return {
            "name": content["name"],
            "description": description_of(steps) if content.get("description") is None else content["description"],
            "code": text,
            "config": config,
            "trigger_application": trigger,
            "action_applications": actions,
            "applications": applications,
            "parameters_schema": content.get("parameters_schema", []),
            "parameters": content.get("parameters", {}),
        }

    def _account(self, reference: Json) -> int | None:
        return None if reference is None else self._accounts.get((reference.get("folder", ""), reference["zip_name"]))

    def find_recipe(self, asset: Asset) -> Row | None:
        """Return the id and state of the recipe that an asset will update, or None."""
        folder_id: int | None = self._root
        for name in asset.folders:
            folder_id = self._session.scalar(_CHILD, above=folder_id, wanted=name)
            if folder_id is None:
                return None
        return self._session.first(_RECIPE, folder=folder_id, wanted=asset.content["name"])

    def _folder(self, names: tuple[str, ...]) -> int:
        folder_id = self._root
        for name in names:
            found = self._session.scalar(_CHILD, above=folder_id, wanted=name)
            folder_id = add_folder(self._context, self._owner, name, folder_id) if found is None else int(found)
        return folder_id

    def _project(self) -> int | None:
        """Return the project of the target folder; Home has none."""
        wanted: int | None = self._root
        while wanted is not None:
            found = self._session.scalar(_PROJECT, wanted=wanted)
            if found is not None:
                return int(found)
            row = load_folder(self._context, wanted)
            wanted = row["parent_id"] if row else None
        return None


def run_import(
    context: Context, owner: int, folder_id: int, package: Package, *, restart_recipes: bool
) -> PackageResult:
    """Import the assets of a package into a folder.

    Raises:
        PackageError: The package cannot be imported; nothing was changed.
    """
    import_ = _Import(context, owner, folder_id)
    for asset in package.assets[LOOKUP_TABLE]:
        _check_table(asset)
    known = [import_.find_recipe(asset) for asset in package.assets[RECIPE]]
    running = [row["id"] for row in known if row is not None and row["running"]]
    if running and not restart_recipes:
        status = [{"id": recipe_id, "import_result": "stop_failed"} for recipe_id in running]
        return PackageResult("recipes of the package are running, and restart_recipes is not true", status)
    if known.count(None) > remaining_recipes(context, owner):
        raise PackageError("the workspace cannot hold this many recipes")
    for asset in package.assets[CONNECTION]:
        import_.import_connection(asset)
    for asset in package.assets[LOOKUP_TABLE]:
        import_.import_table(asset)
    results = [import_.import_recipe(asset) for asset in package.assets[RECIPE]]
    not_restarted = [entry["id"] for entry in results if entry["import_result"] in {"stopped", "restart_failed"}]
    error = f"recipes could not be started again: {', '.join(map(str, not_restarted))}" if not_restarted else None
    return PackageResult(error, results)


def _check_table(asset: Asset) -> None:
    path = "/".join((*asset.folders, asset.zip_name))
    try:
        labels = parse_schema(asset.content["schema"])
    except (ValueError, RecursionError) as error:
        raise PackageError(f"{path} is not a valid lookup table: {error}") from error
    for row in asset.content.get("data", ()):
        unknown = row.keys() - labels.keys()
        if unknown:
            raise PackageError(f"{path} has data for an unknown column: {min(unknown)}")
