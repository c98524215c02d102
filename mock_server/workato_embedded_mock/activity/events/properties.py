"""The events of properties."""

from __future__ import annotations

from workato_embedded_mock.activity.event import Event, Events

EVENTS: Events = {"upsert_properties": Event("account_property_updated", "AccountProperty")}
