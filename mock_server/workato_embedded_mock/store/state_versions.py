"""Brings a state that an older program wrote to the version of this one; must not check its rows."""

from __future__ import annotations

from collections.abc import Callable

from workato_embedded_mock.plain_json import Json

VERSION = 5
"""Goes up with every change of the tables that a state has."""

Tables = dict[str, Json]
"""The tables of a state by name."""


class VersionError(Exception):
    """A state is of a version that cannot be brought to this one; the text says which."""


def _nothing(tables: Tables) -> Tables:
    """Change nothing: a table that was added is empty where a state lacks it."""
    return tables


def _billing(tables: Tables) -> Tables:
    """Give customers the columns of trials and billing periods; those that are there stand still."""
    rows = tables.get("managed_users", [])
    if not isinstance(rows, list):
        return tables
    added: Json = {"trial_ends_at": None, "renews": False}
    return {**tables, "managed_users": [row | added if isinstance(row, dict) else row for row in rows]}


STEPS: dict[int, Callable[[Tables], Tables]] = {3: _nothing, 4: _billing}
"""By version: what makes the next version of the tables of a state.

Version 4 added `recipe_timers`, version 5 `task_months` and two columns of customers.
"""


def check_version(version: Json) -> None:
    """Refuse a version from which no step leads to this one.

    Raises:
        VersionError: It is one.
    """
    if type(version) is not int or (version != VERSION and version not in STEPS):
        raise VersionError(f"the state has the version {version!r}, this program reads {min(STEPS)} to {VERSION}")


def brought_up(version: int, tables: Tables) -> Tables:
    """Answer the tables of a state of a version that `check_version` lets pass as this program has them."""
    for step in range(version, VERSION):
        tables = STEPS[step](tables)
    return tables
