"""The events of environment roles."""

from __future__ import annotations

from workato_embedded_mock.activity.event import Event, Events, stored
from workato_embedded_mock.store.tables.environment_roles import environment_roles

_ROLE = ("PrivilegeGroup", "id", stored(environment_roles.c.name))

EVENTS: Events = {
    "create_environment_role": Event("role_created", "PrivilegeGroup", "response.data.id", "response.data.name"),
    "update_environment_role": Event("role_updated", *_ROLE),
    "delete_environment_role": Event("role_deleted", *_ROLE, removes=True),
}
