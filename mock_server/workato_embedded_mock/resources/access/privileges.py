"""The privileges that roles give, as lists of actions by area."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

ALL = "all"


def add_privileges(privileges: dict[str, list[str]], config: Mapping[str, Any]) -> None:
    """Add the privileges of a role to lists of actions by area; `all` replaces the other actions of an area."""
    for area, given in config.items():
        sent = given.get("privileges", [])
        actions = dict.fromkeys([*privileges.get(area, ()), *([ALL] if sent == ALL else sent)])
        privileges[area] = [ALL] if ALL in actions else list(actions)
