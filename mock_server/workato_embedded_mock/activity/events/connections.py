"""The events of connections."""

from __future__ import annotations

from workato_embedded_mock.activity.event import Event, Events, Reasons, stored
from workato_embedded_mock.store.tables.connections import connections

_ID, _NAME = "connection_id", stored(connections.c.name)

EVENTS: Events = {
    "create_connection": Event("connection_created", "SharedAccount", "response.id", "response.name"),
    "update_connection": Event("connection_updated", "SharedAccount", _ID, _NAME),
    "disconnect_connection": Event("connection_disconnected", "SharedAccount", _ID, _NAME),
    "delete_connection": Event("connection_deleted", "SharedAccount", _ID, _NAME, removes=True),
}
NOT_RECORDED: Reasons = {"get_picklist_values": "it only reads"}
