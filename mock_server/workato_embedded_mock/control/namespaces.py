"""Handlers: namespaces as a whole; must not know what is in them."""

from workato_embedded_mock.control.tools import Tools
from workato_embedded_mock.plain_json import Json


async def reset(tools: Tools, namespace: str | None) -> Json:
    """Give one namespace the seed again, or all."""
    if namespace is None:
        return {"reset": tools.namespaces.reset_all()}
    tools.namespaces.reset(namespace)
    return {"reset": [namespace]}
