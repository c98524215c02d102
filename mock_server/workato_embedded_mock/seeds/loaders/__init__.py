"""Loads the objects of a seed as rows, with the loaders of the resources that the registry lists."""

from __future__ import annotations

from importlib import import_module

from workato_embedded_mock.registry import RESOURCES
from workato_embedded_mock.seeds.beds import Finalizer, Loaders

_MODULES = [import_module(f"{__name__}.{resource.name}") for resource in RESOURCES if resource.seeds]

# The loader of each schema, parents before children.
LOADERS: Loaders = {schema: load for module in _MODULES for schema, load in module.LOADERS.items()}

# They run after all loaders, and add the rows that the objects imply.
FINALIZERS: list[Finalizer] = [finalize for module in _MODULES for finalize in getattr(module, "FINALIZERS", ())]
