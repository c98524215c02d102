"""The events of all operations that write below a customer, in one module for each resource."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from workato_embedded_mock.activity.event import Event, Reasons

_MODULES = [import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__)]

EVENTS: dict[str, Event] = {}
NOT_RECORDED: Reasons = {}
for _module in _MODULES:
    EVENTS |= _module.EVENTS
    NOT_RECORDED = {**NOT_RECORDED, **getattr(_module, "NOT_RECORDED", {})}

__all__ = ["EVENTS", "NOT_RECORDED"]
