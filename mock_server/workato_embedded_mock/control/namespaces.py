"""Handlers: namespaces as a whole; must not know what is in them."""

from workato_embedded_mock.control.tools import Tools
from workato_embedded_mock.plain_json import Json


async def reset(tools: Tools, namespace: str | None) -> Json:
    """Make one namespace as new, or all."""
    names = tools.namespaces.names() if namespace is None else [namespace]
    for name in names:
        tools.namespaces.reset(name)
    return {"reset": names}
