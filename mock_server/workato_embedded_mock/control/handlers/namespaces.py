"""Handlers for whole namespaces."""

from __future__ import annotations

from workato_embedded_mock.control.tools import Tools
from workato_embedded_mock.errors import StartError, bad_request
from workato_embedded_mock.plain_json import Json


def reset(tools: Tools, namespace: str | None, body: Json) -> Json:
    """Reset one namespace, or all, to the seed of the server or to another seed."""
    rows = None
    if body is not None and "seed" in body:
        try:
            rows = tools.load_rows(body["seed"])
        except StartError as error:
            raise bad_request("/body/seed", "seed", str(error)) from error
    names = tools.namespaces.names() if namespace is None else [namespace]
    for name in names:
        tools.namespaces.reset(name, rows)
    return {"reset": names}
