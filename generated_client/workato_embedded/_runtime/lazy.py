"""Imports the names of a package when they are first used."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any


def lazily(namespace: dict[str, Any], modules: Mapping[str, str]) -> Callable[[str], Any]:
    """Return a module's `__getattr__` (PEP 562).

    Args:
        namespace: The module's `globals()`, which keep what was imported.
        modules: The module of each name, relative to the package. Add `:` and another name if the name differs there. A
            name that is itself a module maps to that module.
    """
    package = namespace["__name__"]

    def get(name: str) -> Any:
        if name not in modules:
            raise AttributeError(f"module {package!r} has no attribute {name!r}", name=name, obj=None)
        module_name, _, inner = modules[name].partition(":")
        module = import_module(module_name, package)
        value = module if module_name == f".{name}" else getattr(module, inner or name)
        namespace[name] = value
        return value

    return get
