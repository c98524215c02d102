"""Finds the functions that serve operations: a public function with the name of an operationId is its rule."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Collection, Iterator
from importlib import import_module
from pkgutil import walk_packages
from types import ModuleType
from typing import Any

from workato_embedded_mock.errors import StartError
from workato_embedded_mock.openapi.document import Document, ids_of, load_document
from workato_embedded_mock.registry import RESOURCES
from workato_embedded_mock.rules.context import Rule

_PACKAGE = "workato_embedded_mock.resources"


def all_rules(document: Document | None = None) -> dict[str, Rule]:
    """Return the rules of all operations of a document, the published one by default, by operationId.

    Raises:
        StartError: A module that the registry lists has no rule, or a module that it does not list has one.
    """
    operation_ids = ids_of((document or load_document()).content)
    listed = {f"{_PACKAGE}.{name}" for resource in RESOURCES for name in resource.rules}
    rules: dict[str, Rule] = {}
    for module in modules_below(_PACKAGE):
        found = functions_in(module, operation_ids)
        if module.__name__ in listed:
            listed.remove(module.__name__)
            if not found and not _has_stub(module, operation_ids):
                raise StartError(f"registry.py lists the module {module.__name__}, which has no rule")
        elif found:
            raise StartError(
                f"the module {module.__name__} has the rule {', '.join(found)}; add the module to registry.py"
            )
        rules.update(found)
    if listed:
        raise StartError(f"registry.py lists the module {min(listed)}, which does not exist")
    return rules


def rule_of(operation_id: str, resource: str) -> Rule | None:
    """Return the rule of an operation of a resource, or None; only modules of the resource are imported."""
    names = next((each.rules for each in RESOURCES if each.name == resource), ())
    for name in names:
        found = functions_in(import_module(f"{_PACKAGE}.{name}"), {operation_id})
        if found:
            return found[operation_id]
    return None


def modules_below(package: str) -> Iterator[ModuleType]:
    """Import and return every module of a package and of its subpackages."""
    loaded = import_module(package)
    for found in walk_packages(loaded.__path__, f"{package}."):
        if not found.ispkg:
            yield import_module(found.name)


def functions_in(module: ModuleType, operation_ids: Collection[str]) -> dict[str, Callable[..., Any]]:
    """Return the functions that a module defines for operations, by operationId."""
    return {
        name: value
        for name, value in vars(module).items()
        if name in operation_ids and inspect.isfunction(value) and value.__module__ == module.__name__
    }


def _has_stub(module: ModuleType, operation_ids: Collection[str]) -> bool:
    """Return whether a module has a rule that is still to be written: its name begins with an underscore."""
    return any(name.startswith("_") and name[1:] in operation_ids for name in vars(module))
