"""Runs imports, each completely or not at all; must not decide when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.resources.packages.asset_imports import (
    import_connection,
    import_connector,
    import_other,
    import_table,
)
from workato_embedded_mock.resources.packages.assets import CONNECTION, CUSTOM_ADAPTER, KINDS, LOOKUP_TABLE, RECIPE
from workato_embedded_mock.resources.packages.files import Package, PackageError, PackageWarning
from workato_embedded_mock.resources.packages.import_target import ImportTarget
from workato_embedded_mock.resources.packages.recipe_imports import RecipeImport
from workato_embedded_mock.resources.recipes.recipes import remaining_recipes
from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.store.session import Row

# The number of warnings of an import that are kept: each read of its status repeats them in the journal.
MAX_WARNINGS = 1_000


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


def run_import(context: Context, row: Row, package: Package) -> PackageResult:
    """Import the assets of a package into a folder, as the row of the import says.

    The import is completed even if a changed recipe could not be started again; its `import_result` has the reason.

    Raises:
        PackageError: The package cannot be imported; nothing was changed.
    """
    owner, restart_recipes = row["managed_user_id"], row["restart_recipes"]
    target = ImportTarget(context, row, package)
    recipes = RecipeImport(target)
    known = [recipes.find(asset) for asset in package.assets[RECIPE]]
    running = [row["id"] for row in known if row is not None and row["running"]]
    if running and not restart_recipes:
        status = [{"id": recipe_id, "import_result": "stop_failed"} for recipe_id in running]
        return PackageResult("recipes of the package are running, and restart_recipes is not true", status)
    if known.count(None) > remaining_recipes(context, owner):
        raise PackageError("the workspace cannot hold this many recipes")
    for kind in KINDS:
        for asset in package.assets[kind]:
            target.replace_uninterpreted(asset)
    for asset in package.assets[CUSTOM_ADAPTER]:
        import_connector(target, asset)
    for asset in package.assets[CONNECTION]:
        import_connection(target, asset)
    for asset in package.assets[LOOKUP_TABLE]:
        import_table(target, asset)
    for asset in package.others:
        import_other(target, asset)
    for asset in package.assets[RECIPE]:
        recipes.reserve(asset)
    results = [recipes.run(asset) for asset in package.assets[RECIPE]]
    return PackageResult(None, results, _shown(package.warnings))


def _shown(warnings: Sequence[PackageWarning]) -> list[Json]:
    """Return the first warnings, those of lost references before all others, and the number of the rest."""
    ordered = sorted(warnings, key=lambda warning: not warning.lost)
    shown: list[Json] = [[warning.path, warning.text] for warning in ordered[:MAX_WARNINGS]]
    left = len(warnings) - len(shown)
    return [*shown, ["", f"{left} more warnings"]] if left else shown
