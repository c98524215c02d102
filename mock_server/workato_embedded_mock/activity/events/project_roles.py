"""The events of project roles."""

from __future__ import annotations

from workato_embedded_mock.activity.event import Event, Events, stored
from workato_embedded_mock.store.tables.project_roles import project_roles

_ROLE = ("PrivilegeGroup", "id", stored(project_roles.c.name))

EVENTS: Events = {
    "create_project_role": Event("role_created", "PrivilegeGroup", "response.data.id", "response.data.name"),
    "update_project_role": Event("role_updated", *_ROLE),
    "delete_project_role": Event("role_deleted", *_ROLE, removes=True),
}
