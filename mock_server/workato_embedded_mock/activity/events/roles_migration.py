"""The events of the migration of roles."""

from __future__ import annotations

from workato_embedded_mock.activity.event import Event, Events, stored
from workato_embedded_mock.store.tables.roles import roles

EVENTS: Events = {
    "migrate_system_roles": Event("roles_migrated", "PrivilegeGroup"),
    "migrate_custom_role": Event("role_migrated", "PrivilegeGroup", "body.role_id", stored(roles.c.name), removes=True),
}
