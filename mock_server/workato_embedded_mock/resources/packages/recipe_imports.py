"""Imports the recipes of a package; must not import what they use."""

from __future__ import annotations

from sqlalchemy import bindparam, select

from workato_embedded_mock.plain_json import Json, write_json
from workato_embedded_mock.resources.packages.asset_forms import parameters_of
from workato_embedded_mock.resources.packages.assets import RECIPE, find_subfolder
from workato_embedded_mock.resources.packages.code_references import inputs_with_references, parsed_code
from workato_embedded_mock.resources.packages.files import Asset
from workato_embedded_mock.resources.packages.import_target import ImportTarget
from workato_embedded_mock.resources.recipes.code import (
    applications_of,
    complete_config,
    default_config,
    description_of,
    parse_steps,
)
from workato_embedded_mock.resources.recipes.recipes import add_recipe, find_recipe, save_version
from workato_embedded_mock.resources.recipes.start_stop import find_errors, set_running, set_stopped
from workato_embedded_mock.store.session import NAMESPACE_ID, Row
from workato_embedded_mock.store.tables.recipes import recipes

NOT_RESTARTED = "no_update_or_updated_without_restart"

# The fields of a recipe's file that its table has.
_RECIPE_FIELDS = {"name", "description", "version", "code", "config", "parameters_schema", "parameters", "kept_config"}

_R = recipes.c
_RECIPE = (
    select(_R.id, _R.running)
    .where(_R.namespace == NAMESPACE_ID, _R.folder_id == bindparam("folder"), _R.name == bindparam("wanted"))
    .order_by(_R.id)
)


class RecipeImport:
    """The recipes of a package that is imported."""

    def __init__(self, target: ImportTarget) -> None:
        self._target = target
        # The recipes by path of their files: the id, and whether it is new.
        self._recipes: dict[str, tuple[int, bool]] = {}

    def find(self, asset: Asset) -> Row | None:
        """Return the id and state of the recipe that an asset will update, or None."""
        folder_id = find_subfolder(self._target.context, self._target.root, asset.folders)
        if folder_id is None:
            return None
        rows = self._target.context.session.all(_RECIPE, folder=folder_id, wanted=asset.content["name"])
        recipe_id = self._target.matching(asset, rows)
        return next((row for row in rows if row["id"] == recipe_id), None)

    def reserve(self, asset: Asset) -> None:
        """Find the id of a recipe before any recipe is imported: recipes can refer to each other."""
        row = self.find(asset)
        recipe_id = self._target.context.session.next_id("recipes") if row is None else row["id"]
        self._target.used.add((RECIPE, recipe_id))
        self._recipes[asset.path] = recipe_id, row is None
        self._target.references.add_asset(asset, recipe_id)

    def run(self, asset: Asset) -> Json:
        """Add or update a recipe that `reserve` has found an id for; return the result."""
        recipe_id, is_new = self._recipes[asset.path]
        fields = {**self._fields(asset), "folder_id": self._target.folder(asset.folders)}
        if is_new:
            add_recipe(self._target.context, self._target.owner, {**fields, "copy_count": 1}, recipe_id)
            result = NOT_RESTARTED
        else:
            result = self._update(find_recipe(self._target.context, self._target.owner, recipe_id), fields)
        more: Json = {
            "references": inputs_with_references(parsed_code(asset.content["code"])),
            **asset.content["kept_config"],
        }
        if asset.content.get("description") is None:
            more["no_description"] = True
        self._target.keep(asset, recipe_id, _RECIPE_FIELDS, more)
        return {"id": recipe_id, "import_result": result}

    def _update(self, present: Row, fields: Row) -> str:
        if all(present[name] == value for name, value in fields.items()):
            return NOT_RESTARTED
        if present["running"]:
            set_stopped(self._target.context, present["id"])
        save_version(self._target.context, self._target.owner, present, fields)
        return self._restart({**present, **fields}) if present["running"] else NOT_RESTARTED

    def _restart(self, changed: Row) -> str:
        errors = find_errors(self._target.context, self._target.owner, changed)
        if errors["code_errors"]:
            return "stopped"
        if errors["config_errors"]:
            return "restart_failed"
        set_running(self._target.context, changed["id"])
        return "restarted"

    def _fields(self, asset: Asset) -> Row:
        content = asset.content
        lines, code = self._target.references.resolve(asset)
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
