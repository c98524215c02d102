"""Handlers for the rate limits of a namespace."""

from __future__ import annotations

from workato_embedded_mock.control.tools import Tools
from workato_embedded_mock.errors import StartError, bad_request
from workato_embedded_mock.plain_json import Json


def get_limits(tools: Tools, namespace: str) -> Json:
    """Return the setting of a namespace, and the requests that were counted in the current windows."""
    return {"rate_limits": tools.limits.setting(namespace), "counted": tools.limits.counts(namespace)}


def put_limits(tools: Tools, namespace: str, body: Json) -> Json:
    """Set the rate limits of a namespace; its counts restart."""
    try:
        tools.limits.set(namespace, body["rate_limits"])
    except StartError as error:
        raise bad_request("/body/rate_limits", "pattern", str(error)) from error
    return get_limits(tools, namespace)


def delete_limits(tools: Tools, namespace: str) -> Json:
    """Reset the rate limits of a namespace to those of the server; its counts restart."""
    tools.limits.set(namespace, None)
    return get_limits(tools, namespace)
