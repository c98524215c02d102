"""Imports modules and names when they are first used."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from importlib import import_module
from typing import Any


class LazyModule:
    """A module that is imported when one of its names is used, also in an annotation that is evaluated."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> Any:
        return getattr(import_module(self._name), name)


class resource_property(cached_property[Any]):  # noqa: N801 - a decorator
    """A resource that is created on first use.

    On the class of the client it is the class of the resource, so that `unittest.mock.create_autospec` knows its
    methods. That class is in the module of the client, or in the module of the resource below `resources`.
    """

    def __get__(self, instance: Any, owner: type[Any] | None = None) -> Any:
        if instance is not None:
            return super().__get__(instance, owner)
        name, namespace = self.func.__annotations__["return"], self.func.__globals__
        if name in namespace:
            return namespace[name]
        package = self.func.__module__.rpartition(".")[0]
        return getattr(import_module(f"{package}.resources.{self.attrname}"), name)


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
