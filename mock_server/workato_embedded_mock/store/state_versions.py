"""Upgrades exported states of older versions; must not validate rows."""

from __future__ import annotations

from collections.abc import Callable

from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.store.author import CALLER

# Increases with every change of the tables in a state.
VERSION = 8

# The first id that an upgrade gives to a version of a recipe.
_FIRST_RECIPE_VERSION = 91_001

# The tables of a state by name.
Tables = dict[str, Json]


class VersionError(Exception):
    """A state has an unsupported version."""


def _unchanged(tables: Tables) -> Tables:
    """Return the tables as they are: an added table is empty if a state lacks it."""
    return tables


def _add_billing(tables: Tables) -> Tables:
    """Add the columns of trials and billing periods; those of existing customers never end."""
    rows = tables.get("managed_users", [])
    if not isinstance(rows, list):
        return tables
    added: Json = {"trial_ends_at": None, "renews": False}
    return {**tables, "managed_users": [row | added if isinstance(row, dict) else row for row in rows]}


def _add_warnings(tables: Tables) -> Tables:
    """Add the columns of warnings and of the folder for assets of the root folder; older imports have neither."""
    rows = tables.get("packages", [])
    if not isinstance(rows, list):
        return tables
    added: Json = {"warnings": None, "home_folder_id": None}
    return {**tables, "packages": [row | added if isinstance(row, dict) else row for row in rows]}


# The columns of what the API has had since 2024, by table, with their values in older rows.
_LATER_COLUMNS: dict[str, dict[str, Json]] = {
    "jobs": {"ends_at": None},
    "recipes": {"trigger_closure": None, "author_name": CALLER.name},
    "connections": {"connection_lost_at": None, "connection_lost_reason": None, "settings": None},
    "export_manifests": {"managed_user_id": None, "include_tags": False},
    "managed_users": {"full_embedding": None, "team_name": None},
    "packages": {"include_tags": False},
    "member_invitations": {"env_roles": None},
    "members": {"created_at": None},
}


def _add_later_columns(tables: Tables) -> Tables:
    """Add the columns of what the API has had since 2024; added tables are empty, except that of recipe versions."""
    upgraded = dict(tables)
    for name, added in _LATER_COLUMNS.items():
        rows = tables.get(name)
        if isinstance(rows, list):
            upgraded[name] = [added | row if isinstance(row, dict) else row for row in rows]
    return _with_recipe_versions(upgraded)


def _with_recipe_versions(tables: Tables) -> Tables:
    """Return the tables with the current version of each recipe, as if the caller of the API had saved it."""
    recipes = tables.get("recipes", [])
    found = [row for row in recipes if isinstance(row, dict)] if isinstance(recipes, list) else []
    versions: list[Json] = [
        {
            "id": number,
            "recipe_id": row.get("id"),
            "version_no": row.get("version_no"),
            "comment": None,
            "author_name": CALLER.name,
            "author_email": CALLER.email,
            "created_at": row.get("updated_at"),
            "updated_at": row.get("updated_at"),
        }
        for number, row in enumerate(found, start=_FIRST_RECIPE_VERSION)
    ]
    return {**tables, "recipe_versions": versions}


# Each function upgrades the tables from the version that is its key to the next version.
# Version 4 added `recipe_timers`; version 5 added `task_months` and two columns of `managed_users`;
# version 6 added `package_assets`, `package_companions` and the warnings of imports;
# version 7 added what the API has had since 2024; version 8 added `embedding`.
UPGRADES: dict[int, Callable[[Tables], Tables]] = {
    3: _unchanged,
    4: _add_billing,
    5: _add_warnings,
    6: _add_later_columns,
    7: _unchanged,
}


def check_version(version: Json) -> None:
    """Check that a version is supported.

    Raises:
        VersionError: The version is not supported.
    """
    if type(version) is not int or (version != VERSION and version not in UPGRADES):
        raise VersionError(f"the state has version {version!r}; this program reads {min(UPGRADES)} to {VERSION}")


def upgrade_tables(version: int, tables: Tables) -> Tables:
    """Return the tables of a state of a supported version, upgraded to the current version."""
    for older in range(version, VERSION):
        tables = UPGRADES[older](tables)
    return tables
