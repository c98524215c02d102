"""The rule of picklists; must not call the application behind a connection."""

from __future__ import annotations

from workato_embedded_mock.errors import BadRequestError, Reason, bad_request
from workato_embedded_mock.plain_json import Json, pointer_token
from workato_embedded_mock.resources.connections.connections import SUCCESS, find_connection
from workato_embedded_mock.resources.connections.connectors import is_standard
from workato_embedded_mock.resources.connections.picklist_catalogue import PICKLISTS, Picklist
from workato_embedded_mock.rules.context import Context
from workato_embedded_mock.rules.customers import find_customer


def get_picklist_values(context: Context, managed_user_id: str, connection_id: int, body: Json) -> Json:
    """Return the choices in the mock's catalogue; without a catalogue of the connector, no choices and a note."""
    connection = find_connection(context, find_customer(context, managed_user_id), connection_id)
    provider, name = connection["provider"], body["pick_list_name"]
    known = PICKLISTS.get(provider, {})
    if not known and not is_standard(context, provider) and not context.strict:
        text = f"the mock does not know the picklists of {provider!r}, so they are empty"
        context.notes.append(Reason("/body/pick_list_name", "enum", text))
        return {"result": []}
    if connection["authorization_status"] != SUCCESS:
        raise bad_request("/path/connection_id", "const", "the connection is not authorized")
    if name not in known:
        text = f"unknown picklist; the mock has these for {provider}: {', '.join(known) or 'none'}"
        raise bad_request("/body/pick_list_name", "enum", text)
    return {"result": _choices(known[name], body.get("pick_list_params", {}))}


def _choices(picklist: Picklist, sent: Json) -> Json:
    """Return the choices for the parameters.

    Raises:
        BadRequestError: A required parameter is missing, or the catalogue has no choices for its value.
    """
    pointer = "/body/pick_list_params"
    missing = [
        Reason(f"{pointer}/{pointer_token(name)}", "required", f"the picklist requires the parameter {name}")
        for name in picklist.parameters
        if name not in sent
    ]
    if missing:
        raise BadRequestError(*missing)
    for values, choices in picklist.choices.items():
        if all(sent[name] == value for name, value in zip(picklist.parameters, values, strict=True)):
            return choices
    known = "; ".join(", ".join(values) for values in picklist.choices)
    text = f"no choices; the mock has them for these values of {', '.join(picklist.parameters)}: {known}"
    raise bad_request(pointer, "enum", text)
