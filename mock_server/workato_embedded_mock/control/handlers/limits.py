"""Handlers: the rate limits of a namespace; must not count requests."""

from __future__ import annotations

from workato_embedded_mock.control.tools import Tools
from workato_embedded_mock.errors import StartError, bad_request
from workato_embedded_mock.plain_json import Json


def get_limits(tools: Tools, namespace: str) -> Json:
    """Answer the setting of a namespace, and what was counted in the present windows."""
    return {"rate_limits": tools.limits.setting(namespace), "counted": tools.limits.counts(namespace)}


def put_limits(tools: Tools, namespace: str, body: Json) -> Json:
    """Give a namespace limits of its own; the counts begin anew."""
    try:
        tools.limits.set(namespace, body["rate_limits"])
    except StartError as error:
        raise bad_request("/body/rate_limits", "pattern", str(error)) from error
    return get_limits(tools, namespace)


def delete_limits(tools: Tools, namespace: str) -> Json:
    """Give a namespace the limits of the server again; the counts begin anew."""
    tools.limits.set(namespace, None)
    return get_limits(tools, namespace)
