"""Handlers for the edition of the API that a namespace has."""

from __future__ import annotations

from dataclasses import asdict

from workato_embedded_mock.control.tools import Tools
from workato_embedded_mock.errors import bad_request
from workato_embedded_mock.openapi.editions import EditionError
from workato_embedded_mock.plain_json import Json


def get_edition(tools: Tools, namespace: str) -> Json:
    """Return the day of a namespace and the edition that held on it; null for everything that is known."""
    as_of = tools.editions.get(namespace)
    return {"as_of": as_of, "edition": None if as_of is None else asdict(tools.views.on(as_of).edition)}


def put_edition(tools: Tools, namespace: str, body: Json) -> Json:
    """Serve a namespace the API as it was on a day."""
    try:
        tools.views.on(body["as_of"])
    except EditionError as error:
        raise bad_request("/body/as_of", "format", str(error)) from error
    tools.editions.set(namespace, body["as_of"])
    return get_edition(tools, namespace)


def delete_edition(tools: Tools, namespace: str) -> Json:
    """Serve a namespace the edition of the server again."""
    tools.editions.set(namespace, None)
    return get_edition(tools, namespace)
