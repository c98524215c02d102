"""The events of roles."""

from __future__ import annotations

from workato_embedded_mock.activity.event import Event, Events

EVENTS: Events = {"copy_role": Event("role_created", "PrivilegeGroup", "response.id", "response.name")}
