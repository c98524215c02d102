"""Finds the handlers of the control plane by operationId."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from workato_embedded_mock.control.document import plane_document
from workato_embedded_mock.openapi.document import ids_of
from workato_embedded_mock.rules.catalogue import functions_in, modules_below

# Takes the tools and, by name, what its operation declares. Returns JSON or a Starlette response.
Handler = Callable[..., Any]


def all_handlers() -> dict[str, Handler]:
    """Return the handler of each operation of the control plane, by operationId."""
    operation_ids = ids_of(plane_document())
    return {
        name: handler
        for module in modules_below("workato_embedded_mock.control.handlers")
        for name, handler in functions_in(module, operation_ids).items()
    }
