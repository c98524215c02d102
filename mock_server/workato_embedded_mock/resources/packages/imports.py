"""Runs imports, each completely or not at all; must not decide when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import bindparam, delete, select, update

from workato_embedded_mock.plain_json import Json, write_json
from workato_embedded_mock.resources.connections.connections import add_connection
from workato_embedded_mock.resources.lookup_tables.rows import add_row
from workato_embedded_mock.resources.lookup_tables.tables import add_table
from workato_embedded_mock.resources.packages.asset_forms import parameters_of
from workato_embedded_mock.resources.packages.assets import (
    CONNECTION,
    CUSTOM_ADAPTER,
    KINDS,
    LOOKUP_TABLE,
    RECIPE,
    find_subfolder,
    load_folder,
)
from workato_embedded_mock.resources.packages.code_references import inputs_with_references, parsed_code
from workato_embedded_mock.resources.packages.files import Asset, Package, PackageError, PackageWarning
from workato_embedded_mock.resources.packages.kept_assets import (
    delete_uninterpreted,
    files_of,
    find_by_file,
    save,
    save_file,
)
from workato_embedded_mock.resources.packages.reference_form import is_reference
from workato_embedded_mock.resources.packages.references import References, find_connector
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
from workato_embedded_mock.rules.customers import home_folder
from workato_embedded_mock.rules.folders import project_of
from workato_embedded_mock.store.lookup_schema import parse_schema
from workato_embedded_mock.store.session import NAMESPACE_ID, Row
from workato_embedded_mock.store.tables.connections import connections
from workato_embedded_mock.store.tables.lookup_tables import lookup_table_rows, lookup_tables
from workato_embedded_mock.store.tables.recipes import recipes

# The number of warnings of an import that are kept: each read of its status repeats them in the journal.
MAX_WARNINGS = 1_000
NOT_RESTARTED = "no_update_or_updated_without_restart"

# The fields of a recipe's file that its table has.
_RECIPE_FIELDS = {"name", "description", "version", "code", "config", "parameters_schema", "parameters", "kept_config"}

_R, _C, _L = recipes.c, connections.c, lookup_tables.c
_RECIPE = (
    select(_R.id, _R.running)
    .where(_R.namespace == NAMESPACE_ID, _R.folder_id == bindparam("folder"), _R.name == bindparam("wanted"))
    .order_by(_R.id)
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
        warnings: What was tolerated: pairs of file and reason.
    """

    error: str | None
    recipe_status: list[Json]
    warnings: list[Json] = field(default_factory=list)


class _Import:
    """An import of a package into a folder of a customer."""

    def __init__(self, context: Context, row: Row, package: Package) -> None:
        self._context = context
        self._session = context.session
        owner, folder_id, home = row["managed_user_id"], row["folder_id"], row["home_folder_id"]
        self._owner = owner
        self._root = folder_id
        # The folder may have been deleted since the import was started.
        self._home = home if home and load_folder(context, home) else home_folder(context, owner)
        self._package = package
        self._references = References(context, owner, folder_id, self._home, package)
        # The ids of assets that files of the package have become; another file is another asset.
        self._used: set[tuple[str, int]] = set()
        # The recipes by path of their files: the id, and whether it is new.
        self._recipes: dict[str, tuple[int, bool]] = {}

    def import_connector(self, asset: Asset) -> None:
        """Add or update a custom connector. Its key stays, so that recipes and connections keep working."""
        folder_id = self._folder(asset.folders)
        known = find_connector(self._context, self._owner, asset, folder_id)
        if known is not None and (CUSTOM_ADAPTER, known["id"]) in self._used:
            known = None
        key = known["connector_key"] if known else self._references.keys.unused(asset)
        self._references.keys.add(asset, key)
        title = asset.content.get("title")
        elsewhere = known is not None and known["folder_id"] != folder_id
        kept_id = save(
            self._context,
            self._owner,
            known,
            asset.companions,
            kind=CUSTOM_ADAPTER,
            folder_id=known["folder_id"] if known else folder_id,
            zip_name=known["zip_name"] if known and elsewhere else asset.zip_name,
            name=title if isinstance(title, str) else asset.stem,
            connector_key=key,
            data=asset.data,
        )
        self._used.add((CUSTOM_ADAPTER, kept_id))
        if elsewhere:
            place = {"folder_id": folder_id, "zip_name": asset.zip_name}
            save_file(self._context, self._owner, CUSTOM_ADAPTER, kept_id, {}, **place)

    def import_connection(self, asset: Asset) -> None:
        """Add an unauthorized connection, unless there is one with the same name and connector."""
        named = asset.content["provider"]
        provider = self._references.keys.key_of(asset.path, named)
        in_home = asset.content.get("root_folder") is True
        folder_id = self._home if in_home else self._folder(asset.folders)
        name = asset.content.get("name")
        found = self._session.all(_CONNECTION, owner=self._owner, provider=provider, wanted=name)
        here = [row for row in found if row["folder_id"] == folder_id]
        account_id = self._matching(asset, here) or self._matching(asset, found)
        if account_id is None:
            account_id = add_connection(self._context, self._owner, provider, name=name, folder_id=folder_id)
        self._used.add((CONNECTION, account_id))
        self._references.add_connection(asset, account_id, provider)
        more: Json = {"folder": "/".join(asset.folders)} if in_home and asset.folders else {}
        own = next((row["folder_id"] for row in found if row["id"] == account_id), folder_id)
        place = self._root if in_home else folder_id
        is_there = place == own and not more
        if is_reference(named):
            more |= {"connector": named, "connector_key": provider}
        self._keep(asset, account_id, {"name", "provider"}, more, None if is_there else place)

    def import_other(self, asset: Asset) -> None:
        """Keep an asset that the mock does not interpret."""
        folder_id = self._folder(asset.folders)
        known = find_by_file(self._context, self._owner, asset.kind, folder_id, asset.zip_name)
        kept_id = save(
            self._context,
            self._owner,
            known,
            asset.companions,
            kind=asset.kind,
            folder_id=folder_id,
            zip_name=asset.zip_name,
            name=asset.content.get("name", asset.stem),
            data=asset.data,
        )
        self._references.add_asset(asset, kept_id)

    def _matching(self, asset: Asset, rows: Sequence[Row]) -> int | None:
        """Return which of some rows a file means: the one that it was before, else the first that no other file is."""
        unused = [row["id"] for row in rows if (asset.kind, row["id"]) not in self._used]
        for asset_id in unused:
            kept = files_of(self._context, self._owner, asset.kind, asset_id)
            if any(row["zip_name"] == asset.zip_name for row in kept):
                return int(asset_id)
        return unused[0] if unused else None

    def _keep(
        self, asset: Asset, asset_id: int, stored: set[str], more: Json | None = None, folder_id: int | None = None
    ) -> None:
        """Keep the fields of an interpreted asset that its own table lacks, its file name and the files next to it.

        The folder is that of its file, or None if the asset itself is in that folder.
        """
        fields = {name: value for name, value in asset.content.items() if name not in stored}
        save_file(
            self._context,
            self._owner,
            asset.kind,
            asset_id,
            asset.companions,
            folder_id=folder_id,
            zip_name=asset.zip_name,
            name=asset.content.get("name"),
            fields={"fields": fields, **(more or {})},
        )

    def import_table(self, asset: Asset) -> None:
        """Add a lookup table or update the one with the same name; replace its rows if the package has rows."""
        schema, name = asset.content["schema"], asset.content["name"]
        known = self._session.first(_TABLE, owner=self._owner, wanted=name)
        if known is None:
            table_id = add_table(self._context, self._owner, name, schema, project_of(self._context, self._root))
        else:
            table_id = known["id"]
            if known["schema"] != schema:
                self._session.execute(_UPDATE_TABLE, wanted=table_id, labels=schema, now=self._context.time())
        if "data" in asset.content:
            self._session.execute(_DELETE_ROWS, wanted=table_id)
            for row in asset.content["data"]:
                texts = {name: row.get(name) for name in parse_schema(schema).values()}
                add_row(self._context, table_id, texts)
        self._references.add_asset(asset, table_id)
        self._keep(asset, table_id, {"name", "schema", "data"}, folder_id=self._folder(asset.folders))

    def reserve_recipe(self, asset: Asset) -> None:
        """Find the id of a recipe before any recipe is imported: recipes can refer to each other."""
        row = self.find_recipe(asset)
        recipe_id = self._session.next_id("recipes") if row is None else row["id"]
        self._used.add((RECIPE, recipe_id))
        self._recipes[asset.path] = recipe_id, row is None
        self._references.add_asset(asset, recipe_id)

    def import_recipe(self, asset: Asset) -> Json:
        """Add or update a recipe that `reserve_recipe` has found an id for; return the result."""
        recipe_id, is_new = self._recipes[asset.path]
        fields = {**self._fields(asset), "folder_id": self._folder(asset.folders)}
        if is_new:
            add_recipe(self._context, self._owner, {**fields, "copy_count": 1}, recipe_id)
            result = NOT_RESTARTED
        else:
            result = self._update(find_recipe(self._context, self._owner, recipe_id), fields)
        more: Json = {
            "references": inputs_with_references(parsed_code(asset.content["code"])),
            **asset.content["kept_config"],
        }
        if asset.content.get("description") is None:
            more["no_description"] = True
        self._keep(asset, recipe_id, _RECIPE_FIELDS, more)
        return {"id": recipe_id, "import_result": result}

    def _update(self, present: Row, fields: Row) -> str:
        if all(present[name] == value for name, value in fields.items()):
            return NOT_RESTARTED
        if present["running"]:
            set_stopped(self._context, present["id"])
        save_version(self._context, self._owner, present, fields)
        return self._restart({**present, **fields}) if present["running"] else NOT_RESTARTED

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
        lines, code = self._references.resolve(asset)
        text = code if isinstance(code, str) else write_json(code).decode("utf-8")
        steps = parse_steps(text)
        trigger, actions, applications = applications_of(steps)
        values, schema = parameters_of(code)
        return {
            "name": content["name"],
            "description": description_of(steps) if content.get("description") is None else content["description"],
            "code": text,
            "config": complete_config(lines) if lines else default_config(applications),
            "trigger_application": trigger,
            "action_applications": actions,
            "applications": applications,
            "parameters_schema": content.get("parameters_schema", []) if schema is None else schema,
            "parameters": content.get("parameters", {}) if values is None else values,
        }

    def find_recipe(self, asset: Asset) -> Row | None:
        """Return the id and state of the recipe that an asset will update, or None."""
        folder_id = find_subfolder(self._context, self._root, asset.folders)
        if folder_id is None:
            return None
        rows = self._session.all(_RECIPE, folder=folder_id, wanted=asset.content["name"])
        recipe_id = self._matching(asset, rows)
        return next((row for row in rows if row["id"] == recipe_id), None)

    def replace_uninterpreted(self, asset: Asset) -> None:
        """Forget the file of an asset that an earlier import could not interpret."""
        folder_id = find_subfolder(self._context, self._root, asset.folders)
        if folder_id is not None:
            delete_uninterpreted(self._context, self._owner, asset.kind, folder_id, asset.zip_name)

    def _folder(self, names: tuple[str, ...]) -> int:
        folder_id: int = self._root
        for name in names:
            found = find_subfolder(self._context, folder_id, [name])
            folder_id = add_folder(self._context, self._owner, name, folder_id) if found is None else found
        return folder_id


def run_import(context: Context, row: Row, package: Package) -> PackageResult:
    """Import the assets of a package into a folder, as the row of the import says.

    The import is completed even if a changed recipe could not be started again; its `import_result` has the reason.

    Raises:
        PackageError: The package cannot be imported; nothing was changed.
    """
    owner, restart_recipes = row["managed_user_id"], row["restart_recipes"]
    import_ = _Import(context, row, package)
    known = [import_.find_recipe(asset) for asset in package.assets[RECIPE]]
    running = [row["id"] for row in known if row is not None and row["running"]]
    if running and not restart_recipes:
        status = [{"id": recipe_id, "import_result": "stop_failed"} for recipe_id in running]
        return PackageResult("recipes of the package are running, and restart_recipes is not true", status)
    if known.count(None) > remaining_recipes(context, owner):
        raise PackageError("the workspace cannot hold this many recipes")
    for kind in KINDS:
        for asset in package.assets[kind]:
            import_.replace_uninterpreted(asset)
    for asset in package.assets[CUSTOM_ADAPTER]:
        import_.import_connector(asset)
    for asset in package.assets[CONNECTION]:
        import_.import_connection(asset)
    for asset in package.assets[LOOKUP_TABLE]:
        import_.import_table(asset)
    for asset in package.others:
        import_.import_other(asset)
    for asset in package.assets[RECIPE]:
        import_.reserve_recipe(asset)
    results = [import_.import_recipe(asset) for asset in package.assets[RECIPE]]
    return PackageResult(None, results, _shown(package.warnings))


def _shown(warnings: Sequence[PackageWarning]) -> list[Json]:
    """Return the first warnings, those of lost references before all others, and the number of the rest."""
    ordered = sorted(warnings, key=lambda warning: not warning.lost)
    shown: list[Json] = [[warning.path, warning.text] for warning in ordered[:MAX_WARNINGS]]
    left = len(warnings) - len(shown)
    return [*shown, ["", f"{left} more warnings"]] if left else shown
