"""Collects the rules of all resources by operationId: every public `async def` of the modules of this package."""

import inspect
import pkgutil
from importlib import import_module

from workato_embedded_mock import resources
from workato_embedded_mock.resources.context import Rule


def all_rules() -> dict[str, Rule]:
    """Answer every rule by its operationId."""
    modules = [
        import_module(f"{resources.__name__}.{module.name}") for module in pkgutil.iter_modules(resources.__path__)
    ]
    return {
        name: value
        for module in modules
        for name, value in vars(module).items()
        if inspect.iscoroutinefunction(value) and value.__module__ == module.__name__ and not name.startswith("_")
    }
