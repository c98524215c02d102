"""The roles of the system, which every customer has without a row in the store.

The vendor's sample of a role migration has these names. Only the privileges of the two administrators are documented.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

SYSTEM = "system"
CUSTOM = "custom"
INHERITABLE = "inheritable"
INHERITED = "inherited"

_ALL: Mapping[str, Any] = {"team": {"privileges": "all"}}
_NONE: Mapping[str, Any] = {"team": {"privileges": []}}


class SystemRole(NamedTuple):
    """A role of the system.

    Attributes:
        id: Its id, the same for each customer. Seeds and new roles have higher ids.
        name: Its name.
        config: Its privileges.
    """

    id: int
    name: str
    config: Mapping[str, Any]


ENVIRONMENT_ROLES = (
    SystemRole(301, "EnvironmentAdmin", _ALL),
    SystemRole(302, "EnvironmentManager", _NONE),
    SystemRole(303, "Member", _NONE),
)

PROJECT_ROLES = (
    SystemRole(351, "ProjectAdmin", _ALL),
    SystemRole(352, "AdvancedBuilder", _NONE),
    SystemRole(353, "ProjectOperator", _NONE),
)
