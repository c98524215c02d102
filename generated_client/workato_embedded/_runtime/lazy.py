"""Imports the names of a package when they are first used."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any


def lazily(namespace: dict[str, Any], places: Mapping[str, str]) -> Callable[[str], Any]:
    """Return a module's `__getattr__` (PEP 562).

    Args:
        namespace: The module's `globals()`, which keep what was imported.
        places: The module of each name, relative to the package. Add `:` and another name if the name differs there. A
            name that is itself a module maps to that module.
    """
    package = namespace["__name__"]

    def get(name: str) -> Any:
        if name not in places:
            raise AttributeError(f"module {package!r} has no attribute {name!r}", name=name, obj=None)
        place, _, inner = places[name].partition(":")
        module = import_module(place, package)
        value = module if place == f".{name}" else getattr(module, inner or name)
        namespace[name] = value
        return value

    return get
