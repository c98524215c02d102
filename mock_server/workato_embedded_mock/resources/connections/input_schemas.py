"""The rules of the input fields of connections and connectors; must not return values."""

from __future__ import annotations

from sqlalchemy import bindparam, select

from workato_embedded_mock.errors import Reason, not_found
from workato_embedded_mock.plain_json import Json
from workato_embedded_mock.resources.connections.connections import find_connection
from workato_embedded_mock.resources.connections.connectors import uses_oauth
from workato_embedded_mock.resources.connections.input_catalogue import INPUTS, ConnectorInputs
from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.rules.customers import find_customer
from workato_embedded_mock.store.session import NAMESPACE_ID
from workato_embedded_mock.store.tables.connections import connections

_SETTINGS = select(connections.c.settings).where(
    connections.c.namespace == NAMESPACE_ID, connections.c.id == bindparam("wanted")
)


def get_connection_input_schema(context: Context, managed_user_id: str, connection_id: int) -> Json:
    """Return the fields of a connector, and those that the input of the connection adds."""
    provider = find_connection(context, find_customer(context, managed_user_id), connection_id)["provider"]
    inputs = _inputs(context, provider, uses_oauth(context, provider))
    settings = context.session.scalar(_SETTINGS, wanted=connection_id) or {}
    fields = list(inputs.base)
    for field in inputs.base:
        value = settings.get(field["name"], field.get("default"))
        fields += inputs.added.get(field["name"], {}).get(value, ())
    return {"result": fields}


def get_connector_input_schema(context: Context, managed_user_id: str, connector_name: str) -> Json:
    """Return the fields of a connector, whatever the input of a connection is."""
    find_customer(context, managed_user_id)
    oauth = uses_oauth(context, connector_name)
    if oauth is None:
        raise not_found("/path/connector_name", f"customers have no connector {connector_name!r}")
    return {"result": list(_inputs(context, connector_name, oauth).base)}


def _inputs(context: Context, provider: str, oauth: bool | None) -> ConnectorInputs:
    """Return the fields of a connector; none, with a note, if the mock does not know them."""
    known = INPUTS.get(provider)
    if known is None and not oauth:
        text = f"the mock does not know the input fields of {provider!r}, so the list is empty"
        context.notes.append(Reason("/path", "enum", text))
    return known or ConnectorInputs(())
